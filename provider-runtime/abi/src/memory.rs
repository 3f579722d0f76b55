//! MAPI's memory: the three allocators that the entry point was given, and blocks under
//! construction. What is written into them is in `prop_array.rs`.
#![allow(unsafe_code, reason = "MAPI's allocators are called, and give raw pointers")]

use crate::error::{Error, Result};
use crate::shapes::code::Code;
use crate::shapes::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use crate::strings::ansi_bytes;
use std::cell::Cell;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

/// `MAPIAllocateBuffer`, `MAPIAllocateMore`, `MAPIFreeBuffer` of one provider object (ENTRY-4,
/// MEM-7).
#[derive(Clone, Copy, Debug)]
pub struct Allocators {
    allocate: AllocateBuffer,
    more: AllocateMore,
    free: FreeBuffer,
}

impl Allocators {
    /// The three functions.
    ///
    /// # Safety
    /// They do what MAPI's pages say of them, for as long as the value or a copy of it is used
    /// (M1).
    #[inline]
    pub const unsafe fn new(allocate: AllocateBuffer, more: AllocateMore, free: FreeBuffer) -> Self {
        Self { allocate, more, free }
    }

    /// All three, as MAPI gave them.
    ///
    /// # Safety
    /// As for [`new`](Self::new), of those that are there.
    ///
    /// # Errors
    /// `MAPI_E_INVALID_PARAMETER` if one is missing.
    pub unsafe fn given(
        allocate: Option<AllocateBuffer>,
        more: Option<AllocateMore>,
        free: Option<FreeBuffer>,
    ) -> Result<Self> {
        let (Some(allocate), Some(more), Some(free)) = (allocate, more, free) else {
            return Err(Code::INVALID_PARAMETER.into());
        };
        Ok(Self { allocate, more, free })
    }

    /// `MAPIAllocateBuffer`
    #[inline]
    pub fn allocate(&self) -> AllocateBuffer {
        self.allocate
    }

    /// `MAPIAllocateMore`
    #[inline]
    pub fn more(&self) -> AllocateMore {
        self.more
    }

    /// `MAPIFreeBuffer`
    #[inline]
    pub fn free_function(&self) -> FreeBuffer {
        self.free
    }

    /// A root block for `count` values of `T`, freed again unless it is handed out.
    pub fn block<T>(&self, count: usize) -> Result<Block<T>> {
        self.root(size::<T>(count)?, None).map(Block::of)
    }

    /// A root block with a copy of `values`.
    pub fn copy<T: Copy>(&self, values: &[T]) -> Result<Block<T>> {
        let block = self.block::<T>(values.len())?;
        // SAFETY: M1: room for that many, fresh, so it overlaps nothing.
        unsafe { block.as_ptr().copy_from_nonoverlapping(values.as_ptr(), values.len()) };
        Ok(block)
    }

    /// A root block for `count` values of `T`, with room for `room` bytes that hang on it: they
    /// need no blocks of their own.
    #[inline]
    pub fn roomy<T>(&self, count: usize, room: usize) -> Result<Block<T>> {
        let head = size::<T>(count)?;
        let whole = head.checked_add(size::<u8>(room)?).ok_or_else(too_big)?;
        self.root(whole, Some(head as usize)).map(Block::of)
    }

    /// A root block for a struct `T` whose last member is an array of one `E`, with room for
    /// `count` of them.
    pub fn counted<T, E>(&self, count: usize) -> Result<Block<T>> {
        let bytes = size::<T>(1)?.checked_add(size::<E>(count)?).ok_or_else(too_big)?;
        self.root(bytes, None).map(Block::of)
    }

