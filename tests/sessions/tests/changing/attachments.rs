//! Attachments, and messages inside them (ATT-1 to ATT-11): what counts after which save, at any
//! depth.

use crate::calls::{Item, MessageCalls};
use crate::setup::{Setup, code, number, text};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;

const NEW: u32 = MAPI_CREATE | MAPI_MODIFY;

fn rows(message: &MessageCalls) -> usize {
    message.attachments().unwrap().all_rows().unwrap().len()
}

/// A new attachment with a name, saved.
fn attached(message: &MessageCalls, name: &str) -> (u32, Item) {
    let (number, attachment) = message.create_attachment().unwrap();
    attachment.put(tags::ATTACH_FILENAME, name).unwrap();
    attachment.save(KEEP_OPEN_READWRITE).unwrap();
    (number, attachment)
}

/// C-150
#[test]
fn an_attachment_that_was_saved_without_its_message_is_nowhere() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    let (number, attachment) = attached(&open, "a.txt");
    assert_eq!((number, rows(&open)), (0, 1));
    drop((attachment, open));
    assert_eq!(rows(&setup.open(&message)), 0);
    setup.end();
}

#[test]
fn an_attachment_that_was_not_saved_is_not_in_its_message() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    let (number, attachment) = open.create_attachment().unwrap();
    attachment.put(tags::ATTACH_FILENAME, "a.txt").unwrap();
    assert_eq!(rows(&open), 0);
    open.save(KEEP_OPEN_READWRITE).unwrap();
    assert_eq!(rows(&setup.open(&message)), 0);
    drop(attachment);
    assert_eq!(code(open.open_attachment(number, 0).map(|_| ())), Code::NOT_FOUND);
    // Its number is no other's while the message is open.
    assert_eq!(attached(&open, "b.txt").0, number + 1);
    drop(open);
    setup.end();
}

/// C-151
#[test]
fn an_attachment_that_was_saved_with_its_message_is_in_every_place_that_tells_of_it() {
    let setup = Setup::new();
    let message = setup.message("first");
    let root = setup.root();
    let contents = root.contents(0).unwrap();
    assert_eq!(contents.column(tags::HASATTACH).unwrap(), [PropValue::Bool(false)]);
    let open = setup.open(&message);
    let (_, attachment) = attached(&open, "a.txt");
    open.save(0).unwrap();
    drop((attachment, open));
    let again = setup.open(&message);
    let table = again.attachments().unwrap();
    assert_eq!(table.column(tags::ATTACH_FILENAME).unwrap(), [PropValue::from("a.txt")]);
    assert_eq!(number(&again, tags::MESSAGE_FLAGS) & MSGFLAG_HASATTACH, MSGFLAG_HASATTACH);
    assert_eq!(again.get(tags::HASATTACH).unwrap(), PropValue::Bool(true));
    let contents = root.contents(0).unwrap();
    assert_eq!(contents.column(tags::HASATTACH).unwrap(), [PropValue::Bool(true)]);
    again.delete_attachment(0).unwrap();
    again.save(0).unwrap();
    assert_eq!(number(&again, tags::MESSAGE_FLAGS) & MSGFLAG_HASATTACH, 0);
    assert_eq!(again.get(tags::HASATTACH).unwrap(), PropValue::Bool(false));
    drop((again, table, contents, root));
    setup.end();
}

/// ATT-7: the data of an attachment are a property like another where there is no attachment.
#[test]
fn data_that_are_set_on_a_message_leave_its_first_attachment_alone() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    let (number, attachment) = attached(&open, "a.txt");
    open.put(tags::ATTACH_DATA_BIN, &b"bytes"[..]).unwrap();
    assert_eq!((number, rows(&open)), (0, 1));
    open.delete(&[tags::ATTACH_DATA_BIN]).unwrap();
    open.save(KEEP_OPEN_READWRITE).unwrap();
    assert_eq!((rows(&open), rows(&setup.open(&message))), (1, 1));
    drop((attachment, open));
    setup.end();
}

