//! What OpenProperty opens and refuses (PROP-30 to PROP-44).

use crate::client::open_property;
use crate::provider::{FULL, PLAIN, Setup};
use provider_runtime::abi;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::*;
use provider_runtime::prelude::*;
use provider_runtime::session::Contents;

/// C-28
#[test]
fn a_value_that_is_not_there_has_no_stream() {
    let setup = Setup::shelved();
    let message = setup.open(PLAIN);
    assert_eq!(open_property(&message, tags::BODY::ID, Some(IID_IStream), 0, 0), Code::NOT_FOUND);
    drop(message);
    setup.end();
}

/// C-31
#[test]
fn an_interface_and_a_type_have_to_be_named() {
    let setup = Setup::shelved();
    let message = setup.open(PLAIN);
    assert_eq!(open_property(&message, tags::SUBJECT::ID, None, 0, 0), Code::INVALID_PARAMETER);
    let vague = tags::SUBJECT::ID.with_kind(PT_UNSPECIFIED);
    assert_eq!(open_property(&message, vague, Some(IID_IStream), 0, 0), Code::INVALID_PARAMETER);
    drop(message);
    setup.end();
}

/// C-32: a client tries another way after this code alone.
#[test]
fn an_interface_that_a_property_has_not_is_not_supported() {
    let setup = Setup::shelved();
    let message = setup.open(PLAIN);
    for (tag, iid) in [(tags::SUBJECT::ID, IID_IMAPITable), (tags::MESSAGE_RECIPIENTS::ID, IID_IStream)] {
        assert_eq!(open_property(&message, tag, Some(iid), 0, 0), Code::INTERFACE_NOT_SUPPORTED, "{tag:?}");
    }
    drop(message);
    setup.end();
}

/// C-33, and the same of attachments and of a folder's tables.
#[test]
fn both_ways_to_a_table_give_its_rows() {
    let setup = Setup::shelved();
    let message = setup.open(FULL);
    let root = setup.root();
    let pairs = [
        (Contents::of(&message).recipients(MAPI_UNICODE), &message, tags::MESSAGE_RECIPIENTS::ID),
        (Contents::of(&message).attachments(MAPI_UNICODE), &message, tags::MESSAGE_ATTACHMENTS::ID),
        (root.hierarchy(MAPI_UNICODE), &root, tags::CONTAINER_HIERARCHY::ID),
        (root.contents(MAPI_UNICODE), &root, tags::CONTAINER_CONTENTS::ID),
        (root.contents(MAPI_UNICODE | MAPI_ASSOCIATED), &root, tags::FOLDER_ASSOCIATED_CONTENTS::ID),
    ];
    for (table, object, tag) in pairs {
        let [one, other] = [table.unwrap(), Contents::of(object).table(tag, MAPI_UNICODE).unwrap()];
        assert_eq!(one.columns(0).unwrap(), other.columns(0).unwrap(), "{tag:?}");
        // A row's key is its own table's.
        let columns: Vec<_> = one.columns(0).unwrap().into_iter().filter(|tag| *tag != tags::INSTANCE_KEY).collect();
        one.set_columns(&columns).unwrap();
        other.set_columns(&columns).unwrap();
        assert_eq!(one.rows(i32::MAX, 0).unwrap(), other.rows(i32::MAX, 0).unwrap(), "{tag:?}");
    }
    drop((message, root));
    setup.end();
}

/// C-35
#[test]
fn a_stream_of_text_has_no_zero_at_its_end() {
    let setup = Setup::shelved();
    let message = setup.open(PLAIN);
    let wide = Contents::of(&message).stream(tags::SUBJECT).unwrap();
    assert_eq!((wide.size().unwrap(), wide.rest().unwrap()), (4, b"a\0b\0".to_vec()));
    let narrow = Contents::of(&message).stream(abi::tags::SUBJECT_A).unwrap();
    assert_eq!((narrow.size().unwrap(), narrow.rest().unwrap()), (2, b"ab".to_vec()));
    drop((wide, narrow, message));
    setup.end();
}
