//! ModifyRecipients and the display lists (RCPT-*, MSG-3).

use crate::calls::MessageCalls;
use crate::setup::{Setup, code, recipient, text, to};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;

/// The names and the numbers of a message's recipients.
fn listed(message: &MessageCalls) -> Vec<(String, u32)> {
    let table = message.recipients().unwrap();
    table.set_columns(&[tags::DISPLAY_NAME, tags::ROWID]).unwrap();
    let rows = table.all_rows().unwrap().into_iter();
    rows.map(|row| (row[0].value.as_text().unwrap().to_owned(), row[1].value.as_i32().unwrap() as u32)).collect()
}

fn names(message: &MessageCalls) -> Vec<String> {
    listed(message).into_iter().map(|(name, _)| name).collect()
}

fn numbered(number: u32, row: Vec<Property>) -> Vec<Property> {
    [vec![Property::new(tags::ROWID, number)], row].concat()
}

/// C-144
#[test]
fn recipients_are_replaced_added_and_removed() {
    let setup = Setup::new();
    let message = setup.message("first");
    let open = setup.open(&message);
    open.modify_recipients(MODRECIP_ADD, &[to("a"), to("b")]).unwrap();
    open.modify_recipients(0, &[to("c")]).unwrap();
    assert_eq!(names(&open), ["c"]);
    open.modify_recipients(MODRECIP_ADD, &[to("d")]).unwrap();
    assert_eq!(names(&open), ["c", "d"]);
    let number = listed(&open)[0].1;
    open.modify_recipients(MODRECIP_REMOVE, &[numbered(number, Vec::new())]).unwrap();
    assert_eq!(names(&open), ["d"]);
    assert_eq!(names(&setup.open(&message)), [""; 0]);
    open.save(0).unwrap();
    assert_eq!(names(&setup.open(&message)), ["d"]);
    assert_eq!(code(open.modify_recipients(MODRECIP_ADD | MODRECIP_REMOVE, &[to("e")])), Code::INVALID_PARAMETER);
    drop(open);
    setup.end();
}

/// C-145
#[test]
fn a_modified_recipient_has_the_new_values_alone() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    open.modify_recipients(0, &[to("a")]).unwrap();
    let number = listed(&open)[0].1;
    let row = vec![Property::new(tags::DISPLAY_NAME, "b"), Property::new(tags::RECIPIENT_TYPE, MAPI_TO)];
    open.modify_recipients(MODRECIP_MODIFY, &[numbered(number, row)]).unwrap();
    assert_eq!(names(&open), ["b"]);
    assert_eq!(open.recipients().unwrap().column(tags::EMAIL_ADDRESS).unwrap(), []);
    drop(open);
    setup.end();
}

/// C-146
#[test]
fn a_row_of_the_table_that_is_given_back_changes_nothing() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    open.modify_recipients(0, &[to("a"), recipient(MAPI_CC, "b")]).unwrap();
    let before = open.recipients().unwrap().all_rows().unwrap();
    open.modify_recipients(MODRECIP_MODIFY, &before).unwrap();
    assert_eq!(open.recipients().unwrap().all_rows().unwrap(), before);
    drop(open);
    setup.end();
}

/// C-147
#[test]
fn odd_recipients_are_refused_or_left_out() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    open.modify_recipients(0, &[to("a")]).unwrap();
    let null = Property { tag: PropTag(0x3004_0001), value: PropValue::Null };
    assert!(open.modify_recipients(MODRECIP_ADD, &[to("b"), vec![null]]).is_err());
    assert_eq!(names(&open), ["a"]);
    let error = Property { tag: tags::COMMENT.with_kind(PT_ERROR), value: PropValue::Error(Code::NOT_FOUND) };
    open.modify_recipients(MODRECIP_ADD, &[[to("b"), vec![error]].concat(), Vec::new()]).unwrap();
    assert_eq!(names(&open), ["a", "b"]);
    assert_eq!(open.recipients().unwrap().column(tags::COMMENT).unwrap(), []);
    drop(open);
    setup.end();
}

/// C-148
#[test]
fn numbers_that_a_client_gives_are_kept() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    open.modify_recipients(0, &[numbered(5, to("a")), numbered(9, to("b"))]).unwrap();
    assert_eq!(listed(&open), [("a".to_owned(), 5), ("b".to_owned(), 9)]);
    drop(open);
    setup.end();
}

/// C-149
#[test]
fn a_recipient_table_has_the_required_columns_from_the_start() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    open.modify_recipients(0, &[to("a"), to("b")]).unwrap();
    let rows = open.recipients().unwrap().rows(255).unwrap();
    assert_eq!(rows.len(), 2);
    let required = [
        tags::ROWID,
        tags::INSTANCE_KEY,
        tags::RECIPIENT_TYPE,
        tags::DISPLAY_NAME,
        tags::ADDRTYPE,
        tags::EMAIL_ADDRESS,
        tags::ENTRYID,
        tags::OBJECT_TYPE,
        tags::DISPLAY_TYPE,
    ];
    for tag in required {
        assert!(rows[0].iter().any(|property| property.tag.id() == tag.id()), "{tag:?}");
    }
    drop(open);
    setup.end();
}

/// C-140, C-141
#[test]
fn display_lists_are_made_at_saving() {
    let setup = Setup::new();
    let open = setup.open(&setup.message("first"));
    assert_eq!(text(&open, tags::DISPLAY_TO), "");
    open.modify_recipients(0, &[to("A"), recipient(MAPI_CC, "C"), to("B")]).unwrap();
    open.save(0).unwrap();
    let lists = [tags::DISPLAY_TO, tags::DISPLAY_CC, tags::DISPLAY_BCC].map(|tag| text(&open, tag));
    assert_eq!(lists, ["A; B", "C", ""]);
    drop(open);
    setup.end();
}
