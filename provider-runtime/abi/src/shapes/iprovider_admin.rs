//! `IProviderAdmin`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use super::iid::Iid;
use super::structs::{MAPIERROR, MAPIUID, SPropValue};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IProviderAdmin`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IProviderAdminVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IProviderAdmin::GetLastError`, slot 3: `(hResult, ulFlags, lppMAPIError)`.
    pub get_last_error: unsafe extern "system" fn(This, Code, u32, Out<*mut MAPIERROR>) -> Code,
    /// `IProviderAdmin::GetProviderTable`, slot 4: `(ulFlags, lppTable)`.
    pub get_provider_table: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
    /// `IProviderAdmin::CreateProvider`, slot 5: `(lpszProvider, cValues, lpProps, ulUIParam,
    /// ulFlags, lpUID)`.
    pub create_provider:
        unsafe extern "system" fn(This, In<c_void>, u32, In<SPropValue>, usize, u32, Out<MAPIUID>) -> Code,
    /// `IProviderAdmin::DeleteProvider`, slot 6: `(lpUID)`.
    pub delete_provider: unsafe extern "system" fn(This, In<MAPIUID>) -> Code,
    /// `IProviderAdmin::OpenProfileSection`, slot 7: `(lpUID, lpInterface, ulFlags,
    /// lppProfSect)`.
    pub open_profile_section: unsafe extern "system" fn(This, In<MAPIUID>, In<Iid>, u32, Out<*mut c_void>) -> Code,
}