/// C-152
#[test]
fn a_deleted_attachment_is_there_until_its_message_is_saved() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    drop(attached(&open, "a.txt"));
    open.save(0).unwrap();
    open.delete_attachment(0).unwrap();
    assert_eq!(rows(&open), 0);
    assert_eq!(code(open.delete_attachment(0)), Code::NOT_FOUND);
    drop(open);
    let again = setup.open(&message);
    assert_eq!(rows(&again), 1);
    again.delete_attachment(0).unwrap();
    again.save(0).unwrap();
    assert_eq!(rows(&setup.open(&message)), 0);
    drop(again);
    setup.end();
}

#[test]
fn an_attachment_that_came_and_went_between_two_saves_is_no_change() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    let (number, attachment) = attached(&open, "a.txt");
    drop(attachment);
    open.delete_attachment(number).unwrap();
    open.put(tags::SUBJECT, "second").unwrap();
    open.save(0).unwrap(); // the author refuses to remove what he never had
    drop(open);
    setup.end();
}

#[test]
fn who_has_a_deleted_attachment_open_is_told_so() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    let (number, attachment) = attached(&open, "a.txt");
    open.save(0).unwrap();
    open.delete_attachment(number).unwrap();
    assert_eq!(code(attachment.get(tags::ATTACH_FILENAME)), Code::OBJECT_DELETED);
    assert_eq!(code(attachment.put(tags::ATTACH_FILENAME, "b.txt")), Code::OBJECT_DELETED);
    assert_eq!(code(attachment.save(0)), Code::OBJECT_DELETED);
    open.save(0).unwrap();
    assert_eq!(code(attachment.save(0)), Code::OBJECT_DELETED);
    drop((open, attachment));
    setup.end();
}

#[test]
fn two_objects_of_one_attachment_share_what_is_unsaved() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    let (number, one) = attached(&open, "a.txt");
    let other = open.open_attachment(number, MAPI_MODIFY).unwrap();
    one.put(tags::ATTACH_FILENAME, "b.txt").unwrap();
    assert_eq!(text(&other, tags::ATTACH_FILENAME), "b.txt");
    drop(one);
    // One object is left, and with it what was set through the other one.
    assert_eq!(text(&other, tags::ATTACH_FILENAME), "b.txt");
    other.save(0).unwrap();
    drop(other);
    open.save(0).unwrap();
    let again = setup.open(&message).open_attachment(number, 0).unwrap();
    assert_eq!(text(&again, tags::ATTACH_FILENAME), "b.txt");
    drop((open, again));
    setup.end();
}

#[test]
fn what_is_set_on_an_attachment_again_after_a_save_is_one_change() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    let (number, attachment) = attached(&open, "a.txt");
    open.save(0).unwrap();
    for name in ["b.txt", "c.txt"] {
        attachment.put(tags::ATTACH_FILENAME, name).unwrap();
        attachment.delete(&[tags::ATTACH_METHOD]).unwrap();
        attachment.save(0).unwrap();
        open.save(0).unwrap();
        let again = setup.open(&message).open_attachment(number, 0).unwrap();
        assert_eq!(text(&again, tags::ATTACH_FILENAME), name);
    }
    drop((open, attachment));
    setup.end();
}

/// C-153
#[test]
fn a_message_in_an_attachment_is_saved_from_the_inside_out() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    let (number, attachment) = open.create_attachment().unwrap();
    let inner = attachment.embedded(NEW).unwrap();
    inner.put(tags::SUBJECT, "inner").unwrap();
    inner.modify_recipients(0, &[crate::setup::to("a")]).unwrap();
    inner.save(0).unwrap();
    attachment.save(0).unwrap();
    open.save(0).unwrap();
    drop((inner, attachment, open));
    let again = setup.open(&message);
    let attachment = again.open_attachment(number, MAPI_MODIFY).unwrap();
    assert_eq!(self::number(&attachment, tags::ATTACH_METHOD), ATTACH_EMBEDDED_MSG);
    let inner = attachment.embedded(MAPI_MODIFY).unwrap();
    assert_eq!(text(&inner, tags::SUBJECT), "inner");
    assert_eq!(inner.recipients().unwrap().all_rows().unwrap().len(), 1);
    // And changed where it is.
    inner.put(tags::SUBJECT, "changed").unwrap();
    inner.save(0).unwrap();
    attachment.save(0).unwrap();
    again.save(0).unwrap();
    let last = setup.open(&message).open_attachment(number, 0).unwrap().embedded(0).unwrap();
    assert_eq!(text(&last, tags::SUBJECT), "changed");
    drop((again, attachment, inner, last));
    setup.end();
}

