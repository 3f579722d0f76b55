//! What a logon call does wrong (V-5 to V-7, V-10 to V-12, V-14, V-16, V-21, V-40, V-42), and what
//! it may do although it looks odd.

use super::{lived, open, told, warned};
use provider_runtime::prelude::*;
use provider_runtime::session::{OpenStore, Options, Session, ShutdownReport};
use std::rc::Rc;
use support::raw::store::{Habit, RawStore, UID, entry};
use support::raw::support_object::Column;

/// Opens a store of a provider with this habit twice, and logs off with both open.
fn opened_twice(habit: Habit) -> (Rc<RawStore>, ShutdownReport) {
    let raw = RawStore::with(&[habit]);
    let session = raw.session();
    let stores = [open(&session), open(&session)];
    let report = session.logoff();
    drop(stores);
    assert_eq!(told(&session.report()), told(&report), "{}", session.report().tree());
    assert_eq!(
        (session.registered().uids().len(), session.registered().rows().len(), session.memory().live()),
        (0, 0, 0)
    );
    (raw, report)
}

/// A logon that fails with `code`, and the report.
fn failed(habits: &[Habit], code: Code) -> (Error, Session, ShutdownReport) {
    let raw = RawStore::with(habits);
    let session = raw.session();
    raw.fails(None, code);
    let error = session.open_store(&OpenStore::new()).unwrap_err();
    let report = session.logoff();
    (error, session, report)
}

/// V-5, LOGON-1, MEM-3
#[test]
fn a_failing_logon_that_gives_an_object() {
    let (error, _, report) = failed(&[Habit::FailureGivesObjects], Code::NOT_FOUND);
    assert_eq!((error.code(), told(&report)), (Code::NOT_FOUND, vec!["V-5"]));
}

/// V-10, LOGON-2: what it registered goes all the same.
#[test]
fn a_failing_logon_that_keeps_the_support_object() {
    let raw = RawStore::with(&[Habit::FailureKeepsSupport]);
    let session = raw.session();
    raw.fails(None, Code::NOT_FOUND);
    raw.in_logon(|support| {
        let codes = (support.set_uid(UID), support.set_row(&Column::row("None", 1), 0));
        assert_eq!(codes, (Code::OK, Code::OK));
    });
    session.open_store(&OpenStore::new()).unwrap_err();
    assert_eq!((session.registered().uids().len(), session.registered().rows().len()), (0, 0));
    assert_eq!(raw.support().set_uid(UID), Code::END_OF_SESSION);
    let report = session.logoff();
    assert_eq!(told(&report), ["V-10"], "{}", report.tree());
}

#[test]
fn a_failing_logon_that_does_it_right() {
    for code in [Code::NOT_FOUND, Code::LOGON_FAILED, Code::FAILONEPROVIDER, Code::UNCONFIGURED, Code::CALL_FAILED] {
        let (error, session, report) = failed(&[], code);
        assert_eq!((error.code(), told(&report)), (code, vec![]), "{}", report.tree());
        assert!(report.is_clean() && session.memory().live() == 0);
    }
}

/// T-33, REACT-7, MEM-6, LASTERR-4
#[test]
fn the_text_of_a_failing_logon_is_kept_and_its_block_freed_once() {
    let raw = RawStore::with(&[Habit::FailureHasText]);
    let session = raw.session();
    raw.fails(None, Code::NOT_FOUND);
    let error = session.open_store(&OpenStore::new()).unwrap_err();
    assert_eq!((error.code(), error.text()), (Code::NOT_FOUND, "the disk is full"));
    assert_eq!(session.last_error(Code::NOT_FOUND).unwrap().as_deref(), Some("the disk is full"));
    assert_eq!(session.memory().live(), 0);
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
    assert_eq!(report.events().iter().filter(|event| event.name() == "host.free").count(), 1);
}

