//! `IABLogon`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use super::iid::Iid;
use super::structs::{ADRLIST, ENTRYID, MAPIERROR, SPropTagArray};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IABLogon`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IABLogonVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IABLogon::GetLastError`, slot 3: `(hResult, ulFlags, lppMAPIError)`.
    pub get_last_error: unsafe extern "system" fn(This, Code, u32, Out<*mut MAPIERROR>) -> Code,
    /// `IABLogon::Logoff`, slot 4: `(ulFlags)`.
    pub logoff: unsafe extern "system" fn(This, u32) -> Code,
    /// `IABLogon::OpenEntry`, slot 5: `(cbEntryID, lpEntryID, lpInterface, ulFlags, lpulObjType,
    /// lppUnk)`.
    pub open_entry: unsafe extern "system" fn(This, u32, In<ENTRYID>, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code,
    /// `IABLogon::CompareEntryIDs`, slot 6: `(cbEntryID1, lpEntryID1, cbEntryID2, lpEntryID2,
    /// ulFlags, lpulResult)`.
    pub compare_entry_ids: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, In<ENTRYID>, u32, Out<u32>) -> Code,
    /// `IABLogon::Advise`, slot 7: `(cbEntryID, lpEntryID, ulEventMask, lpAdviseSink,
    /// lpulConnection)`.
    pub advise: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, *mut c_void, Out<usize>) -> Code,
    /// `IABLogon::Unadvise`, slot 8: `(ulConnection)`.
    pub unadvise: unsafe extern "system" fn(This, usize) -> Code,
    /// `IABLogon::OpenStatusEntry`, slot 9: `(lpInterface, ulFlags, lpulObjType, lppEntry)`.
    pub open_status_entry: unsafe extern "system" fn(This, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code,
    /// `IABLogon::OpenTemplateID`, slot 10: `(cbTemplateID, lpTemplateID, ulTemplateFlags,
    /// lpMAPIPropData, lpInterface, lppMAPIPropNew, lpMAPIPropSibling)`.
    pub open_template_id: unsafe extern "system" fn(
        This,
        u32,
        In<ENTRYID>,
        u32,
        *mut c_void,
        In<Iid>,
        Out<*mut c_void>,
        *mut c_void,
    ) -> Code,
    /// `IABLogon::GetOneOffTable`, slot 11: `(ulFlags, lppTable)`.
    pub get_one_off_table: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
    /// `IABLogon::PrepareRecips`, slot 12: `(ulFlags, lpPropTagArray, lpRecipList)`.
    pub prepare_recips: unsafe extern "system" fn(This, u32, In<SPropTagArray>, Out<ADRLIST>) -> Code,
}
