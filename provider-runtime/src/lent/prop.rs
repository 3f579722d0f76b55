//! `IMAPIProp` of whatever MAPI lends: one property read, several written, changes made permanent;
//! and the provider's section of the profile (`IProfSect`), which is nothing else. Who opens it is
//! in `support.rs` and `admin.rs`.
#![allow(unsafe_code, reason = "IMAPIProp is called over its vtable")]

use crate::logon::support_link::SupportLink;
use provider_abi::access::Access;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Code, Result, ok};
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::params::{Array, read_at};
use provider_abi::prop_array;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::{KEEP_OPEN_READWRITE, PT_ERROR};
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::SPropTagArray;
use provider_abi::shapes::tag::PropTag;
use provider_abi::tag::TagOf;
use std::ffi::c_void;
use std::sync::{Arc, Weak};

/// Any object with properties: interfaces that begin with the slots of `IMAPIProp` are seen as
/// that.
pub(crate) type PropPtr = ComPtr<IMAPIPropVtbl>;

/// The provider's own section of the profile (`IProfSect`); goes back when it is dropped (LOGON-6).
///
/// Settings of a provider's own have ids 0x6600 to 0x67EF; secrets stand in 0x67F0 to 0x67FF
/// (CFG-5).
///
/// Kept past its logon, or past `configure`, it answers
/// [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION): the section itself goes back with the
/// support object at the latest.
#[derive(Debug)]
pub struct ProfileSection {
    link: Arc<SupportLink>,
    section: Weak<PropPtr>,
}

impl ProfileSection {
    /// The provider's own section (`IMAPISupport::OpenProfileSection` with no UID, LOGON-4).
    pub(crate) fn of_provider(link: &Arc<SupportLink>, access: Access) -> Result<Self> {
        link.lend(|support| {
            let mut section = std::ptr::null_mut();
            let open = support.methods().open_profile_section;
            // SAFETY: F1: alive while lent.
            let code = unsafe { open(support.this(), In::null(), access.flags(), Out::from(&mut section)) };
            // SAFETY: F1: what the call gave (MEM-8).
            unsafe { Self::opened(link, code, section) }
        })
    }

    /// A section that MAPI has opened, kept for its author by the link; called while the link
    /// lends.
    ///
    /// # Safety
    /// `section` is what an `OpenProfileSection` gave that answered `code`.
    pub(super) unsafe fn opened(link: &Arc<SupportLink>, code: Code, section: *mut c_void) -> Result<Self> {
        // SAFETY: F1: the caller's promise.
        let section = Arc::new(unsafe { ComPtr::from_call(code, section) }?);
        lock(&link.sections).push(Arc::clone(&section));
        Ok(Self { link: Arc::clone(link), section: Arc::downgrade(&section) })
    }

    /// Lends the section and MAPI's allocators for one call.
    fn lend<R>(&self, call: impl FnOnce(&PropPtr, &Allocators) -> Result<R>) -> Result<R> {
        self.link.lend(|_| {
            let section = self.section.upgrade().ok_or(Code::END_OF_SESSION)?;
            call(&section, &self.link.host.memory)
        })
    }

    /// Reads one property, text as Unicode (`IMAPIProp::GetProps`); `None` if the section has none.
    ///
    /// # Errors
    /// [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION) once the section has gone back.
    pub fn get(&self, tag: impl Into<PropTag>) -> Result<Option<PropValue>> {
        let found = self.lend(|section, memory| get(section, memory, tag.into()))?;
        Ok(Some(found).filter(|value| !matches!(value, PropValue::Error(_))))
    }

    /// Reads a text property; `None` if the section has none, or something else under that id.
    ///
    /// # Errors
    /// As for [`get`](Self::get).
    pub fn text(&self, tag: impl TagOf<str>) -> Result<Option<String>> {
        Ok(match self.get(tag)? {
            Some(PropValue::Text(text)) => Some(text),
            _ => None,
        })
    }

