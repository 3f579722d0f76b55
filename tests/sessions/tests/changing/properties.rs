//! SetProps, DeleteProps and CopyTo (PROP-50 to PROP-63, PROP-80 to PROP-93).

use crate::setup::{Setup, binary, code, entry, text, to};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::{IID_IMAPIProp, Iid};
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;

const MV: PropTag = PropTag(0x6700_1003);

/// C-12, C-13
#[test]
fn what_is_computed_is_a_problem_and_the_rest_is_set() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    let values = [Property::new(tags::ENTRYID, vec![1_u8]), Property::new(tags::SUBJECT, "second")];
    assert_eq!(open.set(&values).unwrap(), [(0, Code::COMPUTED)]);
    assert_eq!(text(&open, tags::SUBJECT), "second");
    let values = [Property::new(tags::ENTRYID, vec![1_u8]), Property::new(tags::SUBJECT, "third")];
    open.set_blindly(&values).unwrap();
    assert_eq!(text(&open, tags::SUBJECT), "third");
    drop(open);
    setup.end();
}

/// C-48, C-122
#[test]
fn the_type_of_an_object_and_what_a_store_supports_cannot_be_set() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    assert_eq!(open.set(&[Property::new(tags::OBJECT_TYPE, 3_u32)]).unwrap(), [(0, Code::COMPUTED)]);
    let root = setup.root();
    assert_eq!(root.set(&[Property::new(tags::OBJECT_TYPE, 3_u32)]).unwrap(), [(0, Code::COMPUTED)]);
    let mask = setup.store().set(&[Property::new(tags::STORE_SUPPORT_MASK, 3_u32)]).unwrap();
    assert_eq!(mask, [(0, Code::COMPUTED)]);
    drop((open, root));
    setup.end();
}

/// C-14, C-50
#[test]
fn an_array_with_an_object_or_without_values_sets_nothing() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    let good = || Property::new(tags::SUBJECT, "second");
    let object = Property { tag: tags::ATTACH_DATA_OBJ, value: PropValue::Object };
    assert_eq!(code(open.set(&[good(), object])), Code::INVALID_PARAMETER);
    let empty = Property { tag: MV, value: PropValue::I32s(Vec::new()) };
    assert_eq!(code(open.set(&[good(), empty])), Code::INVALID_PARAMETER);
    assert_eq!(code(open.set(&[])), Code::INVALID_PARAMETER);
    assert_eq!(text(&open, tags::SUBJECT), "first");
    drop(open);
    setup.end();
}

/// C-15
#[test]
fn values_that_say_nothing_are_ignored() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    let null = Property { tag: PropTag(0x0000_0001), value: PropValue::Null };
    let error = Property { tag: tags::SUBJECT.with_kind(PT_ERROR), value: PropValue::Error(Code::NOT_FOUND) };
    assert_eq!(open.set(&[null, error]).unwrap(), []);
    assert_eq!(text(&open, tags::SUBJECT), "first");
    drop(open);
    setup.end();
}

/// C-16
#[test]
fn a_message_that_was_opened_for_reading_is_not_changed() {
    let setup = Setup::new();
    let entry = setup.message("first");
    let read = setup.store().open(Some(&entry), 0).unwrap();
    assert_eq!(code(read.put(tags::SUBJECT, "second")), Code::NO_ACCESS);
    assert_eq!(code(read.delete(&[tags::SUBJECT])), Code::NO_ACCESS);
    assert_eq!(code(read.save(0)), Code::NO_ACCESS);
    assert_eq!(code(read.stream(tags::BODY, MAPI_CREATE | MAPI_MODIFY).map(|_| ())), Code::NO_ACCESS);
    let read = crate::calls::MessageCalls(read);
    assert_eq!(code(read.create_attachment().map(|_| ())), Code::NO_ACCESS);
    assert_eq!(code(read.modify_recipients(0, &[to("a")])), Code::NO_ACCESS);
    assert_eq!(code(read.submit(0)), Code::NO_ACCESS);
    drop(read);
    setup.end();
}

/// C-17, C-18
#[test]
fn deleting_does_not_ask_for_the_type_nor_for_what_is_not_there() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    assert_eq!(open.delete(&[tags::COMMENT]).unwrap(), []);
    assert_eq!(open.delete(&[tags::SUBJECT.with_kind(PT_LONG)]).unwrap(), []);
    assert_eq!(code(open.get(tags::SUBJECT)), Code::NOT_FOUND);
    open.save(0).unwrap();
    assert_eq!(code(setup.open(&message).get(tags::SUBJECT)), Code::NOT_FOUND);
    // What was removed and set again is there.
    open.put(tags::SUBJECT, "third").unwrap();
    open.save(0).unwrap();
    assert_eq!(text(&setup.open(&message), tags::SUBJECT), "third");
    drop(open);
    setup.end();
}

