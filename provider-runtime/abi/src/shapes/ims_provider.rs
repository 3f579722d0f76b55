//! `IMSProvider`. Made by `tests/abi/write.py`.
#![allow(clippy::type_complexity, reason = "a method's type is as long as its parameters")]

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use super::iid::Iid;
use super::structs::{ENTRYID, MAPIERROR};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IMSProvider`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMSProviderVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IMSProvider::Shutdown`, slot 3: `(lpulFlags)`.
    pub shutdown: unsafe extern "system" fn(This, Out<u32>) -> Code,
    /// `IMSProvider::Logon`, slot 4: `(lpMAPISup, ulUIParam, lpszProfileName, cbEntryID,
    /// lpEntryID, ulFlags, lpInterface, lpcbSpoolSecurity, lppbSpoolSecurity, lppMAPIError,
    /// lppMSLogon, lppMDB)`.
    pub logon: unsafe extern "system" fn(
        This,
        *mut c_void,
        usize,
        In<c_void>,
        u32,
        In<ENTRYID>,
        u32,
        In<Iid>,
        Out<u32>,
        Out<*mut u8>,
        Out<*mut MAPIERROR>,
        Out<*mut c_void>,
        Out<*mut c_void>,
    ) -> Code,
    /// `IMSProvider::SpoolerLogon`, slot 5: `(lpMAPISup, ulUIParam, lpszProfileName, cbEntryID,
    /// lpEntryID, ulFlags, lpInterface, cbSpoolSecurity, lpbSpoolSecurity, lppMAPIError,
    /// lppMSLogon, lppMDB)`.
    pub spooler_logon: unsafe extern "system" fn(
        This,
        *mut c_void,
        usize,
        In<c_void>,
        u32,
        In<ENTRYID>,
        u32,
        In<Iid>,
        u32,
        In<u8>,
        Out<*mut MAPIERROR>,
        Out<*mut c_void>,
        Out<*mut c_void>,
    ) -> Code,
    /// `IMSProvider::CompareStoreIDs`, slot 6: `(cbEntryID1, lpEntryID1, cbEntryID2, lpEntryID2,
    /// ulFlags, lpulResult)`.
    pub compare_store_ids: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, In<ENTRYID>, u32, Out<u32>) -> Code,
}