/// T-31, REACT-1: nobody's service is disabled by a wrong entry.
#[test]
fn an_entry_that_is_not_found_keeps_no_other_from_its_logon() {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    let gone = entry(b"gone");
    let there = entry(b"there");
    raw.fails(Some(&gone), Code::NOT_FOUND);
    let error = session.open_store(&OpenStore::new().entry(&gone)).unwrap_err();
    assert_eq!(error.code(), Code::NOT_FOUND);
    let store = session.open_store(&OpenStore::new().entry(&there)).unwrap();
    assert_eq!(raw.said(), ["logon", "logon"]);
    drop(store);
    assert!(session.logoff().is_clean());
}

/// T-94, CFG-3
#[test]
fn a_user_who_cancels_a_logon_is_not_sent_to_configure_the_service() {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    raw.fails(None, Code::USER_CANCEL);
    assert_eq!(session.open_store(&OpenStore::new()).unwrap_err().code(), Code::USER_CANCEL);
    assert_eq!(raw.said(), ["logon"]);
    let report = session.logoff();
    assert!(report.events().iter().all(|event| event.name() != "svc.entry"), "{}", report.tree());
    assert!(report.is_clean(), "{}", report.tree());
    // The service has an entry point, and would have been asked (REACT-3).
    let session = raw.session();
    raw.fails(None, Code::UNCONFIGURED);
    session.open_store(&OpenStore::new()).unwrap_err();
    assert_eq!(raw.said().last_chunk().unwrap(), &["logon", "configure", "logon"]);
}

/// V-6, MSLOGON-5
#[test]
fn a_successful_logon_without_the_objects_it_needs() {
    for habit in [Habit::SuccessGivesNothing, Habit::SuccessGivesNoStore, Habit::SuccessGivesNoLogon] {
        let raw = RawStore::with(&[habit]);
        let session = raw.session();
        let error = session.open_store(&OpenStore::new()).unwrap_err();
        assert_eq!((session.registered().uids().len(), session.registered().rows().len()), (0, 0));
        let report = session.logoff();
        assert_eq!((error.code(), told(&report)), (Code::CALL_FAILED, vec!["V-6"]), "{habit:?} {}", report.tree());
    }
}

/// T-18, V-7, LOGON-3: it is logged off at once; whether it gives back what it never took does not
/// matter then.
#[test]
fn a_logon_that_takes_no_reference_is_logged_off() {
    for habits in [&[Habit::TakesNoReference][..], &[Habit::TakesNoReference, Habit::GivesBackWhatItNeverTook]] {
        let raw = RawStore::with(habits);
        let session = raw.session();
        let opened = session.open_store(&OpenStore::new());
        assert_eq!(raw.said(), ["logon", "logoff"]);
        assert_eq!((session.registered().uids().len(), session.registered().rows().len()), (0, 0));
        drop(opened);
        let report = session.logoff();
        assert_eq!(told(&report), ["V-7"], "{}", report.tree());
    }
}

/// T-18, V-7, option LenientSupport
#[test]
fn a_lenient_session_goes_on_with_a_logon_that_took_no_reference() {
    for habits in [&[Habit::TakesNoReference][..], &[Habit::TakesNoReference, Habit::GivesBackWhatItNeverTook]] {
        for closes in [true, false] {
            let raw = RawStore::with(habits);
            let session = raw.session_with(Options::new().no_mail().lenient_support());
            let store = open(&session);
            assert!(store.get(tags::OBJECT_TYPE).is_ok());
            assert_eq!((raw.said(), session.registered().uids().len()), (vec!["logon".to_owned()], 1));
            let kept = (!closes).then_some(store); // else it is dropped here
            let report = session.logoff();
            assert_eq!(told(&report), ["V-7"], "{habits:?}, closes: {closes} {}", report.tree());
            drop(kept);
            // The reference that the session kept in its stead went with the logon (SUP-3).
            assert_eq!(raw.support().set_uid(UID), Code::END_OF_SESSION);
            assert_eq!(session.events().last().map(|event| event.name()), Some("sup.late"));
        }
    }
}

