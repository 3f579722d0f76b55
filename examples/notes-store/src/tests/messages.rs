//! Messages: versions, attachments, what is inside them, large values.

use super::*;
use crate::folders;
use crate::value::LONG;
use provider_runtime::abi::flag::{PT_BINARY, PT_UNICODE};

const DATA: PropTag = tags::ATTACH_DATA_BIN::ID;
/// A property of nobody's.
const OURS: PropTag = PropTag(0x6677_0000);

fn text_of(notes: &Notes, id: i64, tag: PropTag) -> String {
    notes.read(|all| message::get(all, id, tag)).unwrap().as_text().unwrap().into()
}

fn commit_of(notes: &Notes, id: i64, version: i64, changes: Changes<'_>) -> Result<i64> {
    notes.change(|all| commit::commit(all, id, version, changes))
}

#[test]
fn a_message_that_somebody_else_has_changed_is_stored_only_if_forced() {
    let notes = in_memory();
    let id = create(&notes, &[GivenPart::new(subject("first"))]);
    let second = [GivenPart::changed(subject("second"))];
    assert_eq!(commit_of(&notes, id, 1, lend(&second)).unwrap(), 2);
    let third = [GivenPart::changed(subject("third"))];
    let refused = commit_of(&notes, id, 1, lend(&third)).unwrap_err();
    assert_eq!(refused.code(), Code::OBJECT_CHANGED);
    assert_eq!(text_of(&notes, id, tags::SUBJECT::ID), "second");
    let forced = Changes { is_forced: true, ..lend(&third) };
    assert_eq!(commit_of(&notes, id, 1, forced).unwrap(), 3);
    assert_eq!(text_of(&notes, id, tags::SUBJECT::ID), "third");
}

#[test]
fn the_state_of_a_message_changes_in_any_version_and_makes_none() {
    let notes = in_memory();
    let id = create(&notes, &[GivenPart::new(subject("first"))]);
    assert_eq!(commit_of(&notes, id, 1, lend(&[GivenPart::changed(subject("second"))])).unwrap(), 2);
    let read = [GivenPart::changed(Given::set([Property::new(tags::MESSAGE_FLAGS, 1)]))];
    let state = Changes { is_state_only: true, ..lend(&read) };
    assert_eq!(commit_of(&notes, id, 1, state).unwrap(), 1); // what was not seen stays unseen
    assert_eq!(commit_of(&notes, id, 1, lend(&read)).unwrap_err().code(), Code::OBJECT_CHANGED);
    assert_eq!(commit_of(&notes, id, 2, lend(&read)).unwrap(), 3);
    assert_eq!(count(&notes, "change"), 3);
}

#[test]
fn a_deleted_message_stays_deleted_and_a_deleted_folder_takes_none() {
    let notes = in_memory();
    let id = create(&notes, &[GivenPart::new(subject("first"))]);
    notes.change(|all| folders::delete_message(all, ROOT, id)).unwrap();
    let forced = Changes { is_forced: true, ..lend(&[]) };
    assert_eq!(commit_of(&notes, id, 1, forced).unwrap_err().code(), Code::OBJECT_DELETED);
    assert_eq!(notes.read(|all| message::get(all, id, tags::SUBJECT::ID)).unwrap_err().code(), Code::OBJECT_DELETED);
    let nowhere = notes.change(|all| commit::create(all, 77, lend(&[GivenPart::new(subject("lost"))])));
    assert_eq!(nowhere.unwrap_err().code(), Code::OBJECT_DELETED);
    let next = create(&notes, &[GivenPart::new(subject("next"))]);
    assert!(next > id, "a key was used twice");
}

#[test]
fn a_change_that_fails_in_its_last_part_leaves_nothing() {
    let notes = in_memory();
    let whole = GivenPart::new(subject("whole")).with(0, AttachmentChangeKind::Added, subject("file"));
    let id = create(&notes, &[whole]);
    let before = notes.read(|all| read(all, id)).unwrap();
    let first = GivenPart::changed(subject("torn")).with(0, AttachmentChangeKind::Removed, Given::default());
    let lost = GivenPart { within: Some((0, 9)), ..GivenPart::new(subject("in no attachment")) };
    assert_eq!(commit_of(&notes, id, 1, lend(&[first.clone(), lost])).unwrap_err().code(), Code::OBJECT_DELETED);
    let broken = [first];
    let mut short = lend(&broken);
    short.parts[0].values.large =
        vec![Large { tag: OURS.with_kind(PT_BINARY), len: 1 << 20, reader: Box::new(&b""[..]) }];
    assert_eq!(commit_of(&notes, id, 1, short).unwrap_err().code(), Code::CALL_FAILED);
    assert_eq!(notes.read(|all| read(all, id)).unwrap(), before);
}

