//! `IMalloc`. Made by `tests/abi/write.py`.

use super::i_unknown::IUnknownVtbl;
use crate::param::This;
use core::ffi::c_void;

/// The methods of `IMalloc`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMallocVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IMalloc::Alloc`, slot 3: `(cb)`.
    pub alloc: unsafe extern "system" fn(This, usize) -> *mut c_void,
    /// `IMalloc::Realloc`, slot 4: `(pv, cb)`.
    pub realloc: unsafe extern "system" fn(This, *mut c_void, usize) -> *mut c_void,
    /// `IMalloc::Free`, slot 5: `(pv)`.
    pub free: unsafe extern "system" fn(This, *mut c_void),
    /// `IMalloc::GetSize`, slot 6: `(pv)`.
    pub get_size: unsafe extern "system" fn(This, *mut c_void) -> usize,
    /// `IMalloc::DidAlloc`, slot 7: `(pv)`.
    pub did_alloc: unsafe extern "system" fn(This, *mut c_void) -> i32,
    /// `IMalloc::HeapMinimize`, slot 8: `()`.
    pub heap_minimize: unsafe extern "system" fn(This),
}
