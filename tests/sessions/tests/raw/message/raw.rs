//! The calls of `IMessage`, `IAttach`, `IMAPITable` and `IStream` that the facts of `message.rs`
//! make, with their arguments built and their outputs read and freed.
#![allow(unsafe_code, reason = "MAPI's part by hand is played over vtables")]

use crate::service::values::decoded;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::*;
use provider_runtime::abi::imapi_prop::IMAPIPropVtbl;
use provider_runtime::abi::imapi_table::IMAPITableVtbl;
use provider_runtime::abi::imessage::IMessageVtbl;
use provider_runtime::abi::istream::IStreamVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use provider_runtime::session::Memory;
use std::ffi::c_void;
use std::ptr::null_mut;
use support::raw::{argument, argument_of, methods, release};

/// One reference on any object of a lent message, and the memory of the session that lent it.
pub struct Raw<'m> {
    pub object: *mut c_void,
    pub memory: &'m Memory,
}

impl Drop for Raw<'_> {
    fn drop(&mut self) {
        release(self.object);
    }
}

/// An array of values, and what they point at.
pub struct Values {
    pub array: Vec<SPropValue>,
    _texts: Vec<Vec<u16>>,
}

impl Values {
    pub fn of(properties: &[Property]) -> Self {
        let mut texts = Vec::new();
        let array = properties.iter().map(|property| {
            let value = match &property.value {
                PropValue::I32(number) => PropUnion { l: *number },
                PropValue::Bool(is) => PropUnion { b: u16::from(*is) },
                PropValue::Null | PropValue::Object => PropUnion { li: 0 },
                PropValue::Error(code) => PropUnion { err: *code },
                PropValue::Binary(bytes) => {
                    let bin = SBinary { cb: bytes.len() as u32, lpb: bytes.as_ptr().cast_mut() };
                    PropUnion { bin }
                }
                value => {
                    let text: Vec<_> = value.as_text().unwrap().encode_utf16().chain([0]).collect();
                    texts.push(text);
                    PropUnion { lpsz_w: texts.last_mut().unwrap().as_mut_ptr() }
                }
            };
            SPropValue { prop_tag: property.tag.0, align_pad: 0, value }
        });
        Self { array: array.collect(), _texts: texts }
    }
}

impl<'m> Raw<'m> {
    pub fn this(&self) -> This {
        This::new(self.object)
    }

    /// Gives up the reference: it goes with the address.
    pub fn leak(self) -> usize {
        std::mem::ManuallyDrop::new(self).object.expose_provenance()
    }

    pub fn free<T>(&self, block: *mut T) {
        // SAFETY: M1: null, or a root of the session's that was read.
        unsafe { (self.memory.free_function())(block.cast()) };
    }

