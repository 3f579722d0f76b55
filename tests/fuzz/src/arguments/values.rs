//! Property values: as many as are counted, laid out as their tags say, some with null pointers.
#![allow(unsafe_code, reason = "values in MAPI's memory are written there")]

use super::Arguments;
use super::inputs::any_entry;
use crate::author::{KEPT, KEPT_BYTES, KEPT_TEXTS};
use crate::world::{chance, one_of};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::Iid;
use provider_runtime::abi::param::In;
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::ptr::null_mut;

/// Types of values, some of them no types.
const KINDS: [u16; 31] = [
    PT_UNSPECIFIED,
    PT_NULL,
    PT_I2,
    PT_LONG,
    PT_R4,
    PT_DOUBLE,
    PT_CURRENCY,
    PT_APPTIME,
    PT_ERROR,
    PT_BOOLEAN,
    PT_OBJECT,
    PT_I8,
    PT_STRING8,
    PT_UNICODE,
    PT_UNICODE,
    PT_SYSTIME,
    PT_CLSID,
    PT_BINARY,
    PT_BINARY,
    PT_MV_I2,
    PT_MV_LONG,
    PT_MV_R4,
    PT_MV_DOUBLE,
    PT_MV_STRING8,
    PT_MV_BINARY,
    PT_MV_UNICODE,
    PT_MV_CLSID,
    PT_MV_I8,
    0x0033,
    0x1001,
    0xFFFF,
];

const TAGS: [PropTag; 14] = [
    KEPT,
    KEPT_BYTES,
    KEPT_TEXTS,
    tags::ENTRYID::ID,
    tags::RECORD_KEY::ID,
    tags::OBJECT_TYPE::ID,
    tags::DISPLAY_NAME::ID,
    tags::STORE_ENTRYID::ID,
    tags::STATUS_CODE::ID,
    tags::RESOURCE_TYPE::ID,
    tags::INSTANCE_KEY::ID,
    tags::ACCESS_LEVEL::ID,
    tags::SUBJECT::ID,
    tags::STORE_SUPPORT_MASK::ID,
];

/// A tag: of something that is there, of another type, or of nothing.
pub(super) fn any_tag() -> PropTag {
    match fastrand::u32(..8) {
        0..4 => one_of(&TAGS),
        4..6 => one_of(&TAGS).with_kind(one_of(&KINDS)),
        6 => PropTag::new(fastrand::u16(..), one_of(&KINDS)),
        _ => PropTag(fastrand::u32(..)),
    }
}

impl Arguments<'_> {
    /// Values, as many as [`few`](Self::few) said.
    pub fn values(&mut self, count: u32) -> In<'static, SPropValue> {
        let values: Vec<_> = (0..count).map(|_| self.value()).collect();
        if count == 0 || chance(5) {
            return In::null();
        }
        let values = self.keep(values);
        // SAFETY: O3: as many as were said, which stay until the call has returned.
        unsafe { In::from_raw(values) }
    }

    fn value(&mut self) -> SPropValue {
        let tag = any_tag();
        let mut value = SPropValue { prop_tag: tag.0, align_pad: 0, value: PropUnion { li: fastrand::i64(..) } };
        let has_nothing = chance(10);
        let count = fastrand::u32(..3);
        if let Some(value_of) = self.pointing(tag.kind(), count, has_nothing) {
            value.value = value_of;
        }
        value
    }

    /// The value of a type that leads to memory.
    fn pointing(&mut self, kind: u16, count: u32, is_null: bool) -> Option<PropUnion> {
        let n = count as usize;
        let list = |start: *mut u8| if is_null { null_mut() } else { start };
        Some(match kind {
            PT_STRING8 => PropUnion { lpsz_a: list(self.keep(b"caf\xE9\0".to_vec())) },
            PT_UNICODE => PropUnion { lpsz_w: list(self.keep_units()).cast() },
            PT_CLSID => PropUnion { lpguid: list(self.keep(vec![Iid([7; 16])]).cast()).cast() },
            PT_BINARY => {
                let bytes = any_entry();
                let cb = bytes.len() as u32;
                PropUnion { bin: SBinary { cb, lpb: list(self.keep(bytes)) } }
            }
            PT_MV_BINARY => {
                let own = (0..n).map(|_| any_entry()).collect::<Vec<_>>();
                let own = own.into_iter().map(|bytes| SBinary { cb: bytes.len() as u32, lpb: self.keep(bytes) });
                let own: Vec<_> = own.collect();
                PropUnion { mv_bin: SBinaryArray { c_values: count, lpbin: list(self.keep(own).cast()).cast() } }
            }
            PT_MV_UNICODE | PT_MV_STRING8 => {
                let own = (0..n).map(|_| if chance(10) { null_mut() } else { self.keep_units() });
                let own: Vec<_> = own.collect();
                PropUnion { mv_bin: SBinaryArray { c_values: count, lpbin: list(self.keep(own).cast()).cast() } }
            }
            kind if kind & 0x1000 != 0 => {
                // No element is larger than a GUID.
                let own = self.keep(vec![Iid([3; 16]); n.max(1)]);
                PropUnion { mv_guid: SGuidArray { c_values: count, lpguid: list(own.cast()).cast() } }
            }
            _ => return None,
        })
    }

    /// A text that ends with a zero in either width; aligned for both.
    fn keep_units(&mut self) -> *mut u8 {
        let text = one_of(&["", "x", "Größe", "with a surrogate: 𝄞"]);
        self.keep(text.encode_utf16().chain([0, 0]).collect::<Vec<_>>()).cast()
    }

    /// The values of one recipient in a block of MAPI's, and how many there are.
    pub(super) fn row_of_its_own(&mut self) -> (*mut SPropValue, u32) {
        let row = self.memory.block(2 * size_of::<SPropValue>());
        let entry = any_entry();
        let bytes = if row.is_null() { null_mut() } else { self.memory.more(entry.len(), row) };
        if bytes.is_null() {
            self.memory.free(row);
            return (null_mut(), 0);
        }
        // SAFETY: M1: a block of that length.
        unsafe { bytes.cast::<u8>().copy_from_nonoverlapping(entry.as_ptr(), entry.len()) };
        let cb = entry.len() as u32;
        let of_entry = PropUnion { bin: SBinary { cb, lpb: bytes.cast() } };
        let values = [
            SPropValue { prop_tag: tags::ENTRYID::ID.0, align_pad: 0, value: of_entry },
            SPropValue { prop_tag: tags::OBJECT_TYPE::ID.0, align_pad: 0, value: PropUnion { ul: 6 } },
        ];
        // SAFETY: M1: a block with room for two.
        unsafe { row.cast::<SPropValue>().copy_from_nonoverlapping(values.as_ptr(), 2) };
        (row.cast(), 2)
    }
}
