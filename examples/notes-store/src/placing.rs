//! Where the values of a message come: into the columns of its row, or into rows of their own.

use crate::changes::{Large, Values};
use crate::columns::{Assignments, MESSAGE, fits};
use crate::fault::InFile;
use crate::properties::{self, Owner};
use provider_runtime::prelude::*;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::borrow::Cow;

/// Where a new message comes.
#[derive(Clone, Copy)]
pub(crate) enum Home {
    /// Into a folder.
    Folder { id: i64, is_associated: bool },
    /// Inside an attachment; `top` is the outermost message.
    Attachment { id: i64, top: i64 },
}

/// Adds a message: its row.
///
/// # Errors
/// What writing the file, or reading large values, comes to.
pub(crate) fn insert(all: &Connection, home: Home, values: Values<'_>) -> Result<i64> {
    let Sorted { columns, others } = Sorted::of(values, true)?;
    let (place, owner, second) = match home {
        Home::Folder { id, is_associated } => ("folder, associated", id, i64::from(is_associated)),
        Home::Attachment { id, top } => ("attachment, top", id, top),
    };
    let names: String = columns.names.iter().map(|name| format!(", {name}")).collect();
    let text = format!("INSERT INTO message ({place}{names}) VALUES (?, ?{})", ", ?".repeat(columns.names.len()));
    let fixed = [owner, second].map(Value::Integer);
    let mut insert = all.prepare_cached(&text).in_file()?;
    let id = insert.insert(params_from_iter(fixed.into_iter().chain(columns.values))).in_file()?;
    others.write(all, Owner::Message(id))?;
    Ok(id)
}

/// Changes a message.
///
/// # Errors
/// What writing the file, or reading large values, comes to.
pub(crate) fn update(all: &Connection, id: i64, values: Values<'_>) -> Result<()> {
    let Sorted { columns, others } = Sorted::of(values, false)?;
    columns.run(all, "message", id)?;
    others.write(all, Owner::Message(id))
}

/// Values by where they come.
struct Sorted<'a> {
    columns: Assignments,
    others: Others<'a>,
}

impl<'a> Sorted<'a> {
    /// Of a new message, nothing is to be removed.
    fn of(values: Values<'a>, is_new: bool) -> Result<Self> {
        let mut columns = Assignments::default();
        let mut others = Others::of(values)?;
        let of = |tag: PropTag| MESSAGE.iter().find(|column| column.tag.id() == tag.id());
        if is_new {
            others.removed.clear();
        }
        let large = others.large.iter().map(|large| large.tag).filter(|_| !is_new);
        others.removed.iter().copied().chain(large).filter_map(of).for_each(|column| columns.clear(column));
        for property in std::mem::take(&mut others.set) {
            match of(property.tag) {
                Some(column) if fits(column, &property.value) => {
                    columns.set(column, &property.value)?;
                    if !is_new {
                        others.removed.push(property.tag); // what it was before, of another type
                    }
                    continue;
                }
                Some(column) if !is_new => columns.clear(column),
                _ => {}
            }
            others.set.push(property);
        }
        Ok(Self { columns, others })
    }
}

/// Values that are rows of their own.
pub(crate) struct Others<'a> {
    set: Vec<Cow<'a, Property>>,
    large: Vec<Large<'a>>,
    removed: Vec<PropTag>,
}

impl<'a> Others<'a> {
    /// All of them; what is not large after all is set like others.
    ///
    /// # Errors
    /// What reading a value comes to.
    pub(crate) fn of(values: Values<'a>) -> Result<Self> {
        let mut set: Vec<_> = values.set.iter().map(Cow::Borrowed).collect();
        let mut large = Vec::new();
        for mut value in values.large {
            match properties::short(&mut value)? {
                Some(property) => set.push(Cow::Owned(property)),
                None => large.push(value),
            }
        }
        Ok(Self { set, large, removed: values.removed.to_vec() })
    }

    /// Stores them.
    ///
    /// # Errors
    /// What writing the file, or reading large values, comes to.
    pub(crate) fn write(self, all: &Connection, owner: Owner) -> Result<()> {
        self.removed.into_iter().try_for_each(|tag| properties::remove(all, owner, tag))?;
        self.set.iter().try_for_each(|property| properties::put(all, owner, property))?;
        self.large.into_iter().try_for_each(|large| properties::put_large(all, owner, large))
    }
}
