//! Rows that are values, as the source of a table: every view of them can be had.

use super::matching::{Record, value_of};
use super::restriction::Restriction;
use super::sort::{SortOrder, in_order};
use super::view::{Anchor, Rows, RowsFrom, Source, TableView};
use crate::error::Result;
use crate::prop_value::{PropValue, Property};
use crate::requested::{Row, Values as _};
use crate::shapes::code::Code;
use crate::shapes::tag::PropTag;
use std::cmp::Ordering;
use std::sync::Arc;

/// A row: the key that opens it, and its values.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueRow {
    /// Its key.
    pub key: Vec<u8>,
    /// Its values.
    pub values: Vec<Property>,
}

/// Rows that are values, and the view of them that is prepared.
#[derive(Debug, Default)]
pub struct Values {
    columns: Vec<PropTag>,
    rows: Arc<Vec<ValueRow>>,
    /// What is prepared.
    restriction: Option<Restriction>,
    sort: SortOrder,
    /// The rows of the view by their numbers, in its order.
    shown: Vec<usize>,
    /// Where each row stands in `shown`; `HIDDEN` if it is not there. Empty if all are shown, in
    /// their own order.
    places: Vec<usize>,
}

const HIDDEN: usize = usize::MAX;

/// Tells the rows of the table inside a row, by the row's key (RES-29).
pub type Inside<'a> = &'a dyn Fn(&[u8], PropTag) -> Result<Vec<Vec<Property>>>;

/// A row that is looked at.
struct Looked<'a> {
    row: &'a ValueRow,
    inside: Inside<'a>,
}

impl Record for Looked<'_> {
    fn value(&self, id: u16) -> Option<&PropValue> {
        value_of(&self.row.values, id)
    }

    fn has_key(&self, key: &[u8]) -> bool {
        self.row.key == key
    }

    fn inside(&self, tag: PropTag) -> Result<Vec<Vec<Property>>> {
        (self.inside)(&self.row.key, tag)
    }
}

impl Values {
    /// Rows with these columns, and with whatever else stands in them.
    pub fn new(columns: Vec<PropTag>, rows: Vec<ValueRow>) -> Self {
        let mut values = Self { columns, ..Self::default() };
        values.show_all(Arc::new(rows));
        values
    }

    /// The rows, as they are now.
    pub fn all(&self) -> &[ValueRow] {
        &self.rows
    }

    /// The rows of the view that is prepared, in its order.
    pub fn shown(&self) -> impl Iterator<Item = &ValueRow> {
        self.shown.iter().filter_map(|number| self.rows.get(*number))
    }

    /// Exchanges the rows; the view stays, and so does every place in it.
    ///
    /// # Errors
    /// As for [`prepare_with`](Self::prepare_with); then no row is exchanged.
    pub fn exchange(&mut self, rows: Vec<ValueRow>, inside: Inside<'_>) -> Result<()> {
        let before = std::mem::replace(&mut self.rows, Arc::new(rows));
        let restriction = self.restriction.clone();
        self.arrange(restriction, self.sort.clone(), inside).inspect_err(|_| self.rows = before)
    }

    /// Makes ready for a view, with a way to look inside the rows.
    ///
    /// # Errors
    /// What looking inside comes to; then the view stays as it was.
    pub fn prepare_with(&mut self, view: &TableView, inside: Inside<'_>) -> Result<()> {
        self.arrange(view.restriction.clone(), view.sort.clone(), inside)
    }

    fn show_all(&mut self, rows: Arc<Vec<ValueRow>>) {
        self.shown = (0..rows.len()).collect();
        self.places = Vec::new();
        self.rows = rows;
    }

    fn arrange(&mut self, restriction: Option<Restriction>, sort: SortOrder, inside: Inside<'_>) -> Result<()> {
        let mut shown = Vec::new();
        let most = match &restriction {
            Some(Restriction::First { count, .. }) => *count as usize,
            _ => usize::MAX,
        };
        for (number, row) in self.rows.iter().enumerate() {
            let fits = restriction.as_ref().map_or(Ok(true), |what| what.matches(&Looked { row, inside }))?;
            if fits && shown.len() < most {
                shown.push(number);
            }
        }
        if !sort.keys.is_empty() {
            shown = self.sorted(shown, &sort);
        }
        self.places = Vec::new();
        if restriction.is_some() || !sort.keys.is_empty() {
            self.places = vec![HIDDEN; self.rows.len()];
            for (place, number) in shown.iter().enumerate() {
                if let Some(entry) = self.places.get_mut(*number) {
                    *entry = place;
                }
            }
        }
        (self.shown, self.restriction, self.sort) = (shown, restriction, sort);
        Ok(())
    }

    /// The values are looked up once a row, not once a comparison.
    fn sorted(&self, shown: Vec<usize>, sort: &SortOrder) -> Vec<usize> {
        let row = |number: usize| self.rows.get(number).map(|row| &row.values[..]).unwrap_or_default();
        let keys: Vec<_> = shown.iter().map(|number| keys_of(row(*number), sort)).collect();
        let key = |place: usize| keys.get(place).map(Vec::as_slice).unwrap_or_default().iter().copied();
        let places = in_order(shown.len(), &|one, other| sort.compare(key(one), key(other)));
        places.into_iter().filter_map(|place| shown.get(place).copied()).collect()
    }

