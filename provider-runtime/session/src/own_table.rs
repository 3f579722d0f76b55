//! `IMAPITable` over rows of MAPI's own: of the session (`own_rows.rs`), of the messages that it lends
//! (`message/tables.rs`). A provider's table as a client uses it is in `table.rs`.
#![allow(unsafe_code, reason = "the methods of IMAPITable take raw arguments")]

use provider_abi::class::{Class, Count, object, unknown};
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::no_support::{Refuser, no_support};
use provider_abi::params::only;
use provider_abi::prop_value::Property;
use provider_abi::requested::in_width;
use provider_abi::rows::{View, row_count};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IMAPITable, IID_IUnknown, Iid};
use provider_abi::shapes::imapi_table::IMAPITableVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tag::PropTag;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Mutex;

/// Where a table's rows come from.
pub(crate) trait Source: Send + Sync + 'static {
    /// Whether what it shows has ended: from then on the table answers `MAPI_E_INVALID_OBJECT`.
    fn is_over(&self) -> bool;

    /// Whose memory the rows go out in.
    fn memory(&self) -> Allocators;

    /// The columns that a client sees who sets none.
    fn columns(&self) -> &'static [PropTag];

    /// Lends the rows as they are now. The view's lock is taken inside, so rows that need a call are there before it (S3).
    fn with_rows<R>(&self, work: impl FnOnce(&[Vec<Property>]) -> R) -> R;

    /// A subscription through the table; most rows do not tell of their changes.
    fn advise(&self, _mask: u32, _sink: *mut c_void) -> Result<usize> {
        Err(Code::NO_SUPPORT.into())
    }

    /// Ends a subscription that was made through the table (NOTIF-5); also when the rows have ended.
    fn unadvise(&self, _connection: usize) -> Result<()> {
        Err(if self.is_over() { Code::INVALID_OBJECT } else { Code::NOT_FOUND }.into())
    }
}

#[repr(C)]
struct OwnTable<S> {
    methods: &'static IMAPITableVtbl,
    count: Count,
    source: S,
    view: Mutex<View>,
}

/// A table with one reference, the caller's; text comes in the width that `flags` say.
pub(crate) fn table<S: Source>(source: S, flags: u32) -> *mut c_void {
    let columns = source.columns().iter().map(|tag| tag.with_kind(in_width(tag.kind(), flags))).collect();
    let view = Mutex::new(View::new(columns));
    Box::into_raw(Box::new(OwnTable { methods: OwnTable::<S>::METHODS, count: Count::one(), source, view })).cast()
}

impl<S: Source> OwnTable<S> {
    const METHODS: &'static IMAPITableVtbl = &IMAPITableVtbl {
        unknown: unknown::<Self, 0>(),
        get_last_error: no_support::<Self, _>(),
        advise: advise::<S>,
        unadvise: unadvise::<S>,
        get_status: no_support::<Self, _>(),
        set_columns: set_columns::<S>,
        query_columns: query_columns::<S>,
        get_row_count: get_row_count::<S>,
        seek_row: seek_row::<S>,
        seek_row_approx: no_support::<Self, _>(),
        query_position: no_support::<Self, _>(),
        find_row: no_support::<Self, _>(),
        restrict: no_support::<Self, _>(),
        create_bookmark: no_support::<Self, _>(),
        free_bookmark: no_support::<Self, _>(),
        sort_table: no_support::<Self, _>(),
        query_sort_order: no_support::<Self, _>(),
        query_rows: query_rows::<S>,
        abort: no_support::<Self, _>(),
        expand_row: no_support::<Self, _>(),
        collapse_row: no_support::<Self, _>(),
        wait_for_completion: no_support::<Self, _>(),
        get_collapse_state: no_support::<Self, _>(),
        set_collapse_state: no_support::<Self, _>(),
    };

    fn answer(&self, work: impl FnOnce() -> Result<()>) -> Code {
        if self.source.is_over() {
            return Code::INVALID_OBJECT;
        }
        work().map_or_else(|error: Error| error.code(), |()| Code::OK)
    }

    /// A call on the rows as they are now.
    fn call(&self, work: impl FnOnce(&mut View, &[Vec<Property>]) -> Result<()>) -> Code {
        self.answer(|| self.source.with_rows(|rows| work(&mut lock(&self.view), rows)))
    }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl<S: Source> Class for OwnTable<S> {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let known = [IID_IUnknown, IID_IMAPITable].contains(&iid);
        match known {
            true if iid == IID_IUnknown || !self.source.is_over() => Ok(0),
            true => Err(Code::INVALID_OBJECT),
            false => Err(Code::INTERFACE_NOT_SUPPORTED),
        }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `table`.
        let table = unsafe { Box::from_raw(this.as_ptr()) };
        let _ = table.methods;
    }
}

impl<S: Source> Refuser for OwnTable<S> {
    fn refuse(this: &This) -> Code {
        object::<Self, 0>(this).answer(|| Err(Code::NO_SUPPORT.into()))
    }
}

unsafe extern "system" fn set_columns<S: Source>(this: This, columns: In<SPropTagArray>, flags: u32) -> Code {
    object::<OwnTable<S>, 0>(&this).call(|view, _| view.set_columns(columns, flags))
}

unsafe extern "system" fn query_columns<S: Source>(this: This, flags: u32, columns: Out<*mut SPropTagArray>) -> Code {
    columns.clear();
    let source = &object::<OwnTable<S>, 0>(&this).source;
    object::<OwnTable<S>, 0>(&this).call(|view, rows| {
        view.query_columns(source.columns(), rows.iter().map(|row| &**row), flags, &source.memory(), columns)
    })
}

unsafe extern "system" fn get_row_count<S: Source>(this: This, flags: u32, count: Out<u32>) -> Code {
    count.write(0);
    object::<OwnTable<S>, 0>(&this).call(|_, rows| row_count(rows.len(), flags, count))
}

unsafe extern "system" fn seek_row<S: Source>(this: This, from: usize, distance: i32, sought: Out<i32>) -> Code {
    sought.write(0);
    object::<OwnTable<S>, 0>(&this).call(|view, rows| view.seek(rows.len(), from, distance, sought))
}

unsafe extern "system" fn query_rows<S: Source>(this: This, count: i32, flags: u32, out: Out<*mut SRowSet>) -> Code {
    out.clear();
    let table = object::<OwnTable<S>, 0>(&this);
    table.call(|view, rows| {
        let memory = table.source.memory();
        view.query_rows(|at| rows.get(at).map(|row| &**row), rows.len(), count, flags, &memory, out)
    })
}

unsafe extern "system" fn advise<S: Source>(this: This, mask: u32, sink: *mut c_void, connection: Out<usize>) -> Code {
    connection.write(0);
    let table = object::<OwnTable<S>, 0>(&this);
    table.answer(|| {
        let connection = connection.needed()?;
        only(mask, fnevTableModified)?;
        connection.write(table.source.advise(mask, sink)?);
        Ok(())
    })
}

unsafe extern "system" fn unadvise<S: Source>(this: This, connection: usize) -> Code {
    let table = object::<OwnTable<S>, 0>(&this);
    match table.source.unadvise(connection) {
        Ok(()) => Code::OK,
        Err(error) => error.code(),
    }
}
