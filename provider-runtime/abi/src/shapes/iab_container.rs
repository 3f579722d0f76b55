//! `IABContainer`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::imapi_container::IMAPIContainerVtbl;
use super::structs::{ADRLIST, ENTRYID, FlagList, SBinaryArray, SPropTagArray};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IABContainer`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IABContainerVtbl {
    /// `IMAPIContainer`, from slot 0.
    pub container: IMAPIContainerVtbl,
    /// `IABContainer::CreateEntry`, slot 19: `(cbEntryID, lpEntryID, ulCreateFlags,
    /// lppMAPIPropEntry)`.
    pub create_entry: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, Out<*mut c_void>) -> Code,
    /// `IABContainer::CopyEntries`, slot 20: `(lpEntries, ulUIParam, lpProgress, ulFlags)`.
    pub copy_entries: unsafe extern "system" fn(This, In<SBinaryArray>, usize, *mut c_void, u32) -> Code,
    /// `IABContainer::DeleteEntries`, slot 21: `(lpEntries, ulFlags)`.
    pub delete_entries: unsafe extern "system" fn(This, In<SBinaryArray>, u32) -> Code,
    /// `IABContainer::ResolveNames`, slot 22: `(lpPropTagArray, ulFlags, lpAdrList, lpFlagList)`.
    pub resolve_names: unsafe extern "system" fn(This, In<SPropTagArray>, u32, Out<ADRLIST>, Out<FlagList>) -> Code,
}
