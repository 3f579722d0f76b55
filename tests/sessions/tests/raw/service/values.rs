//! Property values as the host by hand in `host.rs` gives and reads them.
#![allow(unsafe_code, reason = "MAPI's part by hand is played over vtables")]

use super::host::{allocate, allocate_more, free_buffer};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::ptr::null_mut;

/// An array of what this host knows: text as Unicode, numbers, bytes, errors.
pub fn array(properties: &[Property]) -> Option<*mut SPropValue> {
    let mut start = null_mut();
    // SAFETY: M1: the host's own allocator.
    let code = unsafe { allocate((size_of::<SPropValue>() * properties.len()) as u32, &mut start) };
    let start = (code == Code::OK).then_some(start.cast::<SPropValue>())?;
    for (index, property) in properties.iter().enumerate() {
        let hang = |bytes: &[u8]| {
            let mut place = null_mut();
            // SAFETY: M1: the root from above.
            let code = unsafe { allocate_more(bytes.len() as u32, start.cast(), &mut place) };
            let place = (code == Code::OK).then_some(place.cast::<u8>())?;
            // SAFETY: M1: a block of that length.
            unsafe { place.copy_from(bytes.as_ptr(), bytes.len()) };
            Some(place)
        };
        let value = match &property.value {
            PropValue::I32(number) => Some(PropUnion { l: *number }),
            PropValue::Error(code) => Some(PropUnion { err: *code }),
            PropValue::Binary(bytes) => {
                hang(bytes).map(|lpb| PropUnion { bin: SBinary { cb: bytes.len() as u32, lpb } })
            }
            value => {
                let text = value.as_text().unwrap().encode_utf16().chain([0]);
                let bytes: Vec<_> = text.flat_map(u16::to_ne_bytes).collect();
                hang(&bytes).map(|text| PropUnion { lpsz_w: text.cast() })
            }
        };
        let Some(value) = value else {
            // SAFETY: M1: the root from above.
            unsafe { free_buffer(start.cast()) };
            return None;
        };
        // SAFETY: M1: an array of that length.
        let place = unsafe { start.add(index) };
        // SAFETY: M1: as above.
        unsafe { place.write(SPropValue { prop_tag: property.tag.0, align_pad: 0, value }) };
    }
    Some(start)
}

pub fn decoded(value: &SPropValue) -> Property {
    let tag = PropTag(value.prop_tag);
    let value: PropValue = match tag.kind() {
        // SAFETY: M2: the arm that the tag names, and a zero behind the text.
        PT_UNICODE => unsafe { wide(value.value.lpsz_w) }.into(),
        // SAFETY: M2: the arm that the tag names.
        PT_LONG => unsafe { value.value.l }.into(),
        // SAFETY: M2: the arm that the tag names, as long as its count says.
        PT_BINARY => unsafe { std::slice::from_raw_parts(value.value.bin.lpb, value.value.bin.cb as usize) }.into(),
        // SAFETY: M2: the arm that the tag names.
        PT_BOOLEAN => (unsafe { value.value.b } != 0).into(),
        // SAFETY: M2: the arm that the tag names.
        PT_SYSTIME => PropValue::Time(u64::from(unsafe { value.value.ft }.high_date_time) << 32),
        kind => panic!("{kind:#x} is not written by these tests"),
    };
    Property { tag, value }
}

/// # Safety
/// `text` ends with a zero.
pub unsafe fn wide(text: *const u16) -> String {
    // SAFETY: M2: the caller's promise.
    let units = (0..).map(|at| unsafe { text.add(at).read() });
    let units: Vec<_> = units.take_while(|unit| *unit != 0).collect();
    String::from_utf16(&units).unwrap()
}
