//! Who is told of changes (NOTE-*): objects' sinks and open tables, in this logon and in others.

use crate::calls::{Notice, Sink, TableCalls};
use crate::setup::{Heard, Setup, entry, message_in};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::sync::{Arc, Mutex};

const ALL: u32 = fnevObjectCreated | fnevObjectDeleted | fnevObjectModified | fnevObjectMoved | fnevObjectCopied;

/// Of which event, which object.
fn of(told: &[Notice], event: u32) -> Vec<Vec<u8>> {
    told.iter().filter(|notice| notice.event == event).map(|notice| notice.entry.clone()).collect()
}

/// What has happened to a table's rows.
fn rows(heard: &Heard) -> Vec<u32> {
    heard.take().iter().map(|notice| notice.kind).collect()
}

/// C-125
#[test]
fn the_store_tells_of_messages_and_of_their_folder() {
    let setup = Setup::new();
    let folder = setup.folder("f");
    let heard = Heard::default();
    let sink = heard.sink();
    setup.store().advise(None, ALL, &sink).unwrap();
    let message = message_in(&folder, "first");
    let told = heard.take();
    assert_eq!(of(&told, fnevObjectCreated), std::slice::from_ref(&message));
    assert_eq!(told[0].parent, entry(&folder));
    assert_eq!(of(&told, fnevObjectModified), [entry(&folder)]);
    let open = setup.open(&message);
    open.put(tags::SUBJECT, "second").unwrap();
    assert_eq!(heard.take(), []);
    open.save(0).unwrap();
    assert_eq!(of(&heard.take(), fnevObjectModified), [message.clone(), entry(&folder)]);
    open.save(0).unwrap();
    assert_eq!(heard.take(), [], "nothing has changed");
    folder.delete_messages(&[&message], None, 0);
    let told = heard.take();
    assert_eq!(of(&told, fnevObjectDeleted), [message]);
    assert_eq!(of(&told, fnevObjectModified), [entry(&folder)]);
    drop((folder, open, sink));
    setup.end();
}

/// C-162
#[test]
fn nobody_hears_of_what_was_not_saved() {
    let setup = Setup::new();
    let root = setup.root();
    let heard = Heard::default();
    let sink = heard.sink();
    setup.store().advise(None, ALL, &sink).unwrap();
    let table = root.contents(0).unwrap();
    table.advise(fnevTableModified, &sink).unwrap();
    let message = root.create_message(0).unwrap();
    message.put(tags::SUBJECT, "never").unwrap();
    message.create_attachment().unwrap().1.save(0).unwrap();
    drop(message);
    assert_eq!(heard.take(), []);
    drop((root, table, sink));
    setup.end();
}

/// A table that a sink listens to.
fn advised(table: TableCalls, heard: &Heard) -> (TableCalls, Sink) {
    let sink = heard.sink();
    table.advise(fnevTableModified, &sink).unwrap();
    (table, sink)
}

/// C-157, C-158, C-159
#[test]
fn a_table_tells_of_each_row() {
    let setup = Setup::new();
    let root = setup.root();
    let heard = Heard::default();
    let (table, _sink) = advised(root.contents(0).unwrap(), &heard);
    let message = setup.message("first");
    let told = heard.take();
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].kind, told[0].prior_tag), (TABLE_ROW_ADDED, 1));
    assert_eq!(told[0].value(tags::SUBJECT.id()), Some(&"first".into()));
    let width = told[0].row.len();
    let open = setup.open(&message);
    open.put(tags::SUBJECT, "second").unwrap();
    open.save(0).unwrap();
    let told = heard.take();
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].kind, told[0].row.len()), (TABLE_ROW_MODIFIED, width));
    assert_eq!(told[0].value(tags::SUBJECT.id()), Some(&"second".into()));
    let key = told[0].entry.clone();
    root.delete_messages(&[&message], None, 0);
    let told = heard.take();
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].kind, &told[0].entry, told[0].row.len()), (TABLE_ROW_DELETED, &key, 0));
    drop((root, table, open));
    setup.end();
}

/// C-160
#[test]
fn a_table_of_unread_messages_loses_those_that_are_read() {
    let setup = Setup::new();
    let message = setup.message("first");
    let root = setup.root();
    let heard = Heard::default();
    let (table, _sink) = advised(root.contents(0).unwrap(), &heard);
    table.restrict(&Restriction::bits(tags::MESSAGE_FLAGS, MSGFLAG_READ, false)).unwrap();
    assert_eq!(table.all_rows().unwrap().len(), 1);
    root.set_read_flags(Some(&[&message]), 0);
    let told = rows(&heard);
    assert!([&[TABLE_ROW_DELETED][..], &[TABLE_CHANGED]].contains(&&told[..]), "{told:?}");
    assert_eq!(table.all_rows().unwrap().len(), 0);
    root.set_read_flags(Some(&[&message]), CLEAR_READ_FLAG);
    let told = rows(&heard);
    assert!([&[TABLE_ROW_ADDED][..], &[TABLE_CHANGED]].contains(&&told[..]), "{told:?}");
    drop((root, table));
    setup.end();
}

