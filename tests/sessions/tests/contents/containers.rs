//! Opening by identifiers, folders and their tables (CONT-1 to CONT-19, FOLD-50, STORE-3, STORE-4).

use crate::client::{delete_folder, search_criteria};
use crate::provider::{DEEP, INBOX, LOCKED, PLAIN, Setup, binary};
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::Table;

fn column(table: &Table, tag: PropTag) -> Vec<PropValue> {
    table.set_columns(&[tag]).unwrap();
    table.seek(BOOKMARK_BEGINNING, 0).unwrap();
    table.rows(i32::MAX, 0).unwrap().into_iter().map(|mut row| row.remove(0).value).collect()
}

/// C-93
#[test]
fn no_identifier_opens_the_root() {
    let setup = Setup::shelved();
    let root = setup.store.open(None, MAPI_BEST_ACCESS).unwrap();
    assert_eq!((root.kind(), root.get(tags::OBJECT_TYPE).unwrap()), (MAPI_FOLDER, MAPI_FOLDER.into()));
    drop(root);
    setup.end();
}

/// C-94
#[test]
fn a_folder_for_reading_is_not_opened_for_changing() {
    let setup = Setup::shelved();
    let entry = setup.entry(LOCKED);
    assert_eq!(setup.store.open(Some(&entry), MAPI_MODIFY).unwrap_err().code(), Code::NO_ACCESS);
    let folder = setup.store.open(Some(&entry), MAPI_BEST_ACCESS).unwrap();
    assert_eq!(folder.get(tags::ACCESS_LEVEL).unwrap(), 0_u32.into());
    let other = setup.store.open(Some(&setup.entry(INBOX)), MAPI_BEST_ACCESS).unwrap();
    assert_eq!(other.get(tags::ACCESS_LEVEL).unwrap(), MAPI_MODIFY.into());
    drop((folder, other));
    setup.end();
}

/// C-95: the flag is known, as there is no cache to be passed by; others are not.
#[test]
fn flags_of_nobodys_are_unknown() {
    let setup = Setup::shelved();
    drop(setup.store.open(None, MAPI_NO_CACHE).unwrap());
    assert_eq!(setup.store.open(None, 0x0800_0000).unwrap_err().code(), Code::UNKNOWN_FLAGS);
    setup.end();
}

/// C-96, C-124
#[test]
fn identifiers_of_another_store_are_unknown() {
    let [setup, other] = [Setup::shelved(), Setup::frozen()];
    let foreign = binary(&other.root(), tags::ENTRYID::ID);
    let own = setup.entry(PLAIN);
    assert_eq!(setup.store.open(Some(&foreign), 0).unwrap_err().code(), Code::UNKNOWN_ENTRYID);
    let root = setup.root();
    assert_eq!(root.open_entry(Some(&foreign), 0).unwrap_err().code(), Code::UNKNOWN_ENTRYID);
    let compared = setup.store.compare(&own, &foreign);
    assert_eq!(compared.map_err(|error| error.code()), Err(Code::UNKNOWN_ENTRYID));
    assert!(setup.store.compare(&own, &own).unwrap());
    drop(root);
    setup.end();
    other.end();
}

/// C-97: parents come before what is in them.
#[test]
fn a_tree_in_one_table_says_how_deep_each_folder_is() {
    let setup = Setup::shelved();
    let root = setup.root();
    let table = root.hierarchy(MAPI_UNICODE | CONVENIENT_DEPTH).unwrap();
    assert_eq!(column(&table, tags::DISPLAY_NAME::ID), ["Inbox", "Deep", "Locked"].map(PropValue::from));
    assert_eq!(column(&table, tags::DEPTH::ID), [0_u32, 1, 0].map(PropValue::from));
    let flat = root.hierarchy(MAPI_UNICODE).unwrap();
    assert_eq!(column(&flat, tags::DISPLAY_NAME::ID), ["Inbox", "Locked"].map(PropValue::from));
    drop((table, flat, root));
    setup.end();
}

