//! What a client does to any object with properties, beside SetProps and SaveChanges: deleting
//! properties, writing streams, copying to another object. What only a message or a folder has is
//! in `message_changes.rs` and `folder.rs`.
#![allow(unsafe_code, reason = "a provider's objects are called over their vtables")]

use super::contents::Contents;
use super::object::Object;
use super::stream::Stream;
use crate::foreign::TagWords;
use provider_abi::error::Result;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_CREATE, MAPI_MODIFY};
use provider_abi::shapes::iid::IID_IMAPIProp;
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::tag::PropTag;
use std::ptr::null_mut;

/// Changes of an object's properties. Errors carry the text of its `GetLastError`.
///
/// ```no_run
/// # use provider_session::{Changes, Object};
/// # use provider_abi::shapes::tags;
/// # fn write(message: &Object) -> provider_abi::error::Result<()> {
/// let body = Changes::of(message).stream(tags::BODY)?;
/// body.write("a long text".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>().as_slice())?;
/// body.commit()?;
/// Changes::of(message).delete(&[tags::COMMENT])?;
/// message.save(0)
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Changes<'o> {
    object: &'o Object,
}

impl<'o> Changes<'o> {
    /// Of this object.
    pub fn of(object: &'o Object) -> Self {
        Self { object }
    }

    /// Deletes properties: the problems, by index. `IMAPIProp::DeleteProps`
    ///
    /// # Errors
    /// The object's code; `MAPI_E_CORRUPT_DATA` for an array that is none.
    pub fn delete(&self, tags: &[PropTag]) -> Result<Vec<(u32, Code)>> {
        let calls = &self.object.calls;
        let words = TagWords::of(tags);
        let mut problems = null_mut();
        let code = calls.event_with(calls.work("DeleteProps"), |methods: &IMAPIPropVtbl, this| {
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { (methods.delete_props)(this, words.argument(), Out::from(&mut problems)) };
            (code, !problems.is_null())
        });
        calls.answered(code)?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { calls.state.outputs().take_problems(problems) }
    }

    /// Opens a value as a new, empty stream, for writing: text in the width that the tag says. The
    /// object has it once it is committed. `IMAPIProp::OpenProperty`
    ///
    /// # Errors
    /// The object's code.
    #[track_caller]
    pub fn stream(&self, tag: PropTag) -> Result<Stream> {
        Contents::of(self.object).stream_with(tag, MAPI_CREATE | MAPI_MODIFY)
    }

    /// Copies all properties but some to another object, which is not saved: the problems, by
    /// index. `IMAPIProp::CopyTo`
    ///
    /// # Errors
    /// As for [`delete`](Self::delete).
    pub fn copy_to(&self, other: &Object, excluded: &[PropTag], flags: u32) -> Result<Vec<(u32, Code)>> {
        let calls = &self.object.calls;
        let words = TagWords::of(excluded);
        let tags = if excluded.is_empty() { In::null() } else { words.argument() };
        let mut problems = null_mut();
        let iid = In::from(&IID_IMAPIProp);
        let to = other.calls.object.raw();
        let code = calls.event_with(calls.work("CopyTo"), |methods: &IMAPIPropVtbl, this| {
            let copy = methods.copy_to;
            let out = Out::from(&mut problems);
            // SAFETY: S1: the client's references; the arguments are ours until it returns.
            let code = unsafe { copy(this, 0, In::null(), tags, 0, null_mut(), iid, to, flags, out) };
            (code, !problems.is_null())
        });
        calls.answered(code)?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { calls.state.outputs().take_problems(problems) }
    }

    /// Copies some properties to another object, which is not saved: the problems, by index.
    /// `IMAPIProp::CopyProps`
    ///
    /// # Errors
    /// As for [`delete`](Self::delete).
    pub fn copy_props(&self, other: &Object, tags: &[PropTag], flags: u32) -> Result<Vec<(u32, Code)>> {
        let calls = &self.object.calls;
        let words = TagWords::of(tags);
        let mut problems = null_mut();
        let iid = In::from(&IID_IMAPIProp);
        let to = other.calls.object.raw();
        let code = calls.event_with(calls.work("CopyProps"), |methods: &IMAPIPropVtbl, this| {
            let copy = methods.copy_props;
            let out = Out::from(&mut problems);
            // SAFETY: S1: the client's references; the arguments are ours until it returns.
            let code = unsafe { copy(this, words.argument(), 0, null_mut(), iid, to, flags, out) };
            (code, !problems.is_null())
        });
        calls.answered(code)?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { calls.state.outputs().take_problems(problems) }
    }
}
