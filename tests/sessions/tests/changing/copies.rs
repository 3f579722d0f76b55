//! What is copied and moved from a folder to another (FOLD-22 to FOLD-31), within a store and to
//! another one.

use crate::author::Action;
use crate::calls::FolderCalls;
use crate::setup::{Setup, binary, entry, message_in, text};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::IID_IMAPIFolder;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;

fn subjects(folder: &FolderCalls) -> Vec<PropValue> {
    folder.contents(0).unwrap().column(tags::SUBJECT).unwrap()
}

fn folder_names(folder: &FolderCalls) -> Vec<PropValue> {
    folder.hierarchy().unwrap().column(tags::DISPLAY_NAME).unwrap()
}

/// C-106
#[test]
fn a_folder_goes_neither_into_itself_nor_into_one_that_is_inside_it() {
    let setup = Setup::new();
    let root = setup.root();
    let outer = setup.folder("a");
    let inner = outer.create_folder("b", 0).unwrap();
    for flags in [0, FOLDER_MOVE, COPY_SUBFOLDERS] {
        for to in [&inner, &outer] {
            assert_eq!(root.copy_folder(&entry(&outer), to, None, flags), Code::FOLDER_CYCLE);
        }
    }
    assert_eq!(setup.database.data().folders.len(), 3);
    drop((root, outer, inner));
    setup.end();
}

/// C-107
#[test]
fn messages_are_copied_whatever_a_client_calls_the_destination() {
    let setup = Setup::new();
    let message = setup.message("first");
    let folder = setup.folder("f");
    let root = setup.root();
    for interface in [None, Some(&IID_IMAPIFolder)] {
        assert_eq!(root.copy_messages(&[&message], interface, &folder, None, 0), Code::OK);
    }
    assert_eq!(subjects(&folder), [PropValue::from("first"), PropValue::from("first")]);
    assert_eq!(subjects(&root), [PropValue::from("first")]);
    drop((folder, root));
    setup.end();
}

#[test]
fn a_copy_has_all_that_its_message_has() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    open.modify_recipients(0, &[crate::setup::to("a")]).unwrap();
    let (_, attachment) = open.create_attachment().unwrap();
    let stream = attachment.stream(tags::ATTACH_DATA_BIN, MAPI_CREATE | MAPI_MODIFY).unwrap();
    stream.write(&vec![5; 2 << 20]).unwrap();
    stream.commit().unwrap();
    attachment.save(0).unwrap();
    let (_, holder) = open.create_attachment().unwrap();
    let inner = holder.embedded(MAPI_CREATE | MAPI_MODIFY).unwrap();
    inner.put(tags::SUBJECT, "inner").unwrap();
    inner.save(0).unwrap();
    holder.save(0).unwrap();
    open.save(0).unwrap();
    let folder = setup.folder("f");
    assert_eq!(setup.root().copy_messages(&[&message], None, &folder, None, 0), Code::OK);
    let table = folder.contents(0).unwrap();
    let copy = table.column(tags::ENTRYID).unwrap().remove(0);
    let copy = setup.open(copy.as_binary().unwrap());
    assert_eq!(binary(&copy, tags::SEARCH_KEY), binary(&open, tags::SEARCH_KEY));
    assert_eq!(copy.recipients().unwrap().all_rows().unwrap().len(), 1);
    let bytes = copy.open_attachment(0, 0).unwrap().stream(tags::ATTACH_DATA_BIN, 0).unwrap().all().unwrap();
    assert_eq!(bytes, vec![5; 2 << 20]);
    assert_eq!(text(&copy.open_attachment(1, 0).unwrap().embedded(0).unwrap(), tags::SUBJECT), "inner");
    drop((open, attachment, stream, holder, inner, folder, table, copy));
    setup.end();
}

#[test]
fn a_message_is_moved_by_its_author_or_copied_and_deleted() {
    for moves in [true, false] {
        let setup = Setup::new();
        setup.database.edit(|data| data.moves = moves);
        let message = setup.message("first");
        let key = binary(&setup.open(&message), tags::SEARCH_KEY);
        let folder = setup.folder("f");
        let root = setup.root();
        assert_eq!(root.copy_messages(&[&message], None, &folder, None, MESSAGE_MOVE), Code::OK);
        assert_eq!(setup.database.data().messages.len(), 1);
        assert_eq!(subjects(&root), []);
        let table = folder.contents(0).unwrap();
        assert_eq!(table.column(tags::SEARCH_KEY).unwrap(), [PropValue::Binary(key)]);
        drop((folder, root, table));
        setup.end();
    }
}

