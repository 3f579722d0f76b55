//! The session itself: that MAPI's part is played by the rules (THR-5, SESSION-*, SUPREL-*). That
//! it catches who breaks them is in `../referee/caught.rs`.

use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Event, OpenStore, Session, Sink};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;
use support::raw::exchanged::{
    CountingSink, hold_the_last_release, hold_the_shutdown, keep_the_provider, log_on, provider_releases,
    watch_the_logon, watch_the_provider,
};
use support::{KEPT, Script, open, root};

/// Runs what may dead-lock.
fn in_time(work: impl FnOnce() + Send + 'static) {
    let (tell, hear) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        work();
        tell.send(()).unwrap();
    });
    if hear.recv_timeout(Duration::from_secs(20)) == Err(mpsc::RecvTimeoutError::Timeout) {
        panic!("dead-lock");
    }
    thread.join().unwrap();
}

fn wait_for(session: &Session, event: &str) {
    while !session.events().iter().any(|other| other.name() == event) {
        std::thread::yield_now();
    }
}

fn wait_for_a_waiting_thread(session: &Session) {
    while session.by_hand().threads_waiting() == 0 {
        std::thread::yield_now();
    }
}

fn at(events: &[Event], event: &str) -> usize {
    events.iter().position(|other| other.name() == event).unwrap_or_else(|| panic!("no {event}"))
}

/// OPEN-12, LOGOFF-9: the call keeps the object, also where another thread ends the logon
/// meanwhile.
#[test]
fn a_logoff_waits_for_the_sessions_own_status_call() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let (begin, begins) = mpsc::channel();
    let (go, goes) = mpsc::channel();
    let put = Arc::clone(&told);
    let begin = Mutex::new(begin);
    let goes = Mutex::new(goes);
    watch_the_logon(&session, move |what| {
        put.lock().unwrap().push(what.to_owned());
        if what == "status begins" {
            begin.lock().unwrap().send(()).unwrap();
            goes.lock().unwrap().recv().unwrap();
        }
    });
    std::thread::scope(|threads| {
        let status = threads.spawn(|| store.status(0).map(drop));
        begins.recv().unwrap();
        let logoff = threads.spawn(|| session.logoff());
        wait_for(&session, "session.logoff");
        go.send(()).unwrap();
        let _ = status.join().unwrap();
        let report = logoff.join().unwrap();
        assert_eq!(report.faults(), [""; 0]);
    });
    let told = told.lock().unwrap().clone();
    assert_eq!(told.get(..2).unwrap(), ["status begins", "status ends"]);
    assert_eq!(told.last().unwrap(), "0 left");
    assert_eq!(store.status(0).unwrap_err().code(), Code::END_OF_SESSION);
}

#[test]
fn status_calls_and_a_logoff_race_and_each_call_is_answered() {
    for _ in 0..500 {
        let script = Script::new();
        let session = script.session().unwrap();
        let store = open(&session).unwrap();
        std::thread::scope(|threads| {
            threads.spawn(|| {
                for _ in 0..3 {
                    if let Err(error) = store.status(0) {
                        assert!([Code::END_OF_SESSION, Code::INVALID_OBJECT].contains(&error.code()), "{error}");
                    }
                }
            });
            session.logoff();
        });
    }
}

/// SHUT-2, THR-5
#[test]
fn a_logoff_waits_for_a_logon_call_on_another_thread() {
    let script = Script::new();
    let (begin, begins) = mpsc::channel();
    let (go, may_go) = mpsc::channel();
    let begin = Mutex::new(begin);
    let may_go = Mutex::new(may_go);
    script.on("logon", move |_| {
        begin.lock().unwrap().send(()).unwrap();
        may_go.lock().unwrap().recv().unwrap();
        Ok(())
    });
    let session = script.session().unwrap();
    std::thread::scope(|threads| {
        let logon = threads.spawn(|| open(&session));
        begins.recv().unwrap();
        let logoff = threads.spawn(|| session.logoff());
        wait_for_a_waiting_thread(&session);
        go.send(()).unwrap();
        let report = logoff.join().unwrap();
        let events = report.events();
        assert!(at(events, "sup.row+") < at(events, "session.logoff"), "{}", report.tree());
        assert!(at(events, "logon.release") < at(events, "prov.shutdown"), "{}", report.tree());
        assert!(report.is_clean(), "{:?}", report.faults());
        assert_eq!(logon.join().unwrap().unwrap().release(), 0);
    });
    assert_eq!(open(&session).unwrap_err().code(), Code::END_OF_SESSION);
}

