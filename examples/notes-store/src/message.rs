//! What clients open of a message and of its attachments: rows, and the version that they were
//! opened in. How changes are stored is in `commit.rs`.

use crate::changes::Changes;
use crate::columns::{MESSAGE, column};
use crate::fault::InFile;
use crate::key::Key;
use crate::large::{self, Versioned};
use crate::properties::{self, Owner};
use crate::{NotesStore, commit};
use provider_runtime::prelude::*;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _};

/// A message: in a folder, or inside an attachment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Message {
    id: i64,
    /// The outermost message, which has the version of all.
    top: i64,
    version: i64,
}

impl Message {
    /// A message of a folder, as it is in this version.
    pub(crate) fn new(id: i64, version: i64) -> Self {
        Self { id, top: id, version }
    }

    /// Stores changes, and gives the message as it is then.
    pub(crate) fn store(self, store: &NotesStore, changes: Changes<'_>) -> Result<Self> {
        let version = store.notes.change(|all| commit::commit(all, self.id, self.version, changes))?;
        store.outbox.wake();
        Ok(Self { version, ..self })
    }

    fn large_of(self, store: &NotesStore, owner: Owner, tag: PropTag) -> LargeResult {
        large::open(store, owner, Versioned::Message(self.top), tag)
    }
}

type LargeResult = Result<Option<Box<dyn LargeValue<NotesStore>>>>;

fn gone() -> Error {
    Error::new(Code::OBJECT_DELETED, "the message was deleted")
}

/// The version of a message that a folder has.
///
/// # Errors
/// `MAPI_E_NOT_FOUND` if there is none.
pub(crate) fn version(all: &Connection, id: i64) -> Result<i64> {
    let query = "SELECT version FROM message WHERE id = ?1 AND folder IS NOT NULL";
    let version = all.prepare_cached(query).in_file()?.query_row([id], |row| row.get(0)).optional().in_file()?;
    version.ok_or_else(|| Error::new(Code::NOT_FOUND, format!("there is no message {id}")))
}

/// Asks for all columns of a message. No static has it: what that holds stays each time that
/// the DLL goes.
fn all_columns() -> String {
    let names: Vec<_> = MESSAGE.iter().map(|column| column.sql).collect();
    format!("SELECT {} FROM message WHERE id = ?1", names.join(", "))
}

/// The tags of all properties of a message.
pub(crate) fn tags_of(all: &Connection, id: i64) -> Result<Vec<PropTag>> {
    let mut query = all.prepare_cached(&all_columns()).in_file()?;
    let mut rows = query.query([id]).in_file()?;
    let row = rows.next().in_file()?.ok_or_else(gone)?;
    let mut tags = properties::tags_of(all, Owner::Message(id))?;
    for (place, column) in MESSAGE.iter().enumerate() {
        if row.get_ref(place).in_file()? != ValueRef::Null {
            tags.push(column.tag);
        }
    }
    Ok(tags)
}

/// One property of a message, however long it is.
pub(crate) fn get(all: &Connection, id: i64, tag: PropTag) -> Result<PropValue> {
    if let Some(column) = column(MESSAGE, tag) {
        let text = format!("SELECT {} FROM message WHERE id = ?1", column.sql);
        let mut query = all.prepare_cached(&text).in_file()?;
        let mut rows = query.query([id]).in_file()?;
        let row = rows.next().in_file()?.ok_or_else(gone)?;
        match row.get_ref(0).in_file()? {
            ValueRef::Null => {}
            value => return crate::value::from_sql(column.tag.kind(), value),
        }
    }
    properties::get(all, Owner::Message(id), tag)
}

/// Answers what is wanted of a message.
pub(crate) fn give(all: &Connection, id: i64, wanted: &mut Wanted<'_>) -> Result<()> {
    let mut query = all.prepare_cached(&all_columns()).in_file()?;
    let mut rows = query.query([id]).in_file()?;
    let row = rows.next().in_file()?.ok_or_else(gone)?;
    crate::columns::give(row, 0, MESSAGE, wanted)?;
    give_others(all, Owner::Message(id), wanted)
}

fn give_others(all: &Connection, owner: Owner, wanted: &mut Wanted<'_>) -> Result<()> {
    wanted.rewind();
    while let Some(tag) = wanted.next_tag() {
        properties::give(all, owner, tag, wanted)?;
    }
    Ok(())
}

/// The recipients of a message, in their order.
pub(crate) fn recipients(all: &Connection, id: i64) -> Result<Vec<StoredRecipient>> {
    let mut query = all.prepare_cached("SELECT id FROM recipient WHERE message = ?1 ORDER BY place").in_file()?;
    let mut rows = query.query([id]).in_file()?;
    let mut recipients = Vec::new();
    while let Some(row) = rows.next().in_file()? {
        let owner = Owner::Recipient(row.get(0).in_file()?);
        recipients.push(StoredRecipient::of(properties::all_of(all, owner, true)?));
    }
    Ok(recipients)
}

