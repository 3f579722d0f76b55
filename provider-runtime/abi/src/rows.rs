//! A client's view of a table's rows: its columns, where it stands, and row sets in MAPI's memory.
//! Whose rows they are is `bridge/`'s and `session/`'s.

use super::memory::Allocators;
use super::params::only;
use super::prop_array;
use super::requested::{Row, Values, tag_list};
use crate::error::{Error, Result};
use crate::param::{In, Out};
use crate::prop_value::Property;
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::structs::*;
use crate::shapes::tag::PropTag;
use crate::wanted::Wanted;
use std::mem::offset_of;

/// What one table object keeps.
#[derive(Debug)]
pub struct View {
    pub columns: Vec<PropTag>,
    pub position: usize,
}

impl View {
    pub fn new(columns: Vec<PropTag>) -> Self {
        Self { columns, position: 0 }
    }

    /// Chooses the columns: `IMAPITable::SetColumns`.
    pub fn set_columns(&mut self, columns: In<SPropTagArray>, flags: u32) -> Result<()> {
        only(flags, TBL_ASYNC | TBL_BATCH)?;
        self.columns = tag_list(columns)?.ok_or(Code::INVALID_PARAMETER)?.to_vec();
        Ok(())
    }

    /// `IMAPITable::QueryColumns`; under `TBL_ALL_COLUMNS` those of the whole table.
    pub fn query_columns<'r>(
        &self,
        whole: &[PropTag],
        rows: impl Iterator<Item = &'r [Property]>,
        flags: u32,
        memory: &Allocators,
        columns: Out<*mut SPropTagArray>,
    ) -> Result<()> {
        let columns = columns.needed()?;
        only(flags, TBL_ALL_COLUMNS)?;
        let mut tags = self.columns.clone();
        if flags & TBL_ALL_COLUMNS != 0 {
            tags = whole.to_vec();
            for tag in rows.flatten().map(|property| property.tag) {
                if !tags.iter().any(|other| other.id() == tag.id()) {
                    tags.push(tag);
                }
            }
        }
        columns.write(prop_array::tag_array(memory, &tags)?.into_raw());
        Ok(())
    }

    /// Moves the position: `IMAPITable::SeekRow`.
    pub fn seek(&mut self, length: usize, from: usize, rows: i32, sought: Out<i32>) -> Result<()> {
        let start = match from {
            BOOKMARK_BEGINNING => 0,
            BOOKMARK_CURRENT => self.position,
            BOOKMARK_END => length,
            _ => return Err(Code::INVALID_BOOKMARK.into()),
        };
        self.position = moved(start, rows, length);
        // Both fit: a move is at most as long as asked for.
        let start = start as i64;
        let now = self.position as i64;
        sought.write((now - start) as i32);
        Ok(())
    }

    /// Gives rows from the position on: `IMAPITable::QueryRows`.
    pub fn query_rows<'r>(
        &mut self,
        row: impl Fn(usize) -> Option<&'r [Property]>,
        length: usize,
        count: i32,
        flags: u32,
        memory: &Allocators,
        rows: Out<*mut SRowSet>,
    ) -> Result<()> {
        let rows = rows.needed()?;
        only(flags, TBL_NOADVANCE)?;
        if count == 0 {
            return Err(Error::new(Code::INVALID_PARAMETER, "no rows asked for"));
        }
        let here = self.position.min(length);
        let there = moved(here, count, length);
        let found: Vec<_> = (here.min(there)..here.max(there)).filter_map(row).collect();
        rows.write(row_set(memory, &found, &self.columns)?);
        // Read backwards, the position stands before the rows; without NOADVANCE it moves in either
        // case.
        if flags & TBL_NOADVANCE == 0 {
            self.position = there;
        }
        Ok(())
    }
}

/// How many rows there are: `IMAPITable::GetRowCount`.
pub fn row_count(length: usize, flags: u32, count: Out<u32>) -> Result<()> {
    let count = count.needed()?;
    only(flags, TBL_NOWAIT)?;
    count.write(u32::try_from(length).unwrap_or(u32::MAX));
    Ok(())
}

/// The position `rows` from `start`, inside the table.
fn moved(start: usize, rows: i32, length: usize) -> usize {
    let distance = rows.unsigned_abs() as usize;
    if rows < 0 { start.saturating_sub(distance) } else { start.saturating_add(distance).min(length) }
}

/// An SRowSet: each row is a root of its own (MEM-4), so a failure frees those that are made
/// already.
fn row_set(memory: &Allocators, rows: &[&[Property]], columns: &[PropTag]) -> Result<*mut SRowSet> {
    let set = memory.counted::<SRowSet, SRow>(rows.len())?;
    let cells = |row: &&[Property]| {
        let mut wanted = Wanted::new(memory, columns, 0, &[])?;
        Row(row).give(&mut wanted)?;
        Ok(wanted.finish()?.0)
    };
    let blocks = rows.iter().map(cells).collect::<Result<Vec<_>>>()?;
    set.put(offset_of!(SRowSet, c_rows), 0, rows.len() as u32)?;
    let width = columns.len() as u32;
    // Room for every row is there, so from here on nothing fails and no row is lost between the two
    // owners.
    for (index, block) in blocks.into_iter().enumerate() {
        let row = SRow { adr_entry_pad: 0, c_values: width, props: block.into_raw() };
        set.put(offset_of!(SRowSet, row), index, row)?;
    }
    Ok(set.into_raw())
}
