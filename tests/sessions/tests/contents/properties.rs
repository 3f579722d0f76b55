//! Reading properties (PROP-1 to PROP-28, PROP-120 to PROP-122).

use crate::provider::{FULL, LARGE, LENGTH, LOCKED, PLAIN, Setup};
use provider_runtime::abi;
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::Contents;

const VAGUE: PropTag = PropTag(0x0037_0000);

/// C-1, C-10, C-11: a slot for each tag, in order, errors in place of values.
#[test]
fn every_tag_has_a_slot_and_one_that_is_absent_an_error() {
    let setup = Setup::shelved();
    let message = setup.open(PLAIN);
    let asked = [tags::SUBJECT::ID, tags::BODY::ID, abi::tags::NULL, tags::SUBJECT::ID];
    let (code, values) = message.get_props(Some(&asked), 0);
    let missing = PropTag::new(tags::BODY.id(), PT_ERROR);
    let expected = [
        Property::new(tags::SUBJECT, "ab"),
        Property::new(missing, Code::NOT_FOUND),
        Property::new(abi::tags::NULL, PropValue::Null),
        Property::new(tags::SUBJECT, "ab"),
    ];
    assert_eq!((code, values.as_slice()), (Code::W_ERRORS_RETURNED, &expected[..]));
    drop(message);
    setup.end();
}

/// C-2: V-43 would tell of an output that is left behind.
#[test]
fn a_list_of_no_tags_is_no_list() {
    let setup = Setup::shelved();
    let message = setup.open(PLAIN);
    assert_eq!(message.get_props(Some(&[]), 0), (Code::INVALID_PARAMETER, vec![]));
    drop(message);
    setup.end();
}

/// C-3, C-4: the type that a tag leaves open, and one that the value has not.
#[test]
fn a_tag_without_a_type_gets_the_stored_one_and_a_wrong_type_nothing() {
    let setup = Setup::shelved();
    let message = setup.open(PLAIN);
    for (flags, tag) in [(MAPI_UNICODE, tags::SUBJECT::ID), (0, abi::tags::SUBJECT_A)] {
        let value = "ab".into();
        assert_eq!(message.get_props(Some(&[VAGUE]), flags), (Code::OK, vec![Property { tag, value }]));
    }
    let wrong = tags::MESSAGE_FLAGS::ID.with_kind(PT_BOOLEAN);
    let (code, values) = message.get_props(Some(&[wrong]), 0);
    assert_eq!((code, &values[0].value), (Code::W_ERRORS_RETURNED, &Code::NOT_FOUND.into()));
    drop(message);
    setup.end();
}

/// C-5, C-6: a value that is too large for GetProps is read as a stream; a long subject is not.
#[test]
fn a_large_body_is_read_as_a_stream_and_a_long_subject_inline() {
    let setup = Setup::shelved();
    let message = setup.open(LARGE);
    let (_, values) = message.get_props(None, MAPI_UNICODE);
    let body = values.iter().find(|property| property.tag.id() == tags::BODY.id()).unwrap();
    let is_short = body.value == Code::NOT_ENOUGH_MEMORY.into();
    assert!(is_short || body.value.as_text().is_some_and(|text| text.len() == LENGTH), "{:?}", body.tag);
    let stream = Contents::of(&message).stream(tags::BODY).unwrap();
    assert_eq!(stream.size().unwrap(), 2 * LENGTH as u64);
    assert!(stream.rest().unwrap().chunks(2).all(|unit| unit == [b'b', 0]));
    assert_eq!(message.get(tags::SUBJECT).unwrap(), "s".repeat(200).into());
    drop((stream, message));
    setup.end();
}

/// C-8, C-9: what GetPropList lists, GetProps answers; nothing is listed twice.
#[test]
fn the_list_of_properties_is_what_get_props_reads() {
    let setup = Setup::shelved();
    for object in [setup.root(), setup.open(LOCKED), setup.open(PLAIN), setup.open(FULL)] {
        let listed = object.prop_list(MAPI_UNICODE).unwrap();
        let (_, all) = object.get_props(None, MAPI_UNICODE);
        let ids = |tags: &mut dyn Iterator<Item = PropTag>| {
            let mut ids: Vec<_> = tags.map(PropTag::id).collect();
            ids.sort_unstable();
            ids
        };
        let listed_ids = ids(&mut listed.iter().copied());
        assert_eq!(listed_ids, ids(&mut all.iter().map(|property| property.tag)));
        assert!(listed_ids.windows(2).all(|two| two[0] != two[1]), "{listed:?}");
        let (code, values) = object.get_props(Some(&listed), MAPI_UNICODE);
        assert!(!code.is_failure() && values.len() == listed.len(), "{code}");
        let tables = [tags::MESSAGE_RECIPIENTS::ID, tags::MESSAGE_ATTACHMENTS::ID];
        assert_eq!(tables.iter().all(|tag| listed.contains(tag)), object.kind() == MAPI_MESSAGE);
    }
    setup.end();
}

/// C-48, C-122: what the runtime computes is a problem, and no failure.
#[test]
fn what_is_computed_is_not_set_and_the_call_succeeds() {
    let setup = Setup::shelved();
    let root = setup.store.open(None, MAPI_BEST_ACCESS).unwrap();
    let problems = root.set_props(&[Property::new(tags::OBJECT_TYPE, 5_u32)]).unwrap();
    assert_eq!(problems, [(0, Code::COMPUTED)]);
    let mask = setup.store.get(tags::STORE_SUPPORT_MASK).unwrap();
    let problems = setup.store.set_props(&[Property::new(tags::STORE_SUPPORT_MASK, 0_u32)]).unwrap();
    let after = setup.store.get(tags::STORE_SUPPORT_MASK).unwrap();
    assert_eq!((problems, after), (vec![(0, Code::COMPUTED)], mask));
    drop(root);
    setup.end();
}

/// C-49
#[test]
fn a_folder_that_nobody_can_change_says_so() {
    let setup = Setup::frozen();
    let root = setup.root();
    let access = root.get(tags::ACCESS).unwrap().as_i32().unwrap().cast_unsigned();
    let changing = MAPI_ACCESS_MODIFY | MAPI_ACCESS_CREATE_HIERARCHY | MAPI_ACCESS_CREATE_CONTENTS;
    assert_eq!((access & changing, access & MAPI_ACCESS_READ), (0, MAPI_ACCESS_READ));
    assert_eq!(root.get(tags::ACCESS_LEVEL).unwrap(), 0_u32.into());
    drop(root);
    setup.end();
}
