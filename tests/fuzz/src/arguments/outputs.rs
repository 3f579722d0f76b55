//! What a method writes: numbers, objects, MAPI's memory, which is read to its end and freed. All
//! of it begins as nothing.
#![allow(unsafe_code, reason = "outputs are read as MAPI lays them out")]

use super::Arguments;
use crate::face::Face;
use crate::world::{World, chance};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::param::Out;
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::hint::black_box;
use std::mem::offset_of;
use std::ptr::null_mut;
use std::sync::Arc;
use support::raw;

/// One output that has to be given back.
pub(super) struct Output {
    place: Box<*mut c_void>,
    what: What,
}

enum What {
    Object,
    Memory(Memory),
}

/// What stands in a block of MAPI's memory.
pub(super) enum Memory {
    /// As many values as the number beside it says.
    Values(*const u32),
    Tags,
    Rows,
    Problems,
    Error,
    /// Why a logon was refused: the one output of a call that fails (LOGON-1).
    Refusal,
    /// As many bytes as the number beside it says.
    Bytes(*const u32),
    Recipients,
    /// What nobody reads.
    Other,
}

impl Output {
    /// A block that is the argument itself, and the client's again after the call.
    pub(super) fn memory_of(block: *mut c_void, memory: Memory) -> Self {
        Self { place: Box::new(block), what: What::Memory(memory) }
    }

    /// Takes the output, or says what is wrong with it.
    pub(super) fn settle(&self, world: &Arc<World>, memory: raw::Memory, code: Code) -> Option<String> {
        let given = *black_box(&*self.place);
        if let What::Memory(Memory::Recipients) = self.what {
            free_rows(given, memory);
            return None;
        }
        if given.is_null() {
            return None;
        }
        if code.is_failure() && !matches!(self.what, What::Memory(Memory::Refusal)) {
            return Some(format!("an output is {given:?}"));
        }
        match &self.what {
            What::Object => {
                let (object, face) = Face::find(given);
                world.hold(object, face);
            }
            What::Memory(Memory::Rows) => free_rows(given, memory),
            What::Memory(kind) => {
                kind.read(given);
                memory.free(given);
            }
        }
        None
    }
}

/// Reads a value.
fn at<T: Copy>(place: *const T) -> T {
    // SAFETY: M2: a provider has written it there, and it was not freed yet.
    unsafe { place.read() }
}

fn read_bytes(start: *const u8, count: usize) {
    for index in 0..count {
        black_box(at(start.wrapping_add(index)));
    }
}

fn read_text<U: Copy + Default + PartialEq>(start: *const U) {
    let mut index = 0;
    while !start.is_null() && at(start.wrapping_add(index)) != U::default() {
        index += 1;
    }
    black_box(index);
}

/// The bytes of one element of a multiple value.
fn size_of_element(kind: u16) -> usize {
    match kind & !0x1000 {
        PT_I2 => 2,
        PT_LONG | PT_R4 => 4,
        PT_CLSID => 16,
        _ => 8,
    }
}

fn read_value(value: &SPropValue) {
    let kind = PropTag(value.prop_tag).kind();
    // SAFETY: M2: all arms begin at one place; the tag says which one it is.
    let array = unsafe { value.value.mv_bin };
    match kind {
        PT_STRING8 => read_text(array_start::<u8>(value)),
        PT_UNICODE => read_text(array_start::<u16>(value)),
        PT_CLSID => read_bytes(array_start(value), 16),
        PT_BINARY => read_bytes(array.lpbin.cast(), array.c_values as usize),
        PT_MV_BINARY => {
            for index in 0..array.c_values as usize {
                let one = at(array.lpbin.wrapping_add(index));
                read_bytes(one.lpb, one.cb as usize);
            }
        }
        PT_MV_STRING8 | PT_MV_UNICODE => {
            for index in 0..array.c_values as usize {
                let one = at(array.lpbin.cast::<*const u8>().wrapping_add(index));
                if kind == PT_MV_STRING8 { read_text(one) } else { read_text(one.cast::<u16>()) }
            }
        }
        kind if kind & 0x1000 != 0 => {
            read_bytes(array.lpbin.cast(), array.c_values as usize * size_of_element(kind));
        }
        _ => {}
    }
}

/// The pointer that a value is.
fn array_start<T>(value: &SPropValue) -> *const T {
    // SAFETY: M2: the tag says that it is a pointer.
    unsafe { value.value.lpv }.cast_const().cast()
}

fn read_values(first: *const SPropValue, count: usize) {
    for index in 0..count {
        read_value(&at(first.wrapping_add(index)));
    }
}

/// A row set or an address list: each row is a block of its own.
fn free_rows(set: *mut c_void, memory: raw::Memory) {
    let count = at(set.cast_const().cast::<u32>()) as usize;
    let first = set.cast::<u8>().wrapping_add(offset_of!(SRowSet, row)).cast::<SRow>();
    for index in 0..count {
        let row = at(first.wrapping_add(index).cast_const());
        read_values(row.props, row.c_values as usize);
        memory.free(row.props.cast());
    }
    memory.free(set);
}

