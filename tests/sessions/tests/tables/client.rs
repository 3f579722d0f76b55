//! A table as a client calls it, over its vtable.
#![allow(unsafe_code, reason = "IMAPITable is called over its vtable")]

use provider_abi::memory::Allocators;
use provider_abi::prop_array::take_rows;
use provider_abi::table::{Restriction, SortOrder};
use provider_runtime::abi::imapi_table::IMAPITableVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::{SPropTagArray, SRestriction, SSortOrderSet};
use provider_runtime::session::{Session, Table};
use provider_runtime::{Code, PropTag, PropValue, Property, tags};
use std::ptr::null_mut;
use support::raw::methods;

/// A table, and the allocators that its rows come from.
pub struct Client {
    pub table: Table,
    pub memory: Allocators,
}

fn ok<T>(code: Code, value: T) -> Result<T, Code> {
    if code.is_failure() { Err(code) } else { Ok(value) }
}

impl Client {
    pub fn new(session: &Session, table: Table) -> Self {
        let (allocate, more, free) = session.memory().functions();
        // SAFETY: M1: the functions of a session, which lives until the test ends.
        Self { table, memory: unsafe { Allocators::new(allocate, more, free) } }
    }

    fn methods(&self) -> (IMAPITableVtbl, This) {
        let this = self.table.as_raw();
        (methods(this), This::new(this))
    }

    pub fn set_columns(&self, tags: &[PropTag]) -> Result<(), Code> {
        let words: Vec<u32> = std::iter::once(tags.len() as u32).chain(tags.iter().map(|tag| tag.0)).collect();
        let (methods, this) = self.methods();
        // SAFETY: O3: an array as its count says, ours until the call returns.
        let argument = unsafe { In::from_raw(words.as_ptr().cast::<SPropTagArray>()) };
        // SAFETY: F1, O3: the table is alive.
        ok(unsafe { (methods.set_columns)(this, argument, 0) }, ())
    }

    pub fn columns(&self, flags: u32) -> Vec<PropTag> {
        self.table.columns(flags).unwrap()
    }

    /// The code too: it may be a warning.
    pub fn restrict_with(&self, restriction: In<'_, SRestriction>, flags: u32) -> Code {
        let (methods, this) = self.methods();
        // SAFETY: F1, O3: the table is alive; the argument is its maker's.
        unsafe { (methods.restrict)(this, restriction, flags) }
    }

    pub fn restrict(&self, restriction: Option<&Restriction>) -> Result<(), Code> {
        let block = restriction.map(|whole| whole.block(&self.memory).unwrap());
        let raw = block.as_ref().map_or(std::ptr::null(), |block| block.as_ptr().cast_const());
        // SAFETY: O3: in the block, which lives until the call has returned.
        ok(self.restrict_with(unsafe { In::from_raw(raw) }, 0), ())
    }

    pub fn sort(&self, order: &SortOrder) -> Result<(), Code> {
        let block = order.block(&self.memory).unwrap();
        // SAFETY: O3: in the block, which lives until the call has returned.
        self.sort_raw(unsafe { In::from_raw(block.as_ptr().cast_const()) })
    }

    pub fn sort_raw(&self, order: In<'_, SSortOrderSet>) -> Result<(), Code> {
        let (methods, this) = self.methods();
        // SAFETY: F1, O3: the table is alive; the argument is its maker's.
        ok(unsafe { (methods.sort_table)(this, order, 0) }, ())
    }

    /// The sort order's keys, as (tag, order), and its head.
    pub fn order(&self) -> Result<Vec<u32>, Code> {
        let (methods, this) = self.methods();
        let mut order = null_mut();
        // SAFETY: F1, O3: the table is alive; `order` is ours.
        ok(unsafe { (methods.query_sort_order)(this, Out::from(&mut order)) }, ())?;
        let words = order.cast::<u32>();
        // SAFETY: M2: it begins with its counts.
        let count = unsafe { words.read() } as usize * 2 + 3;
        // SAFETY: M2: as many keys follow as its count says.
        let all = unsafe { std::slice::from_raw_parts(words, count) }.to_vec();
        // SAFETY: M1: given for us to free.
        unsafe { self.memory.free(order.cast()) };
        Ok(all)
    }

    pub fn find(&self, what: &Restriction, from: usize, flags: u32) -> Result<Code, Code> {
        let block = what.block(&self.memory).unwrap();
        let (methods, this) = self.methods();
        // SAFETY: O3: in the block, which lives until the call has returned.
        let what = unsafe { In::from_raw(block.as_ptr().cast_const()) };
        // SAFETY: F1, O3: the table is alive.
        let code = unsafe { (methods.find_row)(this, what, from, flags) };
        ok(code, code)
    }

