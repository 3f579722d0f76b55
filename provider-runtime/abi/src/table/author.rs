//! Rows that an author answers window by window, as he writes them: the provider is lent to each
//! call.

use super::restriction::Restriction;
use super::view::{Anchor, Rows, RowsFrom, Source, TableView};
use crate::error::{Code, Result};
use crate::shapes::tag::PropTag;

/// Rows that are asked for in windows of one view: for tables that are too large to be values, and
/// for stores that can filter and sort better than by looking at every row.
///
/// A table is opened without a row being read. What a view costs is up to [`rows`](Self::rows): an
/// [`Anchor`] holds the values that its rows are sorted by, so a window begins where the last one
/// ended, whatever has come and gone before it.
pub trait RowSource<P>: Send + Sync + 'static {
    /// The columns that the rows have; those that the runtime gives need not be among them.
    ///
    /// # Errors
    /// Why they cannot be told.
    fn columns(&self, provider: &P) -> Result<Vec<PropTag>>;

    /// Looks at a view before its rows are asked for. It names no property that
    /// [`columns`](Self::columns) has not.
    ///
    /// # Errors
    /// [`Code::TOO_COMPLEX`] for a view that the source cannot give: the runtime then reads all
    /// rows, up to [`MOST_COPIED`](crate::table::MOST_COPIED), and filters and sorts them itself.
    fn prepare(&self, provider: &P, view: &TableView) -> Result<()> {
        let _ = provider;
        match view.restriction.is_none() && view.sort.keys.is_empty() {
            true => Ok(()),
            false => Err(Code::TOO_COMPLEX.into()),
        }
    }

    /// How many rows the view has.
    ///
    /// # Errors
    /// Why they cannot be counted.
    fn count(&self, provider: &P, view: &TableView) -> Result<u64>;

    /// Gives up to `count` rows of the view, each by [`Rows::give`]; backward, the last one first.
    ///
    /// Fewer are the end of the table.
    ///
    /// # Errors
    /// Why they cannot be given.
    fn rows(&self, provider: &P, view: &TableView, from: RowsFrom<'_>, count: usize, out: &mut Rows<'_>) -> Result<()>;

    /// How many rows of the view precede this one. It is asked only for what needs a number:
    /// SeekRowApprox, QueryPosition, and long moves.
    ///
    /// # Errors
    /// Why that cannot be told.
    fn position(&self, provider: &P, view: &TableView, anchor: &Anchor) -> Result<u64>;
}

/// An author's rows, while his provider is lent.
pub struct LentSource<'a, P: 'static> {
    /// The rows.
    pub rows: &'a dyn RowSource<P>,
    /// The provider.
    pub provider: &'a P,
}

impl<P: 'static> Source for LentSource<'_, P> {
    fn columns(&self) -> Result<Vec<PropTag>> {
        self.rows.columns(self.provider)
    }

    fn prepare(&mut self, view: &TableView) -> Result<()> {
        self.rows.prepare(self.provider, view)
    }

    fn count(&self, view: &TableView) -> Result<u64> {
        self.rows.count(self.provider, view)
    }

    fn rows(&self, view: &TableView, from: RowsFrom<'_>, count: usize, out: &mut Rows<'_>) -> Result<()> {
        self.rows.rows(self.provider, view, from, count, out)
    }

    fn position(&self, view: &TableView, anchor: &Anchor) -> Result<u64> {
        self.rows.position(self.provider, view, anchor)
    }

    /// The first row of a narrower view, in the same order.
    fn find(&self, view: &TableView, what: &Restriction, from: RowsFrom<'_>, out: &mut Rows<'_>) -> Result<()> {
        let columns = self.columns()?;
        let mut is_known = true;
        what.each_tag(&mut |tag| is_known &= columns.iter().any(|other| other.id() == tag.id()));
        if !is_known {
            return Err(Code::TOO_COMPLEX.into());
        }
        let restriction = match &view.restriction {
            Some(whole) => whole.clone().and(what.clone()),
            None => what.clone(),
        };
        let narrower = TableView { restriction: Some(restriction), ..view.clone() };
        self.rows.prepare(self.provider, &narrower)?;
        self.rows.rows(self.provider, &narrower, from, 1, out)
    }
}