/// C-108, C-161
#[test]
fn what_is_copied_and_what_is_moved_say_what_they_were() {
    for moves in [true, false] {
        let setup = Setup::new();
        setup.database.edit(|data| data.moves = moves);
        let message = setup.message("first");
        let root = setup.root();
        let folder = setup.folder("f");
        let there = Heard::default();
        let here = Heard::default();
        let (from, _from) = advised(root.contents(0).unwrap(), &there);
        let (to, _to) = advised(folder.contents(0).unwrap(), &here);
        let heard = Heard::default();
        let sink = heard.sink();
        setup.store().advise(None, ALL, &sink).unwrap();
        assert_eq!(root.copy_messages(&[&message], None, &folder, None, 0), Code::OK);
        let told = heard.take();
        assert_eq!(of(&told, fnevObjectCreated), [[0_u8; 0]; 0]);
        let copied: Vec<_> = told.iter().filter(|notice| notice.event == fnevObjectCopied).collect();
        assert_eq!(copied.len(), 1);
        assert_eq!(copied[0].old, [message.clone(), entry(&root)]);
        assert_eq!(copied[0].parent, entry(&folder));
        assert_eq!((rows(&there), rows(&here)), (vec![], vec![TABLE_ROW_ADDED]));
        assert_eq!(root.copy_messages(&[&message], None, &folder, None, MESSAGE_MOVE), Code::OK);
        let told = heard.take();
        let moved: Vec<_> = told.iter().filter(|notice| notice.event == fnevObjectMoved).collect();
        assert_eq!(moved.len(), 1);
        assert_eq!(moved[0].old, [message.clone(), entry(&root)]);
        assert_eq!((rows(&there), rows(&here)), (vec![TABLE_ROW_DELETED], vec![TABLE_ROW_ADDED]));
        drop((root, folder, from, to, sink));
        setup.end();
    }
}

/// C-163
#[test]
fn a_sink_may_read_the_table_that_tells_it() {
    let setup = Setup::new();
    let table = setup.root().contents(0).unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let same = table.clone();
    let kept = Arc::clone(&seen);
    let sink = Sink::new(move |_| kept.lock().unwrap().push(same.all_rows().map(|rows| rows.len())));
    let connection = table.advise(fnevTableModified, &sink).unwrap();
    setup.message("first");
    let seen = std::mem::take(&mut *seen.lock().unwrap());
    assert_eq!(seen.into_iter().map(|count| count.unwrap()).collect::<Vec<_>>(), [1]);
    table.unadvise(connection).unwrap();
    drop((table, sink));
    setup.end();
}

/// C-164
#[test]
fn a_folder_that_is_deleted_with_all_in_it_is_told_of() {
    let setup = Setup::new();
    let root = setup.root();
    let folder = setup.folder("f");
    let message = message_in(&folder, "inside");
    let hierarchy = Heard::default();
    let (table, _sink) = advised(root.hierarchy().unwrap(), &hierarchy);
    let heard = Heard::default();
    let sink = heard.sink();
    setup.store().advise(None, ALL, &sink).unwrap();
    let id = entry(&folder);
    assert_eq!(root.delete_folder(&id, DEL_MESSAGES | DEL_FOLDERS), Code::OK);
    let deleted = of(&heard.take(), fnevObjectDeleted);
    assert_eq!(deleted, [message, id]);
    assert_eq!(rows(&hierarchy).last(), Some(&TABLE_ROW_DELETED));
    drop((root, folder, table, sink));
    setup.end();
}

#[test]
fn another_logon_hears_of_what_this_one_changes() {
    let setup = Setup::new();
    let other = setup.another();
    let heard = Heard::default();
    let (table, _sink) = advised(other.store().root().unwrap().contents(0).unwrap(), &heard);
    assert_eq!(table.all_rows().unwrap().len(), 0);
    setup.message("first");
    assert_eq!(rows(&heard), [TABLE_ROW_ADDED]);
    assert_eq!(table.all_rows().unwrap().len(), 1);
    drop(table);
    other.end();
    setup.end();
}

#[test]
fn the_spoolers_queue_hears_of_a_clients_submission() {
    let setup = Setup::new();
    let spooler = setup.spooler();
    let heard = Heard::default();
    let (queue, _sink) = advised(spooler.store().queue().unwrap(), &heard);
    let message = setup.root().create_message(0).unwrap();
    message.modify_recipients(0, &[crate::setup::to("a")]).unwrap();
    message.submit(0).unwrap();
    assert_eq!(rows(&heard), [TABLE_ROW_ADDED]);
    let waiting = queue.column(tags::ENTRYID).unwrap();
    spooler.store().finished(waiting[0].as_binary().unwrap()).unwrap();
    assert_eq!(rows(&heard).last(), Some(&TABLE_ROW_DELETED));
    drop((queue, message));
    spooler.end();
    setup.end();
}

#[test]
fn nobody_is_told_after_his_unadvise() {
    let setup = Setup::new();
    let heard = Heard::default();
    let sink = heard.sink();
    let connection = setup.store().advise(None, ALL, &sink).unwrap();
    setup.message("first");
    assert!(!heard.take().is_empty());
    setup.store().unadvise(connection).unwrap();
    assert_eq!(sink.held(), 0);
    setup.message("second");
    assert_eq!(heard.take(), []);
    drop(sink);
    setup.end();
}

#[test]
fn an_author_who_reports_inside_his_own_call_is_heard_after_it() {
    let setup = Setup::new();
    let heard = Heard::default();
    let (table, _sink) = advised(setup.root().contents(0).unwrap(), &heard);
    setup.database.next(
        "create_message",
        crate::author::Action::call(|shelf| {
            let event = Event::modified(&1_u64, ObjectKind::Message);
            shelf.support().notify(&event).unwrap();
        }),
    );
    setup.message("first");
    assert_eq!(rows(&heard).iter().filter(|kind| **kind == TABLE_ROW_ADDED).count(), 1);
    drop(table);
    setup.end();
}
