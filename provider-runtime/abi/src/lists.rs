//! Lists that a method is called with: recipients, entry identifiers (O3). A list of recipients is
//! written here, too: each entry's properties are a root of their own, which the callee may
//! exchange (RCPT-6, MEM-4).
#![allow(unsafe_code, reason = "a list is read, written and freed as its counts say")]

use crate::error::{Code, Result};
use crate::memory::{Allocators, Block};
use crate::param::In;
use crate::params::{Array, bytes_at, read_at, slice_at};
use crate::prop_array;
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

/// A list of recipients in MAPI's memory, freed with everything in it.
pub struct RecipientList {
    block: Block<ADRLIST>,
    memory: Allocators,
    /// How many entries have been written.
    entries: usize,
}

impl RecipientList {
    /// A list of these recipients, text as Unicode.
    ///
    /// # Errors
    /// `MAPI_E_NOT_ENOUGH_MEMORY`
    pub fn of(memory: &Allocators, rows: &[Vec<Property>]) -> Result<Self> {
        let block = memory.counted::<ADRLIST, ADRENTRY>(rows.len())?;
        block.put(0, 0, u32::try_from(rows.len()).map_err(|_| Code::NOT_ENOUGH_MEMORY)?)?;
        let mut list = Self { block, memory: *memory, entries: 0 };
        for row in rows {
            let values = prop_array::unicode_array(memory, row)?;
            let c_values = u32::try_from(row.len()).map_err(|_| Code::NOT_ENOUGH_MEMORY)?;
            let entry = ADRENTRY { reserved1: 0, c_values, prop_vals: values.as_ptr() };
            list.block.put(offset_of!(ADRLIST, entries), list.entries, entry)?;
            let _handed_over = values.into_raw();
            list.entries += 1;
        }
        Ok(list)
    }

    /// The list as the argument of a call.
    pub fn argument(&self) -> In<'_, ADRLIST> {
        // SAFETY: M1: as many entries as the count says, until `self` goes.
        unsafe { In::from_raw(self.block.as_ptr().cast_const()) }
    }

    /// The callee has taken the list over: it is its to free.
    pub fn leave(self) {
        std::mem::forget(self);
    }
}

impl Drop for RecipientList {
    fn drop(&mut self) {
        let first = self.block.as_ptr().cast_const().cast::<u8>().wrapping_add(offset_of!(ADRLIST, entries));
        for index in 0..self.entries {
            // SAFETY: M2: written in `of`, and a callee only exchanges the values.
            let entry = unsafe { read_at(first.cast::<ADRENTRY>().wrapping_add(index)) };
            if let Some(entry) = entry {
                // SAFETY: M1: a root of the list's, which goes with it.
                unsafe { self.memory.free(entry.prop_vals.cast()) };
            }
        }
    }
}
