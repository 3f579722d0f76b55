//! A table of any provider, read from its first row to its last (`IMAPITable`).
#![allow(unsafe_code, reason = "a provider's tables are called over their vtables")]

use super::arguments::TagWords;
use super::outputs::Outputs;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result, ok};
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::TBL_ALL_COLUMNS;
use provider_abi::shapes::imapi_table::IMAPITableVtbl;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::tag::PropTag;
use std::ptr::null_mut;

/// How many rows are asked for at once.
const ROWS: i32 = 64;

/// A table, with a reference.
pub(crate) struct TableRows<'s> {
    pub(crate) table: ComPtr<IMAPITableVtbl>,
    pub(crate) outputs: Outputs<'s>,
}

impl TableRows<'_> {
    /// All columns that the table can offer, text as Unicode.
    ///
    /// # Errors
    /// The table's code; `MAPI_E_CORRUPT_DATA` for an array that is none.
    pub(crate) fn columns(&self) -> Result<Vec<PropTag>> {
        let mut tags = null_mut();
        let query_columns = self.table.methods().query_columns;
        // SAFETY: F1: alive while `self` is; `tags` is ours until it returns.
        ok(unsafe { query_columns(self.table.this(), TBL_ALL_COLUMNS, Out::from(&mut tags)) })?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { self.outputs.take_tags(tags) }
    }

    /// Chooses the columns.
    ///
    /// # Errors
    /// The table's code.
    pub(crate) fn set_columns(&self, tags: &[PropTag]) -> Result<()> {
        let words = TagWords::of(tags);
        let set_columns = self.table.methods().set_columns;
        // SAFETY: F1: alive while `self` is; the tags are lent until it returns.
        ok(unsafe { set_columns(self.table.this(), words.argument(), 0) })
    }

    /// All rows from here on; the end is a set without rows (TBL-21).
    ///
    /// # Errors
    /// The table's code; `MAPI_E_CORRUPT_DATA` for a set that is none, `MAPI_E_TABLE_TOO_BIG` past
    /// `most` rows: a table that never ends has no last one.
    pub(crate) fn all(&self, most: usize) -> Result<Vec<Vec<Property>>> {
        let mut all = Vec::new();
        loop {
            let rows = self.next()?;
            if rows.is_empty() {
                return Ok(all);
            }
            all.extend(rows);
            if all.len() > most {
                return Err(Error::new(Code::TABLE_TOO_BIG, format!("a table has more than {most} rows")));
            }
        }
    }

    fn next(&self) -> Result<Vec<Vec<Property>>> {
        let mut set = null_mut();
        let query_rows = self.table.methods().query_rows;
        // SAFETY: F1: alive while `self` is; `set` is ours until it returns.
        ok(unsafe { query_rows(self.table.this(), ROWS, 0, Out::from(&mut set)) })?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { self.outputs.take_rows(set) }
    }
}
