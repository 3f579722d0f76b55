//! The notes of one store, one by one. Rows of tables are in `rows.rs`, the file is `schema.rs`'s.

use crate::schema::{connect, insert, now, size_of};
use crate::{Place, Pool};
use provider_runtime::prelude::*;
use rusqlite::{Connection, InterruptHandle, OptionalExtension, params};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The database of one store, as its logon and its worker use it.
#[derive(Debug)]
pub struct Notes {
    place: Place,
    pool: Arc<Pool>,
    connection: Mutex<Connection>,
}

/// One note.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) size: i64,
    pub(crate) flags: i32,
    pub(crate) importance: i32,
    pub(crate) created: i64,
    pub(crate) modified: i64,
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
    /// notes.
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
        let all = connection.transaction().or_code(Code::CALL_FAILED)?;
        for (subject, body) in notes {
            insert(&all, None, subject.as_ref(), body.as_ref()).or_code(Code::CALL_FAILED)?;
        }
        all.commit().or_code(Code::CALL_FAILED)
    }

    /// Where they are.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// One note.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` if there is none with this number.
    pub(crate) fn read(&self, id: i64) -> Result<Note> {
        let connection = self.connection();
        let query = "SELECT subject, body, size, flags, importance, created, modified FROM note WHERE id = ?1";
        let mut query = connection.prepare_cached(query).or_code(Code::CALL_FAILED)?;
        let note = query.query_row([id], |row| {
            Ok(Note {
                subject: row.get(0)?,
                body: row.get(1)?,
                size: row.get(2)?,
                flags: row.get(3)?,
                importance: row.get(4)?,
                created: row.get(5)?,
                modified: row.get(6)?,
            })
        });
        let note = note.optional().or_code(Code::CALL_FAILED)?;
        note.ok_or_else(|| Error::new(Code::NOT_FOUND, format!("there is no note {id}")))
    }

    /// Changes one note, and leaves word for the outbox, both or neither: it is in the file when
    /// this returns.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` if there is none with this number.
    pub(crate) fn change(&self, id: i64, subject: &str, body: &str) -> Result<()> {
        let mut connection = self.connection();
        let both = connection.transaction().or_code(Code::CALL_FAILED)?;
        let update =
            "UPDATE note SET subject = ?2, subject_key = ?3, body = ?4, size = ?5, modified = ?6 WHERE id = ?1";
        let values = params![id, subject, fold_case(subject), body, size_of(subject, body), now()];
        if both.execute(update, values).or_code(Code::CALL_FAILED)? == 0 {
            return Err(Error::new(Code::NOT_FOUND, format!("there is no note {id}")));
        }
        both.execute("INSERT INTO change (note) VALUES (?1)", [id]).or_code(Code::CALL_FAILED)?;
        both.commit().or_code(Code::CALL_FAILED)
    }

    /// Takes the oldest change that nobody has been told of: the note's number, if there is one.
    pub(crate) fn take_change(&self) -> Result<Option<i64>> {
        let connection = self.connection();
        let oldest = "DELETE FROM change WHERE seq = (SELECT min(seq) FROM change) RETURNING note";
        connection.query_row(oldest, [], |row| row.get(0)).optional().or_code(Code::CALL_FAILED)
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

    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
