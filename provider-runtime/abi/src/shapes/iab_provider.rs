//! `IABProvider`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use super::structs::MAPIERROR;
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IABProvider`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IABProviderVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IABProvider::Shutdown`, slot 3: `(lpulFlags)`.
    pub shutdown: unsafe extern "system" fn(This, Out<u32>) -> Code,
    /// `IABProvider::Logon`, slot 4: `(lpMAPISup, ulUIParam, lpszProfileName, ulFlags,
    /// lpulpcbSecurity, lppbSecurity, lppMAPIError, lppABLogon)`.
    pub logon: unsafe extern "system" fn(
        This,
        *mut c_void,
        usize,
        In<c_void>,
        u32,
        Out<u32>,
        Out<*mut u8>,
        Out<*mut MAPIERROR>,
        Out<*mut c_void>,
    ) -> Code,
}
