//! Files of earlier versions: how they become files of this one, inside the transaction that opens
//! them. What this one is, is in `schema.rs`.

use crate::notes::{NewNote, insert};
use crate::schema::{Fault, make, now};
use rusqlite::{Connection, Row};

/// A file of the first version: its notes with the changes that the outbox had not come to.
///
/// # Errors
/// Why it cannot be brought up to date; nothing is changed then.
pub(crate) fn from_first(all: &Connection) -> Result<(), Fault> {
    all.execute_batch("DROP INDEX change_of_note; DROP VIEW current")?;
    let notes = "SELECT n.id, coalesce(c.subject, n.subject), coalesce(c.body, n.body), c.seq IS NOT NULL
                 FROM old_note n LEFT JOIN old_change c
                 ON c.seq = (SELECT max(seq) FROM old_change WHERE note = n.id)";
    let now = now();
    rebuild(all, notes, |row| Ok(NewNote::new(&row.get::<_, String>(1)?, &row.get::<_, String>(2)?, now)))
}

/// A file of the second version: notes in one folder, with times, flags and importance.
///
/// # Errors
/// Why it cannot be brought up to date; nothing is changed then.
pub(crate) fn from_second(all: &Connection) -> Result<(), Fault> {
    all.execute_batch("DROP INDEX note_by_subject; DROP INDEX note_by_modified")?;
    let notes = "SELECT n.id, subject, body, EXISTS (SELECT 1 FROM old_change WHERE note = n.id), size, flags,
                 importance, created, modified FROM old_note n";
    rebuild(all, notes, |row| {
        let note = NewNote::new(&row.get::<_, String>(1)?, &row.get::<_, String>(2)?, row.get(7)?);
        Ok(NewNote { size: row.get(4)?, flags: row.get(5)?, importance: row.get(6)?, modified: row.get(8)?, ..note })
    })
}

/// Makes the tables of this version, and moves the notes into the root folder. A row of `notes`
/// begins with the number of a note, which it keeps for good, and has in its fourth column whether
/// the outbox has to tell of it.
fn rebuild(all: &Connection, notes: &str, read: impl Fn(&Row<'_>) -> rusqlite::Result<NewNote>) -> Result<(), Fault> {
    all.execute_batch("ALTER TABLE note RENAME TO old_note; ALTER TABLE change RENAME TO old_change")?;
    make(all)?;
    {
        let mut old = all.prepare(notes)?;
        let mut rows = old.query([])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            insert(all, Some(id), &read(row)?)?;
            if row.get(3)? {
                all.execute("INSERT INTO change (message) VALUES (?1)", [id])?;
            }
        }
    }
    // A number that a note had once is no other message's.
    all.execute_batch(
        "INSERT INTO sqlite_sequence (name, seq) SELECT 'message', 0
             WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'message');
         UPDATE sqlite_sequence SET seq = max(seq,
             coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'old_note'), 0)) WHERE name = 'message';
         DROP TABLE old_note; DROP TABLE old_change;",
    )?;
    Ok(())
}
