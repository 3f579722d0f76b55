//! `IMAPIFolder`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::iid::Iid;
use super::imapi_container::IMAPIContainerVtbl;
use super::structs::{ENTRYID, SBinaryArray, SSortOrderSet};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IMAPIFolder`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMAPIFolderVtbl {
    /// `IMAPIContainer`, from slot 0.
    pub container: IMAPIContainerVtbl,
    /// `IMAPIFolder::CreateMessage`, slot 19: `(lpInterface, ulFlags, lppMessage)`.
    pub create_message: unsafe extern "system" fn(This, In<Iid>, u32, Out<*mut c_void>) -> Code,
    /// `IMAPIFolder::CopyMessages`, slot 20: `(lpMsgList, lpInterface, lpDestFolder, ulUIParam,
    /// lpProgress, ulFlags)`.
    pub copy_messages:
        unsafe extern "system" fn(This, In<SBinaryArray>, In<Iid>, *mut c_void, usize, *mut c_void, u32) -> Code,
    /// `IMAPIFolder::DeleteMessages`, slot 21: `(lpMsgList, ulUIParam, lpProgress, ulFlags)`.
    pub delete_messages: unsafe extern "system" fn(This, In<SBinaryArray>, usize, *mut c_void, u32) -> Code,
    /// `IMAPIFolder::CreateFolder`, slot 22: `(ulFolderType, lpszFolderName, lpszFolderComment,
    /// lpInterface, ulFlags, lppFolder)`.
    pub create_folder:
        unsafe extern "system" fn(This, u32, In<c_void>, In<c_void>, In<Iid>, u32, Out<*mut c_void>) -> Code,
    /// `IMAPIFolder::CopyFolder`, slot 23: `(cbEntryID, lpEntryID, lpInterface, lpDestFolder,
    /// lpszNewFolderName, ulUIParam, lpProgress, ulFlags)`.
    pub copy_folder: unsafe extern "system" fn(
        This,
        u32,
        In<ENTRYID>,
        In<Iid>,
        *mut c_void,
        In<c_void>,
        usize,
        *mut c_void,
        u32,
    ) -> Code,
    /// `IMAPIFolder::DeleteFolder`, slot 24: `(cbEntryID, lpEntryID, ulUIParam, lpProgress,
    /// ulFlags)`.
    pub delete_folder: unsafe extern "system" fn(This, u32, In<ENTRYID>, usize, *mut c_void, u32) -> Code,
    /// `IMAPIFolder::SetReadFlags`, slot 25: `(lpMsgList, ulUIParam, lpProgress, ulFlags)`.
    pub set_read_flags: unsafe extern "system" fn(This, In<SBinaryArray>, usize, *mut c_void, u32) -> Code,
    /// `IMAPIFolder::GetMessageStatus`, slot 26: `(cbEntryID, lpEntryID, ulFlags,
    /// lpulMessageStatus)`.
    pub get_message_status: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, Out<u32>) -> Code,
    /// `IMAPIFolder::SetMessageStatus`, slot 27: `(cbEntryID, lpEntryID, ulNewStatus,
    /// ulNewStatusMask, lpulOldStatus)`.
    pub set_message_status: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, u32, Out<u32>) -> Code,
    /// `IMAPIFolder::SaveContentsSort`, slot 28: `(lpSortCriteria, ulFlags)`.
    pub save_contents_sort: unsafe extern "system" fn(This, In<SSortOrderSet>, u32) -> Code,
    /// `IMAPIFolder::EmptyFolder`, slot 29: `(ulUIParam, lpProgress, ulFlags)`.
    pub empty_folder: unsafe extern "system" fn(This, usize, *mut c_void, u32) -> Code,
}
