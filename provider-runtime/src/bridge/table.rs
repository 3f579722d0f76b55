//! `IMAPITable` over rows that are values: columns, position, row sets. Sorting, restrictions and notifications have
//! nothing behind them yet. Where the rows come from is in `folder.rs`.

use super::entries::only;
use super::prop::get_last_error;
use crate::abi::code::Code;
use crate::abi::flag::*;
use crate::abi::imapi_table::IMAPITableVtbl;
use crate::abi::param::{In, Out, This};
use crate::abi::structs::*;
use crate::abi::tag::PropTag;
use crate::abi::tags;
use crate::com::asked::{answers, in_width, tag_list};
use crate::com::class::{object, unknown};
use crate::com::core::Core;
use crate::com::entry_id;
use crate::com::memory::Allocators;
use crate::com::object::{Cursor, OpenedObject, OpenedRole, Value};
use crate::com::refused::no_support;
use crate::com::values::{self, Asked};
use crate::error::{Error, Result};
use crate::provider::{Property, Row, StoreProvider, Table};
use crate::sync::lock;
use std::mem::offset_of;
use std::sync::Mutex;

pub(super) fn methods<P: StoreProvider>() -> &'static IMAPITableVtbl {
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

/// What stands inside a table object: the author's rows with the runtime's columns, text as the client asked for it.
pub(super) fn value<P: StoreProvider>(mut table: Table, core: &Core<P>, flags: u32) -> Value<P> {
    for row in &mut table.rows {
        let entry = entry_id::long_term(&core.uid(), &row.entry);
        row.values.push(Property::new(tags::ENTRYID, entry.as_slice()));
        row.values.push(Property::new(tags::INSTANCE_KEY, entry));
    }
    let columns = [tags::ENTRYID, tags::INSTANCE_KEY];
    let columns = columns.iter().chain(&table.columns);
    let columns: Vec<_> = columns.map(|tag| tag.with_kind(in_width(tag.kind(), flags))).collect();
    table.columns.clone_from(&columns);
    Value::Table(Mutex::new(Cursor { table, columns, position: 0 }))
}

/// A call on the cursor: no author's code runs under its lock.
fn on_cursor<P: StoreProvider>(this: &This, work: impl FnOnce(&mut Cursor, &Allocators) -> Result<()>) -> Code {
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

unsafe extern "system" fn set_columns<P: StoreProvider>(this: This, columns: In<SPropTagArray>, flags: u32) -> Code {
    on_cursor::<P>(&this, |cursor, _| {
        only(flags, TBL_ASYNC | TBL_BATCH)?;
        cursor.columns = tag_list(columns)?.ok_or(Code::INVALID_PARAMETER)?;
        Ok(())
    })
}

unsafe extern "system" fn query_columns<P: StoreProvider>(
    this: This,
    flags: u32,
    columns: Out<*mut SPropTagArray>,
) -> Code {
    columns.clear();
    on_cursor::<P>(&this, |cursor, memory| {
        let columns = columns.needed()?;
        only(flags, TBL_ALL_COLUMNS)?;
        let mut tags = cursor.columns.clone();
        if flags & TBL_ALL_COLUMNS != 0 {
            let rows = cursor.table.rows.iter().flat_map(|row| &row.values);
            tags.clone_from(&cursor.table.columns);
            for tag in rows.map(|property| property.tag) {
                if !tags.iter().any(|other| other.id() == tag.id()) {
                    tags.push(tag);
                }
            }
        }
        columns.write(values::tag_array(memory, &tags)?.into_raw());
        Ok(())
    })
}

unsafe extern "system" fn get_row_count<P: StoreProvider>(this: This, flags: u32, count: Out<u32>) -> Code {
    count.write(0);
    on_cursor::<P>(&this, |cursor, _| {
        let count = count.needed()?;
        only(flags, TBL_NOWAIT)?;
        count.write(u32::try_from(cursor.table.rows.len()).unwrap_or(u32::MAX));
        Ok(())
    })
}

unsafe extern "system" fn seek_row<P: StoreProvider>(this: This, from: usize, rows: i32, sought: Out<i32>) -> Code {
    sought.write(0);
    on_cursor::<P>(&this, |cursor, _| {
        let start = match from {
            BOOKMARK_BEGINNING => 0,
            BOOKMARK_CURRENT => cursor.position,
            BOOKMARK_END => cursor.table.rows.len(),
            _ => return Err(Code::INVALID_BOOKMARK.into()),
        };
        cursor.position = moved(start, rows, cursor.table.rows.len());
        // Both fit: a move is at most as long as asked for.
        let (start, now) = (start as i64, cursor.position as i64);
        sought.write((now - start) as i32);
        Ok(())
    })
}

/// The position `rows` from `start`, inside the table.
fn moved(start: usize, rows: i32, length: usize) -> usize {
    let distance = rows.unsigned_abs() as usize;
    if rows < 0 { start.saturating_sub(distance) } else { start.saturating_add(distance).min(length) }
}

unsafe extern "system" fn query_rows<P: StoreProvider>(
    this: This,
    count: i32,
    flags: u32,
    rows: Out<*mut SRowSet>,
) -> Code {
    rows.clear();
    on_cursor::<P>(&this, |cursor, memory| {
        let rows = rows.needed()?;
        only(flags, TBL_NOADVANCE)?;
        if count == 0 {
            return Err(Error::new(Code::INVALID_PARAMETER, "no rows asked for"));
        }
        let here = cursor.position;
        let there = moved(here, count, cursor.table.rows.len());
        let (first, last) = (here.min(there), here.max(there));
        let found = cursor.table.rows.get(first..last).unwrap_or_default();
        rows.write(row_set(memory, found, &cursor.columns)?);
        // Read backwards, the position stands before the rows; without NOADVANCE it moves in either case.
        if flags & TBL_NOADVANCE == 0 {
            cursor.position = there;
        }
        Ok(())
    })
}

/// An SRowSet: each row is a root of its own (MEM-4), so a failure frees those that are made already.
fn row_set(memory: &Allocators, rows: &[Row], columns: &[PropTag]) -> Result<*mut SRowSet> {
    let set = memory.counted::<SRowSet, SRow>(rows.len())?;
    let blocks = rows.iter().map(|row| values::array(memory, &cells(row, columns)?));
    let blocks = blocks.collect::<Result<Vec<_>>>()?;
    set.put(offset_of!(SRowSet, c_rows), 0, rows.len() as u32)?;
    let width = columns.len() as u32;
    // Room for every row is there, so from here on nothing fails and no row is lost between the two owners.
    for (index, block) in blocks.into_iter().enumerate() {
        let row = SRow { adr_entry_pad: 0, c_values: width, props: block.into_raw() };
        set.put(offset_of!(SRowSet, row), index, row)?;
    }
    Ok(set.into_raw())
}

fn cells(row: &Row, columns: &[PropTag]) -> Result<Vec<Asked>> {
    let none = |_| Err(Error::from(Code::NOT_FOUND));
    answers(columns, 0, &row.values, || Ok(Vec::new()), none)
}
