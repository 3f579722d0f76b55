//! The rows of a table of the session's own, as `provider-abi` asks for them: where they stand, as
//! long as the view is all of them in their own order, else arranged copies. The table is
//! `own_table.rs`'s.

use provider_abi::error::Result;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::requested::{Row, Values as _};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::table::{Anchor, Record, Restriction, Rows, RowsFrom, Source, TableView, ValueRow, Values};

/// What one table object keeps of its rows: copies, if its view is not all of them.
#[derive(Debug)]
pub(super) struct Arranged {
    shown: &'static [PropTag],
    copies: Option<Values>,
    /// Which version the copies are of, where versions are counted.
    version: Option<u64>,
}

/// The rows as they are now, for one call.
pub(super) struct OwnRows<'a> {
    pub(super) rows: &'a [Vec<Property>],
    pub(super) version: Option<u64>,
    pub(super) arranged: &'a mut Arranged,
}

/// One row, to be looked at.
struct Looked<'a> {
    row: &'a [Property],
    number: usize,
}

impl Record for Looked<'_> {
    fn value(&self, id: u16) -> Option<&PropValue> {
        self.row.value(id)
    }

    fn has_key(&self, key: &[u8]) -> bool {
        key_of(self.number, self.row) == key
    }
}

/// What names a row: the first of these that it has, else its number.
fn key_of(number: usize, row: &[Property]) -> Vec<u8> {
    let first = |names: &[PropTag]| names.iter().find_map(|tag| row.value(tag.id()));
    if let Some(PropValue::Binary(name)) = first(&[tags::INSTANCE_KEY, tags::ENTRYID]) {
        return name.clone();
    }
    match first(&[tags::ROWID, tags::ATTACH_NUM]) {
        Some(PropValue::I32(number)) => number.to_le_bytes().to_vec(),
        _ => number.to_le_bytes().to_vec(),
    }
}

impl Arranged {
    pub(super) fn new(shown: &'static [PropTag]) -> Self {
        Self { shown, copies: None, version: None }
    }
}

impl OwnRows<'_> {
    fn copied(&self) -> Vec<ValueRow> {
        let rows = self.rows.iter().enumerate();
        rows.map(|(number, row)| ValueRow { key: key_of(number, row), values: row.clone() }).collect()
    }

    /// Brings the copies up to date, if there are any.
    ///
    /// # Errors
    /// What arranging them comes to.
    pub(super) fn refresh(&mut self) -> Result<()> {
        let Some(copies) = &self.arranged.copies else { return Ok(()) };
        let is_same = match self.version {
            Some(_) => self.version == self.arranged.version,
            None => self.rows.iter().eq(copies.all().iter().map(|row| &row.values)),
        };
        if is_same {
            return Ok(());
        }
        let fresh = self.copied();
        if let Some(copies) = &mut self.arranged.copies {
            copies.exchange(fresh, &|_, _| Err(Code::TOO_COMPLEX.into()))?;
        }
        self.arranged.version = self.version;
        Ok(())
    }

    /// Where a row stands, or where it would stand if it is gone.
    fn place(&self, anchor: &Anchor) -> Result<usize, usize> {
        let is_it = |number: &usize| self.rows.get(*number).is_some_and(|row| key_of(*number, row) == anchor.key);
        let found = Some(anchor.number()).filter(is_it).or_else(|| (0..self.rows.len()).find(is_it));
        found.ok_or(anchor.number().min(self.rows.len()))
    }

    /// The numbers of the rows from there on, in that direction.
    fn walk(&self, from: RowsFrom<'_>) -> impl Iterator<Item = usize> {
        let length = self.rows.len();
        let start = match from {
            RowsFrom::Start => 0,
            RowsFrom::End => length,
            RowsFrom::At(number) => usize::try_from(number).unwrap_or(length).min(length),
            RowsFrom::On(anchor) | RowsFrom::Before(anchor) => self.place(anchor).unwrap_or_else(|place| place),
            RowsFrom::After(anchor) => self.place(anchor).map_or_else(|place| place, |place| place + 1),
        };
        let back = 0..if from.is_backward() { start } else { 0 };
        let ahead = if from.is_backward() { length } else { start }..length;
        back.rev().chain(ahead)
    }

    fn give(&self, number: usize, out: &mut Rows<'_>) -> Result<()> {
        let Some(row) = self.rows.get(number) else { return Ok(()) };
        out.give_numbered(&key_of(number, row), number, |wanted| Row(row).give(wanted))
    }
}

impl Source for OwnRows<'_> {
    fn columns(&self) -> Result<Vec<PropTag>> {
        let mut columns = self.arranged.shown.to_vec();
        for property in self.rows.iter().flatten() {
            if !columns.iter().any(|tag| tag.id() == property.tag.id()) {
                columns.push(property.tag);
            }
        }
        Ok(columns)
    }

    fn prepare(&mut self, view: &TableView) -> Result<()> {
        if view.restriction.is_none() && view.sort.keys.is_empty() {
            self.arranged.copies = None;
            return Ok(());
        }
        let mut copies = Values::new(self.arranged.shown.to_vec(), self.copied());
        copies.prepare(view)?;
        self.arranged.copies = Some(copies);
        self.arranged.version = self.version;
        Ok(())
    }

    fn count(&self, view: &TableView) -> Result<u64> {
        self.arranged.copies.as_ref().map_or(Ok(self.rows.len() as u64), |copies| copies.count(view))
    }

    fn rows(&self, view: &TableView, from: RowsFrom<'_>, count: usize, out: &mut Rows<'_>) -> Result<()> {
        match &self.arranged.copies {
            Some(copies) => copies.rows(view, from, count, out),
            None => self.walk(from).take(count).try_for_each(|number| self.give(number, out)),
        }
    }

    fn position(&self, view: &TableView, anchor: &Anchor) -> Result<u64> {
        match &self.arranged.copies {
            Some(copies) => copies.position(view, anchor),
            None => Ok(self.place(anchor).unwrap_or_else(|place| place) as u64),
        }
    }

    fn find(&self, view: &TableView, what: &Restriction, from: RowsFrom<'_>, out: &mut Rows<'_>) -> Result<()> {
        if let Some(copies) = &self.arranged.copies {
            return copies.find(view, what, from, out);
        }
        for number in self.walk(from) {
            let row = self.rows.get(number).map(Vec::as_slice).unwrap_or_default();
            if what.matches(&Looked { row, number })? {
                return self.give(number, out);
            }
        }
        Ok(())
    }
}
