//! A correct provider, in every way that a store, a logon and a session can end.

use super::{open, told};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::{IID_IMAPIStatus, IID_IMsgStore};
use provider_runtime::prelude::*;
use provider_runtime::session::{Mapi, OpenStore, Options, Session, ShutdownReport, Sink, Store};
use std::rc::Rc;
use support::raw::store::{Habit, RawStore, entry, of_two_dlls};

fn correct() -> (Rc<RawStore>, Session) {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    (raw, session)
}

/// What the client's objects are is the client's business; the rest is as it should be.
fn is_clean(report: &ShutdownReport) {
    assert_eq!(told(report), [""; 0], "{}", report.tree());
    assert!(report.is_clean(), "{}", report.tree());
}

#[test]
fn a_session_that_opens_nothing_finds_nothing() {
    let (raw, session) = correct();
    is_clean(&session.logoff());
    assert_eq!(raw.said(), ["shutdown"]);
}

/// STORELOGOFF-1, STORELOGOFF-8
#[test]
fn a_store_that_its_client_closes() {
    for flags in [LOGOFF_NO_WAIT, LOGOFF_ORDERLY, LOGOFF_PURGE, LOGOFF_ABORT, LOGOFF_QUIET] {
        for activity in [0, LOGOFF_OUTBOUND] {
            let raw = RawStore::with(&[]);
            let session = raw.session_with(Options::new().no_mail().activity(activity));
            let store = open(&session);
            let (code, _) = store.store_logoff(flags);
            assert_eq!((code, store.release()), (Code::OK, 0));
            assert_eq!((session.registered().uids().len(), session.registered().rows().len()), (0, 0));
            is_clean(&session.logoff());
        }
    }
}

#[test]
fn a_store_that_is_released_without_store_logoff() {
    let (raw, session) = correct();
    assert_eq!(open(&session).release(), 0);
    assert_eq!(raw.said(), ["logon", "logoff"]); // SUPREL-3
    is_clean(&session.logoff());
    assert_eq!(raw.said(), ["logon", "logoff", "shutdown"]);
}

/// INVAL-1
#[test]
fn a_store_that_is_open_when_its_session_logs_off() {
    let (_hand, session) = correct();
    let store = open(&session);
    let status = open(&session).status(0).unwrap();
    is_clean(&session.logoff());
    for (object, iid) in [(&*store, IID_IMsgStore), (&status, IID_IMAPIStatus)] {
        assert_eq!(object.get(tags::OBJECT_TYPE).unwrap_err().code(), Code::INVALID_OBJECT);
        object.probe(iid);
    }
    assert_eq!(store.store_logoff(0).0, Code::INVALID_OBJECT);
    assert_eq!(status.release(), 0);
    drop(store);
    is_clean(&session.report());
}

/// SESSION-12
#[test]
fn a_session_that_is_released_without_logoff() {
    let (raw, session) = correct();
    let store = open(&session);
    drop(session);
    assert_eq!(raw.said(), ["logon", "logoff", "shutdown"]);
    assert_eq!(store.release(), 0);
}

#[test]
fn a_store_that_is_opened_again_and_again() {
    let (_hand, session) = correct();
    for _ in 0..3 {
        assert!(!open(&session).is_duplicate());
    }
    is_clean(&session.logoff());
}

/// MSLOGON-6
#[test]
fn a_store_that_is_opened_twice_in_every_order_of_its_ends() {
    for close in [[true, true], [true, false], [false, true], [false, false]] {
        let (_hand, session) = correct();
        let stores = [open(&session), open(&session)];
        assert_eq!(stores.each_ref().map(Store::is_duplicate), [false, true]);
        let mut kept: Vec<Store> =
            stores.into_iter().zip(close).filter(|(_, close)| !close).map(|(kept, _)| kept).collect();
        is_clean(&session.logoff());
        kept.clear();
        is_clean(&session.report());
    }
}

/// STATOBJ-1, STATUS-4
#[test]
fn a_status_object_that_is_used() {
    let (_hand, session) = correct();
    let store = open(&session);
    let status = store.status(0).unwrap();
    status.as_status().unwrap().validate_state(0).unwrap();
    assert_eq!(status.as_status().unwrap().flush_queues(0).unwrap_err().code(), Code::NO_SUPPORT);
    assert_eq!(status.as_status().unwrap().change_password().unwrap_err().code(), Code::NO_SUPPORT);
    status.probe(IID_IMAPIStatus);
    store.probe(IID_IMsgStore);
    drop((store, status));
    is_clean(&session.logoff());
}

/// NOTIF-4: cancelled by the client, and by the provider at its end.
#[test]
fn subscriptions_that_somebody_cancels() {
    for (cancels, closes) in [(true, true), (true, false), (false, true), (false, false)] {
        let (_hand, session) = correct();
        let store = open(&session);
        let sink = Sink::new(|_| {});
        let connection = store.advise(None, fnevObjectModified, &sink).unwrap();
        assert_eq!(session.registered().subscriptions(), 1);
        if cancels {
            store.unadvise(connection).unwrap();
        }
        let kept = if closes { None } else { Some(store) };
        is_clean(&session.logoff());
        assert_eq!(session.registered().subscriptions(), 0);
        drop(kept);
    }
}

