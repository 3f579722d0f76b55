//! Pointers: outputs, MAPI's memory, objects that MAPI has made invalid. What any object answers is
//! in `object.rs`.
#![allow(clippy::not_unsafe_ptr_arg_deref, reason = "tests pass on pointers that a session gave them")]
#![allow(unsafe_code, reason = "outputs, memory and objects are reached by pointers")]

use super::object::{add_ref, methods, release};
use provider_runtime::abi::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use provider_runtime::abi::i_unknown::IUnknownVtbl;
use provider_runtime::abi::iid::{IID_IMAPIProp, IID_IUnknown, Iid};
use provider_runtime::abi::imapi_prop::IMAPIPropVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::ptr::null_mut;

/// Writes an output, if there is one.
pub fn put<T>(out: Out<T>, value: T) {
    if !out.is_null() {
        // SAFETY: O3: not null, so it can be written.
        unsafe { out.raw().write(value) };
    }
}

/// Fills a block of MAPI's memory, if there is one.
pub fn fill<T>(block: *mut T, value: T) {
    if !block.is_null() {
        // SAFETY: M1: the provider has just asked for a block of that size.
        unsafe { block.write(value) };
    }
}

/// Reads an argument, or what an output has in it.
pub fn get<T: Copy>(from: *const T) -> Option<T> {
    // SAFETY: O3: null, or a value of the caller's.
    unsafe { from.as_ref() }.copied()
}

/// Bytes of the caller's.
pub fn bytes<'a, T>(length: u32, from: In<T>) -> Option<&'a [u8]> {
    if from.is_null() {
        return None;
    }
    // SAFETY: O3: as long as its count says, until the call returns; nobody keeps it longer.
    Some(unsafe { std::slice::from_raw_parts(from.raw().cast(), length as usize) })
}

/// The three allocators of one session.
#[derive(Clone, Copy)]
pub struct Memory {
    /// `MAPIAllocateBuffer`
    pub allocate: AllocateBuffer,
    /// `MAPIAllocateMore`
    pub more: AllocateMore,
    /// `MAPIFreeBuffer`
    pub free: FreeBuffer,
}

impl Memory {
    /// A block, or null.
    pub fn block(self, size: usize) -> *mut c_void {
        let mut block = null_mut();
        // SAFETY: M1: the session's allocator.
        unsafe { (self.allocate)(size as u32, &mut block) };
        block
    }

    /// A block that hangs on another one, or null.
    pub fn more(self, size: usize, root: *mut c_void) -> *mut c_void {
        let mut block = null_mut();
        // SAFETY: M1: the session's allocator.
        unsafe { (self.more)(size as u32, root, &mut block) };
        block
    }

    /// Frees what may or may not be a block: the session's allocator looks at the address only.
    pub fn free(self, block: *mut c_void) {
        // SAFETY: M1: as above.
        unsafe { (self.free)(block) };
    }

    /// Text, UTF-16, on a root.
    pub fn text(self, text: &str, root: *mut c_void) -> *mut c_void {
        let units: Vec<_> = text.encode_utf16().chain([0]).collect();
        let block = self.more(units.len() * 2, root);
        // SAFETY: M1: as long as that.
        unsafe { block.cast::<u16>().copy_from_nonoverlapping(units.as_ptr(), units.len()) };
        block
    }
}

/// UTF-16 up to its zero.
pub fn text_at(from: *const c_void) -> String {
    let mut units = Vec::new();
    while let Some(unit) = get(from.cast::<u16>().wrapping_add(units.len())).filter(|unit| *unit != 0) {
        units.push(unit);
    }
    String::from_utf16(&units).unwrap()
}

/// An object that MAPI has made invalid, as its holder calls it.
pub struct InvalidatedObject(pub *mut c_void);

impl InvalidatedObject {
    /// QueryInterface for `IUnknown`, and for `IMAPIProp`; what the first gave is given back.
    pub fn query(&self) -> [Code; 2] {
        [IID_IUnknown, IID_IMAPIProp].map(|iid: Iid| {
            let mut found = null_mut();
            let query = methods::<IUnknownVtbl>(self.0).query_interface;
            // SAFETY: O1: the test's reference.
            let code = unsafe { query(This::new(self.0), In::from(&iid), Out::from(&mut found)) };
            if !found.is_null() {
                release(found);
            }
            code
        })
    }

    /// `SaveChanges`
    pub fn save(&self) -> Code {
        // SAFETY: O1: the test's reference.
        unsafe { (methods::<IMAPIPropVtbl>(self.0).save_changes)(This::new(self.0), 0) }
    }

    /// AddRef: what it gives.
    pub fn add_ref(&self) -> u32 {
        add_ref(self.0)
    }

    /// Release: what it gives.
    pub fn release(&self) -> u32 {
        release(self.0)
    }
}