    fn opened(&self, code: Code, object: *mut c_void) -> Result<Raw<'m>, Code> {
        assert_eq!(object.is_null(), code.is_failure());
        if code.is_failure() { Err(code) } else { Ok(Raw { object, memory: self.memory }) }
    }

    /// GetProps of these tags, or of all.
    pub fn get_props(&self, tags: &[PropTag], flags: u32) -> (Code, Vec<Property>) {
        let words: Vec<_> = std::iter::once(tags.len() as u32).chain(tags.iter().map(|tag| tag.0)).collect();
        let asked = if tags.is_empty() { In::null() } else { argument(&words) };
        let mut count = 7;
        let mut values = null_mut::<SPropValue>();
        let get_props = methods::<IMAPIPropVtbl>(self.object).get_props;
        // SAFETY: O1, O3: the test's reference; the arguments are ours until it returns.
        let code = unsafe { get_props(self.this(), asked, flags, Out::from(&mut count), Out::from(&mut values)) };
        let read = self.read(count, values);
        self.free(values);
        (code, read)
    }

    fn read(&self, count: u32, values: *const SPropValue) -> Vec<Property> {
        if values.is_null() {
            assert_eq!(count, 0);
            return Vec::new();
        }
        // SAFETY: M2: as many as the call said.
        let values = unsafe { std::slice::from_raw_parts(values, count as usize) };
        let read = values.iter().map(|value| {
            let tag = PropTag(value.prop_tag);
            match tag.kind() {
                // SAFETY: M2: the arm that the tag names.
                PT_ERROR => Property { tag, value: unsafe { value.value.err }.into() },
                // SAFETY: M2: the arm that the tag names.
                PT_BOOLEAN => Property { tag, value: (unsafe { value.value.b } != 0).into() },
                PT_OBJECT => Property { tag, value: PropValue::Object },
                // SAFETY: M2: the arm that the tag names.
                PT_STRING8 => Property { tag, value: ansi(unsafe { value.value.lpsz_a }).into() },
                _ => decoded(value),
            }
        });
        read.collect()
    }

    pub fn get(&self, tag: PropTag) -> PropValue {
        self.get_props(&[tag], MAPI_UNICODE).1.remove(0).value
    }

    /// The tags of GetPropList.
    pub fn list(&self, flags: u32) -> Vec<PropTag> {
        let mut list = null_mut::<SPropTagArray>();
        let get = methods::<IMAPIPropVtbl>(self.object).get_prop_list;
        // SAFETY: O1, O3: the test's reference; the output is ours until it returns.
        assert_eq!(unsafe { get(self.this(), flags, Out::from(&mut list)) }, Code::OK);
        // SAFETY: M2: a count, and as many tags behind it.
        let count = unsafe { list.cast::<u32>().read() } as usize;
        // SAFETY: M2: as above.
        let words = unsafe { std::slice::from_raw_parts(list.cast::<u32>(), count + 1) };
        let tags = words.iter().skip(1).copied().map(PropTag).collect();
        self.free(list);
        tags
    }

    /// SetProps: the code, and the problems by index.
    pub fn set(&self, properties: &[Property]) -> (Code, Vec<(u32, Code)>) {
        let values = Values::of(properties);
        let set_props = methods::<IMAPIPropVtbl>(self.object).set_props;
        let count = values.array.len() as u32;
        let array = argument(&values.array);
        self.problems(|out| {
            // SAFETY: O1, O3: the test's reference; the arguments are ours until it returns.
            unsafe { set_props(self.this(), count, array, out) }
        })
    }

    /// DeleteProps of one property: the code, and the problems by index.
    pub fn delete(&self, tag: PropTag) -> (Code, Vec<(u32, Code)>) {
        let tags = SPropTagArray { c_values: 1, prop_tag: [tag.0] };
        let delete_props = methods::<IMAPIPropVtbl>(self.object).delete_props;
        self.problems(|out| {
            // SAFETY: O1, O3: the test's reference; the arguments are ours until it returns.
            unsafe { delete_props(self.this(), argument_of(&tags), out) }
        })
    }

    fn problems(&self, call: impl FnOnce(Out<*mut SPropProblemArray>) -> Code) -> (Code, Vec<(u32, Code)>) {
        let mut problems = null_mut::<SPropProblemArray>();
        let code = call(Out::from(&mut problems));
        // SAFETY: M2: null, or an array with at least one problem.
        let told = unsafe { problems.as_ref() }.map(|all| (all.c_problem, all.problem));
        self.free(problems);
        // One is as much as these tests cause.
        (code, told.map(|(count, [first])| (first.index, first.scode, count)).into_iter().map(one).collect())
    }

    pub fn save(&self) -> Code {
        // SAFETY: O1: the test's reference.
        unsafe { (methods::<IMAPIPropVtbl>(self.object).save_changes)(self.this(), KEEP_OPEN_READWRITE) }
    }

    pub fn open_property(&self, tag: PropTag, iid: Iid, flags: u32) -> Result<Raw<'m>, Code> {
        let mut out = null_mut();
        let open = methods::<IMAPIPropVtbl>(self.object).open_property;
        // SAFETY: O1, O3: the test's reference; the arguments are ours until it returns.
        let code = unsafe { open(self.this(), tag.0, In::from(&iid), 0, flags, Out::from(&mut out)) };
        self.opened(code, out)
    }

    pub fn stream(&self, tag: PropTag, flags: u32) -> Result<Raw<'m>, Code> {
        self.open_property(tag, IID_IStream, flags)
    }

    pub fn recipients(&self) -> Result<Raw<'m>, Code> {
        let mut out = null_mut();
        let get = methods::<IMessageVtbl>(self.object).get_recipient_table;
        // SAFETY: O1, O3: the test's reference; the output is ours until it returns.
        let code = unsafe { get(self.this(), MAPI_UNICODE, Out::from(&mut out)) };
        self.opened(code, out)
    }

    pub fn attachments(&self) -> Result<Raw<'m>, Code> {
        let mut out = null_mut();
        let get = methods::<IMessageVtbl>(self.object).get_attachment_table;
        // SAFETY: O1, O3: the test's reference; the output is ours until it returns.
        let code = unsafe { get(self.this(), MAPI_UNICODE, Out::from(&mut out)) };
        self.opened(code, out)
    }

    pub fn create_attach(&self) -> Result<(u32, Raw<'m>), Code> {
        let mut number = 7;
        let mut out = null_mut();
        let create = methods::<IMessageVtbl>(self.object).create_attach;
        // SAFETY: O1, O3: the test's reference; the outputs are ours until it returns.
        let code = unsafe { create(self.this(), In::null(), 0, Out::from(&mut number), Out::from(&mut out)) };
        self.opened(code, out).map(|attachment| (number, attachment))
    }

    pub fn open_attach(&self, number: u32, flags: u32) -> Result<Raw<'m>, Code> {
        let mut out = null_mut();
        let open = methods::<IMessageVtbl>(self.object).open_attach;
        // SAFETY: O1, O3: the test's reference; the output is ours until it returns.
        let code = unsafe { open(self.this(), number, In::null(), flags, Out::from(&mut out)) };
        self.opened(code, out)
    }

    pub fn delete_attach(&self, number: u32) -> Code {
        let delete = methods::<IMessageVtbl>(self.object).delete_attach;
        // SAFETY: O1, O3: the test's reference; there is no progress object.
        unsafe { delete(self.this(), number, 0, null_mut(), 0) }
    }

    /// ModifyRecipients with a list of these.
    pub fn modify(&self, flags: u32, recipients: &[&[Property]]) -> Code {
        let rows: Vec<_> = recipients.iter().map(|row| Values::of(row)).collect();
        let mut list = vec![0_u64; 1 + 2 * rows.len()]; // the count with its padding, then entries of two words
        // SAFETY: M2: the count stands first.
        unsafe { list.as_mut_ptr().cast::<u32>().write(rows.len() as u32) };
        for (index, row) in rows.iter().enumerate() {
            let entry =
                ADRENTRY { reserved1: 0, c_values: row.array.len() as u32, prop_vals: row.array.as_ptr().cast_mut() };
            // SAFETY: M2: inside the list.
            let place = unsafe { list.as_mut_ptr().add(1 + 2 * index) };
            // SAFETY: M2: as above, and aligned for it.
            unsafe { place.cast::<ADRENTRY>().write(entry) };
        }
        let modify = methods::<IMessageVtbl>(self.object).modify_recipients;
        // SAFETY: O1, O3: the test's reference; the list is ours until it returns.
        unsafe { modify(self.this(), flags, argument(&list)) }
    }

    /// QueryRows, of a table.
    pub fn rows(&self, count: i32) -> Result<Vec<Vec<Property>>, Code> {
        let mut set = null_mut::<SRowSet>();
        let query = methods::<IMAPITableVtbl>(self.object).query_rows;
        // SAFETY: O1, O3: the test's reference; the output is ours until it returns.
        let code = unsafe { query(self.this(), count, 0, Out::from(&mut set)) };
        if code.is_failure() {
            assert!(set.is_null());
            return Err(code);
        }
        // SAFETY: M2: the count stands first.
        let count = unsafe { set.cast::<u32>().read() } as usize;
        let first = set.cast::<u8>().wrapping_add(std::mem::offset_of!(SRowSet, row)).cast::<SRow>();
        // SAFETY: M2: as many rows as the count says.
        let rows = unsafe { std::slice::from_raw_parts(first, count) };
        let read = rows.iter().map(|row| {
            let read = self.read(row.c_values, row.props);
            self.free(row.props);
            read
        });
        let read = read.collect();
        self.free(set);
        Ok(read)
    }

    /// SetColumns, of a table: one column, from the first row on.
    pub fn show(&self, tag: PropTag) {
        let tags = SPropTagArray { c_values: 1, prop_tag: [tag.0] };
        let set_columns = methods::<IMAPITableVtbl>(self.object).set_columns;
        // SAFETY: O1, O3: the test's reference; the tags are ours until it returns.
        assert_eq!(unsafe { set_columns(self.this(), argument_of(&tags), 0) }, Code::OK);
        self.seek_to_the_beginning();
    }

    pub fn seek_to_the_beginning(&self) {
        let seek_row = methods::<IMAPITableVtbl>(self.object).seek_row;
        // SAFETY: O1, O3: the test's reference; the output is optional.
        assert_eq!(unsafe { seek_row(self.this(), BOOKMARK_BEGINNING, 0, Out::null()) }, Code::OK);
    }

    /// Read, of a stream: at most so many bytes.
    pub fn read_bytes(&self, length: usize) -> Result<Vec<u8>, Code> {
        let mut bytes = vec![0xAA; length];
        let mut done = 7;
        let read = methods::<IStreamVtbl>(self.object).sequential.read;
        // SAFETY: O3: as long as the call is told, and ours until it returns.
        let out = unsafe { Out::from_raw(bytes.as_mut_ptr()) };
        // SAFETY: O1, O3: the test's reference; the buffer is ours until it returns.
        let code = unsafe { read(self.this(), out, length as u32, Out::from(&mut done)) };
        bytes.truncate(done as usize);
        if code.is_failure() { Err(code) } else { Ok(bytes) }
    }

    /// Write, of a stream: the code, and how many bytes it took.
    pub fn write(&self, bytes: &[u8]) -> (Code, u32) {
        let mut done = 7;
        let write = methods::<IStreamVtbl>(self.object).sequential.write;
        let from = argument(bytes);
        let length = bytes.len() as u32;
        // SAFETY: O1, O3: the test's reference; the bytes are ours until it returns.
        let code = unsafe { write(self.this(), from, length, Out::from(&mut done)) };
        (code, done)
    }

    pub fn seek(&self, distance: i64, from: u32) -> (Code, u64) {
        let mut position = 7;
        let seek = methods::<IStreamVtbl>(self.object).seek;
        // SAFETY: O1, O3: the test's reference; the output is ours until it returns.
        let code = unsafe { seek(self.this(), distance, from, Out::from(&mut position)) };
        (code, position)
    }

    pub fn set_size(&self, size: u64) -> Code {
        // SAFETY: O1: the test's reference.
        unsafe { (methods::<IStreamVtbl>(self.object).set_size)(self.this(), size) }
    }

    pub fn commit(&self) -> Code {
        // SAFETY: O1: the test's reference.
        unsafe { (methods::<IStreamVtbl>(self.object).commit)(self.this(), 0) }
    }

    /// CopyTo, of a stream: the code, and the bytes read and written.
    pub fn copy_to(&self, into: &Raw<'_>, count: u64) -> (Code, u64, u64) {
        let mut read = 7;
        let mut written = 7;
        let copy_to = methods::<IStreamVtbl>(self.object).copy_to;
        let outputs = (Out::from(&mut read), Out::from(&mut written));
        // SAFETY: O1, O3: the test's references; the outputs are ours until it returns.
        let code = unsafe { copy_to(self.this(), into.object, count, outputs.0, outputs.1) };
        (code, read, written)
    }
}

fn one((index, code, count): (u32, Code, u32)) -> (u32, Code) {
    assert_eq!(count, 1);
    (index, code)
}

fn ansi(text: *const u8) -> String {
    // SAFETY: M2: ends with a zero.
    let text = unsafe { std::ffi::CStr::from_ptr(text.cast()) };
    text.to_str().unwrap().to_owned()
}
