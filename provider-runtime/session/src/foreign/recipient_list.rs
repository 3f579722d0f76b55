//! An `ADRLIST` as the argument of a call: each entry's properties are a root of their own, which
//! the callee may exchange (RCPT-6, MEM-4).
#![allow(unsafe_code, reason = "a list is written, and its entries are freed, as its counts say")]

use provider_abi::error::Result;
use provider_abi::memory::{Allocators, Block};
use provider_abi::params::read_at;
use provider_abi::prop_array;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::param::In;
use provider_abi::shapes::structs::{ADRENTRY, ADRLIST};
use std::mem::offset_of;

/// A list of recipients in MAPI's memory, freed with everything in it.
pub(crate) struct RecipientList {
    block: Block<ADRLIST>,
    memory: Allocators,
    /// How many entries have been written.
    entries: usize,
}

impl RecipientList {
    /// # Errors
    /// `MAPI_E_NOT_ENOUGH_MEMORY`
    pub(crate) fn of(memory: &Allocators, rows: &[Vec<Property>]) -> Result<Self> {
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
    pub(crate) fn argument(&self) -> In<'_, ADRLIST> {
        // SAFETY: M1: as many entries as the count says, until `self` goes.
        unsafe { In::from_raw(self.block.as_ptr().cast_const()) }
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
