//! What is in a folder, for the runtime itself: keys and a few columns, in windows.

use crate::provider::{AuthorRows, StoreProvider, Table};
use provider_abi::error::Result;
use provider_abi::memory::Allocators;
use provider_abi::shapes::tag::PropTag;
use provider_abi::table::{Anchor, LentSource, ValueRow, listed};

/// How many rows are read at a time.
const WINDOW: usize = 1000;

/// The rows of an author's table, window by window.
pub(super) struct Listing<P> {
    rows: AuthorRows<P>,
    last: Option<Anchor>,
    is_at_end: bool,
}

impl<P: StoreProvider> Listing<P> {
    pub(super) fn of(table: Table<P>) -> Self {
        Self { rows: table.rows, last: None, is_at_end: false }
    }

    /// The next rows; none at the end. What has gone since the last ones does not matter.
    pub(super) fn next(&mut self, provider: &P, memory: &Allocators, columns: &[PropTag]) -> Result<Vec<ValueRow>> {
        if std::mem::replace(&mut self.is_at_end, true) {
            return Ok(Vec::new());
        }
        match &mut self.rows {
            AuthorRows::Values(rows) => Ok(std::mem::take(rows)),
            AuthorRows::Source(rows) => {
                let mut source = LentSource { rows: &**rows, provider };
                let (rows, last) = listed(&mut source, memory, columns, self.last.as_ref(), WINDOW)?;
                self.is_at_end = last.is_none();
                self.last = last;
                Ok(rows)
            }
        }
    }

    /// All rows.
    pub(super) fn all(mut self, provider: &P, memory: &Allocators, columns: &[PropTag]) -> Result<Vec<ValueRow>> {
        let mut all = Vec::new();
        loop {
            let rows = self.next(provider, memory, columns)?;
            if rows.is_empty() {
                return Ok(all);
            }
            all.extend(rows);
        }
    }
}
