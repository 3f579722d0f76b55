//! Tables as authors write them: rows that are values. Cursor, columns and MAPI's row sets are in
//! `bridge/shared/table.rs`.

use crate::lent::EntryKey;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::tag::PropTag;

/// The rows of a contents or hierarchy table, as they are when the client asks for the table.
///
/// ```
/// use provider_runtime::{Row, Table, tags};
/// let mut table = Table::new([tags::SUBJECT]);
/// table.push(Row::of(&7_u64).with(tags::SUBJECT, "Milk, bread"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub(crate) columns: Vec<PropTag>,
    pub(crate) rows: Vec<Row>,
}

impl Table {
    /// A table that shows these columns unless its client chooses others; `PR_ENTRYID` and
    /// `PR_INSTANCE_KEY` come from the runtime.
    pub fn new(columns: impl Into<Vec<PropTag>>) -> Self {
        Self { columns: columns.into(), rows: Vec::new() }
    }

    /// Adds a row at the end.
    pub fn push(&mut self, row: Row) {
        self.rows.push(row);
    }
}

impl Extend<Row> for Table {
    fn extend<I: IntoIterator<Item = Row>>(&mut self, rows: I) {
        self.rows.extend(rows);
    }
}

/// One row: the key of what it shows, and values.
#[derive(Clone, Debug)]
pub struct Row {
    pub(crate) entry: Vec<u8>,
    pub(crate) values: Vec<Property>,
}

impl Row {
    /// A row that shows the object with this key: its `PR_ENTRYID` opens it.
    pub fn of(key: &impl EntryKey) -> Self {
        Self { entry: key.to_bytes(), values: Vec::new() }
    }

    /// The row with one more value.
    #[must_use]
    pub fn with(mut self, tag: PropTag, value: impl Into<PropValue>) -> Self {
        self.values.push(Property::new(tag, value));
        self
    }
}
