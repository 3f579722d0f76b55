//! `IXPProvider`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use super::structs::MAPIERROR;
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IXPProvider`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IXPProviderVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IXPProvider::Shutdown`, slot 3: `(lpulFlags)`.
    pub shutdown: unsafe extern "system" fn(This, Out<u32>) -> Code,
    /// `IXPProvider::TransportLogon`, slot 4: `(lpMAPISup, ulUIParam, lpszProfileName, lpulFlags,
    /// lppMAPIError, lppXPLogon)`.
    pub transport_logon: unsafe extern "system" fn(
        This,
        *mut c_void,
        usize,
        In<c_void>,
        Out<u32>,
        Out<*mut MAPIERROR>,
        Out<*mut c_void>,
    ) -> Code,
}
