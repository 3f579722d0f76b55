//! How a message is stored: all that a client has changed of it and of what is inside, in the one
//! transaction of the caller. Where its values come is in `placing.rs`. The parts are a list, so
//! nothing here calls itself, however deep they are.

use crate::changes::{Attached, Changes, Part};
use crate::columns::{Assignments, MESSAGE};
use crate::fault::InFile;
use crate::placing::{Home, Others, insert, update};
use crate::properties::{self, Owner};
use crate::schema::version_of;
use provider_runtime::prelude::*;
use rusqlite::{Connection, OptionalExtension as _, params};

/// Stores a new message in a folder: its row.
///
/// # Errors
/// `MAPI_E_OBJECT_DELETED` if the folder is gone, else why nothing can be stored.
pub(crate) fn create(all: &Connection, folder: i64, changes: Changes<'_>) -> Result<i64> {
    if version_of(all, "folder", folder)?.is_none() {
        return Err(Error::new(Code::OBJECT_DELETED, "the folder is gone"));
    }
    let home = Home::Folder { id: folder, is_associated: changes.is_associated };
    store(all, Target::New(home), changes)
}

/// Stores what has changed of a message that was opened in this version: the version that it has
/// now.
///
/// # Errors
/// `MAPI_E_OBJECT_DELETED` if it is gone, `MAPI_E_OBJECT_CHANGED` if it has another version now and
/// the changes are neither forced nor of its state only, else why nothing can be stored.
pub(crate) fn commit(all: &Connection, id: i64, opened: i64, changes: Changes<'_>) -> Result<i64> {
    let version = version_of(all, "message", id)?;
    let version = version.ok_or_else(|| Error::new(Code::OBJECT_DELETED, "the message was deleted"))?;
    let is_state_only = changes.is_state_only;
    if version != opened && !changes.is_forced && !is_state_only {
        return Err(Error::new(Code::OBJECT_CHANGED, "somebody else has changed the message"));
    }
    store(all, Target::Stored(id), changes)?;
    all.prepare_cached("INSERT INTO change (message) VALUES (?1)").in_file()?.execute([id]).in_file()?;
    if is_state_only {
        return Ok(opened);
    }
    let next = "UPDATE message SET version = ?2 WHERE id = ?1";
    all.prepare_cached(next).in_file()?.execute([id, version + 1]).in_file()?;
    Ok(version + 1)
}

/// Where a part of the changes comes: beside others, or into its row.
#[derive(Clone, Copy)]
enum Target {
    New(Home),
    Stored(i64),
}

fn store(all: &Connection, outermost: Target, changes: Changes<'_>) -> Result<i64> {
    let mut rows: Vec<i64> = Vec::with_capacity(changes.parts.len()); // of each part
    for mut part in changes.parts {
        let target = match (part.within, outermost) {
            (None, Target::New(home)) => Target::New(home),
            (None, Target::Stored(id)) => {
                if part.is_new {
                    empty(all, id)?;
                }
                Target::Stored(id)
            }
            (Some((outer, number)), _) => {
                let outer = rows.get(outer).zip(rows.first());
                let (outer, top) = outer.ok_or_else(|| Error::new(Code::CALL_FAILED, "a part before its outer one"))?;
                inner(all, *outer, *top, number, part.is_new)?
            }
        };
        let values = std::mem::take(&mut part.values);
        let id = match target {
            Target::New(home) => insert(all, home, values)?,
            Target::Stored(id) => {
                update(all, id, values)?;
                id
            }
        };
        rows.push(id);
        write_inside(all, id, part)?;
    }
    let id = *rows.first().ok_or_else(|| Error::new(Code::CALL_FAILED, "changes of no message"))?;
    if changes.submits {
        let queue = "INSERT INTO queue (message) VALUES (?1) ON CONFLICT DO NOTHING";
        all.prepare_cached(queue).in_file()?.execute([id]).in_file()?;
    }
    Ok(id)
}

/// The message in an attachment: the one that is there, or the place for a new one.
fn inner(all: &Connection, outer: i64, top: i64, number: u32, is_new: bool) -> Result<Target> {
    let id = find_attachment(all, outer, number)?;
    let id = id.ok_or_else(|| Error::new(Code::OBJECT_DELETED, "the attachment was deleted"))?;
    let stored = if is_new { None } else { message_inside(all, id)? };
    if let Some(id) = stored {
        return Ok(Target::Stored(id));
    }
    delete_inside(all, id)?;
    properties::remove(all, Owner::Attachment(id), tags::ATTACH_DATA_OBJ::ID)?;
    Ok(Target::New(Home::Attachment { id, top }))
}

