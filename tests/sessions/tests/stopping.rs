//! Messages that are stopped while they are sent: by a client, and by the end of the session (XPOFF-1 to XPOFF-3).
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use provider_runtime::abi::flag::LOGOFF_HURRY;
use provider_runtime::session::{Message, Options, Party, ProviderEntry, Session};
use provider_runtime::{Code, tags};
use sessions::{Script, ScriptedPost, TYPES, session_of};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

fn session(posts: impl IntoIterator<Item = ProviderEntry>) -> Session {
    session_of(posts, Options::new()).unwrap()
}

fn to_ann() -> Message {
    Message::new().with(tags::SUBJECT, "Lunch").to("Ann", "SMTP", "ann@example.org")
}

fn clean(session: &Session) {
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
}

/// A transport whose submit waits until it is interrupted; what tells when it is inside.
fn hangs(script: &Script) -> Receiver<()> {
    let (inside, is_inside) = channel();
    let (stop, is_stopped) = channel::<()>();
    let (inside, is_stopped) = (Mutex::new(inside), Mutex::new(is_stopped));
    let stop: Mutex<Sender<()>> = Mutex::new(stop);
    script.on("interrupt", move |_| {
        let _ = stop.lock().unwrap().send(());
        Ok(())
    });
    script.sends(move |_: &ScriptedPost, message| {
        inside.lock().unwrap().send(()).unwrap();
        is_stopped.lock().unwrap().recv().unwrap();
        assert!(message.is_cancelled());
        Err(Code::USER_CANCEL.into())
    });
    is_inside
}

/// T-67, XPOFF-2, XPOFF-3: in a hurry the session does not wait for the message; without, it cancels it first (XPOFF-1). A
/// second transport ends as it should in either case.
#[test]
fn a_logoff_in_the_middle_of_a_message_stops_it() {
    for (flags, hurry) in [(LOGOFF_HURRY, "hurry true"), (0, "hurry true")] {
        let (script, other) = (Script::new(), Script::new());
        let is_inside = hangs(&script);
        let options = Options::new().transport_logoff_flags(flags);
        let session = session_of([script.post("Post"), other.post("Other").with(TYPES, "FAX")], options).unwrap();
        session.submit(&to_ann()).unwrap();
        let report = std::thread::scope(|scope| {
            let spooler = scope.spawn(|| session.run_spooler());
            is_inside.recv().unwrap();
            let report = session.logoff();
            spooler.join().unwrap().unwrap();
            report
        });
        assert!(report.faults().is_empty(), "{flags:#x}: {}", report.tree());
        assert!(script.said().contains(&hurry.to_owned()), "{:?}", script.said());
        assert_eq!((script.count("end"), other.count("end"), session.memory().live()), (1, 1, 0));
        let cancels = report.events().iter().filter(|event| event.detail == "CANCEL_MESSAGE").count();
        assert_eq!(cancels, usize::from(flags == 0));
    }
}

/// XPLOGON-11, NOTIFY_CANCEL_MESSAGE: a client stops what is being sent.
#[test]
fn a_message_that_is_cancelled_while_it_is_sent_is_stopped_and_gone() {
    let script = Script::new();
    let is_inside = hangs(&script);
    let session = session([script.post("Post")]);
    let number = session.submit(&to_ann()).unwrap();
    std::thread::scope(|scope| {
        let spooler = scope.spawn(|| session.run_spooler());
        is_inside.recv().unwrap();
        assert_eq!(session.run_spooler().unwrap_err().code(), Code::BUSY, "THR-6");
        session.cancel(number).unwrap();
        spooler.join().unwrap().unwrap();
    });
    assert_eq!((script.count("interrupt"), session.outbox().len(), session.take_mail().len()), (1, 0, 0));
    clean(&session);
}

/// SPL-4: a transport that yields hears of it too.
#[test]
fn a_transport_that_yields_learns_that_its_message_is_cancelled() {
    let script = Script::new();
    let (inside, is_inside) = channel();
    let (go_on, goes_on) = channel::<()>();
    let (inside, goes_on) = (Mutex::new(inside), Mutex::new(goes_on));
    script.sends(move |_, message| {
        message.yield_now()?;
        inside.lock().unwrap().send(()).unwrap();
        goes_on.lock().unwrap().recv().unwrap();
        message.yield_now()?;
        panic!("it was cancelled");
    });
    let session = session([script.post("Post")]);
    let number = session.submit(&to_ann()).unwrap();
    std::thread::scope(|scope| {
        let spooler = scope.spawn(|| session.run_spooler());
        is_inside.recv().unwrap();
        session.cancel(number).unwrap();
        go_on.send(()).unwrap();
        spooler.join().unwrap().unwrap();
    });
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
    assert!(!report.tree().contains("CALL_FAILED"));
    assert!(report.faults_of(Party::Provider).is_empty());
}
