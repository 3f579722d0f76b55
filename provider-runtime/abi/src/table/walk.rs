//! One client's walk through a table: its view, where it stands, its bookmarks. What the arguments
//! mean is `object.rs`'s, where the rows come from is the business of a [`Source`].

use super::bookmarks::{Bookmarks, Origin, Position};
use super::instance::InstanceKeys;
use super::restriction::Restriction;
use super::rewrite::{Columns, copied, prepared};
use super::sort::SortOrder;
use super::values::Values;
use super::view::{Anchor, GivenRow, OwnColumns, Rows, RowsFrom, Source, TableView};
use crate::error::{Error, Result};
use crate::memory::Allocators;
use crate::requested::as_unicode;
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::tag::PropTag;

/// What one table object keeps of its client.
#[derive(Debug, Default)]
pub struct Walk {
    /// The columns that the client has chosen, as it has named them.
    columns: Vec<PropTag>,
    /// What rows are asked for by: the client's columns, then one for each key of the sort order.
    view: TableView,
    /// The same without the client's columns, to find places by.
    places: TableView,
    /// The order as the client has set it.
    order: SortOrder,
    position: Position,
    bookmarks: Bookmarks,
    pub(super) keys: InstanceKeys,
    /// Whether the source has prepared the view.
    is_prepared: bool,
    /// All rows, where the source cannot give the view.
    copy: Option<Values>,
}

/// A call on a table: what its rows come from, and where they go.
pub struct Rowset<'a> {
    /// The rows.
    pub source: &'a mut dyn Source,
    /// What the table answers by itself.
    pub own: &'a dyn OwnColumns,
    /// Whose memory rows go out in.
    pub memory: &'a Allocators,
}

/// Moves of up to so many rows look at the rows; longer ones count.
const NEAR: usize = 1000;

impl Walk {
    /// A table with these columns that nobody has touched (TBL-1).
    pub fn new(columns: Vec<PropTag>) -> Self {
        let mut walk = Self::default();
        walk.set_columns(columns);
        walk
    }

    /// Chooses the columns; the position stays (TBL-17).
    pub(super) fn set_columns(&mut self, columns: Vec<PropTag>) {
        self.columns = columns;
        self.arrange();
    }

    pub(super) fn columns(&self) -> &[PropTag] {
        &self.columns
    }

    pub(super) fn order(&self) -> &SortOrder {
        &self.order
    }

    fn arrange(&mut self) {
        self.places.columns =
            self.view.sort.keys.iter().map(|key| key.tag.with_kind(as_unicode(key.tag.kind()))).collect();
        self.view.columns = self.columns.iter().chain(&self.places.columns).copied().collect();
        (self.places.restriction, self.places.sort) = (self.view.restriction.clone(), self.view.sort.clone());
    }

    /// The rows are others than they were, so a copy of them is worth nothing.
    pub fn forget_copy(&mut self) {
        if self.copy.take().is_some() {
            self.is_prepared = false;
        }
    }

    /// Sees to it that the source has the view.
    fn prepare(&mut self, rows: &mut Rowset<'_>) -> Result<()> {
        if !self.is_prepared {
            self.copy = prepared(rows, &self.view, &self.keys)?;
            self.is_prepared = true;
        }
        Ok(())
    }

