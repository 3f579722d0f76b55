//! The rows of a table, as `provider-abi` asks for them while the author's provider is lent.

use super::content::{Content, Opens};
use super::own_row::OwnRow;
use crate::logon::open_value::TableRows;
use provider_abi::error::Result;
use provider_abi::shapes::tag::PropTag;
use provider_abi::table::{
    Anchor, LentSource, OwnColumns, Restriction, Rows, RowsFrom, Source, TableView, ValueRow, Values,
};

/// Lends a table's rows as a source.
pub(super) fn with_source<P: Opens, R>(
    rows: &mut TableRows<P>,
    own: &OwnRow<'_, P>,
    work: impl FnOnce(&mut dyn Source) -> R,
) -> R {
    match rows {
        TableRows::Values(values) => work(&mut LentValues { values, own }),
        TableRows::Source(rows) => work(&mut LentSource { rows: &**rows, provider: own.provider }),
    }
}

/// Rows that are values, with a way to look inside of what they show (RES-29).
struct LentValues<'a, P: Opens> {
    values: &'a mut Values,
    own: &'a OwnRow<'a, P>,
}

impl<P: Opens> Source for LentValues<'_, P> {
    /// What the runtime derives is the author's column only if all of his rows have it: else the
    /// rows that are filtered and sorted by it have to be completed first.
    fn columns(&self) -> Result<Vec<PropTag>> {
        let mut columns = self.values.columns()?;
        let derived = P::Opened::derived(self.own.table.kind);
        let has = |row: &ValueRow, tag: PropTag| row.values.iter().any(|value| value.tag.id() == tag.id());
        columns.retain(|tag| {
            let is_derived = derived.iter().any(|other| other.id() == tag.id());
            !is_derived || self.values.all().iter().all(|row| has(row, *tag))
        });
        Ok(columns)
    }

    fn prepare(&mut self, view: &TableView) -> Result<()> {
        self.values.prepare_with(view, &|key, tag| self.own.inside(key, tag))
    }

    fn count(&self, view: &TableView) -> Result<u64> {
        self.values.count(view)
    }

    fn values(&self) -> Option<&Values> {
        Some(self.values)
    }

    fn exchange(&mut self, rows: Vec<ValueRow>) -> Result<()> {
        self.values.exchange(rows, &|key, tag| self.own.inside(key, tag))
    }

    fn rows(&self, view: &TableView, from: RowsFrom<'_>, count: usize, out: &mut Rows<'_>) -> Result<()> {
        self.values.rows(view, from, count, out)
    }

    fn position(&self, view: &TableView, anchor: &Anchor) -> Result<u64> {
        self.values.position(view, anchor)
    }

    fn find(&self, _view: &TableView, what: &Restriction, from: RowsFrom<'_>, out: &mut Rows<'_>) -> Result<()> {
        self.values.find_with(what, from, out, &|key, tag| self.own.inside(key, tag))
    }
}
