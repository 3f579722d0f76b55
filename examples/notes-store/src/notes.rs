//! The database of one store. Changes go into a table of their own first, which the outbox empties
//! (`outbox.rs`); readers see them at once.

use crate::{Place, Pool};
use provider_runtime::prelude::*;
use rusqlite::{Connection, InterruptHandle, OpenFlags, OptionalExtension, params};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The database of one store, as its logon and its worker use it.
#[derive(Debug)]
pub struct Notes {
    place: Place,
    pool: Arc<Pool>,
    connection: Mutex<Connection>,
}

/// Marks the file as ours ("Note"): nobody else's database is written into.
const APPLICATION: i32 = 0x4E6F_7465;

const SCHEMA: &str = "
    CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, body TEXT NOT NULL);
    CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, note INTEGER NOT NULL, subject TEXT NOT NULL,
        body TEXT NOT NULL);
    CREATE INDEX change_of_note ON change (note, seq);
    CREATE VIEW current AS
        SELECT note.id, coalesce(change.subject, note.subject) AS subject, coalesce(change.body, note.body) AS body
        FROM note LEFT JOIN change ON change.seq = (SELECT max(seq) FROM change WHERE change.note = note.id);
";

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
        let mut connection = connect(&Place::file(path)?)?;
        let all = connection.transaction().or_code(Code::CALL_FAILED)?;
        for note in text.split("\n---\n") {
            let (subject, body) = note.split_once('\n').unwrap_or((note, ""));
            let insert = "INSERT INTO note (subject, body) VALUES (?1, ?2)";
            all.execute(insert, params![subject, body.trim_end()]).or_code(Code::CALL_FAILED)?;
        }
        all.commit().or_code(Code::CALL_FAILED)
    }

    /// Where they are.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The numbers and subjects of all notes, oldest first.
    ///
    /// # Errors
    /// `MAPI_E_CALL_FAILED` with what SQLite says.
    pub fn list(&self) -> Result<Vec<(i64, String)>> {
        let connection = self.connection();
        let query = "SELECT id, subject FROM current ORDER BY id";
        let mut query = connection.prepare_cached(query).or_code(Code::CALL_FAILED)?;
        let notes = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).or_code(Code::CALL_FAILED)?;
        notes.collect::<Result<_, _>>().or_code(Code::CALL_FAILED)
    }

    /// The subject and the body of one note.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` if there is none with this number.
    pub fn read(&self, id: i64) -> Result<(String, String)> {
        let connection = self.connection();
        let query = "SELECT subject, body FROM current WHERE id = ?1";
        let mut query = connection.prepare_cached(query).or_code(Code::CALL_FAILED)?;
        let note = query.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)));
        let note = note.optional().or_code(Code::CALL_FAILED)?;
        note.ok_or_else(|| Error::new(Code::NOT_FOUND, format!("there is no note {id}")))
    }

    /// Changes one note: it is in the file when this returns, where the outbox finds it.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` if there is none with this number.
    pub fn change(&self, id: i64, subject: &str, body: &str) -> Result<()> {
        let connection = self.connection();
        let insert = "INSERT INTO change (note, subject, body) SELECT id, ?2, ?3 FROM note WHERE id = ?1";
        match connection.execute(insert, params![id, subject, body]).or_code(Code::CALL_FAILED)? {
            0 => Err(Error::new(Code::NOT_FOUND, format!("there is no note {id}"))),
            _ => Ok(()),
        }
    }

    /// Writes the oldest change into its note, both or neither; the note's number, or nothing if
    /// there is no change.
    pub(crate) fn apply_one(&self) -> Result<Option<i64>> {
        let mut connection = self.connection();
        let both = connection.transaction().or_code(Code::CALL_FAILED)?;
        let oldest = "DELETE FROM change WHERE seq = (SELECT min(seq) FROM change) RETURNING note, subject, body";
        let change: Option<(i64, String, String)> = both
            .query_row(oldest, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()
            .or_code(Code::CALL_FAILED)?;
        let Some((id, subject, body)) = change else { return Ok(None) };
        let update = "UPDATE note SET subject = ?2, body = ?3 WHERE id = ?1";
        both.execute(update, params![id, subject, body]).or_code(Code::CALL_FAILED)?;
        both.commit().or_code(Code::CALL_FAILED)?;
        Ok(Some(id))
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

fn connect(place: &Place) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match place {
        Place::File(path) => Connection::open_with_flags(path, flags),
        Place::Memory(_) => Connection::open_in_memory(),
    };
    let connection = connection.or_code(Code::LOGON_FAILED)?;
    // Another session, the spooler's say, may write at the same moment.
    connection.busy_timeout(Duration::from_secs(10)).or_code(Code::LOGON_FAILED)?;
    prepare(connection).or_code(Code::LOGON_FAILED)
}

/// Makes the tables in an empty file; refuses a file that is not ours.
fn prepare(mut connection: Connection) -> Result<Connection, Box<dyn std::error::Error + Send + Sync>> {
    let all = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let application: i32 = all.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 = all.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION {
        if tables != 0 || application != 0 {
            return Err("the file is a database of somebody else".into());
        }
        all.execute_batch(SCHEMA)?;
        all.pragma_update(None, "application_id", APPLICATION)?;
    }
    all.commit()?;
    Ok(connection)
}
