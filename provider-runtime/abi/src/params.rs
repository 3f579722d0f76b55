//! Reading and writing through the pointers that a method is called with (O3). The pointer types stand in `abi/param.rs`.
#![allow(unsafe_code, reason = "arguments are raw pointers until they are read or written here")]

use crate::error::{Error, Result};
use crate::shapes::code::Code;
use crate::shapes::param::{In, Out};

impl<T: Copy> In<T> {
    /// The value; `None` for a null pointer.
    pub fn read(self) -> Option<T> {
        if self.is_null() {
            return None;
        }
        // SAFETY: O3: not null, so valid. Unaligned, because a MAPIUID may stand anywhere.
        Some(unsafe { self.raw().read_unaligned() })
    }
}

impl<T> In<T> {
    /// `count` bytes from here; `None` for a null pointer.
    pub fn bytes<'a>(self, count: u32) -> Option<&'a [u8]> {
        In::<u8>::new(self.raw().cast()).slice(count).filter(|_| !self.is_null())
    }

    /// `count` bytes from here; `None` for a null pointer, and for no bytes: how a caller says "no identifier".
    pub fn some_bytes<'a>(self, count: u32) -> Option<&'a [u8]> {
        self.bytes(count).filter(|bytes| !bytes.is_empty())
    }

    /// `count` values from here; `None` for a null pointer that should have some.
    pub fn slice<'a>(self, count: u32) -> Option<&'a [T]> {
        if count == 0 {
            return Some(&[]);
        }
        let bytes = size_of::<T>().checked_mul(count as usize)?;
        if self.is_null() || !self.raw().is_aligned() || isize::try_from(bytes).is_err() {
            return None;
        }
        // SAFETY: O3: not null, so `count` values are lent until the method returns, which is as long as bridges use it.
        Some(unsafe { std::slice::from_raw_parts(self.raw(), count as usize) })
    }
}

impl<T> Out<T> {
    /// Writes, unless the caller wants nothing.
    pub fn write(self, value: T) {
        if !self.is_null() {
            // SAFETY: O3: not null, so it can be written.
            unsafe { self.raw().write_unaligned(value) };
        }
    }

    /// The pointer, if the method cannot do without it.
    pub fn needed(self) -> Result<Self> {
        if self.is_null() {
            return Err(Error::new(Code::INVALID_PARAMETER, "an output pointer is null"));
        }
        Ok(self)
    }
}

impl<T: Copy> Out<T> {
    /// What the caller put there; `None` for a null pointer.
    pub fn read(self) -> Option<T> {
        In::new(self.raw().cast_const()).read()
    }
}

impl<T> Out<*mut T> {
    /// Clears the output: on any failure it stays null (MEM-3).
    pub fn clear(self) {
        self.write(std::ptr::null_mut());
    }
}

/// `MAPI_E_UNKNOWN_FLAGS` for bits that a method does not know (ERR-3).
#[inline]
pub fn only(flags: u32, known: u32) -> Result<()> {
    if flags & !known == 0 { Ok(()) } else { Err(Code::UNKNOWN_FLAGS.into()) }
}
