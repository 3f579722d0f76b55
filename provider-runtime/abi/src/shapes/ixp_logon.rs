//! `IXPLogon`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use super::iid::Iid;
use super::structs::{ENTRYID, MAPIUID};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IXPLogon`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IXPLogonVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IXPLogon::AddressTypes`, slot 3: `(lpulFlags, lpcAdrType, lpppAdrTypeArray, lpcMAPIUID,
    /// lpppUIDArray)`.
    pub address_types: unsafe extern "system" fn(
        This,
        Out<u32>,
        Out<u32>,
        Out<*mut *mut c_void>,
        Out<u32>,
        Out<*mut *mut MAPIUID>,
    ) -> Code,
    /// `IXPLogon::RegisterOptions`, slot 4: `(lpulFlags, lpcOptions, lppOptions)`.
    pub register_options: unsafe extern "system" fn(This, Out<u32>, Out<u32>, Out<*mut c_void>) -> Code,
    /// `IXPLogon::TransportNotify`, slot 5: `(lpulFlags, lppvData)`.
    pub transport_notify: unsafe extern "system" fn(This, Out<u32>, Out<*mut c_void>) -> Code,
    /// `IXPLogon::Idle`, slot 6: `(ulFlags)`.
    pub idle: unsafe extern "system" fn(This, u32) -> Code,
    /// `IXPLogon::TransportLogoff`, slot 7: `(ulFlags)`.
    pub transport_logoff: unsafe extern "system" fn(This, u32) -> Code,
    /// `IXPLogon::SubmitMessage`, slot 8: `(ulFlags, lpMessage, lpulMsgRef, lpulReturnParm)`.
    pub submit_message: unsafe extern "system" fn(This, u32, *mut c_void, Out<usize>, Out<usize>) -> Code,
    /// `IXPLogon::EndMessage`, slot 9: `(ulMsgRef, lpulFlags)`.
    pub end_message: unsafe extern "system" fn(This, usize, Out<u32>) -> Code,
    /// `IXPLogon::Poll`, slot 10: `(lpulIncoming)`.
    pub poll: unsafe extern "system" fn(This, Out<u32>) -> Code,
    /// `IXPLogon::StartMessage`, slot 11: `(ulFlags, lpMessage, lpulMsgRef)`.
    pub start_message: unsafe extern "system" fn(This, u32, *mut c_void, Out<usize>) -> Code,
    /// `IXPLogon::OpenStatusEntry`, slot 12: `(lpInterface, ulFlags, lpulObjType, lppEntry)`.
    pub open_status_entry: unsafe extern "system" fn(This, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code,
    /// `IXPLogon::ValidateState`, slot 13: `(ulUIParam, ulFlags)`.
    pub validate_state: unsafe extern "system" fn(This, usize, u32) -> Code,
    /// `IXPLogon::FlushQueues`, slot 14: `(ulUIParam, cbTargetTransport, lpTargetTransport,
    /// ulFlags)`.
    pub flush_queues: unsafe extern "system" fn(This, usize, u32, In<ENTRYID>, u32) -> Code,
}
