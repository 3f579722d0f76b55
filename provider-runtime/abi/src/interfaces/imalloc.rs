//! `IMalloc`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::param::This;
use core::ffi::c_void;

use crate::class::{Class, Receiver, unknown};
use crate::shapes::imalloc::IMallocVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] =
    &["QueryInterface", "AddRef", "Release", "Alloc", "Realloc", "Free", "GetSize", "DidAlloc", "HeapMinimize"];

/// The methods of `IMalloc`. What a class does not have is refused (ERR-2).
pub trait IMalloc: Class {
    /// `IMalloc::Alloc`
    fn alloc(this: Receiver<'_, Self>, cb: usize) -> *mut c_void;

    /// `IMalloc::Realloc`
    fn realloc(this: Receiver<'_, Self>, pv: *mut c_void, cb: usize) -> *mut c_void;

    /// `IMalloc::Free`
    fn free(this: Receiver<'_, Self>, pv: *mut c_void);

    /// `IMalloc::GetSize`
    fn get_size(this: Receiver<'_, Self>, pv: *mut c_void) -> usize;

    /// `IMalloc::DidAlloc`
    fn did_alloc(this: Receiver<'_, Self>, pv: *mut c_void) -> i32;

    /// `IMalloc::HeapMinimize`
    fn heap_minimize(this: Receiver<'_, Self>);
}

/// The vtable of a class that has `IMalloc` as its interface number SLOT.
pub const fn vtable<C: IMalloc, const SLOT: usize>() -> IMallocVtbl {
    IMallocVtbl {
        unknown: unknown::<C, SLOT>(),
        alloc: alloc::<C, SLOT>,
        realloc: realloc::<C, SLOT>,
        free: free::<C, SLOT>,
        get_size: get_size::<C, SLOT>,
        did_alloc: did_alloc::<C, SLOT>,
        heap_minimize: heap_minimize::<C, SLOT>,
    }
}

unsafe extern "system" fn alloc<C: IMalloc, const SLOT: usize>(this: This, cb: usize) -> *mut c_void {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::alloc(this, cb)
}

unsafe extern "system" fn realloc<C: IMalloc, const SLOT: usize>(
    this: This,
    pv: *mut c_void,
    cb: usize,
) -> *mut c_void {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::realloc(this, pv, cb)
}

unsafe extern "system" fn free<C: IMalloc, const SLOT: usize>(this: This, pv: *mut c_void) {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::free(this, pv)
}

unsafe extern "system" fn get_size<C: IMalloc, const SLOT: usize>(this: This, pv: *mut c_void) -> usize {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_size(this, pv)
}

unsafe extern "system" fn did_alloc<C: IMalloc, const SLOT: usize>(this: This, pv: *mut c_void) -> i32 {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::did_alloc(this, pv)
}

unsafe extern "system" fn heap_minimize<C: IMalloc, const SLOT: usize>(this: This) {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::heap_minimize(this)
}
