//! MAPI's memory as a host by hand has it: blocks that know whose they are, so that a test sees
//! what its provider has not given back.
#![allow(unsafe_code, reason = "MAPI's allocators give raw pointers")]

use provider_abi::memory::Allocators;
use provider_runtime::Code;
use std::alloc::{Layout, alloc, dealloc};
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicI64, Ordering};

/// What stands in front of each block.
#[repr(C, align(16))]
struct Head {
    /// The next block that goes with it.
    next: *mut Head,
    size: usize,
    live: Live,
}

/// How many blocks of one host there are.
pub(super) type Live = &'static AtomicI64;

thread_local! {
    /// The host that this thread works for.
    static OWNER: Cell<Option<Live>> = const { Cell::new(None) };
}

pub(super) fn owner() -> Live {
    OWNER.with(|owner| {
        let live = owner.get().unwrap_or_else(|| Box::leak(Box::default()));
        owner.set(Some(live));
        live
    })
}

fn layout(size: usize) -> Layout {
    Layout::from_size_align(size + size_of::<Head>(), align_of::<Head>()).unwrap()
}

fn block(size: u32, next: *mut Head) -> *mut Head {
    let size = size as usize;
    // SAFETY: M1: no layout here is empty.
    let head: *mut Head = unsafe { alloc(layout(size)) }.cast();
    assert!(!head.is_null(), "no memory");
    let live = owner();
    live.fetch_add(1, Ordering::Relaxed);
    // SAFETY: M1: just made, and at least as long as a head.
    unsafe { head.write(Head { next, size, live }) };
    head
}

unsafe extern "system" fn allocate(size: u32, out: *mut *mut c_void) -> Code {
    let first = block(size, null_mut()).wrapping_add(1);
    // SAFETY: O3: the caller's output.
    unsafe { out.write(first.cast()) };
    Code::OK
}

unsafe extern "system" fn more(size: u32, root: *mut c_void, out: *mut *mut c_void) -> Code {
    let root = root.cast::<Head>().wrapping_sub(1);
    // SAFETY: M1: the root is a block of ours, which one thread fills.
    let root = unsafe { &mut *root };
    root.next = block(size, root.next);
    // SAFETY: O3: the caller's output.
    unsafe { out.write(root.next.wrapping_add(1).cast()) };
    Code::OK
}

unsafe extern "system" fn free(first: *mut c_void) -> u32 {
    let mut head = if first.is_null() { null_mut() } else { first.cast::<Head>().wrapping_sub(1) };
    while !head.is_null() {
        // SAFETY: M1: a block of ours, freed once: by its root.
        let Head { next, size, live } = unsafe { head.read() };
        live.fetch_sub(1, Ordering::Relaxed);
        // SAFETY: M1: as above, with the layout that it was made with.
        unsafe { dealloc(head.cast(), layout(size)) };
        head = next;
    }
    0
}

/// The calling thread works for the host of these blocks.
pub(super) fn work_for(live: Live) {
    OWNER.with(|owner| owner.set(Some(live)));
}

/// `MAPIAllocateBuffer`, `MAPIAllocateMore`, `MAPIFreeBuffer`
pub(super) fn allocators() -> Allocators {
    // SAFETY: M1: they are as the pages say.
    unsafe { Allocators::new(allocate, more, free) }
}

/// The blocks of one host.
pub(super) struct Blocks(Live);

impl Blocks {
    /// A host's that this thread works for from now on.
    pub(super) fn new() -> Self {
        let live: Live = Box::leak(Box::default());
        work_for(live);
        Self(live)
    }

    /// The calling thread works for the host, too.
    pub(super) fn join(&self) {
        work_for(self.0);
    }

    /// How many there are.
    pub(super) fn live(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}
