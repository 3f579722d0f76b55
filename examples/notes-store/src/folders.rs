//! The folders of the file, and what happens to what is in them. What clients open of a folder is
//! in `folder.rs`, the rows of its tables are in `rows.rs`.

use crate::columns::{Assignments, Column, FOLDER, column};
use crate::fault::{InFile, is_taken};
use crate::properties::{self, Owner};
use crate::schema::now;
use crate::value::from_sql;
use provider_runtime::prelude::*;
use rusqlite::{Connection, OptionalExtension as _, params};

/// The folder that a folder is in: the root is in itself.
///
/// # Errors
/// `MAPI_E_OBJECT_DELETED` if it is gone.
pub(crate) fn parent(all: &Connection, id: i64) -> Result<i64> {
    let mut query = all.prepare_cached("SELECT coalesce(parent, id) FROM folder WHERE id = ?1").in_file()?;
    query.query_row([id], |row| row.get(0)).optional().in_file()?.ok_or_else(gone)
}

fn gone() -> Error {
    Error::new(Code::OBJECT_DELETED, "the folder was deleted")
}

fn not_here() -> Error {
    Error::new(Code::NOT_FOUND, "the folder has none with this key")
}

/// Whether there is such a folder.
///
/// # Errors
/// `MAPI_E_NOT_FOUND` if not.
pub(crate) fn exists(all: &Connection, id: i64) -> Result<()> {
    let mut query = all.prepare_cached("SELECT 1 FROM folder WHERE id = ?1").in_file()?;
    if query.exists([id]).in_file()? { Ok(()) } else { Err(Error::new(Code::NOT_FOUND, format!("no folder {id}"))) }
}

/// Makes a folder in another one: its row.
///
/// # Errors
/// `MAPI_E_COLLISION` if one there has the name in whatever case (FOLD-5).
pub(crate) fn create(all: &Connection, parent: i64, name: &str, values: &[Property]) -> Result<i64> {
    exists(all, parent)?;
    let insert = "INSERT INTO folder (parent, name, name_key, created, modified) VALUES (?1, ?2, ?3, ?4, ?4)";
    let inserted = all.prepare_cached(insert).in_file()?.insert(params![parent, name, fold_case(name), now()]);
    let id = named(inserted, name)?;
    let others: Vec<_> = values.iter().filter(|value| value.tag.id() != tags::DISPLAY_NAME.id()).cloned().collect();
    set(all, id, &others)?;
    Ok(id)
}

/// What came of giving a folder its name.
fn named<T>(done: rusqlite::Result<T>, name: &str) -> Result<T> {
    match done {
        Err(fault) if is_taken(&fault) => Err(Error::new(Code::COLLISION, format!("there is a folder “{name}”"))),
        done => done.in_file(),
    }
}

/// Changes properties of a folder, its name among them.
///
/// # Errors
/// `MAPI_E_COMPUTED` for what is counted, `MAPI_E_COLLISION` for a name that is taken.
pub(crate) fn set(all: &Connection, id: i64, values: &[Property]) -> Result<()> {
    touch(all, id)?;
    for property in values {
        match of(property.tag) {
            Some(column) if column.tag == tags::DISPLAY_NAME => {
                let name = property.value.as_text().filter(|name| !name.is_empty());
                let name = name.ok_or_else(|| Error::new(Code::INVALID_PARAMETER, "a folder has a name"))?;
                let update = "UPDATE folder SET name = ?2, name_key = ?3 WHERE id = ?1";
                let mut update = all.prepare_cached(update).in_file()?;
                named(update.execute(params![id, name, fold_case(name)]), name)?;
            }
            Some(column) if column.is_counted => return Err(Code::COMPUTED.into()),
            Some(column) if column.tag.kind() == property.value.kind() => {
                let mut columns = Assignments::default();
                columns.set(column, &property.value)?;
                columns.run(all, "folder", id)?;
            }
            Some(_) => return Err(Code::UNEXPECTED_TYPE.into()),
            None => properties::put(all, Owner::Folder(id), property)?,
        }
    }
    Ok(())
}

/// Removes properties of a folder.
///
/// # Errors
/// `MAPI_E_COMPUTED` for what every folder has.
pub(crate) fn remove(all: &Connection, id: i64, tags: &[PropTag]) -> Result<()> {
    touch(all, id)?;
    for tag in tags {
        if of(*tag).is_some() {
            return Err(Error::new(Code::COMPUTED, "every folder has that"));
        }
        properties::remove(all, Owner::Folder(id), *tag)?;
    }
    Ok(())
}

fn of(tag: PropTag) -> Option<&'static Column> {
    FOLDER.iter().find(|column| column.tag.id() == tag.id())
}

/// The folder has another version, and has changed now.
fn touch(all: &Connection, id: i64) -> Result<()> {
    let touch = "UPDATE folder SET version = version + 1, modified = ?2 WHERE id = ?1";
    let count = all.prepare_cached(touch).in_file()?.execute([id, now()]).in_file()?;
    if count == 1 { Ok(()) } else { Err(gone()) }
}

