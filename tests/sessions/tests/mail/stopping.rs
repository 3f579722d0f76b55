//! Messages that are stopped while they are sent: by a client, and by the end of the session
//! (XPOFF-1 to XPOFF-3).

use provider_runtime::Code;
use provider_runtime::abi::flag::LOGOFF_HURRY;
use provider_runtime::session::{Options, Party, ProviderEntry, Session};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use support::{Script, ScriptedPost, TYPES, session_of, to_ann};

fn session(posts: impl IntoIterator<Item = ProviderEntry>) -> Session {
    session_of(posts, Options::new()).unwrap()
}

fn clean(session: &Session) {
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
}

/// A transport whose submit waits until it is interrupted; what tells when it is inside.
fn hangs(script: &Script) -> Receiver<()> {
    let (inside, is_inside) = channel();
    let (stop, is_stopped) = channel::<()>();
    let inside = Mutex::new(inside);
    let is_stopped = Mutex::new(is_stopped);
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

/// T-67, XPOFF-2, XPOFF-3: in a hurry the session does not wait for the message; without, it
/// cancels it first (XPOFF-1). A second transport ends as it should in either case.
#[test]
fn a_logoff_in_the_middle_of_a_message_stops_it() {
    for (flags, hurry) in [(LOGOFF_HURRY, "hurry true"), (0, "hurry true")] {
        let script = Script::new();
        let other = Script::new();
        let is_inside = hangs(&script);
        let options = Options::new().transport_logoff_flags(flags);
        let session = session_of([script.post("Post"), other.post("Other").with(TYPES, "FAX")], options).unwrap();
        session.mail().submit(&to_ann()).unwrap();
        let report = std::thread::scope(|scope| {
            let spooler = scope.spawn(|| session.mail().run());
            is_inside.recv().unwrap();
            let report = session.logoff();
            spooler.join().unwrap().unwrap();
            report
        });
        assert!(report.faults().is_empty(), "{flags:#x}: {}", report.tree());
        assert!(script.said().contains(&hurry.to_owned()), "{:?}", script.said());
        assert_eq!((script.count("end"), other.count("end"), session.memory().live()), (1, 1, 0));
        let cancels = report.events().iter().filter(|event| event.detail() == "CANCEL_MESSAGE").count();
        assert_eq!(cancels, usize::from(flags == 0));
    }
}

/// XPLOGON-11, NOTIFY_CANCEL_MESSAGE: a client stops what is being sent.
#[test]
fn a_message_that_is_cancelled_while_it_is_sent_is_stopped_and_gone() {
    let script = Script::new();
    let is_inside = hangs(&script);
    let session = session([script.post("Post")]);
    let number = session.mail().submit(&to_ann()).unwrap();
    std::thread::scope(|scope| {
        let spooler = scope.spawn(|| session.mail().run());
        is_inside.recv().unwrap();
        assert_eq!(session.mail().run().unwrap_err().code(), Code::BUSY, "THR-6");
        session.mail().cancel(number).unwrap();
        spooler.join().unwrap().unwrap();
    });
    assert_eq!((script.count("interrupt"), session.mail().outbox().len(), session.mail().take().len()), (1, 0, 0));
    clean(&session);
}

/// SPL-4: a transport that yields hears of it too.
#[test]
fn a_transport_that_yields_learns_that_its_message_is_cancelled() {
    let script = Script::new();
    let (inside, is_inside) = channel();
    let (go_on, goes_on) = channel::<()>();
    let inside = Mutex::new(inside);
    let goes_on = Mutex::new(goes_on);
    script.sends(move |_, message| {
        message.yield_now()?;
        inside.lock().unwrap().send(()).unwrap();
        goes_on.lock().unwrap().recv().unwrap();
        message.yield_now()?;
        panic!("it was cancelled");
    });
    let session = session([script.post("Post")]);
    let number = session.mail().submit(&to_ann()).unwrap();
    std::thread::scope(|scope| {
        let spooler = scope.spawn(|| session.mail().run());
        is_inside.recv().unwrap();
        session.mail().cancel(number).unwrap();
        go_on.send(()).unwrap();
        spooler.join().unwrap().unwrap();
    });
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
    assert!(!report.tree().contains("CALL_FAILED"));
    assert!(report.faults_of(Party::Provider).is_empty());
}

/// SESSION-8: at the session's end messages stay where they are; none comes back to its sender.
#[test]
fn messages_that_wait_at_the_end_of_a_session_are_not_reported_as_undeliverable() {
    let script = Script::new();
    let is_inside = hangs(&script);
    let session = session([script.post("Post")]);
    let numbers = [session.mail().submit(&to_ann()).unwrap(), session.mail().submit(&to_ann()).unwrap()];
    std::thread::scope(|scope| {
        let spooler = scope.spawn(|| session.mail().run());
        is_inside.recv().unwrap();
        assert!(session.logoff().faults().is_empty());
        spooler.join().unwrap().unwrap();
    });
    assert_eq!((session.mail().outbox(), session.mail().take().len()), (numbers.to_vec(), 0));
    assert_eq!(script.count("submit"), 1);
}

/// A transport with mail whose first `receive` waits until it is told to go on; what tells when it
/// is inside.
fn receives_slowly(script: &Script) -> (Receiver<()>, Sender<()>) {
    let (inside, is_inside) = channel();
    let (go_on, goes_on) = channel::<()>();
    let inside = Mutex::new(inside);
    let goes_on = Mutex::new(goes_on);
    script.receives(move |_, message| {
        let _ = inside.lock().unwrap().send(());
        let _ = goes_on.lock().unwrap().recv();
        message.save()
    });
    script.waits(5);
    (is_inside, go_on)
}

/// XPOFF-1: after END_INBOUND nothing new begins, no matter which thread runs the spooler.
#[test]
fn no_message_is_asked_for_behind_the_end_of_traffic() {
    let script = Script::new();
    let (is_inside, go_on) = receives_slowly(&script);
    script.on("interrupt", move |_| {
        let _ = go_on.send(());
        Ok(())
    });
    let session = session([script.post("Post")]);
    std::thread::scope(|scope| {
        let spooler = scope.spawn(|| session.mail().run());
        is_inside.recv().unwrap();
        assert!(session.logoff().faults().is_empty());
        spooler.join().unwrap().unwrap();
    });
    let events = session.events();
    let ended = events.iter().position(|event| event.detail().starts_with("END_INBOUND")).unwrap();
    assert!(events[ended..].iter().all(|event| !["xp.poll", "xp.start", "xp.idle"].contains(&event.name())));
}

/// FAST-11: a round of the spooler that is under way on another thread stops too.
#[test]
fn behind_a_fast_shutdown_a_round_of_the_spooler_calls_nobody() {
    let script = Script::new();
    let (is_inside, go_on) = receives_slowly(&script);
    let session = session([script.post("Post")]);
    std::thread::scope(|scope| {
        let spooler = scope.spawn(|| session.mail().run());
        is_inside.recv().unwrap();
        assert_eq!(session.fast_shutdown().query(), Code::OK);
        assert_eq!(session.fast_shutdown().notify(), Code::OK);
        assert_eq!(session.fast_shutdown().shut_down(), Code::OK);
        let before = session.events().len();
        drop(go_on);
        spooler.join().unwrap().unwrap();
        let after: Vec<_> = session.events()[before..].iter().map(|event| event.name()).collect();
        assert!(after.iter().all(|event| !event.starts_with("xp.")), "{after:?}");
    });
    let report = session.release();
    assert_eq!(report.faults_of(Party::Host), [""; 0], "{}", report.tree());
}
