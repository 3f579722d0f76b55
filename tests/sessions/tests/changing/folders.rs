//! What is made, deleted, copied and moved in folders (FOLD-*), and what a store knows of its
//! folders (STORE-*).

use crate::author::Action;
use crate::calls::{FolderCalls, Progress};
use crate::setup::{Setup, binary, code, entry, message_in, number, text};
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

/// C-101
#[test]
fn a_folder_of_that_name_whatever_its_case_is_a_collision_or_the_one_that_is_meant() {
    let setup = Setup::new();
    let root = setup.root();
    let first = root.create_folder_as(FOLDER_GENERIC, "A", Some("ours"), 0).unwrap();
    assert_eq!(text(&first, tags::COMMENT), "ours");
    assert_eq!(code(root.create_folder("a", 0).map(|_| ())), Code::COLLISION);
    let again = root.create_folder("a", OPEN_IF_EXISTS).unwrap();
    assert_eq!(entry(&again), entry(&first));
    again.create_message(0).unwrap().save(0).unwrap();
    assert_eq!(setup.database.data().folders.len(), 2);
    drop((first, again, root));
    setup.end();
}

/// C-102, C-114, C-115
#[test]
fn folders_of_other_types_are_not_made() {
    let setup = Setup::new();
    let root = setup.root();
    for kind in [FOLDER_ROOT, 7] {
        assert_eq!(code(root.create_folder_as(kind, "A", None, 0).map(|_| ())), Code::INVALID_PARAMETER);
    }
    assert_eq!(code(root.create_folder_as(FOLDER_SEARCH, "A", None, 0).map(|_| ())), Code::NO_SUPPORT);
    assert_eq!(code(root.create_folder("", 0).map(|_| ())), Code::INVALID_PARAMETER);
    assert_eq!(root.search_criteria(), Code::NO_SUPPORT);
    assert_eq!(setup.database.data().folders.len(), 1);
    drop(root);
    setup.end();
}

/// C-103
#[test]
fn a_folder_with_something_in_it_is_deleted_only_with_that() {
    let setup = Setup::new();
    let root = setup.root();
    let folder = setup.folder("f");
    message_in(&folder, "inside");
    let inner = folder.create_folder("g", 0).unwrap();
    message_in(&inner, "deep");
    let id = entry(&folder);
    let refused = root.delete_folder(&id, 0);
    assert!([Code::HAS_MESSAGES, Code::HAS_FOLDERS].contains(&refused), "{refused:?}");
    assert_eq!(root.delete_folder(&id, DEL_MESSAGES), Code::HAS_FOLDERS);
    assert_eq!(root.delete_folder(&id, DEL_FOLDERS), Code::HAS_MESSAGES);
    assert_eq!((setup.database.data().folders.len(), setup.database.data().messages.len()), (3, 2));
    assert_eq!(root.delete_folder(&id, DEL_MESSAGES | DEL_FOLDERS), Code::OK);
    assert_eq!((setup.database.data().folders.len(), setup.database.data().messages.len()), (1, 0));
    drop((root, folder, inner));
    setup.end();
}

#[test]
fn a_folder_from_which_not_all_can_be_deleted_stays() {
    let setup = Setup::new();
    let root = setup.root();
    let folder = setup.folder("f");
    message_in(&folder, "one");
    message_in(&folder, "two");
    setup.database.next("delete_message", Action::Fail(Code::BUSY));
    assert_eq!(root.delete_folder(&entry(&folder), DEL_MESSAGES), Code::W_PARTIAL_COMPLETION);
    assert_eq!((setup.database.data().folders.len(), setup.database.data().messages.len()), (2, 1));
    setup.database.next("delete_folder", Action::Fail(Code::BUSY));
    assert_eq!(root.delete_folder(&entry(&folder), DEL_MESSAGES), Code::W_PARTIAL_COMPLETION);
    assert_eq!(root.delete_folder(&entry(&folder), DEL_MESSAGES), Code::OK);
    drop((root, folder));
    setup.end();
}

/// C-104
#[test]
fn one_unknown_message_keeps_no_other_from_being_deleted() {
    let setup = Setup::new();
    let root = setup.root();
    let one = setup.message("one");
    let other = setup.message("other");
    assert_eq!(root.delete_messages(&[&one], None, 0), Code::OK);
    let code = root.delete_messages(&[&one, b"no identifier at all", &other], None, 0);
    assert_eq!(code, Code::W_PARTIAL_COMPLETION);
    assert!(setup.database.data().messages.is_empty());
    drop(root);
    setup.end();
}

