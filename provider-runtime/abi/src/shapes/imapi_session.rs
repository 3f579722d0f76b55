//! `IMAPISession`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use super::iid::Iid;
use super::structs::{ENTRYID, MAPIERROR, MAPIUID, SPropValue};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IMAPISession`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMAPISessionVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IMAPISession::GetLastError`, slot 3: `(hResult, ulFlags, lppMAPIError)`.
    pub get_last_error: unsafe extern "system" fn(This, Code, u32, Out<*mut MAPIERROR>) -> Code,
    /// `IMAPISession::GetMsgStoresTable`, slot 4: `(ulFlags, lppTable)`.
    pub get_msg_stores_table: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
    /// `IMAPISession::OpenMsgStore`, slot 5: `(ulUIParam, cbEntryID, lpEntryID, lpInterface,
    /// ulFlags, lppMDB)`.
    pub open_msg_store:
        unsafe extern "system" fn(This, usize, u32, In<ENTRYID>, In<Iid>, u32, Out<*mut c_void>) -> Code,
    /// `IMAPISession::OpenAddressBook`, slot 6: `(ulUIParam, lpInterface, ulFlags, lppAdrBook)`.
    pub open_address_book: unsafe extern "system" fn(This, usize, In<Iid>, u32, Out<*mut c_void>) -> Code,
    /// `IMAPISession::OpenProfileSection`, slot 7: `(lpUID, lpInterface, ulFlags, lppProfSect)`.
    pub open_profile_section: unsafe extern "system" fn(This, In<MAPIUID>, In<Iid>, u32, Out<*mut c_void>) -> Code,
    /// `IMAPISession::GetStatusTable`, slot 8: `(ulFlags, lppTable)`.
    pub get_status_table: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
    /// `IMAPISession::OpenEntry`, slot 9: `(cbEntryID, lpEntryID, lpInterface, ulFlags,
    /// lpulObjType, lppUnk)`.
    pub open_entry: unsafe extern "system" fn(This, u32, In<ENTRYID>, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code,
    /// `IMAPISession::CompareEntryIDs`, slot 10: `(cbEntryID1, lpEntryID1, cbEntryID2,
    /// lpEntryID2, ulFlags, lpulResult)`.
    pub compare_entry_ids: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, In<ENTRYID>, u32, Out<u32>) -> Code,
    /// `IMAPISession::Advise`, slot 11: `(cbEntryID, lpEntryID, ulEventMask, lpAdviseSink,
    /// lpulConnection)`.
    pub advise: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, *mut c_void, Out<usize>) -> Code,
    /// `IMAPISession::Unadvise`, slot 12: `(ulConnection)`.
    pub unadvise: unsafe extern "system" fn(This, usize) -> Code,
    /// `IMAPISession::MessageOptions`, slot 13: `(ulUIParam, ulFlags, lpszAdrType, lpMessage)`.
    pub message_options: unsafe extern "system" fn(This, usize, u32, In<c_void>, *mut c_void) -> Code,
    /// `IMAPISession::QueryDefaultMessageOpt`, slot 14: `(lpszAdrType, ulFlags, lpcValues,
    /// lppOptions)`.
    pub query_default_message_opt:
        unsafe extern "system" fn(This, In<c_void>, u32, Out<u32>, Out<*mut SPropValue>) -> Code,
    /// `IMAPISession::EnumAdrTypes`, slot 15: `(ulFlags, lpcAdrTypes, lpppszAdrTypes)`.
    pub enum_adr_types: unsafe extern "system" fn(This, u32, Out<u32>, Out<*mut *mut c_void>) -> Code,
    /// `IMAPISession::QueryIdentity`, slot 16: `(lpcbEntryID, lppEntryID)`.
    pub query_identity: unsafe extern "system" fn(This, Out<u32>, Out<*mut ENTRYID>) -> Code,
    /// `IMAPISession::Logoff`, slot 17: `(ulUIParam, ulFlags, ulReserved)`.
    pub logoff: unsafe extern "system" fn(This, usize, u32, u32) -> Code,
    /// `IMAPISession::SetDefaultStore`, slot 18: `(ulFlags, cbEntryID, lpEntryID)`.
    pub set_default_store: unsafe extern "system" fn(This, u32, u32, In<ENTRYID>) -> Code,
    /// `IMAPISession::AdminServices`, slot 19: `(ulFlags, lppServiceAdmin)`.
    pub admin_services: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
    /// `IMAPISession::ShowForm`, slot 20: `(ulUIParam, lpMsgStore, lpParentFolder, lpInterface,
    /// ulMessageToken, lpMessageSent, ulFlags, ulMessageStatus, ulMessageFlags, ulAccess,
    /// lpszMessageClass)`.
    pub show_form: unsafe extern "system" fn(
        This,
        usize,
        *mut c_void,
        *mut c_void,
        In<Iid>,
        usize,
        *mut c_void,
        u32,
        u32,
        u32,
        u32,
        In<u8>,
    ) -> Code,
    /// `IMAPISession::PrepareForm`, slot 21: `(lpInterface, lpMessage, lpulMessageToken)`.
    pub prepare_form: unsafe extern "system" fn(This, In<Iid>, *mut c_void, Out<usize>) -> Code,
}
