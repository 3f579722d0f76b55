//! `IMAPITable` for every class that is a table: what a client means by its arguments, and how the
//! rows go out. Where the rows come from is each class's own: its [`TableObject`].

use super::prepared::Rowset;
use super::restriction::Restriction;
use super::rewrite::Columns;
use super::sort::SortOrder;
use super::view::GivenRow;
use super::walk::Walk;
use crate::class::{Class, Receiver};
use crate::com_ptr::Lent;
use crate::error::{Error, Result};
use crate::interfaces::imapi_table::IMAPITable;
use crate::memory::Allocators;
use crate::param::{In, Out};
use crate::params::only;
use crate::prop_array;
use crate::requested::tag_list;
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use crate::shapes::structs::*;
use crate::shapes::tag::PropTag;
use std::mem::offset_of;

/// A call of `IMAPITable`, once its object is known to be alive and well: a closure, for the reason
/// of [`Work`](crate::prop_object::Work).
pub trait TableWork {
    /// Runs the call.
    ///
    /// # Errors
    /// What it came to.
    fn run(&mut self, walk: &mut Walk, rows: &mut Rowset<'_>) -> Result<Code>;
}

impl<F: FnMut(&mut Walk, &mut Rowset<'_>) -> Result<Code>> TableWork for F {
    #[inline]
    fn run(&mut self, walk: &mut Walk, rows: &mut Rowset<'_>) -> Result<Code> {
        self(walk, rows)
    }
}

/// A class that is a table. It gets `IMAPITable` by this.
pub trait TableObject: Class {
    /// Runs a call on the table, or says what is wrong with the object; keeps the text of a failure
    /// (LASTERR-1). One call at a time.
    fn with_table(this: Receiver<'_, Self>, work: &mut dyn TableWork) -> Code;

    /// `IMAPITable::GetLastError`, its output cleared.
    fn last_error(this: Receiver<'_, Self>, _code: Code, _flags: u32, _error: Out<'_, *mut MAPIERROR>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::Advise`, its mask and its output checked.
    fn advise(
        this: Receiver<'_, Self>,
        _sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
        _connection: Out<'_, usize>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::Unadvise`
    fn unadvise(this: Receiver<'_, Self>, _connection: usize) -> Code {
        Self::refuse(this)
    }
}

impl<C: TableObject> IMAPITable for C {
    fn get_last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        error.clear();
        C::last_error(this, code, flags, error)
    }

    fn advise(
        this: Receiver<'_, Self>,
        mask: u32,
        sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
        connection: Out<'_, usize>,
    ) -> Code {
        connection.write(0);
        if mask != fnevTableModified || connection.is_null() || sink.is_none() {
            return C::with_table(this, &mut |_: &mut Walk, _: &mut Rowset<'_>| Err(Code::INVALID_PARAMETER.into())); // TBL-93
        }
        C::advise(this, sink, connection)
    }

    fn unadvise(this: Receiver<'_, Self>, connection: usize) -> Code {
        C::unadvise(this, connection)
    }

    /// TBL-90: nothing is ever under way.
    fn get_status(this: Receiver<'_, Self>, status: Out<'_, u32>, kind: Out<'_, u32>) -> Code {
        status.write(0);
        kind.write(0);
        C::with_table(this, &mut |_: &mut Walk, rows: &mut Rowset<'_>| {
            status.write(TBLSTAT_COMPLETE);
            kind.write(if rows.follows { TBLTYPE_DYNAMIC } else { TBLTYPE_SNAPSHOT }); // TBL-95
            Ok(Code::OK)
        })
    }

    fn set_columns(this: Receiver<'_, Self>, columns: In<'_, SPropTagArray>, flags: u32) -> Code {
        C::with_table(this, &mut |walk: &mut Walk, _: &mut Rowset<'_>| {
            only(flags, TBL_ASYNC | TBL_BATCH)?;
            walk.view.set_columns(tag_list(columns)?.ok_or(Code::INVALID_PARAMETER)?.to_vec());
            Ok(Code::OK)
        })
    }

    fn query_columns(this: Receiver<'_, Self>, flags: u32, columns: Out<'_, *mut SPropTagArray>) -> Code {
        columns.clear();
        C::with_table(this, &mut |walk: &mut Walk, rows: &mut Rowset<'_>| {
            let columns = columns.needed()?;
            only(flags, TBL_ALL_COLUMNS)?;
            let tags = match flags {
                0 => walk.view.columns().to_vec(),
                _ => with_chosen(walk.view.columns(), Columns::of(rows)?.all()),
            };
            columns.write(prop_array::tag_array(rows.memory, &tags)?.into_raw());
            Ok(Code::OK)
        })
    }

