//! SaveChanges of messages (PROP-70 to PROP-79): what is permanent when, for whom, and what is left
//! of what was not saved.

use crate::author::Action;
use crate::setup::{Setup, code, entry, text};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::sync::{Arc, Mutex};

/// C-20
#[test]
fn what_was_not_saved_is_seen_by_nobody_else_and_is_gone_with_its_object() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    open.put(tags::SUBJECT, "second").unwrap();
    assert_eq!(text(&open, tags::SUBJECT), "second");
    assert_eq!(text(&setup.open(&message), tags::SUBJECT), "first");
    drop(open);
    assert_eq!(text(&setup.open(&message), tags::SUBJECT), "first");
    assert_eq!(setup.database.count("commit"), 0);
    setup.end();
}

/// C-19, C-21
#[test]
fn folders_and_stores_change_at_once() {
    let setup = Setup::new();
    let folder = setup.folder("f");
    folder.put(tags::COMMENT, "ours").unwrap();
    let again = setup.store().folder(&entry(&folder)).unwrap();
    assert_eq!(text(&again, tags::COMMENT), "ours");
    folder.save(KEEP_OPEN_READWRITE).unwrap();
    setup.store().put(tags::COMMENT, "the store's").unwrap();
    setup.store().save(KEEP_OPEN_READWRITE).unwrap();
    assert_eq!(text(setup.store(), tags::COMMENT), "the store's");
    drop((folder, again));
    setup.end();
}

/// C-22
#[test]
fn the_second_of_two_openers_is_told_that_the_message_changed_and_may_insist() {
    let setup = Setup::new();
    let message = setup.message("first");
    let one = setup.open(&message);
    let other = setup.open(&message);
    one.put(tags::SUBJECT, "one").unwrap();
    other.put(tags::SUBJECT, "other").unwrap();
    one.save(KEEP_OPEN_READWRITE).unwrap();
    assert_eq!(code(other.save(KEEP_OPEN_READWRITE)), Code::OBJECT_CHANGED);
    assert_eq!(text(&other, tags::SUBJECT), "other");
    assert_eq!(text(&setup.open(&message), tags::SUBJECT), "one");
    other.save(FORCE_SAVE).unwrap();
    assert_eq!(text(&setup.open(&message), tags::SUBJECT), "other");
    // Who has insisted has the message as it is now.
    other.put(tags::SUBJECT, "again").unwrap();
    other.save(0).unwrap();
    drop((one, other));
    setup.end();
}

/// C-23
#[test]
fn a_deleted_message_stays_deleted_whatever_its_opener_insists_on() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    open.put(tags::SUBJECT, "second").unwrap();
    assert_eq!(setup.root().delete_messages(&[&message], None, 0), Code::OK);
    for flags in [KEEP_OPEN_READWRITE, FORCE_SAVE] {
        assert_eq!(code(open.save(flags)), Code::OBJECT_DELETED);
        assert_eq!(text(&open, tags::SUBJECT), "second");
    }
    assert_eq!(setup.database.data().messages.len(), 0);
    drop(open);
    setup.end();
}

/// C-24, C-25
#[test]
fn every_flag_of_a_save_keeps_the_message_open() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    for flags in [0, KEEP_OPEN_READONLY, KEEP_OPEN_READWRITE, FORCE_SAVE, MAPI_DEFERRED_ERRORS, 0x80, 0x800, 0x1000] {
        open.put(tags::SUBJECT, format!("saved with {flags:#x}")).unwrap();
        open.save(flags).unwrap();
        assert_eq!(text(&open, tags::SUBJECT), format!("saved with {flags:#x}"));
    }
    drop(open);
    setup.end();
}

/// C-26, C-27
#[test]
fn flags_that_exclude_each_other_or_that_nobody_knows_save_nothing() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    open.put(tags::SUBJECT, "second").unwrap();
    assert_eq!(code(open.save(KEEP_OPEN_READONLY | KEEP_OPEN_READWRITE)), Code::INVALID_PARAMETER);
    assert_eq!(code(open.save(0x4000_0000)), Code::UNKNOWN_FLAGS);
    assert_eq!(text(&setup.open(&message), tags::SUBJECT), "first");
    open.save(0).unwrap();
    assert_eq!(text(&setup.open(&message), tags::SUBJECT), "second");
    drop(open);
    setup.end();
}

