//! `IMAPITable` of a lent message: all columns of its rows, a hundred rows at a time. What the rows
//! are is in `recipient.rs` and `attachment.rs`.
#![allow(unsafe_code, reason = "IMAPITable is called over its vtable")]

use super::loan::Bound;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Result, ok};
use provider_abi::memory::Allocators;
use provider_abi::prop_array;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::TBL_ALL_COLUMNS;
use provider_abi::shapes::imapi_table::IMAPITableVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::tag::PropTag;
use std::ffi::c_void;
use std::marker::PhantomData;

/// Rows in bounded memory, each with the values that it has.
pub(super) struct Rows<'m> {
    table: ComPtr<IMAPITableVtbl>,
    memory: Allocators,
    batch: std::vec::IntoIter<Vec<Property>>,
    is_over: bool,
    bound: Bound<'m>,
}

impl Rows<'_> {
    /// The rows of a table that a call has given, with all its columns.
    ///
    /// # Safety
    /// `table` is the `IMAPITable` that a call gave which answered `code`.
    pub(super) unsafe fn opened(memory: &Allocators, code: Code, table: *mut c_void) -> Result<Self> {
        // SAFETY: F1: the caller's promise.
        let table = unsafe { ComPtr::from_call(code, table) }?;
        let rows = Self { table, memory: *memory, batch: Vec::new().into_iter(), is_over: false, bound: PhantomData };
        rows.show_all_columns()?;
        Ok(rows)
    }

    fn show_all_columns(&self) -> Result<()> {
        let mut columns = std::ptr::null_mut();
        let query_columns = self.table.methods().query_columns;
        // SAFETY: F1: alive.
        let mut code = unsafe { query_columns(self.table.this(), TBL_ALL_COLUMNS, Out::from(&mut columns)) };
        let set_columns = self.table.methods().set_columns;
        if !code.is_failure() {
            // SAFETY: O3: what the call gave.
            let all = unsafe { In::from_raw(columns.cast_const()) };
            // SAFETY: F1: alive.
            code = unsafe { set_columns(self.table.this(), all, 0) };
        }
        // SAFETY: M1: MAPI gave the array for us to free (MEM-2).
        unsafe { self.memory.free(columns.cast()) };
        ok(code)
    }

    /// `IMAPITable::QueryRows`
    fn query(&self) -> Result<Vec<Vec<Property>>> {
        const AT_A_TIME: i32 = 100;
        let mut rows = std::ptr::null_mut();
        let query_rows = self.table.methods().query_rows;
        // SAFETY: F1: alive.
        let code = unsafe { query_rows(self.table.this(), AT_A_TIME, 0, Out::from(&mut rows)) };
        // SAFETY: M1: what the call gave; nobody else has it.
        let rows = unsafe { prop_array::take_rows(&self.memory, rows) };
        ok(code).map(|()| rows)
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Vec<Property>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.batch.as_slice().is_empty() && !self.is_over {
            let batch = self.query();
            self.is_over = batch.as_ref().map_or(true, Vec::is_empty);
            match batch {
                Ok(rows) => self.batch = rows.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
        self.batch.next().map(Ok)
    }
}

/// A column of a row; `None` if it has no value.
pub(super) fn column(row: &[Property], tag: PropTag) -> Option<&PropValue> {
    let found = row.iter().find(|property| property.tag.id() == tag.id());
    found.map(|property| &property.value).filter(|value| !matches!(value, PropValue::Error(_)))
}
