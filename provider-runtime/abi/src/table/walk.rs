//! One client's walk through a table: where it stands, its bookmarks. What the arguments mean is
//! `object.rs`'s, which rows are there is the business of a [`PreparedView`].

use super::bookmarks::{Bookmarks, Origin, Position};
use super::prepared::{PreparedView, Rowset};
use super::restriction::Restriction;
use super::sort::SortOrder;
use super::view::{GivenRow, RowsFrom};
use crate::error::{Error, Result};
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::tag::PropTag;

/// What one table object keeps of its client.
#[derive(Debug, Default)]
pub struct Walk {
    /// Which rows it sees, in which order, with which columns.
    pub view: PreparedView,
    position: Position,
    bookmarks: Bookmarks,
}

/// Moves of up to so many rows look at the rows; longer ones count.
const NEAR: usize = 1000;

impl Walk {
    /// A table with these columns that nobody has touched (TBL-1).
    pub fn new(columns: Vec<PropTag>) -> Self {
        let mut walk = Self::default();
        walk.view.set_columns(columns);
        walk
    }

    /// Filters: success rewinds (TBL-45).
    pub(super) fn restrict(&mut self, rows: &mut Rowset<'_>, restriction: Option<Restriction>) -> Result<()> {
        let order = self.view.order().clone();
        self.view.change(rows, restriction, order)?;
        self.rewind();
        Ok(())
    }

    /// Sorts: success rewinds (TBL-45).
    pub(super) fn sort(&mut self, rows: &mut Rowset<'_>, order: SortOrder) -> Result<()> {
        let restriction = self.view.restriction().cloned();
        self.view.change(rows, restriction, order)?;
        self.rewind();
        Ok(())
    }

    fn rewind(&mut self) {
        self.position = Position::Start;
        self.bookmarks.clear();
    }

    pub(super) fn count(&mut self, rows: &mut Rowset<'_>) -> Result<u64> {
        self.view.prepare(rows)?;
        self.view.count(rows)
    }

    /// Reads up to `count` rows from the position on, or before it, in the order of the table.
    pub(super) fn read(&mut self, rows: &mut Rowset<'_>, count: i32, moves: bool) -> Result<Vec<GivenRow>> {
        self.view.prepare(rows)?;
        let most = count.unsigned_abs() as usize;
        let from = if count > 0 { self.ahead(&self.position) } else { self.back(rows, &self.position)? };
        let Some(from) = from else { return Ok(Vec::new()) };
        let out = self.view.rows(rows, from.as_from(), most)?;
        let last = out.last_anchor()?;
        let mut given = out.into_rows();
        if count < 0 {
            given.reverse(); // the position stays where it was (TBL-24)
        } else if moves && let Some(last) = last {
            self.position = Position::After(last);
        }
        Ok(given)
    }

    /// From where the rows after a position are read; `None`: there are none.
    fn ahead(&self, position: &Position) -> Option<Origin> {
        match position {
            Position::Start => Some(Origin::Start),
            Position::End => None,
            Position::On(anchor) => Some(Origin::On(anchor.clone())),
            Position::After(anchor) => Some(Origin::After(anchor.clone())),
        }
    }

    /// From where the rows before a position are read; `None`: there are none.
    fn back(&self, rows: &Rowset<'_>, position: &Position) -> Result<Option<Origin>> {
        Ok(match position {
            Position::Start => None,
            Position::End => Some(Origin::End),
            Position::On(anchor) => Some(Origin::Before(anchor.clone())),
            Position::After(anchor) => {
                let next = self.view.row(rows, RowsFrom::After(anchor))?;
                Some(next.map_or(Origin::End, Origin::Before))
            }
        })
    }

    /// Where a bookmark stands, and whether its row is gone (TBL-42).
    fn bookmark(&mut self, rows: &Rowset<'_>, number: usize) -> Result<(Position, bool)> {
        let position = match number {
            BOOKMARK_BEGINNING => Position::Start,
            BOOKMARK_CURRENT => self.position.clone(),
            BOOKMARK_END => Position::End,
            number => self.bookmarks.get(number)?.clone(),
        };
        let Position::On(anchor) = &position else { return Ok((position, false)) };
        let now = self.view.row(rows, RowsFrom::On(anchor))?;
        if now.as_ref().is_some_and(|now| now.key == anchor.key) {
            return Ok((position, false));
        }
        let now = now.map_or(Position::End, Position::On);
        match number {
            BOOKMARK_CURRENT => self.position = now.clone(),
            number => self.bookmarks.put(number, now.clone()),
        }
        Ok((now, true))
    }

