//! Files of earlier versions, as those versions made them, become files of this one: all of it, or
//! they stay as they were.

use super::*;

const FIRST: &str = "
    CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, body TEXT NOT NULL);
    CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, note INTEGER NOT NULL, subject TEXT NOT NULL,
        body TEXT NOT NULL);
    CREATE INDEX change_of_note ON change (note, seq);
    CREATE VIEW current AS
        SELECT note.id, coalesce(change.subject, note.subject) AS subject, coalesce(change.body, note.body) AS body
        FROM note LEFT JOIN change ON change.seq = (SELECT max(seq) FROM change WHERE change.note = note.id);
    INSERT INTO note (subject, body) VALUES ('One', 'first'), ('Zwei', 'zweitens'), ('gone', '');
    DELETE FROM note WHERE subject = 'gone';
    INSERT INTO change (note, subject, body) VALUES (1, 'One', 'lost'), (1, 'Größe', 'saved');
    PRAGMA application_id = 0x4E6F7465;
";

const SECOND: &str = "
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
    INSERT INTO note (subject, subject_key, body, size, flags, importance, created, modified) VALUES
        ('Größe', 'größe', 'saved', 11, 0, 2, 100, 200), ('Zwei', 'zwei', 'zweitens', 12, 1, 1, 300, 400);
    INSERT INTO note (subject, subject_key, body, size, created, modified) VALUES ('gone', '', '', 0, 0, 0);
    DELETE FROM note WHERE subject = 'gone';
    INSERT INTO change (note) VALUES (1), (1);
    PRAGMA application_id = 0x4E6F7465;
    PRAGMA user_version = 2;
";

fn made(path: &Path, version: &str) {
    Connection::open(path).unwrap().execute_batch(version).unwrap();
}

#[test]
fn a_file_of_each_earlier_version_keeps_its_notes_their_keys_and_what_is_to_be_told() {
    for (version, is_second) in [(FIRST, false), (SECOND, true)] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.db");
        made(&path, version);
        let notes = in_file(&path);
        for (id, expected) in [(1, ["Größe", "saved"]), (2, ["Zwei", "zweitens"])] {
            let mail = notes.read(|all| read(all, id)).unwrap();
            let text = |tag: PropTag| mail.values[&tag.id()].value.as_text().unwrap().to_owned();
            assert_eq!([tags::SUBJECT::ID, tags::BODY::ID].map(text), expected);
            assert_eq!([tags::NORMALIZED_SUBJECT::ID, tags::SUBJECT_PREFIX::ID].map(text), [expected[0], ""]);
        }
        if is_second {
            let get = |tag| notes.read(|all| message::get(all, 1, tag)).unwrap();
            let numbers = [tags::MESSAGE_SIZE::ID, tags::MESSAGE_FLAGS::ID, tags::IMPORTANCE::ID].map(get);
            assert_eq!(numbers, [11.into(), 0.into(), 2.into()]);
            let times = [tags::CREATION_TIME::ID, tags::LAST_MODIFICATION_TIME::ID].map(get);
            assert_eq!(times, [PropValue::Time(100), PropValue::Time(200)]);
        }
        assert_eq!(notes.take_change().unwrap(), Some(1));
        assert_eq!(notes.take_change().unwrap(), None);
        // The number of the note that is gone is nobody else's.
        assert_eq!(create(&notes, &[GivenPart::new(subject("new"))]), 4);
        drop(notes);
        assert_sound(&path);
        let file = Connection::open(&path).unwrap();
        let old = "SELECT count(*) FROM sqlite_schema WHERE name LIKE '%note%'";
        assert_eq!(file.query_row(old, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
        drop(file);
        assert_eq!(count(&in_file(&path), "message"), 3);
    }
}

#[test]
fn a_file_that_cannot_be_brought_up_to_date_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    made(&path, SECOND);
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE folder (x)").unwrap(); // in the way
    let before = std::fs::read(&path).unwrap();
    let refused = Notes::open(Place::file(&path).unwrap(), Arc::new(Pool::default())).unwrap_err();
    assert_eq!(refused.code(), Code::LOGON_FAILED);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_of_a_later_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    drop(in_file(&path));
    let file = Connection::open(&path).unwrap();
    file.pragma_update(None, "user_version", crate::schema::VERSION + 1).unwrap();
    drop(file);
    let refused = Notes::open(Place::file(&path).unwrap(), Arc::new(Pool::default())).unwrap_err();
    assert!(refused.text().contains("later version"), "{refused}");
}
