//! What comes out of a provider's calls: read, copied, and freed as a client must (MEM-2). Who calls is in `client.rs`,
//! `store.rs` and `table.rs`.
#![allow(unsafe_code, reason = "what a provider gave is freed with MAPI's allocator")]

use super::state::State;
use provider_abi::error::Result;
use provider_abi::prop_array;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::MAPI_UNICODE;
use provider_abi::shapes::param::In;
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::strings::{ansi_text, wide_text};
use std::ffi::c_void;
use std::mem::offset_of;

impl State {
    pub(crate) fn free(&self, block: *mut c_void) {
        // SAFETY: M1: the provider gave it for the client to free (MEM-2), and what was wanted has been copied.
        unsafe { self.memory.allocators.free(block) };
    }

    /// Whether a block that a provider gave is one of MAPI's, and long enough for what its count says (MEM-2); the record
    /// learns of one that is not. One that is not MAPI's is not freed either.
    pub(crate) fn is_whole(&self, block: *mut c_void, head: usize, count: u32, each: usize) -> bool {
        let needed = each.checked_mul(count as usize).and_then(|bytes| bytes.checked_add(head));
        let fault = match (self.memory.size_of(block), needed) {
            (Some(size), Some(needed)) if needed <= size => return true,
            (Some(_), _) => "an output is shorter than its count says",
            (None, _) => "an output is no live block of MAPI's memory",
        };
        self.record.note("mem.fault", "memory", fault, "MEM-2", &[]);
        false
    }

    /// # Errors
    /// `MAPI_E_CORRUPT_DATA` for an array that is none.
    pub(crate) fn take_values(&self, count: u32, array: *mut SPropValue) -> Result<Vec<Property>> {
        if array.is_null() {
            return Ok(Vec::new());
        }
        if !self.is_whole(array.cast(), 0, count, size_of::<SPropValue>()) {
            return Err(Code::CORRUPT_DATA.into());
        }
        let values = read_values(count, array);
        self.free(array.cast());
        Ok(values)
    }

    /// The tags of an array: its count alone is read before its length is known.
    pub(crate) fn take_tags(&self, list: *mut SPropTagArray) -> Result<Vec<PropTag>> {
        let Some(count) = In::<u32>::new(list.cast_const().cast()).read() else {
            return Ok(Vec::new());
        };
        if !self.is_whole(list.cast(), size_of::<u32>(), count, size_of::<u32>()) {
            return Err(Code::CORRUPT_DATA.into());
        }
        let first = list.cast::<u32>().wrapping_add(1).cast_const();
        let tags = In::new(first).slice(count).unwrap_or_default();
        let tags = tags.iter().copied().map(PropTag).collect();
        self.free(list.cast());
        Ok(tags)
    }

    /// The problems of a SetProps, by index.
    pub(crate) fn take_problems(&self, problems: *mut SPropProblemArray) -> Result<Vec<(u32, Code)>> {
        let head = offset_of!(SPropProblemArray, problem);
        let Some(count) = In::<u32>::new(problems.cast_const().cast()).read() else {
            return Ok(Vec::new());
        };
        if !self.is_whole(problems.cast(), head, count, size_of::<SPropProblem>()) {
            return Err(Code::CORRUPT_DATA.into());
        }
        let first = problems.cast::<u8>().wrapping_add(head);
        let all = In::new(first.cast_const().cast::<SPropProblem>()).slice(count).unwrap_or_default();
        let told = all.iter().map(|problem| (problem.index, problem.scode)).collect();
        self.free(problems.cast());
        Ok(told)
    }

    /// The rows of a set: each is a root of its own (MEM-4).
    pub(crate) fn take_rows(&self, set: *mut SRowSet) -> Result<Vec<Vec<Property>>> {
        let head = offset_of!(SRowSet, row);
        let Some(count) = In::<u32>::new(set.cast_const().cast()).read() else {
            return Err(Code::CALL_FAILED.into());
        };
        if !self.is_whole(set.cast(), head, count, size_of::<SRow>()) {
            return Err(Code::CORRUPT_DATA.into());
        }
        let first = set.cast::<u8>().wrapping_add(head).cast_const();
        let rows = In::new(first.cast::<SRow>()).slice(count).unwrap_or_default();
        let read = rows.iter().map(|row| self.take_values(row.c_values, row.props)).collect::<Vec<_>>();
        self.free(set.cast());
        read.into_iter().collect()
    }

    pub(crate) fn take_error(&self, error: *mut MAPIERROR, flags: u32) -> Option<String> {
        if error.is_null() || !self.is_whole(error.cast(), size_of::<MAPIERROR>(), 0, 0) {
            return None;
        }
        let head = In::new(error.cast_const()).read()?;
        let text = match (head.error.is_null(), flags & MAPI_UNICODE != 0) {
            (true, _) => String::new(),
            // SAFETY: S4: a text in the width that the flags say.
            (false, true) => unsafe { wide_text(head.error.cast_const().cast()) },
            // SAFETY: S4: as above.
            (false, false) => unsafe { ansi_text(head.error.cast_const().cast()) }.into_owned(),
        };
        self.free(error.cast());
        Some(text)
    }
}

/// The values of an array, under the tags as they came: with the width of text.
fn read_values(count: u32, array: *mut SPropValue) -> Vec<Property> {
    let values = In::new(array.cast_const()).slice(count).unwrap_or_default();
    let read = values.iter().map(|value| {
        let tag = PropTag(value.prop_tag);
        let read = prop_array::decoded_one(value);
        let value = read.map_or_else(|error| PropValue::Error(error.code()), |property| property.value);
        Property { tag, value }
    });
    read.collect()
}
