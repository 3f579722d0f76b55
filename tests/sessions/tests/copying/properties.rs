//! DoCopyTo and DoCopyProps of properties: which of them, how large ones, named ones, what is there
//! already, and what arguments mean.

use super::host::{Copy, Host};
use super::thing::LONGEST;
use super::world::{Kind, Lie, ROOT, lock};
use provider_abi::names::PropName;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::ptr::null_mut;

const SET: Iid = Iid([9; 16]);

fn note() -> Vec<Property> {
    vec![
        Property::new(tags::SUBJECT, "Lunch?"),
        Property::new(tags::BODY, "x".repeat(200_000)),
        Property::new(tags::SEARCH_KEY, &b"key"[..]),
        Property::new(tags::PRIORITY, 1),
        Property::new(PropTag(0x67F1_001F), "secret"),
    ]
}

impl Host {
    /// A message in the one store, and an empty one in the other: their numbers.
    pub fn messages(&self, properties: &[Property]) -> (u32, u32) {
        (self.here.message(ROOT, properties), self.there.message(ROOT, &[]))
    }

    pub fn copied(&self, number: u32, tag: PropTag) -> Option<PropValue> {
        lock(&self.there.item(number).unwrap()).get(tag)
    }
}

/// PROP-80, PROP-90, PROP-92; C-46
#[test]
fn all_properties_come_along_but_what_each_store_gives_itself() {
    let host = Host::new();
    let (from, to) = host.messages(&note());
    let source = host.here.open(from);
    let copy = host.there.open(to);
    assert_eq!(host.copy_to(Copy::new(source, copy)), (Code::OK, vec![]));
    assert_eq!(host.copied(to, tags::SUBJECT), Some("Lunch?".into()));
    assert_eq!(host.copied(to, tags::SEARCH_KEY), Some(b"key"[..].into()));
    assert_eq!(host.copied(to, tags::BODY), Some("x".repeat(200_000).into()), "by a stream");
    assert_eq!(host.copied(to, tags::RECORD_KEY), None);
    assert_eq!(host.copied(to, PropTag(0x67F1_001F)), None, "PROP-4");
    assert_eq!(host.recorded("sup.copy"), ["DoCopyTo"]);
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// PROP-82, C-42
#[test]
fn an_excluded_property_stays_whatever_the_type_of_its_tag() {
    let host = Host::new();
    let (from, to) = host.messages(&note());
    let source = host.here.open(from);
    let copy = host.there.open(to);
    let tags = [tags::BODY.with_kind(PT_NULL), tags::COMMENT];
    let all = Copy::new(source, copy);
    assert_eq!(host.copy_to(Copy { tags: Some(&tags), ..all }), (Code::OK, vec![]));
    assert_eq!((host.copied(to, tags::BODY), host.copied(to, tags::SUBJECT)), (None, Some("Lunch?".into())));
    for none in [&[][..], &[tags::NULL]] {
        assert_eq!(host.copy_to(Copy { tags: Some(none), ..all }).0, Code::INVALID_PARAMETER);
    }
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// PROP-84, C-183
#[test]
fn copy_props_takes_what_is_listed_and_passes_over_what_is_not_there() {
    let host = Host::new();
    let (from, to) = host.messages(&note());
    let source = host.here.open(from);
    let copy = host.there.open(to);
    let secret = PropTag(0x67F1_001F);
    let tags = [tags::SUBJECT, tags::COMMENT, tags::BODY.with_kind(PT_UNSPECIFIED), secret];
    let all = Copy::new(source, copy);
    assert_eq!(host.copy_props(Copy { tags: Some(&tags), ..all }), (Code::OK, vec![]));
    assert_eq!(host.copied(to, tags::SUBJECT), Some("Lunch?".into()));
    assert_eq!(host.copied(to, tags::BODY), Some("x".repeat(200_000).into()));
    assert_eq!((host.copied(to, tags::PRIORITY), host.copied(to, secret)), (None, Some("secret".into())));
    assert_eq!(host.copy_props(all).0, Code::INVALID_PARAMETER, "no list");
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// PROP-86
#[test]
fn what_the_destination_has_is_kept_if_the_caller_says_so() {
    let host = Host::new();
    let (from, to) = host.messages(&note());
    lock(&host.there.item(to).unwrap()).put(Property::new(tags::SUBJECT, "Dinner?"));
    let source = host.here.open(from);
    let copy = host.there.open(to);
    let kept = Copy { flags: MAPI_NOREPLACE, ..Copy::new(source, copy) };
    let (code, problems) = host.copy_to(kept);
    assert_eq!((code, problems), (Code::OK, vec![(tags::SUBJECT, Code::COLLISION)]));
    assert_eq!(host.copied(to, tags::SUBJECT), Some("Dinner?".into()));
    assert_eq!(host.copied(to, tags::PRIORITY), Some(1.into()));
    assert_eq!(host.copy_to(Copy::new(source, copy)), (Code::OK, vec![]));
    assert_eq!(host.copied(to, tags::SUBJECT), Some("Lunch?".into()));
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// PROP-85: what has not been copied stays where it was.
#[test]
fn a_move_deletes_at_the_source_what_it_has_copied() {
    let host = Host::new();
    let (from, to) = host.messages(&note());
    lock(&host.there.computed).push(tags::PRIORITY);
    let source = host.here.open(from);
    let copy = host.there.open(to);
    let moved = Copy { flags: MAPI_MOVE, ..Copy::new(source, copy) };
    let (code, problems) = host.copy_to(moved);
    assert_eq!(code, Code::OK);
    assert!(problems.contains(&(tags::PRIORITY, Code::COMPUTED)), "PROP-89: {problems:?}");
    let left = lock(&host.here.item(from).unwrap()).properties.clone();
    assert_eq!(left.iter().map(|one| one.tag).collect::<Vec<_>>(), [tags::PRIORITY, PropTag(0x67F1_001F)]);
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// PROP-91, C-45
#[test]
fn a_named_property_gets_the_id_of_its_name_in_the_other_store() {
    let host = Host::new();
    let own = PropName::text(SET, "colour");
    let other = PropName::number(SET, 7);
    host.there.id(&PropName::text(SET, "something else"));
    let ids = [&own, &other].map(|name| PropTag::new(host.here.id(name), PT_UNICODE));
    let unnamed = PropTag::new(0x9000, PT_UNICODE);
    let named = [Property::new(ids[0], "red"), Property::new(ids[1], "seven"), Property::new(unnamed, "?")];
    let (from, to) = host.messages(&named);
    let source = host.here.open(from);
    let copy = host.there.open(to);
    let (code, problems) = host.copy_to(Copy::new(source, copy));
    assert_eq!((code, problems), (Code::OK, vec![(unnamed, Code::UNEXPECTED_ID)]));
    let at = |name| PropTag::new(host.there.id(name), PT_UNICODE);
    assert_ne!(at(&own).id(), ids[0].id());
    assert_eq!((host.copied(to, at(&own)), host.copied(to, at(&other))), (Some("red".into()), Some("seven".into())));
    host.there.lie(Lie::NoNames);
    let (code, problems) = host.copy_to(Copy::new(source, copy));
    let refused = |tag| (tag, Code::UNEXPECTED_ID);
    assert_eq!((code, problems), (Code::OK, vec![refused(ids[0]), refused(ids[1]), refused(unnamed)]));
    // Within one store an id is an id.
    let twin = host.here.message(ROOT, &[]);
    host.with(host.here.open(twin), |twin| assert_eq!(host.copy_to(Copy::new(source, twin)), (Code::OK, vec![])));
    assert_eq!(lock(&host.here.item(twin).unwrap()).get(unnamed), Some("?".into()));
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// PROP-81, C-43
#[test]
fn arguments_that_are_none_are_refused() {
    let host = Host::new();
    let (from, to) = host.messages(&note());
    let source = host.here.open(from);
    let copy = host.there.open(to);
    let all = Copy::new(source, copy);
    let invalid = [
        Copy { from: null_mut(), ..all },
        Copy { to: null_mut(), ..all },
        Copy { from_interface: None, ..all },
        Copy { to_interface: None, ..all },
    ];
    for one in invalid {
        assert_eq!(host.copy_to(one), (Code::INVALID_PARAMETER, vec![]));
        assert_eq!(host.copy_props(Copy { tags: Some(&[tags::SUBJECT]), ..one }), (Code::INVALID_PARAMETER, vec![]));
    }
    let folder = Some(IID_IMAPIFolder);
    for one in [Copy { from_interface: folder, ..all }, Copy { to_interface: folder, ..all }] {
        assert_eq!(host.copy_to(one), (Code::INTERFACE_NOT_SUPPORTED, vec![]));
    }
    assert_eq!(host.copy_to(Copy { to: source, ..all }), (Code::NO_ACCESS, vec![]));
    assert_eq!(host.last_error(Code::NO_ACCESS).as_deref(), Some("an object cannot be copied into itself"));
    assert_eq!(host.copy_to(Copy { flags: 0x10, ..all }), (Code::UNKNOWN_FLAGS, vec![]));
    assert_eq!(host.copied(to, tags::SUBJECT), None, "nothing has been copied");
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// PROP-83, C-44: an excluded interface takes those with it that are derived from it.
#[test]
fn interfaces_that_are_excluded_are_not_used() {
    let host = Host::new();
    let (from, to) = host.messages(&note());
    let source = host.here.open(from);
    let copy = host.there.open(to);
    lock(&host.here.item(from).unwrap()).recipients = vec![vec![Property::new(tags::DISPLAY_NAME, "Ann")]];
    let all = Copy::new(source, copy);
    for base in [IID_IMAPIProp, IID_IUnknown] {
        assert_eq!(host.copy_to(Copy { excluded: &[base], ..all }), (Code::INTERFACE_NOT_SUPPORTED, vec![]));
    }
    assert_eq!(host.copy_to(Copy { excluded: &[IID_IMessage], ..all }), (Code::OK, vec![]));
    let there = host.there.item(to).unwrap();
    assert_eq!(lock(&there).recipients.len(), 0);
    assert_eq!(host.copied(to, tags::SUBJECT), Some("Lunch?".into()));
    assert_eq!(host.copy_to(Copy { excluded: &[IID_IMAPIContainer], ..all }), (Code::OK, vec![]));
    assert_eq!(lock(&there).recipients.len(), 1);
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// PROP-93
#[test]
fn objects_of_different_types_share_their_properties_alone() {
    let host = Host::new();
    let (from, _) = host.messages(&note());
    let folder = host.there.folder(ROOT, "folder");
    let source = host.here.open(from);
    let copy = host.there.open(folder);
    assert_eq!(host.copy_to(Copy::new(source, copy)), (Code::OK, vec![]));
    assert_eq!(host.copied(folder, tags::SUBJECT), Some("Lunch?".into()));
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// PROP-16: a value that the destination finds too large to be set goes as a stream, too.
#[test]
fn problems_that_the_destination_reports_come_back_by_tag() {
    let host = Host::new();
    let inline = "y".repeat(LONGEST);
    let (from, to) = host.messages(&[Property::new(tags::SUBJECT, "Lunch?"), Property::new(tags::COMMENT, inline)]);
    lock(&host.there.computed).push(tags::SUBJECT);
    let source = host.here.open(from);
    let copy = host.there.open(to);
    assert_eq!(host.copy_to(Copy::new(source, copy)), (Code::OK, vec![(tags::SUBJECT, Code::COMPUTED)]));
    assert_eq!(lock(&host.there.item(to).unwrap()).kind, Kind::Message);
    host.there.fails("SetProps", 0, Code::NOT_ENOUGH_DISK);
    assert_eq!(host.copy_to(Copy::new(source, copy)), (Code::NOT_ENOUGH_DISK, vec![]));
    assert_eq!(host.last_error(Code::NOT_ENOUGH_DISK).as_deref(), Some("SetProps fails as planned"));
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}
