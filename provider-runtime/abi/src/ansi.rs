//! The code page of 8-bit strings: on Windows the system's (CP_ACP), elsewhere Windows-1252, the
//! page of most Windows machines (GEN-4). Where strings end is up to `strings.rs`.
#![allow(unsafe_code, reason = "the system of Windows converts its own code page")]

use std::borrow::Cow;

/// Bytes of the code page as text.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    // Every page has ASCII in its first half.
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => Cow::Borrowed(text),
        _ => Cow::Owned(page::decode(bytes)),
    }
}

/// Text as bytes of the code page; what the page lacks becomes a question mark.
pub fn encode(text: &str) -> Vec<u8> {
    if text.is_ascii() { text.as_bytes().to_vec() } else { page::encode(text) }
}

#[cfg(not(windows))]
mod page {
    //! Windows-1252.

    /// What the bytes from 0x80 to 0x9F stand for; all others are what they are in Latin-1.
    const SPECIAL: [u16; 32] = [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D,
        0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x009D, 0x017E, 0x0178,
    ];
    const FIRST: u8 = 0x80;

    pub(super) fn decode(bytes: &[u8]) -> String {
        let character = |byte: &u8| {
            let special = byte.checked_sub(FIRST).and_then(|at| SPECIAL.get(usize::from(at)));
            special.and_then(|code| char::from_u32(u32::from(*code))).unwrap_or(char::from(*byte))
        };
        bytes.iter().map(character).collect()
    }

    pub(super) fn encode(text: &str) -> Vec<u8> {
        text.chars().map(byte).collect()
    }

    fn byte(character: char) -> u8 {
        let code = u32::from(character);
        let special = SPECIAL.iter().position(|special| u32::from(*special) == code);
        match (special, u8::try_from(code)) {
            (Some(at), _) => FIRST + at as u8,
            (None, Ok(byte)) if !(FIRST..FIRST + 32).contains(&byte) => byte,
            _ => b'?',
        }
    }
}

#[cfg(windows)]
mod page {
    //! The system's page.

    use std::ffi::c_char;
    use std::ptr::{null, null_mut};

    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn MultiByteToWideChar(page: u32, flags: u32, bytes: *const u8, length: i32, into: *mut u16, room: i32) -> i32;
        fn WideCharToMultiByte(
            page: u32,
            flags: u32,
            units: *const u16,
            length: i32,
            into: *mut u8,
            room: i32,
            default: *const c_char,
            has_used_default: *mut i32,
        ) -> i32;
    }

    const CP_ACP: u32 = 0;
    /// `WC_NO_BEST_FIT_CHARS`: what the page lacks is a question mark, and not something like it.
    const NO_BEST_FIT: u32 = 0x400;

    pub(super) fn decode(bytes: &[u8]) -> String {
        let Ok(length) = i32::try_from(bytes.len()) else { return String::new() };
        // No page makes more units than it has bytes.
        let mut units = vec![0; bytes.len()];
        // SAFETY: M2: as many bytes, and room for as many units, as the lengths say.
        let made = unsafe { MultiByteToWideChar(CP_ACP, 0, bytes.as_ptr(), length, units.as_mut_ptr(), length) };
        String::from_utf16_lossy(units.get(..usize::try_from(made).unwrap_or(0)).unwrap_or_default())
    }

    pub(super) fn encode(text: &str) -> Vec<u8> {
        let units: Vec<_> = text.encode_utf16().collect();
        // A page that is UTF-8 takes no flags.
        converted(&units, NO_BEST_FIT).or_else(|| converted(&units, 0)).unwrap_or_default()
    }

    fn converted(units: &[u16], flags: u32) -> Option<Vec<u8>> {
        /// No page has more bytes for a unit.
        const MOST: usize = 4;
        let mut bytes = vec![0; units.len().checked_mul(MOST)?];
        let length = i32::try_from(units.len()).ok()?;
        let room = i32::try_from(bytes.len()).ok()?;
        let from = units.as_ptr();
        let into = bytes.as_mut_ptr();
        // SAFETY: M2: as many units, and as much room, as the lengths say; the rest may be null.
        let made = unsafe { WideCharToMultiByte(CP_ACP, flags, from, length, into, room, null(), null_mut()) };
        bytes.truncate(usize::try_from(made).ok().filter(|made| *made > 0)?);
        Some(bytes)
    }
}

#[cfg(all(test, not(windows)))]
mod tests {
    use super::*;

    /// GEN-4
    #[test]
    fn every_byte_of_the_page_comes_back_and_what_it_lacks_is_a_question_mark() {
        let all: Vec<u8> = (1..=u8::MAX).collect();
        assert_eq!(encode(&decode(&all)), all);
        assert_eq!(decode(b"\x80\x92\xE9\x9F"), "\u{20AC}\u{2019}\u{E9}\u{178}");
        assert_eq!(encode("\u{20AC}1 \u{3A9}\u{1F600}\u{92}"), b"\x801 ???");
    }
}
