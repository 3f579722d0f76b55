//! The provider's section of the profile (`IProfSect`). Who opens it is in `support.rs`.

use crate::abi::flag::PT_ERROR;
use crate::abi::iprof_sect::IProfSectVtbl;
use crate::abi::param::{In, Out};
use crate::abi::structs::SPropTagArray;
use crate::abi::tag::PropTag;
use crate::com::foreign::Foreign;
use crate::com::memory::Allocators;
use crate::com::values;
use crate::error::{Error, Result};
use crate::provider::{PropValue, Property};

/// The provider's own section of the profile (`IProfSect`); goes back when it is dropped (LOGON-6).
///
/// Settings of a provider's own have ids 0x6600 to 0x67EF; secrets stand in 0x67F0 to 0x67FF (CFG-5).
#[derive(Debug)]
pub struct ProfileSection {
    section: Foreign<IProfSectVtbl>,
    memory: Allocators,
}

impl ProfileSection {
    pub(crate) fn new(section: Foreign<IProfSectVtbl>, memory: Allocators) -> Self {
        Self { section, memory }
    }

    /// One property (`IMAPIProp::GetProps`); `None` if the section has none. Text is asked for as Unicode.
    pub fn get(&self, tag: PropTag) -> Result<Option<PropValue>> {
        let tags = SPropTagArray { c_values: 1, prop_tag: [tag.0] };
        let (mut count, mut values) = (0, std::ptr::null_mut());
        let get_props = self.section.methods().prop.get_props;
        let this = self.section.this();
        let (count_out, values_out) = (Out::from(&mut count), Out::from(&mut values));
        // SAFETY: F1: alive; the arguments are ours until it returns.
        let code = unsafe { get_props(this, In::from(&tags), 0, count_out, values_out) };
        let found = if code.is_failure() { Err(Error::from(code)) } else { values::decoded(count, In::new(values)) };
        // SAFETY: M1: MAPI gave the array for us to free (MEM-2), and everything of it has been copied.
        unsafe { self.memory.free(values.cast()) };
        let found = found?.into_iter().next();
        Ok(found.and_then(|property| {
            (property.tag.kind() != PT_ERROR && property.tag.id() == tag.id()).then_some(property.value)
        }))
    }

    /// A text property; `None` if the section has none, or something else under that id.
    pub fn text(&self, tag: PropTag) -> Result<Option<String>> {
        Ok(match self.get(tag)? {
            Some(PropValue::Text(text)) => Some(text),
            _ => None,
        })
    }

    /// Writes properties (`IMAPIProp::SetProps`) and makes them permanent. Open the section for writing first.
    ///
    /// # Errors
    /// The first problem, if MAPI refuses a property: `PR_RESOURCE_FLAGS` and `PR_PROVIDER_DLL_NAME` cannot be written
    /// (LOGON-5). The others are written.
    pub fn set(&self, properties: &[Property]) -> Result<()> {
        let block = values::unicode_array(&self.memory, properties)?;
        let raw = block.into_raw();
        let mut problems = std::ptr::null_mut();
        let prop = &self.section.methods().prop;
        let (set_props, save_changes) = (prop.set_props, prop.save_changes);
        let (this, count) = (self.section.this(), properties.len() as u32);
        // SAFETY: F1: alive; the arguments are ours until it returns.
        let code = unsafe { set_props(this, count, In::new(raw), Out::from(&mut problems)) };
        // SAFETY: M1: our block, lent until here.
        unsafe { self.memory.free(raw.cast()) };
        let problem = In::new(problems.cast_const()).read();
        // SAFETY: M1: MAPI gave the problems for us to free (MEM-2); the first has been copied.
        unsafe { self.memory.free(problems.cast()) };
        if code.is_failure() {
            return Err(code.into());
        }
        // SAFETY: F1: alive.
        let saved = unsafe { save_changes(this, crate::abi::flag::KEEP_OPEN_READWRITE) };
        match problem {
            Some(problems) if problems.c_problem > 0 => Err(problems.problem[0].scode.into()),
            _ if saved.is_failure() => Err(saved.into()),
            _ => Ok(()),
        }
    }
}
