//! What is so of the notes store, however it came into the session: where its notes are, what
//! survives, what is refused. How it comes there is in `linked.rs` and `from_files.rs`.

use crate::start::notes as start;
use notes_store::{Notes, PATH};
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Object, OpenStore, Options, Profile, Session, Sink, Store};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};

fn session(profile: Profile) -> Session {
    start(Options::new().profile(profile))
}

fn on(path: &Path) -> Session {
    session(Profile::named("test").with(PATH, path.to_str().unwrap()))
}

fn open(session: &Session) -> Store {
    session.open_store(&OpenStore::new().flags(MDB_WRITE)).unwrap()
}

/// The notes of a store, each opened by its entry identifier.
fn notes(store: &Store) -> Vec<Object> {
    let table = store.open(None, 0).unwrap().contents(MAPI_UNICODE).unwrap();
    let rows = table.rows(1000, 0).unwrap();
    let open = |row: &Vec<Property>| store.open(row.first().unwrap().value.as_binary(), MAPI_MODIFY).unwrap();
    rows.iter().map(open).collect()
}

fn change(note: &Object, body: &str) {
    assert_eq!(note.set_props(&[Property::new(tags::BODY, body)]).unwrap(), []);
    note.save(KEEP_OPEN_READWRITE).unwrap();
}

#[test]
fn the_root_folder_lists_the_notes_and_each_opens_by_its_entry_identifier() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    Notes::fill(&path, include_str!("../../../../examples/notes-store/sample/notes.txt")).unwrap();
    let session = on(&path);
    let store = open(&session);
    let subjects: Vec<_> = notes(&store).iter().map(|note| note.get(tags::SUBJECT).unwrap()).collect();
    assert_eq!(subjects, ["Groceries", "Crème brûlée – Großmutters Rezept", "Meeting notes"].map(PropValue::from));
    let root = store.open(None, 0).unwrap();
    assert_eq!(root.get(tags::CONTENT_COUNT).unwrap(), 3.into());
    drop((root, store));
    assert_eq!(session.logoff().faults(), [""; 0]);
    assert_eq!(session.memory().live(), 0);
}

#[test]
fn a_change_is_seen_by_its_object_before_it_is_saved_and_by_others_after() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    Notes::fill(&path, "One\nfirst").unwrap();
    let session = on(&path);
    let store = open(&session);
    let mine = notes(&store).remove(0);
    let others = notes(&store).remove(0);
    mine.set_props(&[Property::new(tags::SUBJECT, "Ünø"), Property::new(tags::BODY, "second")]).unwrap();
    assert_eq!(mine.get(tags::BODY).unwrap(), "second".into());
    assert_eq!(others.get(tags::BODY).unwrap(), "first".into());
    mine.save(0).unwrap();
    assert_eq!(others.get(tags::BODY).unwrap(), "second".into());
    assert_eq!(others.get(tags::SUBJECT).unwrap(), "Ünø".into());
    assert_eq!(others.get(tags::NORMALIZED_SUBJECT).unwrap(), "Ünø".into());
}

#[test]
fn what_is_saved_is_in_the_file_and_the_worker_has_told_of_it_when_the_logon_has_ended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    Notes::fill(&path, "One\nfirst").unwrap();
    let session = on(&path);
    let store = open(&session);
    let note = notes(&store).remove(0);
    for round in 0..50 {
        change(&note, &format!("round {round}"));
    }
    drop((note, store));
    assert_eq!(session.logoff().faults(), [""; 0]);
    let waiting = rusqlite::Connection::open(&path).unwrap();
    let left: i64 = waiting.query_row("SELECT count(*) FROM change", [], |row| row.get(0)).unwrap();
    let body = "SELECT value FROM message_property WHERE id = 0x1000";
    let body: String = waiting.query_row(body, [], |row| row.get(0)).unwrap();
    assert_eq!((left, body.as_str()), (0, "round 49"));
}

/// What the first version made, and what a killed process has left in it: a change that nobody has
/// applied (ABRUPT-1). It is brought up to date as a whole, and read.
#[test]
fn a_file_of_the_first_version_is_read_with_the_changes_that_were_left_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let first = rusqlite::Connection::open(&path).unwrap();
    first.execute_batch(FIRST_VERSION).unwrap();
    drop(first);
    let session = on(&path);
    let store = open(&session);
    let all = notes(&store);
    let bodies: Vec<_> = all.iter().map(|note| note.get(tags::BODY).unwrap()).collect();
    assert_eq!(bodies, ["saved", "as it was"].map(PropValue::from));
    assert_eq!(all.last().unwrap().get(tags::SUBJECT).unwrap(), "Two".into());
    drop((all, store));
    assert_eq!(session.logoff().faults(), [""; 0]);
    let file = rusqlite::Connection::open(&path).unwrap();
    let version: i32 = file.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let left: i64 = file.query_row("SELECT count(*) FROM change", [], |row| row.get(0)).unwrap();
    assert_eq!((version, left), (3, 0));
}

