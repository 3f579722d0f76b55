//! MAPI's two widths of text: UTF-16, and the ANSI code page (GEN-4).
#![allow(unsafe_code, reason = "only the caller of a method guarantees the zero at the end of a text")]

use crate::shapes::flag::MAPI_UNICODE;
use crate::shapes::param::In;
use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;
use std::ffi::c_void;

/// The text at `text`, in the width that `flags` say (GEN-4); `None` for a null pointer.
pub fn text<'a>(text: In<c_void>, flags: u32) -> Option<Cow<'a, str>> {
    if text.is_null() {
        return None;
    }
    if flags & MAPI_UNICODE != 0 {
        // SAFETY: O3: not null, so it is a text of that width.
        return Some(unsafe { wide_text(text.raw().cast()) }.into());
    }
    // SAFETY: O3: as above.
    Some(unsafe { ansi_text(text.raw().cast()) })
}

/// UTF-16 up to its zero; broken pairs become replacement characters.
///
/// # Safety
/// `text` is not null, and ends with a zero.
pub unsafe fn wide_text(text: *const u16) -> String {
    let units = (0..).map_while(|at| {
        // SAFETY: M2: every unit before the zero is there, and so is the zero.
        let unit = unsafe { text.add(at) };
        // SAFETY: M2: as above.
        let unit = unsafe { unit.read_unaligned() };
        (unit != 0).then_some(unit)
    });
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Text in the ANSI code page up to its zero. Windows-1252 stands for it: the page of most Windows machines.
///
/// # Safety
/// `text` is not null, ends with a zero, and stays for `'a`.
pub unsafe fn ansi_text<'a>(text: *const std::ffi::c_char) -> Cow<'a, str> {
    // SAFETY: M2: the caller's promise.
    let bytes = unsafe { std::ffi::CStr::from_ptr(text) };
    WINDOWS_1252.decode_without_bom_handling(bytes.to_bytes()).0
}

/// Text as bytes of the ANSI code page, with its zero; what the page lacks becomes a question mark.
pub fn ansi_bytes(text: &str) -> Vec<u8> {
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
pub fn wide_units(text: &str) -> Vec<u16> {
    text.encode_utf16().take_while(|unit| *unit != 0).chain([0]).collect()
}
