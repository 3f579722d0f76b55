//! An object's identity, as QueryInterface shows it, and one interface of it for another (ERR-4).
#![allow(unsafe_code, reason = "QueryInterface is called over the vtable of any object")]

use provider_abi::com_ptr::{ComPtr, Interface};
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::ptr::null_mut;

/// An object's IUnknown, which is one whatever interface it is seen through; the pointer itself
/// where it has none, or another one each time (ERR-4).
///
/// # Safety
/// `object` is null or a live object that the caller has a reference on.
pub(crate) unsafe fn identity(object: *mut c_void) -> *mut c_void {
    // SAFETY: F1: the caller's promise; the reference stays the caller's.
    let Some(seen) = (unsafe { ComPtr::<IUnknownVtbl>::from_raw(object) }) else { return object };
    let seen = ManuallyDrop::new(seen);
    match (seen.query::<IUnknownVtbl>(), seen.query::<IUnknownVtbl>()) {
        (Some(first), Some(second)) if first.raw() == second.raw() => first.raw(),
        _ => object,
    }
}

/// An object that came with a reference under some interface, under the one that a wrapper calls;
/// null, and given back, if it does not have that.
///
/// # Safety
/// `object` is null or a live object with a reference for the caller, who gives it up.
pub(crate) unsafe fn seen_as<V: Interface>(object: *mut c_void) -> *mut c_void {
    // SAFETY: F1: the caller's promise.
    let Some(given) = (unsafe { ComPtr::<IUnknownVtbl>::from_raw(object) }) else { return null_mut() };
    match given.query::<V>() {
        Some(seen) => ManuallyDrop::new(seen).raw(),
        None => null_mut(),
    }
}
