//! Two processes on one file: who waits for whom, what each sees, and what a full or busy file
//! comes to.

use super::*;
use crate::fault::InFile;
use std::time::Duration;

/// Nobody waits for long in these tests.
fn impatient(notes: &Notes) {
    notes.read(|all| all.busy_timeout(Duration::ZERO).in_file()).unwrap();
}

#[test]
fn who_writes_while_another_process_does_is_busy_and_reads_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let notes = in_file(&path);
    let id = create(&notes, &[GivenPart::new(subject("first"))]);
    impatient(&notes);
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE; UPDATE message SET subject = 'other'").unwrap();
    let refused = notes.change(|all| commit::commit(all, id, 1, lend(&[GivenPart::changed(subject("lost"))])));
    let refused = refused.unwrap_err();
    assert_eq!(refused.code(), Code::BUSY);
    assert!(!refused.text().is_empty());
    assert_eq!(notes.read(|all| message::get(all, id, tags::SUBJECT::ID)).unwrap(), "first".into());
    other.execute_batch("COMMIT").unwrap();
    let second = notes.change(|all| commit::commit(all, id, 1, lend(&[GivenPart::changed(subject("second"))])));
    assert_eq!(second.unwrap(), 2); // the change is not lost: it goes on as it was
}

/// The whole of two stores, as two processes have them.
#[test]
fn two_stores_on_one_file_see_each_others_changes_and_lose_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let stores = [in_file(&path), in_file(&path)];
    let id = create(&stores[0], &[GivenPart::new(Given::set([Property::new(tags::IMPORTANCE, 0)]))]);
    std::thread::scope(|scope| {
        for notes in &stores {
            scope.spawn(move || {
                let mut done = 0;
                while done < 200 {
                    let read = |all: &Connection| {
                        Ok((message::version(all, id)?, message::get(all, id, tags::IMPORTANCE::ID)?))
                    };
                    let (version, value) = notes.read(read).unwrap();
                    let next = value.as_i32().unwrap() + 1;
                    let part = [GivenPart::changed(Given::set([Property::new(tags::IMPORTANCE, next)]))];
                    match notes.change(|all| commit::commit(all, id, version, lend(&part))) {
                        Ok(_) => done += 1,
                        Err(error) => assert_eq!(error.code(), Code::OBJECT_CHANGED),
                    }
                }
            });
        }
    });
    for notes in &stores {
        assert_eq!(notes.read(|all| message::get(all, id, tags::IMPORTANCE::ID)).unwrap(), 400.into());
        assert_eq!(notes.read(|all| message::version(all, id)).unwrap(), 401);
    }
    drop(stores);
    assert_sound(&path);
}

#[test]
fn no_statement_stays_open_after_an_error() {
    let notes = in_memory();
    let id = create(&notes, &[GivenPart::new(subject("first"))]);
    let many = crate::rows::MessageRows { folder: ROOT, are_associated: false }.listing();
    let _ = notes.read(|all| {
        let mut query = all.prepare_cached(&format!("SELECT id FROM {}", many.table)).in_file()?;
        let mut rows = query.query([]).in_file()?;
        rows.next().in_file()?;
        Err::<(), _>(Code::CALL_FAILED.into())
    });
    // An open statement would keep the transaction of the next change from beginning.
    notes.change(|all| commit::commit(all, id, 1, lend(&[GivenPart::changed(subject("second"))]))).unwrap();
    let is_free = notes.read(|all| Ok(!all.is_busy())).unwrap();
    assert!(is_free);
}

#[test]
fn a_full_disk_is_said_and_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let notes = in_file(&path);
    let id = create(&notes, &[GivenPart::new(subject("first"))]);
    let pages: i64 = notes.read(|all| all.query_row("PRAGMA page_count", [], |row| row.get(0)).in_file()).unwrap();
    let most = format!("PRAGMA max_page_count = {}", pages + 10);
    notes.read(|all| all.query_row(&most, [], |_| Ok(())).in_file()).unwrap();
    let bytes = Given { large: vec![(tags::ATTACH_DATA_BIN::ID, vec![7; 1 << 20])], ..Given::default() };
    let part = GivenPart::changed(subject("second")).with(0, AttachmentChangeKind::Added, bytes);
    let full = notes.change(|all| commit::commit(all, id, 1, lend(&[part]))).unwrap_err();
    assert_eq!(full.code(), Code::NOT_ENOUGH_DISK);
    assert_eq!(notes.read(|all| message::get(all, id, tags::SUBJECT::ID)).unwrap(), "first".into());
    assert_eq!(count(&notes, "attachment"), 0);
}
