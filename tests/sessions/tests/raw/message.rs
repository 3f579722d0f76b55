//! A message as the spooler lends it to a transport, over its raw vtables: what SaveChanges keeps,
//! recipients, attachments, streams, and what is left of it after its lender's close. The calls are
//! in `message/raw.rs`, the streams' own facts in `message/streams.rs`.
#![allow(unsafe_code, reason = "raw calls are what is tested")]

pub mod raw;
mod streams;

use provider_runtime::abi;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::*;
use provider_runtime::abi::imapi_prop::IMAPIPropVtbl;
use provider_runtime::abi::imessage::IMessageVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::MAPIERROR;
use provider_runtime::prelude::*;
use provider_runtime::session::{LentMessage, Memory, Message, Session};
use raw::Raw;
use std::ptr::null_mut;
use support::Script;
use support::raw::{add_ref, argument, methods, query, release};

fn session() -> Session {
    Script::new().session().unwrap()
}

fn lunch() -> Message {
    let message = Message::new().with(tags::SUBJECT, "Lunch?").with(tags::BODY, "At noon.").with(tags::PRIORITY, 1);
    message.to("Ann", "SMTP", "ann@example.com").cc("Bob", "SMTP", "bob@example.com")
}

/// The message with a reference of the test's own, as a transport has it that takes one.
fn held<'m>(lent: &LentMessage, memory: &'m Memory) -> Raw<'m> {
    add_ref(lent.as_raw());
    Raw { object: lent.as_raw(), memory }
}

fn column(row: &[Property], tag: PropTag) -> Option<PropValue> {
    row.iter().find(|property| property.tag == tag).map(|property| property.value.clone())
}

/// What stands in one column of a table, by row.
fn columns(table: &Raw<'_>, tag: PropTag) -> Vec<PropValue> {
    table.rows(i32::MAX).unwrap().iter().map(|row| column(row, tag).unwrap()).collect()
}

