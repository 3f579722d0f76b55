//! `IMSLogon`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use super::iid::Iid;
use super::structs::{ENTRYID, MAPIERROR};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IMSLogon`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMSLogonVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IMSLogon::GetLastError`, slot 3: `(hResult, ulFlags, lppMAPIError)`.
    pub get_last_error: unsafe extern "system" fn(This, Code, u32, Out<*mut MAPIERROR>) -> Code,
    /// `IMSLogon::Logoff`, slot 4: `(lpulFlags)`.
    pub logoff: unsafe extern "system" fn(This, Out<u32>) -> Code,
    /// `IMSLogon::OpenEntry`, slot 5: `(cbEntryID, lpEntryID, lpInterface, ulFlags, lpulObjType,
    /// lppUnk)`.
    pub open_entry: unsafe extern "system" fn(This, u32, In<ENTRYID>, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code,
    /// `IMSLogon::CompareEntryIDs`, slot 6: `(cbEntryID1, lpEntryID1, cbEntryID2, lpEntryID2,
    /// ulFlags, lpulResult)`.
    pub compare_entry_ids: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, In<ENTRYID>, u32, Out<u32>) -> Code,
    /// `IMSLogon::Advise`, slot 7: `(cbEntryID, lpEntryID, ulEventMask, lpAdviseSink,
    /// lpulConnection)`.
    pub advise: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, *mut c_void, Out<usize>) -> Code,
    /// `IMSLogon::Unadvise`, slot 8: `(ulConnection)`.
    pub unadvise: unsafe extern "system" fn(This, usize) -> Code,
    /// `IMSLogon::OpenStatusEntry`, slot 9: `(lpInterface, ulFlags, lpulObjType, lppEntry)`.
    pub open_status_entry: unsafe extern "system" fn(This, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code,
}
