//! What a store asks of MAPI for a message that is to be sent, or has been: PrepareSubmit,
//! ExpandRecips, DoSentMail, ReadReceipt; and what the session refuses, with its reason.
#![allow(unsafe_code, reason = "MAPI's methods are called over vtables")]

use super::host::Host;
use super::message_calls::rowid;
use super::world::{Kind, lock};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::imapi_progress::IMAPIProgressVtbl;
use provider_runtime::abi::imapi_support::IMAPISupportVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::ptr::null_mut;
use support::raw::{add_ref, argument, methods, release};

fn row(id: i32, kind: u32, address: &str) -> Vec<Property> {
    vec![
        Property::new(tags::ROWID, id),
        Property::new(tags::RECIPIENT_TYPE, kind),
        Property::new(tags::ADDRTYPE, "SMTP"),
        Property::new(tags::EMAIL_ADDRESS, address),
    ]
}

fn value(row: &[Property], tag: PropTag) -> Option<PropValue> {
    row.iter().find(|one| one.tag == tag).map(|one| one.value.clone())
}

impl Host {
    /// A message that is in no folder, with these recipients: its number.
    fn outgoing(&self, properties: &[Property], recipients: &[Vec<Property>]) -> u32 {
        let number = self.here.add(Kind::Message, 0, properties);
        lock(&self.here.item(number).unwrap()).recipients = recipients.to_vec();
        number
    }

    fn recipients(&self, number: u32) -> Vec<Vec<Property>> {
        lock(&self.here.item(number).unwrap()).recipients.clone()
    }
}

/// SUBMIT-15
#[test]
fn prepare_submit_turns_those_who_had_it_into_copies() {
    let host = Host::new();
    let rows = [row(5, MAPI_TO | MAPI_SUBMITTED, "a@b.c"), row(9, MAPI_CC, "d@e.f")];
    let again = host.outgoing(&[Property::new(tags::MESSAGE_FLAGS, MSGFLAG_RESEND | MSGFLAG_UNSENT)], &rows);
    host.with(host.here.open(again), |message| assert_eq!(host.prepare_submit(message), Code::OK));
    let kinds: Vec<_> = host.recipients(again).iter().map(|row| value(row, tags::RECIPIENT_TYPE)).collect();
    let taken: Vec<_> = host.recipients(again).iter().map(|row| value(row, tags::RESPONSIBILITY)).collect();
    assert_eq!(kinds, [Some(MAPI_TO.into()), Some((MAPI_CC | MAPI_P1).into())]);
    assert_eq!(taken, [Some(false.into()), Some(true.into())]);
    let first = host.outgoing(&[Property::new(tags::MESSAGE_FLAGS, MSGFLAG_UNSENT)], &rows);
    host.with(host.here.open(first), |message| assert_eq!(host.prepare_submit(message), Code::OK));
    assert_eq!(host.recipients(first), rows, "sent for the first time");
    assert_eq!(host.prepare_submit(null_mut()), Code::INVALID_PARAMETER);
    assert_eq!(host.recorded("sup.prepare"), ["PrepareSubmit"; 3]);
    host.check_nothing_is_left();
}

/// SUBMIT-1, RCPT-4
#[test]
fn expand_recips_leaves_everybody_once_with_the_row_that_he_had() {
    let host = Host::new();
    let entry = |id: i32, bytes: &[u8]| vec![Property::new(tags::ROWID, id), Property::new(tags::ENTRYID, bytes)];
    let rows = [
        row(5, MAPI_TO, "Ann@b.c"),
        row(7, MAPI_CC, "ann@B.C"),
        row(8, MAPI_TO | MAPI_P1, "ann@b.c"),
        entry(9, b"somebody"),
        entry(11, b"somebody"),
        vec![Property::new(tags::ROWID, 13), Property::new(tags::DISPLAY_NAME, "unresolved")],
        vec![Property::new(tags::ROWID, 14), Property::new(tags::DISPLAY_NAME, "unresolved")],
    ];
    let number = host.outgoing(&[], &rows);
    host.with(host.here.open(number), |message| assert_eq!(host.expand_recips(message), (Code::OK, NEEDS_SPOOLER)));
    let left: Vec<_> = host.recipients(number).iter().map(|row| rowid(row)).collect();
    assert_eq!(left, [5, 8, 9, 13, 14].map(Some));
    lock(&host.here.said).clear();
    host.with(host.here.open(number), |message| assert_eq!(host.expand_recips(message).0, Code::OK));
    assert_eq!(lock(&host.here.said).len(), 0, "nothing to change, nothing changed");
    assert_eq!(host.expand_recips(null_mut()), (Code::INVALID_PARAMETER, 0));
    host.check_nothing_is_left();
}

