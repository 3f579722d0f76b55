//! `IMsgServiceAdmin`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use super::iid::Iid;
use super::structs::{MAPIERROR, MAPIUID, SPropValue};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IMsgServiceAdmin`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMsgServiceAdminVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IMsgServiceAdmin::GetLastError`, slot 3: `(hResult, ulFlags, lppMAPIError)`.
    pub get_last_error: unsafe extern "system" fn(This, Code, u32, Out<*mut MAPIERROR>) -> Code,
    /// `IMsgServiceAdmin::GetMsgServiceTable`, slot 4: `(ulFlags, lppTable)`.
    pub get_msg_service_table: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
    /// `IMsgServiceAdmin::CreateMsgService`, slot 5: `(lpszService, lpszDisplayName, ulUIParam,
    /// ulFlags)`.
    pub create_msg_service: unsafe extern "system" fn(This, In<c_void>, In<c_void>, usize, u32) -> Code,
    /// `IMsgServiceAdmin::DeleteMsgService`, slot 6: `(lpUID)`.
    pub delete_msg_service: unsafe extern "system" fn(This, In<MAPIUID>) -> Code,
    /// `IMsgServiceAdmin::CopyMsgService`, slot 7: `(lpUID, lpszDisplayName, lpInterfaceToCopy,
    /// lpInterfaceDst, lpObjectDst, ulUIParam, ulFlags)`.
    pub copy_msg_service:
        unsafe extern "system" fn(This, In<MAPIUID>, In<c_void>, In<Iid>, In<Iid>, *mut c_void, usize, u32) -> Code,
    /// `IMsgServiceAdmin::RenameMsgService`, slot 8: `(lpUID, ulFlags, lpszDisplayName)`.
    pub rename_msg_service: unsafe extern "system" fn(This, In<MAPIUID>, u32, In<c_void>) -> Code,
    /// `IMsgServiceAdmin::ConfigureMsgService`, slot 9: `(lpUID, ulUIParam, ulFlags, cValues,
    /// lpProps)`.
    pub configure_msg_service: unsafe extern "system" fn(This, In<MAPIUID>, usize, u32, u32, In<SPropValue>) -> Code,
    /// `IMsgServiceAdmin::OpenProfileSection`, slot 10: `(lpUID, lpInterface, ulFlags,
    /// lppProfSect)`.
    pub open_profile_section: unsafe extern "system" fn(This, In<MAPIUID>, In<Iid>, u32, Out<*mut c_void>) -> Code,
    /// `IMsgServiceAdmin::MsgServiceTransportOrder`, slot 11: `(cUID, lpUIDList, ulFlags)`.
    pub msg_service_transport_order: unsafe extern "system" fn(This, u32, In<MAPIUID>, u32) -> Code,
    /// `IMsgServiceAdmin::AdminProviders`, slot 12: `(lpUID, ulFlags, lppProviderAdmin)`.
    pub admin_providers: unsafe extern "system" fn(This, In<MAPIUID>, u32, Out<*mut c_void>) -> Code,
    /// `IMsgServiceAdmin::SetPrimaryIdentity`, slot 13: `(lpUID, ulFlags)`.
    pub set_primary_identity: unsafe extern "system" fn(This, In<MAPIUID>, u32) -> Code,
    /// `IMsgServiceAdmin::GetProviderTable`, slot 14: `(ulFlags, lppTable)`.
    pub get_provider_table: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
}