/// One property of a folder, however long it is.
///
/// # Errors
/// `MAPI_E_OBJECT_DELETED` if the folder is gone, `MAPI_E_NOT_FOUND` for what it does not have.
pub(crate) fn get(all: &Connection, id: i64, tag: PropTag) -> Result<PropValue> {
    let Some(column) = column(FOLDER, tag) else { return properties::get(all, Owner::Folder(id), tag) };
    let text = format!("SELECT {} FROM folder WHERE id = ?1", column.sql);
    let mut query = all.prepare_cached(&text).in_file()?;
    let mut rows = query.query([id]).in_file()?;
    let row = rows.next().in_file()?.ok_or_else(gone)?;
    from_sql(column.tag.kind(), row.get_ref(0).in_file()?)
}

/// Answers what is wanted of a folder.
///
/// # Errors
/// `MAPI_E_OBJECT_DELETED` if it is gone.
pub(crate) fn give(all: &Connection, id: i64, wanted: &mut Wanted<'_>) -> Result<()> {
    let columns: Vec<_> = FOLDER.iter().filter(|column| wanted.wants(column.tag)).collect();
    let names: String = columns.iter().map(|column| format!(", {}", column.sql)).collect();
    let text = format!("SELECT id{names} FROM folder WHERE id = ?1");
    let mut query = all.prepare_cached(&text).in_file()?;
    let mut rows = query.query([id]).in_file()?;
    let row = rows.next().in_file()?.ok_or_else(gone)?;
    crate::columns::give(row, 1, columns, wanted)?;
    wanted.rewind();
    while let Some(tag) = wanted.next_tag() {
        properties::give(all, Owner::Folder(id), tag, wanted)?;
    }
    Ok(())
}

/// Deletes a folder that has nothing in it.
///
/// # Errors
/// `MAPI_E_NOT_FOUND` if it is not in there, `MAPI_E_HAS_FOLDERS` and `MAPI_E_HAS_MESSAGES` if it
/// is not empty.
pub(crate) fn delete(all: &Connection, parent: i64, id: i64) -> Result<()> {
    let has = |query: &str| all.prepare_cached(query).and_then(|mut query| query.exists([id])).in_file();
    if has("SELECT 1 FROM folder WHERE parent = ?1 LIMIT 1")? {
        return Err(Code::HAS_FOLDERS.into());
    }
    if has("SELECT 1 FROM message WHERE folder = ?1 LIMIT 1")? {
        return Err(Code::HAS_MESSAGES.into());
    }
    let delete = "DELETE FROM folder WHERE id = ?1 AND parent = ?2";
    let count = all.prepare_cached(delete).in_file()?.execute([id, parent]).in_file()?;
    if count == 1 { Ok(()) } else { Err(not_here()) }
}

/// Moves a folder with all that is inside, under a name.
///
/// # Errors
/// `MAPI_E_FOLDER_CYCLE` if the other folder is it or inside it, `MAPI_E_COLLISION` if the name is
/// taken there.
pub(crate) fn move_folder(all: &Connection, parent: i64, id: i64, into: i64, name: &str) -> Result<()> {
    exists(all, into)?;
    let cycle = "
        WITH RECURSIVE above (id) AS (
            SELECT ?1 UNION SELECT folder.parent FROM above JOIN folder ON folder.id = above.id
        )
        SELECT 1 FROM above WHERE id = ?2";
    if all.prepare_cached(cycle).in_file()?.exists([into, id]).in_file()? {
        return Err(Error::new(Code::FOLDER_CYCLE, "a folder cannot be moved into itself"));
    }
    let update = "UPDATE folder SET parent = ?3, name = ?4, name_key = ?5 WHERE id = ?1 AND parent = ?2";
    let mut update = all.prepare_cached(update).in_file()?;
    let count = named(update.execute(params![id, parent, into, name, fold_case(name)]), name)?;
    if count == 1 { touch(all, id) } else { Err(not_here()) }
}

/// Moves a message into another folder.
///
/// # Errors
/// `MAPI_E_NOT_FOUND` if it is not there, or if the other folder is not.
pub(crate) fn move_message(all: &Connection, folder: i64, id: i64, into: i64) -> Result<()> {
    exists(all, into)?;
    let update = "UPDATE message SET folder = ?3 WHERE id = ?1 AND folder = ?2";
    let count = all.prepare_cached(update).in_file()?.execute([id, folder, into]).in_file()?;
    if count == 1 { Ok(()) } else { Err(not_here()) }
}

/// Deletes a message with all that is inside.
///
/// # Errors
/// `MAPI_E_NOT_FOUND` if the folder has none with that key.
pub(crate) fn delete_message(all: &Connection, folder: i64, id: i64) -> Result<()> {
    let delete = "DELETE FROM message WHERE id = ?1 AND folder = ?2";
    let count = all.prepare_cached(delete).in_file()?.execute([id, folder]).in_file()?;
    if count == 1 { Ok(()) } else { Err(not_here()) }
}

/// The folders that mail clients look for, or those that messages of a class come into: each by its
/// word.
///
/// # Errors
/// What reading the file comes to.
pub(crate) fn by_word(all: &Connection, query: &str) -> Result<Vec<(String, i64)>> {
    let mut query = all.prepare_cached(query).in_file()?;
    let found = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).in_file()?;
    found.collect::<rusqlite::Result<_>>().in_file()
}