    fn source<'s>(&'s self, rows: &'s Rowset<'_>) -> &'s dyn Source {
        self.copy.as_ref().map_or(&*rows.source, |copy| copy)
    }

    /// Filters or sorts: a failure keeps the old view, success rewinds (RES-2, SORT-2, TBL-45).
    fn change(&mut self, rows: &mut Rowset<'_>, restriction: Option<Restriction>, sort: &SortOrder) -> Result<()> {
        let columns = Columns::of(rows)?;
        let restriction = restriction.map(|whole| columns.rewritten(&whole, rows.own, &self.keys));
        let sort = columns.sorted(sort);
        let view = TableView { columns: Vec::new(), restriction, sort };
        let before = std::mem::replace(&mut self.view, view);
        self.arrange();
        match prepared(rows, &self.view, &self.keys) {
            Ok(copy) => (self.copy, self.is_prepared) = (copy, true),
            Err(error) => {
                self.view = before;
                self.arrange();
                self.is_prepared = self.is_prepared && self.copy.is_some();
                return Err(error);
            }
        }
        self.position = Position::Start;
        self.bookmarks.clear();
        Ok(())
    }

    pub(super) fn restrict(&mut self, rows: &mut Rowset<'_>, restriction: Option<Restriction>) -> Result<()> {
        let sort = self.order.clone();
        self.change(rows, restriction, &sort)
    }

    pub(super) fn sort(&mut self, rows: &mut Rowset<'_>, order: SortOrder) -> Result<()> {
        let restriction = self.view.restriction.clone();
        self.change(rows, restriction, &order)?;
        self.order = order;
        Ok(())
    }

    pub(super) fn count(&mut self, rows: &mut Rowset<'_>) -> Result<u64> {
        self.prepare(rows)?;
        self.source(rows).count(&self.view)
    }

    /// Reads up to `count` rows from the position on, or before it, in the order of the table.
    pub(super) fn read(&mut self, rows: &mut Rowset<'_>, count: i32, moves: bool) -> Result<Vec<GivenRow>> {
        self.prepare(rows)?;
        let most = count.unsigned_abs() as usize;
        let from = if count > 0 { self.ahead(&self.position) } else { self.back(rows, &self.position)? };
        let Some(from) = from else { return Ok(Vec::new()) };
        let out = self.rows(rows, &self.view, self.columns.len(), from.as_from(), most)?;
        let last = out.last_anchor()?;
        let mut given = out.into_rows();
        if count < 0 {
            given.reverse(); // the position stays where it was (TBL-24)
        } else if moves && let Some(last) = last {
            self.position = Position::After(last);
        }
        Ok(given)
    }

    fn rows<'r>(
        &'r self,
        rows: &'r Rowset<'_>,
        view: &'r TableView,
        width: usize,
        from: RowsFrom<'_>,
        most: usize,
    ) -> Result<Rows<'r>> {
        let mut out = Rows::new(rows.memory, &view.columns, width, most, rows.own, &self.keys);
        self.source(rows).rows(view, from, most, &mut out)?;
        Ok(out)
    }

    /// The place of the row from there on, if there is one.
    fn row(&self, rows: &Rowset<'_>, from: RowsFrom<'_>) -> Result<Option<Anchor>> {
        self.rows(rows, &self.places, 0, from, 1)?.last_anchor()
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
                let next = self.row(rows, RowsFrom::After(anchor))?;
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
        let now = self.row(rows, RowsFrom::On(anchor))?;
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
        self.prepare(rows)?;
        let from = self.ahead(&self.position);
        let row = from.map(|from| self.row(rows, from.as_from())).transpose()?.flatten();
        self.bookmarks.add(row.map_or(Position::End, Position::On))
    }

    pub(super) fn free_bookmark(&mut self, number: usize) -> Result<()> {
        self.bookmarks.remove(number)
    }

    /// Moves by so many rows: how many it came to, and whether the bookmark's row was gone.
    pub(super) fn seek(&mut self, rows: &mut Rowset<'_>, bookmark: usize, distance: i32) -> Result<(i32, bool)> {
        self.prepare(rows)?;
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
        let out = self.rows(rows, &self.places, 0, from.as_from(), most)?;
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
        let count = self.source(rows).count(&self.places)?;
        let end = start.saturating_add_signed(distance.into()).min(count);
        self.go_to(rows, end)?;
        // It fits: a move is at most as long as asked for.
        Ok((end.cast_signed() - start.cast_signed()) as i32)
    }

    fn go_to(&mut self, rows: &Rowset<'_>, number: u64) -> Result<()> {
        self.position = match number {
            0 => Position::Start,
            number => self.row(rows, RowsFrom::At(number))?.map_or(Position::End, Position::On),
        };
        Ok(())
    }

    /// How many rows stand before a position.
    fn number(&self, rows: &Rowset<'_>, position: &Position) -> Result<u64> {
        let source = self.source(rows);
        match position {
            Position::Start => Ok(0),
            Position::End => source.count(&self.places),
            Position::On(anchor) => source.position(&self.places, anchor),
            Position::After(anchor) => match self.row(rows, RowsFrom::After(anchor))? {
                Some(next) => source.position(&self.places, &next),
                None => source.count(&self.places),
            },
        }
    }

    /// Moves to a fraction of the rows (TBL-46).
    pub(super) fn seek_fraction(&mut self, rows: &mut Rowset<'_>, numerator: u32, denominator: u32) -> Result<()> {
        if denominator == 0 {
            return Err(Error::new(Code::INVALID_PARAMETER, "a fraction of nothing"));
        }
        self.prepare(rows)?;
        if numerator >= denominator {
            self.position = Position::End;
            return Ok(());
        }
        let count = self.source(rows).count(&self.places)?;
        let number = u128::from(count) * u128::from(numerator) / u128::from(denominator);
        self.go_to(rows, u64::try_from(number).unwrap_or(u64::MAX))
    }

    /// How many rows stand before the position, and how many there are.
    pub(super) fn position(&mut self, rows: &mut Rowset<'_>) -> Result<(u64, u64)> {
        self.prepare(rows)?;
        let count = self.source(rows).count(&self.places)?;
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
        self.prepare(rows)?;
        let (origin, is_changed) = self.bookmark(rows, bookmark)?;
        let from = if is_backward { self.back(rows, &origin)? } else { self.ahead(&origin) };
        let from = from.ok_or(Code::NOT_FOUND)?;
        let what = Columns::of(rows)?.rewritten(what, rows.own, &self.keys);
        let found = self.first(rows, &what, from.as_from())?.ok_or(Code::NOT_FOUND)?;
        self.position = Position::On(found);
        Ok(is_changed)
    }

    fn first(&self, rows: &mut Rowset<'_>, what: &Restriction, from: RowsFrom<'_>) -> Result<Option<Anchor>> {
        let mut out = Rows::new(rows.memory, &self.places.columns, 0, 1, rows.own, &self.keys);
        match self.source(rows).find(&self.places, what, from, &mut out) {
            Ok(()) => return out.last_anchor(),
            Err(error) if error.code() != Code::TOO_COMPLEX || self.copy.is_some() => return Err(error),
            Err(_) => {}
        }
        // The copy has the rows of the view alone, and in its order.
        let copy = copied(rows, &self.places, &self.keys)?;
        let mut out = Rows::new(rows.memory, &self.places.columns, 0, 1, rows.own, &self.keys);
        copy.find_with(what, from, &mut out, &|key, tag| rows.own.inside(key, tag))?;
        out.last_anchor()
    }
}
