//! `IAddrBook`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::entry::{ButtonCallback, DismissModeless};
use super::iid::Iid;
use super::imapi_prop::IMAPIPropVtbl;
use super::structs::{ADRENTRY, ADRLIST, ENTRYID, SPropTagArray, SPropValue, SRowSet};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IAddrBook`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IAddrBookVtbl {
    /// `IMAPIProp`, from slot 0.
    pub prop: IMAPIPropVtbl,
    /// `IAddrBook::OpenEntry`, slot 14: `(cbEntryID, lpEntryID, lpInterface, ulFlags,
    /// lpulObjType, lppUnk)`.
    pub open_entry: unsafe extern "system" fn(This, u32, In<ENTRYID>, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code,
    /// `IAddrBook::CompareEntryIDs`, slot 15: `(cbEntryID1, lpEntryID1, cbEntryID2, lpEntryID2,
    /// ulFlags, lpulResult)`.
    pub compare_entry_ids: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, In<ENTRYID>, u32, Out<u32>) -> Code,
    /// `IAddrBook::Advise`, slot 16: `(cbEntryID, lpEntryID, ulEventMask, lpAdviseSink,
    /// lpulConnection)`.
    pub advise: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, *mut c_void, Out<usize>) -> Code,
    /// `IAddrBook::Unadvise`, slot 17: `(ulConnection)`.
    pub unadvise: unsafe extern "system" fn(This, usize) -> Code,
    /// `IAddrBook::CreateOneOff`, slot 18: `(lpszName, lpszAdrType, lpszAddress, ulFlags,
    /// lpcbEntryID, lppEntryID)`.
    pub create_one_off:
        unsafe extern "system" fn(This, In<c_void>, In<c_void>, In<c_void>, u32, Out<u32>, Out<*mut ENTRYID>) -> Code,
    /// `IAddrBook::NewEntry`, slot 19: `(ulUIParam, ulFlags, cbEIDContainer, lpEIDContainer,
    /// cbEIDNewEntryTpl, lpEIDNewEntryTpl, lpcbEIDNewEntry, lppEIDNewEntry)`.
    pub new_entry: unsafe extern "system" fn(
        This,
        usize,
        u32,
        u32,
        In<ENTRYID>,
        u32,
        In<ENTRYID>,
        Out<u32>,
        Out<*mut ENTRYID>,
    ) -> Code,
    /// `IAddrBook::ResolveName`, slot 20: `(ulUIParam, ulFlags, lpszNewEntryTitle, lpAdrList)`.
    pub resolve_name: unsafe extern "system" fn(This, usize, u32, In<c_void>, Out<ADRLIST>) -> Code,
    /// `IAddrBook::Address`, slot 21: `(lpulUIParam, lpAdrParms, lppAdrList)`.
    pub address: unsafe extern "system" fn(This, Out<usize>, Out<c_void>, Out<*mut ADRLIST>) -> Code,
    /// `IAddrBook::Details`, slot 22: `(lpulUIParam, lpfnDismiss, lpvDismissContext, cbEntryID,
    /// lpEntryID, lpfButtonCallback, lpvButtonContext, lpszButtonText, ulFlags)`.
    pub details: unsafe extern "system" fn(
        This,
        Out<usize>,
        Option<DismissModeless>,
        *mut c_void,
        u32,
        In<ENTRYID>,
        Option<ButtonCallback>,
        *mut c_void,
        In<c_void>,
        u32,
    ) -> Code,
    /// `IAddrBook::RecipOptions`, slot 23: `(ulUIParam, ulFlags, lpRecip)`.
    pub recip_options: unsafe extern "system" fn(This, usize, u32, Out<ADRENTRY>) -> Code,
    /// `IAddrBook::QueryDefaultRecipOpt`, slot 24: `(lpszAdrType, ulFlags, lpcValues,
    /// lppOptions)`.
    pub query_default_recip_opt:
        unsafe extern "system" fn(This, In<c_void>, u32, Out<u32>, Out<*mut SPropValue>) -> Code,
    /// `IAddrBook::GetPAB`, slot 25: `(lpcbEntryID, lppEntryID)`.
    pub get_pab: unsafe extern "system" fn(This, Out<u32>, Out<*mut ENTRYID>) -> Code,
    /// `IAddrBook::SetPAB`, slot 26: `(cbEntryID, lpEntryID)`.
    pub set_pab: unsafe extern "system" fn(This, u32, In<ENTRYID>) -> Code,
    /// `IAddrBook::GetDefaultDir`, slot 27: `(lpcbEntryID, lppEntryID)`.
    pub get_default_dir: unsafe extern "system" fn(This, Out<u32>, Out<*mut ENTRYID>) -> Code,
    /// `IAddrBook::SetDefaultDir`, slot 28: `(cbEntryID, lpEntryID)`.
    pub set_default_dir: unsafe extern "system" fn(This, u32, In<ENTRYID>) -> Code,
    /// `IAddrBook::GetSearchPath`, slot 29: `(ulFlags, lppSearchPath)`.
    pub get_search_path: unsafe extern "system" fn(This, u32, Out<*mut SRowSet>) -> Code,
    /// `IAddrBook::SetSearchPath`, slot 30: `(ulFlags, lpSearchPath)`.
    pub set_search_path: unsafe extern "system" fn(This, u32, In<SRowSet>) -> Code,
    /// `IAddrBook::PrepareRecips`, slot 31: `(ulFlags, lpPropTagArray, lpRecipList)`.
    pub prepare_recips: unsafe extern "system" fn(This, u32, In<SPropTagArray>, Out<ADRLIST>) -> Code,
}
