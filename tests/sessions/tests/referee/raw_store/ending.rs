//! What a provider does wrong at an end (V-8, V-9, V-17 to V-19, V-28, V-44), and what it may do
//! late.

use super::{open, told, warned};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::IID_IMsgStore;
use provider_runtime::prelude::*;
use provider_runtime::session::{Options, ShutdownReport, Sink};
use std::time::Duration;
use support::raw::store::{Habit, RawStore};

/// The two ways of a logon's end: its client closes the store, or its session logs off.
fn ended(habits: &[Habit], options: &Options) -> [ShutdownReport; 2] {
    [true, false].map(|closes| {
        let raw = RawStore::with(habits);
        let session = raw.session_with(options.clone().no_mail());
        let store = open(&session);
        let kept = if closes { None } else { Some(store) };
        session.logoff();
        drop(kept);
        session.report()
    })
}

fn each_tells(habit: Habit, id: &str) {
    for report in ended(&[habit], &Options::new()) {
        assert_eq!(told(&report), [id], "{}", report.tree());
    }
}

/// V-8, SUP-3
#[test]
fn a_call_behind_the_last_release_of_the_support_object() {
    each_tells(Habit::CallsBehindTheLastRelease, "V-8");
}

/// T-73, V-9, LOGOFF-11
#[test]
fn a_reference_on_the_support_object_that_is_never_given_back() {
    let raw = RawStore::with(&[Habit::TakesAReferenceTooMany]);
    let session = raw.session();
    let store = open(&session);
    drop(store);
    assert_eq!(session.registered().uids().len(), 1); // SUPREL-3 has not come
    let report = session.logoff();
    assert_eq!(told(&report), ["V-9"], "{}", report.tree());
    assert_eq!((session.registered().uids().len(), session.registered().rows().len()), (0, 0)); // LOGOFF-10
    assert_eq!(raw.support().release(), 0); // late, and right
    assert_eq!(told(&session.report()), [""; 0], "{}", session.report().tree());
}

/// V-9, LOGON-2
#[test]
fn more_releases_of_the_support_object_than_references() {
    each_tells(Habit::GivesOneBackTooMany, "V-9");
}

/// T-72, LOGOFF-10, LOGOFF-11
#[test]
fn a_support_object_that_is_given_back_in_the_logons_destructor() {
    let raw = RawStore::with(&[Habit::GivesBackInTheDestructor]);
    let session = raw.session();
    let store = open(&session);
    let report = session.logoff();
    assert_eq!(told(&report), [""; 0], "{}", report.tree());
    let end = "logon.logoff{sup.slt(ABORT), uid-, row-}, logon.release{sup.release(final)}, prov.shutdown";
    assert!(report.golden().contains(end), "{}", report.golden());
    drop(store);
    for report in ended(&[Habit::GivesBackInTheDestructor], &Options::new()) {
        assert_eq!(told(&report), [""; 0], "{}", report.tree());
    }
}

/// T-72 with a store that is closed and opened once more: its old logon is still there, and not in
/// the way.
#[test]
fn a_logon_that_outlives_its_store_is_not_in_the_way_of_the_next() {
    let raw = RawStore::with(&[Habit::GivesBackInTheDestructor]);
    let session = raw.session();
    for _ in 0..3 {
        assert!(!open(&session).is_duplicate());
    }
    let report = session.logoff();
    assert_eq!(told(&report), [""; 0], "{}", report.tree());
    assert_eq!(raw.said().iter().filter(|said| *said == "logoff").count(), 3);
}

/// V-17, NOTIF-4, NOTIF-6
#[test]
fn a_subscription_that_a_provider_leaves_open() {
    for closes in [true, false] {
        let raw = RawStore::with(&[Habit::LeavesSubscriptions]);
        let session = raw.session();
        let store = open(&session);
        store.advise(None, fnevObjectModified, &Sink::new(|_| {})).unwrap();
        let kept = if closes { None } else { Some(store) };
        let report = session.logoff();
        assert_eq!(told(&report), ["V-17"], "{}", report.tree());
        assert_eq!(session.registered().subscriptions(), 0); // NOTIF-6
        drop(kept);
    }
}

/// V-18, STORELOGOFF-6
#[test]
fn transports_that_are_told_twice_or_never() {
    each_tells(Habit::TellsNoTransports, "V-18");
    each_tells(Habit::TellsTransportsTwice, "V-18");
}

/// V-19, INVAL-1: each call that still works, and none that may.
#[test]
fn a_store_that_works_behind_its_logons_end() {
    let raw = RawStore::with(&[Habit::WorksBehindItsEnd]);
    let session = raw.session();
    let store = open(&session);
    assert_eq!(told(&session.logoff()), [""; 0]);
    store.save(0).unwrap();
    assert_eq!(told(&session.report()), ["V-19"], "{}", session.report().tree());
    assert_eq!((store.query(IID_IMsgStore), store.store_logoff(0).0), (Code::OK, Code::OK));
    assert_eq!(told(&session.report()), ["V-19"; 3], "{}", session.report().tree());
    assert_eq!(store.release(), 0);
    assert_eq!(told(&session.report()), ["V-19"; 3]);
}

/// V-28, ABRUPT-7: waited for, and a warning only.
#[test]
fn a_logoff_that_takes_longer_than_its_budget_is_warned() {
    for (budget, ids) in [(59, vec!["V-28"]), (60, vec![])] {
        let options = Options::new().budget(Duration::from_secs(budget));
        for report in ended(&[Habit::TakesItsTime], &options) {
            assert_eq!((told(&report), warned(&report).contains(&"V-28")), (ids.clone(), !ids.is_empty()));
            assert!(report.is_clean(), "{}", report.tree());
        }
    }
}

/// LOGOFF-5, SHUT-6: a failure is the provider's own affair.
#[test]
fn an_end_that_fails_stops_nothing() {
    for habit in [Habit::LogoffFails, Habit::ShutdownFails] {
        for report in ended(&[habit], &Options::new()) {
            assert_eq!(told(&report), [""; 0], "{}", report.tree());
            assert!(report.golden().contains("prov.release"), "{}", report.golden());
        }
    }
}

/// V-44, LOGOFF-6, SHUT-7
#[test]
fn an_end_that_fails_when_it_is_repeated() {
    let repeats = Options::new().repeat_ends();
    for (habit, rule) in [(Habit::SecondLogoffFails, "LOGOFF-6"), (Habit::SecondShutdownFails, "SHUT-7")] {
        for report in ended(&[habit], &repeats) {
            assert_eq!(told(&report), ["V-44"], "{}", report.tree());
            assert!(report.violations().iter().any(|told| told.id == "V-44" && told.rule == rule));
        }
        for report in ended(&[habit], &Options::new()) {
            assert_eq!(told(&report), [""; 0], "{}", report.tree());
        }
    }
    for report in ended(&[], &repeats) {
        assert_eq!(told(&report), [""; 0], "{}", report.tree());
    }
}

/// STATUS-10: as Microsoft's transports do.
#[test]
fn a_provider_that_removes_its_row_itself() {
    for options in [Options::new(), Options::new().repeat_ends()] {
        for report in ended(&[Habit::RemovesItsRow], &options) {
            assert_eq!(told(&report), [""; 0], "{}", report.tree());
        }
    }
}
