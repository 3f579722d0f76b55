//! `IMAPITable` over rows that are values: columns, position, row sets. Sorting, restrictions and notifications have
//! nothing behind them yet. Where the rows come from is in `container.rs`.
#![allow(unsafe_code, reason = "the methods of IMAPITable take raw arguments")]

use super::container::Opens;
use super::prop::get_last_error;
use crate::com::core::Core;
use crate::com::object::Cursor;
use crate::com::object::{OpenedObject, OpenedRole, Shape, Value};
use crate::provider::Table;
use provider_abi::class::{object, unknown};
use provider_abi::entry_id;
use provider_abi::error::Result;
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::no_support::no_support;
use provider_abi::prop_value::Property;
use provider_abi::requested::in_width;
use provider_abi::rows::{View, row_count};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::IID_IMAPITable;
use provider_abi::shapes::imapi_table::IMAPITableVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tags;
use std::sync::Mutex;

const fn methods<P: Opens>() -> &'static IMAPITableVtbl {
    const {
        &IMAPITableVtbl {
            unknown: unknown::<OpenedObject<P>, 0>(),
            get_last_error: get_last_error::<P, OpenedRole<P>>,
            advise: no_support::<OpenedObject<P>, _>(),
            unadvise: no_support::<OpenedObject<P>, _>(),
            get_status: no_support::<OpenedObject<P>, _>(),
            set_columns: set_columns::<P>,
            query_columns: query_columns::<P>,
            get_row_count: get_row_count::<P>,
            seek_row: seek_row::<P>,
            seek_row_approx: no_support::<OpenedObject<P>, _>(),
            query_position: no_support::<OpenedObject<P>, _>(),
            find_row: no_support::<OpenedObject<P>, _>(),
            restrict: no_support::<OpenedObject<P>, _>(),
            create_bookmark: no_support::<OpenedObject<P>, _>(),
            free_bookmark: no_support::<OpenedObject<P>, _>(),
            sort_table: no_support::<OpenedObject<P>, _>(),
            query_sort_order: no_support::<OpenedObject<P>, _>(),
            query_rows: query_rows::<P>,
            abort: no_support::<OpenedObject<P>, _>(),
            expand_row: no_support::<OpenedObject<P>, _>(),
            collapse_row: no_support::<OpenedObject<P>, _>(),
            wait_for_completion: no_support::<OpenedObject<P>, _>(),
            get_collapse_state: no_support::<OpenedObject<P>, _>(),
            set_collapse_state: no_support::<OpenedObject<P>, _>(),
        }
    }
}

pub(super) fn shape<P: Opens>() -> &'static Shape {
    const { &Shape::of(0, "table", &[IID_IMAPITable], methods::<P>()) }
}

/// What stands inside a table object: the author's rows with the runtime's columns, text as the client asked for it.
pub(super) fn value<P: Opens>(mut table: Table, core: &Core<P>, flags: u32) -> Value<P> {
    for row in &mut table.rows {
        let entry = entry_id::long_term(&core.uid(), &row.entry);
        row.values.push(Property::new(tags::ENTRYID, entry.as_slice()));
        row.values.push(Property::new(tags::INSTANCE_KEY, entry));
    }
    let columns = [tags::ENTRYID, tags::INSTANCE_KEY];
    let columns = columns.iter().chain(&table.columns);
    let columns: Vec<_> = columns.map(|tag| tag.with_kind(in_width(tag.kind(), flags))).collect();
    table.columns.clone_from(&columns);
    Value::Table(Mutex::new(Cursor { table, view: View::new(columns) }))
}

/// A call on the cursor: no author's code runs under its lock.
fn on_cursor<P: Opens>(this: &This, work: impl FnOnce(&mut Cursor, &Allocators) -> Result<()>) -> Code {
    let object = object::<OpenedObject<P>, 0>(this);
    object.call(|state| {
        object.value(state, |value| match value {
            Value::Table(cursor) => {
                work(&mut lock(cursor), &object.core.link.host.memory)?;
                Ok(Code::OK)
            }
            _ => Err(Code::NO_SUPPORT.into()),
        })
    })
}

unsafe extern "system" fn set_columns<P: Opens>(this: This, columns: In<SPropTagArray>, flags: u32) -> Code {
    on_cursor::<P>(&this, |cursor, _| cursor.view.set_columns(columns, flags))
}

unsafe extern "system" fn query_columns<P: Opens>(this: This, flags: u32, columns: Out<*mut SPropTagArray>) -> Code {
    columns.clear();
    on_cursor::<P>(&this, |Cursor { table, view }, memory| {
        let rows = table.rows.iter().map(|row| &*row.values);
        view.query_columns(&table.columns, rows, flags, memory, columns)
    })
}

unsafe extern "system" fn get_row_count<P: Opens>(this: This, flags: u32, count: Out<u32>) -> Code {
    count.write(0);
    on_cursor::<P>(&this, |cursor, _| row_count(cursor.table.rows.len(), flags, count))
}

unsafe extern "system" fn seek_row<P: Opens>(this: This, from: usize, rows: i32, sought: Out<i32>) -> Code {
    sought.write(0);
    on_cursor::<P>(&this, |cursor, _| cursor.view.seek(cursor.table.rows.len(), from, rows, sought))
}

unsafe extern "system" fn query_rows<P: Opens>(this: This, count: i32, flags: u32, rows: Out<*mut SRowSet>) -> Code {
    rows.clear();
    on_cursor::<P>(&this, |Cursor { table, view }, memory| {
        let row = |at: usize| table.rows.get(at).map(|row| &*row.values);
        view.query_rows(row, table.rows.len(), count, flags, memory, rows)
    })
}
