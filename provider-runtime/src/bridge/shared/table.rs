//! `IMAPITable` over rows that are values: columns, position, row sets. Sorting, restrictions and
//! notifications are not there yet. Where the rows come from is in `container.rs`.

use super::container::Opens;
use super::prop::get_last_error;
use crate::logon::object::{Cursor, OpenedObject, Shape, Value};
use crate::logon::state::LogonState;
use crate::provider::Table;
use provider_abi::class::Receiver;
use provider_abi::entry_id;
use provider_abi::error::Result;
use provider_abi::interfaces::imapi_table::{self, IMAPITable};
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::prop_value::Property;
use provider_abi::requested::in_width;
use provider_abi::rows::{View, row_count};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::IID_IMAPITable;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tags;
use std::sync::Mutex;

pub(super) fn shape<P: Opens>() -> &'static Shape {
    const { &Shape::of(0, "table", &[IID_IMAPITable], const { &imapi_table::vtable::<OpenedObject<P>, 0>() }) }
}

/// What is inside a table object: the author's rows with the runtime's columns, text as the client
/// asked for it.
pub(super) fn value<P: Opens>(table: Table, logon: &LogonState<P>, flags: u32) -> Value<P> {
    let rows = table.rows.into_iter().map(|mut row| {
        let entry = entry_id::long_term(&logon.uid(), &row.entry);
        row.values.push(Property::new(tags::ENTRYID, entry.as_slice()));
        row.values.push(Property::new(tags::INSTANCE_KEY, entry));
        row.values
    });
    let columns = [tags::ENTRYID, tags::INSTANCE_KEY];
    let columns = columns.iter().chain(&table.columns);
    let columns: Vec<_> = columns.map(|tag| tag.with_kind(in_width(tag.kind(), flags))).collect();
    Value::Table(Mutex::new(Cursor { columns: columns.clone(), rows: rows.collect(), view: View::new(columns) }))
}

/// A call on the cursor: no author's code runs under its lock.
fn with_cursor<P: Opens>(
    this: Receiver<'_, OpenedObject<P>>,
    work: impl FnOnce(&mut Cursor, &Allocators) -> Result<()>,
) -> Code {
    this.call(|provider| {
        this.with_value(provider, |value| match value {
            Value::Table(cursor) => {
                work(&mut lock(cursor), &this.logon.link.host.memory)?;
                Ok(Code::OK)
            }
            Value::Opened(_) => Err(Code::NO_SUPPORT.into()),
        })
    })
}

impl<P: Opens> IMAPITable for OpenedObject<P> {
    fn get_last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        get_last_error(this, code, flags, error)
    }

    fn set_columns(this: Receiver<'_, Self>, columns: In<'_, SPropTagArray>, flags: u32) -> Code {
        with_cursor(this, |cursor, _| cursor.view.set_columns(columns, flags))
    }

    fn query_columns(this: Receiver<'_, Self>, flags: u32, columns: Out<'_, *mut SPropTagArray>) -> Code {
        columns.clear();
        with_cursor(this, |cursor, memory| {
            let rows = cursor.rows.iter().map(|row| &**row);
            cursor.view.query_columns(&cursor.columns, rows, flags, memory, columns)
        })
    }

    fn get_row_count(this: Receiver<'_, Self>, flags: u32, count: Out<'_, u32>) -> Code {
        count.write(0);
        with_cursor(this, |cursor, _| row_count(cursor.rows.len(), flags, count))
    }

    fn seek_row(this: Receiver<'_, Self>, from: usize, rows: i32, sought: Out<'_, i32>) -> Code {
        sought.write(0);
        with_cursor(this, |cursor, _| cursor.view.seek(cursor.rows.len(), from, rows, sought))
    }

    fn query_rows(this: Receiver<'_, Self>, count: i32, flags: u32, rows: Out<'_, *mut SRowSet>) -> Code {
        rows.clear();
        with_cursor(this, |Cursor { rows: all, view, .. }, memory| {
            let row = |at: usize| all.get(at).map(|row| &**row);
            view.query_rows(row, all.len(), count, flags, memory, rows)
        })
    }
}