const FIRST_VERSION: &str = "
    CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, body TEXT NOT NULL);
    CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, note INTEGER NOT NULL, subject TEXT NOT NULL,
        body TEXT NOT NULL);
    CREATE INDEX change_of_note ON change (note, seq);
    CREATE VIEW current AS
        SELECT note.id, coalesce(change.subject, note.subject) AS subject, coalesce(change.body, note.body) AS body
        FROM note LEFT JOIN change ON change.seq = (SELECT max(seq) FROM change WHERE change.note = note.id);
    INSERT INTO note (subject, body) VALUES ('One', 'first'), ('Two', 'as it was');
    INSERT INTO change (note, subject, body) VALUES (1, 'One', 'lost'), (1, 'One', 'saved');
    PRAGMA application_id = 0x4E6F7465;
";

#[test]
fn clients_that_subscribed_are_told_when_the_worker_has_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    Notes::fill(&path, "One\nfirst").unwrap();
    let profile = Profile::named("test").with(PATH, path.to_str().unwrap());
    let options = Options::new().profile(profile).deliver_inside();
    let session = start(options);
    let store = open(&session);
    let note = notes(&store).remove(0);
    let told = Arc::new((Mutex::new(false), Condvar::new()));
    let tell = Arc::clone(&told);
    let sink = Sink::new(move |_| {
        *tell.0.lock().unwrap() = true;
        tell.1.notify_all();
    });
    store.advise(note.get(tags::ENTRYID).unwrap().as_binary(), fnevObjectModified, &sink).unwrap();
    change(&note, "second");
    let is_told = told.1.wait_while(told.0.lock().unwrap(), |told| !*told).unwrap();
    assert!(*is_told);
    drop(is_told);
    drop((note, store));
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// MSLOGON-6: two profile sections with one file are one store, however its path is spelled.
#[test]
fn the_path_is_the_key_of_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    Notes::fill(&path, "One\nfirst").unwrap();
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    let session = on(&folder.path().join("sub/../notes.db"));
    let store = open(&session);
    let entry = store.get(tags::ENTRYID).unwrap();
    let again = session.open_store(&OpenStore::new().entry(entry.as_binary().unwrap())).unwrap();
    assert!(again.is_duplicate());
    let other = on(&path);
    assert_eq!(open(&other).get(tags::ENTRYID).unwrap(), entry);
}

#[test]
fn a_logon_without_a_path_gets_a_private_store_with_a_key_of_its_own() {
    let session = session(Profile::named("test"));
    let one = open(&session);
    let two = open(&session);
    assert!(!two.is_duplicate());
    let entry = one.get(tags::ENTRYID).unwrap();
    assert_ne!(entry, two.get(tags::ENTRYID).unwrap());
    assert_eq!(notes(&one).len(), 0);
    // An entry identifier names the store: made anew under that key, never under another.
    drop(one);
    let again = session.open_store(&OpenStore::new().entry(entry.as_binary().unwrap())).unwrap();
    assert!(!again.is_duplicate());
    assert_eq!(again.get(tags::ENTRYID).unwrap(), entry);
    drop((two, again));
    assert_eq!(session.logoff().faults(), [""; 0]);
}

#[test]
fn an_entry_identifier_makes_no_file_that_nobody_configured() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().canonicalize().unwrap().join("notes.db");
    Notes::fill(&path, "One\nfirst").unwrap();
    let configured = on(&path);
    let entry = open(&configured).get(tags::ENTRYID).unwrap();
    std::fs::remove_file(&path).unwrap();
    let elsewhere = session(Profile::named("other"));
    let refused = elsewhere.open_store(&OpenStore::new().entry(entry.as_binary().unwrap())).unwrap_err();
    assert_eq!(refused.code(), Code::NOT_FOUND);
    assert!(!path.exists());
}

#[test]
fn somebody_elses_file_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("other.db");
    let text = folder.path().join("text");
    rusqlite::Connection::open(&database).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
    std::fs::write(&text, "not a database, but long enough to be looked at as one".repeat(20)).unwrap();
    for path in [database, text] {
        let before = std::fs::read(&path).unwrap();
        let session = on(&path);
        let refused = session.open_store(&OpenStore::new()).unwrap_err();
        assert_eq!(refused.code(), Code::LOGON_FAILED);
        assert!(!refused.text().is_empty());
        assert_eq!(session.logoff().faults(), [""; 0]);
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}

#[test]
fn a_path_into_no_folder_is_unconfigured() {
    let session = on(Path::new("/no/such/folder/notes.db"));
    assert_eq!(session.open_store(&OpenStore::new()).unwrap_err().code(), Code::UNCONFIGURED);
}
