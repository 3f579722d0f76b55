//! `IMAPITable`, as far as tests of changes need it.
#![allow(unsafe_code, reason = "objects are called over their vtables")]

use super::item::{Item, words};
use super::sink::Sink;
use provider_abi::error::ok;
use provider_abi::prop_array::take_rows;
use provider_runtime::abi::imapi_table::IMAPITableVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::prelude::*;
use std::ptr::null_mut;
use support::raw::argument;

/// A table.
#[derive(Clone)]
pub struct TableCalls(pub Item);

impl TableCalls {
    /// `SetColumns`
    ///
    /// # Errors
    /// The table's code.
    pub fn set_columns(&self, tags: &[PropTag]) -> Result<()> {
        let words = words(tags);
        let set = self.0.methods::<IMAPITableVtbl>().set_columns;
        // SAFETY: O1, O3: our reference; the arguments are ours until it returns.
        ok(unsafe { set(self.0.this(), argument(&words), 0) })
    }

    /// `QueryRows` from where it stands.
    ///
    /// # Errors
    /// The table's code.
    pub fn rows(&self, count: i32) -> Result<Vec<Vec<Property>>> {
        let mut set = null_mut();
        let query = self.0.methods::<IMAPITableVtbl>().query_rows;
        // SAFETY: O1, O3: as above.
        ok(unsafe { query(self.0.this(), count, 0, Out::from(&mut set)) })?;
        // SAFETY: M1, M2: what the call has given, for us to free.
        Ok(unsafe { take_rows(&self.0.memory, set) })
    }

    /// All rows, from the first one on.
    ///
    /// # Errors
    /// The table's code.
    pub fn all_rows(&self) -> Result<Vec<Vec<Property>>> {
        const BOOKMARK_BEGINNING: usize = 0;
        let seek = self.0.methods::<IMAPITableVtbl>().seek_row;
        // SAFETY: O1: our reference.
        ok(unsafe { seek(self.0.this(), BOOKMARK_BEGINNING, 0, Out::null()) })?;
        self.rows(i32::MAX)
    }

    /// The values of one column; rows without it are left out.
    ///
    /// # Errors
    /// The table's code.
    pub fn column(&self, tag: PropTag) -> Result<Vec<PropValue>> {
        self.set_columns(&[tag])?;
        let rows = self.all_rows()?.into_iter().flatten();
        Ok(rows.map(|property| property.value).filter(|value| !matches!(value, PropValue::Error(_))).collect())
    }

    /// `Restrict`
    ///
    /// # Errors
    /// The table's code.
    pub fn restrict(&self, what: &Restriction) -> Result<()> {
        let block = what.block(&self.0.memory)?.into_raw();
        let restrict = self.0.methods::<IMAPITableVtbl>().restrict;
        // SAFETY: O3: a block of ours.
        let argument = unsafe { In::from_raw(block.cast_const()) };
        // SAFETY: O1, O3: our reference; the argument is ours until it returns.
        let code = unsafe { restrict(self.0.this(), argument, 0) };
        self.0.free(block.cast());
        ok(code)
    }

    /// `Advise`: the connection.
    ///
    /// # Errors
    /// The table's code.
    pub fn advise(&self, mask: u32, sink: &Sink) -> Result<usize> {
        let mut connection = 0;
        let advise = self.0.methods::<IMAPITableVtbl>().advise;
        // SAFETY: O1, O3: as above.
        ok(unsafe { advise(self.0.this(), mask, sink.raw(), Out::from(&mut connection)) })?;
        Ok(connection)
    }

    /// `Unadvise`
    ///
    /// # Errors
    /// The table's code.
    pub fn unadvise(&self, connection: usize) -> Result<()> {
        let unadvise = self.0.methods::<IMAPITableVtbl>().unadvise;
        // SAFETY: O1: our reference.
        ok(unsafe { unadvise(self.0.this(), connection) })
    }
}
