//! MAPI's memory: the three allocators that the entry point was given, and blocks under construction. What is written
//! into them lives in `values.rs`.
#![allow(unsafe_code, reason = "MAPI's allocators are called, and give raw pointers")]

use crate::error::{Error, Result};
use crate::shapes::code::Code;
use crate::shapes::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use std::ffi::c_void;
use std::ptr::NonNull;

/// `MAPIAllocateBuffer`, `MAPIAllocateMore`, `MAPIFreeBuffer` of one provider object (ENTRY-4, MEM-7).
#[derive(Clone, Copy, Debug)]
pub struct Allocators {
    pub allocate: AllocateBuffer,
    pub more: AllocateMore,
    pub free: FreeBuffer,
}

impl Allocators {
    /// All three, as MAPI gave them.
    pub fn of(given: (Option<AllocateBuffer>, Option<AllocateMore>, Option<FreeBuffer>)) -> Result<Self> {
        let (Some(allocate), Some(more), Some(free)) = given else {
            return Err(Code::INVALID_PARAMETER.into());
        };
        Ok(Self { allocate, more, free })
    }

    /// A root block for `count` values of `T`, freed again unless it is handed out.
    pub fn block<T>(&self, count: usize) -> Result<Block<T>> {
        self.block_of(size::<T>(count)?)
    }

    /// A root block for a struct `T` whose last member is an array of one `E`, with room for `count` of them.
    pub fn counted<T, E>(&self, count: usize) -> Result<Block<T>> {
        let tail = size::<E>(count)?;
        let bytes = size::<T>(1)?.checked_add(tail).ok_or_else(too_big)?;
        self.block_of(bytes)
    }

    fn block_of<T>(&self, bytes: u32) -> Result<Block<T>> {
        let mut memory = std::ptr::null_mut();
        let allocate = self.allocate;
        // SAFETY: M1: the allocator of the entry point; `memory` is ours.
        let code = unsafe { allocate(bytes.max(1), &mut memory) };
        Ok(Block { memory: given(code, memory)?.cast(), bytes: bytes as usize, allocators: *self })
    }

    /// Frees a block that came from the same allocators; null is harmless (MEM-5).
    ///
    /// # Safety
    /// `block` is null, or a root block of these allocators that nobody uses any more.
    pub unsafe fn free(&self, block: *mut c_void) {
        let free = self.free;
        // SAFETY: M1: the caller's promise.
        unsafe { free(block) };
    }
}

/// A root block under construction. Dropping it frees it with all that hangs on it.
pub struct Block<T> {
    memory: NonNull<T>,
    bytes: usize,
    allocators: Allocators,
}

impl<T> Block<T> {
    /// A block that hangs on this one, for `count` values of `E`.
    pub fn more<E>(&self, count: usize) -> Result<NonNull<E>> {
        let mut memory = std::ptr::null_mut();
        let more = self.allocators.more;
        let bytes = size::<E>(count)?.max(1);
        // SAFETY: M1: the root is alive; `memory` is ours.
        let code = unsafe { more(bytes, self.memory.as_ptr().cast(), &mut memory) };
        Ok(given(code, memory)?.cast())
    }

    /// A copy of `values` that hangs on this block; never null.
    pub fn copy<E: Copy>(&self, values: &[E]) -> Result<NonNull<E>> {
        let memory = self.more::<E>(values.len())?;
        // SAFETY: M1: room for that many, fresh, so it overlaps nothing.
        unsafe { memory.copy_from_nonoverlapping(NonNull::from(values).cast(), values.len()) };
        Ok(memory)
    }

    /// Writes value `index` of an array that starts at the block, `offset` bytes in.
    pub fn put<E>(&self, offset: usize, index: usize, value: E) -> Result<()> {
        let start = size_of::<E>().checked_mul(index).and_then(|bytes| bytes.checked_add(offset));
        let end = start.and_then(|start| start.checked_add(size_of::<E>()));
        let (Some(start), Some(end)) = (start, end) else {
            return Err(too_big());
        };
        if end > self.bytes {
            return Err(Error::new(Code::CALL_FAILED, "a block is too small"));
        }
        // SAFETY: M1: inside the block, as just checked.
        let place = unsafe { self.memory.cast::<u8>().add(start) };
        // SAFETY: M1: `put` is called with MAPI's own types at their offsets only, so the place is aligned.
        unsafe { place.cast::<E>().write(value) };
        Ok(())
    }

    /// Writes the head of the block.
    pub fn head(&self, value: T) -> Result<()> {
        self.put(0, 0, value)
    }

    /// The finished block: whoever gets it frees it.
    pub fn into_raw(self) -> *mut T {
        std::mem::ManuallyDrop::new(self).memory.as_ptr()
    }
}

impl<T> Drop for Block<T> {
    fn drop(&mut self) {
        // SAFETY: M1: our root block, not handed out.
        unsafe { self.allocators.free(self.memory.as_ptr().cast()) };
    }
}

/// A size in MAPI's width, in checked arithmetic.
#[inline]
fn size<T>(count: usize) -> Result<u32> {
    let bytes = size_of::<T>().checked_mul(count).ok_or_else(too_big)?;
    u32::try_from(bytes).map_err(|_| too_big())
}

#[inline]
fn too_big() -> Error {
    Error::new(Code::NOT_ENOUGH_MEMORY, "more than MAPI can allocate")
}

#[inline]
fn given(code: Code, memory: *mut c_void) -> Result<NonNull<c_void>> {
    match NonNull::new(memory) {
        Some(memory) if !code.is_failure() => Ok(memory),
        _ => Err(Code::NOT_ENOUGH_MEMORY.into()), // MEM-10
    }
}