    pub(super) fn add_bookmark(&mut self, rows: &mut Rowset<'_>) -> Result<usize> {
        self.view.prepare(rows)?;
        let from = self.ahead(&self.position);
        let row = from.map(|from| self.view.row(rows, from.as_from())).transpose()?.flatten();
        self.bookmarks.add(row.map_or(Position::End, Position::On))
    }

    pub(super) fn free_bookmark(&mut self, number: usize) -> Result<()> {
        self.bookmarks.remove(number)
    }

    /// Moves by so many rows: how many it came to, and whether the bookmark's row was gone.
    pub(super) fn seek(&mut self, rows: &mut Rowset<'_>, bookmark: usize, distance: i32) -> Result<(i32, bool)> {
        self.view.prepare(rows)?;
        let (origin, is_changed) = self.bookmark(rows, bookmark)?;
        let most = distance.unsigned_abs() as usize;
        let from = match distance {
            0 => None,
            1.. => self.ahead(&origin),
            _ => self.back(rows, &origin)?,
        };
        let Some(from) = from else {
            self.position = origin;
            return Ok((0, is_changed));
        };
        if most > NEAR {
            return Ok((self.seek_far(rows, &origin, distance)?, is_changed));
        }
        let out = self.view.places(rows, from.as_from(), most)?;
        let moved = out.count();
        let last = out.last_anchor()?;
        self.position = match last {
            Some(last) if distance > 0 => Position::After(last),
            Some(_) if moved < most => Position::Start,
            Some(last) => Position::On(last),
            None => origin,
        };
        // Both fit: a move is at most as long as asked for.
        let moved = moved as i32;
        Ok((if distance > 0 { moved } else { -moved }, is_changed))
    }

    fn seek_far(&mut self, rows: &Rowset<'_>, origin: &Position, distance: i32) -> Result<i32> {
        let start = self.number(rows, origin)?;
        let count = self.view.count(rows)?;
        let end = start.saturating_add_signed(distance.into()).min(count);
        self.go_to(rows, end)?;
        // It fits: a move is at most as long as asked for.
        Ok((end.cast_signed() - start.cast_signed()) as i32)
    }

    fn go_to(&mut self, rows: &Rowset<'_>, number: u64) -> Result<()> {
        self.position = match number {
            0 => Position::Start,
            number => self.view.row(rows, RowsFrom::At(number))?.map_or(Position::End, Position::On),
        };
        Ok(())
    }

    /// How many rows stand before a position.
    fn number(&self, rows: &Rowset<'_>, position: &Position) -> Result<u64> {
        match position {
            Position::Start => Ok(0),
            Position::End => self.view.count(rows),
            Position::On(anchor) => self.view.position(rows, anchor),
            Position::After(anchor) => match self.view.row(rows, RowsFrom::After(anchor))? {
                Some(next) => self.view.position(rows, &next),
                None => self.view.count(rows),
            },
        }
    }

    /// Moves to a fraction of the rows (TBL-46).
    pub(super) fn seek_fraction(&mut self, rows: &mut Rowset<'_>, numerator: u32, denominator: u32) -> Result<()> {
        if denominator == 0 {
            return Err(Error::new(Code::INVALID_PARAMETER, "a fraction of nothing"));
        }
        self.view.prepare(rows)?;
        if numerator >= denominator {
            self.position = Position::End;
            return Ok(());
        }
        let count = self.view.count(rows)?;
        let number = u128::from(count) * u128::from(numerator) / u128::from(denominator);
        self.go_to(rows, u64::try_from(number).unwrap_or(u64::MAX))
    }

    /// How many rows stand before the position, and how many there are.
    pub(super) fn position(&mut self, rows: &mut Rowset<'_>) -> Result<(u64, u64)> {
        self.view.prepare(rows)?;
        let count = self.view.count(rows)?;
        Ok((self.number(rows, &self.position)?.min(count), count))
    }

    /// Moves to the first row that fits: whether the bookmark's row was gone (TBL-50, TBL-51).
    pub(super) fn find(
        &mut self,
        rows: &mut Rowset<'_>,
        what: &Restriction,
        bookmark: usize,
        is_backward: bool,
    ) -> Result<bool> {
        self.view.prepare(rows)?;
        let (origin, is_changed) = self.bookmark(rows, bookmark)?;
        let from = if is_backward { self.back(rows, &origin)? } else { self.ahead(&origin) };
        let from = from.ok_or(Code::NOT_FOUND)?;
        let found = self.view.find(rows, what, from.as_from())?.ok_or(Code::NOT_FOUND)?;
        self.position = Position::On(found);
        Ok(is_changed)
    }
}