#[test]
fn all_recipients_and_all_attachments_are_deleted_as_properties() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    open.modify_recipients(0, &[to("a"), to("b")]).unwrap();
    for _ in 0..2 {
        open.create_attachment().unwrap().1.save(0).unwrap();
    }
    open.save(0).unwrap();
    let tables = [tags::MESSAGE_RECIPIENTS, tags::MESSAGE_ATTACHMENTS];
    assert_eq!(open.delete(&tables).unwrap(), []);
    open.save(0).unwrap();
    let again = setup.open(&message);
    assert_eq!(again.recipients().unwrap().all_rows().unwrap().len(), 0);
    assert_eq!(again.attachments().unwrap().all_rows().unwrap().len(), 0);
    drop((open, again));
    setup.end();
}

/// C-123
#[test]
fn several_values_are_kept() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    let texts = PropTag(0x6701_101F);
    open.put(MV, PropValue::I32s(vec![3, 1, 2])).unwrap();
    open.put(texts, PropValue::Texts(vec!["a".into(), "b".into()])).unwrap();
    open.save(0).unwrap();
    let again = setup.another();
    let opened = again.store().message(&message).unwrap();
    assert_eq!(opened.get(MV).unwrap(), PropValue::I32s(vec![3, 1, 2]));
    assert_eq!(opened.get(texts).unwrap(), PropValue::Texts(vec!["a".into(), "b".into()]));
    drop((open, opened));
    again.end();
    setup.end();
}

/// C-37
#[test]
fn a_name_keeps_its_id() {
    let setup = Setup::new();
    let name = || PropName::text(Iid([7; 16]), "Colour");
    let root = setup.root();
    let first = root.ids(&[name()], MAPI_CREATE).unwrap();
    assert!(first[0].id() >= 0x8000);
    assert_eq!(root.ids(&[name()], MAPI_CREATE).unwrap()[0].id(), first[0].id());
    let again = setup.another();
    assert_eq!(again.store().ids(&[name()], MAPI_CREATE).unwrap()[0].id(), first[0].id());
    assert_eq!(setup.database.count("names.append"), 1);
    drop(root);
    again.end();
    setup.end();
}

/// C-42, C-46, C-47
#[test]
fn a_message_is_copied_by_mapi_and_stays_unsaved() {
    let setup = Setup::new();
    let from = setup.open(&setup.message("first"));
    from.put(tags::BODY, "body").unwrap();
    from.modify_recipients(0, &[to("a")]).unwrap();
    from.save(0).unwrap();
    let root = setup.root();
    let copy = root.create_message(0).unwrap();
    from.copy_to(&[], &[tags::BODY.with_kind(PT_NULL)], copy.raw(), 0).unwrap();
    assert_eq!(setup.host.answers().take_calls(), ["DoCopyTo 0 0x0"]);
    assert_eq!(text(&copy, tags::SUBJECT), "first");
    assert_eq!(code(copy.get(tags::BODY)), Code::NOT_FOUND);
    assert_eq!(setup.database.data().messages.len(), 1);
    assert_eq!(binary(&copy, tags::SEARCH_KEY), binary(&from, tags::SEARCH_KEY));
    let kept = copy.clone();
    copy.save(0).unwrap();
    assert_ne!(entry(&kept), entry(&from));
    assert_ne!(binary(&kept, tags::RECORD_KEY), binary(&from, tags::RECORD_KEY));
    let unsaved = root.create_message(0).unwrap();
    from.copy_props(&[tags::SUBJECT], unsaved.raw(), 0).unwrap();
    drop(unsaved);
    assert_eq!(setup.database.data().messages.len(), 2);
    drop((from, copy, kept, root));
    setup.end();
}

/// C-43, C-44
#[test]
fn an_object_is_not_copied_to_itself_nor_without_its_interface() {
    let setup = Setup::new();
    let from = setup.open(&setup.message("first"));
    let to = setup.open(&setup.message("second"));
    assert_eq!(code(from.copy_to(&[], &[], from.raw(), 0)), Code::NO_ACCESS);
    assert_eq!(code(from.copy_to(&[IID_IMAPIProp], &[], to.raw(), 0)), Code::INTERFACE_NOT_SUPPORTED);
    assert_eq!(code(from.copy_to(&[], &[], to.raw(), 0x4000_0000)), Code::UNKNOWN_FLAGS);
    assert_eq!(code(from.copy_to(&[], &[], to.raw(), MAPI_DECLINE_OK)), Code::DECLINE_COPY);
    assert_eq!(setup.host.answers().take_calls(), [""; 0]);
    drop((from, to));
    setup.end();
}