/// SPOOL-2, MSLOGON-12
#[test]
fn a_spooler_that_opens_the_store_too() {
    for closes in [true, false] {
        let raw = RawStore::with(&[Habit::GivesSpoolerData]);
        let session = raw.session_with(Options::new());
        let store = open(&session);
        assert_eq!(raw.said(), ["logon", "spooler data secret", "spooler logon"]);
        let kept = if closes { None } else { Some(store) };
        is_clean(&session.logoff());
        drop(kept);
    }
}

/// OPEN-1, OPEN-7, OPEN-8
#[test]
fn entries_that_are_opened_and_compared() {
    let (raw, session) = correct();
    let store = open(&session);
    let message = entry(b"a message");
    let other = entry(b"another");
    let opened = session.open(&message, 0).unwrap();
    assert_eq!((opened.kind(), opened.get(tags::OBJECT_TYPE).is_ok()), (MAPI_MESSAGE, true));
    assert_eq!(session.open(&other, 0).unwrap_err().code(), Code::NOT_FOUND);
    assert!(session.compare(&message, &message).unwrap() && !session.compare(&message, &other).unwrap());
    assert_eq!(raw.said().iter().filter(|said| *said == "compare").count(), 2);
    drop((store, opened));
    is_clean(&session.logoff());
}

/// ENTRY-8, SHUT-1
#[test]
fn two_providers_in_two_dlls() {
    let first = RawStore::in_dll(0, &[]);
    let second = RawStore::in_dll(1, &[]);
    let (profile, options) = of_two_dlls();
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    let session = mapi.log_on(options.profile(profile)).unwrap();
    let stores = ["FIRST", "SECOND"].map(|name| session.open_store(&OpenStore::new().named(name)).unwrap());
    is_clean(&session.logoff());
    for raw in [first, second] {
        assert_eq!(raw.said(), ["logon", "logoff", "shutdown"]);
    }
    drop(stores);
    mapi.uninitialize().unwrap();
}

/// ORDER-3: no matter which was loaded first.
#[test]
fn eagerly_loaded_providers_end_in_the_reverse_order_of_their_first_logons() {
    for order in [["FIRST", "SECOND"], ["SECOND", "FIRST"]] {
        let _hands = [RawStore::in_dll(0, &[]), RawStore::in_dll(1, &[])];
        let (profile, options) = of_two_dlls();
        let mapi = Mapi::new();
        mapi.initialize(0).unwrap();
        let session = mapi.log_on(options.eager_load().profile(profile)).unwrap();
        let stores = order.map(|name| session.open_store(&OpenStore::new().named(name)).unwrap());
        let report = session.logoff();
        let numbers = |event: &str, fact: &str| {
            let events = report.events().iter().filter(|other| other.name() == event);
            events.map(|event| event.fact(fact).unwrap()).collect::<Vec<_>>()
        };
        let mut ended = numbers("prov.shutdown", "provider");
        ended.reverse();
        assert_eq!(ended, numbers("prov.logon", "provider"));
        is_clean(&report);
        drop(stores);
        mapi.uninitialize().unwrap();
    }
}

/// SPOOL-5: whatever is wrong with a provider is wrong on both its objects, and never called the
/// host's.
#[test]
fn a_spooler_that_meets_the_same_faults() {
    let faults = [
        (Habit::TakesAReferenceTooMany, "V-9"),
        (Habit::GivesOneBackTooMany, "V-9"),
        (Habit::TakesNoReference, "V-7"),
        (Habit::CallsBehindTheLastRelease, "V-8"),
        (Habit::RegistersNoUid, "V-11"),
        (Habit::RowLacksAColumn, "V-12"),
        (Habit::TellsNoTransports, "V-18"),
        (Habit::TellsTransportsTwice, "V-18"),
        (Habit::KeepsMalloc, "V-42"),
        (Habit::KeepsItsSection, "V-42"),
        (Habit::SuccessGivesNothing, "V-6"),
        (Habit::SuccessGivesNoStore, "V-6"),
        (Habit::GivesBackInTheDestructor, ""),
        (Habit::RemovesItsRow, ""),
        (Habit::LogoffFails, ""),
        (Habit::ShutdownFails, ""),
        (Habit::DuplicateMakesALogon, "V-40"),
        (Habit::DuplicateGivesTheLogon, ""),
    ];
    for (habit, id) in faults {
        for closes in [true, false] {
            let raw = RawStore::with(&[habit]);
            let session = raw.session_with(Options::new());
            let stores = [session.open_store(&OpenStore::new()), session.open_store(&OpenStore::new())];
            let kept = if closes { None } else { Some(stores) };
            session.logoff();
            drop(kept);
            let report = session.report();
            let told = told(&report);
            assert!(told.iter().all(|told| *told == id), "{habit:?}: {told:?}\n{}", report.tree());
            assert_eq!(told.is_empty(), id.is_empty(), "{habit:?}\n{}", report.tree());
        }
    }
}