    /// A root block of which so many bytes are used; all, unless it is said.
    fn root(&self, bytes: u32, used: Option<usize>) -> Result<Root> {
        let mut memory = std::ptr::null_mut();
        let allocate = self.allocate;
        // SAFETY: M1: the allocator of the entry point; `memory` is ours.
        let code = unsafe { allocate(bytes.max(1), &mut memory) };
        let bytes = bytes as usize;
        let used = Cell::new(used.unwrap_or(bytes));
        Ok(Root { memory: given(code, memory)?.cast(), bytes, used, allocators: *self })
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

/// A root block of any type under construction. Dropping it frees it with all that hangs on it.
pub struct Root {
    memory: NonNull<u8>,
    bytes: usize,
    /// Where the room begins that is left for what hangs on it.
    used: Cell<usize>,
    allocators: Allocators,
}

/// A root block that is one `T`, or an array of them.
pub struct Block<T> {
    root: Root,
    of: PhantomData<T>,
}

impl<T> std::ops::Deref for Block<T> {
    type Target = Root;

    #[inline]
    fn deref(&self) -> &Root {
        &self.root
    }
}

impl Root {
    /// Memory that hangs on this block, for `count` values of `E`.
    #[inline]
    pub fn more<E>(&self, count: usize) -> Result<NonNull<E>> {
        self.room(count, size_of::<E>(), align_of::<E>()).map(NonNull::cast)
    }

    fn room(&self, count: usize, size: usize, align: usize) -> Result<NonNull<c_void>> {
        let bytes = size.checked_mul(count).ok_or_else(too_big)?;
        let start = self.used.get().next_multiple_of(align);
        match start.checked_add(bytes).filter(|end| *end <= self.bytes) {
            Some(end) => {
                self.used.set(end);
                // SAFETY: M1: inside the block, as just checked, and aligned like every scalar.
                Ok(unsafe { self.memory.add(start) }.cast())
            }
            None => self.apart(bytes),
        }
    }

    /// A block of its own that hangs on this one.
    #[inline(never)]
    fn apart(&self, bytes: usize) -> Result<NonNull<c_void>> {
        let mut memory = std::ptr::null_mut();
        let more = self.allocators.more;
        let bytes = size::<u8>(bytes)?.max(1);
        // SAFETY: M1: the root is alive; `memory` is ours.
        let code = unsafe { more(bytes, self.memory.as_ptr().cast(), &mut memory) };
        given(code, memory)
    }

    /// A copy of `values` that hangs on this block; never null.
    #[inline]
    pub fn copy<E: Copy>(&self, values: &[E]) -> Result<NonNull<E>> {
        let memory = self.more::<E>(values.len())?;
        // SAFETY: M1: room for that many, fresh, so it overlaps nothing.
        unsafe { memory.copy_from_nonoverlapping(NonNull::from(values).cast(), values.len()) };
        Ok(memory)
    }

    /// Text as UTF-16 with its zero; with a zero of its own, it ends there for its reader.
    pub fn wide(&self, text: &str) -> Result<NonNull<u16>> {
        // No text has more units than bytes.
        let memory = self.more::<u16>(text.len() + 1)?;
        // SAFETY: M1: room for that many, fresh; every bit pattern is a unit.
        let room =
            unsafe { std::slice::from_raw_parts_mut(memory.as_ptr().cast::<MaybeUninit<u16>>(), text.len() + 1) };
        let mut count = 0;
        if text.is_ascii() {
            room.iter_mut().zip(text.as_bytes()).for_each(|(place, byte)| _ = place.write((*byte).into()));
            count = text.len();
        } else {
            // ASCII up to the next other letter, and that letter.
            let mut places = room.iter_mut();
            let mut rest = text;
            while !rest.is_empty() {
                let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
                let (run, other) = rest.split_at_checked(ascii).unwrap_or((rest, ""));
                run.bytes().zip(&mut places).for_each(|(byte, place)| _ = place.write(byte.into()));
                let mut letters = other.chars();
                let mut pair = [0; 2];
                let units = letters.next().map(|letter| letter.encode_utf16(&mut pair)).unwrap_or_default();
                units.iter().zip(&mut places).for_each(|(unit, place)| _ = place.write(*unit));
                count += ascii + units.len();
                rest = letters.as_str();
            }
        }
        if let Some(last) = room.get_mut(count) {
            last.write(0);
        }
        Ok(memory)
    }

    /// Text in the ANSI code page with its zero, up to the first zero of its own.
    pub fn ansi(&self, text: &str) -> Result<NonNull<u8>> {
        self.copy(&ansi_bytes(text))
    }

    /// Where something of `size` bytes stands, `offset` bytes in and after `index` others.
    #[inline]
    fn place(&self, offset: usize, index: usize, size: usize) -> Result<NonNull<u8>> {
        let start = size.checked_mul(index).and_then(|bytes| bytes.checked_add(offset));
        let end = start.and_then(|start| start.checked_add(size));
        match start.zip(end) {
            // SAFETY: M1: inside the block, as just checked.
            Some((start, end)) if end <= self.bytes => Ok(unsafe { self.memory.add(start) }),
            _ => Err(too_small()),
        }
    }
}

impl<T> Block<T> {
    fn of(root: Root) -> Self {
        Self { root, of: PhantomData }
    }

    /// Writes value `index` of an array that starts at the block, `offset` bytes in.
    #[inline]
    pub fn put<E>(&self, offset: usize, index: usize, value: E) -> Result<()> {
        let place = self.place(offset, index, size_of::<E>())?;
        // SAFETY: M1: `put` is called with MAPI's own types at their offsets only, so the place is
        // aligned.
        unsafe { place.cast::<E>().write(value) };
        Ok(())
    }

    /// Some of the values that the block is an array of; each has been written.
    pub(crate) fn part(&self, from: usize, count: usize) -> Result<&[T]>
    where
        T: Copy,
    {
        let end = from.checked_add(count).and_then(|end| end.checked_mul(size_of::<T>()));
        if end.is_none_or(|end| end > self.bytes) {
            return Err(too_small());
        }
        // SAFETY: M1: inside the block, as just checked.
        let first = unsafe { self.memory.cast::<T>().add(from) };
        // SAFETY: M1: as above; its maker writes every value before anybody asks.
        Ok(unsafe { std::slice::from_raw_parts(first.as_ptr(), count) })
    }

    /// Writes the head of the block.
    pub fn head(&self, value: T) -> Result<()> {
        self.put(0, 0, value)
    }

    /// The block where it stands, for a call that it is lent to.
    #[inline]
    pub fn as_ptr(&self) -> *mut T {
        self.memory.as_ptr().cast()
    }

    /// The finished block, for the receiver to free.
    #[inline]
    pub fn into_raw(self) -> *mut T {
        std::mem::ManuallyDrop::new(self).as_ptr()
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        // SAFETY: M1: our root block, not handed out.
        unsafe { self.allocators.free(self.memory.as_ptr().cast()) };
    }
}

/// A size in MAPI's width, in checked arithmetic.
#[inline]
fn size<T>(count: usize) -> Result<u32> {
    product(size_of::<T>(), count)
}

fn product(size: usize, count: usize) -> Result<u32> {
    let bytes = size.checked_mul(count).and_then(|bytes| u32::try_from(bytes).ok());
    bytes.ok_or_else(too_big)
}

#[cold]
#[inline(never)]
fn too_big() -> Error {
    Error::new(Code::NOT_ENOUGH_MEMORY, "more than MAPI can allocate")
}

#[cold]
#[inline(never)]
fn too_small() -> Error {
    Error::new(Code::CALL_FAILED, "a block is too small")
}

#[inline]
fn given(code: Code, memory: *mut c_void) -> Result<NonNull<c_void>> {
    match NonNull::new(memory) {
        Some(memory) if !code.is_failure() => Ok(memory),
        _ => Err(Code::NOT_ENOUGH_MEMORY.into()), // MEM-10
    }
}
