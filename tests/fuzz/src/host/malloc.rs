//! The IMalloc of an init call, which is the log sink too. It has no memory to give.
#![allow(unsafe_code, reason = "a class is declared")]

use super::{answer, died};
use crate::face::Face;
use crate::world::{Held, World};
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::interfaces::imalloc::{self, IMalloc};
use provider_abi::interfaces::provider_log::{self, IProviderLog};
use provider_runtime::abi::iid::{IID_IMalloc, IID_IUnknown, Iid};
use provider_runtime::abi::imalloc::IMallocVtbl;
use provider_runtime::abi::provider_log::{IID_IProviderLog, IProviderLogVtbl};
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::ptr::{NonNull, null_mut};

#[repr(C)]
struct Malloc {
    methods: &'static IMallocVtbl,
    log: &'static IProviderLogVtbl,
    count: Count,
}

/// An IMalloc with one reference.
pub(crate) fn new(world: &World) -> Held {
    const METHODS: &IMallocVtbl = &imalloc::vtable::<Malloc, 0>();
    const LOG: &IProviderLogVtbl = &provider_log::vtable::<Malloc, 1>();
    Held::new(world.graves.add(Malloc { methods: METHODS, log: LOG, count: Count::one() }), Face::Unknown)
}

// SAFETY: O2: two vtable pointers first, for slots 0 and 1.
unsafe impl Class for Malloc {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let _ = (self.methods, self.log);
        let at = [IID_IMalloc, IID_IProviderLog].iter().position(|known| *known == iid);
        at.or((iid == IID_IUnknown).then_some(0)).ok_or(Code::INTERFACE_NOT_SUPPORTED)
    }

    unsafe fn last(_: NonNull<Self>) {
        died("an IMalloc");
    }
}

impl IMalloc for Malloc {
    fn alloc(_: Receiver<'_, Self>, _: usize) -> *mut c_void {
        null_mut()
    }

    fn realloc(_: Receiver<'_, Self>, _: *mut c_void, _: usize) -> *mut c_void {
        null_mut()
    }

    fn free(_: Receiver<'_, Self>, _: *mut c_void) {}

    fn get_size(_: Receiver<'_, Self>, _: *mut c_void) -> usize {
        0
    }

    fn did_alloc(_: Receiver<'_, Self>, _: *mut c_void) -> i32 {
        -1
    }

    fn heap_minimize(_: Receiver<'_, Self>) {}
}

impl IProviderLog for Malloc {
    fn write_line(this: Receiver<'_, Self>, _level: u32, text: Option<&[u8]>) -> Code {
        std::hint::black_box(text.map(<[u8]>::to_vec));
        answer("WriteLine", &this.count).err().unwrap_or(Code::OK)
    }

    fn initialize(this: Receiver<'_, Self>) -> Code {
        answer("Initialize", &this.count).err().unwrap_or(Code::OK)
    }

    fn uninitialize(this: Receiver<'_, Self>) {
        let _ = answer("Uninitialize", &this.count);
    }
}
