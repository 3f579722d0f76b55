//! MAPI's two widths of text: UTF-16, and the ANSI code page, which is `ansi.rs`'s (GEN-4).
#![allow(unsafe_code, reason = "only the caller of a method guarantees the zero at the end of a text")]

use crate::ansi;
use crate::param::In;
use crate::shapes::flag::MAPI_UNICODE;
use std::borrow::Cow;
use std::ffi::c_void;

/// The text of an argument, in the width that `flags` say (GEN-4); `None` for a null pointer.
///
/// # Safety
/// `text` is null, or a text of that width, up to its zero.
pub unsafe fn text<'a>(text: In<'a, c_void>, flags: u32) -> Option<Cow<'a, str>> {
    if text.is_null() {
        return None;
    }
    if flags & MAPI_UNICODE != 0 {
        // SAFETY: M2: the caller's promise.
        return Some(unsafe { wide_text(text.raw().cast()) }.into());
    }
    // SAFETY: M2: as above.
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

/// Text in the ANSI code page up to its zero.
///
/// # Safety
/// `text` is not null, ends with a zero, and stays for `'a`.
pub unsafe fn ansi_text<'a>(text: *const std::ffi::c_char) -> Cow<'a, str> {
    // SAFETY: M2: the caller's promise.
    let bytes = unsafe { std::ffi::CStr::from_ptr(text) };
    ansi::decode(bytes.to_bytes())
}

/// Text as bytes of the ANSI code page, with its zero, up to the first zero of its own; what the
/// page lacks becomes a question mark.
pub fn ansi_bytes(text: &str) -> Vec<u8> {
    let mut bytes = ansi::encode(until_zero(text));
    bytes.push(0);
    bytes
}

/// Text as UTF-16 with its zero, up to the first zero of its own.
pub fn wide_units(text: &str) -> Vec<u16> {
    let text = until_zero(text);
    let mut units = Vec::with_capacity(text.len() + 1);
    units.extend(text.encode_utf16());
    units.push(0);
    units
}

/// Texts with `between` between them. The standard library's `join` is compiled for each user.
pub fn joined(texts: &[String], between: &str) -> String {
    let mut all = String::new();
    for text in texts {
        if !all.is_empty() {
            all.push_str(between);
        }
        all.push_str(text);
    }
    all
}

/// Text up to its first zero: MAPI's strings cannot hold one.
#[inline]
pub fn until_zero(text: &str) -> &str {
    match text.as_bytes().contains(&0) {
        false => text,
        true => text.split('\0').next().unwrap_or_default(),
    }
}