#[test]
fn a_user_who_cancels_keeps_the_rest() {
    let setup = Setup::new();
    let root = setup.root();
    let entries: Vec<_> = (0..5).map(|at| setup.message(&format!("{at}"))).collect();
    let list: Vec<_> = entries.iter().map(|entry| &entry[..]).collect();
    let progress = Progress::cancelling_after(2);
    let cancelled = root.delete_messages(&list, Some(&progress), MESSAGE_DIALOG);
    assert_eq!(cancelled, Code::USER_CANCEL);
    assert_eq!(progress.told(), [(1, 5), (2, 5)]);
    assert_eq!(setup.database.data().messages.len(), 3);
    // Without the flag nobody is shown anything.
    let progress = Progress::cancelling_after(1);
    assert_eq!(root.delete_messages(&list[2..], Some(&progress), 0), Code::OK);
    assert_eq!(progress.told(), []);
    drop(root);
    setup.end();
}

#[test]
fn mapi_shows_the_progress_of_a_client_that_has_none() {
    let setup = Setup::new();
    let root = setup.root();
    setup.host.answers().show(Progress::cancelling_after(1));
    let one = setup.message("one");
    let other = setup.message("other");
    assert_eq!(root.delete_messages(&[&one, &other], None, MESSAGE_DIALOG), Code::USER_CANCEL);
    assert_eq!(setup.database.data().messages.len(), 1);
    drop(root);
    setup.end();
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

/// C-109
#[test]
fn all_messages_of_a_folder_are_read_at_once() {
    let setup = Setup::new();
    let folder = setup.folder("f");
    for subject in ["a", "b", "c"] {
        message_in(&folder, subject);
    }
    let again = || setup.store().folder(&entry(&folder)).unwrap();
    assert_eq!(number(&again(), tags::CONTENT_UNREAD), 3);
    assert_eq!(folder.set_read_flags(None, 0), Code::OK);
    assert_eq!(number(&again(), tags::CONTENT_UNREAD), 0);
    let flags = folder.contents(0).unwrap().column(tags::MESSAGE_FLAGS).unwrap();
    assert!(flags.iter().all(|flags| flags.as_i32().unwrap() as u32 & MSGFLAG_READ != 0));
    // A second time changes nothing, and nobody is asked to.
    let before = setup.database.count("commit");
    assert_eq!(folder.set_read_flags(None, 0), Code::OK);
    assert_eq!(setup.database.count("commit"), before);
    drop(folder);
    setup.end();
}

/// C-110
#[test]
fn read_flags_that_exclude_each_other_are_refused() {
    let setup = Setup::new();
    let message = setup.message("first");
    let root = setup.root();
    let open = setup.open(&message);
    open.put(tags::READ_RECEIPT_REQUESTED, true).unwrap();
    open.save(0).unwrap();
    let refused = root.set_read_flags(Some(&[&message]), SUPPRESS_RECEIPT | CLEAR_READ_FLAG);
    assert_eq!(refused, Code::INVALID_PARAMETER);
    let done = root.set_read_flags(Some(&[&message]), SUPPRESS_RECEIPT | GENERATE_RECEIPT_ONLY);
    assert_eq!(done, Code::OK);
    let again = setup.open(&message);
    assert_eq!(again.get(tags::READ_RECEIPT_REQUESTED).unwrap(), PropValue::Bool(false));
    assert_eq!(number(&again, tags::MESSAGE_FLAGS) & MSGFLAG_READ, 0);
    drop((root, open, again));
    setup.end();
}

/// C-111
#[test]
fn a_messages_status_changes_by_its_mask() {
    let setup = Setup::new();
    let message = setup.message("first");
    let root = setup.root();
    assert_eq!(root.set_message_status(&message, 0xF, 5).unwrap(), 0);
    assert_eq!(root.message_status(&message).unwrap(), 5);
    assert_eq!(root.contents(0).unwrap().column(tags::MSG_STATUS).unwrap(), [PropValue::from(5)]);
    assert_eq!(root.set_message_status(&message, 0, 4).unwrap(), 5);
    assert_eq!(root.message_status(&message).unwrap(), 1);
    // It is no change of what was written: who has the message open may save it.
    let open = setup.open(&message);
    open.put(tags::SUBJECT, "second").unwrap();
    root.set_message_status(&message, 0, 1).unwrap();
    open.save(0).unwrap();
    assert_eq!(root.message_status(&message).unwrap(), 0);
    drop((root, open));
    setup.end();
}

/// C-112
#[test]
fn the_root_is_its_own_parent_and_stays() {
    let setup = Setup::new();
    let root = setup.root();
    let own = entry(&root);
    assert_eq!(binary(&root, tags::PARENT_ENTRYID), own);
    assert_eq!(root.delete_folder(&own, DEL_MESSAGES | DEL_FOLDERS), Code::NO_ACCESS);
    drop(root);
    setup.end();
}

/// C-113
#[test]
fn associated_messages_are_emptied_out_only_if_that_is_said() {
    let setup = Setup::new();
    let folder = setup.folder("f");
    message_in(&folder, "normal");
    let associated = folder.create_message(MAPI_ASSOCIATED).unwrap();
    associated.put(tags::SUBJECT, "setting").unwrap();
    associated.save(0).unwrap();
    assert_eq!(number(&associated, tags::MESSAGE_FLAGS) & MSGFLAG_ASSOCIATED, MSGFLAG_ASSOCIATED);
    folder.create_folder("g", 0).unwrap();
    assert_eq!(folder.empty(0), Code::OK);
    let data = setup.database.data();
    assert_eq!((data.messages.len(), data.folders.len()), (1, 2));
    assert_eq!(folder.associated().unwrap().column(tags::SUBJECT).unwrap(), [PropValue::from("setting")]);
    assert_eq!(folder.empty(DEL_ASSOCIATED), Code::OK);
    assert!(setup.database.data().messages.is_empty());
    drop((folder, associated));
    setup.end();
}

/// C-119
#[test]
fn a_class_that_has_no_folder_can_be_taken_from_it() {
    let setup = Setup::new();
    setup.store().set_receive_folder("X", None).unwrap();
    assert_eq!(setup.database.count("set_receive_folder"), 0);
    let inbox = setup.folder("Inbox");
    setup.store().set_receive_folder("IPM.Note", Some(&entry(&inbox))).unwrap();
    assert_eq!(setup.store().receive_folder("ipm.note.Foo").unwrap(), entry(&inbox));
    setup.store().set_receive_folder("ipm.note", None).unwrap();
    assert_eq!(setup.store().receive_folder("ipm.note.Foo").unwrap(), entry(&setup.root()));
    let message = setup.message("no folder");
    assert_eq!(code(setup.store().set_receive_folder("Y", Some(&message))), Code::INVALID_ENTRYID);
    drop(inbox);
    setup.end();
}

/// C-120, C-121
#[test]
fn the_folders_that_mail_clients_look_for_are_made_and_found() {
    let setup = Setup::new();
    let which = [
        (tags::IPM_SUBTREE_ENTRYID, "Top"),
        (tags::IPM_OUTBOX_ENTRYID, "Outbox"),
        (tags::IPM_WASTEBASKET_ENTRYID, "Deleted Items"),
        (tags::IPM_SENTMAIL_ENTRYID, "Sent Items"),
    ];
    for (tag, name) in which {
        let folder = setup.folder(name);
        setup.store().put(tag, entry(&folder)).unwrap();
    }
    let mask = number(setup.store(), tags::VALID_FOLDER_MASK);
    assert_eq!(mask.count_ones(), 4);
    for (tag, name) in which {
        let folder = setup.store().folder(&binary(setup.store(), tag)).unwrap();
        assert_eq!(text(&folder, tags::DISPLAY_NAME), name);
        assert_eq!(setup.root().delete_folder(&entry(&folder), DEL_FOLDERS), Code::NO_ACCESS);
    }
    setup.end();
}

/// C-124
#[test]
fn an_identifier_of_another_store_is_compared_with_none() {
    let setup = Setup::new();
    let mut foreign = entry(&setup.root());
    foreign[4] ^= 0xFF;
    assert_eq!(setup.store().compare(&entry(&setup.root()), &foreign), (Code::UNKNOWN_ENTRYID, 0));
    setup.end();
}
