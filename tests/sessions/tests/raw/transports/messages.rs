//! What MAPI hands to a transport and when: SubmitMessage, EndMessage, StartMessage, a cancel, a
//! panic, a logoff in the middle. What the author's code does with a message is in `contents.rs`.
#![allow(unsafe_code, reason = "raw calls are what is tested")]

use super::post::{Host, QUIET, Taken};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::param::Out;
use provider_runtime::abi::structs::SBinary;
use provider_runtime::prelude::*;
use provider_runtime::session::{LentMessage, Message};
use std::ptr::null_mut;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use support::raw::release;

pub fn lunch(host: &Host) -> LentMessage {
    Message::new().with(tags::SUBJECT, "Lunch?").to("Ann", "SMTP", "ann@example.com").lend(host.memory())
}

/// Nobody has kept anything of it.
#[track_caller]
pub fn close(lent: LentMessage) {
    assert_eq!(lent.close().left, 0);
}

/// SPL-5: what `submit` says is what EndMessage says, and a reference is good for one EndMessage.
#[test]
fn each_submission_is_what_end_message_tells() {
    let host = Host::new();
    let logon = host.log_on();
    let outcomes = [
        (Submission::Sent, 0),
        (Submission::Later, END_RESEND_LATER),
        (Submission::Again, END_RESEND_NOW),
        (Submission::Deferred, END_DONT_RESEND),
    ];
    let mut last = 1;
    for (submission, flags) in outcomes {
        host.author.on_submit(move |_| Ok(submission));
        let lent = lunch(&host);
        let taken = logon.submit(lent.as_raw());
        assert_eq!((taken.code, taken.seconds), (Code::OK, 0));
        assert!(taken.reference > last); // neither MAPI's own 0 and 1, nor the one before
        last = taken.reference;
        assert_eq!(logon.end_message(last + 1), (Code::INVALID_PARAMETER, 0));
        assert_eq!(logon.end_message(last), (Code::OK, flags));
        assert_eq!(logon.end_message(last), (Code::INVALID_PARAMETER, 0));
        close(lent);
    }
    logon.end();
    host.end();
}

/// SPL-5, XPLOGON-11: while the author's code has it the row says so, and a failure leaves nothing
/// in hand.
#[test]
fn a_message_that_is_not_taken_says_why_and_when_to_try_again() {
    let host = Host::new();
    let logon = host.log_on();
    let lent = lunch(&host);
    let waits = [
        (Ok(Submission::Wait(Duration::from_millis(1500))), Code::WAIT, 2),
        (Ok(Submission::Unreachable(Duration::from_secs(30))), Code::NETWORK_ERROR, 30),
        (Err(Code::WAIT), Code::WAIT, 60),
        (Err(Code::NETWORK_ERROR), Code::NETWORK_ERROR, 60),
        (Err(Code::BUSY), Code::BUSY, 0),
        (Err(Code::NOT_ME), Code::NOT_ME, 0),
        (Err(Code::CANCEL), Code::CANCEL, 0),
    ];
    for (outcome, code, seconds) in waits {
        host.author.on_submit(move |_| outcome.map_err(Into::into));
        let taken = logon.submit(lent.as_raw());
        assert_eq!((taken.code, taken.seconds), (code, seconds));
        assert_eq!(logon.end_message(taken.reference), (Code::INVALID_PARAMETER, 0));
    }
    let support = std::sync::Arc::clone(&logon.support);
    host.author.on_submit(move |message| {
        assert!(message.is_deferred() && support.status() & STATUS_OUTBOUND_ACTIVE != 0);
        Ok(Submission::Sent)
    });
    let taken = logon.submit_with(BEGIN_DEFERRED, lent.as_raw());
    assert_eq!((taken.code, logon.support.status()), (Code::OK, STATUS_AVAILABLE));
    close(lent);
    logon.end(); // XPOFF-2: between SubmitMessage and EndMessage
    host.end();
}

/// SPL-5
#[test]
fn a_second_message_waits_until_the_first_is_out_of_hand() {
    let host = Host::new();
    let logon = host.log_on();
    let one = lunch(&host);
    let other = lunch(&host);
    let first = logon.submit(one.as_raw());
    assert_eq!(logon.submit(other.as_raw()), Taken { code: Code::BUSY, reference: 0, seconds: 0 });
    assert_eq!(logon.start(other.as_raw()), Taken { code: Code::BUSY, reference: 1, seconds: 0 });
    assert_eq!(logon.end_message(first.reference), (Code::OK, 0));
    let started = logon.start(other.as_raw());
    assert!(started.code == Code::OK && started.reference > first.reference);
    assert_eq!(logon.end_message(started.reference), (Code::INVALID_PARAMETER, 0)); // only what is submitted
    assert_eq!(logon.submit(other.as_raw()).code, Code::OK);
    close(one);
    close(other);
    logon.end();
    host.end();
}

