//! `IMAPIProp` of whatever MAPI lends: one property read, several written, changes made permanent; and the provider's section
//! of the profile (`IProfSect`), which is nothing else. Who opens it is in `support.rs` and `admin.rs`.
#![allow(unsafe_code, reason = "IMAPIProp is called over its vtable")]

use crate::com::link::Link;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Code, Result, ok};
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::prop_array;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::{KEEP_OPEN_READWRITE, PT_ERROR};
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::SPropTagArray;
use provider_abi::shapes::tag::PropTag;
use std::ffi::c_void;
use std::sync::{Arc, Weak};

/// Any object with properties: interfaces that begin with the slots of `IMAPIProp` are seen as that.
pub(crate) type PropObject = ComPtr<IMAPIPropVtbl>;

/// The provider's own section of the profile (`IProfSect`); goes back when it is dropped (LOGON-6).
///
/// Settings of a provider's own have ids 0x6600 to 0x67EF; secrets stand in 0x67F0 to 0x67FF (CFG-5).
///
/// Kept past its logon, or past `configure`, it answers [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION): the section itself goes back with
/// the support object at the latest.
#[derive(Debug)]
pub struct ProfileSection {
    link: Arc<Link>,
    section: Weak<PropObject>,
}

impl ProfileSection {
    /// What an `OpenProfileSection` gave, kept for its author by the link; called while the link lends.
    pub(crate) fn opened(link: &Arc<Link>, code: Code, section: *mut c_void) -> Result<Self> {
        // SAFETY: F1: what the call gave (MEM-8).
        let section = Arc::new(unsafe { ComPtr::from_call(code, section) }?);
        lock(&link.sections).push(Arc::clone(&section));
        Ok(Self { link: Arc::clone(link), section: Arc::downgrade(&section) })
    }

    /// Lends the section and MAPI's allocators for one call.
    fn lend<R>(&self, call: impl FnOnce(&PropObject, &Allocators) -> Result<R>) -> Result<R> {
        self.link.lend(|_| {
            let section = self.section.upgrade().ok_or(Code::END_OF_SESSION)?;
            call(&section, &self.link.host.memory)
        })
    }

    /// One property (`IMAPIProp::GetProps`); `None` if the section has none. Text is asked for as Unicode.
    pub fn get(&self, tag: PropTag) -> Result<Option<PropValue>> {
        let found = self.lend(|section, memory| get(section, memory, tag))?;
        Ok(Some(found).filter(|value| !matches!(value, PropValue::Error(_))))
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
        self.lend(|section, memory| {
            let problem = set(section, memory, properties)?;
            let saved = save(section, KEEP_OPEN_READWRITE);
            problem.map_or(saved, |problem| Err(problem.into()))
        })
    }
}

impl Drop for ProfileSection {
    /// Behind the support object's last Release there is nothing left to give back.
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
pub(super) fn get(object: &PropObject, memory: &Allocators, tag: PropTag) -> Result<PropValue> {
    let tags = SPropTagArray { c_values: 1, prop_tag: [tag.0] };
    let (mut count, mut values) = (0, std::ptr::null_mut());
    let get_props = object.methods().get_props;
    let (count_out, values_out) = (Out::from(&mut count), Out::from(&mut values));
    // SAFETY: F1: alive; the arguments are ours until it returns.
    let code = unsafe { get_props(object.this(), In::from(&tags), 0, count_out, values_out) };
    let found = ok(code).and_then(|()| prop_array::decoded(count, In::new(values)));
    // SAFETY: M1: MAPI gave the array for us to free (MEM-2), and everything of it has been copied.
    unsafe { memory.free(values.cast()) };
    let is_there = |found: &Property| found.tag.kind() == PT_ERROR || found.tag.id() == tag.id();
    Ok(found?.into_iter().next().filter(is_there).map_or(Code::NOT_FOUND.into(), |property| property.value))
}

/// Writes properties, text as Unicode: the first problem, if one is refused. The others are written.
pub(super) fn set(object: &PropObject, memory: &Allocators, own: &[Property]) -> Result<Option<Code>> {
    let raw = prop_array::unicode_array(memory, own)?.into_raw();
    let mut problems = std::ptr::null_mut();
    let set_props = object.methods().set_props;
    // SAFETY: F1: alive; the arguments are ours until it returns.
    let code = unsafe { set_props(object.this(), own.len() as u32, In::new(raw), Out::from(&mut problems)) };
    // SAFETY: M1: our block, lent until here.
    unsafe { memory.free(raw.cast()) };
    let count = In::<u32>::new(problems.cast_const().cast()).read();
    // The first problem is there if the count says so; an empty array may be shorter than the struct.
    let problem = count.filter(|count| *count > 0).and_then(|_| In::new(problems.cast_const()).read());
    // SAFETY: M1: MAPI gave the problems for us to free (MEM-2); the first has been copied.
    unsafe { memory.free(problems.cast()) };
    ok(code).map(|()| problem.map(|problems| problems.problem[0].scode))
}

/// Makes changes permanent (`IMAPIProp::SaveChanges`).
pub(super) fn save(object: &PropObject, flags: u32) -> Result<()> {
    let save_changes = object.methods().save_changes;
    // SAFETY: F1: alive.
    ok(unsafe { save_changes(object.this(), flags) })
}