#[test]
fn values_change_their_type_and_go() {
    let notes = in_memory();
    let id = create(&notes, &[GivenPart::new(subject("text"))]);
    let number = Given::set([Property::new(tags::SUBJECT::ID, 7), Property::new(OURS, "ours")]);
    commit_of(&notes, id, 1, lend(&[GivenPart::changed(number)])).unwrap();
    let of = |tag: PropTag| notes.read(|all| message::get(all, id, tag));
    assert_eq!(of(tags::SUBJECT::ID).unwrap(), 7.into());
    assert_eq!(notes.read(|all| message::tags_of(all, id)).unwrap().len(), 2);
    commit_of(&notes, id, 2, lend(&[GivenPart::changed(subject("again"))])).unwrap();
    assert_eq!(of(tags::SUBJECT::ID).unwrap(), "again".into());
    let removed = Given { removed: vec![tags::SUBJECT::ID, OURS, tags::COMMENT::ID], ..Given::default() };
    commit_of(&notes, id, 3, lend(&[GivenPart::changed(removed)])).unwrap();
    assert_eq!(of(tags::SUBJECT::ID).unwrap_err().code(), Code::NOT_FOUND);
    assert_eq!(notes.read(|all| message::tags_of(all, id)).unwrap(), Vec::<PropTag>::new());
}

#[test]
fn an_attachment_is_bytes_or_a_message_and_never_both() {
    let notes = in_memory();
    let outer = GivenPart::new(subject("outer")).with(3, AttachmentChangeKind::Added, Given::default());
    let inner = GivenPart { within: Some((0, 3)), ..GivenPart::new(subject("inner")) };
    let id = create(&notes, &[outer, inner.clone()]);
    let attached = |number| notes.read(|all| read(all, id)).unwrap().attachments.remove(&number).unwrap();
    assert!(attached(3).message.is_some() && attached(3).values.is_empty());
    // Bytes take the message's place, the message takes theirs.
    let bytes = Given::set([Property::new(DATA, vec![1, 2, 3])]);
    let changed = GivenPart::changed(Given::default()).with(3, AttachmentChangeKind::Changed, bytes);
    commit_of(&notes, id, 1, lend(&[changed])).unwrap();
    assert!(attached(3).message.is_none() && attached(3).values.len() == 1);
    commit_of(&notes, id, 2, lend(&[GivenPart::changed(Given::default()), inner])).unwrap();
    assert!(attached(3).message.is_some() && attached(3).values.is_empty());
    // A change of what is inside leaves the rest as it was.
    let again = GivenPart { within: Some((0, 3)), ..GivenPart::changed(Given::set([Property::new(OURS, 1)])) };
    commit_of(&notes, id, 3, lend(&[GivenPart::changed(Given::default()), again])).unwrap();
    assert_eq!(attached(3).message.unwrap().values.len(), 2);
    let gone = Given { removed: vec![tags::ATTACH_DATA_OBJ::ID], ..Given::default() };
    let changed = GivenPart::changed(Given::default()).with(3, AttachmentChangeKind::Changed, gone);
    commit_of(&notes, id, 4, lend(&[changed])).unwrap();
    assert_eq!((attached(3), count(&notes, "message")), (Attachment::default(), 1));
}

