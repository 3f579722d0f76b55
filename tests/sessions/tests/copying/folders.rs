//! CopyMessages and CopyFolder of the support object, and folders in DoCopyTo: between two stores,
//! with what fails on the way.

use super::host::{Copy, Host};
use super::world::{Lie, ROOT, Store, lock};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::ptr::null_mut;
use std::sync::Arc;

fn subject(text: &str) -> Property {
    Property::new(tags::SUBJECT, text)
}

/// The subjects in a folder.
fn contents(store: &Arc<Store>, folder: u32) -> Vec<String> {
    let numbers = lock(&store.item(folder).unwrap()).messages.clone();
    store.texts(&numbers, tags::SUBJECT)
}

/// The folders in a folder, by number.
fn folders(store: &Arc<Store>, folder: u32) -> Vec<u32> {
    lock(&store.item(folder).unwrap()).folders.clone()
}

/// FOLD-22, FOLD-24, C-107
#[test]
fn messages_are_copied_into_a_folder_of_another_store() {
    let host = Host::new();
    let key = Property::new(tags::SEARCH_KEY, &b"key"[..]);
    let flags = Property::new(tags::MESSAGE_FLAGS, MSGFLAG_READ | MSGFLAG_SUBMIT);
    let first = host.here.message(ROOT, &[subject("first"), key, flags]);
    let hidden = host.here.message(ROOT, &[subject("hidden"), Property::new(tags::MESSAGE_FLAGS, MSGFLAG_ASSOCIATED)]);
    let entries = [host.here.entry(first), host.here.entry(hidden)];
    let from = host.here.open(ROOT);
    let to = host.there.open(ROOT);
    assert_eq!(host.copy_messages(from, Some(&entries), to, null_mut(), 0), Code::OK);
    assert_eq!(
        (contents(&host.here, ROOT), contents(&host.there, ROOT)),
        (vec!["first".into()], vec!["first".to_owned()])
    );
    let root = host.there.item(ROOT).unwrap();
    assert_eq!(host.there.texts(&lock(&root).associated, tags::SUBJECT), ["hidden"]);
    let copy = lock(&root).messages[0];
    assert_eq!(host.copied(copy, tags::SEARCH_KEY), Some(b"key"[..].into()));
    assert_eq!(host.copied(copy, tags::MESSAGE_FLAGS), Some(MSGFLAG_READ.into()), "it waits in no queue");
    assert_eq!(host.recorded("sup.copy_contents"), ["CopyMessages"]);
    host.with(from, |_| host.with(to, |_| ()));
    host.check_nothing_is_left();
}

/// FOLD-20, FOLD-21, FOLD-25
#[test]
fn a_move_goes_on_after_what_fails_and_loses_nothing() {
    let host = Host::new();
    let first = host.here.message(ROOT, &[subject("first")]);
    let sent = host.here.message(ROOT, &[subject("sent"), Property::new(tags::MESSAGE_FLAGS, MSGFLAG_SUBMIT)]);
    let last = host.here.message(ROOT, &[subject("last")]);
    let unknown = host.there.entry(99);
    let entries = [host.here.entry(first), unknown, host.here.entry(sent), Vec::new(), host.here.entry(last)];
    let from = host.here.open(ROOT);
    let to = host.there.open(ROOT);
    let code = host.copy_messages(from, Some(&entries), to, null_mut(), MESSAGE_MOVE);
    assert_eq!(code, Code::W_PARTIAL_COMPLETION);
    assert_eq!(contents(&host.here, ROOT), ["sent"]);
    assert_eq!(contents(&host.there, ROOT), ["first", "last"]);
    assert_eq!(host.copy_messages(from, Some(&[]), to, null_mut(), 0), Code::OK);
    assert_eq!(host.copy_messages(from, None, to, null_mut(), 0), Code::INVALID_PARAMETER);
    assert_eq!(host.copy_messages(from, Some(&[]), null_mut(), null_mut(), 0), Code::INVALID_PARAMETER);
    assert_eq!(host.copy_messages(from, Some(&[]), to, null_mut(), 0x80), Code::UNKNOWN_FLAGS);
    host.with(from, |_| host.with(to, |_| ()));
    host.check_nothing_is_left();
}

