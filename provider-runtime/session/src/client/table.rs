//! A provider's table as a client uses it (`IMAPITable`). Other objects are in `object.rs`.
#![allow(unsafe_code, reason = "IMAPITable is called over its vtable")]

use super::handle::{Handle, Reference};
use super::settle::settle;
use super::sink::Sink;
use crate::foreign::TagWords;
use crate::model::State;
use crate::record::what::Flag;
use crate::record::what::session::{ClientCall, Oddity, TableWork};
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Result, ok};
use provider_abi::memory::Allocators;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::imapi_table::IMAPITableVtbl;
use provider_abi::shapes::param::{Out, This};
use provider_abi::shapes::structs::SRowSet;
use provider_abi::shapes::tag::PropTag;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A table. Dropping it is its Release.
#[derive(Debug)]
pub struct Table {
    table: Reference<IMAPITableVtbl>,
    state: Handle,
    /// Which logon it came from; 0: the session's own, or nobody can tell.
    logon: u64,
}

impl Table {
    /// # Safety
    /// `table` is null, or a live table with a reference for us.
    #[track_caller]
    pub(crate) unsafe fn from_raw(table: *mut c_void, state: &Arc<State>, logon: u64) -> Option<Self> {
        // SAFETY: F1: the caller's promise.
        let table = unsafe { ComPtr::from_raw(table) }?;
        let table = Reference::new(table, state, "table", logon);
        Some(Self { table, state: Handle::new(state, "table", None, logon), logon })
    }

    /// The interface pointer, for calls that only a test makes.
    pub fn as_raw(&self) -> *mut c_void {
        self.state.has_raw_clients.store(true, Ordering::Release);
        self.table.raw()
    }

    /// Chooses the columns. `IMAPITable::SetColumns`
    ///
    /// # Errors
    /// The table's code.
    pub fn set_columns(&self, tags: &[PropTag]) -> Result<()> {
        let tags = TagWords::of(tags);
        ok(self.call("SetColumns", |methods, this| {
            // SAFETY: S1: the client's reference; the tags are lent until it returns.
            unsafe { (methods.set_columns)(this, tags.argument(), 0) }
        }))
    }

    /// The columns that it has. `IMAPITable::QueryColumns`
    ///
    /// # Errors
    /// The table's code; `MAPI_E_CORRUPT_DATA` for an array that is none.
    pub fn columns(&self, flags: u32) -> Result<Vec<PropTag>> {
        let mut tags = null_mut();
        ok(self.call_with("QueryColumns", |methods, this| {
            // SAFETY: S1: the client's reference; `tags` is ours until it returns.
            let code = unsafe { (methods.query_columns)(this, flags, Out::from(&mut tags)) };
            (code, !tags.is_null())
        }))?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { self.state.outputs().take_tags(tags) }
    }

    /// How many rows there are. `IMAPITable::GetRowCount`
    ///
    /// # Errors
    /// The table's code.
    pub fn row_count(&self) -> Result<u32> {
        let mut count = 0;
        ok(self.call("GetRowCount", |methods, this| {
            // SAFETY: S1: the client's reference; `count` is ours until it returns.
            unsafe { (methods.get_row_count)(this, 0, Out::from(&mut count)) }
        }))?;
        Ok(count)
    }

    /// `IMAPITable::SeekRow`: how many rows it moved.
    ///
    /// # Errors
    /// The table's code.
    pub fn seek(&self, from: usize, rows: i32) -> Result<i32> {
        let mut sought = 0;
        let leaves_out = self.state.leaves_out();
        ok(self.call("SeekRow", |methods, this| {
            let out = if leaves_out { Out::null() } else { Out::from(&mut sought) };
            // SAFETY: S1: the client's reference; `sought` is ours until it returns.
            unsafe { (methods.seek_row)(this, from, rows, out) }
        }))?;
        Ok(sought)
    }

    /// `IMAPITable::QueryRows`: the rows, each with a value for every column.
    ///
    /// # Errors
    /// The table's code; `MAPI_E_CORRUPT_DATA` for an array that is none.
    pub fn rows(&self, count: i32, flags: u32) -> Result<Vec<Vec<Property>>> {
        let mut set: *mut SRowSet = null_mut();
        ok(self.call_with("QueryRows", |methods, this| {
            // SAFETY: S1: the client's reference; `set` is ours until it returns.
            let code = unsafe { (methods.query_rows)(this, count, flags, Out::from(&mut set)) };
            (code, !set.is_null())
        }))?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { self.state.outputs().take_rows(set) }
    }

    /// `IMAPITable::Advise`: the connection.
    ///
    /// # Errors
    /// The table's code.
    pub fn advise(&self, mask: u32, sink: &Sink) -> Result<usize> {
        let mut connection = 0;
        let event = TableWork { call: ClientCall::on(self.logon), method: "Advise".into() };
        let recorded = self.state.record.call("table", event);
        let out = Out::from(&mut connection);
        // SAFETY: S1: the client's reference; the sink is lent until it returns.
        let code = unsafe { (self.table.methods().advise)(self.table.this(), mask, sink.raw(), out) };
        match (code.is_failure(), connection) {
            (true, 1..) => recorded.set(|work| work.call.left = Flag(true)),
            (false, 0) => recorded.set(|work| work.call.odd = Oddity::Nothing),
            _ => {}
        }
        recorded.done(code);
        settle(&self.state);
        ok(code)?;
        Ok(connection)
    }

    /// Ends a subscription. `IMAPITable::Unadvise`
    ///
    /// # Errors
    /// The table's code.
    pub fn unadvise(&self, connection: usize) -> Result<()> {
        ok(self.call("Unadvise", |methods, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.unadvise)(this, connection) }
        }))
    }

    pub(super) fn memory(&self) -> &Allocators {
        &self.state.memory.allocators
    }

    pub(super) fn call(&self, method: &str, call: impl FnOnce(&IMAPITableVtbl, This) -> Code) -> Code {
        self.call_with(method, |methods, this| (call(methods, this), false))
    }

    /// A call, and whether it has set an output (V-43).
    fn call_with(&self, method: &str, call: impl FnOnce(&IMAPITableVtbl, This) -> (Code, bool)) -> Code {
        let call_on = ClientCall::on(self.logon);
        let recorded = self.state.record.call("table", TableWork { call: call_on, method: method.into() });
        let (code, is_set) = call(self.table.methods(), self.table.this());
        if code.is_failure() && is_set {
            recorded.set(|work| work.call.left = Flag(true));
        }
        recorded.done(code);
        settle(&self.state);
        code
    }
}