/// A personal list that nobody can open stays, and is no failure.
#[test]
fn a_list_that_cannot_be_opened_stays_a_recipient() {
    let host = Host::new();
    let list = vec![
        Property::new(tags::ROWID, 1),
        Property::new(tags::ADDRTYPE, "MAPIPDL"),
        Property::new(tags::ENTRYID, &b"no such list"[..]),
    ];
    let number = host.outgoing(&[], std::slice::from_ref(&list));
    host.with(host.here.open(number), |message| assert_eq!(host.expand_recips(message).0, Code::OK));
    assert_eq!(host.recipients(number), [list]);
    host.check_nothing_is_left();
}

/// SUBMIT-6: a success takes the caller's reference, a failure leaves it.
#[test]
fn do_sent_mail_takes_the_message_if_it_succeeds() {
    let host = Host::new();
    let send = |message| {
        let support = methods::<IMAPISupportVtbl>(host.support());
        // SAFETY: O1: the session keeps it; the message is the test's.
        unsafe { (support.do_sent_mail)(This::new(host.support()), 0, message) }
    };
    let stays = host.here.open(host.outgoing(&[], &[]));
    add_ref(stays);
    assert_eq!(send(stays), Code::OK);
    assert_eq!(release(stays), 0, "one of two references is gone");
    let goes = host.here.open(host.outgoing(&[Property::new(tags::DELETE_AFTER_SUBMIT, true)], &[]));
    assert!(send(goes).is_failure(), "the support object's own store has no such folder");
    assert_eq!(release(goes), 0, "it was still the caller's");
    assert_eq!(send(null_mut()), Code::INVALID_PARAMETER);
    assert_eq!(host.recorded("sup.sent_mail"), ["stays", "deleted", ""]);
    host.check_nothing_is_left();
}

/// XPM-43, MSG-41
#[test]
fn a_read_receipt_goes_to_the_sender_of_the_message() {
    let host = Host::new();
    let read = [
        Property::new(tags::SUBJECT, "Lunch?"),
        Property::new(tags::MESSAGE_CLASS, "IPM.Note"),
        Property::new(tags::SENDER_NAME, "Ann"),
        Property::new(tags::SENDER_ADDRTYPE, "SMTP"),
        Property::new(tags::SENDER_EMAIL_ADDRESS, "ann@example.com"),
    ];
    let number = host.outgoing(&read, &[]);
    let cases = [(0, "REPORT.IPM.Note.IPNRN", "Read: Lunch?"), (1, "REPORT.IPM.Note.IPNNRN", "Not read: Lunch?")];
    for (flags, class, subject) in cases {
        let report = host.outgoing(&[], &[]);
        let code = host.with(host.here.open(number), |read| {
            host.with(host.here.open(report), |empty| host.read_receipt(flags, read, empty))
        });
        assert_eq!(code, Code::OK);
        let item = host.here.item(report).unwrap();
        let got = |tag| lock(&item).get(tag);
        assert_eq!((got(tags::MESSAGE_CLASS), got(tags::SUBJECT)), (Some(class.into()), Some(subject.into())));
        let rows = host.recipients(report);
        assert_eq!(value(&rows[0], tags::EMAIL_ADDRESS), Some("ann@example.com".into()));
    }
    let nobody = host.outgoing(&[], &[]);
    let report = host.outgoing(&[], &[]);
    let code = host.with(host.here.open(nobody), |read| {
        host.with(host.here.open(report), |empty| host.read_receipt(0, read, empty))
    });
    assert_eq!(code, Code::NO_RECIPIENTS);
    assert_eq!(host.read_receipt(0, null_mut(), null_mut()), Code::INVALID_PARAMETER);
    assert_eq!(host.read_receipt(8, null_mut(), null_mut()), Code::UNKNOWN_FLAGS);
    host.check_nothing_is_left();
}

