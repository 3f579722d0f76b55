//! What hangs on messages when they are copied: recipients, attachments, messages in messages.

use super::host::{Copy, Host};
use super::world::{Item, Kind, ROOT, Shared, lock};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::sync::Arc;

fn recipient(name: &str, kind: u32) -> Vec<Property> {
    vec![
        Property::new(tags::ROWID, 40),
        Property::new(tags::DISPLAY_NAME, name),
        Property::new(tags::RECIPIENT_TYPE, kind),
    ]
}

fn attachment(number: u32, properties: &[Property]) -> (u32, Shared) {
    let item = Item::new(Kind::Attachment, 0, 0, properties);
    lock(&item).put(Property::new(tags::ATTACH_NUM, number));
    (number, item)
}

fn file(number: u32, name: &str, bytes: Vec<u8>) -> (u32, Shared) {
    let method = Property::new(tags::ATTACH_METHOD, ATTACH_BY_VALUE);
    let data = Property::new(tags::ATTACH_DATA_BIN, bytes);
    attachment(number, &[method, Property::new(tags::ATTACH_FILENAME, name), data])
}

/// An attachment with a message in it.
pub fn with_message(number: u32, inside: Shared) -> (u32, Shared) {
    let (number, item) = attachment(number, &[Property::new(tags::ATTACH_METHOD, ATTACH_EMBEDDED_MSG)]);
    lock(&item).embedded = Some(inside);
    (number, item)
}

/// A message in a message, so many times; the innermost has a file.
pub fn nested(depth: usize) -> Shared {
    let message = |name: String| Item::new(Kind::Message, 0, 0, &[Property::new(tags::SUBJECT, name)]);
    let innermost = message(format!("level {depth}"));
    lock(&innermost).attachments.push(file(1, "core.bin", vec![1, 2, 3]));
    (0..depth).rev().fold(innermost, |inside, level| {
        let outer = message(format!("level {level}"));
        lock(&outer).attachments.push(with_message(1, inside));
        outer
    })
}

/// The subjects from a message inwards.
pub fn subjects(message: &Shared) -> Vec<String> {
    let mut all = Vec::new();
    let mut next = Some(Arc::clone(message));
    while let Some(message) = next.take() {
        let message = lock(&message);
        all.push(message.get(tags::SUBJECT).and_then(|it| it.as_text().map(str::to_owned)).unwrap_or_default());
        let inside = message.attachments.first().map(|(_, item)| Arc::clone(item));
        next = inside.and_then(|inside| lock(&inside).embedded.clone());
    }
    all
}

