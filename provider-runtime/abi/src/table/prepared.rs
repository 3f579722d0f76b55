//! One view of a table, as its client has chosen it, and as its source has been made ready for it.
//! Who walks through it is `walk.rs`, what happens to its rows is told in `follow.rs`.

use super::instance::InstanceKeys;
use super::restriction::Restriction;
use super::rewrite::{Columns, copied, prepared};
use super::sort::SortOrder;
use super::values::Values;
use super::view::{Anchor, OwnColumns, Rows, RowsFrom, Source, TableView};
use crate::error::Result;
use crate::memory::Allocators;
use crate::requested::as_unicode;
use crate::shapes::code::Code;
use crate::shapes::tag::PropTag;

/// The view of one table object.
#[derive(Debug, Default)]
pub struct PreparedView {
    /// The columns that the client has chosen, as it has named them.
    columns: Vec<PropTag>,
    /// The rows and the order as the client has said them.
    restriction: Option<Restriction>,
    order: SortOrder,
    /// What the source is asked for: the client's columns, then one for each key of the order.
    view: TableView,
    /// The same without the client's columns, to find places by.
    places: TableView,
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
    /// Whether the table follows the changes of its rows.
    pub follows: bool,
}

impl PreparedView {
    /// Chooses the columns.
    pub(super) fn set_columns(&mut self, columns: Vec<PropTag>) {
        self.columns = columns;
        self.arrange();
    }

    pub(super) fn columns(&self) -> &[PropTag] {
        &self.columns
    }

    pub(super) fn restriction(&self) -> Option<&Restriction> {
        self.restriction.as_ref()
    }

    pub(super) fn order(&self) -> &SortOrder {
        &self.order
    }

    /// What the source is asked for.
    pub(super) fn asked(&self) -> &TableView {
        &self.view
    }

    fn arrange(&mut self) {
        let keys = self.view.sort.keys.iter();
        self.places.columns = keys.map(|key| key.tag.with_kind(as_unicode(key.tag.kind()))).collect();
        self.view.columns = [&self.columns[..], &self.places.columns].concat();
        self.places.restriction = self.view.restriction.clone();
        self.places.sort = self.view.sort.clone();
    }

    /// Forgets a copy of the rows, because they are others now.
    pub fn forget_copy(&mut self) {
        if self.copy.take().is_some() {
            self.is_prepared = false;
        }
    }

    /// Whether the view is one of copied rows.
    pub(super) fn has_copy(&self) -> bool {
        self.copy.is_some()
    }

    /// Sees to it that the source has the view.
    pub(super) fn prepare(&mut self, rows: &mut Rowset<'_>) -> Result<()> {
        if !self.is_prepared {
            self.copy = prepared(rows, &self.view, &self.keys)?;
            self.is_prepared = true;
        }
        Ok(())
    }

    /// The same after the source was asked for another view.
    pub(super) fn prepare_again(&mut self, rows: &mut Rowset<'_>) -> Result<()> {
        self.is_prepared = self.copy.is_some();
        self.prepare(rows)
    }

    pub(super) fn source<'s>(&'s self, rows: &'s Rowset<'_>) -> &'s dyn Source {
        self.copy.as_ref().map_or(&*rows.source, |copy| copy)
    }

    /// Filters and sorts: a failure keeps what was there (RES-2, SORT-2).
    pub(super) fn change(
        &mut self,
        rows: &mut Rowset<'_>,
        restriction: Option<Restriction>,
        order: SortOrder,
    ) -> Result<()> {
        let columns = Columns::of(rows)?;
        let asked = restriction.as_ref().map(|whole| columns.rewritten(whole, rows.own, &self.keys));
        let view = TableView { columns: Vec::new(), restriction: asked, sort: columns.sorted(&order) };
        let before = std::mem::replace(&mut self.view, view);
        self.arrange();
        match prepared(rows, &self.view, &self.keys) {
            Ok(copy) => {
                self.copy = copy;
                self.is_prepared = true;
                self.restriction = restriction;
                self.order = order;
                Ok(())
            }
            Err(error) => {
                self.view = before;
                self.arrange();
                self.is_prepared = self.copy.is_some();
                Err(error)
            }
        }
    }

    /// How many rows it has.
    pub(super) fn count(&self, rows: &Rowset<'_>) -> Result<u64> {
        self.source(rows).count(&self.places)
    }

    /// How many rows precede this one.
    pub(super) fn position(&self, rows: &Rowset<'_>, anchor: &Anchor) -> Result<u64> {
        self.source(rows).position(&self.places, anchor)
    }

    /// Rows with the client's columns.
    pub(super) fn rows<'r>(&'r self, rows: &'r Rowset<'_>, from: RowsFrom<'_>, most: usize) -> Result<Rows<'r>> {
        let width = self.columns.len();
        let mut out = Rows::new(rows.memory, &self.view.columns, width, most, rows.own, &self.keys);
        self.source(rows).rows(&self.view, from, most, &mut out)?;
        Ok(out)
    }

    /// Rows without columns: where they stand.
    pub(super) fn places<'r>(&'r self, rows: &'r Rowset<'_>, from: RowsFrom<'_>, most: usize) -> Result<Rows<'r>> {
        let mut out = Rows::new(rows.memory, &self.places.columns, 0, most, rows.own, &self.keys);
        self.source(rows).rows(&self.places, from, most, &mut out)?;
        Ok(out)
    }

    /// The place of the row from there on, if there is one.
    pub(super) fn row(&self, rows: &Rowset<'_>, from: RowsFrom<'_>) -> Result<Option<Anchor>> {
        self.places(rows, from, 1)?.last_anchor()
    }

    /// The place of the first row that fits, if there is one.
    pub(super) fn find(&self, rows: &mut Rowset<'_>, what: &Restriction, from: RowsFrom<'_>) -> Result<Option<Anchor>> {
        let what = Columns::of(rows)?.rewritten(what, rows.own, &self.keys);
        let mut out = Rows::new(rows.memory, &self.places.columns, 0, 1, rows.own, &self.keys);
        match self.source(rows).find(&self.places, &what, from, &mut out) {
            Ok(()) => return out.last_anchor(),
            Err(error) if error.code() != Code::TOO_COMPLEX || self.copy.is_some() => return Err(error),
            Err(_) => {}
        }
        // The copy has the rows of the view alone, and in its order.
        let copy = copied(rows, &self.places, &self.keys)?;
        let mut out = Rows::new(rows.memory, &self.places.columns, 0, 1, rows.own, &self.keys);
        copy.find_with(&what, from, &mut out, &|key, tag| rows.own.inside(key, tag))?;
        out.last_anchor()
    }
}
