//! A reference on an object of any interface, and what all of a store's have: SaveChanges.
#![allow(unsafe_code, reason = "objects are called over their vtables")]

use provider_abi::com_ptr::ComPtr;
use provider_abi::error::ok;
use provider_abi::memory::Allocators;
use provider_runtime::abi::imapi_prop::IMAPIPropVtbl;
use provider_runtime::abi::param::This;
use provider_runtime::prelude::*;
use std::ffi::c_void;
use support::raw::methods;

/// A reference on an object, and where the answers of its methods come from.
#[derive(Clone)]
pub struct Item {
    object: ComPtr<IMAPIPropVtbl>,
    pub(super) memory: Allocators,
}

impl Item {
    /// What a call has given: an object of any interface.
    ///
    /// # Safety
    /// If `code` is no failure, `object` is a live object with a reference for us, whose answers
    /// come from `memory`.
    ///
    /// # Errors
    /// The code, if it is a failure.
    pub unsafe fn from_call(code: Code, object: *mut c_void, memory: Allocators) -> Result<Self> {
        assert_eq!(object.is_null(), code.is_failure(), "{code:?}");
        // SAFETY: F1: the caller's promise; IUnknown alone is called without a vtable of its own.
        Ok(Self { object: unsafe { ComPtr::from_call(code, object) }?, memory })
    }

    /// Its pointer.
    pub fn raw(&self) -> *mut c_void {
        self.object.raw()
    }

    /// The first argument of a method.
    pub(super) fn this(&self) -> This {
        self.object.this()
    }

    /// Its methods.
    pub(super) fn methods<V: Copy>(&self) -> V {
        methods(self.raw())
    }

    /// What a method of it has given.
    pub(super) fn given(&self, code: Code, object: *mut c_void) -> Result<Self> {
        // SAFETY: F1: what a call of the object's has given.
        unsafe { Self::from_call(code, object, self.memory) }
    }

    /// Frees what a method has given.
    pub(super) fn free(&self, block: *mut c_void) {
        // SAFETY: M1: null, or given for us to free.
        unsafe { self.memory.free(block) };
    }

    /// Release: what it gives.
    pub fn release(self) -> u32 {
        self.object.release()
    }

    /// `IMAPIProp::SaveChanges`
    ///
    /// # Errors
    /// The object's code.
    pub fn save(&self, flags: u32) -> Result<()> {
        let save = self.methods::<IMAPIPropVtbl>().save_changes;
        // SAFETY: O1: our reference.
        ok(unsafe { save(self.this(), flags) })
    }
}

/// A tag array: its count and the tags.
pub(super) fn words(tags: &[PropTag]) -> Vec<u32> {
    std::iter::once(tags.len() as u32).chain(tags.iter().map(|tag| tag.0)).collect()
}
