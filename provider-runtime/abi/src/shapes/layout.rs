//! What a target changes about layouts. Written by hand; the comparisons themselves are in
//! `layout_checks.rs`.

use core::mem::size_of;

/// Outside Windows, 32-bit targets may align 64-bit numbers to 4; no size or offset depends on it.
pub(super) const ALIGNED: bool = cfg!(any(windows, target_pointer_width = "64"));

/// The headers' number for this target's pointers.
pub(super) const fn pick(x64: usize, x86: usize) -> usize {
    if cfg!(target_pointer_width = "64") { x64 } else { x86 }
}

/// Whether `offset` is where slot number `slot` begins.
pub(super) const fn at(offset: usize, slot: usize) -> bool {
    offset == slot * size_of::<usize>()
}
