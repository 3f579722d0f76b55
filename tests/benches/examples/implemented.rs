//! The same counts and the same identity by windows-core's `#[implement]`: an object of
//! `IMsgStore`, as far as its first methods.
#![allow(unsafe_code, reason = "windows-core's interfaces are unsafe to call")]
#![allow(non_snake_case, missing_docs, reason = "the macros of windows-core write and want it so")]

use std::ffi::c_void;
use std::ptr::null_mut;
use windows_core::{HRESULT, IUnknown, IUnknown_Vtbl, Interface, implement, interface};

#[interface("00020306-0000-0000-C000-000000000046")]
unsafe trait IMsgStore: IUnknown {
    unsafe fn GetLastError(&self, code: i32, flags: u32, error: *mut *mut c_void) -> HRESULT;
    unsafe fn SaveChanges(&self, flags: u32) -> HRESULT;
}

#[implement(IMsgStore)]
struct Store;

impl IMsgStore_Impl for Store_Impl {
    unsafe fn GetLastError(&self, _: i32, _: u32, error: *mut *mut c_void) -> HRESULT {
        // SAFETY: O3: the caller's output.
        unsafe { error.write(null_mut()) };
        HRESULT(0)
    }
    unsafe fn SaveChanges(&self, _: u32) -> HRESULT {
        HRESULT(0)
    }
}

/// An object, with one reference.
#[unsafe(no_mangle)]
pub extern "C" fn make() -> *mut c_void {
    let store: IMsgStore = Store.into();
    store.into_raw()
}
