//! The properties that are columns in the file, because tables are sorted and filtered by them:
//! those of messages and those of folders. All others are in `properties.rs`.

use crate::fault::InFile;
use crate::value::{from_sql, to_sql};
use provider_runtime::abi::flag::{PT_STRING8, PT_UNSPECIFIED};
use provider_runtime::prelude::*;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Row, params_from_iter};

/// A property that is a column.
#[derive(Debug, PartialEq)]
pub(crate) struct Column {
    pub(crate) tag: PropTag,
    /// What it is in SQL: a column's name, or what is counted.
    pub(crate) sql: &'static str,
    /// What text is compared by: the same with its case taken away.
    pub(crate) key: Option<&'static str>,
    /// Whether it is counted when it is asked for, and cannot be set.
    pub(crate) is_counted: bool,
}

impl Column {
    const fn text(tag: PropTag, sql: &'static str, key: &'static str) -> Self {
        Self { tag, sql, key: Some(key), is_counted: false }
    }

    const fn number(tag: PropTag, sql: &'static str) -> Self {
        Self { tag, sql, key: None, is_counted: false }
    }

    const fn counted(tag: PropTag, sql: &'static str) -> Self {
        Self { tag, sql, key: None, is_counted: true }
    }

    /// What it is compared and sorted by.
    pub(crate) fn compared(&self) -> &'static str {
        self.key.unwrap_or(self.sql)
    }

    /// Whether a value of the type that this tag asks for is the column's.
    pub(crate) fn is(&self, tag: PropTag) -> bool {
        let kind = tag.kind();
        let is_kind = kind == self.tag.kind() || kind == PT_UNSPECIFIED;
        self.tag.id() == tag.id() && (is_kind || kind == PT_STRING8 && self.key.is_some())
    }
}

/// The columns of messages.
pub(crate) const MESSAGE: &[Column] = &[
    Column::text(tags::SUBJECT::ID, "subject", "subject_key"),
    Column::text(tags::NORMALIZED_SUBJECT::ID, "normalized", "normalized_key"),
    Column::text(tags::SENDER_NAME::ID, "sender", "sender_key"),
    Column::text(tags::MESSAGE_CLASS::ID, "class", "class_key"),
    Column::text(tags::DISPLAY_TO::ID, "display_to", "display_to_key"),
    Column::text(tags::DISPLAY_CC::ID, "display_cc", "display_cc_key"),
    Column::number(tags::CLIENT_SUBMIT_TIME::ID, "submitted"),
    Column::number(tags::MESSAGE_DELIVERY_TIME::ID, "delivered"),
    Column::number(tags::CREATION_TIME::ID, "created"),
    Column::number(tags::LAST_MODIFICATION_TIME::ID, "modified"),
    Column::number(tags::MESSAGE_SIZE::ID, "size"),
    Column::number(tags::MESSAGE_FLAGS::ID, "flags"),
    Column::number(tags::MSG_STATUS::ID, "status"),
    Column::number(tags::IMPORTANCE::ID, "importance"),
    Column::number(tags::HASATTACH::ID, "has_attach"),
];

/// The columns of folders. What is counted is counted when it is asked for: an index has it.
pub(crate) const FOLDER: &[Column] = &[
    Column::text(tags::DISPLAY_NAME::ID, "name", "name_key"),
    Column::number(tags::CREATION_TIME::ID, "created"),
    Column::number(tags::LAST_MODIFICATION_TIME::ID, "modified"),
    Column::counted(
        tags::CONTENT_COUNT::ID,
        "(SELECT count(*) FROM message m WHERE m.folder = folder.id AND m.associated = 0)",
    ),
    Column::counted(
        tags::CONTENT_UNREAD::ID,
        "(SELECT count(*) FROM message m WHERE m.folder = folder.id AND m.associated = 0
          AND coalesce(m.flags, 0) & 1 = 0)",
    ),
    Column::counted(
        tags::ASSOC_CONTENT_COUNT::ID,
        "(SELECT count(*) FROM message m WHERE m.folder = folder.id AND m.associated = 1)",
    ),
    Column::counted(tags::SUBFOLDERS::ID, "EXISTS (SELECT 1 FROM folder f WHERE f.parent = folder.id)"),
];

