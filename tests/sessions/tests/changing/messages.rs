//! What the runtime computes of a message (MSG-*), and whether it was read.

use crate::setup::{Heard, Setup, code, entry, message_in, number, text};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;

/// C-137
#[test]
fn a_new_message_gets_its_class_its_times_and_its_identifier_at_its_first_save() {
    let setup = Setup::new();
    let root = setup.root();
    let message = root.create_message(0).unwrap();
    assert_eq!(code(message.get(tags::ENTRYID)), Code::NOT_FOUND);
    message.save(0).unwrap();
    assert_eq!(text(&message, tags::MESSAGE_CLASS), "IPM");
    assert!(message.get(tags::CREATION_TIME).is_ok());
    assert!(message.get(tags::LAST_MODIFICATION_TIME).is_ok());
    assert_eq!(text(&setup.open(&entry(&message)), tags::MESSAGE_CLASS), "IPM");
    let named = root.create_message(0).unwrap();
    named.put(tags::MESSAGE_CLASS, "IPM.Note").unwrap();
    named.save(0).unwrap();
    assert_eq!(text(&named, tags::MESSAGE_CLASS), "IPM.Note");
    drop((root, message, named));
    setup.end();
}

/// C-138, C-139
#[test]
fn the_parts_of_a_subject_follow_it() {
    let cases = [
        ("Re: x", None, "Re: ", "x"),
        ("Wxyz: q", None, "", "Wxyz: q"),
        ("R2: q", None, "", "R2: q"),
        ("Wxyz: q", Some("Wxyz: "), "Wxyz: ", "q"),
        ("Re: q", Some("Zz: "), "Re: ", "q"),
    ];
    let setup = Setup::new();
    for (subject, own, prefix, rest) in cases {
        let message = setup.root().create_message(0).unwrap();
        message.put(tags::SUBJECT, subject).unwrap();
        own.into_iter().for_each(|own| message.put(tags::SUBJECT_PREFIX, own).unwrap());
        message.save(0).unwrap();
        let parts = [tags::SUBJECT_PREFIX, tags::NORMALIZED_SUBJECT].map(|tag| text(&message, tag));
        assert_eq!(parts, [prefix, rest], "{subject} with {own:?}");
    }
    setup.end();
}

/// C-142
#[test]
fn flags_are_a_clients_until_the_first_save() {
    let setup = Setup::new();
    let message = setup.root().create_message(0).unwrap();
    let unsent = number(&message, tags::MESSAGE_FLAGS);
    assert_eq!(unsent & (MSGFLAG_UNSENT | MSGFLAG_READ), MSGFLAG_UNSENT);
    message.put(tags::MESSAGE_FLAGS, MSGFLAG_READ).unwrap();
    message.save(0).unwrap();
    assert_eq!(number(&message, tags::MESSAGE_FLAGS) & (MSGFLAG_UNSENT | MSGFLAG_READ), MSGFLAG_READ);
    let problems = message.set(&[Property::new(tags::MESSAGE_FLAGS, 0_u32)]).unwrap();
    assert_eq!(problems, [(0, Code::COMPUTED)]);
    drop(message);
    setup.end();
}

/// C-143
#[test]
fn a_message_is_read_once() {
    let setup = Setup::new();
    let folder = setup.folder("f");
    let message = message_in(&folder, "first");
    for flags in [MAPI_MODIFY, 0] {
        let open = crate::calls::MessageCalls(setup.store().open(Some(&message), flags).unwrap());
        let heard = Heard::default();
        let sink = heard.sink();
        let connection = setup.store().advise(Some(&message), fnevObjectModified, &sink).unwrap();
        open.set_read_flag(0).unwrap();
        assert_eq!(number(&setup.store().folder(&entry(&folder)).unwrap(), tags::CONTENT_UNREAD), 0);
        open.set_read_flag(0).unwrap();
        assert_eq!(heard.take().len(), 1, "opened with {flags}");
        setup.store().unadvise(connection).unwrap();
        assert_eq!(folder.set_read_flags(None, CLEAR_READ_FLAG), Code::OK);
    }
    drop(folder);
    setup.end();
}

#[test]
fn what_is_read_is_not_what_was_written() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    open.put(tags::SUBJECT, "second").unwrap();
    open.set_read_flag(0).unwrap();
    // The flag is permanent, the subject is not.
    let again = setup.open(&message);
    assert_eq!(number(&again, tags::MESSAGE_FLAGS) & MSGFLAG_READ, MSGFLAG_READ);
    assert_eq!(text(&again, tags::SUBJECT), "first");
    assert_eq!(number(&open, tags::MESSAGE_FLAGS) & MSGFLAG_READ, MSGFLAG_READ, "its own object knows it");
    open.save(0).unwrap();
    let last = setup.open(&message);
    assert_eq!(number(&last, tags::MESSAGE_FLAGS) & MSGFLAG_READ, MSGFLAG_READ);
    assert_eq!(text(&last, tags::SUBJECT), "second");
    drop((open, again, last));
    setup.end();
}

#[test]
fn a_new_message_is_read_with_its_first_save() {
    let setup = Setup::new();
    let message = setup.root().create_message(0).unwrap();
    message.set_read_flag(0).unwrap();
    message.save(0).unwrap();
    assert_eq!(number(&message, tags::MESSAGE_FLAGS) & MSGFLAG_READ, MSGFLAG_READ);
    drop(message);
    setup.end();
}

#[test]
fn a_message_inside_another_is_read_with_the_outermost_save() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    let (number_of, attachment) = open.create_attachment().unwrap();
    attachment.embedded(MAPI_CREATE | MAPI_MODIFY).unwrap().save(0).unwrap();
    attachment.save(0).unwrap();
    open.save(0).unwrap();
    drop((attachment, open));
    let open = setup.open(&message);
    let attachment = open.open_attachment(number_of, MAPI_MODIFY).unwrap();
    let inner = attachment.embedded(MAPI_MODIFY).unwrap();
    inner.set_read_flag(0).unwrap(); // the author is not asked to commit what is inside
    inner.save(0).unwrap();
    attachment.save(0).unwrap();
    open.save(0).unwrap();
    let read = setup.store().open(Some(&message), 0).unwrap();
    let attachment = crate::calls::MessageCalls(read).open_attachment(number_of, 0).unwrap();
    let inner = attachment.embedded(0).unwrap();
    assert_eq!(number(&inner, tags::MESSAGE_FLAGS) & MSGFLAG_READ, MSGFLAG_READ);
    assert_eq!(code(inner.set_read_flag(CLEAR_READ_FLAG)), Code::NO_ACCESS);
    drop((open, attachment, inner));
    setup.end();
}

/// C-156
#[test]
fn formatted_text_is_out_of_step_with_a_new_body() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    open.put(tags::RTF_COMPRESSED, vec![1_u8, 2]).unwrap();
    open.put(tags::RTF_IN_SYNC, true).unwrap();
    open.save(0).unwrap();
    open.put(tags::BODY, "new").unwrap();
    open.save(0).unwrap();
    assert!(!matches!(open.get(tags::RTF_IN_SYNC), Ok(PropValue::Bool(true))));
    drop(open);
    setup.end();
}
