//! What comes out of a provider's calls: read, copied, and freed as a client must (MEM-2). Who calls is in `client.rs`,
//! `store.rs` and `table.rs`.

use super::state::State;
use crate::abi::flag::MAPI_UNICODE;
use crate::abi::param::In;
use crate::abi::structs::{MAPIERROR, SPropTagArray, SPropValue};
use crate::abi::tag::PropTag;
use crate::com::params::{ansi_text, wide_text};
use crate::com::values;
use crate::provider::{PropValue, Property};
use std::ffi::c_void;

impl State {
    pub(crate) fn free(&self, block: *mut c_void) {
        // SAFETY: M1: the provider gave it for the client to free (MEM-2), and what was wanted has been copied.
        unsafe { self.memory.allocators.free(block) };
    }

    pub(crate) fn take_values(&self, count: u32, array: *mut SPropValue) -> Vec<Property> {
        let values = read_values(count, array);
        self.free(array.cast());
        values
    }

    pub(crate) fn take_tags(&self, list: *mut SPropTagArray) -> Vec<PropTag> {
        let Some(head) = In::new(list.cast_const()).read() else {
            return Vec::new();
        };
        let first = list.cast::<u32>().wrapping_add(1).cast_const();
        let tags = In::new(first).slice(head.c_values).unwrap_or_default();
        let tags = tags.iter().copied().map(PropTag).collect();
        self.free(list.cast());
        tags
    }

    pub(crate) fn take_error(&self, error: *mut MAPIERROR, flags: u32) -> Option<String> {
        let head = In::new(error.cast_const()).read()?;
        let text = match (head.error.is_null(), flags & MAPI_UNICODE != 0) {
            (true, _) => String::new(),
            (false, true) => wide_text(head.error.cast_const().cast()),
            (false, false) => ansi_text(head.error.cast_const().cast()).into_owned(),
        };
        self.free(error.cast());
        Some(text)
    }
}

/// The values of an array, under the tags as they came: with the width of text.
pub(crate) fn read_values(count: u32, array: *mut SPropValue) -> Vec<Property> {
    let values = In::new(array.cast_const()).slice(count).unwrap_or_default();
    let read = values.iter().map(|value| {
        let tag = PropTag(value.prop_tag);
        let read = values::decoded_one(value);
        let value = read.map_or_else(|error| PropValue::Error(error.code()), |property| property.value);
        Property { tag, value }
    });
    read.collect()
}
