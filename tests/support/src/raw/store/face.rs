//! An object under another pointer: an `IUnknown` of its own, as an object has that is made of
//! parts. What a caller gets who asks for that interface.
#![allow(unsafe_code, reason = "an object by hand has a vtable")]

use super::objects::Thing;
use crate::raw::object::release;
use crate::raw::pointers::{get, put};
use provider_runtime::abi::i_unknown::IUnknownVtbl;
use provider_runtime::abi::iid::{IID_IUnknown, Iid};
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::prelude::*;
use std::cell::Cell;
use std::ffi::c_void;

#[repr(C)]
struct Face {
    methods: &'static IUnknownVtbl,
    count: Cell<u32>,
    /// The object behind it, with a reference: its identity.
    of: *mut c_void,
}

const FACE: &IUnknownVtbl = &IUnknownVtbl { query_interface, add_ref, release: release_one };

/// An output under the interface that its caller asked for.
pub fn as_asked(wanted: In<Iid>, out: Out<*mut c_void>) {
    let object = get(out.raw()).filter(|object| !object.is_null());
    if let Some(of) = object.filter(|_| get(wanted.raw()) == Some(IID_IUnknown)) {
        put(out, Box::into_raw(Box::new(Face { methods: FACE, count: Cell::new(1), of })).cast());
    }
}

impl Face {
    fn of(this: &This) -> &Self {
        // SAFETY: O1: the caller's reference keeps it until its method returns.
        unsafe { &*this.raw().cast::<Self>() }
    }
}

unsafe extern "system" fn query_interface(this: This, iid: In<Iid>, out: Out<*mut c_void>) -> Code {
    Thing::query(Face::of(&this).of, iid, out)
}

unsafe extern "system" fn add_ref(this: This) -> u32 {
    let count = &Face::of(&this).count;
    count.set(count.get() + 1);
    count.get()
}

unsafe extern "system" fn release_one(this: This) -> u32 {
    let face = Face::of(&this);
    let left = face.count.get() - 1;
    face.count.set(left);
    if left == 0 {
        let _ = face.methods;
        release(face.of);
        // SAFETY: O4: the count is zero, so nobody has it; it was boxed in `as_asked`.
        drop(unsafe { Box::from_raw(this.raw().cast::<Face>()) });
    }
    left
}
