//! Messages, recipients, attachments, as they are read (MSG-*, RCPT-1, ATT-6, ATT-8, ATT-11).

use crate::client::open_property;
use crate::provider::{FULL, PLAIN, Setup};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::IID_IMessage;
use provider_runtime::prelude::*;
use provider_runtime::session::Contents;

/// C-140, C-141: no recipient is no error.
#[test]
fn display_lists_are_made_of_the_recipients_in_their_order() {
    let setup = Setup::shelved();
    let lists = [tags::DISPLAY_TO::ID, tags::DISPLAY_CC::ID, tags::DISPLAY_BCC::ID];
    for (key, expected) in [(PLAIN, ["", "", ""]), (FULL, ["A; B", "C", ""])] {
        let message = setup.open(key);
        assert_eq!(lists.map(|tag| message.get(tag).unwrap()), expected.map(PropValue::from));
    }
    setup.end();
}

/// C-138, of a message that is there already.
#[test]
fn a_subject_is_its_prefix_and_the_rest() {
    let setup = Setup::shelved();
    let message = setup.open(FULL);
    let parts = [tags::SUBJECT_PREFIX::ID, tags::NORMALIZED_SUBJECT::ID].map(|tag| message.get(tag).unwrap());
    assert_eq!(parts, ["Re: ", "x"].map(PropValue::from));
    drop(message);
    setup.end();
}

/// C-149: MFCMAPI chooses no columns there.
#[test]
fn recipients_come_with_what_is_required_without_a_choice_of_columns() {
    let setup = Setup::shelved();
    let message = setup.open(FULL);
    let rows = Contents::of(&message).recipients(0).unwrap().rows(255, 0).unwrap();
    let required =
        [tags::ROWID::ID, tags::DISPLAY_NAME::ID, tags::RECIPIENT_TYPE::ID, tags::ADDRTYPE::ID, tags::INSTANCE_KEY::ID];
    for row in &rows {
        let is_there = |tag: &&PropTag| {
            row.iter().any(|one| one.tag.id() == tag.id() && !matches!(one.value, PropValue::Error(_)))
        };
        assert_eq!(required.iter().find(|tag| !is_there(tag)), None, "{row:?}");
    }
    assert_eq!(rows.len(), 3);
    drop(message);
    setup.end();
}

/// C-154, C-153 as far as it reads: a file is no message, and a message in a message opens.
#[test]
fn a_file_opens_as_no_message_and_a_message_does() {
    let setup = Setup::shelved();
    let message = setup.open(FULL);
    let file = Contents::of(&message).open_attachment(0, 0).unwrap();
    let refused = open_property(&file, tags::ATTACH_DATA_OBJ::ID, Some(IID_IMessage), 0, 0);
    assert!([Code::NOT_FOUND, Code::INTERFACE_NOT_SUPPORTED].contains(&refused), "{refused}");
    let bytes = Contents::of(&file).stream(tags::ATTACH_DATA_BIN).unwrap().rest().unwrap();
    assert_eq!(bytes, b"soup");
    let inside = Contents::of(&message).open_attachment(1, 0).unwrap();
    let embedded = Contents::of(&inside).embedded(0).unwrap();
    assert_eq!(embedded.get(tags::SUBJECT).unwrap(), "ab".into());
    assert_eq!(embedded.get(tags::ENTRYID).unwrap_err().code(), Code::NOT_FOUND); // MSG-21
    assert!(Contents::of(&message).open_attachment(9, 0).is_err());
    drop((file, embedded, inside, message));
    setup.end();
}

/// C-155: by where they stand in the text, those that stand nowhere first.
#[test]
fn attachments_come_by_their_positions() {
    let setup = Setup::shelved();
    let message = setup.open(FULL);
    let table = Contents::of(&message).attachments(MAPI_UNICODE).unwrap();
    table.set_columns(&[tags::RENDERING_POSITION::ID, tags::ATTACH_NUM::ID]).unwrap();
    let rows: Vec<_> = table.rows(10, 0).unwrap().into_iter().map(|row| row[0].value.as_i32()).collect();
    assert_eq!(rows, [Some(-1), Some(3), Some(7)]);
    drop((table, message));
    setup.end();
}
