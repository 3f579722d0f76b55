//! What can be asked of an object of any interface: its methods, and `IUnknown`'s. What the other
//! methods do is elsewhere.
#![allow(unsafe_code, reason = "what is asked of an object is asked over its vtable")]

use provider_runtime::abi::i_unknown::IUnknownVtbl;
use provider_runtime::abi::iid::Iid;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::ptr::dangling_mut;

/// An object's methods.
pub fn methods<V: Copy>(object: *mut c_void) -> V {
    // SAFETY: O1: a live interface pointer points at its vtable pointer.
    let methods = unsafe { object.cast::<&V>().read() };
    *methods
}

/// An argument over a test's own memory, in which there is what the argument's counts say.
pub fn argument<T, U>(memory: &[T]) -> In<'_, U> {
    // SAFETY: O3: the test has made it so, and it stays as long as the argument.
    unsafe { In::from_raw(memory.as_ptr().cast()) }
}

/// An argument of one value.
pub fn argument_of<T>(value: &T) -> In<'_, T> {
    argument(std::slice::from_ref(value))
}

/// QueryInterface: the code, and what is in the output then.
pub fn query(object: *mut c_void, iid: Iid) -> (Code, *mut c_void) {
    let mut found = dangling_mut();
    let query_interface = methods::<IUnknownVtbl>(object).query_interface;
    // SAFETY: O1, O3: the caller has a reference; the arguments are ours until it returns.
    let code = unsafe { query_interface(This::new(object), In::from(&iid), Out::from(&mut found)) };
    (code, found)
}

/// AddRef: what it gives.
pub fn add_ref(object: *mut c_void) -> u32 {
    // SAFETY: O1: the caller has a reference.
    unsafe { (methods::<IUnknownVtbl>(object).add_ref)(This::new(object)) }
}

/// Release: what it gives.
pub fn release(object: *mut c_void) -> u32 {
    // SAFETY: O1: the caller has a reference, or means to be wrong about it where MAPI keeps the
    // object.
    unsafe { (methods::<IUnknownVtbl>(object).release)(This::new(object)) }
}
