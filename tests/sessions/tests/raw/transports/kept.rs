//! What must be lost of no message: who was accepted, a cancel, what was written, the news of
//! traffic. When calls come is in `messages.rs`.

use super::messages::{close, lunch};
use super::post::Host;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::structs::SBinary;
use provider_runtime::prelude::*;
use provider_runtime::session::{LentMessage, Message};
use std::ptr::null_mut;
use std::time::Duration;

/// SPL-5: whom the author accepted is saved, also where the report of the others fails, or no
/// EndMessage can come any more.
#[test]
fn who_was_accepted_is_saved_whatever_becomes_of_the_rest() {
    let saved = |lent: LentMessage| lent.close().saved.map(|saved| saved.recipients().len());
    let host = Host::new();
    let logon = host.log_on();
    logon.support.told(|told| told.refusal = Some(Code::CALL_FAILED));
    host.author.on_submit(|message| {
        let all = message.recipients()?.collect::<Result<Vec<_>>>()?;
        let [ann, bob] = all.as_slice() else { panic!("two recipients") };
        message.accept(std::slice::from_ref(ann))?;
        message.refuse(bob, &Code::NOT_FOUND.into())?;
        Ok(Submission::Wait(Duration::from_secs(5)))
    });
    let lent = Message::new().to("Ann", "SMTP", "ann@x").to("Bob", "SMTP", "bob@x").lend(host.memory());
    assert_eq!(logon.submit(lent.as_raw()).code, Code::WAIT);
    assert_eq!(saved(lent), Some(2));
    host.author.on_submit(|message| message.accept_all().map(|()| Submission::Sent));
    let lent = lunch(&host);
    assert_eq!(logon.submit(lent.as_raw()).code, Code::OK);
    logon.end(); // between SubmitMessage and EndMessage
    assert_eq!(saved(lent), Some(1));
    host.end();
}

/// ABRUPT-6: MAPI hears that a message was sent, whatever has happened since.
#[test]
fn a_message_that_was_sent_is_put_down_behind_a_panic() {
    let host = Host::new();
    let logon = host.log_on();
    host.author.on_submit(|message| message.accept_all().map(|()| Submission::Sent));
    let lent = lunch(&host);
    let taken = logon.submit(lent.as_raw());
    let mut entry = SBinary { cb: 5, lpb: b"panic".as_ptr().cast_mut() };
    assert_eq!(logon.notify(NOTIFY_ABORT_DEFERRED, (&raw mut entry).cast()), Code::CALL_FAILED);
    assert_eq!(logon.end_message(taken.reference), (Code::OK, 0));
    close(lent);
    logon.end();
    host.end();
}

/// XPLOGON-11: 32 bits of what TransportNotify points at are the reference.
#[test]
fn a_cancel_is_known_by_the_lower_half_of_its_datum() {
    let host = Host::new();
    let logon = std::sync::Arc::new(host.log_on());
    let inside = std::sync::Arc::downgrade(&logon);
    host.author.on_submit(move |message| {
        assert_eq!(inside.upgrade().unwrap().cancel(0xABCD_0000_0002), Code::OK);
        assert!(message.is_cancelled());
        Err(Code::USER_CANCEL.into())
    });
    let lent = lunch(&host);
    assert_eq!(logon.submit(lent.as_raw()).code, Code::USER_CANCEL);
    close(lent);
    std::sync::Arc::into_inner(logon).unwrap().end();
    host.end();
}

/// SPL-5: MAPI discards what it has cancelled, so the transport keeps its copy.
#[test]
fn an_incoming_message_that_was_cancelled_is_not_saved() {
    let host = Host::new();
    let logon = std::sync::Arc::new(host.log_on());
    let inside = std::sync::Arc::downgrade(&logon);
    host.author.on_receive(move |message| {
        assert_eq!(inside.upgrade().unwrap().cancel(2), Code::OK);
        assert_eq!(message.save().unwrap_err().code(), Code::USER_CANCEL);
        message.save()
    });
    let lent = Message::new().lend(host.memory());
    assert_eq!(logon.start(lent.as_raw()).code, Code::USER_CANCEL);
    assert_eq!(lent.close().saved, None);
    std::sync::Arc::into_inner(logon).unwrap().end();
    host.end();
}

/// What is written counts without `flush`, too: the stream commits when it goes.
#[test]
fn a_stream_that_is_dropped_commits_what_was_written() {
    let host = Host::new();
    let logon = host.log_on();
    host.author.on_receive(|message| {
        use std::io::Write as _;
        message.stream(tags::BODY)?.write_all(b"H\0i\0").unwrap();
        message.save()
    });
    let lent = Message::new().lend(host.memory());
    assert_eq!(logon.start(lent.as_raw()).code, Code::OK);
    assert_eq!(lent.close().saved.unwrap().text(tags::BODY), Some("Hi"));
    logon.end();
    host.end();
}

/// XPLOGON-11: the author hears of traffic also where MAPI refuses the row.
#[test]
fn a_row_that_mapi_refuses_keeps_nobody_from_hearing_of_traffic() {
    let host = Host::new();
    let logon = host.log_on();
    logon.support.told(|told| told.row_refusal = Some(Code::NOT_ENOUGH_MEMORY));
    assert_eq!(logon.notify(NOTIFY_BEGIN_INBOUND, null_mut()), Code::NOT_ENOUGH_MEMORY);
    assert_eq!(host.author.said().len(), 1);
    logon.end();
    host.end();
}
