//! Sees when a block of Rust's own memory is freed: the arrays of AddressTypes are such, and nobody
//! else can tell.
#![allow(unsafe_code, reason = "MAPI's part by hand is played over vtables")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

struct Watching;

#[global_allocator]
static ALLOCATOR: Watching = Watching;
static WATCHED: AtomicUsize = AtomicUsize::new(0);
static IS_FREE: AtomicBool = AtomicBool::new(false);

/// From now on this block is looked at. One at a time.
pub fn watch<T>(block: *const T) {
    IS_FREE.store(false, Ordering::SeqCst);
    WATCHED.store(block.addr(), Ordering::SeqCst);
}

/// Whether it has been freed.
pub fn is_free() -> bool {
    IS_FREE.load(Ordering::SeqCst)
}

// SAFETY: M1: the system's allocator, and a look at what it frees.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: M1: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if block.addr() == WATCHED.load(Ordering::Relaxed) {
            IS_FREE.store(true, Ordering::SeqCst);
        }
        // SAFETY: M1: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }
}
