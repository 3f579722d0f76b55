//! What is in the store that a support object is for, as MAPI works on it: opened by the very logon
//! that asks, so that it has that logon's rights.
#![allow(unsafe_code, reason = "a store's logon is called over its vtable")]

use super::support_object::SupportObject;
use crate::foreign::{FolderCalls, Props, entry_argument};
use crate::model::State;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result, ok};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::MAPI_BEST_ACCESS;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::param::{In, Out};
use std::ptr::null_mut;

/// A folder of the store's, by its identifier.
///
/// # Errors
/// The store's code; `MAPI_E_INVALID_ENTRYID` if it is no folder, `MAPI_E_END_OF_SESSION` if the
/// logon's end has begun.
pub(super) fn folder<'s>(entry: &[u8], support: &SupportObject, state: &'s State) -> Result<FolderCalls<'s>> {
    let lent = support.logon()?.call_object(|| ());
    let (inside, (), object) = lent.ok_or_else(|| Error::from(Code::END_OF_SESSION))?;
    let open_entry = object.open_entry().ok_or(Code::NO_SUPPORT)?;
    let (length, entry) = entry_argument(Some(entry));
    let mut kind = 0;
    let mut opened = null_mut();
    let outputs = (Out::from(&mut kind), Out::from(&mut opened));
    // SAFETY: F1: alive while `object` is; the arguments are ours until it returns.
    let code = unsafe { open_entry(object.this(), length, entry, In::null(), MAPI_BEST_ACCESS, outputs.0, outputs.1) };
    drop(object); // before its end may go on
    drop(inside);
    ok(code)?;
    // SAFETY: F1: the call succeeded, so it gave a reference.
    let opened = unsafe { ComPtr::<IUnknownVtbl>::from_raw(opened) }.ok_or(Code::CALL_FAILED)?;
    let props = Props::of(&opened, state.outputs()).ok_or(Code::INVALID_ENTRYID)?;
    FolderCalls::of(&props).ok_or_else(|| Code::INVALID_ENTRYID.into())
}
