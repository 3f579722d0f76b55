//! The database of one store: how it is opened, read and changed, and closed. What is in it is in
//! the other modules, the file is `schema.rs`'s.

use crate::fault::InFile;
use crate::key::ROOT;
use crate::properties::{self, Owner};
use crate::schema::{connect, now};
use crate::{Place, Pool};
use provider_runtime::prelude::*;
use rusqlite::{Connection, InterruptHandle, OptionalExtension as _, TransactionBehavior, params};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The database of one store, as its logon and its worker use it.
#[derive(Debug)]
pub struct Notes {
    place: Place,
    pool: Arc<Pool>,
    connection: Mutex<Connection>,
}

impl Notes {
    /// Opens the notes at this place, or makes them.
    ///
    /// # Errors
    /// `MAPI_E_LOGON_FAILED` if the file is somebody else's, or cannot be opened.
    pub fn open(place: Place, pool: Arc<Pool>) -> Result<Self> {
        let connection = match pool.take(&place) {
            Some(connection) => connection,
            None => connect(&place)?,
        };
        Ok(Self { place, pool, connection: Mutex::new(connection) })
    }

    /// Makes a file of notes from a text: a subject a line, then its body, with `---` between two
    /// notes. They come into the root folder.
    ///
    /// # Errors
    /// As for [`open`](Self::open). Nothing is added if one note cannot be.
    pub fn fill(path: &Path, text: &str) -> Result<()> {
        let notes = text.split("\n---\n").map(|note| note.split_once('\n').unwrap_or((note, "")));
        Self::fill_with(path, notes.map(|(subject, body)| (subject, body.trim_end())))
    }

    /// Adds notes to a file, or makes it: each a subject and a body.
    ///
    /// # Errors
    /// As for [`open`](Self::open). Nothing is added if one note cannot be.
    pub fn fill_with<T: AsRef<str>>(path: &Path, notes: impl IntoIterator<Item = (T, T)>) -> Result<()> {
        let mut connection = connect(&Place::file(path)?)?;
        let all = connection.transaction_with_behavior(TransactionBehavior::Immediate).in_file()?;
        for (subject, body) in notes {
            insert(&all, None, &NewNote::new(subject.as_ref(), body.as_ref(), now()))?;
        }
        all.commit().in_file()
    }

    /// Where they are.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Reads the file as it is at one moment, whatever other processes write meanwhile.
    ///
    /// # Errors
    /// What `work` comes to.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut connection = self.connection();
        let moment = connection.transaction().in_file()?;
        work(&moment)
    }

    /// Changes the file: all that `work` does, or nothing. Nobody else changes it meanwhile, also
    /// no other process; it is on the disk when this returns.
    ///
    /// # Errors
    /// What `work` comes to; `MAPI_E_BUSY` if another process writes for too long.
    pub(crate) fn change<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut connection = self.connection();
        let all = connection.transaction_with_behavior(TransactionBehavior::Immediate).in_file()?;
        let done = work(&all)?;
        all.commit().in_file()?;
        Ok(done)
    }

    /// Takes the oldest change that nobody has been told of: the message's number, if there is one.
    pub(crate) fn take_change(&self) -> Result<Option<i64>> {
        let connection = self.connection();
        let oldest = "DELETE FROM change WHERE seq = (SELECT min(seq) FROM change) RETURNING message";
        connection.query_row(oldest, [], |row| row.get(0)).optional().in_file()
    }

    /// Makes long queries of other threads return.
    pub(crate) fn interrupt_handle(&self) -> InterruptHandle {
        self.connection().get_interrupt_handle()
    }

    /// The teardown of the field: the connection goes back to the pool.
    ///
    /// # Errors
    /// If the worker still holds the notes, or the database does not close.
    pub(crate) fn close(notes: Arc<Self>) -> Result<()> {
        let notes = Arc::into_inner(notes);
        let notes = notes.ok_or_else(|| Error::new(Code::CALL_FAILED, "the outbox still holds the notes"))?;
        let connection = notes.connection.into_inner().unwrap_or_else(PoisonError::into_inner);
        notes.pool.give_back(notes.place, connection)
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A note that comes from a text, or from a file of an earlier version.
pub(crate) struct NewNote {
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) size: i64,
    pub(crate) flags: i32,
    pub(crate) importance: i32,
    pub(crate) created: i64,
    pub(crate) modified: i64,
}

impl NewNote {
    /// A note of this moment: read, and of normal importance.
    pub(crate) fn new(subject: &str, body: &str, created: i64) -> Self {
        let size = i64::try_from(subject.len() + body.len()).unwrap_or(i64::MAX);
        Self {
            subject: subject.to_owned(),
            body: body.to_owned(),
            size,
            flags: 1,
            importance: 1,
            created,
            modified: created,
        }
    }
}

/// Adds a note to the root folder; its number is chosen if none is given.
///
/// # Errors
/// What writing the file comes to.
pub(crate) fn insert(all: &Connection, id: Option<i64>, note: &NewNote) -> Result<()> {
    let insert = "
        INSERT INTO message (id, folder, subject, subject_key, normalized, normalized_key, class, class_key, display_to,
            display_to_key, display_cc, display_cc_key, size, flags, status, importance, has_attach, created, modified)
        VALUES (?1, ?2, ?3, ?4, ?3, ?4, 'IPM.StickyNote', 'ipm.stickynote', '', '', '', '', ?5, ?6, 0, ?7, 0, ?8, ?9)";
    let key = fold_case(&note.subject);
    let values =
        params![id, ROOT, note.subject, key, note.size, note.flags, note.importance, note.created, note.modified];
    let id = all.prepare_cached(insert).in_file()?.insert(values).in_file()?;
    for (tag, text) in [(tags::SUBJECT_PREFIX, ""), (tags::BODY, &note.body)] {
        properties::put(all, Owner::Message(id), &Property::new(tag, text))?;
    }
    Ok(())
}
