//! Properties of whatever object: rows of an id, a type and a value. Those of messages and folders
//! that are columns are in `columns.rs`, how a value stands in the file is `value.rs`'s.

use crate::changes::Large;
use crate::fault::InFile;
use crate::value::{LONG, exact_text, from_sql, text_of, to_sql};
use provider_runtime::abi::flag::{PT_BINARY, PT_UNICODE};
use provider_runtime::prelude::*;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, MAIN_DB, OptionalExtension as _, params};
use std::io::{Cursor, ErrorKind, Read as _};

/// What has properties.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Owner {
    /// The store itself.
    Store,
    /// A folder by its row, and so on.
    Folder(i64),
    Message(i64),
    Recipient(i64),
    Attachment(i64),
}

impl Owner {
    /// The table of its properties.
    pub(crate) fn table(self) -> &'static str {
        match self {
            Self::Store => "store_property",
            Self::Folder(_) => "folder_property",
            Self::Message(_) => "message_property",
            Self::Recipient(_) => "recipient_property",
            Self::Attachment(_) => "attachment_property",
        }
    }

    /// Its row.
    pub(crate) fn id(self) -> i64 {
        match self {
            Self::Store => 1,
            Self::Folder(id) | Self::Message(id) | Self::Recipient(id) | Self::Attachment(id) => id,
        }
    }
}

/// What was asked for, in SQL: the type, the value if it is not a long one, and its length.
const SHORT: &str = "type, CASE WHEN octet_length(value) <= 65536 THEN value END, octet_length(value)";

/// Stores a property, whatever it was before.
///
/// # Errors
/// What writing the file comes to.
pub(crate) fn put(all: &Connection, owner: Owner, property: &Property) -> Result<()> {
    let value = to_sql(&property.value)?;
    put_sql(all, owner, property.tag.with_kind(property.value.kind()), value).map(drop)
}

/// Gives the row of the value.
fn put_sql(all: &Connection, owner: Owner, tag: PropTag, value: ToSqlOutput<'_>) -> Result<i64> {
    if let Owner::Message(_) = owner {
        let seen = "INSERT OR IGNORE INTO message_tag (id, type) VALUES (?1, ?2)";
        all.prepare_cached(seen).in_file()?.execute(params![tag.id(), tag.kind()]).in_file()?;
    }
    let text = format!(
        "INSERT INTO {} (owner, id, type, value) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (owner, id) DO UPDATE SET type = excluded.type, value = excluded.value RETURNING rowid",
        owner.table()
    );
    let mut insert = all.prepare_cached(&text).in_file()?;
    insert.query_row(params![owner.id(), tag.id(), tag.kind(), value], |row| row.get(0)).in_file()
}

/// Stores a large value piece by piece: not more than a piece of it is in memory.
///
/// # Errors
/// `MAPI_E_TOO_BIG` for more than SQLite holds in one value, else what reading or writing comes to.
pub(crate) fn put_large(all: &Connection, owner: Owner, mut large: Large<'_>) -> Result<()> {
    let row = put_sql(all, owner, large.tag, ToSqlOutput::ZeroBlob(large.len))?;
    let mut blob = all.blob_open(MAIN_DB, owner.table(), "value", row, false).in_file()?;
    let mut piece = vec![0; LONG];
    let mut at = 0;
    while at < blob.len() {
        let room = piece.len().min(blob.len() - at);
        let Some(room) = piece.get_mut(..room) else { break };
        let read = match large.reader.read(room) {
            Ok(0) => return Err(Error::new(Code::CALL_FAILED, "a large value is shorter than it said")),
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error).or_code(Code::DISK_ERROR),
        };
        blob.write_at(room.get(..read).unwrap_or_default(), at).in_file()?;
        at += read;
    }
    blob.close().in_file()
}

/// A value of a stream that is not large after all, as one; `None` for what stays as it is.
///
/// # Errors
/// What reading comes to.
pub(crate) fn short(large: &mut Large<'_>) -> Result<Option<Property>> {
    if large.len > LONG as u64 || !matches!(large.tag.kind(), PT_UNICODE | PT_BINARY) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    large.reader.by_ref().take(large.len).read_to_end(&mut bytes).or_code(Code::DISK_ERROR)?;
    if large.tag.kind() == PT_BINARY {
        return Ok(Some(Property::new(large.tag, bytes)));
    }
    let text = exact_text(&bytes).map(|text| Property::new(large.tag, text));
    if text.is_none() {
        large.reader = Box::new(Cursor::new(bytes)); // half a letter: kept as the bytes that it is
    }
    Ok(text)
}

/// Removes a property, if it is there.
///
/// # Errors
/// What writing the file comes to.
pub(crate) fn remove(all: &Connection, owner: Owner, tag: PropTag) -> Result<()> {
    let text = format!("DELETE FROM {} WHERE owner = ?1 AND id = ?2", owner.table());
    all.prepare_cached(&text).in_file()?.execute(params![owner.id(), tag.id()]).in_file()?;
    Ok(())
}

/// Removes all properties.
///
/// # Errors
/// What writing the file comes to.
pub(crate) fn clear(all: &Connection, owner: Owner) -> Result<()> {
    let text = format!("DELETE FROM {} WHERE owner = ?1", owner.table());
    all.prepare_cached(&text).in_file()?.execute([owner.id()]).in_file()?;
    Ok(())
}