    pub fn seek(&self, from: usize, distance: i32) -> Result<(Code, i32), Code> {
        let (methods, this) = self.methods();
        let mut sought = 0;
        // SAFETY: F1, O3: the table is alive; `sought` is ours.
        let code = unsafe { (methods.seek_row)(this, from, distance, Out::from(&mut sought)) };
        ok(code, (code, sought))
    }

    pub fn seek_fraction(&self, numerator: u32, denominator: u32) -> Result<(), Code> {
        let (methods, this) = self.methods();
        // SAFETY: F1: the table is alive.
        ok(unsafe { (methods.seek_row_approx)(this, numerator, denominator) }, ())
    }

    pub fn position(&self) -> Result<[u32; 3], Code> {
        let (methods, this) = self.methods();
        let [mut row, mut numerator, mut denominator] = [9, 9, 9];
        let outputs = (Out::from(&mut row), Out::from(&mut numerator), Out::from(&mut denominator));
        // SAFETY: F1, O3: the table is alive; the outputs are ours.
        let code = unsafe { (methods.query_position)(this, outputs.0, outputs.1, outputs.2) };
        ok(code, [row, numerator, denominator])
    }

    pub fn count(&self) -> Result<u32, Code> {
        let (methods, this) = self.methods();
        let mut count = 0;
        // SAFETY: F1, O3: the table is alive; `count` is ours.
        ok(unsafe { (methods.get_row_count)(this, 0, Out::from(&mut count)) }, ())?;
        Ok(count)
    }

    pub fn bookmark(&self) -> Result<usize, Code> {
        let (methods, this) = self.methods();
        let mut number = 0;
        // SAFETY: F1, O3: the table is alive; `number` is ours.
        ok(unsafe { (methods.create_bookmark)(this, Out::from(&mut number)) }, ())?;
        Ok(number)
    }

    pub fn free_bookmark(&self, number: usize) -> Result<(), Code> {
        let (methods, this) = self.methods();
        // SAFETY: F1: the table is alive.
        ok(unsafe { (methods.free_bookmark)(this, number) }, ())
    }

    pub fn rows(&self, count: i32, flags: u32) -> Result<Vec<Vec<Property>>, Code> {
        let (methods, this) = self.methods();
        let mut set = null_mut();
        // SAFETY: F1, O3: the table is alive; `set` is ours.
        let code = unsafe { (methods.query_rows)(this, count, flags, Out::from(&mut set)) };
        assert_eq!(code.is_failure(), set.is_null(), "TBL-22, MEM-3");
        ok(code, ())?;
        // SAFETY: M2: what a call that succeeded gave, for us to free.
        Ok(unsafe { take_rows(&self.memory, set) })
    }

    /// The subjects of the next rows, `-` where there is none; the position moves.
    pub fn subjects(&self, count: i32) -> Vec<String> {
        let subject = |row: &Vec<Property>| {
            let subject = row.iter().find(|property| property.tag.id() == tags::SUBJECT.id())?;
            subject.value.as_text().map(str::to_owned)
        };
        let rows = self.rows(count, 0).unwrap();
        rows.iter().map(|row| subject(row).unwrap_or_else(|| "-".into())).collect()
    }

    /// All subjects, from the first row on.
    pub fn all(&self) -> Vec<String> {
        self.seek(0, 0).unwrap();
        let all = self.subjects(i32::MAX);
        self.seek(0, 0).unwrap();
        all
    }

    /// One column of all rows.
    pub fn column(&self, tag: PropTag) -> Vec<PropValue> {
        self.set_columns(&[tag]).unwrap();
        self.seek(0, 0).unwrap();
        self.rows(i32::MAX, 0).unwrap().into_iter().map(|mut row| row.remove(0).value).collect()
    }

    pub fn status(&self) -> Result<[u32; 2], Code> {
        let (methods, this) = self.methods();
        let [mut status, mut kind] = [9, 9];
        // SAFETY: F1, O3: the table is alive; the outputs are ours.
        let code = unsafe { (methods.get_status)(this, Out::from(&mut status), Out::from(&mut kind)) };
        ok(code, [status, kind])
    }

    /// `Abort`, and `WaitForCompletion`.
    pub fn settle(&self) -> [Code; 2] {
        let (methods, this) = self.methods();
        // SAFETY: F1: the table is alive.
        let abort = unsafe { (methods.abort)(this) };
        // SAFETY: F1, O3: the table is alive; no output is wanted.
        [abort, unsafe { (methods.wait_for_completion)(this, 0, 1000, Out::null()) }]
    }
}
