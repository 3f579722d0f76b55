//! What the file holds, and how files of earlier versions become one of these. What is asked of it
//! is in `notes.rs` and `sql.rs`.

use crate::Place;
use provider_runtime::prelude::*;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, params};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Marks the file as ours ("Note"): nobody else's database is written into.
const APPLICATION: i32 = 0x4E6F_7465;

/// A note is a row; what is sorted by text is sorted by its `…_key`, in which case does not count.
/// A change is the number of a note that the outbox has not told of yet.
const SCHEMA: &str = "
    CREATE TABLE note (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        subject TEXT NOT NULL,
        subject_key TEXT NOT NULL,
        body TEXT NOT NULL,
        size INTEGER NOT NULL,
        flags INTEGER NOT NULL DEFAULT 1,
        importance INTEGER NOT NULL DEFAULT 1,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL
    );
    CREATE INDEX note_by_subject ON note (subject_key, id);
    CREATE INDEX note_by_modified ON note (modified, id);
    CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, note INTEGER NOT NULL);
";

/// The version of the schema; files without one are of the first.
const VERSION: i32 = 2;

/// Opens the database at a place, or makes it, with its tables.
///
/// # Errors
/// `MAPI_E_LOGON_FAILED` if the file is somebody else's, or cannot be opened.
pub(crate) fn connect(place: &Place) -> Result<Connection> {
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

/// Makes the tables in an empty file, and brings those of an earlier version up to date, in one
/// transaction; refuses a file that is not ours.
fn prepare(mut connection: Connection) -> Result<Connection, Fault> {
    let all = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let application: i32 = all.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i32 = all.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: i64 = all.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, version) {
        (APPLICATION, VERSION) => {}
        (APPLICATION, 0) => migrate(&all)?,
        (APPLICATION, _) => return Err("the notes are of a later version".into()),
        (0, _) if tables == 0 => all.execute_batch(SCHEMA)?,
        _ => return Err("the file is a database of somebody else".into()),
    }
    all.pragma_update(None, "application_id", APPLICATION)?;
    all.pragma_update(None, "user_version", VERSION)?;
    all.commit()?;
    Ok(connection)
}

/// A file of the first version: its notes with the changes that the outbox had not come to.
fn migrate(all: &Transaction<'_>) -> Result<(), Fault> {
    all.execute_batch(
        "DROP INDEX change_of_note; ALTER TABLE note RENAME TO old_note; ALTER TABLE change RENAME TO old_change;
         DROP VIEW current;",
    )?;
    all.execute_batch(SCHEMA)?;
    {
        let mut old = all.prepare(
            "SELECT n.id, coalesce(c.subject, n.subject), coalesce(c.body, n.body), c.seq IS NOT NULL
             FROM old_note n LEFT JOIN old_change c ON c.seq = (SELECT max(seq) FROM old_change WHERE note = n.id)",
        )?;
        let mut rows = old.query([])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            insert(all, Some(id), &row.get::<_, String>(1)?, &row.get::<_, String>(2)?)?;
            if row.get(3)? {
                all.execute("INSERT INTO change (note) VALUES (?1)", [id])?;
            }
        }
    }
    all.execute_batch("DROP TABLE old_note; DROP TABLE old_change;")?;
    Ok(())
}

/// Adds a note; its number is chosen if none is given.
pub(crate) fn insert(all: &Connection, id: Option<i64>, subject: &str, body: &str) -> rusqlite::Result<()> {
    let insert = "INSERT INTO note (id, subject, subject_key, body, size, created, modified)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
    let key = fold_case(subject);
    all.prepare_cached(insert)?.execute(params![id, subject, key, body, size_of(subject, body), now()])?;
    Ok(())
}

/// What a note takes, about.
pub(crate) fn size_of(subject: &str, body: &str) -> i64 {
    i64::try_from(subject.len() + body.len()).unwrap_or(i64::MAX)
}

/// The time as MAPI has it: units of 100 nanoseconds since 1601.
pub(crate) fn now() -> i64 {
    const UNITS_BEFORE_1970: u128 = 116_444_736_000_000_000;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() / 100);
    i64::try_from(since + UNITS_BEFORE_1970).unwrap_or(i64::MAX)
}
