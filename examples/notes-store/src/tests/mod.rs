//! What the store does with its file, tried without MAPI: changes as the runtime lends them, and
//! messages as they are read back. How all of it looks to clients is in `tests/dll`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

mod busy;
mod cost;
mod folders;
mod killed;
mod messages;
mod migration;
mod plans;
mod random;

use crate::changes::{Attached, Changes, Large, Part, Values};
use crate::key::{Key, ROOT};
use crate::properties::{self, Owner};
use crate::{Notes, Place, Pool, commit, message};
use provider_runtime::prelude::*;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::sync::Arc;

/// A store in memory.
fn in_memory() -> Notes {
    Notes::open(Place::Memory([7; 16]), Arc::new(Pool::default())).unwrap()
}

/// A store in this file.
fn in_file(path: &Path) -> Notes {
    Notes::open(Place::file(path).unwrap(), Arc::new(Pool::default())).unwrap()
}

/// Values to be stored, as somebody owns them.
#[derive(Clone, Debug, Default)]
struct Given {
    set: Vec<Property>,
    large: Vec<(PropTag, Vec<u8>)>,
    removed: Vec<PropTag>,
}

/// A part to be stored, as somebody owns it.
#[derive(Clone, Debug, Default)]
struct GivenPart {
    within: Option<(usize, u32)>,
    is_new: bool,
    values: Given,
    recipients: Option<Vec<StoredRecipient>>,
    attachments: Vec<(u32, Option<AttachmentChangeKind>, Given)>,
}

impl Given {
    fn set(values: impl IntoIterator<Item = Property>) -> Self {
        Self { set: values.into_iter().collect(), ..Self::default() }
    }

    fn lend(&self) -> Values<'_> {
        let large = self.large.iter().map(|(tag, bytes)| Large {
            tag: *tag,
            len: bytes.len() as u64,
            reader: Box::new(Cursor::new(bytes)),
        });
        Values { set: &self.set, large: large.collect(), removed: &self.removed }
    }
}

impl GivenPart {
    fn new(values: Given) -> Self {
        Self { is_new: true, values, ..Self::default() }
    }

    fn changed(values: Given) -> Self {
        Self { values, ..Self::default() }
    }

    fn with(mut self, number: u32, kind: AttachmentChangeKind, values: Given) -> Self {
        self.attachments.push((number, Some(kind), values));
        self
    }
}

fn lend(parts: &[GivenPart]) -> Changes<'_> {
    let lent = parts.iter().map(|part| Part {
        within: part.within,
        is_new: part.is_new,
        values: part.values.lend(),
        recipients: part.recipients.as_deref(),
        attachments: (part.attachments.iter())
            .map(|(number, kind, values)| Attached {
                number: *number,
                kind: kind.unwrap_or(AttachmentChangeKind::Added),
                values: values.lend(),
            })
            .collect(),
    });
    Changes { parts: lent.collect(), is_associated: false, is_forced: false, submits: false, is_state_only: false }
}

/// Stores a new message in the root folder.
fn create(notes: &Notes, parts: &[GivenPart]) -> i64 {
    notes.change(|all| commit::create(all, ROOT, lend(parts))).unwrap()
}

fn subject(text: &str) -> Given {
    Given::set([Property::new(tags::SUBJECT, text)])
}

/// A message with all that is inside, as a value.
#[derive(Clone, Debug, Default, PartialEq)]
struct Mail {
    values: BTreeMap<u16, Property>,
    recipients: Vec<Vec<Property>>,
    attachments: BTreeMap<u32, Attachment>,
}

/// An attachment with what is inside, as a value.
#[derive(Clone, Debug, Default, PartialEq)]
struct Attachment {
    values: BTreeMap<u16, Property>,
    message: Option<Box<Mail>>,
}

/// Reads a message, and what is inside, level by level.
fn read(all: &Connection, id: i64) -> Result<Mail> {
    let mut mail = Mail::default();
    for tag in message::tags_of(all, id)? {
        assert!(mail.values.insert(tag.id(), Property { tag, value: message::get(all, id, tag)? }).is_none());
    }
    mail.recipients = message::recipients(all, id)?.iter().map(|recipient| recipient.values().to_vec()).collect();
    for (number, attachment, _) in message::attachments(all, id)? {
        let mut read_one = Attachment::default();
        for tag in properties::tags_of(all, Owner::Attachment(attachment))? {
            let value = properties::get(all, Owner::Attachment(attachment), tag)?;
            read_one.values.insert(tag.id(), Property { tag, value });
        }
        let inner = commit::message_inside(all, attachment)?;
        read_one.message = inner.map(|id| read(all, id)).transpose()?.map(Box::new);
        mail.attachments.insert(number, read_one);
    }
    Ok(mail)
}

fn count(notes: &Notes, table: &str) -> i64 {
    let count = |all: &Connection| all.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0));
    notes.read(|all| count(all).or_code(Code::CALL_FAILED)).unwrap()
}

/// Nothing is left of any message.
fn assert_empty(notes: &Notes) {
    for table in ["message", "message_property", "recipient", "recipient_property", "attachment", "attachment_property"]
    {
        assert_eq!(count(notes, table), 0, "{table}");
    }
}

/// SQLite finds nothing wrong, and no row leads to one that is not there.
fn assert_sound(path: &Path) {
    let file = Connection::open(path).unwrap();
    let check: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    let strays: i64 = file.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
    assert_eq!((check.as_str(), strays), ("ok", 0));
}
