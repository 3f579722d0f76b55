//! `IMAPIProp`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use super::iid::Iid;
use super::structs::{MAPIERROR, MAPINAMEID, SPropProblemArray, SPropTagArray, SPropValue};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IMAPIProp`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMAPIPropVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IMAPIProp::GetLastError`, slot 3: `(hResult, ulFlags, lppMAPIError)`.
    pub get_last_error: unsafe extern "system" fn(This, Code, u32, Out<*mut MAPIERROR>) -> Code,
    /// `IMAPIProp::SaveChanges`, slot 4: `(ulFlags)`.
    pub save_changes: unsafe extern "system" fn(This, u32) -> Code,
    /// `IMAPIProp::GetProps`, slot 5: `(lpPropTagArray, ulFlags, lpcValues, lppPropArray)`.
    pub get_props: unsafe extern "system" fn(This, In<SPropTagArray>, u32, Out<u32>, Out<*mut SPropValue>) -> Code,
    /// `IMAPIProp::GetPropList`, slot 6: `(ulFlags, lppPropTagArray)`.
    pub get_prop_list: unsafe extern "system" fn(This, u32, Out<*mut SPropTagArray>) -> Code,
    /// `IMAPIProp::OpenProperty`, slot 7: `(ulPropTag, lpiid, ulInterfaceOptions, ulFlags,
    /// lppUnk)`.
    pub open_property: unsafe extern "system" fn(This, u32, In<Iid>, u32, u32, Out<*mut c_void>) -> Code,
    /// `IMAPIProp::SetProps`, slot 8: `(cValues, lpPropArray, lppProblems)`.
    pub set_props: unsafe extern "system" fn(This, u32, In<SPropValue>, Out<*mut SPropProblemArray>) -> Code,
    /// `IMAPIProp::DeleteProps`, slot 9: `(lpPropTagArray, lppProblems)`.
    pub delete_props: unsafe extern "system" fn(This, In<SPropTagArray>, Out<*mut SPropProblemArray>) -> Code,
    /// `IMAPIProp::CopyTo`, slot 10: `(ciidExclude, rgiidExclude, lpExcludeProps, ulUIParam,
    /// lpProgress, lpInterface, lpDestObj, ulFlags, lppProblems)`.
    pub copy_to: unsafe extern "system" fn(
        This,
        u32,
        In<Iid>,
        In<SPropTagArray>,
        usize,
        *mut c_void,
        In<Iid>,
        *mut c_void,
        u32,
        Out<*mut SPropProblemArray>,
    ) -> Code,
    /// `IMAPIProp::CopyProps`, slot 11: `(lpIncludeProps, ulUIParam, lpProgress, lpInterface,
    /// lpDestObj, ulFlags, lppProblems)`.
    pub copy_props: unsafe extern "system" fn(
        This,
        In<SPropTagArray>,
        usize,
        *mut c_void,
        In<Iid>,
        *mut c_void,
        u32,
        Out<*mut SPropProblemArray>,
    ) -> Code,
    /// `IMAPIProp::GetNamesFromIDs`, slot 12: `(lppPropTags, lpPropSetGuid, ulFlags,
    /// lpcPropNames, lpppPropNames)`.
    pub get_names_from_ids: unsafe extern "system" fn(
        This,
        Out<*mut SPropTagArray>,
        In<Iid>,
        u32,
        Out<u32>,
        Out<*mut *mut MAPINAMEID>,
    ) -> Code,
    /// `IMAPIProp::GetIDsFromNames`, slot 13: `(cPropNames, lppPropNames, ulFlags, lppPropTags)`.
    pub get_ids_from_names:
        unsafe extern "system" fn(This, u32, In<*const MAPINAMEID>, u32, Out<*mut SPropTagArray>) -> Code,
}