/// FOLD-20: whatever fails, every message is somewhere whole.
#[test]
fn a_message_that_cannot_be_saved_stays_where_it_was() {
    for method in ["CreateMessage", "SetProps", "SaveChanges", "DeleteMessages", "OpenEntry", "Commit"] {
        let host = Host::new();
        let body = Property::new(tags::BODY, "z".repeat(5000));
        let numbers = [
            host.here.message(ROOT, &[subject("one"), body.clone()]),
            host.here.message(ROOT, &[subject("two"), body]),
        ];
        let entries = numbers.map(|number| host.here.entry(number));
        let from = host.here.open(ROOT);
        let to = host.there.open(ROOT);
        let store = if ["DeleteMessages", "OpenEntry"].contains(&method) { &host.here } else { &host.there };
        store.fails(method, 1, Code::NOT_ENOUGH_DISK);
        let code = host.copy_messages(from, Some(&entries), to, null_mut(), MESSAGE_MOVE);
        assert_eq!(code, Code::W_PARTIAL_COMPLETION, "{method}");
        assert_eq!(contents(&host.here, ROOT), ["two"], "{method}");
        let there = contents(&host.there, ROOT);
        assert_eq!(there[0], "one", "{method}");
        assert_eq!(there.len(), if method == "DeleteMessages" { 2 } else { 1 }, "{method}");
        host.with(from, |_| host.with(to, |_| ()));
        host.check_nothing_is_left();
    }
}

/// A tree: A with a message, and in it B with two messages and C.
fn tree(store: &Arc<Store>) -> (u32, u32, u32) {
    let a = store.folder(ROOT, "A");
    let b = store.folder(a, "B");
    let c = store.folder(b, "C");
    store.message(a, &[subject("in A")]);
    store.message(b, &[subject("in B")]);
    store.message(b, &[subject("in B, too")]);
    store.message(b, &[subject("hidden"), Property::new(tags::MESSAGE_FLAGS, MSGFLAG_ASSOCIATED)]);
    lock(&store.item(a).unwrap()).put(Property::new(tags::COMMENT, "all of A"));
    lock(&store.item(b).unwrap()).put(Property::new(tags::CONTAINER_CLASS, "IPF.Note"));
    (a, b, c)
}

/// FOLD-31
#[test]
fn a_folder_is_copied_with_what_is_in_it() {
    let host = Host::new();
    let (a, _, _) = tree(&host.here);
    let from = host.here.open(ROOT);
    let to = host.there.open(ROOT);
    let entry = host.here.entry(a);
    assert_eq!(host.copy_folder(from, &entry, to, Some("copy"), COPY_SUBFOLDERS | MAPI_UNICODE), Code::OK);
    let made = folders(&host.there, ROOT);
    assert_eq!(host.there.texts(&made, tags::DISPLAY_NAME), ["copy"]);
    let b = folders(&host.there, made[0]);
    assert_eq!(
        (contents(&host.there, made[0]), contents(&host.there, b[0])),
        (vec!["in A".to_owned()], vec!["in B".into(), "in B, too".to_owned()])
    );
    assert_eq!(host.copied(b[0], tags::CONTAINER_CLASS), Some("IPF.Note".into()));
    assert_eq!(lock(&host.there.item(b[0]).unwrap()).associated.len(), 1);
    assert_eq!(host.there.texts(&folders(&host.there, b[0]), tags::DISPLAY_NAME), ["C"]);
    assert_eq!(host.copy_folder(from, &entry, to, None, MAPI_UNICODE), Code::OK, "without its subfolders");
    assert_eq!(folders(&host.there, folders(&host.there, ROOT)[1]), [0_u32; 0]);
    assert_eq!(host.copy_folder(from, &entry, to, None, MAPI_UNICODE), Code::COLLISION);
    assert_eq!(host.last_error(Code::COLLISION).as_deref(), Some("there is a folder A"));
    assert_eq!(host.copy_folder(from, &host.here.entry(99), to, None, 0), Code::NOT_FOUND);
    assert_eq!(host.copy_folder(from, &host.there.entry(1), to, None, 0), Code::NOT_FOUND);
    host.with(from, |_| host.with(to, |_| ()));
    host.check_nothing_is_left();
}

