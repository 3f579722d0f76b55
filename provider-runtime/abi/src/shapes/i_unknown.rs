//! `IUnknown`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::iid::Iid;
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IUnknown`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IUnknownVtbl {
    /// `IUnknown::QueryInterface`, slot 0: `(riid, ppvObj)`.
    pub query_interface: unsafe extern "system" fn(This, In<Iid>, Out<*mut c_void>) -> Code,
    /// `IUnknown::AddRef`, slot 1: `()`.
    pub add_ref: unsafe extern "system" fn(This) -> u32,
    /// `IUnknown::Release`, slot 2: `()`.
    pub release: unsafe extern "system" fn(This) -> u32,
}
