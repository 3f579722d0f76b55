//! What comes out of a provider's calls: read, copied, and freed as a client must (MEM-2). Who
//! calls is in `client/`, `logon/` and `support/`.
#![allow(unsafe_code, reason = "what a provider gave is read as its counts say, and freed with MAPI's allocator")]

use crate::process::Memory;
use crate::record::Record;
use crate::record::what::process::MemoryFault;
use provider_abi::error::Result;
use provider_abi::names::{PropName, given_name};
use provider_abi::params::{read_at, slice_at};
use provider_abi::prop_array;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::MAPI_UNICODE;
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::strings::{ansi_text, wide_text};
use std::ffi::c_void;
use std::mem::offset_of;

/// The outputs of calls in one session: its memory, and its record for those that are none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outputs<'s> {
    pub(crate) memory: &'s Memory,
    pub(crate) record: &'s Record,
}

impl Outputs<'_> {
    /// Frees what a provider gave for the client to free (MEM-2); null is harmless.
    ///
    /// # Safety
    /// `block` is null, or a root block of the session's memory that nobody uses any more.
    pub(crate) unsafe fn free(&self, block: *mut c_void) {
        // SAFETY: M1: the caller's promise.
        unsafe { self.memory.allocators.free(block) };
    }

    /// Whether a block that a provider gave is one of MAPI's, and long enough for what its count
    /// says (MEM-2); the record learns of one that is not. One that is too short is freed unread;
    /// one that is not MAPI's is not freed either.
    pub(crate) fn is_whole(&self, block: *mut c_void, head: usize, count: u32, each: usize) -> bool {
        let needed = each.checked_mul(count as usize).and_then(|bytes| bytes.checked_add(head));
        let fault = match (self.memory.size_of(block), needed) {
            (Some(size), Some(needed)) if needed <= size => return true,
            (Some(_), _) => {
                // SAFETY: M1: a root that a provider gave for us to free, and nobody reads it.
                unsafe { self.free(block) };
                "an output is shorter than its count says"
            }
            (None, _) => "an output is no live block of MAPI's memory",
        };
        self.record.note_by("MEM-2", "memory", MemoryFault { fault: fault.into() });
        false
    }

    /// The values of an array, which is freed.
    ///
    /// # Safety
    /// The array is what a call has given for its caller to free, and that call did not fail.
    ///
    /// # Errors
    /// `MAPI_E_CORRUPT_DATA` for an array that is none.
    pub(crate) unsafe fn take_values(&self, count: u32, array: *mut SPropValue) -> Result<Vec<Property>> {
        if array.is_null() {
            return Ok(Vec::new());
        }
        if !self.is_whole(array.cast(), 0, count, size_of::<SPropValue>()) {
            return Err(Code::CORRUPT_DATA.into());
        }
        // SAFETY: S4: as long as its count says.
        let values = unsafe { slice_at(array.cast_const(), count) }.unwrap_or_default();
        // SAFETY: S4: each as its tag says.
        let values = values.iter().map(|value| unsafe { read_value(value) }).collect();
        // SAFETY: M1: the caller's promise; everything has been copied.
        unsafe { self.free(array.cast()) };
        Ok(values)
    }

    /// The tags of an array, which is freed: its count alone is read before its length is known.
    ///
    /// # Safety
    /// As for [`take_values`](Self::take_values).
    ///
    /// # Errors
    /// As for [`take_values`](Self::take_values).
    pub(crate) unsafe fn take_tags(&self, list: *mut SPropTagArray) -> Result<Vec<PropTag>> {
        // SAFETY: S4: null, or such an array.
        let Some(count) = (unsafe { read_at(list.cast_const().cast::<u32>()) }) else {
            return Ok(Vec::new());
        };
        if !self.is_whole(list.cast(), size_of::<u32>(), count, size_of::<u32>()) {
            return Err(Code::CORRUPT_DATA.into());
        }
        let first = list.cast::<u32>().wrapping_add(1).cast_const();
        // SAFETY: S4: as long as its count says.
        let tags = unsafe { slice_at(first, count) }.unwrap_or_default();
        let tags = tags.iter().copied().map(PropTag).collect();
        // SAFETY: M1: the caller's promise; everything has been copied.
        unsafe { self.free(list.cast()) };
        Ok(tags)
    }

    /// The names of a GetNamesFromIDs; their block is freed.
    ///
    /// # Safety
    /// As for [`take_values`](Self::take_values).
    ///
    /// # Errors
    /// As for [`take_values`](Self::take_values); `MAPI_E_INVALID_PARAMETER` for a name of no kind.
    pub(crate) unsafe fn take_names(&self, count: u32, names: *mut *mut MAPINAMEID) -> Result<Vec<Option<PropName>>> {
        if names.is_null() {
            return Ok(Vec::new());
        }
        if !self.is_whole(names.cast(), 0, count, size_of::<*mut MAPINAMEID>()) {
            return Err(Code::CORRUPT_DATA.into());
        }
        // SAFETY: S4: as long as its count says.
        let all = unsafe { slice_at(names.cast_const(), count) }.unwrap_or_default();
        // SAFETY: S4: each of them is null, or leads to a name.
        let read: Result<Vec<_>> = all.iter().map(|name| unsafe { given_name(name.cast_const()) }).collect();
        // SAFETY: M1: the caller's promise; everything has been copied.
        unsafe { self.free(names.cast()) };
        read
    }

    /// The problems of a SetProps, by index; their array is freed.
    ///
    /// # Safety
    /// As for [`take_values`](Self::take_values).
    ///
    /// # Errors
    /// As for [`take_values`](Self::take_values).
    pub(crate) unsafe fn take_problems(&self, problems: *mut SPropProblemArray) -> Result<Vec<(u32, Code)>> {
        let head = offset_of!(SPropProblemArray, problem);
        // SAFETY: S4: null, or such an array.
        let Some(count) = (unsafe { read_at(problems.cast_const().cast::<u32>()) }) else {
            return Ok(Vec::new());
        };
        if !self.is_whole(problems.cast(), head, count, size_of::<SPropProblem>()) {
            return Err(Code::CORRUPT_DATA.into());
        }
        let first = problems.cast_const().cast::<u8>().wrapping_add(head).cast::<SPropProblem>();
        // SAFETY: S4: as long as its count says.
        let all = unsafe { slice_at(first, count) }.unwrap_or_default();
        let read = all.iter().map(|problem| (problem.index, problem.scode)).collect();
        // SAFETY: M1: the caller's promise; everything has been copied.
        unsafe { self.free(problems.cast()) };
        Ok(read)
    }

    /// The rows of a set, which are freed with it: each is a root of its own (MEM-4).
    ///
    /// # Safety
    /// As for [`take_values`](Self::take_values).
    ///
    /// # Errors
    /// `MAPI_E_CALL_FAILED` for a null pointer, else as for [`take_values`](Self::take_values).
    pub(crate) unsafe fn take_rows(&self, set: *mut SRowSet) -> Result<Vec<Vec<Property>>> {
        let head = offset_of!(SRowSet, row);
        // SAFETY: S4: null, or such a set.
        let Some(count) = (unsafe { read_at(set.cast_const().cast::<u32>()) }) else {
            return Err(Code::CALL_FAILED.into());
        };
        if !self.is_whole(set.cast(), head, count, size_of::<SRow>()) {
            return Err(Code::CORRUPT_DATA.into());
        }
        let first = set.cast_const().cast::<u8>().wrapping_add(head).cast::<SRow>();
        // SAFETY: S4: as long as its count says.
        let rows = unsafe { slice_at(first, count) }.unwrap_or_default();
        // SAFETY: S4: the values of each row come with the set.
        let read = rows.iter().map(|row| unsafe { self.take_values(row.c_values, row.props) }).collect::<Vec<_>>();
        // SAFETY: M1: the caller's promise; everything has been copied.
        unsafe { self.free(set.cast()) };
        read.into_iter().collect()
    }

    /// Bytes on a root of their own, which is freed.
    ///
    /// # Safety
    /// As for [`take_values`](Self::take_values).
    ///
    /// # Errors
    /// As for [`take_values`](Self::take_values).
    pub(crate) unsafe fn take_bytes(&self, count: u32, bytes: *mut u8) -> Result<Vec<u8>> {
        if bytes.is_null() {
            return Ok(Vec::new());
        }
        if !self.is_whole(bytes.cast(), 0, count, 1) {
            return Err(Code::CORRUPT_DATA.into());
        }
        // SAFETY: S4: as long as its count says.
        let all = unsafe { slice_at(bytes.cast_const(), count) }.unwrap_or_default().to_vec();
        // SAFETY: M1: the caller's promise; everything has been copied.
        unsafe { self.free(bytes.cast()) };
        Ok(all)
    }

    /// A text in Unicode on a root of its own, which is freed.
    ///
    /// # Safety
    /// As for [`take_values`](Self::take_values), and it ends with a zero.
    ///
    /// # Errors
    /// As for [`take_values`](Self::take_values).
    pub(crate) unsafe fn take_text(&self, text: *mut u16) -> Result<String> {
        if text.is_null() {
            return Ok(String::new());
        }
        if !self.is_whole(text.cast(), 0, 1, size_of::<u16>()) {
            return Err(Code::CORRUPT_DATA.into());
        }
        // SAFETY: S4: not null, and ends with a zero.
        let read = unsafe { wide_text(text.cast_const()) };
        // SAFETY: M1: the caller's promise; the text has been copied.
        unsafe { self.free(text.cast()) };
        Ok(read)
    }

    /// The text of a MAPIERROR, which is freed; `None` for a null pointer, and for a block that is
    /// none of MAPI's.
    ///
    /// # Safety
    /// `error` is null, or what a call has given for its caller to free, whose text has the width
    /// that `flags` say.
    pub(crate) unsafe fn take_error(&self, error: *mut MAPIERROR, flags: u32) -> Option<String> {
        if error.is_null() || !self.is_whole(error.cast(), size_of::<MAPIERROR>(), 0, 0) {
            return None;
        }
        // SAFETY: S4: not null, and as long as it should be.
        let head = unsafe { read_at(error.cast_const()) }?;
        let text = match (head.error.is_null(), flags & MAPI_UNICODE != 0) {
            (true, _) => String::new(),
            // SAFETY: S4: a text in the width that the flags say.
            (false, true) => unsafe { wide_text(head.error.cast_const().cast()) },
            // SAFETY: S4: as above.
            (false, false) => unsafe { ansi_text(head.error.cast_const().cast()) }.into_owned(),
        };
        // SAFETY: M1: the caller's promise; the text has been copied.
        unsafe { self.free(error.cast()) };
        Some(text)
    }
}

/// A value under the tag as it came: with the width of text.
///
/// # Safety
/// What the value's pointers lead to is there, as its tag and counts say.
unsafe fn read_value(value: &SPropValue) -> Property {
    // SAFETY: M2: the caller's promise.
    let read = unsafe { prop_array::decoded(value) };
    let tag = PropTag(value.prop_tag);
    let value = read.map_or_else(|error| PropValue::Error(error.code()), |property| property.value);
    Property { tag, value }
}