#[test]
fn ten_saves_of_one_open_message_are_ten_versions() {
    let setup = Setup::new();
    let root = setup.root();
    let message = root.create_message(0).unwrap();
    for time in 1..=10 {
        message.put(tags::SUBJECT, format!("time {time}")).unwrap();
        message.save(KEEP_OPEN_READWRITE).unwrap();
        let data = setup.database.data();
        assert_eq!(data.messages.len(), 1);
        assert_eq!(data.messages.values().next().unwrap().version, time);
        assert_eq!(text(&setup.open(&entry(&message)), tags::SUBJECT), format!("time {time}"));
    }
    // What has not changed is not stored again.
    message.save(KEEP_OPEN_READWRITE).unwrap();
    assert_eq!((setup.database.count("create_message"), setup.database.count("commit")), (1, 9));
    drop((message, root));
    setup.end();
}

#[test]
fn a_commit_that_fails_keeps_all_changes_pending() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    open.put(tags::SUBJECT, "second").unwrap();
    open.modify_recipients(0, &[crate::setup::to("a")]).unwrap();
    let (_, attachment) = open.create_attachment().unwrap();
    attachment.put(tags::ATTACH_FILENAME, "a.txt").unwrap();
    attachment.save(KEEP_OPEN_READWRITE).unwrap();
    for step in ["commit", "message.tags", "recipients", "attachments"] {
        for failure in [Code::DISK_ERROR, Code::NOT_ENOUGH_MEMORY] {
            setup.database.next(step, Action::Fail(failure));
            // Not each step is asked for each time.
            let Err(error) = open.save(KEEP_OPEN_READWRITE) else {
                setup.database.clear();
                continue;
            };
            assert_eq!(error.code(), failure, "{step}");
            assert_eq!(text(&open, tags::SUBJECT), "second");
            assert_eq!(open.recipients().unwrap().all_rows().unwrap().len(), 1);
            assert_eq!(open.attachments().unwrap().all_rows().unwrap().len(), 1);
        }
    }
    open.save(KEEP_OPEN_READWRITE).unwrap();
    let again = setup.open(&message);
    assert_eq!(text(&again, tags::SUBJECT), "second");
    assert_eq!(again.recipients().unwrap().all_rows().unwrap().len(), 1);
    assert_eq!(text(&again.open_attachment(0, 0).unwrap(), tags::ATTACH_FILENAME), "a.txt");
    drop((open, attachment, again));
    setup.end();
}

#[test]
fn a_creation_that_fails_can_be_tried_again() {
    let setup = Setup::new();
    let root = setup.root();
    let message = root.create_message(0).unwrap();
    message.put(tags::SUBJECT, "new").unwrap();
    setup.database.next("create_message", Action::Fail(Code::NOT_ENOUGH_DISK));
    assert_eq!(code(message.save(0)), Code::NOT_ENOUGH_DISK);
    assert_eq!(code(message.get(tags::ENTRYID)), Code::NOT_FOUND);
    assert_eq!(setup.database.data().messages.len(), 0);
    message.save(0).unwrap();
    assert_eq!(text(&setup.open(&entry(&message)), tags::SUBJECT), "new");
    drop((message, root));
    setup.end();
}

#[test]
fn a_commit_that_panics_stores_nothing_and_the_end_is_as_always() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    open.put(tags::SUBJECT, "second").unwrap();
    setup.database.next("commit", Action::Panic);
    assert_eq!(code(open.save(0)), Code::CALL_FAILED);
    assert!(open.save(0).is_err(), "the logon has failed");
    assert_eq!(setup.database.data().messages.values().next().unwrap().version, 1);
    drop(open);
    setup.end();
}

#[test]
fn a_save_inside_a_save_is_busy_and_what_changes_meanwhile_is_pending() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    open.put(tags::SUBJECT, "second").unwrap();
    open.put(tags::BODY, "kept").unwrap();
    let inner = Arc::new(Mutex::new(None));
    let same = open.clone();
    let seen = Arc::clone(&inner);
    setup.database.next(
        "commit",
        Action::call(move |_| {
            let busy = same.save(0).err().map(|error| error.code());
            same.put(tags::SUBJECT, "third").unwrap();
            *seen.lock().unwrap() = Some((busy, text(&same, tags::SUBJECT), text(&same, tags::BODY)));
        }),
    );
    open.save(KEEP_OPEN_READWRITE).unwrap();
    let inner = inner.lock().unwrap().take().unwrap();
    assert_eq!(inner, (Some(Code::BUSY), "third".to_owned(), "kept".to_owned()));
    assert_eq!(text(&setup.open(&message), tags::SUBJECT), "second");
    assert_eq!(text(&open, tags::SUBJECT), "third");
    open.save(KEEP_OPEN_READWRITE).unwrap();
    assert_eq!(text(&setup.open(&message), tags::SUBJECT), "third");
    drop(open);
    setup.end();
}