/// THR-5
#[test]
fn of_two_logoffs_at_once_the_second_waits_for_every_step_of_the_first() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let go = hold_the_shutdown(&session);
    std::thread::scope(|threads| {
        threads.spawn(|| session.logoff());
        wait_for(&session, "prov.shutdown");
        let second = threads.spawn(|| session.logoff());
        wait_for_a_waiting_thread(&session);
        go.send(()).unwrap();
        let report = second.join().unwrap();
        let shutdown = report.events().iter().find(|event| event.name() == "prov.shutdown").unwrap();
        assert_eq!(shutdown.code, Some(Code::OK), "{}", report.tree());
        assert!(
            report.golden().ends_with("prov.release}, session.logoff<MAPI_E_END_OF_SESSION"),
            "{}",
            report.golden()
        );
    });
    drop(store);
}

/// ENTRY-5: a provider may keep IMalloc until its last Release has returned.
#[test]
fn a_provider_inside_its_release_on_another_thread_is_not_judged_yet() {
    let script = Script::new();
    let session = script.session().unwrap();
    drop(open(&session).unwrap());
    let go = hold_the_last_release(&session);
    std::thread::scope(|threads| {
        threads.spawn(|| session.logoff());
        wait_for(&session, "prov.release");
        let report = threads.spawn(|| session.report());
        wait_for_a_waiting_thread(&session);
        go.send(()).unwrap();
        assert_eq!(report.join().unwrap().faults(), [""; 0]);
    });
}

/// SESSION-13
#[test]
fn a_logoff_inside_a_logoff_is_busy_and_does_nothing() {
    in_time(|| {
        let script = Script::new();
        let session = Arc::new(script.session().unwrap());
        let store = open(&session).unwrap();
        let other = Arc::downgrade(&session);
        let judged = Arc::clone(&script);
        session.by_hand().inside("sup.release", move || {
            let report = other.upgrade().unwrap().logoff();
            judged.say(report.faults().concat());
        });
        let report = session.logoff();
        assert!(
            report.golden().contains("uid-, row-, session.logoff<MAPI_E_BUSY}}, logon.release"),
            "{}",
            report.golden()
        );
        assert_eq!(script.said().last().unwrap(), "");
        assert!(report.is_clean(), "{:?}", report.faults());
        drop(store);
    });
}

/// SESSION-13: the other thread's logoff waits in the provider for the very call that this one is
/// inside.
#[test]
fn a_logoff_inside_a_call_is_busy_while_another_thread_logs_off() {
    in_time(|| {
        let script = Script::new();
        let session = Arc::new(script.session().unwrap());
        let store = open(&session).unwrap();
        let inner = Arc::downgrade(&session);
        let said = Arc::clone(&script);
        session.by_hand().inside("sup.slt", move || {
            let session = inner.upgrade().unwrap();
            let other = Arc::clone(&session);
            std::thread::spawn(move || other.logoff());
            wait_for(&session, "logon.logoff");
            session.logoff();
            said.say(open(&session).unwrap_err().to_string());
            session.by_hand().shut_down();
        });
        assert_eq!(store.release(), 0);
        let report = session.logoff();
        assert!(report.golden().contains("sup.slt(ABORT){session.logoff<MAPI_E_BUSY}"), "{}", report.golden());
        assert!(script.said().iter().any(|said| said.starts_with("MAPI_E_END_OF_SESSION")), "{:?}", script.said());
        assert_eq!(report.faults(), [""; 0]);
    });
}

/// Section 8.4: `{}` is what is nested.
#[test]
fn what_a_client_does_later_is_not_written_inside_the_logon() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let connection = store.advise(None, fnevObjectModified, &Sink::new(|_| {})).unwrap();
    store.unadvise(connection).unwrap();
    let golden = session.report().golden();
    let logon = "init(0x00010010), prov.logon{sup.addref, sup.uid+, sup.row+}";
    assert_eq!(golden, format!("{logon}, sup.subscribe, sup.unsubscribe"));
}

#[test]
fn what_another_thread_does_meanwhile_is_not_written_inside_a_call() {
    let script = Script::new();
    let session = Arc::new(script.session().unwrap());
    let store = open(&session).unwrap();
    script.on("open", |of| of.unwrap().support().set_status(Status::Offline));
    let other = Arc::downgrade(&session);
    session.by_hand().inside("sup.row~", move || {
        let session = other.upgrade().unwrap();
        std::thread::spawn(move || drop(open(&session).unwrap())).join().unwrap();
    });
    drop(root(&store).unwrap());
    let golden = session.report().golden();
    assert!(golden.ends_with("sup.row~, prov.logon{sup.addref, sup.release}, store.release"), "{golden}");
}