/// Null pointers and flags that nobody knows: nothing is in hand after.
#[test]
fn messages_without_their_arguments_are_refused() {
    let host = Host::new();
    let logon = host.log_on();
    let lent = lunch(&host);
    assert_eq!(logon.submit(null_mut()), Taken { code: Code::INVALID_PARAMETER, reference: 0, seconds: 0 });
    assert_eq!(logon.start(null_mut()), Taken { code: Code::INVALID_PARAMETER, reference: 1, seconds: 0 });
    assert_eq!(logon.submit_with(2, lent.as_raw()).code, Code::UNKNOWN_FLAGS);
    let (this, methods) = logon.methods();
    let mut one = 0;
    let mut other = 0;
    // SAFETY: O1, O3: the test holds both objects; the arguments are ours until it returns.
    let codes = unsafe {
        [
            (methods.submit_message)(this, 0, lent.as_raw(), Out::null(), Out::from(&mut one)),
            (methods.submit_message)(this, 0, lent.as_raw(), Out::from(&mut other), Out::null()),
            (methods.start_message)(this, 0, lent.as_raw(), Out::null()),
            (methods.end_message)(this, 2, Out::null()),
        ]
    };
    assert_eq!(codes, [Code::INVALID_PARAMETER; 4]);
    // SAFETY: O1, O3: as above.
    let odd = unsafe { (methods.start_message)(this, 1, lent.as_raw(), Out::from(&mut other)) };
    assert_eq!(odd, Code::UNKNOWN_FLAGS);
    assert_eq!(logon.submit(lent.as_raw()).code, Code::OK);
    close(lent);
    logon.end();
    host.end();
}

/// The author's code says that it has begun, and goes on when it is told to.
fn waiting(host: &Host) -> (Receiver<()>, Sender<()>) {
    let (begun, has_begun) = channel();
    let (go, may_go) = channel();
    let may_go = Mutex::new(may_go);
    host.author.on_submit(move |message| {
        assert!(!message.is_cancelled());
        begun.send(()).unwrap();
        may_go.lock().unwrap().recv().unwrap();
        if message.is_cancelled() { Err(Code::USER_CANCEL.into()) } else { Ok(Submission::Sent) }
    });
    (has_begun, go)
}

/// XPLOGON-11, THR-6: TransportNotify comes on another thread, with the reference that is there
/// already, and waits for nobody.
#[test]
fn a_cancel_reaches_the_author_while_the_message_is_in_his_hands_and_no_other() {
    let host = Host::new();
    let logon = host.log_on();
    let (has_begun, go) = waiting(&host);
    let taken = std::thread::scope(|scope| {
        let host = &host;
        let logon = &logon;
        let go = go; // dropped by a test that fails, so that the author goes on
        let submitting = scope.spawn(|| {
            let lent = lunch(host);
            let taken = logon.submit(lent.as_raw());
            close(lent);
            taken
        });
        has_begun.recv().unwrap();
        let status = logon.support.status();
        assert_eq!(status, STATUS_AVAILABLE | STATUS_OUTBOUND_ACTIVE);
        assert_eq!(logon.notify(NOTIFY_BEGIN_OUTBOUND, null_mut()), Code::OK);
        assert_eq!(logon.support.status(), status | STATUS_OUTBOUND_ENABLED);
        for other in [0, 1, 3] {
            assert_eq!(logon.cancel(other), Code::OK);
        }
        assert_eq!(logon.notify(NOTIFY_END_OUTBOUND_FLUSH, null_mut()), Code::OK);
        assert_eq!(logon.support.status(), status | STATUS_OUTBOUND_ENABLED); // it is active still
        let changed = "changed false true".to_owned();
        assert_eq!(host.author.said(), [changed.clone(), changed]); // not interrupted
        assert_eq!(logon.cancel(2), Code::OK); // the first reference
        assert_eq!(host.author.said(), ["interrupt true"]);
        go.send(()).unwrap();
        submitting.join().unwrap()
    });
    assert_eq!((taken.code, taken.reference), (Code::USER_CANCEL, 2));
    assert_eq!(logon.support.status(), STATUS_AVAILABLE | STATUS_OUTBOUND_ENABLED);
    assert_eq!(logon.cancel(2), Code::OK); // it is in nobody's hands any more
    assert_eq!(host.author.said(), [""; 0]);
    logon.end();
    host.end();
}