    fn get_row_count(this: Receiver<'_, Self>, flags: u32, count: Out<'_, u32>) -> Code {
        count.write(0);
        C::with_table(this, &mut |walk: &mut Walk, rows: &mut Rowset<'_>| {
            let count = count.needed()?;
            only(flags, TBL_NOWAIT)?;
            count.write(clamped(walk.count(rows)?));
            Ok(Code::OK)
        })
    }

    fn seek_row(this: Receiver<'_, Self>, origin: usize, distance: i32, sought: Out<'_, i32>) -> Code {
        sought.write(0);
        C::with_table(this, &mut |walk: &mut Walk, rows: &mut Rowset<'_>| {
            let (moved, is_changed) = walk.seek(rows, origin, distance)?;
            sought.write(moved);
            Ok(changed(is_changed))
        })
    }

    fn seek_row_approx(this: Receiver<'_, Self>, numerator: u32, denominator: u32) -> Code {
        C::with_table(this, &mut |walk: &mut Walk, rows: &mut Rowset<'_>| {
            walk.seek_fraction(rows, numerator, denominator)?;
            Ok(Code::OK)
        })
    }

    fn query_position(
        this: Receiver<'_, Self>,
        row: Out<'_, u32>,
        numerator: Out<'_, u32>,
        denominator: Out<'_, u32>,
    ) -> Code {
        row.write(0);
        numerator.write(0);
        denominator.write(1);
        C::with_table(this, &mut |walk: &mut Walk, rows: &mut Rowset<'_>| {
            let (before, count) = walk.position(rows)?;
            row.needed()?.write(clamped(before));
            numerator.needed()?.write(clamped(before));
            denominator.needed()?.write(clamped(count.max(1))); // TBL-47: never 0
            Ok(Code::OK)
        })
    }

    fn find_row(this: Receiver<'_, Self>, what: In<'_, SRestriction>, origin: usize, flags: u32) -> Code {
        C::with_table(this, &mut |walk: &mut Walk, rows: &mut Rowset<'_>| {
            only(flags, DIR_BACKWARD)?;
            let what = Restriction::read(what)?.ok_or(Code::INVALID_PARAMETER)?; // TBL-54
            Ok(changed(walk.find(rows, &what, origin, flags != 0)?))
        })
    }

    fn restrict(this: Receiver<'_, Self>, restriction: In<'_, SRestriction>, flags: u32) -> Code {
        C::with_table(this, &mut |walk: &mut Walk, rows: &mut Rowset<'_>| {
            only(flags, TBL_ASYNC | TBL_BATCH)?;
            walk.restrict(rows, Restriction::read(restriction)?)?;
            Ok(Code::OK)
        })
    }

    fn create_bookmark(this: Receiver<'_, Self>, position: Out<'_, usize>) -> Code {
        position.write(0);
        C::with_table(this, &mut |walk: &mut Walk, rows: &mut Rowset<'_>| {
            let position = position.needed()?;
            position.write(walk.add_bookmark(rows)?);
            Ok(Code::OK)
        })
    }

    fn free_bookmark(this: Receiver<'_, Self>, position: usize) -> Code {
        C::with_table(this, &mut |walk: &mut Walk, _: &mut Rowset<'_>| walk.free_bookmark(position).map(|()| Code::OK))
    }

    fn sort_table(this: Receiver<'_, Self>, criteria: In<'_, SSortOrderSet>, flags: u32) -> Code {
        C::with_table(this, &mut |walk: &mut Walk, rows: &mut Rowset<'_>| {
            only(flags, TBL_ASYNC | TBL_BATCH)?;
            walk.sort(rows, SortOrder::read(criteria)?)?;
            Ok(Code::OK)
        })
    }

    fn query_sort_order(this: Receiver<'_, Self>, criteria: Out<'_, *mut SSortOrderSet>) -> Code {
        criteria.clear();
        C::with_table(this, &mut |walk: &mut Walk, rows: &mut Rowset<'_>| {
            let criteria = criteria.needed()?;
            criteria.write(walk.view.order().block(rows.memory)?.into_raw());
            Ok(Code::OK)
        })
    }

    fn query_rows(this: Receiver<'_, Self>, count: i32, flags: u32, out: Out<'_, *mut SRowSet>) -> Code {
        out.clear();
        C::with_table(this, &mut |walk: &mut Walk, rows: &mut Rowset<'_>| {
            let out = out.needed()?;
            only(flags, TBL_NOADVANCE)?;
            if count == 0 {
                return Err(Error::new(Code::INVALID_PARAMETER, "no rows asked for"));
            }
            let found = walk.read(rows, count, flags == 0)?;
            out.write(row_set(rows.memory, found, walk.view.columns().len())?);
            Ok(Code::OK)
        })
    }

    /// TBL-92: nothing is ever under way.
    fn abort(this: Receiver<'_, Self>) -> Code {
        C::with_table(this, &mut |_: &mut Walk, _: &mut Rowset<'_>| Ok(Code::OK))
    }

    fn wait_for_completion(this: Receiver<'_, Self>, flags: u32, _timeout: u32, status: Out<'_, u32>) -> Code {
        status.write(TBLSTAT_COMPLETE);
        C::with_table(this, &mut |_: &mut Walk, _: &mut Rowset<'_>| only(flags, 0).map(|()| Code::OK))
    }
}

/// All columns, with those that the client has chosen beside them (TBL-15).
fn with_chosen(chosen: &[PropTag], mut all: Vec<PropTag>) -> Vec<PropTag> {
    for tag in chosen {
        if tag.kind() != PT_NULL && !all.iter().any(|other| other.id() == tag.id()) {
            all.push(*tag);
        }
    }
    all
}

fn changed(is_changed: bool) -> Code {
    if is_changed { Code::W_POSITION_CHANGED } else { Code::OK }
}

fn clamped(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// An SRowSet: each row is a root of its own (MEM-4, TBL-26), so a failure frees those that are
/// made already.
fn row_set(memory: &Allocators, rows: Vec<GivenRow>, width: usize) -> Result<*mut SRowSet> {
    let set = memory.counted::<SRowSet, SRow>(rows.len())?;
    set.put(offset_of!(SRowSet, c_rows), 0, rows.len() as u32)?;
    // Room for every row is there, so from here on nothing fails and no row is lost between the two
    // owners.
    for (index, given) in rows.into_iter().enumerate() {
        let row = SRow { adr_entry_pad: 0, c_values: width as u32, props: given.block.into_raw() };
        set.put(offset_of!(SRowSet, row), index, row)?;
    }
    Ok(set.into_raw())
}
