//! Tables as authors write them: rows that are values, or a source that is asked for them. What a
//! client sees of them is in `bridge/shared/table.rs`.

use crate::lent::EntryKey;
use provider_abi::prop_value::Property;
use provider_abi::shapes::tag::PropTag;
use provider_abi::table::{RowSource, ValueRow};
use provider_abi::tag::ValueFor;

/// A table: of contents, of folders.
///
/// Clients choose columns, filter, sort and search; the runtime does all of that. A small table is
/// its rows:
///
/// ```
/// use provider_runtime::{Row, Table, tags};
/// # struct Store;
/// let mut table = Table::<Store>::new([tags::SUBJECT::ID]);
/// table.push(Row::of(&7_u64).with(tags::SUBJECT, "Milk, bread"));
/// ```
///
/// A large one, or one that a database can filter, is a [`RowSource`]: see
/// [`windows`](Self::windows).
pub struct Table<P> {
    pub(crate) columns: Vec<PropTag>,
    pub(crate) rows: AuthorRows<P>,
}

/// The rows of a table, as the author gives them.
pub(crate) enum AuthorRows<P> {
    Values(Vec<ValueRow>),
    Source(Box<dyn RowSource<P>>),
}

impl<P> Table<P> {
    /// A table that shows these columns unless its client chooses others; identifiers and instance
    /// keys come from the runtime.
    pub fn new(columns: impl Into<Vec<PropTag>>) -> Self {
        Self { columns: columns.into(), rows: AuthorRows::Values(Vec::new()) }
    }

    /// A table whose rows are asked for in windows. It shows these columns unless its client
    /// chooses others.
    pub fn windows(columns: impl Into<Vec<PropTag>>, rows: impl RowSource<P>) -> Self {
        Self { columns: columns.into(), rows: AuthorRows::Source(Box::new(rows)) }
    }

    /// Adds a row at the end; a table of windows has its rows already, and keeps them.
    pub fn push(&mut self, row: Row) {
        self.extend([row]);
    }
}

impl<P> Default for Table<P> {
    /// A table without rows.
    fn default() -> Self {
        Self::new([])
    }
}

impl<P> std::fmt::Debug for Table<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rows = match &self.rows {
            AuthorRows::Values(rows) => Some(rows.len()),
            AuthorRows::Source(_) => None,
        };
        f.debug_struct("Table").field("columns", &self.columns).field("rows", &rows).finish()
    }
}

impl<P> Extend<Row> for Table<P> {
    fn extend<I: IntoIterator<Item = Row>>(&mut self, rows: I) {
        if let AuthorRows::Values(all) = &mut self.rows {
            all.extend(rows.into_iter().map(|row| row.0));
        }
    }
}

/// One row: the key of what it shows, and values.
#[derive(Clone, Debug)]
pub struct Row(pub(crate) ValueRow);

impl Row {
    /// A row that shows the object with this key: its `PR_ENTRYID` opens it.
    pub fn of(key: &impl EntryKey) -> Self {
        Self(ValueRow { key: key.to_bytes(), values: Vec::new() })
    }

    /// The row with one more value.
    #[must_use]
    pub fn with<K: Into<PropTag>>(mut self, tag: K, value: impl ValueFor<K>) -> Self {
        self.0.values.push(Property::new(tag, value));
        self
    }

    /// The row with more values.
    #[must_use]
    pub fn with_all(mut self, values: impl IntoIterator<Item = Property>) -> Self {
        self.0.values.extend(values);
        self
    }
}