#[test]
fn what_changes_during_a_commit_that_fails_lies_over_what_was_pending() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    open.put(tags::SUBJECT, "second").unwrap();
    open.put(tags::BODY, "kept").unwrap();
    let same = open.clone();
    setup.database.next(
        "commit",
        Action::call(move |_| {
            same.put(tags::SUBJECT, "third").unwrap();
            same.delete(&[tags::COMMENT]).unwrap();
        }),
    );
    // The author's transaction fails after that.
    setup.database.edit(|data| data.messages.values_mut().next().unwrap().version += 1);
    assert_eq!(code(open.save(0)), Code::OBJECT_CHANGED);
    assert_eq!((text(&open, tags::SUBJECT), text(&open, tags::BODY)), ("third".to_owned(), "kept".to_owned()));
    open.save(FORCE_SAVE).unwrap();
    let again = setup.open(&message);
    assert_eq!((text(&again, tags::SUBJECT), text(&again, tags::BODY)), ("third".to_owned(), "kept".to_owned()));
    drop((open, again));
    setup.end();
}

#[test]
fn unsaved_objects_of_every_kind_leave_no_trace() {
    let setup = Setup::new();
    let message = setup.message("first");
    let before = setup.database.data();
    let root = setup.root();
    let new = root.create_message(0).unwrap();
    new.put(tags::SUBJECT, "never").unwrap();
    let (_, attachment) = new.create_attachment().unwrap();
    let inner = attachment.embedded(MAPI_CREATE | MAPI_MODIFY).unwrap();
    inner.put(tags::SUBJECT, "never").unwrap();
    inner.save(0).unwrap();
    attachment.save(0).unwrap();
    let open = setup.open(&message);
    open.put(tags::SUBJECT, "never").unwrap();
    let stream = open.stream(tags::BODY, MAPI_CREATE | MAPI_MODIFY).unwrap();
    stream.write(&[b'x'; 100]).unwrap();
    drop((inner, attachment, new, root, stream, open));
    let after = setup.database.data();
    assert_eq!(after.messages.len(), before.messages.len());
    assert_eq!(after.parts.len(), before.parts.len());
    assert_eq!(text(&setup.open(&message), tags::SUBJECT), "first");
    setup.end();
}

#[test]
fn objects_of_one_message_go_in_any_order() {
    let orders: [[usize; 5]; 6] =
        [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [1, 3, 0, 4, 2], [3, 4, 0, 2, 1], [4, 0, 3, 2, 1]];
    for order in orders {
        let setup = Setup::new();
        let message = setup.root().create_message(0).unwrap();
        let (_, attachment) = message.create_attachment().unwrap();
        let inner = attachment.embedded(MAPI_CREATE | MAPI_MODIFY).unwrap();
        let stream = inner.stream(tags::BODY, MAPI_CREATE | MAPI_MODIFY).unwrap();
        let table = message.recipients().unwrap();
        let mut objects = [Some(message.0), Some(attachment), Some(inner.0), Some(stream.0), Some(table.0)];
        for place in order {
            assert_eq!(objects[place].take().unwrap().release(), 0);
        }
        setup.end();
    }
}

#[test]
fn a_logoff_finds_everything_open_and_leaves_nothing() {
    let setup = Setup::new();
    let root = setup.root();
    let message = setup.open(&setup.message("first"));
    let new = root.create_message(0).unwrap();
    let (_, attachment) = new.create_attachment().unwrap();
    let inner = attachment.embedded(MAPI_CREATE | MAPI_MODIFY).unwrap();
    let stream = inner.stream(tags::BODY, MAPI_CREATE | MAPI_MODIFY).unwrap();
    stream.write(&vec![7; 3 << 20]).unwrap();
    let table = new.attachments().unwrap();
    let Setup { host, database, logon } = setup;
    logon.end();
    assert_eq!(code(message.put(tags::SUBJECT, "late")), Code::INVALID_OBJECT);
    assert_eq!(code(new.save(0)), Code::INVALID_OBJECT);
    assert_eq!(code(stream.write(b"late")), Code::INVALID_OBJECT);
    assert_eq!(code(inner.get(tags::BODY)), Code::INVALID_OBJECT);
    assert_eq!(database.data().messages.len(), 1);
    drop((root, message, new, attachment, inner, stream, table));
    assert_eq!(host.blocks(), 0);
}
