//! The session's IMalloc, which is also its ear for the provider's words. The allocators that providers really use are in
//! `memory.rs`.
#![allow(unsafe_code, reason = "the methods of IMalloc take raw arguments")]

use super::events::Record;
use provider_abi::class::{Class, Count, object, unknown};
use provider_abi::com_ptr::ComPtr;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::{IID_IMalloc, IID_IUnknown, Iid};
use provider_abi::shapes::imalloc::IMallocVtbl;
use provider_abi::shapes::param::{In, This};
use provider_abi::shapes::words::{IID_IProviderWords, IProviderWordsVtbl};
use std::ffi::c_void;
use std::ptr::{NonNull, null_mut};
use std::sync::Arc;

/// `IMalloc` and `IProviderWords`.
#[repr(C)]
pub(crate) struct MallocObject {
    malloc: &'static IMallocVtbl,
    words: &'static IProviderWordsVtbl,
    count: Count,
    record: Arc<Record>,
    /// What the record calls who was given it.
    name: String,
}

const MALLOC: &IMallocVtbl =
    &IMallocVtbl { unknown: unknown::<MallocObject, 0>(), alloc, realloc, free, get_size, did_alloc, heap_minimize };
const WORDS: &IProviderWordsVtbl =
    &IProviderWordsVtbl { unknown: unknown::<MallocObject, 1>(), say, initialize, uninitialize };

impl MallocObject {
    /// The object, with one reference.
    pub(crate) fn make(record: &Arc<Record>, name: &str) -> ComPtr<IMallocVtbl> {
        let (record, name) = (Arc::clone(record), name.into());
        let object = Box::new(Self { malloc: MALLOC, words: WORDS, count: Count::one(), record, name });
        // SAFETY: F1: just made, with its one reference for us.
        unsafe { ComPtr::from_non_null(NonNull::from(Box::leak(object)).cast()) }
    }

    /// How many references there are on it beside the session's (V-42).
    pub(crate) fn held(malloc: &ComPtr<IMallocVtbl>) -> u32 {
        let this = malloc.this();
        let object = object::<Self, 0>(&this);
        let _ = (object.malloc, object.words);
        object.count.now().saturating_sub(1)
    }
}

// SAFETY: O2: two vtable pointers first, for slots 0 and 1.
unsafe impl Class for MallocObject {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        if [IID_IUnknown, IID_IMalloc].contains(&iid) {
            Ok(0)
        } else if iid == IID_IProviderWords {
            Ok(1)
        } else {
            Err(Code::INTERFACE_NOT_SUPPORTED)
        }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `make`.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}

/// The COM allocator: no provider needs it for MAPI's memory, so it has none to give.
unsafe extern "system" fn alloc(_this: This, _size: usize) -> *mut c_void {
    null_mut()
}
unsafe extern "system" fn realloc(_this: This, _block: *mut c_void, _size: usize) -> *mut c_void {
    null_mut()
}
unsafe extern "system" fn free(_this: This, _block: *mut c_void) {}
unsafe extern "system" fn get_size(_this: This, _block: *mut c_void) -> usize {
    0
}
unsafe extern "system" fn did_alloc(_this: This, _block: *mut c_void) -> i32 {
    -1 // "cannot tell"
}
unsafe extern "system" fn heap_minimize(_this: This) {}

unsafe extern "system" fn say(this: This, level: u32, length: u32, text: In<u8>) -> Code {
    let object = object::<MallocObject, 1>(&this);
    let event = match level {
        1 => "word.error",
        2 => "word.warning",
        _ => "word",
    };
    let text = text.bytes(length).unwrap_or_default();
    object.record.note(event, &object.name, &String::from_utf8_lossy(text), "", &[]);
    Code::OK
}

unsafe extern "system" fn initialize(this: This, _init: In<c_void>) -> Code {
    object::<MallocObject, 1>(&this).record.note("mapi.init", "worker", "", "THR-3", &[]);
    Code::OK
}

unsafe extern "system" fn uninitialize(this: This) {
    object::<MallocObject, 1>(&this).record.note("mapi.uninit", "worker", "", "THR-3", &[]);
}