/// T-67, XPOFF-2, XPOFF-3: the logoff waits for the call that it has interrupted.
#[test]
fn a_logoff_in_a_hurry_stops_the_message_that_is_being_sent() {
    for (flags, hurry) in [(LOGOFF_HURRY, true), (LOGOFF_NORMAL, false)] {
        let host = Host::new();
        let logon = host.log_on();
        let (has_begun, go) = waiting(&host);
        let interrupts = host.author.interrupts();
        let taken = std::thread::scope(|scope| {
            let host = &host;
            let logon = &logon;
            let go = go;
            let submitting = scope.spawn(|| {
                let lent = lunch(host);
                let taken = logon.submit(lent.as_raw());
                close(lent);
                taken
            });
            has_begun.recv().unwrap();
            let ending = scope.spawn(|| logon.logoff(flags));
            assert_eq!(interrupts.recv(), Ok(hurry));
            assert!(!ending.is_finished() && logon.support.held() == 1); // it waits for the submission
            go.send(()).unwrap();
            assert_eq!(ending.join().unwrap(), Code::OK);
            submitting.join().unwrap()
        });
        assert_eq!(taken.code, Code::USER_CANCEL);
        assert_eq!(host.author.said(), [&format!("interrupt {hurry}"), "before_logoff", "ended"]);
        logon.support.assert_settled();
        assert_eq!(logon.end_message(taken.reference), (Code::INVALID_OBJECT, 0));
        assert_eq!(release(logon.raw.0), 0);
        host.end();
    }
}

/// XPOFF-2, G3: from inside the author's own call nobody waits; the call goes on with a live
/// provider.
#[test]
fn a_logoff_from_inside_a_submission_runs_when_the_submission_is_over() {
    let host = Host::new();
    let logon = std::sync::Arc::new(host.log_on());
    let inside = std::sync::Arc::downgrade(&logon);
    host.author.on_submit(move |message| {
        assert_eq!(inside.upgrade().unwrap().logoff(0), Code::OK);
        assert!(message.is_cancelled());
        assert_eq!(message.text(tags::SUBJECT)?.as_deref(), Some("Lunch?")); // it is lent all the same
        message.accept_all()?;
        Ok(Submission::Sent)
    });
    let lent = lunch(&host);
    assert_eq!(logon.submit(lent.as_raw()).code, Code::OK);
    logon.support.assert_settled();
    close(lent);
    assert_eq!(release(logon.raw.0), 0);
    host.end();
}

/// ABRUPT-6, XPLOGON-11: the message goes back, the row says what happened, and the end still runs.
#[test]
fn a_panic_while_sending_costs_the_logon_and_not_the_message() {
    let host = Host::new();
    let logon = host.log_on();
    host.author.on_submit(|message| {
        let mut all = message.recipients()?;
        let _held = (all.next(), message.stream(tags::SUBJECT)?);
        panic!("in a submission")
    });
    let lent = lunch(&host);
    let taken = logon.submit(lent.as_raw());
    assert_eq!((taken.code, taken.seconds), (Code::CALL_FAILED, 0));
    assert_eq!(logon.support.status(), STATUS_FAILURE);
    close(lent);
    let other = lunch(&host);
    assert_eq!(logon.submit(other.as_raw()).code, Code::CALL_FAILED);
    close(other);
    assert_eq!(logon.notify(NOTIFY_BEGIN_INBOUND, null_mut()), Code::CALL_FAILED);
    logon.end();
    assert_eq!(host.author.said(), ["interrupt false", "before_logoff", "ended"]);
    host.end();
}

/// XPLOGON-11: an identifier, whether MAPI cancels the message or only gives it up.
#[test]
fn the_author_hears_of_a_deferred_message_that_is_given_up() {
    let host = Host::new();
    let logon = host.log_on();
    let bytes = [4, 5];
    let mut entry = SBinary { cb: 2, lpb: bytes.as_ptr().cast_mut() };
    for flags in [NOTIFY_ABORT_DEFERRED, NOTIFY_ABORT_DEFERRED | NOTIFY_CANCEL_MESSAGE] {
        assert_eq!(logon.notify(flags, (&raw mut entry).cast()), Code::OK);
        assert_eq!(host.author.said(), ["abort [4, 5]"]);
    }
    assert_eq!(logon.notify(NOTIFY_ABORT_DEFERRED, null_mut()), Code::INVALID_PARAMETER);
    logon.end();
    host.end();
}

/// LOGON-10: several logons of one provider object, each with a message of its own.
#[test]
fn each_logon_has_its_own_message_in_hand() {
    let host = Host::new();
    let one = host.log_on();
    let other = host.call(QUIET).2;
    release(other.support.raw());
    let lent = lunch(&host);
    assert_eq!(one.submit(lent.as_raw()).code, Code::OK);
    assert_eq!(other.submit(lent.as_raw()).code, Code::OK);
    close(lent);
    one.end();
    other.end();
    host.end();
}
