//! Lists that a method is called with: recipients, entry identifiers (O3).
#![allow(unsafe_code, reason = "arguments are raw pointers until they are read here")]

use crate::error::{Code, Result};
use crate::param::In;
use crate::params::{Array, bytes_at, read_at, slice_at};
use crate::prop_value::Property;
use crate::shapes::structs::{ADRENTRY, ADRLIST, SBinary, SBinaryArray};
use std::mem::offset_of;

/// The recipients of a list, each with its values; entries without values are left out (RCPT-5).
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for a list that is none: a null pointer, or more entries or values
/// than there can be.
pub fn recipients(list: In<'_, ADRLIST>) -> Result<Vec<Vec<Property>>> {
    /// More recipients than any message has: a longer list is none.
    const MOST: u32 = 1 << 20;
    // The count alone: a list without an entry is shorter than the struct.
    // SAFETY: O3: such an argument starts with its count.
    let count = unsafe { read_at(list.raw().cast::<u32>()) };
    let count = count.filter(|count| *count <= MOST).ok_or(Code::INVALID_PARAMETER)?;
    let first = list.raw().cast::<u8>().wrapping_add(offset_of!(ADRLIST, entries)).cast::<ADRENTRY>();
    // SAFETY: O3: an argument of this type has as many entries as its count says.
    let entries = unsafe { slice_at(first, count) }.ok_or(Code::INVALID_PARAMETER)?;
    let named = entries.iter().filter(|entry| entry.c_values != 0);
    // SAFETY: O3: everything that the entries lead to is there, too.
    named.map(|entry| unsafe { recipient(entry) }).collect()
}

/// # Safety
/// The values of the entry are there, as many as its count says, with everything that they lead to.
unsafe fn recipient(entry: &ADRENTRY) -> Result<Vec<Property>> {
    /// There are no more property ids than this; a longer array is none.
    const MOST: u32 = 0x1_0000;
    if entry.c_values > MOST {
        return Err(Code::INVALID_PARAMETER.into());
    }
    // SAFETY: M2: the caller's promise.
    let values = unsafe { Array::at(entry.prop_vals.cast_const(), entry.c_values) };
    values.ok_or(Code::INVALID_PARAMETER)?.decoded()
}

/// The entry identifiers of a list (`ENTRYLIST`); `None` for no list. One that is null is empty.
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for a list with a count and no entries.
pub fn entry_ids<'a>(list: In<'a, SBinaryArray>) -> Result<Option<Vec<&'a [u8]>>> {
    // SAFETY: O3: such an argument is one struct.
    let Some(list) = (unsafe { read_at(list.raw()) }) else { return Ok(None) };
    // SAFETY: O3: with as many entries as its count says.
    let entries: &'a [SBinary] =
        unsafe { slice_at(list.lpbin.cast_const(), list.c_values) }.ok_or(Code::INVALID_PARAMETER)?;
    // SAFETY: O3: each as long as its count says.
    let bytes = entries.iter().map(|entry| unsafe { bytes_at(entry.lpb.cast_const(), entry.cb) });
    Ok(Some(bytes.map(Option::unwrap_or_default).collect()))
}
