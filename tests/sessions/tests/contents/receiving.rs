//! The folders that a store names: where messages arrive, and those that clients look for (STORE-6
//! to STORE-9, STORE-25).

use crate::client::receive_folder_alone;
use crate::provider::{DEEP, INBOX, Setup, binary};
use provider_runtime::prelude::*;
use provider_runtime::session::ReceiveFolders;

/// C-116, C-117: a class that goes on behind a dot, and one that is longer by a letter.
#[test]
fn a_class_arrives_where_the_longest_class_above_it_does() {
    let setup = Setup::shelved();
    let [inbox, other] = [INBOX, DEEP].map(|key| setup.entry(key));
    let folders = ReceiveFolders::of(&setup.store);
    assert_eq!(folders.folder_of("ipm.note.Foo").unwrap(), (inbox.clone(), "IPM.Note".into()));
    assert_eq!(folders.folder_of("IPM.Note").unwrap(), (inbox, "IPM.Note".into()));
    assert_eq!(folders.folder_of("IPM.NoteX").unwrap(), (other, String::new()));
    setup.end();
}

/// C-118: a client need not want the class.
#[test]
fn a_receive_folder_is_given_without_its_class() {
    let setup = Setup::shelved();
    let length = receive_folder_alone(&setup.store, setup.session.memory()).unwrap();
    assert_eq!(length as usize, setup.entry(DEEP).len());
    setup.end();
}

/// C-120: each bit has its folder, and a folder without a bit no identifier.
#[test]
fn every_folder_of_the_mask_opens() {
    let folders = [
        (0x01, tags::IPM_SUBTREE_ENTRYID::ID),
        (0x04, tags::IPM_OUTBOX_ENTRYID::ID),
        (0x08, tags::IPM_WASTEBASKET_ENTRYID::ID),
        (0x10, tags::IPM_SENTMAIL_ENTRYID::ID),
        (0x20, tags::VIEWS_ENTRYID::ID),
        (0x40, tags::COMMON_VIEWS_ENTRYID::ID),
        (0x80, tags::FINDER_ENTRYID::ID),
    ];
    let setup = Setup::shelved();
    let mask = setup.store.get(tags::VALID_FOLDER_MASK).unwrap().as_i32().unwrap();
    assert_eq!(mask, 0x17);
    for (bit, tag) in folders {
        let entry = setup.store.get(tag);
        assert_eq!(entry.is_ok(), mask & bit != 0, "{tag:?}");
        if let Ok(entry) = entry {
            let folder = setup.store.open(entry.as_binary(), 0).unwrap();
            assert_eq!(binary(&folder, tags::ENTRYID::ID), entry.as_binary().unwrap());
        }
    }
    setup.end();
}
