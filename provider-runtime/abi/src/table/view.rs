//! What is asked of a table's rows: the view, the place from where on, and the sink that takes
//! them. Who walks through a view is `walk.rs`.

use super::instance::InstanceKeys;
use super::restriction::Restriction;
use super::sort::SortOrder;
use super::values::{ValueRow, Values};
use crate::error::Result;
use crate::memory::{Allocators, Block};
use crate::prop_array::decoded_part;
use crate::prop_value::{PropValue, Property};
use crate::shapes::code::Code;
use crate::shapes::structs::SPropValue;
use crate::shapes::tag::PropTag;
use crate::wanted::Wanted;

/// Which rows are wanted, in which order, with which columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableView {
    /// The columns that the rows are to have. Whatever is answered beside them is dropped.
    pub columns: Vec<PropTag>,
    /// Which rows; `None`: all of them.
    pub restriction: Option<Restriction>,
    /// In which order. Rows that are equal in all keys stand in an order of the author's, always
    /// the same one: best, that of their own keys.
    pub sort: SortOrder,
}

/// A row as a place in a view: its key, and its values for the keys of the sort order.
///
/// A place stays one when rows come and go: also that of a row that is gone lies between those
/// before and those after it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Anchor {
    /// The row's own key.
    pub key: Vec<u8>,
    /// Its values for the keys of the view's [`SortOrder`], one for each; `None` where it has none.
    pub values: Vec<Option<PropValue>>,
    /// Where rows that are values have it.
    pub(super) number: usize,
}

impl Anchor {
    /// The number that the row was given with.
    #[doc(hidden)]
    pub fn number(&self) -> usize {
        self.number
    }
}