/// The tags of all properties.
///
/// # Errors
/// What reading the file comes to.
pub(crate) fn tags_of(all: &Connection, owner: Owner) -> Result<Vec<PropTag>> {
    let text = format!("SELECT id, type FROM {} WHERE owner = ?1 ORDER BY id", owner.table());
    let mut query = all.prepare_cached(&text).in_file()?;
    let tags = query.query_map([owner.id()], |row| Ok(PropTag::new(row.get(0)?, row.get(1)?))).in_file()?;
    tags.collect::<rusqlite::Result<_>>().in_file()
}

/// One property, however long it is.
///
/// # Errors
/// `MAPI_E_NOT_FOUND` if it is not there, else what reading the file comes to.
pub(crate) fn get(all: &Connection, owner: Owner, tag: PropTag) -> Result<PropValue> {
    let text = format!("SELECT type, value FROM {} WHERE owner = ?1 AND id = ?2", owner.table());
    let mut query = all.prepare_cached(&text).in_file()?;
    let mut rows = query.query(params![owner.id(), tag.id()]).in_file()?;
    let row = rows.next().in_file()?.ok_or(Code::NOT_FOUND)?;
    from_sql(row.get(0).in_file()?, row.get_ref(1).in_file()?)
}

/// All properties with their values; those that are long only if they are wanted too.
///
/// # Errors
/// What reading the file comes to.
pub(crate) fn all_of(all: &Connection, owner: Owner, with_long: bool) -> Result<Vec<Property>> {
    let most = if with_long { i64::MAX } else { LONG as i64 };
    let text = format!(
        "SELECT id, type, value FROM {} WHERE owner = ?1 AND coalesce(octet_length(value), 0) <= ?2 ORDER BY id",
        owner.table()
    );
    let mut query = all.prepare_cached(&text).in_file()?;
    let mut rows = query.query([owner.id(), most]).in_file()?;
    let mut values = Vec::new();
    while let Some(row) = rows.next().in_file()? {
        let tag = PropTag::new(row.get(0).in_file()?, row.get(1).in_file()?);
        values.push(Property { tag, value: from_sql(tag.kind(), row.get_ref(2).in_file()?)? });
    }
    Ok(values)
}

/// How a long value is answered.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Long {
    /// Not at all: clients read it through a stream (PROP-16).
    Refused,
    /// Text by its beginning, as in rows of tables (TBL-28).
    Cut,
}

/// Answers one property, if it is there.
///
/// # Errors
/// What reading the file comes to.
pub(crate) fn give(all: &Connection, owner: Owner, tag: PropTag, wanted: &mut Wanted<'_>) -> Result<()> {
    if let Some(property) = shown(all, owner, tag, Long::Refused)? {
        wanted.value(property.tag, &property.value);
    }
    Ok(())
}

/// One property as it is answered, if it is there.
///
/// # Errors
/// What reading the file comes to.
pub(crate) fn shown(all: &Connection, owner: Owner, tag: PropTag, long: Long) -> Result<Option<Property>> {
    let text = format!("SELECT {SHORT}, rowid FROM {} WHERE owner = ?1 AND id = ?2", owner.table());
    let mut query = all.prepare_cached(&text).in_file()?;
    let mut rows = query.query(params![owner.id(), tag.id()]).in_file()?;
    let Some(row) = rows.next().in_file()? else { return Ok(None) };
    let kind = row.get(0).in_file()?;
    let is_long = is_long(row.get(2).in_file()?);
    let value = match kind {
        PT_UNICODE if is_long && long == Long::Cut => beginning(all, owner, row.get(3).in_file()?)?.into(),
        _ if is_long => Code::NOT_ENOUGH_MEMORY.into(),
        kind => from_sql(kind, row.get_ref(1).in_file()?)?,
    };
    Ok(Some(Property { tag: tag.with_kind(kind), value }))
}

fn is_long(length: Option<i64>) -> bool {
    length.is_some_and(|length| length > LONG as i64)
}

/// As many letters of a long text as a row has room for.
fn beginning(all: &Connection, owner: Owner, row: i64) -> Result<String> {
    let blob = all.blob_open(MAIN_DB, owner.table(), "value", row, true).in_file()?;
    let mut bytes = [0; 1024];
    let read = blob.read_at(&mut bytes, 0).in_file()?;
    Ok(text_of(bytes.get(..read).unwrap_or_default()))
}

/// A value that is large enough to be read in parts: its row, and how many bytes it has.
///
/// # Errors
/// What reading the file comes to.
pub(crate) fn large(all: &Connection, owner: Owner, tag: PropTag) -> Result<Option<(i64, i64)>> {
    let text = format!(
        "SELECT rowid, octet_length(value) FROM {} WHERE owner = ?1 AND id = ?2 AND typeof(value) = 'blob'
         AND (octet_length(value) > 65536 OR type = 13)",
        owner.table()
    );
    let mut query = all.prepare_cached(&text).in_file()?;
    let found = query.query_row(params![owner.id(), tag.id()], |row| Ok((row.get(0)?, row.get(1)?)));
    found.optional().in_file()
}