/// RCPT-3, PROP-91: all columns of each row, and rows of the copy's own.
#[test]
fn recipients_take_the_place_of_those_that_are_there() {
    let host = Host::new();
    let (from, to) = host.messages(&[]);
    let many: Vec<_> = (0..150).map(|number| recipient(&format!("number {number}"), MAPI_TO)).collect();
    lock(&host.here.item(from).unwrap()).recipients = many;
    lock(&host.there.item(to).unwrap()).recipients = vec![recipient("old", MAPI_CC)];
    let source = host.here.open(from);
    let copy = host.there.open(to);
    assert_eq!(host.copy_to(Copy::new(source, copy)), (Code::OK, vec![]));
    let there = host.there.item(to).unwrap();
    let rows = lock(&there).recipients.clone();
    let names: Vec<_> = rows.iter().flatten().filter(|one| one.tag == tags::DISPLAY_NAME).cloned().collect();
    assert_eq!(names.len(), 150);
    assert_eq!((names[0].value.clone(), names[149].value.clone()), ("number 0".into(), "number 149".into()));
    assert!(rows.iter().all(|row| super::message_calls::rowid(row) >= Some(1000)), "numbers of their own");
    let said = lock(&host.there.said).clone();
    assert_eq!(said, ["ModifyRecipients(0, 64)", "ModifyRecipients(2, 64)", "ModifyRecipients(2, 22)"]);
    let kept = Copy { flags: MAPI_NOREPLACE, ..Copy::new(source, copy) };
    assert_eq!(host.copy_to(kept).1, [(tags::MESSAGE_RECIPIENTS, Code::COLLISION)], "PROP-86");
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// ATT-2, PROP-79
#[test]
fn attachments_come_with_their_bytes_and_are_saved() {
    let host = Host::new();
    let (from, to) = host.messages(&[Property::new(tags::SUBJECT, "Photos")]);
    let large: Vec<_> = (0..300_000_u32).map(|number| number as u8).collect();
    lock(&host.here.item(from).unwrap()).attachments =
        vec![file(3, "small.txt", b"hello".to_vec()), file(8, "large.bin", large.clone())];
    lock(&host.there.item(to).unwrap()).attachments = vec![file(77, "old.txt", vec![])];
    let source = host.here.open(from);
    let copy = host.there.open(to);
    assert_eq!(host.copy_to(Copy::new(source, copy)), (Code::OK, vec![]));
    let there = host.there.item(to).unwrap();
    let there = lock(&there);
    let get = |index: usize, tag| lock(&there.attachments[index].1).get(tag);
    assert_eq!(there.attachments.len(), 2, "the old one is gone");
    assert_eq!(
        (get(0, tags::ATTACH_FILENAME), get(1, tags::ATTACH_FILENAME)),
        (Some("small.txt".into()), Some("large.bin".into()))
    );
    assert_eq!(
        (get(0, tags::ATTACH_DATA_BIN), get(1, tags::ATTACH_DATA_BIN)),
        (Some(b"hello"[..].into()), Some(large.into()))
    );
    drop(there);
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// PROP-84: an attachment is none of the properties that are not listed.
#[test]
fn copy_props_takes_the_parts_that_are_listed() {
    let host = Host::new();
    let (from, to) = host.messages(&[Property::new(tags::SUBJECT, "Re: Photos")]);
    let here = host.here.item(from).unwrap();
    lock(&here).attachments = vec![file(3, "small.txt", b"hello".to_vec())];
    lock(&here).recipients = vec![recipient("Ann", MAPI_TO)];
    let source = host.here.open(from);
    let copy = host.there.open(to);
    let tags = [tags::SUBJECT, tags::MESSAGE_RECIPIENTS];
    assert_eq!(host.copy_props(Copy { tags: Some(&tags), ..Copy::new(source, copy) }), (Code::OK, vec![]));
    let there = host.there.item(to).unwrap();
    let there = lock(&there);
    assert_eq!((there.recipients.len(), there.attachments.len()), (1, 0));
    drop(there);
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// PROP-79: the innermost is saved first, and none without the one around it.
#[test]
fn messages_in_messages_are_copied_at_every_depth_that_is_allowed() {
    let host = Host::new();
    let (from, to) = host.messages(&[Property::new(tags::SUBJECT, "top")]);
    lock(&host.here.item(from).unwrap()).attachments = vec![with_message(1, nested(31))];
    let source = host.here.open(from);
    let copy = host.there.open(to);
    assert_eq!(host.copy_to(Copy::new(source, copy)), (Code::OK, vec![]));
    let there = host.there.item(to).unwrap();
    let all = subjects(&there);
    assert_eq!((all.len(), all[0].as_str(), all[32].as_str()), (33, "top", "level 31"));
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// A problem past the depth that is allowed, and the rest of each message is there.
#[test]
fn a_message_that_is_too_deep_is_a_problem_and_no_recursion() {
    let host = Host::new();
    let (from, to) = host.messages(&[Property::new(tags::SUBJECT, "top")]);
    lock(&host.here.item(from).unwrap()).attachments =
        vec![with_message(1, nested(500)), file(2, "beside.txt", vec![1])];
    let source = host.here.open(from);
    let copy = host.there.open(to);
    let (code, problems) = host.copy_to(Copy::new(source, copy));
    assert_eq!((code, problems), (Code::OK, vec![(tags::MESSAGE_ATTACHMENTS, Code::NO_SUPPORT)]));
    let there = host.there.item(to).unwrap();
    assert_eq!(subjects(&there).len(), 33);
    assert_eq!(lock(&there).attachments.len(), 2, "what is beside it comes along");
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// An attachment is a source and a destination, too: its message comes along, and its save is the
/// caller's (PROP-92).
#[test]
fn an_attachment_is_copied_into_an_attachment() {
    let host = Host::new();
    let number = host.here.add(Kind::Attachment, 0, &[Property::new(tags::ATTACH_METHOD, ATTACH_EMBEDDED_MSG)]);
    lock(&host.here.item(number).unwrap()).embedded = Some(nested(1));
    let other = host.there.add(Kind::Attachment, 0, &[]);
    let source = host.here.open(number);
    let copy = host.there.open(other);
    assert_eq!(host.copy_to(Copy::new(source, copy)), (Code::OK, vec![]));
    let inside = lock(&host.there.item(other).unwrap()).embedded.clone().unwrap();
    assert_eq!(subjects(&inside), ["level 0", "level 1"]);
    host.with(source, |_| host.with(copy, |_| ()));
    host.check_nothing_is_left();
}

/// PROP-92, C-47
#[test]
fn a_destination_that_is_not_saved_leaves_nothing_in_its_folder() {
    let host = Host::new();
    let (from, _) = host.messages(&[Property::new(tags::SUBJECT, "Lunch?")]);
    let before = lock(&host.there.item(ROOT).unwrap()).messages.len();
    let source = host.here.open(from);
    let new = Item::new(Kind::Message, 0, 0, &[]);
    let pending = super::thing::Pending::Folder(host.there.item(ROOT).unwrap(), false);
    let copy = super::thing::Thing::make(&host.there, &new, Some(pending));
    assert_eq!(host.copy_to(Copy::new(source, copy)), (Code::OK, vec![]));
    assert_eq!(lock(&new).get(tags::SUBJECT), Some("Lunch?".into()));
    host.with(source, |_| host.with(copy, |_| ()));
    assert_eq!(lock(&host.there.item(ROOT).unwrap()).messages.len(), before);
    host.check_nothing_is_left();
}
