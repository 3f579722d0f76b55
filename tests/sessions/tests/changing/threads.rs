//! Two threads on one message, on one folder, on one table: each does so many steps, and what comes
//! of it is one of the orders in which they can be.

use crate::host::Host;
use crate::setup::{Setup, entry, text, to};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::thread;

const STEPS: usize = 200;

/// Runs two threads that work for one host.
fn both(host: &Host, one: impl FnOnce() + Send, other: impl FnOnce() + Send) {
    thread::scope(|scope| {
        scope.spawn(|| {
            host.join();
            one();
        });
        scope.spawn(|| {
            host.join();
            other();
        });
    });
}

#[test]
fn two_threads_change_and_save_one_message() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    let work = |name: &'static str| {
        let open = &open;
        move || {
            for step in 0..STEPS {
                open.put(tags::SUBJECT, format!("{name} {step}")).unwrap();
                let (_, attachment) = open.create_attachment().unwrap();
                attachment.put(tags::ATTACH_FILENAME, name).unwrap();
                if step % 10 == 0 {
                    attachment.save(0).unwrap();
                }
                match open.save(KEEP_OPEN_READWRITE) {
                    Ok(()) => {}
                    Err(error) => assert_eq!(error.code(), Code::BUSY),
                }
                let _ = text(open, tags::SUBJECT);
            }
        }
    };
    both(&setup.host, work("one"), work("other"));
    open.save(KEEP_OPEN_READWRITE).unwrap();
    let last = text(&setup.open(&message), tags::SUBJECT);
    assert!(last.ends_with(&format!(" {}", STEPS - 1)), "{last}");
    let numbers = open.attachments().unwrap().column(tags::ATTACH_NUM).unwrap();
    assert_eq!(numbers.len(), 2 * STEPS / 10);
    drop(open);
    setup.end();
}

#[test]
fn two_threads_make_and_delete_in_one_folder() {
    let setup = Setup::new();
    let folder = setup.folder("f");
    let work = |name: &'static str| {
        let folder = &folder;
        let setup = &setup;
        move || {
            for step in 0..STEPS / 4 {
                let message = folder.create_message(0).unwrap();
                message.put(tags::SUBJECT, name).unwrap();
                message.save(0).unwrap();
                let inner = folder.create_folder(&format!("{name} {step}"), 0).unwrap();
                assert_eq!(folder.delete_folder(&entry(&inner), 0), Code::OK);
                if step % 2 == 0 {
                    assert_eq!(folder.delete_messages(&[&entry(&message)], None, 0), Code::OK);
                }
                let _ = setup.store().folder(&entry(folder)).unwrap().set_read_flags(None, 0);
            }
        }
    };
    both(&setup.host, work("one"), work("other"));
    let data = setup.database.data();
    assert_eq!((data.messages.len(), data.folders.len()), (2 * STEPS / 8, 2));
    drop(folder);
    setup.end();
}

#[test]
fn one_thread_reads_a_table_that_another_one_changes() {
    let setup = Setup::new();
    let root = setup.root();
    let table = root.contents(0).unwrap();
    both(
        &setup.host,
        || {
            for _ in 0..STEPS {
                for row in table.all_rows().unwrap() {
                    assert!(!row.is_empty());
                }
            }
        },
        || {
            for step in 0..STEPS / 4 {
                let message = setup.message(&format!("{step}"));
                if step % 2 == 0 {
                    assert_eq!(root.delete_messages(&[&message], None, 0), Code::OK);
                }
            }
        },
    );
    assert_eq!(table.all_rows().unwrap().len(), STEPS / 8);
    drop((root, table));
    setup.end();
}

#[test]
fn two_openers_save_and_one_of_them_insists() {
    let setup = Setup::new();
    let message = setup.message("first");
    let work = |flags| {
        let setup = &setup;
        let message = &message;
        move || {
            let open = setup.open(message);
            for step in 0..STEPS / 2 {
                open.put(tags::SUBJECT, format!("{step}")).unwrap();
                open.modify_recipients(MODRECIP_ADD, &[to("a")]).unwrap();
                match open.save(flags) {
                    Ok(()) => {}
                    Err(error) => assert_eq!((error.code(), flags), (Code::OBJECT_CHANGED, 0)),
                }
            }
        }
    };
    both(&setup.host, work(0), work(FORCE_SAVE));
    setup.end();
}
