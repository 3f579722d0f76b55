//! `IMsgStore`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::iid::Iid;
use super::imapi_prop::IMAPIPropVtbl;
use super::structs::{ENTRYID, NOTIFICATION};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IMsgStore`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMsgStoreVtbl {
    /// `IMAPIProp`, from slot 0.
    pub prop: IMAPIPropVtbl,
    /// `IMsgStore::Advise`, slot 14: `(cbEntryID, lpEntryID, ulEventMask, lpAdviseSink,
    /// lpulConnection)`.
    pub advise: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, *mut c_void, Out<usize>) -> Code,
    /// `IMsgStore::Unadvise`, slot 15: `(ulConnection)`.
    pub unadvise: unsafe extern "system" fn(This, usize) -> Code,
    /// `IMsgStore::CompareEntryIDs`, slot 16: `(cbEntryID1, lpEntryID1, cbEntryID2, lpEntryID2,
    /// ulFlags, lpulResult)`.
    pub compare_entry_ids: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, In<ENTRYID>, u32, Out<u32>) -> Code,
    /// `IMsgStore::OpenEntry`, slot 17: `(cbEntryID, lpEntryID, lpInterface, ulFlags,
    /// lpulObjType, lppUnk)`.
    pub open_entry: unsafe extern "system" fn(This, u32, In<ENTRYID>, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code,
    /// `IMsgStore::SetReceiveFolder`, slot 18: `(lpszMessageClass, ulFlags, cbEntryID,
    /// lpEntryID)`.
    pub set_receive_folder: unsafe extern "system" fn(This, In<c_void>, u32, u32, In<ENTRYID>) -> Code,
    /// `IMsgStore::GetReceiveFolder`, slot 19: `(lpszMessageClass, ulFlags, lpcbEntryID,
    /// lppEntryID, lppszExplicitClass)`.
    pub get_receive_folder:
        unsafe extern "system" fn(This, In<c_void>, u32, Out<u32>, Out<*mut ENTRYID>, Out<*mut c_void>) -> Code,
    /// `IMsgStore::GetReceiveFolderTable`, slot 20: `(ulFlags, lppTable)`.
    pub get_receive_folder_table: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
    /// `IMsgStore::StoreLogoff`, slot 21: `(lpulFlags)`.
    pub store_logoff: unsafe extern "system" fn(This, Out<u32>) -> Code,
    /// `IMsgStore::AbortSubmit`, slot 22: `(cbEntryID, lpEntryID, ulFlags)`.
    pub abort_submit: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32) -> Code,
    /// `IMsgStore::GetOutgoingQueue`, slot 23: `(ulFlags, lppTable)`.
    pub get_outgoing_queue: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
    /// `IMsgStore::SetLockState`, slot 24: `(lpMessage, ulLockState)`.
    pub set_lock_state: unsafe extern "system" fn(This, *mut c_void, u32) -> Code,
    /// `IMsgStore::FinishedMsg`, slot 25: `(ulFlags, cbEntryID, lpEntryID)`.
    pub finished_msg: unsafe extern "system" fn(This, u32, u32, In<ENTRYID>) -> Code,
    /// `IMsgStore::NotifyNewMail`, slot 26: `(lpNotification)`.
    pub notify_new_mail: unsafe extern "system" fn(This, In<NOTIFICATION>) -> Code,
}