impl Memory {
    fn read(&self, block: *mut c_void) {
        let head = block.cast_const();
        match self {
            Self::Values(count) => read_values(head.cast(), at(*count) as usize),
            Self::Bytes(count) => read_bytes(head.cast(), at(*count) as usize),
            Self::Tags => {
                let count = at(head.cast::<u32>()) as usize;
                read_bytes(head.cast(), (count + 1) * 4);
            }
            Self::Problems => {
                let count = at(head.cast::<u32>()) as usize;
                read_bytes(head.cast(), 4 + count * size_of::<SPropProblem>());
            }
            Self::Error | Self::Refusal => {
                let error = at(head.cast::<MAPIERROR>());
                read_text(error.error.cast_const().cast::<u8>());
                read_text(error.component.cast_const().cast::<u8>());
            }
            Self::Rows | Self::Recipients | Self::Other => {}
        }
    }
}

impl Arguments<'_> {
    fn place<T>(&mut self, what: What) -> Out<'static, *mut T> {
        if chance(8) {
            return Out::null();
        }
        let mut place = Box::new(null_mut::<c_void>());
        let raw: *mut *mut c_void = &raw mut *place;
        self.outputs.push(Output { place, what });
        // SAFETY: O3: it stays until it is settled.
        unsafe { Out::from_raw(raw.cast()) }
    }

    /// Room for a number that goes in and comes out.
    fn number_place<T: Copy + 'static>(&mut self, value: T) -> Out<'static, T> {
        let place = self.keep(vec![value]);
        // SAFETY: O3: it stays until the call has returned.
        if chance(8) { Out::null() } else { unsafe { Out::from_raw(place) } }
    }

    /// Room for a number.
    pub fn count_out(&mut self) -> Out<'static, u32> {
        let place = self.number_place(0_u32);
        self.bytes.0 = place.raw().cast_const().cast();
        place
    }

    /// Flags that go in and come out.
    pub fn flags_out(&mut self) -> Out<'static, u32> {
        let flags = if chance(50) { 1 << fastrand::u32(..10) } else { self.flags() };
        self.number_place(flags)
    }

    /// Room for a number that may be below zero.
    pub fn signed_out(&mut self) -> Out<'static, i32> {
        self.number_place(0)
    }

    /// Room for a connection, a bookmark or a reference.
    pub fn word_out(&mut self) -> Out<'static, usize> {
        self.number_place(0)
    }

    /// Room for an object.
    pub fn object_out(&mut self) -> Out<'static, *mut c_void> {
        self.place(What::Object)
    }

    /// Room for values, after their count.
    pub fn values_out(&mut self) -> Out<'static, *mut SPropValue> {
        let count = self.bytes.0.cast();
        self.place(What::Memory(Memory::Values(count)))
    }

    /// Room for bytes, after their count.
    pub fn bytes_out<T>(&mut self) -> Out<'static, *mut T> {
        let count = self.bytes.0.cast();
        self.place(What::Memory(Memory::Bytes(count)))
    }

    /// Room for tags.
    pub fn tags_out(&mut self) -> Out<'static, *mut SPropTagArray> {
        self.place(What::Memory(Memory::Tags))
    }

    /// Room for rows.
    pub fn rows_out(&mut self) -> Out<'static, *mut SRowSet> {
        self.place(What::Memory(Memory::Rows))
    }

    /// Room for problems.
    pub fn problems_out(&mut self) -> Out<'static, *mut SPropProblemArray> {
        self.place(What::Memory(Memory::Problems))
    }

    /// Room for the text of an error.
    pub fn error_out(&mut self) -> Out<'static, *mut MAPIERROR> {
        self.place(What::Memory(Memory::Error))
    }

    /// Room for why a logon was refused.
    pub fn refusal_out(&mut self) -> Out<'static, *mut MAPIERROR> {
        self.place(What::Memory(Memory::Refusal))
    }

    /// Room for something else in one block.
    pub fn block_out<T>(&mut self) -> Out<'static, *mut T> {
        self.place(What::Memory(Memory::Other))
    }

    /// Room for a position.
    pub fn long_out(&mut self) -> Out<'static, u64> {
        self.number_place(0)
    }

    /// Room for what is read from a stream.
    pub fn room(&mut self, length: u32) -> Out<'static, u8> {
        let first = self.keep(vec![0_u8; length as usize]);
        // SAFETY: O3: as many bytes as the next argument says, which stay until it has returned.
        unsafe { Out::from_raw(first) }
    }

    /// Room for what stays the callee's.
    pub fn borrowed_out<T: 'static>(&mut self) -> Out<'static, *mut T> {
        self.number_place(null_mut())
    }

    /// The data of TransportNotify: a reference, or an identifier where the flags want one.
    pub fn datum(&mut self) -> Out<'static, *mut c_void> {
        let entry = super::inputs::any_entry();
        let cb = entry.len() as u32;
        let lpb = self.keep(entry);
        let binary = self.keep(vec![SBinary { cb, lpb }]);
        self.number_place(binary.cast())
    }
}