/// FOLD-31: its subfolders go along without being asked for.
#[test]
fn a_folder_that_moves_is_gone_where_it_was() {
    let host = Host::new();
    let (a, _, _) = tree(&host.here);
    let from = host.here.open(ROOT);
    let to = host.there.open(ROOT);
    assert_eq!(host.copy_folder(from, &host.here.entry(a), to, None, FOLDER_MOVE), Code::OK);
    assert_eq!(folders(&host.here, ROOT), [0_u32; 0]);
    assert_eq!(lock(&host.here.items).len(), 1, "only the root is left");
    let made = folders(&host.there, ROOT);
    assert_eq!(host.there.texts(&folders(&host.there, made[0]), tags::DISPLAY_NAME), ["B"]);
    assert_eq!(host.copy_folder(to, &host.there.entry(ROOT), from, Some("x"), FOLDER_MOVE), Code::NO_ACCESS, "FOLD-32");
    host.with(from, |_| host.with(to, |_| ()));
    host.check_nothing_is_left();
}

/// FOLD-29: what could not move stays, and so do the folders around it.
#[test]
fn a_folder_that_moves_in_part_keeps_the_rest() {
    let host = Host::new();
    let (a, b, _) = tree(&host.here);
    host.here.message(b, &[subject("sent"), Property::new(tags::MESSAGE_FLAGS, MSGFLAG_SUBMIT)]);
    let from = host.here.open(ROOT);
    let to = host.there.open(ROOT);
    assert_eq!(host.copy_folder(from, &host.here.entry(a), to, None, FOLDER_MOVE), Code::W_PARTIAL_COMPLETION);
    assert_eq!((folders(&host.here, ROOT), contents(&host.here, b)), (vec![a], vec!["sent".to_owned()]));
    host.with(from, |_| host.with(to, |_| ()));
    host.check_nothing_is_left();
}

/// FOLD-31, PROP-87, C-106
#[test]
fn a_folder_never_goes_into_itself() {
    let host = Host::new();
    let (a, b, c) = tree(&host.here);
    let items = lock(&host.here.items).len();
    let root = host.here.open(ROOT);
    for inside in [a, b, c] {
        let to = host.here.open(inside);
        for flags in [0, COPY_SUBFOLDERS, FOLDER_MOVE] {
            assert_eq!(
                host.copy_folder(root, &host.here.entry(a), to, Some("x"), flags | MAPI_UNICODE),
                Code::FOLDER_CYCLE
            );
        }
        let source = host.here.open(a);
        assert_eq!(host.copy_to(Copy::new(source, to)).0, Code::FOLDER_CYCLE);
        host.with(source, |_| host.with(to, |_| ()));
    }
    assert_eq!(lock(&host.here.items).len(), items, "nothing has been made");
    host.with(root, |_| ());
    host.check_nothing_is_left();
}

/// PROP-82, PROP-86: a folder's contents and hierarchy are properties that can be left out.
#[test]
fn do_copy_to_copies_what_is_in_a_folder_unless_it_is_excluded() {
    let host = Host::new();
    let (a, _, _) = tree(&host.here);
    let target = host.there.folder(ROOT, "target");
    let source = host.here.open(a);
    let copy = host.there.open(target);
    let out =
        [tags::CONTAINER_CONTENTS, tags::CONTAINER_HIERARCHY, tags::FOLDER_ASSOCIATED_CONTENTS, tags::DISPLAY_NAME];
    assert_eq!(host.copy_to(Copy { tags: Some(&out), ..Copy::new(source, copy) }), (Code::OK, vec![]));
    assert_eq!((contents(&host.there, target).len(), folders(&host.there, target).len()), (0, 0));
    assert_eq!(host.copied(target, tags::COMMENT), Some("all of A".into()));
    assert_eq!(host.copy_to(Copy { tags: Some(&[tags::DISPLAY_NAME]), ..Copy::new(source, copy) }), (Code::OK, vec![]));
    assert_eq!((contents(&host.there, target), folders(&host.there, target).len()), (vec!["in A".to_owned()], 1));
    let again = host.copy_to(Copy::new(source, copy));
    assert_eq!(again, (Code::COLLISION, vec![]), "a folder of that name is there");
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// A tree that has no end is cut where it repeats.
#[test]
fn a_folder_that_is_in_itself_is_copied_once() {
    let host = Host::new();
    let (a, _, _) = tree(&host.here);
    host.here.lie(Lie::Circle);
    let from = host.here.open(ROOT);
    let to = host.there.open(ROOT);
    let code = host.copy_folder(from, &host.here.entry(a), to, None, COPY_SUBFOLDERS);
    assert_eq!(code, Code::W_PARTIAL_COMPLETION);
    assert_eq!(lock(&host.there.items).len(), 1 + 3 + 4, "the root, three folders, four messages");
    host.with(from, |_| host.with(to, |_| ()));
    host.check_nothing_is_left();
}