#[test]
fn two_thousand_messages_inside_each_other_are_stored_and_deleted_on_a_small_stack() {
    let work = || {
        let notes = in_memory();
        let part = |place: usize| GivenPart {
            within: place.checked_sub(1).map(|outer| (outer, 0)),
            ..GivenPart::new(subject(&format!("level {place}"))).with(0, AttachmentChangeKind::Added, Given::default())
        };
        let parts: Vec<_> = (0..2000).map(part).collect();
        let id = create(&notes, &parts);
        assert_eq!(count(&notes, "message"), 2000);
        // All below the first attachment, by a commit; then all, by its folder.
        let removed = GivenPart::changed(Given::default()).with(0, AttachmentChangeKind::Removed, Given::default());
        commit_of(&notes, id, 1, lend(&[removed])).unwrap();
        assert_eq!(count(&notes, "message"), 1);
        let id = create(&notes, &parts);
        notes.change(|all| folders::delete_message(all, ROOT, id)).unwrap();
        assert_eq!(count(&notes, "message"), 1);
        let emptied = [GivenPart { is_new: true, ..parts[0].clone() }];
        let id = create(&notes, &parts);
        commit_of(&notes, id, 1, lend(&emptied)).unwrap();
        assert_eq!((count(&notes, "message"), count(&notes, "attachment")), (2, 1));
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(work).unwrap().join().unwrap();
}

#[test]
fn recipients_are_replaced_as_a_whole_in_their_order() {
    let notes = in_memory();
    let ann = StoredRecipient::to("Ann", "SMTP", "ann@example.org").with(OURS, vec![1_i32, 2]);
    let ben = StoredRecipient::cc("Ben", "SMTP", "ben@example.org");
    let part = GivenPart { recipients: Some(vec![ann.clone(), ben.clone()]), ..GivenPart::new(subject("to both")) };
    let id = create(&notes, &[part]);
    let names = || {
        let recipients = notes.read(|all| message::recipients(all, id)).unwrap();
        let name = |values: &[Property]| values.iter().find(|value| value.tag == tags::DISPLAY_NAME).cloned();
        recipients.iter().map(|one| name(one.values()).unwrap().value).collect::<Vec<_>>()
    };
    assert_eq!(names(), ["Ann".into(), PropValue::from("Ben")]);
    commit_of(&notes, id, 1, lend(&[GivenPart::changed(subject("still both"))])).unwrap();
    assert_eq!(names().len(), 2);
    let turned = GivenPart { recipients: Some(vec![ben, ann]), ..GivenPart::default() };
    commit_of(&notes, id, 2, lend(&[turned])).unwrap();
    assert_eq!(names(), ["Ben".into(), PropValue::from("Ann")]);
    let none = GivenPart { recipients: Some(Vec::new()), ..GivenPart::default() };
    commit_of(&notes, id, 3, lend(&[none])).unwrap();
    assert_eq!((names().len(), count(&notes, "recipient_property")), (0, 0));
}

#[test]
fn what_came_through_a_stream_is_text_if_it_is_short_and_bytes_in_parts_if_it_is_long() {
    let notes = in_memory();
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let long: String = "Größe ".repeat(LONG);
    let body = PropTag::new(tags::BODY.id(), PT_UNICODE);
    let mut given =
        Given { large: vec![(tags::SUBJECT::ID, utf16("Ünø")), (body, utf16(&long))], ..Given::default() };
    given.large.push((OURS.with_kind(PT_UNICODE), vec![0, 0xD8, b'a'])); // half a letter, and half a unit
    let id = create(&notes, &[GivenPart::new(given)]);
    assert_eq!(text_of(&notes, id, tags::SUBJECT::ID), "Ünø");
    assert_eq!(text_of(&notes, id, tags::BODY::ID), long);
    let large = |tag| notes.read(|all| properties::large(all, Owner::Message(id), tag)).unwrap();
    assert_eq!(large(tags::BODY::ID).unwrap().1, utf16(&long).len() as i64);
    assert_eq!((large(tags::SUBJECT::ID), large(OURS)), (None, None));
    assert_eq!(text_of(&notes, id, OURS.with_kind(PT_UNICODE)), "\u{FFFD}");
    // A long text that is set as a whole can be read in parts too.
    commit_of(&notes, id, 1, lend(&[GivenPart::changed(Given::set([Property::new(OURS, &*long)]))])).unwrap();
    assert!(large(OURS).is_some());
}

#[test]
fn a_submitted_message_is_in_the_queue_once_until_it_is_taken_out_or_deleted() {
    let notes = in_memory();
    let parts = [GivenPart::new(subject("first"))];
    let submitted = || Changes { submits: true, ..lend(&parts) };
    let [first, second] = [0; 2].map(|_| notes.change(|all| commit::create(all, ROOT, submitted())).unwrap());
    commit_of(&notes, first, 1, submitted()).unwrap();
    let keys = |ids: &[i64]| ids.iter().map(|id| Key::Message(*id).to_bytes()).collect::<Vec<_>>();
    assert_eq!(notes.keys().unwrap(), keys(&[first, second]));
    Queue::remove(&notes, &Key::Message(first).to_bytes()).unwrap();
    Queue::remove(&notes, &Key::Message(first).to_bytes()).unwrap(); // it is out already
    assert_eq!(notes.keys().unwrap(), keys(&[second]));
    notes.change(|all| folders::delete_message(all, ROOT, second)).unwrap();
    assert_eq!(notes.keys().unwrap(), keys(&[]));
}

#[test]
fn nothing_is_left_of_a_message_that_is_deleted() {
    let notes = in_memory();
    let recipients = Some(vec![StoredRecipient::to("Ann", "SMTP", "ann@example.org")]);
    let outer = GivenPart { recipients, ..GivenPart::new(Given::set([Property::new(OURS, 1)])) };
    let outer = outer.with(0, AttachmentChangeKind::Added, Given::set([Property::new(OURS, 2)]));
    let inner = GivenPart { within: Some((0, 0)), recipients: outer.recipients.clone(), ..outer.clone() };
    let id = create(&notes, &[outer, inner]);
    notes.change(|all| folders::delete_message(all, ROOT, id)).unwrap();
    assert_empty(&notes);
}