#[test]
fn each_object_saves_what_is_inside_it_and_no_more() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    let (number, attachment) = open.create_attachment().unwrap();
    let inner = attachment.embedded(NEW).unwrap();
    inner.put(tags::SUBJECT, "never saved").unwrap();
    attachment.save(0).unwrap();
    open.save(0).unwrap();
    let data = setup.database.data();
    let part = data.messages.values().next().unwrap().part;
    assert_eq!(data.parts[&part].attachments[&number].inner, None);
    drop((inner, attachment, open));
    setup.end();
}

#[test]
fn bytes_and_a_message_in_one_attachment_exclude_each_other() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    let (number, attachment) = open.create_attachment().unwrap();
    let inner = attachment.embedded(NEW).unwrap();
    inner.save(0).unwrap();
    attachment.save(0).unwrap();
    open.save(0).unwrap();
    drop(inner);
    attachment.put(tags::ATTACH_DATA_BIN, vec![1_u8, 2]).unwrap();
    attachment.put(tags::ATTACH_METHOD, ATTACH_BY_VALUE).unwrap();
    attachment.save(0).unwrap();
    open.save(0).unwrap();
    let again = setup.open(&message).open_attachment(number, 0).unwrap();
    assert_eq!(code(again.embedded(0).map(|_| ())), Code::NOT_FOUND);
    assert_eq!(setup.database.data().parts.len(), 1, "what was in it is gone");
    drop(again);
    let inner = attachment.embedded(NEW).unwrap();
    inner.put(tags::SUBJECT, "back").unwrap();
    inner.save(0).unwrap();
    attachment.save(0).unwrap();
    open.save(0).unwrap();
    let again = setup.open(&message).open_attachment(number, 0).unwrap();
    assert_eq!(again.get(tags::ATTACH_DATA_BIN).map_err(|error| error.code()), Err(Code::NOT_FOUND));
    assert_eq!(text(&again.embedded(0).unwrap(), tags::SUBJECT), "back");
    drop((open, attachment, inner, again));
    setup.end();
}

/// C-154
#[test]
fn an_attachment_of_bytes_is_no_message() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    let (number, attachment) = open.create_attachment().unwrap();
    attachment.put(tags::ATTACH_DATA_BIN, vec![1_u8]).unwrap();
    attachment.save(0).unwrap();
    assert_eq!(code(attachment.embedded(0).map(|_| ())), Code::NOT_FOUND);
    open.save(0).unwrap();
    let again = open.open_attachment(number, 0).unwrap();
    assert_eq!(code(again.embedded(0).map(|_| ())), Code::NOT_FOUND);
    drop((open, attachment, again));
    setup.end();
}

/// C-155
#[test]
fn attachments_stand_in_the_order_of_their_places_in_the_text() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    for position in [7, -1, 3] {
        let (_, attachment) = open.create_attachment().unwrap();
        attachment.put(tags::RENDERING_POSITION, position).unwrap();
        attachment.save(0).unwrap();
    }
    let places = || open.attachments().unwrap().column(tags::RENDERING_POSITION).unwrap();
    assert_eq!(places(), [-1, 3, 7].map(PropValue::from));
    open.save(0).unwrap();
    assert_eq!(places(), [-1, 3, 7].map(PropValue::from));
    drop(open);
    setup.end();
}
