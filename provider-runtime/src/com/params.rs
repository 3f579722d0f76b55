//! Reading and writing through the pointers that a method is called with (O3). The pointer types stand in `abi/param.rs`.

use crate::abi::code::Code;
use crate::abi::flag::MAPI_UNICODE;
use crate::abi::param::{In, Out};
use crate::error::{Error, Result};
use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;
use std::ffi::c_void;

impl<T: Copy> In<T> {
    /// The value; `None` for a null pointer.
    pub(crate) fn read(self) -> Option<T> {
        if self.is_null() {
            return None;
        }
        // SAFETY: O3: not null, so valid. Unaligned, because a MAPIUID may stand anywhere.
        Some(unsafe { self.raw().read_unaligned() })
    }
}

impl<T> In<T> {
    /// `count` bytes from here; `None` for a null pointer.
    pub(crate) fn bytes<'a>(self, count: u32) -> Option<&'a [u8]> {
        In::<u8>::new(self.raw().cast()).slice(count).filter(|_| !self.is_null())
    }

    /// `count` bytes from here; `None` for a null pointer, and for no bytes: how a caller says "no identifier".
    pub(crate) fn some_bytes<'a>(self, count: u32) -> Option<&'a [u8]> {
        self.bytes(count).filter(|bytes| !bytes.is_empty())
    }

    /// `count` values from here; `None` for a null pointer that should have some.
    pub(crate) fn slice<'a>(self, count: u32) -> Option<&'a [T]> {
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
    pub(crate) fn write(self, value: T) {
        if !self.is_null() {
            // SAFETY: O3: not null, so it can be written.
            unsafe { self.raw().write_unaligned(value) };
        }
    }

    /// The pointer, if the method cannot do without it.
    pub(crate) fn needed(self) -> Result<Self> {
        if self.is_null() {
            return Err(Error::new(Code::INVALID_PARAMETER, "an output pointer is null"));
        }
        Ok(self)
    }
}

impl<T: Copy> Out<T> {
    /// What the caller put there; `None` for a null pointer.
    pub(crate) fn read(self) -> Option<T> {
        In::new(self.raw().cast_const()).read()
    }
}

impl<T> Out<*mut T> {
    /// Clears the output: on any failure it stays null (MEM-3).
    pub(crate) fn clear(self) {
        self.write(std::ptr::null_mut());
    }
}

/// The text at `text`, in the width that `flags` say (GEN-4); `None` for a null pointer.
pub(crate) fn text<'a>(text: In<c_void>, flags: u32) -> Option<Cow<'a, str>> {
    if text.is_null() {
        return None;
    }
    if flags & MAPI_UNICODE != 0 {
        return Some(wide_text(text.raw().cast()).into());
    }
    Some(ansi_text(text.raw().cast()))
}

/// UTF-16 up to its zero; broken pairs become replacement characters.
pub(crate) fn wide_text(text: *const u16) -> String {
    let units = (0..).map_while(|at| {
        // SAFETY: O3, M2: every unit before the zero is there, and so is the zero.
        let unit = unsafe { text.add(at) };
        // SAFETY: O3, M2: as above.
        let unit = unsafe { unit.read_unaligned() };
        (unit != 0).then_some(unit)
    });
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Text in the ANSI code page up to its zero. Windows-1252 stands for it: the page of most Windows machines.
pub(crate) fn ansi_text<'a>(text: *const std::ffi::c_char) -> Cow<'a, str> {
    // SAFETY: O3, M2: not null, ends with a zero, lent until the method returns.
    let bytes = unsafe { std::ffi::CStr::from_ptr(text) };
    WINDOWS_1252.decode_without_bom_handling(bytes.to_bytes()).0
}

/// Text as bytes of the ANSI code page, with its zero; what the page lacks becomes a question mark.
pub(crate) fn ansi_bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() + 1);
    let mut character = [0; 4];
    for c in text.chars().take_while(|c| *c != '\0') {
        let (encoded, _, lost) = WINDOWS_1252.encode(c.encode_utf8(&mut character));
        if lost {
            bytes.push(b'?');
        } else {
            bytes.extend_from_slice(&encoded);
        }
    }
    bytes.push(0);
    bytes
}

/// Text as UTF-16 with its zero. Text ends at the first zero of its own: MAPI's strings cannot hold one.
pub(crate) fn wide_units(text: &str) -> Vec<u16> {
    text.encode_utf16().take_while(|unit| *unit != 0).chain([0]).collect()
}

/// `MAPI_E_UNKNOWN_FLAGS` for bits that a method does not know (ERR-3).
pub(crate) fn only(flags: u32, known: u32) -> Result<()> {
    if flags & !known == 0 { Ok(()) } else { Err(Code::UNKNOWN_FLAGS.into()) }
}
