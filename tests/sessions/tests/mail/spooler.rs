//! The spooler's part of a store's life: when it opens what a client has opened, on which provider
//! object, and when it lets go (SPOOL-*, STORELOGOFF-12).

use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Event, OpenStore, Options, Session, ShutdownReport};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};
use support::{KEPT, Script, open, session_of};

fn numbers(report: &ShutdownReport, event: &str, fact: &str) -> Vec<u64> {
    let events = report.events().iter().filter(|other| other.name() == event);
    events.filter_map(|event: &Event| event.fact(fact)).collect()
}

/// SPOOL-2, SPOOL-3, SPOOL-5
#[test]
fn the_spooler_opens_what_a_client_has_opened_on_a_provider_object_of_its_own() {
    let script = Script::new();
    let session = script.session_with_spooler(Options::new()).unwrap();
    let store = open(&session).unwrap();
    assert_eq!(script.count("logon"), 2);
    assert_eq!((session.registered().rows().len(), session.registered().uids().len()), (1, 1)); // a client sees its own logon alone
    let report = session.report();
    assert_eq!(numbers(&report, "init", "provider"), [1, 2]);
    assert_eq!(numbers(&report, "prov.logon", "provider"), [1]);
    assert_eq!(numbers(&report, "prov.spooler_logon", "provider"), [2]);
    assert_eq!(store.release(), 0); // the spooler's reference is on another store object
    assert_eq!(script.count("end"), 2); // STORELOGOFF-12: complete, so the spooler has let go
    assert!(session.logoff().is_clean());
    assert_eq!(session.memory().live(), 0);
}

/// STORELOGOFF-12: after the client's own Release, never inside a call of the provider's.
#[test]
fn the_spooler_lets_go_when_the_clients_release_has_returned() {
    let session = Script::new().session_with_spooler(Options::new()).unwrap();
    drop(open(&session).unwrap());
    let report = session.report();
    let releases: Vec<_> = report.events().iter().filter(|event| event.name() == "store.release").collect();
    assert_eq!(
        releases.iter().map(|event| (event.fact("logon"), event.depth)).collect::<Vec<_>>(),
        [(Some(1), 0), (Some(2), 0)]
    );
    assert!(session.logoff().is_clean());
}

/// T-25
#[test]
fn a_store_opened_without_mail_is_not_the_spoolers() {
    let script = Script::new();
    let session = script.session_with_spooler(Options::new()).unwrap();
    drop(session.open_store(&OpenStore::new().flags(MDB_NO_MAIL)).unwrap());
    assert_eq!(script.count("logon"), 1);
    let session = script.session_with_spooler(Options::new().no_mail()).unwrap();
    drop(open(&session).unwrap());
    assert_eq!(script.count("logon"), 2);
    assert!(session.logoff().is_clean());
}

/// T-26: on the clients' own provider object it is a duplicate.
#[test]
fn a_spooler_logon_on_the_clients_provider_object_gets_the_same_store() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let again = session.open_store(&OpenStore::new().flags(MDB_WRITE).spooler()).unwrap();
    assert_eq!((again.as_raw(), again.is_duplicate()), (store.as_raw(), true));
    drop(store);
    assert_eq!(again.get(KEPT).unwrap(), "of the store".into());
    drop(again);
    let alone = session.open_store(&OpenStore::new().flags(MDB_WRITE).spooler()).unwrap();
    assert!(!alone.is_duplicate()); // a new pair, with a Logoff of its own
    drop(alone);
    assert!(session.logoff().is_clean());
}

/// ORDER-4: the spooler's stores end before the clients', its provider objects too.
#[test]
fn at_the_end_of_a_session_the_spoolers_stores_go_first() {
    let home = Script::new();
    let work = Script::new();
    let session = session_of([home.provider("Home"), work.provider("Work")], Options::new()).unwrap();
    let held = [
        session.open_store(&OpenStore::new().named("Home")).unwrap(),
        session.open_store(&OpenStore::new().named("Work")).unwrap(),
    ];
    let report = session.logoff();
    assert_eq!(numbers(&report, "logon.logoff", "logon"), [4, 2, 3, 1]);
    assert_eq!(numbers(&report, "prov.shutdown", "provider"), [2, 1]);
    assert_eq!(numbers(&report, "prov.release", "left"), [0, 0]);
    assert!(report.is_clean(), "{}", report.tree());
    drop(held);
    assert_eq!((home.count("end"), work.count("end")), (2, 2));
}

/// SPOOL-6, REACT-10: what comes of the spooler's logon is its own business.
#[test]
fn a_store_that_refuses_the_spooler_is_still_open_for_its_client() {
    let script = Script::new();
    let calls = AtomicUsize::new(0);
    script.on("logon", move |_| {
        let first = calls.fetch_add(1, Ordering::SeqCst) == 0;
        if first { Ok(()) } else { Err(Code::FAILONEPROVIDER.into()) }
    });
    let session: Session = script.session_with_spooler(Options::new()).unwrap();
    let store = open(&session).unwrap();
    assert_eq!(script.count("logon"), 2);
    assert_eq!(store.get(KEPT).unwrap(), "of the store".into());
    drop(store);
    assert!(session.logoff().is_clean());
}

/// THR-5: a release of the spooler's is a call of the life cycle as any other, no matter after
/// which call it comes.
#[test]
fn the_spoolers_release_waits_for_the_turn() {
    let home = Script::new();
    let work = Script::new();
    let session = session_of([home.provider("Home"), work.provider("Work")], Options::new()).unwrap();
    let first = session.open_store(&OpenStore::new().named("Home")).unwrap();
    let (inside, is_inside) = mpsc::channel();
    let (go, goes) = mpsc::channel::<()>();
    let inside = Mutex::new(inside);
    let goes = Mutex::new(goes);
    let logons = AtomicUsize::new(0);
    work.on("logon", move |_| {
        if logons.fetch_add(1, Ordering::SeqCst) == 0 {
            inside.lock().unwrap().send(()).unwrap();
            goes.lock().unwrap().recv().unwrap();
        }
        Ok(())
    });
    std::thread::scope(|threads| {
        let second = threads.spawn(|| session.open_store(&OpenStore::new().named("Work")).unwrap());
        is_inside.recv().unwrap();
        drop(first);
        assert_eq!(home.count("end"), 1); // the client's own
        go.send(()).unwrap();
        let second = second.join().unwrap();
        session.deliver();
        assert_eq!(home.count("end"), 2);
        drop(second);
    });
    let report = session.logoff();
    assert_eq!((home.count("end"), work.count("end")), (2, 2));
    assert!(report.is_clean(), "{}", report.tree());
}