/// ERR-4
#[test]
fn a_lent_message_and_its_attachments_have_one_identity_each() {
    let session = session();
    let lent = lunch().lend(session.memory());
    let message = held(&lent, session.memory());
    let (_, attachment) = message.create_attach().unwrap();
    let table = message.recipients().unwrap();
    let stream = message.stream(tags::BODY::ID, 0).unwrap();
    let objects: [(&Raw<'_>, &[Iid]); 4] = [
        (&message, &[IID_IUnknown, IID_IMessage, IID_IMAPIProp]),
        (&attachment, &[IID_IUnknown, IID_IAttachment, IID_IMAPIProp]),
        (&table, &[IID_IUnknown, IID_IMAPITable]),
        (&stream, &[IID_IUnknown, IID_ISequentialStream, IID_IStream]),
    ];
    for (raw, iids) in objects {
        for iid in iids {
            assert_eq!(query(raw.object, *iid), (Code::OK, raw.object));
            release(raw.object);
        }
        assert_eq!(query(raw.object, IID_IMsgStore), (Code::INTERFACE_NOT_SUPPORTED, null_mut()));
    }
    drop((message, attachment, table, stream));
    assert_eq!(lent.close().left, 0);
}

#[test]
fn a_message_keeps_what_was_saved_and_forgets_the_rest() {
    let session = session();
    let lent = lunch().lend(session.memory());
    let message = held(&lent, session.memory());
    assert_eq!(lent.saved(), None);
    assert_eq!(lent.current(), lunch());
    assert_eq!(message.set(&[Property::new(tags::SUBJECT, "Dinner?")]), (Code::OK, vec![]));
    assert_eq!(message.delete(tags::PRIORITY::ID), (Code::OK, vec![]));
    assert_eq!((message.get(tags::SUBJECT::ID), message.save()), ("Dinner?".into(), Code::OK));
    assert_eq!(message.set(&[Property::new(tags::SUBJECT, "Supper?")]).0, Code::OK);
    assert_eq!(lent.current().text(tags::SUBJECT), Some("Supper?"));
    drop(message);
    let saved = lent.close().saved.unwrap();
    assert_eq!((saved.text(tags::SUBJECT), saved.get(tags::PRIORITY)), (Some("Dinner?"), None));
    assert_eq!((saved.text(tags::BODY), saved.recipients()), (Some("At noon."), lunch().recipients()));
    assert_eq!(session.memory().live(), 0);
}

/// GEN-4, and the properties that stand for what hangs on a message.
#[test]
fn all_properties_come_in_the_width_that_was_asked_for_and_tables_as_objects() {
    let session = session();
    let lent = lunch().lend(session.memory());
    let message = held(&lent, session.memory());
    let own = [tags::OBJECT_TYPE::ID, tags::HASATTACH::ID, tags::MESSAGE_RECIPIENTS::ID, tags::MESSAGE_ATTACHMENTS::ID];
    let narrow = [abi::tags::SUBJECT_A, abi::tags::BODY_A, tags::PRIORITY::ID];
    assert_eq!(message.list(0), [&own[..], &narrow].concat());
    let (code, all) = message.get_props(&[], 0);
    assert_eq!((code, all.len()), (Code::OK, 7));
    assert_eq!(column(&all, abi::tags::SUBJECT_A), Some("Lunch?".into()));
    assert_eq!(column(&all, tags::MESSAGE_RECIPIENTS::ID), Some(PropValue::Object));
    assert_eq!(column(&all, tags::OBJECT_TYPE::ID), Some(MAPI_MESSAGE.into()));
    let vague = tags::BODY::ID.with_kind(PT_UNSPECIFIED);
    let (code, some) =
        message.get_props(&[vague, tags::SENDER_NAME::ID, tags::PRIORITY::ID.with_kind(PT_BINARY)], MAPI_UNICODE);
    assert_eq!(code, Code::W_ERRORS_RETURNED);
    let errors = [Code::NOT_FOUND; 2].map(PropValue::Error); // PROP-14, C-4
    assert_eq!(
        some.iter().map(|one| one.value.clone()).collect::<Vec<_>>(),
        [&["At noon.".into()], &errors[..]].concat()
    );
    let table = message.open_property(tags::MESSAGE_RECIPIENTS::ID, IID_IMAPITable, 0).unwrap();
    assert_eq!(table.rows(10).unwrap().len(), 2);
    let wrong = message.open_property(tags::MESSAGE_RECIPIENTS::ID, IID_IStream, 0);
    assert_eq!(wrong.err(), Some(Code::INTERFACE_NOT_SUPPORTED));
    drop((table, message, lent));
    assert_eq!(session.memory().live(), 0);
}

#[test]
fn nobody_sets_or_deletes_what_mapi_computes() {
    let session = session();
    let lent = lunch().with(tags::ENTRYID, b"known".as_slice()).lend(session.memory());
    let message = held(&lent, session.memory());
    let mine = [Property::new(tags::SUBJECT, "Dinner?"), Property::new(tags::ENTRYID, b"other".as_slice())];
    assert_eq!(message.set(&mine), (Code::OK, vec![(1, Code::COMPUTED)]));
    assert_eq!(message.delete(tags::ENTRYID::ID), (Code::OK, vec![(0, Code::COMPUTED)]));
    assert_eq!(
        (message.get(tags::ENTRYID::ID), message.get(tags::SUBJECT::ID)),
        (b"known".as_slice().into(), "Dinner?".into())
    );
    // PT_ERROR and PT_NULL are passed over, PT_OBJECT costs the call.
    let none = [Property::new(tags::SUBJECT, Code::NOT_FOUND), Property::new(tags::BODY::ID, PropValue::Null)];
    assert_eq!(message.set(&none), (Code::OK, vec![]));
    assert_eq!(message.set(&[Property::new(tags::BODY::ID, PropValue::Object)]).0, Code::INVALID_PARAMETER);
    assert_eq!(message.get(tags::BODY::ID), "At noon.".into());
    drop((message, lent));
    assert_eq!(session.memory().live(), 0);
}

/// The recipient table is as the recipients are when it is asked.
#[test]
fn a_recipient_is_modified_by_its_row_number() {
    let session = session();
    let lent = lunch().lend(session.memory());
    let message = held(&lent, session.memory());
    let table = message.recipients().unwrap();
    let rows = table.rows(10).unwrap();
    let numbers: Vec<_> = rows.iter().map(|row| column(row, tags::ROWID::ID)).collect();
    assert_eq!(numbers, [Some(0.into()), Some(1.into())]);
    let mut bob = rows[1].clone(); // with errors for what he has not, which are passed over
    bob.push(Property::new(tags::RESPONSIBILITY, true));
    assert_eq!(message.modify(MODRECIP_MODIFY, &[&bob]), Code::OK);
    table.seek_to_the_beginning();
    let changed = table.rows(10).unwrap();
    assert_eq!(column(&changed[1], tags::RESPONSIBILITY::ID), Some(true.into()));
    assert_eq!(column(&changed[1], tags::DISPLAY_NAME::ID), Some("Bob".into()));
    // A new one has a number that nobody had; a removed one's is not given again.
    let cid = [Property::new(tags::DISPLAY_NAME, "Cid"), Property::new(tags::RECIPIENT_TYPE, MAPI_BCC)];
    assert_eq!(message.modify(MODRECIP_ADD, &[&cid, &[]]), Code::OK); // one without a property is none
    assert_eq!(message.modify(MODRECIP_REMOVE, &[&[Property::new(tags::ROWID, 0)]]), Code::OK);
    let row = [&[Property::new(tags::ROWID, 1)], &cid[..]].concat();
    assert_eq!(message.modify(MODRECIP_ADD, &[&row]), Code::OK);
    table.seek_to_the_beginning();
    assert_eq!(columns(&table, tags::ROWID::ID), [1, 2, 3].map(PropValue::from));
    assert_eq!(message.save(), Code::OK);
    drop((table, message));
    let saved = lent.close().saved.unwrap();
    assert_eq!(saved.recipients().len(), 3);
    assert_eq!(saved.recipients()[1], cid);
    assert_eq!(session.memory().live(), 0);
}

#[test]
fn a_list_of_recipients_counts_as_a_whole_or_not_at_all() {
    let session = session();
    let lent = lunch().lend(session.memory());
    let message = held(&lent, session.memory());
    let row = |number: i32| [Property::new(tags::ROWID, number), Property::new(tags::DISPLAY_NAME, "Cid")];
    let nameless = [Property::new(tags::DISPLAY_NAME, "Cid")];
    assert_eq!(message.modify(MODRECIP_MODIFY, &[&row(0), &row(7)]), Code::NOT_FOUND);
    assert_eq!(message.modify(MODRECIP_REMOVE, &[&row(0), &nameless]), Code::INVALID_PARAMETER);
    assert_eq!(
        message.modify(0, &[&nameless, &[Property::new(tags::BODY::ID, PropValue::Null)]]),
        Code::INVALID_PARAMETER
    );
    assert_eq!(message.modify(MODRECIP_ADD | MODRECIP_MODIFY, &[&row(0)]), Code::INVALID_PARAMETER);
    assert_eq!(message.modify(0x40, &[&row(0)]), Code::UNKNOWN_FLAGS);
    let modify = methods::<IMessageVtbl>(message.object).modify_recipients;
    let endless = [u64::from(u32::MAX); 3];
    for list in [In::null(), argument(&endless)] {
        // SAFETY: O1, O3: the test's reference; the list is ours until it returns.
        assert_eq!(unsafe { modify(message.this(), 0, list) }, Code::INVALID_PARAMETER);
    }
    assert_eq!(lent.current(), lunch());
    assert_eq!(message.modify(0, &[&nameless]), Code::OK);
    assert_eq!(lent.current().recipients(), [nameless]);
}

/// QueryRows gives what was asked for, and no more.
#[test]
fn ten_thousand_recipients_come_row_by_row() {
    const ALL: i32 = 10_000;
    let session = session();
    let many = (0..ALL).fold(Message::new(), |many, at| many.to(&format!("Recipient {at}"), "SMTP", "all@example.com"));
    let lent = many.lend(session.memory());
    let message = held(&lent, session.memory());
    let table = message.recipients().unwrap();
    for at in 0..ALL {
        let calls = session.memory().calls();
        let rows = table.rows(1).unwrap();
        assert!(session.memory().calls() - calls < 10);
        assert_eq!((rows.len(), column(&rows[0], tags::ROWID::ID)), (1, Some(at.into())));
        let responsible = [rows[0][0].clone(), rows[0][1].clone(), Property::new(tags::RESPONSIBILITY, true)];
        assert_eq!(message.modify(MODRECIP_MODIFY, &[&responsible]), Code::OK);
    }
    assert_eq!((table.rows(1).unwrap().len(), message.save()), (0, Code::OK));
    drop((table, message));
    let saved = lent.close().saved.unwrap();
    assert!(saved.recipients().iter().all(|row| column(row, tags::RESPONSIBILITY::ID) == Some(true.into())));
    assert_eq!((saved.recipients().len(), session.memory().live()), (ALL as usize, 0));
}

#[test]
fn an_attachment_is_written_through_a_stream_and_saved_twice() {
    let session = session();
    let lent = lunch().lend(session.memory());
    let message = held(&lent, session.memory());
    let (number, attachment) = message.create_attach().unwrap();
    assert_eq!((number, attachment.get(tags::ATTACH_NUM::ID)), (0, 0.into()));
    assert_eq!(attachment.set(&[Property::new(tags::ATTACH_FILENAME, "menu.txt")]).0, Code::OK);
    let stream = attachment.stream(tags::ATTACH_DATA_BIN::ID, MAPI_CREATE | MAPI_MODIFY).unwrap();
    assert_eq!((stream.write(b"soup"), stream.commit()), ((Code::OK, 4), Code::OK));
    drop(stream);
    let table = message.attachments().unwrap();
    assert_eq!(table.rows(10).unwrap().len(), 0); // its own SaveChanges comes first
    assert_eq!(attachment.save(), Code::OK);
    assert_eq!(column(&table.rows(10).unwrap()[0], tags::ATTACH_FILENAME::ID), Some("menu.txt".into()));
    assert_eq!(message.get(tags::HASATTACH::ID), true.into());
    table.show(tags::ATTACH_DATA_BIN::ID); // no column, however short
    assert_eq!(columns(&table, tags::ATTACH_DATA_BIN::ID.with_kind(PT_ERROR)), [Code::NOT_FOUND.into()]);
    assert_eq!((lent.saved(), message.save()), (None, Code::OK));
    let menu = vec![
        Property::new(tags::ATTACH_FILENAME, "menu.txt"),
        Property::new(tags::ATTACH_DATA_BIN, b"soup".as_slice()),
    ];
    assert_eq!(lent.saved(), Some(lunch().attachment(menu)));
    drop((table, attachment, message));
    assert_eq!((lent.close().left, session.memory().live()), (0, 0));
}

#[test]
fn an_attachment_is_opened_by_its_number_for_reading_and_for_changing() {
    let session = session();
    let plain = |name: &str| vec![Property::new(tags::ATTACH_FILENAME, name)];
    let lent = lunch().attachment(plain("a.txt")).attachment(plain("b.txt")).lend(session.memory());
    let message = held(&lent, session.memory());
    let reader = message.open_attach(1, 0).unwrap();
    assert_eq!(reader.get(tags::ATTACH_FILENAME::ID), "b.txt".into());
    assert_eq!((reader.set(&plain("c.txt")).0, reader.save()), (Code::NO_ACCESS, Code::NO_ACCESS));
    let writer = message.open_attach(1, MAPI_MODIFY).unwrap();
    assert_eq!((writer.set(&plain("c.txt")).0, reader.get(tags::ATTACH_FILENAME::ID)), (Code::OK, "b.txt".into()));
    assert_eq!(writer.set(&[Property::new(tags::ATTACH_NUM, 0)]), (Code::OK, vec![(0, Code::COMPUTED)]));
    assert_eq!((writer.save(), message.delete_attach(0)), (Code::OK, Code::OK));
    assert_eq!(lent.current().attachments(), [plain("c.txt")]);
    assert_eq!((message.delete_attach(0), message.open_attach(0, 0).err()), (Code::NOT_FOUND, Some(Code::NOT_FOUND)));
    // Its number goes on being its own, and nothing comes back that was deleted.
    assert_eq!((message.delete_attach(1), writer.save()), (Code::OK, Code::OBJECT_DELETED));
    let (number, newer) = message.create_attach().unwrap();
    assert_eq!((number, newer.save(), lent.current().attachments().len()), (2, Code::OK, 1));
    drop((reader, writer, newer, message, lent));
    assert_eq!(session.memory().live(), 0);
}

/// INVAL-1: a transport that keeps something past its lender has an invalidated object.
#[test]
fn behind_the_close_everything_of_a_message_is_invalid_and_counted() {
    let session = session();
    let lent = lunch().lend(session.memory());
    let message = held(&lent, session.memory());
    let (_, attachment) = message.create_attach().unwrap();
    let table = message.recipients().unwrap();
    let files = message.attachments().unwrap();
    let reader = message.stream(tags::BODY::ID, 0).unwrap();
    let writer = message.stream(tags::BODY::ID, MAPI_MODIFY).unwrap();
    assert_eq!((message.save(), writer.write(b"xy")), (Code::OK, (Code::OK, 2)));
    add_ref(message.object);
    let closed = lent.close();
    assert_eq!((closed.saved, closed.left), (Some(lunch()), 6));
    assert_eq!(release(message.object), 1);
    let invalid = Code::INVALID_OBJECT;
    for raw in [&message, &attachment, &table, &files, &reader, &writer] {
        for iid in [IID_IMAPITable, IID_IMAPIProp, IID_IStream, IID_IMsgStore] {
            assert_eq!(query(raw.object, iid), (invalid, null_mut())); // whether it has it or not
        }
        assert_eq!(query(raw.object, IID_IUnknown), (Code::OK, raw.object));
        assert_eq!((release(raw.object), add_ref(raw.object), release(raw.object)), (1, 2, 1));
    }
    for raw in [&message, &attachment] {
        assert_eq!((raw.get_props(&[], 0), raw.save()), ((invalid, vec![]), invalid));
        assert_eq!(raw.set(&[Property::new(tags::BODY, "x")]).0, invalid);
        assert_eq!(raw.stream(tags::BODY::ID, 0).err(), Some(invalid));
    }
    let prop = methods::<IMAPIPropVtbl>(message.object);
    let this = This::new(message.object);
    // SAFETY: O1, O3: the test's reference; there are no names.
    assert_eq!(unsafe { (prop.get_ids_from_names)(this, 0, In::null(), 0, Out::null()) }, invalid);
    assert_eq!((message.recipients().err(), message.modify(0, &[])), (Some(invalid), invalid));
    assert_eq!((message.create_attach().err(), message.delete_attach(0)), (Some(invalid), invalid));
    assert_eq!((table.rows(1).err(), files.rows(1).err()), (Some(invalid), Some(invalid)));
    assert_eq!((reader.read_bytes(1).err(), writer.write(b"x")), (Some(invalid), (invalid, 0)));
    assert_eq!((reader.seek(0, 0), writer.set_size(0), writer.commit()), ((invalid, 0), invalid, invalid));
    assert_eq!(reader.copy_to(&writer, 1), (invalid, 0, 0));
    drop((message, attachment, table, files, reader, writer));
    assert_eq!(session.memory().live(), 0);
}

/// LASTERR-1, ERR-2, ERR-3
#[test]
fn a_message_tells_why_a_call_failed_and_refuses_what_it_does_not_do() {
    let session = session();
    let lent = lunch().lend(session.memory());
    let message = held(&lent, session.memory());
    let m = methods::<IMessageVtbl>(message.object);
    let this = message.this();
    assert_eq!(message.open_attach(9, 0).err(), Some(Code::NOT_FOUND));
    let mut error = null_mut::<MAPIERROR>();
    // SAFETY: O1, O3: the test's reference; the output is ours until it returns.
    let code = unsafe { (m.prop.get_last_error)(this, Code::NOT_FOUND, MAPI_UNICODE, Out::from(&mut error)) };
    assert_eq!((code, error.is_null()), (Code::OK, false));
    message.free(error);
    let none = null_mut();
    // SAFETY: O1, O3: the test's reference; the arguments are ours until it returns.
    let codes = unsafe {
        [
            (m.submit_message)(this, 0),
            (m.set_read_flag)(this, 0),
            (m.prop.copy_props)(this, In::null(), 0, none, In::null(), none, 0, Out::null()),
        ]
    };
    assert_eq!(codes, [Code::NO_SUPPORT; 3]);
    // SAFETY: O1, O3: the test's reference; the arguments are ours until it returns.
    let codes = unsafe {
        [
            (m.prop.get_props)(this, In::null(), 0, Out::null(), Out::null()),
            (m.prop.get_prop_list)(this, 0, Out::null()),
            (m.prop.set_props)(this, 0, In::null(), Out::null()),
            (m.prop.delete_props)(this, In::null(), Out::null()),
            (m.prop.open_property)(this, tags::BODY::ID.0, In::null(), 0, 0, Out::from(&mut null_mut())),
            (m.get_recipient_table)(this, 0, Out::null()),
            (m.open_attach)(this, 0, In::null(), 0, Out::null()),
            (m.create_attach)(this, In::null(), 0, Out::null(), Out::null()),
        ]
    };
    assert_eq!(codes, [Code::INVALID_PARAMETER; 8]);
    assert_eq!(message.get_props(&[], 0x0800_0000), (Code::UNKNOWN_FLAGS, vec![]));
    drop((message, lent));
    assert_eq!(session.memory().live(), 0);
}

/// THR-1: two threads change a message while its lender takes it back.
#[test]
fn a_message_is_closed_while_others_are_inside_it() {
    let session = session();
    let lent = lunch().lend(session.memory());
    std::thread::scope(|scope| {
        for at in 0..2 {
            let address = held(&lent, session.memory()).leak();
            let session = &session;
            scope.spawn(move || {
                let message = Raw { object: std::ptr::with_exposed_provenance_mut(address), memory: session.memory() };
                while message.set(&[Property::new(tags::PRIORITY, at)]).0 == Code::OK {
                    message.save();
                    drop(message.recipients());
                }
                assert_eq!(message.save(), Code::INVALID_OBJECT);
            });
        }
        while lent.saved().is_none() {
            std::thread::yield_now();
        }
        let saved = lent.close().saved.unwrap();
        assert_eq!(saved.recipients(), lunch().recipients());
    });
    assert_eq!(session.memory().live(), 0);
}