/// LOGON-6
#[test]
fn the_best_access_to_a_section_that_is_being_written_is_to_read_it() {
    let script = Script::new();
    let session = script.session().unwrap();
    let (_store, codes) = log_on(&session, |support| {
        let (_, best) = support.section(None, MAPI_BEST_ACCESS);
        let (refused, _) = support.section(None, MAPI_MODIFY);
        let (second, read) = support.section(None, MAPI_BEST_ACCESS);
        let codes = (
            best.set_blindly(KEPT.tag().with_kind(PT_LONG), 1),
            refused,
            second,
            read.set_blindly(KEPT.tag().with_kind(PT_LONG), 2),
        );
        let _ = (best.release(), read.release());
        codes
    });
    assert_eq!(codes, (Code::OK, Code::NO_ACCESS, Code::OK, Code::NO_ACCESS));
}

/// MEM-3
#[test]
fn a_section_that_cannot_be_read_gives_neither_count_nor_values() {
    let script = Script::new();
    let session = Arc::new(script.session().unwrap());
    let inner = Arc::clone(&session);
    let (_store, got) = log_on(&session, move |support| {
        let (_, section) = support.section(None, 0);
        inner.memory().fail_at(Some(1));
        let got = section.all();
        section.release();
        got
    });
    assert_eq!(got, (Code::NOT_ENOUGH_MEMORY, 0, true));
}

/// S3: an AddRef would be a call of the sink's, under the lock that the subscriptions stand under.
#[test]
fn a_notification_takes_no_reference_on_a_sink() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    script
        .on("open", |of| of.unwrap().support().notify(&provider_runtime::Event::created(&1_u32, ObjectKind::Message)));
    let sink = CountingSink::leaked();
    assert_eq!(sink.advise(&store, fnevObjectCreated), Code::OK);
    let added = sink.added.load(Ordering::SeqCst);
    assert!(added > 0); // NOTIF-2
    drop(root(&store).unwrap());
    assert_eq!((sink.told.load(Ordering::SeqCst), sink.added.load(Ordering::SeqCst)), (1, added));
}

/// SESSION-12
#[test]
fn a_dropped_session_logs_off_what_a_lone_release_of_the_provider_left() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    keep_the_provider(&session);
    session.by_hand().release_provider();
    assert_eq!(script.count("end"), 0);
    drop(session);
    assert_eq!(script.count("end"), 1);
    assert_eq!(store.release(), 0);
}

/// T-92: ended from inside its own logon call, the provider object lives until that call has
/// returned.
#[test]
fn a_provider_object_lives_as_long_as_the_call_inside_which_it_is_released() {
    let script = Script::new();
    let session = Arc::new(script.session().unwrap());
    watch_the_provider(&session);
    let other = Arc::downgrade(&session);
    session.by_hand().inside("sup.row+", move || drop(other.upgrade().unwrap().logoff()));
    drop(open(&session));
    // Shutdown's own reference, the session's, and after it the logon call's.
    assert_eq!(provider_releases(), [2, 1, 0]);
}

#[test]
fn a_dropped_session_gives_back_the_logon_inside_which_it_was_ended() {
    let script = Script::new();
    let session = Arc::new(script.session().unwrap());
    let other = Arc::downgrade(&session);
    session.by_hand().inside("sup.row+", move || drop(other.upgrade().unwrap().logoff()));
    let store = session.open_store(&OpenStore::new());
    drop(session);
    assert_eq!(script.count("logon"), script.count("end"));
    drop(store);
}

/// OPEN-11
#[test]
fn a_wrapped_identifier_is_unwrapped_to_the_providers_own() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let wrapped = store.get(tags::ENTRYID).unwrap();
    let own = OpenStore::unwrapped(wrapped.as_binary().unwrap()).unwrap();
    assert!(wrapped.as_binary().unwrap().ends_with(&own) && !own.is_empty());
    assert_eq!(OpenStore::unwrapped(&own), None);
}

/// A folder's other table.
#[test]
fn a_hierarchy_table_is_read_like_a_contents_table() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let table = root(&store).unwrap().hierarchy(MAPI_UNICODE).unwrap();
    assert_eq!(table.row_count().unwrap(), 0);
    assert_eq!(store.hierarchy(0).unwrap_err().code(), Code::NO_SUPPORT);
}
