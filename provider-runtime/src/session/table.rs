//! A provider's table as a client uses it (`IMAPITable`). Other objects are in `client.rs`.

use super::client::tag_words;
use super::held::Handle;
use super::outputs::read_values;
use super::state::State;
use crate::abi::code::Code;
use crate::abi::imapi_table::IMAPITableVtbl;
use crate::abi::param::{In, Out, This};
use crate::abi::structs::{SRow, SRowSet};
use crate::abi::tag::PropTag;
use crate::com::foreign::Foreign;
use crate::error::{Result, ok};
use crate::provider::Property;
use std::ffi::c_void;
use std::mem::offset_of;
use std::ptr::null_mut;
use std::sync::Arc;

/// A table. Dropping it is its Release.
#[derive(Debug)]
pub struct Table {
    table: Foreign<IMAPITableVtbl>,
    state: Handle,
}

impl Table {
    /// # Safety
    /// `table` is null, or a live table with a reference for us.
    #[track_caller]
    pub(crate) unsafe fn taken(table: *mut c_void, state: &Arc<State>) -> Option<Self> {
        // SAFETY: F1: the caller's promise.
        let table = unsafe { Foreign::taken(table) }?;
        Some(Self { table, state: Handle::new(state, "table", None) })
    }

    /// The interface pointer, for calls that only a test makes.
    pub fn as_raw(&self) -> *mut c_void {
        self.table.raw()
    }

    /// `IMAPITable::SetColumns`
    pub fn set_columns(&self, tags: &[PropTag]) -> Result<()> {
        let tags = tag_words(tags);
        ok(self.call("SetColumns", |methods, this| {
            // SAFETY: S1: the client's reference; the tags are lent until it returns.
            unsafe { (methods.set_columns)(this, In::new(tags.as_ptr().cast()), 0) }
        }))
    }

    /// `IMAPITable::QueryColumns`
    pub fn columns(&self, flags: u32) -> Result<Vec<PropTag>> {
        let mut tags = null_mut();
        ok(self.call("QueryColumns", |methods, this| {
            // SAFETY: S1: the client's reference; `tags` is ours until it returns.
            unsafe { (methods.query_columns)(this, flags, Out::from(&mut tags)) }
        }))?;
        Ok(self.state.take_tags(tags))
    }

    /// `IMAPITable::GetRowCount`
    pub fn row_count(&self) -> Result<u32> {
        let mut count = 0;
        ok(self.call("GetRowCount", |methods, this| {
            // SAFETY: S1: the client's reference; `count` is ours until it returns.
            unsafe { (methods.get_row_count)(this, 0, Out::from(&mut count)) }
        }))?;
        Ok(count)
    }

    /// `IMAPITable::SeekRow`: how many rows it moved.
    pub fn seek(&self, from: usize, rows: i32) -> Result<i32> {
        let mut sought = 0;
        ok(self.call("SeekRow", |methods, this| {
            // SAFETY: S1: the client's reference; `sought` is ours until it returns.
            unsafe { (methods.seek_row)(this, from, rows, Out::from(&mut sought)) }
        }))?;
        Ok(sought)
    }

    /// `IMAPITable::QueryRows`: the rows, each with a value for every column.
    pub fn rows(&self, count: i32, flags: u32) -> Result<Vec<Vec<Property>>> {
        let mut set: *mut SRowSet = null_mut();
        ok(self.call("QueryRows", |methods, this| {
            // SAFETY: S1: the client's reference; `set` is ours until it returns.
            unsafe { (methods.query_rows)(this, count, flags, Out::from(&mut set)) }
        }))?;
        let Some(head) = In::new(set.cast_const()).read() else {
            return Err(Code::CALL_FAILED.into());
        };
        let first = set.cast::<u8>().wrapping_add(offset_of!(SRowSet, row)).cast_const();
        let rows = In::new(first.cast::<SRow>()).slice(head.c_rows).unwrap_or_default();
        let read = rows.iter().map(|row| {
            let values = read_values(row.c_values, row.props);
            self.state.free(row.props.cast()); // MEM-4: each row is a root of its own
            values
        });
        let read = read.collect();
        self.state.free(set.cast());
        Ok(read)
    }

    fn call(&self, detail: &str, call: impl FnOnce(&IMAPITableVtbl, This) -> Code) -> Code {
        let recorded = self.state.record.call("store.work", "table", detail, "", &[]);
        recorded.done(call(self.table.methods(), self.table.this()))
    }
}
