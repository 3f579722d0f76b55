//! A store's objects as a client calls them over their vtables, each method with the arguments that
//! a test chooses: properties here, the other interfaces in files of their own. The session's
//! wrappers are what clients in Rust use.
#![allow(unsafe_code, reason = "objects are called over their vtables")]

mod folder;
mod message;
mod property;
mod store;
mod stream;
mod table;

pub use folder::FolderCalls;
pub use message::MessageCalls;
pub use store::StoreCalls;
pub use stream::StreamCalls;
pub use table::TableCalls;

use crate::raw::methods;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::ok;
use provider_abi::memory::Allocators;
use provider_runtime::abi::imapi_prop::IMAPIPropVtbl;
use provider_runtime::abi::param::This;
use provider_runtime::prelude::*;
use std::ffi::c_void;

/// A reference on an object, and where the answers of its methods come from.
#[derive(Clone)]
pub struct Item {
    object: ComPtr<IMAPIPropVtbl>,
    memory: Allocators,
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

    fn this(&self) -> This {
        self.object.this()
    }

    fn methods<V: Copy>(&self) -> V {
        methods(self.raw())
    }

    /// What a method of it has given.
    fn given(&self, code: Code, object: *mut c_void) -> Result<Self> {
        // SAFETY: F1: what a call of the object's has given.
        unsafe { Self::from_call(code, object, self.memory) }
    }

    /// Frees what a method has given.
    fn free(&self, block: *mut c_void) {
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