    /// Where a row stands in the view: `Err` with the place that it would have, if it is not there.
    fn place_of(&self, anchor: &Anchor) -> Result<usize, usize> {
        let is_it = |number: &usize| self.rows.get(*number).is_some_and(|row| row.key == anchor.key);
        let found = Some(anchor.number).filter(is_it).or_else(|| (0..self.rows.len()).find(is_it));
        if let Some(number) = found {
            let place = if self.places.is_empty() { Some(&number) } else { self.places.get(number) };
            if let Some(place) = place.filter(|place| **place != HIDDEN) {
                return Ok(*place);
            }
        }
        let number = found.unwrap_or(anchor.number);
        let wanted: Vec<_> = anchor.values.iter().map(Option::as_ref).collect();
        let precedes = |other: &usize| {
            let row = self.rows.get(*other).map(|row| &row.values[..]).unwrap_or_default();
            let values = keys_of(row, &self.sort);
            let ordering = self.sort.compare(values.iter().copied(), wanted.iter().copied());
            ordering.then(other.cmp(&number)) == Ordering::Less
        };
        Err(self.shown.partition_point(precedes))
    }

    /// Where the first wanted row stands: backward, the place after it.
    fn start(&self, from: RowsFrom<'_>) -> usize {
        match from {
            RowsFrom::Start => 0,
            RowsFrom::End => self.shown.len(),
            RowsFrom::At(number) => usize::try_from(number).unwrap_or(usize::MAX).min(self.shown.len()),
            RowsFrom::On(anchor) | RowsFrom::Before(anchor) => self.place_of(anchor).unwrap_or_else(|place| place),
            RowsFrom::After(anchor) => self.place_of(anchor).map_or_else(|place| place, |place| place + 1),
        }
    }

    /// The numbers of the view's rows from there on, in that direction.
    fn walk(&self, from: RowsFrom<'_>) -> impl Iterator<Item = usize> {
        let start = self.start(from);
        let is_backward = from.is_backward();
        let (back, ahead) = self.shown.split_at_checked(start).unwrap_or((&self.shown, &[]));
        let back = back.iter().rev().take(if is_backward { usize::MAX } else { 0 });
        let ahead = ahead.iter().take(if is_backward { 0 } else { usize::MAX });
        back.chain(ahead).copied()
    }

    fn give(&self, number: usize, out: &mut Rows<'_>) -> Result<()> {
        let Some(row) = self.rows.get(number) else { return Ok(()) };
        out.give_numbered(&row.key, number, |wanted| Row(&row.values).give(wanted))
    }

    /// As [`Source::find`], with a way to look inside the rows.
    ///
    /// # Errors
    /// What looking inside comes to.
    pub fn find_with(
        &self,
        what: &Restriction,
        from: RowsFrom<'_>,
        out: &mut Rows<'_>,
        inside: Inside<'_>,
    ) -> Result<()> {
        for number in self.walk(from) {
            let Some(row) = self.rows.get(number) else { continue };
            if what.matches(&Looked { row, inside })? {
                return self.give(number, out);
            }
        }
        Ok(())
    }
}

fn keys_of<'v>(row: &'v [Property], sort: &SortOrder) -> Vec<Option<&'v PropValue>> {
    sort.keys.iter().map(|key| value_of(row, key.tag.id())).collect()
}

/// There is nothing inside a row of these.
fn nothing_inside(_key: &[u8], _tag: PropTag) -> Result<Vec<Vec<Property>>> {
    Err(Code::TOO_COMPLEX.into())
}

impl Source for Values {
    fn columns(&self) -> Result<Vec<PropTag>> {
        let mut columns = self.columns.clone();
        for property in self.rows.iter().flat_map(|row| &row.values) {
            if !columns.iter().any(|tag| tag.id() == property.tag.id()) {
                columns.push(property.tag);
            }
        }
        Ok(columns)
    }

    fn prepare(&mut self, view: &TableView) -> Result<()> {
        self.prepare_with(view, &nothing_inside)
    }

    fn count(&self, _view: &TableView) -> Result<u64> {
        Ok(self.shown.len() as u64)
    }

    fn rows(&self, _view: &TableView, from: RowsFrom<'_>, count: usize, out: &mut Rows<'_>) -> Result<()> {
        self.walk(from).take(count).try_for_each(|number| self.give(number, out))
    }

    fn position(&self, _view: &TableView, anchor: &Anchor) -> Result<u64> {
        Ok(self.place_of(anchor).unwrap_or_else(|place| place) as u64)
    }

    fn find(&self, _view: &TableView, what: &Restriction, from: RowsFrom<'_>, out: &mut Rows<'_>) -> Result<()> {
        self.find_with(what, from, out, &nothing_inside)
    }
}
