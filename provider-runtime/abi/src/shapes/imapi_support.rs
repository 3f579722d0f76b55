//! `IMAPISupport`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::entry::{AllocateBuffer, AllocateMore, ButtonCallback, DismissModeless, FreeBuffer};
use super::i_unknown::IUnknownVtbl;
use super::iid::Iid;
use super::structs::{
    ADRLIST, ENTRYID, MAPIERROR, MAPIUID, NOTIFICATION, NOTIFKEY, SBinaryArray, SPropProblemArray, SPropTagArray,
    SPropValue,
};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IMAPISupport`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMAPISupportVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IMAPISupport::GetLastError`, slot 3: `(hResult, ulFlags, lppMAPIError)`.
    pub get_last_error: unsafe extern "system" fn(This, Code, u32, Out<*mut MAPIERROR>) -> Code,
    /// `IMAPISupport::GetMemAllocRoutines`, slot 4: `(lpAllocateBuffer, lpAllocateMore,
    /// lpFreeBuffer)`.
    pub get_mem_alloc_routines: unsafe extern "system" fn(
        This,
        Out<Option<AllocateBuffer>>,
        Out<Option<AllocateMore>>,
        Out<Option<FreeBuffer>>,
    ) -> Code,
    /// `IMAPISupport::Subscribe`, slot 5: `(lpKey, ulEventMask, ulFlags, lpAdviseSink,
    /// lpulConnection)`.
    pub subscribe: unsafe extern "system" fn(This, In<NOTIFKEY>, u32, u32, *mut c_void, Out<usize>) -> Code,
    /// `IMAPISupport::Unsubscribe`, slot 6: `(ulConnection)`.
    pub unsubscribe: unsafe extern "system" fn(This, usize) -> Code,
    /// `IMAPISupport::Notify`, slot 7: `(lpKey, cNotification, lpNotifications, lpulFlags)`.
    pub notify: unsafe extern "system" fn(This, In<NOTIFKEY>, u32, In<NOTIFICATION>, Out<u32>) -> Code,
    /// `IMAPISupport::ModifyStatusRow`, slot 8: `(cValues, lpColumnVals, ulFlags)`.
    pub modify_status_row: unsafe extern "system" fn(This, u32, In<SPropValue>, u32) -> Code,
    /// `IMAPISupport::OpenProfileSection`, slot 9: `(lpUid, ulFlags, lppProfileObj)`.
    pub open_profile_section: unsafe extern "system" fn(This, In<MAPIUID>, u32, Out<*mut c_void>) -> Code,
    /// `IMAPISupport::RegisterPreprocessor`, slot 10: `(lpMuid, lpszAdrType, lpszDLLName,
    /// lpszPreprocess, lpszRemovePreprocessInfo, ulFlags)`.
    pub register_preprocessor:
        unsafe extern "system" fn(This, In<MAPIUID>, In<c_void>, In<c_void>, In<u8>, In<u8>, u32) -> Code,
    /// `IMAPISupport::NewUID`, slot 11: `(lpMuid)`.
    pub new_uid: unsafe extern "system" fn(This, Out<MAPIUID>) -> Code,
    /// `IMAPISupport::MakeInvalid`, slot 12: `(ulFlags, lpObject, ulRefCount, cMethods)`.
    pub make_invalid: unsafe extern "system" fn(This, u32, *mut c_void, u32, u32) -> Code,
    /// `IMAPISupport::SpoolerYield`, slot 13: `(ulFlags)`.
    pub spooler_yield: unsafe extern "system" fn(This, u32) -> Code,
    /// `IMAPISupport::SpoolerNotify`, slot 14: `(ulFlags, lpvData)`.
    pub spooler_notify: unsafe extern "system" fn(This, u32, *mut c_void) -> Code,
    /// `IMAPISupport::CreateOneOff`, slot 15: `(lpszName, lpszAdrType, lpszAddress, ulFlags,
    /// lpcbEntryID, lppEntryID)`.
    pub create_one_off:
        unsafe extern "system" fn(This, In<c_void>, In<c_void>, In<c_void>, u32, Out<u32>, Out<*mut ENTRYID>) -> Code,
    /// `IMAPISupport::SetProviderUID`, slot 16: `(lpProviderID, ulFlags)`.
    pub set_provider_uid: unsafe extern "system" fn(This, In<MAPIUID>, u32) -> Code,
    /// `IMAPISupport::CompareEntryIDs`, slot 17: `(cbEntry1, lpEntry1, cbEntry2, lpEntry2,
    /// ulCompareFlags, lpulResult)`.
    pub compare_entry_ids: unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, In<ENTRYID>, u32, Out<u32>) -> Code,
    /// `IMAPISupport::OpenTemplateID`, slot 18: `(cbTemplateID, lpTemplateID, ulTemplateFlags,
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
    /// `IMAPISupport::OpenEntry`, slot 19: `(cbEntryID, lpEntryID, lpInterface, ulOpenFlags,
    /// lpulObjType, lppUnk)`.
    pub open_entry: unsafe extern "system" fn(This, u32, In<ENTRYID>, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code,
    /// `IMAPISupport::GetOneOffTable`, slot 20: `(ulFlags, lppTable)`.
    pub get_one_off_table: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
    /// `IMAPISupport::Address`, slot 21: `(lpulUIParam, lpAdrParms, lppAdrList)`.
    pub address: unsafe extern "system" fn(This, Out<usize>, Out<c_void>, Out<*mut ADRLIST>) -> Code,
    /// `IMAPISupport::Details`, slot 22: `(lpulUIParam, lpfnDismiss, lpvDismissContext,
    /// cbEntryID, lpEntryID, lpfButtonCallback, lpvButtonContext, lpszButtonText, ulFlags)`.
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
    /// `IMAPISupport::NewEntry`, slot 23: `(ulUIParam, ulFlags, cbEIDContainer, lpEIDContainer,
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
    /// `IMAPISupport::DoConfigPropsheet`, slot 24: `(ulUIParam, ulFlags, lpszTitle,
    /// lpDisplayTable, lpCOnfigData, ulTopPage)`.
    pub do_config_propsheet:
        unsafe extern "system" fn(This, usize, u32, In<c_void>, *mut c_void, *mut c_void, u32) -> Code,
    /// `IMAPISupport::CopyMessages`, slot 25: `(lpSrcInterface, lpSrcFolder, lpMsgList,
    /// lpDestInterface, lpDestFolder, ulUIParam, lpProgress, ulFlags)`.
    pub copy_messages: unsafe extern "system" fn(
        This,
        In<Iid>,
        *mut c_void,
        In<SBinaryArray>,
        In<Iid>,
        *mut c_void,
        usize,
        *mut c_void,
        u32,
    ) -> Code,
    /// `IMAPISupport::CopyFolder`, slot 26: `(lpSrcInterface, lpSrcFolder, cbEntryID, lpEntryID,
    /// lpDestInterface, lpDestFolder, lszNewFolderName, ulUIParam, lpProgress, ulFlags)`.
    pub copy_folder: unsafe extern "system" fn(
        This,
        In<Iid>,
        *mut c_void,
        u32,
        In<ENTRYID>,
        In<Iid>,
        *mut c_void,
        In<c_void>,
        usize,
        *mut c_void,
        u32,
    ) -> Code,
    /// `IMAPISupport::DoCopyTo`, slot 27: `(lpSrcInterface, lpSrcObj, ciidExclude, rgiidExclude,
    /// lpExcludeProps, ulUIParam, lpProgress, lpDestInterface, lpDestObj, ulFlags, lppProblems)`.
    pub do_copy_to: unsafe extern "system" fn(
        This,
        In<Iid>,
        *mut c_void,
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
    /// `IMAPISupport::DoCopyProps`, slot 28: `(lpSrcInterface, lpSrcObj, lpIncludeProps,
    /// ulUIParam, lpProgress, lpDestInterface, lpDestObj, ulFlags, lppProblems)`.
    pub do_copy_props: unsafe extern "system" fn(
        This,
        In<Iid>,
        *mut c_void,
        In<SPropTagArray>,
        usize,
        *mut c_void,
        In<Iid>,
        *mut c_void,
        u32,
        Out<*mut SPropProblemArray>,
    ) -> Code,
    /// `IMAPISupport::DoProgressDialog`, slot 29: `(ulUIParam, ulFlags, lppProgress)`.
    pub do_progress_dialog: unsafe extern "system" fn(This, usize, u32, Out<*mut c_void>) -> Code,
    /// `IMAPISupport::ReadReceipt`, slot 30: `(ulFlags, lpReadMessage, lppEmptyMessage)`.
    pub read_receipt: unsafe extern "system" fn(This, u32, *mut c_void, Out<*mut c_void>) -> Code,
    /// `IMAPISupport::PrepareSubmit`, slot 31: `(lpMessage, lpulFlags)`.
    pub prepare_submit: unsafe extern "system" fn(This, *mut c_void, Out<u32>) -> Code,
    /// `IMAPISupport::ExpandRecips`, slot 32: `(lpMessage, lpulFlags)`.
    pub expand_recips: unsafe extern "system" fn(This, *mut c_void, Out<u32>) -> Code,
    /// `IMAPISupport::UpdatePAB`, slot 33: `(ulFlags, lpMessage)`.
    pub update_pab: unsafe extern "system" fn(This, u32, *mut c_void) -> Code,
    /// `IMAPISupport::DoSentMail`, slot 34: `(ulFlags, lpMessage)`.
    pub do_sent_mail: unsafe extern "system" fn(This, u32, *mut c_void) -> Code,
    /// `IMAPISupport::OpenAddressBook`, slot 35: `(lpInterface, ulFlags, lppAdrBook)`.
    pub open_address_book: unsafe extern "system" fn(This, In<Iid>, u32, Out<*mut c_void>) -> Code,
    /// `IMAPISupport::Preprocess`, slot 36: `(ulFlags, cbEntryID, lpEntryID)`.
    pub preprocess: unsafe extern "system" fn(This, u32, u32, In<ENTRYID>) -> Code,
    /// `IMAPISupport::CompleteMsg`, slot 37: `(ulFlags, cbEntryID, lpEntryID)`.
    pub complete_msg: unsafe extern "system" fn(This, u32, u32, In<ENTRYID>) -> Code,
    /// `IMAPISupport::StoreLogoffTransports`, slot 38: `(lpulFlags)`.
    pub store_logoff_transports: unsafe extern "system" fn(This, Out<u32>) -> Code,
    /// `IMAPISupport::StatusRecips`, slot 39: `(lpMessage, lpRecipList)`.
    pub status_recips: unsafe extern "system" fn(This, *mut c_void, In<ADRLIST>) -> Code,
    /// `IMAPISupport::WrapStoreEntryID`, slot 40: `(cbOrigEntry, lpOrigEntry, lpcbWrappedEntry,
    /// lppWrappedEntry)`.
    pub wrap_store_entry_id: unsafe extern "system" fn(This, u32, In<ENTRYID>, Out<u32>, Out<*mut ENTRYID>) -> Code,
    /// `IMAPISupport::ModifyProfile`, slot 41: `(ulFlags)`.
    pub modify_profile: unsafe extern "system" fn(This, u32) -> Code,
    /// `IMAPISupport::IStorageFromStream`, slot 42: `(lpUnkIn, lpInterface, ulFlags,
    /// lppStorageOut)`.
    pub i_storage_from_stream: unsafe extern "system" fn(This, *mut c_void, In<Iid>, u32, Out<*mut c_void>) -> Code,
    /// `IMAPISupport::GetSvcConfigSupportObj`, slot 43: `(ulFlags, lppSvcSupport)`.
    pub get_svc_config_support_obj: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
}