/// PROP-88
#[test]
fn the_progress_object_of_the_session_never_cancels() {
    let host = Host::new();
    let (code, progress) = host.progress_dialog(1);
    assert_eq!(code, Code::OK);
    let calls = methods::<IMAPIProgressVtbl>(progress);
    let this = This::new(progress);
    let mut least = 10;
    let mut most = 20;
    let mut flags = 0;
    // SAFETY: O1, O3: the test's reference; the arguments are ours until each call returns.
    let codes = unsafe {
        [
            (calls.get_flags)(this, Out::from(&mut flags)),
            (calls.set_limits)(this, Out::from(&mut least), Out::from(&mut most), Out::null()),
            (calls.progress)(this, 15, 1, 2),
            (calls.get_min)(this, Out::null()),
        ]
    };
    assert_eq!((codes, flags), ([Code::OK, Code::OK, Code::OK, Code::INVALID_PARAMETER], 1));
    // SAFETY: O1, O3: as above.
    let codes = unsafe { [(calls.get_min)(this, Out::from(&mut most)), (calls.get_max)(this, Out::from(&mut least))] };
    assert_eq!((codes, most, least), ([Code::OK; 2], 10, 20));
    assert_eq!(release(progress), 0);
    assert_eq!(host.progress_dialog(2), (Code::UNKNOWN_FLAGS, null_mut()));
    host.check_nothing_is_left();
}

/// SUP-1: what the session does not have says why, and what is not for stores is refused.
#[test]
fn what_the_session_does_not_have_is_refused_with_its_reason() {
    let host = Host::new();
    let support = methods::<IMAPISupportVtbl>(host.support());
    let this = This::new(host.support());
    let mut out = null_mut();
    let name: Vec<u8> = b"dll\0".to_vec();
    let text = argument(&name);
    // SAFETY: O1, O3: the session keeps it; the arguments are ours until each call returns.
    let codes = unsafe {
        [
            (support.i_storage_from_stream)(this, null_mut(), In::null(), 0, Out::from(&mut out)),
            (support.complete_msg)(this, 0, 0, In::null()),
            (support.register_preprocessor)(this, In::null(), In::null(), text, argument(&name), In::null(), 0),
        ]
    };
    assert_eq!(codes, [Code::NO_SUPPORT; 3]);
    let compound = "the session has no implementation of OLE's compound files";
    assert_eq!(host.recorded("sup.storage"), [compound]);
    let coupled = "the session couples no transport to a store: the spooler completes messages";
    assert_eq!(host.recorded("sup.complete"), [coupled]);
    assert_eq!(host.recorded("sup.preprocessor"), [""; 0]);
    host.check_nothing_is_left();
}

/// LOGON-4: a section of a UID of its own is made by the first who wants to write it.
#[test]
fn a_section_that_is_not_there_is_made_for_who_writes_it() {
    let host = Host::new();
    let memory = host.raw.support().memory();
    let uid = Some([7; 16]);
    let tag = PropTag(0x6601_0003);
    assert_eq!(host.raw.support().section(uid, 0).0, Code::NOT_FOUND);
    assert_eq!(host.raw.support().section(uid, MAPI_BEST_ACCESS).0, Code::NOT_FOUND);
    let (code, section) = host.raw.support().section(uid, MAPI_MODIFY);
    assert_eq!((code, section.set(tag, 5, memory)), (Code::OK, (Code::OK, None)));
    assert_eq!(host.raw.support().section(uid, MAPI_MODIFY).0, Code::NO_ACCESS, "LOGON-6");
    section.release();
    let (code, section) = host.raw.support().section(uid, 0);
    assert_eq!((code, section.is_there()), (Code::OK, true));
    section.release();
    host.check_nothing_is_left();
}
