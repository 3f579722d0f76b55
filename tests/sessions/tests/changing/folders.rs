//! What is made and deleted in folders (FOLD-*), and what a store knows of its folders (STORE-*).
//! Copies are in `copies.rs`.

use crate::author::Action;
use crate::calls::Progress;
use crate::setup::{Setup, binary, code, entry, message_in, number, text};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;

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