/// The recipients and the attachments of a part.
fn write_inside(all: &Connection, message: i64, part: Part<'_>) -> Result<()> {
    if let Some(recipients) = part.recipients {
        let delete = "DELETE FROM recipient WHERE message = ?1";
        if !part.is_new {
            all.prepare_cached(delete).in_file()?.execute([message]).in_file()?;
        }
        for (place, recipient) in (0_i64..).zip(recipients) {
            let insert = "INSERT INTO recipient (message, place) VALUES (?1, ?2)";
            let id = all.prepare_cached(insert).in_file()?.insert([message, place]).in_file()?;
            let owner = Owner::Recipient(id);
            recipient.values().iter().try_for_each(|value| properties::put(all, owner, value))?;
        }
    }
    part.attachments.into_iter().try_for_each(|attached| write_attachment(all, message, attached))
}

fn write_attachment(all: &Connection, message: i64, attached: Attached<'_>) -> Result<()> {
    let stored = find_attachment(all, message, attached.number)?;
    let stays = attached.kind == AttachmentChangeKind::Changed;
    if let Some(id) = stored.filter(|_| !stays) {
        delete_inside(all, id)?;
        all.prepare_cached("DELETE FROM attachment WHERE id = ?1").in_file()?.execute([id]).in_file()?;
    }
    if attached.kind == AttachmentChangeKind::Removed {
        return Ok(());
    }
    let id = match stored.filter(|_| stays) {
        Some(id) => id,
        None => {
            let insert = "INSERT INTO attachment (message, number) VALUES (?1, ?2)";
            all.prepare_cached(insert).in_file()?.insert(params![message, attached.number]).in_file()?
        }
    };
    if stays && attached.values.names(tags::ATTACH_DATA_OBJ::ID) {
        delete_inside(all, id)?; // bytes in the place of the message that was there, or nothing
    }
    Others::of(attached.values)?.write(all, Owner::Attachment(id))
}

/// The row of an attachment.
///
/// # Errors
/// What reading the file comes to.
pub(crate) fn find_attachment(all: &Connection, message: i64, number: u32) -> Result<Option<i64>> {
    let find = "SELECT id FROM attachment WHERE message = ?1 AND number = ?2";
    let mut find = all.prepare_cached(find).in_file()?;
    find.query_row(params![message, number], |row| row.get(0)).optional().in_file()
}

/// The row of the message that an attachment is.
///
/// # Errors
/// What reading the file comes to.
pub(crate) fn message_inside(all: &Connection, attachment: i64) -> Result<Option<i64>> {
    let mut find = all.prepare_cached("SELECT id FROM message WHERE attachment = ?1").in_file()?;
    find.query_row([attachment], |row| row.get(0)).optional().in_file()
}

/// Deletes the message in an attachment with all that is inside, at any depth: SQLite goes through
/// them one after the other.
fn delete_inside(all: &Connection, attachment: i64) -> Result<()> {
    let delete = "
        WITH RECURSIVE inside (id) AS (
            SELECT id FROM message WHERE attachment = ?1
            UNION ALL
            SELECT message.id FROM inside
                JOIN attachment ON attachment.message = inside.id
                JOIN message ON message.attachment = attachment.id
        )
        DELETE FROM message WHERE id IN (SELECT id FROM inside)";
    all.prepare_cached(delete).in_file()?.execute([attachment]).in_file()?;
    Ok(())
}

/// Makes a message one that has nothing.
fn empty(all: &Connection, id: i64) -> Result<()> {
    for delete in [
        "DELETE FROM message WHERE top = ?1",
        "DELETE FROM attachment WHERE message = ?1",
        "DELETE FROM recipient WHERE message = ?1",
    ] {
        all.prepare_cached(delete).in_file()?.execute([id]).in_file()?;
    }
    properties::clear(all, Owner::Message(id))?;
    let mut columns = Assignments::default();
    MESSAGE.iter().for_each(|column| columns.clear(column));
    columns.run(all, "message", id)
}