/// The column that has the values of this property, of the type that the tag says.
pub(crate) fn column(columns: &'static [Column], tag: PropTag) -> Option<&'static Column> {
    columns.iter().find(|column| column.is(tag))
}

/// The columns of a row as properties, from its place `first` on; what is NULL is not there.
///
/// # Errors
/// `MAPI_E_CORRUPT_DATA` for a value that is not of its type.
pub(crate) fn values(row: &Row<'_>, first: usize, columns: &[&Column]) -> Result<Vec<Property>> {
    let mut values = Vec::with_capacity(columns.len());
    for (place, column) in columns.iter().enumerate() {
        match row.get_ref(first + place).or_code(Code::CORRUPT_DATA)? {
            ValueRef::Null => {}
            value => values.push(Property { tag: column.tag, value: from_sql(column.tag.kind(), value)? }),
        }
    }
    Ok(values)
}

/// Answers with the columns of a row, from its place `first` on; what is NULL is not there.
///
/// # Errors
/// `MAPI_E_CORRUPT_DATA` for a value that is not of its type.
pub(crate) fn give<'c>(
    row: &Row<'_>,
    first: usize,
    columns: impl IntoIterator<Item = &'c Column>,
    wanted: &mut Wanted<'_>,
) -> Result<()> {
    for (place, column) in columns.into_iter().enumerate() {
        match row.get_ref(first + place).or_code(Code::CORRUPT_DATA)? {
            ValueRef::Null => {}
            ValueRef::Text(text) => wanted.text(column.tag, &String::from_utf8_lossy(text)),
            value => wanted.put(column.tag, from_sql(column.tag.kind(), value)?),
        }
    }
    Ok(())
}

/// Columns of one row and their new values, as they stand in a statement.
#[derive(Debug, Default)]
pub(crate) struct Assignments {
    pub(crate) names: Vec<&'static str>,
    pub(crate) values: Vec<Value>,
}

impl Assignments {
    /// Adds the column with a new value, and what it is compared by.
    ///
    /// # Errors
    /// `MAPI_E_INVALID_TYPE` for a value that the file cannot hold.
    pub(crate) fn set(&mut self, column: &Column, value: &PropValue) -> Result<()> {
        let (text, key) = match value {
            PropValue::Text(text) => (Value::Text(text.clone()), Some(Value::Text(fold_case(text)))),
            other => match to_sql(other)? {
                ToSqlOutput::Owned(value) => (value, None),
                _ => return Err(Error::new(Code::INVALID_TYPE, "a column holds numbers and text")),
            },
        };
        self.add(column.sql, text);
        if let (Some(name), Some(key)) = (column.key, key) {
            self.add(name, key);
        }
        Ok(())
    }

    /// Empties the column.
    pub(crate) fn clear(&mut self, column: &Column) {
        self.add(column.sql, Value::Null);
        if let Some(name) = column.key {
            self.add(name, Value::Null);
        }
    }

    fn add(&mut self, name: &'static str, value: Value) {
        self.names.push(name);
        self.values.push(value);
    }

    /// Changes the columns of a row.
    ///
    /// # Errors
    /// What writing the file comes to.
    pub(crate) fn run(self, all: &Connection, table: &str, id: i64) -> Result<()> {
        if self.names.is_empty() {
            return Ok(());
        }
        let pairs: Vec<_> = self.names.iter().map(|name| format!("{name} = ?")).collect();
        let text = format!("UPDATE {table} SET {} WHERE id = ?", pairs.join(", "));
        let mut update = all.prepare_cached(&text).in_file()?;
        update.execute(params_from_iter(self.values.into_iter().chain([Value::Integer(id)]))).in_file()?;
        Ok(())
    }
}

/// Whether a value goes into the column: of its type, and text of a length that tables can sort by.
pub(crate) fn fits(column: &Column, value: &PropValue) -> bool {
    let is_short = value.as_text().is_none_or(|text| text.len() <= MOST_SORTED);
    value.kind() == column.tag.kind() && is_short
}

/// Longer text is a property like all others, and sorts nothing.
const MOST_SORTED: usize = 1 << 20;