/// V-10, MSLOGON-6
#[test]
fn a_duplicate_that_does_more_than_it_may() {
    let habits = [
        Habit::DuplicateKeepsSupport,
        Habit::DuplicateRegistersUid,
        Habit::DuplicateRegistersRow,
        Habit::DuplicateGivesSpoolerData,
    ];
    for habit in habits {
        let (_, report) = opened_twice(habit);
        assert_eq!(told(&report), ["V-10"], "{habit:?} {}", report.tree());
    }
}

/// T-23, MSLOGON-6: one more reference on the logon that is there, which the session gives back.
#[test]
fn a_duplicate_that_gives_the_live_logon_is_one_logon() {
    let (raw, report) = opened_twice(Habit::DuplicateGivesTheLogon);
    assert_eq!(told(&report), [""; 0], "{}", report.tree());
    assert_eq!(raw.said(), ["logon", "logon", "logoff", "shutdown"]);
    let left: Vec<_> = report.events().iter().filter(|event| event.name() == "logon.release").collect();
    assert_eq!(left.iter().map(|event| event.fact("left")).collect::<Vec<_>>(), [Some(0)], "{}", report.tree());
}

/// V-40, MSLOGON-5
#[test]
fn a_second_logon_object_for_one_store() {
    let (_, report) = opened_twice(Habit::DuplicateMakesALogon);
    assert_eq!(told(&report), ["V-40"], "{}", report.tree());
    let told = report.violations().iter().find(|told| told.id == "V-40").unwrap();
    assert_eq!(told.text, "a second logon object for a store that is open");
}

/// V-40, MSLOGON-6
#[test]
fn a_second_store_object_for_an_entry_that_is_open() {
    let raw = RawStore::with(&[Habit::DuplicateMakesAStore]);
    let session = raw.session();
    let asked = OpenStore::new().entry(&entry(b"one and the same"));
    let stores = [&asked, &asked].map(|asked| session.open_store(asked).unwrap());
    assert!(!stores.iter().any(|store| store.is_duplicate()));
    let report = session.logoff();
    assert_eq!(told(&report), ["V-40"], "{}", report.tree());
    let told = report.violations().iter().find(|told| told.id == "V-40").unwrap();
    assert_eq!(told.text, "a second store object for a store that is open");
    drop(stores);
}

/// V-11, UID-1
#[test]
fn a_logon_that_registers_no_uid_is_warned() {
    let report = lived(Habit::RegistersNoUid);
    assert_eq!((told(&report), warned(&report)), (vec!["V-11"], vec!["V-11"]), "{}", report.tree());
    assert!(report.is_clean());
}

/// T-39, UID-2: a multiset; and another logon's stays when this one's go.
#[test]
fn a_uid_that_one_logon_registers_twice_goes_with_it_and_with_nobody_else() {
    let raw = RawStore::with(&[Habit::RegistersItsUidTwice]);
    let session = raw.session();
    let [one, other] = [b"one", b"two"].map(|key| session.open_store(&OpenStore::new().entry(&entry(key))).unwrap());
    assert_eq!(session.registered().uids().len(), 4);
    drop(one);
    assert_eq!(session.registered().uids().len(), 2);
    let message = session.open(&entry(b"a message"), 0).unwrap(); // UID-6
    assert!(message.get(tags::OBJECT_TYPE).is_ok());
    drop((message, other));
    assert_eq!(session.registered().uids().len(), 0);
    let report = session.logoff();
    assert_eq!(told(&report), [""; 0], "{}", report.tree());
}

/// V-12, STATUS-12: completed from the profile, or refused under StrictStatus.
#[test]
fn a_status_row_that_lacks_a_column() {
    for (options, answers, rows) in [
        (Options::new(), vec!["logon"], 1),
        (Options::new().strict_status(), vec!["logon", "row MAPI_E_MISSING_REQUIRED_COLUMN"], 0),
    ] {
        let raw = RawStore::with(&[Habit::RowLacksAColumn]);
        let session = raw.session_with(options.no_mail());
        let store = open(&session);
        assert_eq!(
            (raw.said(), session.registered().rows().len()),
            (answers.iter().map(ToString::to_string).collect(), rows)
        );
        drop(store);
        let report = session.logoff();
        assert_eq!(told(&report), ["V-12"], "{}", report.tree());
    }
}

