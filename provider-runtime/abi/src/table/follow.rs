//! What changes of rows are to an open table: events, as its client is told of them (NOTE-40 to
//! NOTE-56). Where changes come from is the business of who has the table.

use super::prepared::{PreparedView, Rowset};
use super::restriction::Restriction;
use super::sort::in_order;
use super::values::{ValueRow, Values};
use super::view::{Rows, RowsFrom};
use crate::error::Result;
use crate::memory::Block;
use crate::shapes::flag::*;
use crate::shapes::structs::SPropValue;

/// What a client is told of a row (`TABLE_NOTIFICATION`).
pub struct RowEvent {
    /// `TABLE_ROW_ADDED` and so on.
    pub event: u32,
    /// The row's instance key; none where the event is of no row.
    pub key: Option<[u8; 16]>,
    /// The instance key of the row before it, if it is not the first.
    pub prior: Option<[u8; 16]>,
    /// The row itself with as many columns, where the event has it.
    pub row: Option<(Block<SPropValue>, usize)>,
}

/// More changes at once are told as one (NOTE-55).
const MOST_EVENTS: usize = 64;

impl RowEvent {
    /// The client had better read the table again (NOTE-43).
    fn changed() -> Self {
        Self { event: TABLE_CHANGED, key: None, prior: None, row: None }
    }
}

impl PreparedView {
    /// Takes in that an object has changed, whose row the source has or has not: the event; none if
    /// the source has no such row (NOTE-52).
    ///
    /// # Errors
    /// What the source answers.
    pub fn changed(&mut self, rows: &mut Rowset<'_>, event: u32, key: &[u8]) -> Result<Option<RowEvent>> {
        // What a hidden row was before, nobody knows.
        if self.restriction().is_some() {
            return Ok(Some(RowEvent::changed()));
        }
        if event == fnevObjectDeleted {
            Ok(Some(self.gone(key)))
        } else if event == fnevObjectModified {
            self.row_event(rows, TABLE_ROW_MODIFIED, key)
        } else if event & (fnevObjectCreated | fnevObjectCopied) != 0 {
            self.row_event(rows, TABLE_ROW_ADDED, key)
        } else {
            Ok(Some(RowEvent::changed()))
        }
    }

    fn gone(&self, key: &[u8]) -> RowEvent {
        RowEvent { event: TABLE_ROW_DELETED, key: Some(self.keys.of(key)), prior: None, row: None }
    }

    /// An event with the row as it is now; none if there is no such row.
    fn row_event(&mut self, rows: &mut Rowset<'_>, event: u32, key: &[u8]) -> Result<Option<RowEvent>> {
        self.prepare(rows)?;
        let what = Restriction::Key(key.to_vec());
        let view = self.asked();
        let mut out = Rows::new(rows.memory, &view.columns, self.columns().len(), 1, rows.own, &self.keys);
        self.source(rows).find(view, &what, RowsFrom::Start, &mut out)?;
        let anchor = out.last_anchor()?;
        let width = self.columns().len();
        let row = out.into_rows().pop().map(|row| (row.block, width));
        // The search may have prepared a narrower view.
        self.prepare_again(rows)?;
        let Some(anchor) = anchor else { return Ok(None) };
        let prior = self.row(rows, RowsFrom::Before(&anchor))?.map(|row| self.keys.of(&row.key));
        Ok(Some(RowEvent { event, key: Some(self.keys.of(key)), prior, row }))
    }

    /// Exchanges rows that are values, and tells what that is to the view; nothing, if nobody
    /// listens.
    ///
    /// # Errors
    /// What the source answers; then nothing is exchanged.
    pub fn exchange(&mut self, rows: &mut Rowset<'_>, fresh: Vec<ValueRow>, tells: bool) -> Result<Vec<RowEvent>> {
        self.prepare(rows)?;
        let is_copy = self.has_copy();
        let Some(values) = rows.source.values() else { return Ok(Vec::new()) };
        let before: Vec<ValueRow> = if tells && !is_copy { values.shown().cloned().collect() } else { Vec::new() };
        let is_same = values.all() == fresh;
        rows.source.exchange(fresh)?;
        self.forget_copy();
        if !tells || is_same {
            return Ok(Vec::new());
        }
        if is_copy {
            return Ok(vec![RowEvent::changed()]);
        }
        let Some(values) = rows.source.values() else { return Ok(Vec::new()) };
        let differences = differences(&before, values).filter(|all| all.len() <= MOST_EVENTS);
        let Some(differences) = differences else { return Ok(vec![RowEvent::changed()]) };
        let mut events = Vec::with_capacity(differences.len());
        for (event, key) in &differences {
            match *event {
                TABLE_ROW_DELETED => events.push(self.gone(key)),
                event => events.extend(self.row_event(rows, event, key)?),
            }
        }
        Ok(events)
    }
}

/// What has happened to each row: first which are gone, then the others in the order of the view
/// (NOTE-55); `None` if rows have changed places that have not changed themselves.
fn differences(before: &[ValueRow], now: &Values) -> Option<Vec<(u32, Vec<u8>)>> {
    let old = by_key(before.iter().collect());
    let new = by_key(now.shown().collect());
    let is_same = |row: &&ValueRow| {
        let pair = found(&old, &row.key).zip(found(&new, &row.key));
        pair.is_some_and(|(old, new)| old.values == new.values)
    };
    if !before.iter().filter(is_same).map(|row| &row.key).eq(now.shown().filter(is_same).map(|row| &row.key)) {
        return None;
    }
    let mut all = Vec::new();
    for row in before.iter().filter(|row| found(&new, &row.key).is_none()) {
        all.push((TABLE_ROW_DELETED, row.key.clone()));
    }
    for row in now.shown().filter(|row| !is_same(row)) {
        let event = if found(&old, &row.key).is_some() { TABLE_ROW_MODIFIED } else { TABLE_ROW_ADDED };
        all.push((event, row.key.clone()));
    }
    Some(all)
}

/// The rows in the order of their keys.
#[inline(never)]
fn by_key(rows: Vec<&ValueRow>) -> Vec<&ValueRow> {
    let key = |number: usize| rows.get(number).map(|row| &row.key);
    let numbers = in_order(rows.len(), &|one, other| key(one).cmp(&key(other)));
    numbers.into_iter().filter_map(|number| rows.get(number).copied()).collect()
}

fn found<'r>(rows: &[&'r ValueRow], key: &[u8]) -> Option<&'r ValueRow> {
    let place = rows.binary_search_by(|row| row.key[..].cmp(key)).ok()?;
    rows.get(place).copied()
}
