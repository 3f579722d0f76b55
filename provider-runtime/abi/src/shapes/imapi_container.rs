//! `IMAPIContainer`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::iid::Iid;
use super::imapi_prop::IMAPIPropVtbl;
use super::structs::{ENTRYID, SBinaryArray, SRestriction};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IMAPIContainer`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMAPIContainerVtbl {
    /// `IMAPIProp`, from slot 0.
    pub prop: IMAPIPropVtbl,
    /// `IMAPIContainer::GetContentsTable`, slot 14: `(ulFlags, lppTable)`.
    pub get_contents_table: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
    /// `IMAPIContainer::GetHierarchyTable`, slot 15: `(ulFlags, lppTable)`.
    pub get_hierarchy_table: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
    /// `IMAPIContainer::OpenEntry`, slot 16: `(cbEntryID, lpEntryID, lpInterface, ulFlags,
    /// lpulObjType, lppUnk)`.
    pub open_entry: unsafe extern "system" fn(This, u32, In<ENTRYID>, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code,
    /// `IMAPIContainer::SetSearchCriteria`, slot 17: `(lpRestriction, lpContainerList,
    /// ulSearchFlags)`.
    pub set_search_criteria: unsafe extern "system" fn(This, In<SRestriction>, In<SBinaryArray>, u32) -> Code,
    /// `IMAPIContainer::GetSearchCriteria`, slot 18: `(ulFlags, lppRestriction, lppContainerList,
    /// lpulSearchState)`.
    pub get_search_criteria:
        unsafe extern "system" fn(This, u32, Out<*mut SRestriction>, Out<*mut SBinaryArray>, Out<u32>) -> Code,
}