    /// Writes properties (`IMAPIProp::SetProps`) and makes them permanent. Open the section for
    /// writing first.
    ///
    /// # Errors
    /// The first problem, if MAPI refuses a property: `PR_RESOURCE_FLAGS` and
    /// `PR_PROVIDER_DLL_NAME` cannot be written (LOGON-5). The others are written.
    pub fn set(&self, properties: &[Property]) -> Result<()> {
        self.lend(|section, memory| {
            let problem = set(section, memory, properties)?;
            let saved = save(section, KEEP_OPEN_READWRITE);
            problem.map_or(saved, |problem| Err(problem.into()))
        })
    }
}

impl Drop for ProfileSection {
    /// After the support object's last Release there is nothing left to give back.
    fn drop(&mut self) {
        let _ = self.link.lend(|_| {
            let mut open = lock(&self.link.sections);
            let at = open.iter().position(|other| std::ptr::eq(Arc::as_ptr(other), self.section.as_ptr()));
            let section = at.map(|at| open.swap_remove(at));
            drop(open); // the Release is outside the lock (THR-4)
            drop(section);
            Ok(())
        });
    }
}

/// One property, text as Unicode; a `PT_ERROR` for one that is not to be had.
pub(crate) fn get(object: &PropPtr, memory: &Allocators, tag: PropTag) -> Result<PropValue> {
    let tags = SPropTagArray { c_values: 1, prop_tag: [tag.0] };
    // SAFETY: O3: one tag, as its count says.
    let wanted = unsafe { In::from_raw(&raw const tags) };
    let mut count = 0;
    let mut values = std::ptr::null_mut();
    let get_props = object.methods().get_props;
    // SAFETY: F1: alive.
    let code = unsafe { get_props(object.this(), wanted, 0, Out::from(&mut count), Out::from(&mut values)) };
    let found = ok(code).and_then(|()| {
        // SAFETY: M2: what the call gave, as many as it says.
        let values = unsafe { Array::at(values.cast_const(), count) };
        values.ok_or(Code::CALL_FAILED)?.decoded()
    });
    // SAFETY: M1: MAPI gave the array for us to free (MEM-2), and everything of it has been copied.
    unsafe { memory.free(values.cast()) };
    let is_there = |found: &Property| found.tag.kind() == PT_ERROR || found.tag.id() == tag.id();
    Ok(found?.into_iter().next().filter(is_there).map_or(Code::NOT_FOUND.into(), |property| property.value))
}

/// Writes properties, text as Unicode: the first problem, if one is refused. The others are
/// written.
pub(super) fn set(object: &PropPtr, memory: &Allocators, own: &[Property]) -> Result<Option<Code>> {
    if own.is_empty() {
        return Ok(None); // of no values MAPI makes `MAPI_E_INVALID_PARAMETER`
    }
    let raw = prop_array::unicode_array(memory, own)?.into_raw();
    let mut problems = std::ptr::null_mut();
    let set_props = object.methods().set_props;
    // SAFETY: O3: just made, as many as `own` has.
    let values = unsafe { In::from_raw(raw.cast_const()) };
    // SAFETY: F1: alive.
    let code = unsafe { set_props(object.this(), own.len() as u32, values, Out::from(&mut problems)) };
    // SAFETY: M1: our block, lent until here.
    unsafe { memory.free(raw.cast()) };
    // SAFETY: M2: null, or an array that starts with its count.
    let count = unsafe { read_at(problems.cast_const().cast::<u32>()) }.filter(|count| *count > 0);
    // SAFETY: M2: the first is there if the count says so; an empty array may be shorter than the
    // struct.
    let problem = count.and_then(|_| unsafe { read_at(problems.cast_const()) });
    // SAFETY: M1: MAPI gave the problems for us to free (MEM-2); the first has been copied.
    unsafe { memory.free(problems.cast()) };
    ok(code).map(|()| problem.map(|problems| problems.problem[0].scode))
}

/// Makes changes permanent (`IMAPIProp::SaveChanges`).
pub(super) fn save(object: &PropPtr, flags: u32) -> Result<()> {
    let save_changes = object.methods().save_changes;
    // SAFETY: F1: alive.
    ok(unsafe { save_changes(object.this(), flags) })
}
