//! Arrays that a method is called with, and what a method checks of its arguments (O3). Pointers to
//! one value are in `param.rs`, text is in `strings.rs`.
#![allow(unsafe_code, reason = "arguments are raw pointers until they are read or written here")]

use crate::error::Result;
use crate::param::Flat;
pub use crate::param::read_at;
use crate::shapes::code::Code;
use crate::shapes::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use crate::shapes::iid::Iid;
use crate::shapes::structs::MAPIUID;

/// `count` values from `first` on; `None` for a null pointer that should have some.
///
/// # Safety
/// If `first` is not null, `count` values can be read there for `'a`.
#[inline]
pub unsafe fn slice_at<'a, T>(first: *const T, count: u32) -> Option<&'a [T]> {
    if count == 0 {
        return Some(&[]);
    }
    if !may_be_there(first.addr(), count as usize, size_of::<T>(), align_of::<T>()) {
        return None;
    }
    // SAFETY: O3: the caller's promise; neither null nor longer than memory can be.
    Some(unsafe { std::slice::from_raw_parts(first, count as usize) })
}

/// Whether so many values can be at that address: it is not null, it is aligned, and memory is as
/// long.
fn may_be_there(address: usize, count: usize, size: usize, align: usize) -> bool {
    let is_short = size.checked_mul(count).is_some_and(|bytes| isize::try_from(bytes).is_ok());
    address != 0 && address.is_multiple_of(align) && is_short
}

/// `count` bytes from `first` on; `None` for a null pointer, also of no bytes.
///
/// # Safety
/// If `first` is not null, `count` bytes can be read there for `'a`.
#[inline]
pub unsafe fn bytes_at<'a>(first: *const u8, count: u32) -> Option<&'a [u8]> {
    // SAFETY: O3: the caller's promise.
    unsafe { slice_at(first, count) }.filter(|_| !first.is_null())
}

/// An array argument: values that stay for `'a`, with everything that they lead to (O3).
pub struct Array<'a, T>(&'a [T]);

impl<T> Clone for Array<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Array<'_, T> {}

impl<'a, T> Array<'a, T> {
    /// `count` values from `first` on; `None` for a null pointer that should have some.
    ///
    /// # Safety
    /// If `first` is not null, `count` values can be read there for `'a`, with everything that
    /// their pointers lead to, as their counts and tags say.
    #[inline]
    pub unsafe fn at(first: *const T, count: u32) -> Option<Self> {
        // SAFETY: O3: the caller's promise.
        unsafe { slice_at(first, count) }.map(Self)
    }

    /// The values.
    #[inline]
    pub fn values(self) -> &'a [T] {
        self.0
    }
}

/// Refuses bits that a method does not know (ERR-3).
///
/// # Errors
/// `MAPI_E_UNKNOWN_FLAGS`
#[inline]
pub fn only(flags: u32, known: u32) -> Result<()> {
    if flags & !known == 0 { Ok(()) } else { Err(Code::UNKNOWN_FLAGS.into()) }
}

macro_rules! flat {
    ($($kind:ty),*) => {
        // SAFETY: O3: bytes, and functions, which are no data.
        $(unsafe impl Flat for $kind {})*
    };
}

flat!(Iid, MAPIUID, Option<AllocateBuffer>, Option<AllocateMore>, Option<FreeBuffer>);

/// What each of these is read as, or the first error. A loop: a chain of adapters would be several
/// times as large in each place that reads a list.
pub(crate) fn each<S, T>(all: &[S], read: &dyn Fn(&S) -> Result<T>) -> Result<Vec<T>> {
    let mut done = Vec::with_capacity(all.len());
    for one in all {
        done.push(read(one)?);
    }
    Ok(done)
}