/// From where on rows are wanted, and in which direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RowsFrom<'a> {
    /// Forward from the first row.
    Start,
    /// Backward from the last row.
    End,
    /// Forward from the row with this number, the first being 0.
    At(u64),
    /// Forward from this row; if it is gone, from the one that would follow it.
    On(&'a Anchor),
    /// Forward from the row that follows this one.
    After(&'a Anchor),
    /// Backward from the row that precedes this one.
    Before(&'a Anchor),
}

impl RowsFrom<'_> {
    /// Whether the rows are wanted backward, the last one first.
    pub fn is_backward(self) -> bool {
        matches!(self, Self::End | Self::Before(_))
    }
}

/// Where the rows of a table come from.
pub trait Source {
    /// The columns that there are (`TBL_ALL_COLUMNS`).
    ///
    /// # Errors
    /// Why they cannot be told.
    fn columns(&self) -> Result<Vec<PropTag>>;

    /// Makes ready for a view; those that were asked for before stay possible until the next.
    ///
    /// # Errors
    /// `MAPI_E_TOO_COMPLEX` for a view that the source cannot give, which changes nothing.
    fn prepare(&mut self, view: &TableView) -> Result<()>;

    /// How many rows a prepared view has.
    ///
    /// # Errors
    /// Why they cannot be counted.
    fn count(&self, view: &TableView) -> Result<u64>;

    /// Gives up to `count` rows of a prepared view.
    ///
    /// # Errors
    /// Why they cannot be given.
    fn rows(&self, view: &TableView, from: RowsFrom<'_>, count: usize, out: &mut Rows<'_>) -> Result<()>;

    /// How many rows of a prepared view precede this one.
    ///
    /// # Errors
    /// Why that cannot be told.
    fn position(&self, view: &TableView, anchor: &Anchor) -> Result<u64>;

    /// The rows, if they are values.
    fn values(&self) -> Option<&Values> {
        None
    }

    /// Exchanges the rows, if they are values; the view stays.
    ///
    /// # Errors
    /// What arranging them comes to; then no row is exchanged.
    fn exchange(&mut self, _rows: Vec<ValueRow>) -> Result<()> {
        Err(Code::NO_SUPPORT.into())
    }

    /// Gives the first row that fits, beside what the view asks for.
    ///
    /// # Errors
    /// `MAPI_E_TOO_COMPLEX` if the source cannot search so.
    fn find(&self, view: &TableView, what: &Restriction, from: RowsFrom<'_>, out: &mut Rows<'_>) -> Result<()>;
}

/// What a table answers of a row by itself, wherever its rows come from.
pub trait OwnColumns {
    /// The columns that it answers.
    fn columns(&self) -> Vec<PropTag>;

    /// Answers those that are wanted, of the row with this key.
    fn answer(&self, key: &[u8], wanted: &mut Wanted<'_>);

    /// Answers what is still wanted of the row, once whose rows they are has answered.
    fn complete(&self, _key: &[u8], _wanted: &mut Wanted<'_>) {}

    /// Tells whose rows they are what is wrong with one of them.
    fn warn(&self, _misfit: &str) {}

    /// What a part of a restriction means that names one of them; `None` if that is to be seen from
    /// the row. `is_given` tells which properties the rows have without the table.
    fn rewritten(&self, leaf: &Restriction, is_given: &dyn Fn(PropTag) -> bool) -> Option<Restriction>;

    /// The rows of the table inside a row, recipients or attachments (RES-29).
    ///
    /// # Errors
    /// `MAPI_E_TOO_COMPLEX` where there is no such table.
    fn inside(&self, _key: &[u8], _tag: PropTag) -> Result<Vec<Vec<Property>>> {
        Err(Code::TOO_COMPLEX.into())
    }
}

/// The rows that a client wants, for an author to give: each in one block of MAPI's memory.
pub struct Rows<'a> {
    memory: &'a Allocators,
    /// The client's columns, then one for each key of the sort order.
    columns: &'a [PropTag],
    /// How many of them are the client's.
    width: usize,
    most: usize,
    own: &'a dyn OwnColumns,
    keys: &'a InstanceKeys,
    rows: Vec<GivenRow>,
    has_warned: bool,
}

/// A row that was given.
pub(super) struct GivenRow {
    pub(super) block: Block<SPropValue>,
    key: Vec<u8>,
    number: usize,
}

impl<'a> Rows<'a> {
    /// A sink for up to `most` rows; `width` of the columns are a client's.
    pub(super) fn new(
        memory: &'a Allocators,
        columns: &'a [PropTag],
        width: usize,
        most: usize,
        own: &'a dyn OwnColumns,
        keys: &'a InstanceKeys,
    ) -> Self {
        Self { memory, columns, width, most, own, keys, rows: Vec::new(), has_warned: false }
    }

    /// Whether no more rows are wanted.
    pub fn is_full(&self) -> bool {
        self.rows.len() >= self.most
    }

    /// Gives the next row: its key, which opens it, and its values. Once the sink is full, rows are
    /// dropped.
    ///
    /// # Errors
    /// What `fill` comes to; `MAPI_E_NOT_ENOUGH_MEMORY`.
    pub fn give(&mut self, key: &[u8], fill: impl FnOnce(&mut Wanted<'_>) -> Result<()>) -> Result<()> {
        self.give_numbered(key, 0, fill)
    }

    /// The same with a number that the row can be found by again.
    #[doc(hidden)]
    pub fn give_numbered(
        &mut self,
        key: &[u8],
        number: usize,
        fill: impl FnOnce(&mut Wanted<'_>) -> Result<()>,
    ) -> Result<()> {
        let Some(mut wanted) = self.begun(key)? else { return Ok(()) };
        if !wanted.is_complete() {
            wanted.rewind();
            fill(&mut wanted)?;
            if !self.has_warned
                && let Some(misfit) = wanted.take_misfit()
            {
                self.has_warned = true; // most often all rows are alike
                self.own.warn(&misfit);
            }
        }
        self.complete(key, number, wanted)
    }

    /// The next row with what the runtime knows of it; `None` if no more are wanted.
    fn begun(&self, key: &[u8]) -> Result<Option<Wanted<'a>>> {
        if self.is_full() {
            return Ok(None);
        }
        let mut wanted = Wanted::of_row(self.memory, self.columns, self.width)?;
        self.keys.answer(key, &mut wanted);
        self.own.answer(key, &mut wanted);
        Ok(Some(wanted))
    }

    fn complete(&mut self, key: &[u8], number: usize, mut wanted: Wanted<'_>) -> Result<()> {
        if !wanted.is_complete() {
            wanted.rewind();
            self.own.complete(key, &mut wanted);
        }
        let (block, _) = wanted.finish()?;
        self.rows.push(GivenRow { block, key: key.to_vec(), number });
        Ok(())
    }

    /// How many have been given.
    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    /// The place of a row that was given.
    pub(super) fn anchor(&self, at: usize) -> Result<Anchor> {
        let row = self.rows.get(at).ok_or(Code::NOT_FOUND)?;
        let keys = self.columns.len() - self.width;
        let values = if keys == 0 { Vec::new() } else { decoded_part(&row.block, self.width, keys)? };
        let values = values.into_iter().map(|value| Some(value).filter(|value| !matches!(value, PropValue::Error(_))));
        Ok(Anchor { key: row.key.clone(), values: values.collect(), number: row.number })
    }

    /// The place of the row that was given last.
    pub(super) fn last_anchor(&self) -> Result<Option<Anchor>> {
        self.rows.len().checked_sub(1).map(|last| self.anchor(last)).transpose()
    }

    /// The rows.
    pub(super) fn into_rows(self) -> Vec<GivenRow> {
        self.rows
    }
}

impl GivenRow {
    /// The row as values: its key, and the first `width` columns that it has.
    pub(super) fn into_values(self, columns: &[PropTag]) -> Result<(Vec<u8>, Vec<Property>)> {
        let values = decoded_part(&self.block, 0, columns.len())?;
        let mut there = Vec::with_capacity(values.len());
        for (tag, value) in columns.iter().zip(values) {
            if !matches!(value, PropValue::Error(_)) {
                there.push(Property::new(*tag, value));
            }
        }
        Ok((self.key, there))
    }
}