/// StrictStatus, and nothing lacking.
#[test]
fn a_whole_status_row_under_strict_status() {
    let raw = RawStore::with(&[]);
    let session = raw.session_with(Options::new().no_mail().strict_status());
    drop(open(&session));
    assert_eq!(raw.said(), ["logon", "logoff"]);
    assert!(session.logoff().is_clean());
}

/// T-95, V-14, LOGON-5
#[test]
fn a_logon_that_writes_mapis_own_properties() {
    let raw = RawStore::with(&[Habit::WritesMapisOwn]);
    let session = raw.session();
    drop(open(&session));
    assert_eq!(raw.said(), ["logon", "SetProps S_OK, MAPI_E_COMPUTED", "logoff"]);
    let flags = session.registered().section().into_iter().find(|property| property.tag == tags::RESOURCE_FLAGS);
    assert_eq!(flags.map(|property| property.value), Some(0.into()));
    let report = session.logoff();
    assert_eq!((told(&report), report.live()), (vec!["V-14"], 0), "{}", report.tree());
}

/// V-16, LOGON-8
#[test]
fn a_logon_that_waits_for_the_spooler_is_warned() {
    let report = lived(Habit::TellsTheSpooler);
    assert_eq!((told(&report), warned(&report)), (vec!["V-16"], vec!["V-16"]), "{}", report.tree());
}

/// T-91, V-21, MEM-4, MEM-5
#[test]
fn a_block_that_hangs_on_another_is_not_freed_alone_and_none_twice() {
    for (habit, text) in [
        (Habit::FreesWhatHangs, "a block was freed that hangs on another one"),
        (Habit::FreesTwice, "a block was freed that is not live, or not of this memory"),
    ] {
        let report = lived(habit);
        assert_eq!((told(&report), report.live()), (vec!["V-21"], 0), "{}", report.tree());
        assert!(report.violations().iter().any(|told| told.text == text), "{}", report.tree());
    }
}

/// V-42, LOGON-6
#[test]
fn a_section_that_a_logon_keeps() {
    assert_eq!(told(&lived(Habit::KeepsItsSection)), ["V-42"]);
    let raw = RawStore::with(&[Habit::KeepsItsSection]);
    let session = raw.session();
    let store = open(&session);
    assert_eq!(told(&session.logoff()), ["V-42"]);
    drop(store);
}

/// V-40, MSLOGON-5
#[test]
fn a_logon_object_that_serves_two_stores() {
    let raw = RawStore::with(&[Habit::OtherStoreGivesTheLogon]);
    let session = raw.session();
    let first = session.open_store(&OpenStore::new().entry(&entry(b"one"))).unwrap();
    let second = session.open_store(&OpenStore::new().entry(&entry(b"two")));
    let report = session.logoff();
    assert_eq!(told(&report), ["V-40"], "{}", report.tree());
    drop((first, second));
    assert_eq!(told(&session.report()), ["V-40"], "{}", session.report().tree());
}

/// V-9, LOGON-2: the reference that goes is the session's own.
#[test]
fn a_logon_that_gives_back_what_is_not_its_own() {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    raw.fails(None, Code::NOT_FOUND);
    raw.in_logon(|support| {
        assert_eq!(support.release(), 0);
    });
    session.open_store(&OpenStore::new()).unwrap_err();
    let report = session.logoff();
    assert_eq!(told(&report), ["V-9"], "{}", report.tree());
    for habits in [&[Habit::TakesNoReference][..], &[Habit::TakesNoReference, Habit::GivesBackWhatItNeverTook]] {
        let raw = RawStore::with(habits);
        let session = raw.session();
        raw.in_logon(|support| {
            support.set_uid(UID);
            support.release();
        });
        drop(session.open_store(&OpenStore::new()));
        let report = session.logoff();
        assert_eq!(told(&report), ["V-9"], "{}", report.tree());
        assert_eq!((session.registered().uids().len(), session.registered().rows().len()), (0, 0));
    }
}