#[test]
fn a_move_that_cannot_delete_keeps_what_was_there() {
    let setup = Setup::new();
    setup.database.edit(|data| data.moves = false);
    let message = setup.message("first");
    let folder = setup.folder("f");
    setup.database.next("delete_message", Action::Fail(Code::BUSY));
    let root = setup.root();
    let moved = root.copy_messages(&[&message], None, &folder, None, MESSAGE_MOVE);
    assert_eq!(moved, Code::W_PARTIAL_COMPLETION);
    assert_eq!(subjects(&root), [PropValue::from("first")]);
    drop((folder, root));
    setup.end();
}

#[test]
fn a_folder_is_moved_by_its_author_or_copied_and_deleted() {
    for moves in [true, false] {
        let setup = Setup::new();
        setup.database.edit(|data| data.moves = moves);
        let from = setup.folder("from");
        let to = setup.folder("to");
        let moved = from.create_folder("a", 0).unwrap();
        let inner = moved.create_folder("b", 0).unwrap();
        message_in(&moved, "one");
        message_in(&inner, "two");
        assert_eq!(from.copy_folder(&entry(&moved), &to, Some("c"), FOLDER_MOVE), Code::OK);
        assert_eq!(folder_names(&from), []);
        assert_eq!(folder_names(&to), [PropValue::from("c")]);
        let data = setup.database.data();
        assert_eq!((data.folders.len(), data.messages.len()), (5, 2));
        drop((from, to, moved, inner));
        setup.end();
    }
}

#[test]
fn a_folder_is_copied_with_or_without_the_folders_in_it() {
    for (flags, folders, messages) in [(0, 5, 3), (COPY_SUBFOLDERS, 6, 4)] {
        let setup = Setup::new();
        let to = setup.folder("to");
        let from = setup.folder("a");
        let inner = from.create_folder("b", 0).unwrap();
        message_in(&from, "one");
        message_in(&inner, "two");
        let root = setup.root();
        assert_eq!(root.copy_folder(&entry(&from), &to, None, flags), Code::OK);
        assert_eq!(root.copy_folder(&entry(&from), &to, None, flags), Code::COLLISION);
        let data = setup.database.data();
        assert_eq!((data.folders.len(), data.messages.len()), (folders, messages));
        drop((to, from, inner, root));
        setup.end();
    }
}

#[test]
fn a_folder_that_cannot_be_copied_as_a_whole_is_told_of_as_far_as_it_came() {
    let setup = Setup::new();
    let to = setup.folder("to");
    let from = setup.folder("a");
    let inner = from.create_folder("b", 0).unwrap();
    message_in(&from, "one");
    setup.database.next("create_folder", Action::Nothing);
    setup.database.next("create_folder", Action::Fail(Code::BUSY));
    let root = setup.root();
    assert_eq!(root.copy_folder(&entry(&from), &to, None, COPY_SUBFOLDERS), Code::W_PARTIAL_COMPLETION);
    assert_eq!(folder_names(&to), [PropValue::from("a")]);
    drop((to, from, inner, root));
    setup.end();
}

#[test]
fn what_goes_to_another_store_is_mapis() {
    let setup = Setup::new();
    let other = Setup::new();
    let message = setup.message("first");
    let folder = setup.folder("f");
    let root = setup.root();
    let there = other.root();
    assert_eq!(root.copy_messages(&[&message], None, &there, None, MESSAGE_MOVE), Code::OK);
    assert_eq!(root.copy_folder(&entry(&folder), &there, None, COPY_SUBFOLDERS), Code::OK);
    let calls = setup.host.answers().take_calls();
    let moved = format!("CopyMessages 1 {MESSAGE_MOVE:#x}");
    let copied = format!("CopyFolder true {:#x}", COPY_SUBFOLDERS | MAPI_UNICODE);
    assert_eq!(calls, [moved, copied]);
    let declined = root.copy_messages(&[&message], None, &there, None, MAPI_DECLINE_OK);
    assert_eq!(declined, Code::DECLINE_COPY);
    drop((folder, root, there));
    setup.logon.end();
    other.logon.end();
}