/// C-98
#[test]
fn a_hierarchy_table_shows_the_required_columns_and_identifiers_for_good() {
    let required = [
        tags::COMMENT::ID,
        tags::DEPTH::ID,
        tags::DISPLAY_NAME::ID,
        tags::DISPLAY_TYPE::ID,
        tags::ENTRYID::ID,
        tags::INSTANCE_KEY::ID,
        tags::OBJECT_TYPE::ID,
        tags::STATUS::ID,
        tags::FOLDER_TYPE::ID,
        tags::SUBFOLDERS::ID,
        tags::CONTENT_COUNT::ID,
        tags::CONTENT_UNREAD::ID,
    ];
    let setup = Setup::shelved();
    let root = setup.root();
    let table = root.hierarchy(MAPI_UNICODE).unwrap();
    let columns = table.columns(0).unwrap();
    assert_eq!(required.iter().find(|tag| !columns.contains(tag)), None);
    let rows = table.rows(i32::MAX, 0).unwrap();
    let all: Vec<_> = rows.iter().flatten().collect();
    let missing = |property: &&&Property| required.iter().any(|tag| tag.id() == property.tag.id());
    let missing = all.iter().filter(missing).find(|property| matches!(property.value, PropValue::Error(_)));
    assert_eq!((rows.len(), missing), (2, None));
    for entry in column(&table, tags::ENTRYID::ID) {
        let entry = entry.as_binary().unwrap();
        assert_eq!(entry[..4], [0; 4]);
        let folder = setup.store.open(Some(entry), 0).unwrap();
        assert_eq!(binary(&folder, tags::ENTRYID::ID), entry);
    }
    drop((table, root));
    setup.end();
}

/// C-99
#[test]
fn associated_messages_are_in_their_own_table_and_count_alone() {
    let setup = Setup::shelved();
    let inbox = setup.open(INBOX);
    let normal = inbox.contents(MAPI_UNICODE).unwrap();
    let associated = inbox.contents(MAPI_UNICODE | MAPI_ASSOCIATED).unwrap();
    assert_eq!(column(&associated, tags::SUBJECT::ID), ["setting".into()]);
    assert!(!column(&normal, tags::SUBJECT::ID).contains(&"setting".into()));
    let counts = [tags::CONTENT_COUNT::ID, tags::ASSOC_CONTENT_COUNT::ID].map(|tag| inbox.get(tag).unwrap());
    assert_eq!(counts, [3_u32, 1].map(PropValue::from));
    drop((normal, associated, inbox));
    setup.end();
}

/// C-100
#[test]
fn a_folder_without_anything_counts_nothing() {
    let setup = Setup::shelved();
    let folder = setup.open(DEEP);
    let counts =
        [tags::CONTENT_COUNT::ID, tags::CONTENT_UNREAD::ID, tags::SUBFOLDERS::ID].map(|tag| folder.get(tag).unwrap());
    assert_eq!(counts, [0_u32.into(), 0_u32.into(), false.into()]);
    drop(folder);
    setup.end();
}

/// C-112: the root is in itself, and stays.
#[test]
fn the_root_is_its_own_parent_and_is_not_deleted() {
    let setup = Setup::shelved();
    let root = setup.store.open(None, MAPI_BEST_ACCESS).unwrap();
    let own = binary(&root, tags::ENTRYID::ID);
    assert_eq!(binary(&root, tags::PARENT_ENTRYID::ID), own);
    assert!(delete_folder(&root, &own).is_failure());
    assert_eq!(binary(&setup.open(DEEP), tags::PARENT_ENTRYID::ID), setup.entry(INBOX));
    drop(root);
    setup.end();
}

/// C-114, of a folder that is no search folder: there are no others.
#[test]
fn a_folder_that_is_no_search_has_no_criteria() {
    let setup = Setup::shelved();
    let root = setup.root();
    assert_eq!(search_criteria(&root), Code::NO_SUPPORT);
    drop(root);
    setup.end();
}

/// REQ-11, REQ-26: once for each table, in a debug build; the others have nobody who would read it.
#[test]
fn a_debug_build_names_the_columns_that_an_author_leaves_out() {
    let setup = Setup::shelved();
    let folder = setup.store.open(Some(&setup.entry(INBOX)), 0).unwrap();
    let table = folder.contents(0).unwrap();
    for _ in 0..2 {
        assert!(!column(&table, tags::MESSAGE_FLAGS::ID).is_empty());
    }
    drop((table, folder));
    let report = setup.session.report();
    setup.end();
    let named = report.json_lines().matches("PR_MESSAGE_FLAGS (REQ-26)").count();
    assert_eq!(named, usize::from(cfg!(debug_assertions)));
}