/// The attachments of a message: each number with its row and its properties, without what is in
/// it.
pub(crate) fn attachments(all: &Connection, id: i64) -> Result<Vec<(u32, i64, Vec<Property>)>> {
    let query = "SELECT number, id FROM attachment WHERE message = ?1 ORDER BY number";
    let mut query = all.prepare_cached(query).in_file()?;
    let mut rows = query.query([id]).in_file()?;
    let mut attachments = Vec::new();
    while let Some(row) = rows.next().in_file()? {
        let id = row.get(1).in_file()?;
        let mut values = properties::all_of(all, Owner::Attachment(id), false)?;
        values.retain(|value| value.tag.id() != tags::ATTACH_DATA_BIN.id());
        attachments.push((row.get(0).in_file()?, id, values));
    }
    Ok(attachments)
}

impl Properties<NotesStore> for Message {
    fn tags(&self, store: &NotesStore) -> Result<Vec<PropTag>> {
        store.notes.read(|all| tags_of(all, self.id))
    }

    fn get(&self, store: &NotesStore, tag: PropTag) -> Result<PropValue> {
        store.notes.read(|all| get(all, self.id, tag))
    }

    fn get_many(&self, store: &NotesStore, wanted: &mut Wanted<'_>) -> Result<()> {
        store.notes.read(|all| give(all, self.id, wanted))
    }

    fn large(&self, store: &NotesStore, tag: PropTag) -> LargeResult {
        self.large_of(store, Owner::Message(self.id), tag)
    }
}

impl MessageObject<NotesStore> for Message {
    fn parent(&self, store: &NotesStore) -> Result<Vec<u8>> {
        let folder = store.notes.read(|all| {
            let mut query = all.prepare_cached("SELECT folder FROM message WHERE id = ?1").in_file()?;
            query.query_row([self.top], |row| row.get(0)).optional().in_file()?.ok_or_else(gone)
        })?;
        Ok(Key::Folder(folder).to_bytes())
    }

    fn recipients(&self, store: &NotesStore) -> Result<Vec<StoredRecipient>> {
        store.notes.read(|all| recipients(all, self.id))
    }

    fn attachments(&self, store: &NotesStore) -> Result<Vec<StoredAttachment>> {
        let all = store.notes.read(|all| attachments(all, self.id))?;
        let shown = all.into_iter().map(|(number, _, values)| {
            let is_method = |value: &Property| value.tag.id() == tags::ATTACH_METHOD.id();
            let method = values.iter().find(|value| is_method(value)).and_then(|value| value.value.as_i32());
            let others = values.into_iter().filter(|value| !is_method(value));
            StoredAttachment::new(number, method.unwrap_or_default().cast_unsigned()).with_all(others)
        });
        Ok(shown.collect())
    }

    fn attachment(&self, store: &NotesStore, number: u32) -> Result<Box<dyn AttachmentObject<NotesStore>>> {
        let id = store.notes.read(|all| commit::find_attachment(all, self.id, number))?;
        let id = id.ok_or_else(|| Error::new(Code::NOT_FOUND, format!("there is no attachment {number}")))?;
        Ok(Box::new(Attachment { id, of: *self }))
    }

    fn commit(&self, store: &NotesStore, changes: &MessageChanges) -> Result<Box<dyn MessageObject<NotesStore>>> {
        Ok(Box::new(self.store(store, changes.into())?))
    }
}

/// An attachment of a message.
#[derive(Clone, Copy, Debug)]
struct Attachment {
    id: i64,
    of: Message,
}

impl Attachment {
    fn message(self, store: &NotesStore) -> Result<Option<Message>> {
        let id = store.notes.read(|all| commit::message_inside(all, self.id))?;
        Ok(id.map(|id| Message { id, ..self.of }))
    }
}

impl Properties<NotesStore> for Attachment {
    fn tags(&self, store: &NotesStore) -> Result<Vec<PropTag>> {
        let message = self.message(store)?.map(|_| tags::ATTACH_DATA_OBJ::ID);
        let tags = store.notes.read(|all| properties::tags_of(all, Owner::Attachment(self.id)))?;
        Ok(tags.into_iter().chain(message).collect())
    }

    fn get(&self, store: &NotesStore, tag: PropTag) -> Result<PropValue> {
        if tag.id() == tags::ATTACH_DATA_OBJ.id() && self.message(store)?.is_some() {
            return Ok(PropValue::Object);
        }
        store.notes.read(|all| properties::get(all, Owner::Attachment(self.id), tag))
    }

    fn get_many(&self, store: &NotesStore, wanted: &mut Wanted<'_>) -> Result<()> {
        if wanted.wants(tags::ATTACH_DATA_OBJ) && self.message(store)?.is_some() {
            wanted.put(tags::ATTACH_DATA_OBJ::ID, PropValue::Object);
        }
        store.notes.read(|all| give_others(all, Owner::Attachment(self.id), wanted))
    }

    fn large(&self, store: &NotesStore, tag: PropTag) -> LargeResult {
        self.of.large_of(store, Owner::Attachment(self.id), tag)
    }
}

impl AttachmentObject<NotesStore> for Attachment {
    fn embedded(&self, store: &NotesStore) -> Result<Box<dyn MessageObject<NotesStore>>> {
        let message = self.message(store)?;
        Ok(Box::new(message.ok_or_else(|| Error::new(Code::NOT_FOUND, "the attachment is no message"))?))
    }
}
