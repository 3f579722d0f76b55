//! What a provider's objects do wrong while clients work with them (V-13, V-41, V-43, V-45).

use super::{open, told};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::{IID_IMAPIStatus, IID_IMAPITable, IID_IMsgStore, IID_IUnknown};
use provider_runtime::prelude::*;
use provider_runtime::session::{Options, Session, ShutdownReport, Sink, Store};
use support::raw::store::{Habit, RawStore, entry};

/// What comes of some work with the store of a provider with this habit.
fn worked(habit: Habit, work: impl FnOnce(&Session, &Store)) -> ShutdownReport {
    worked_with(Options::new(), habit, work)
}

/// The same, in a session with these options.
fn worked_with(options: Options, habit: Habit, work: impl FnOnce(&Session, &Store)) -> ShutdownReport {
    let raw = RawStore::with(&[habit]);
    let session = raw.session_with(options);
    let store = open(&session);
    work(&session, &store);
    drop(store);
    session.logoff()
}

/// V-13, STATUS-4
#[test]
fn a_row_that_promises_what_the_status_object_does_not_do() {
    let report = worked(Habit::RowPromisesMore, |_, store| {
        assert_eq!(store.status(0).unwrap().as_status().unwrap().flush_queues(0).unwrap_err().code(), Code::NO_SUPPORT);
    });
    assert_eq!(told(&report), ["V-13"], "{}", report.tree());
}

/// V-13, STATUS-4
#[test]
fn a_row_that_does_not_name_what_the_status_object_does() {
    let report = worked(Habit::RowPromisesLess, |_, store| {
        store.status(0).unwrap().as_status().unwrap().validate_state(0).unwrap()
    });
    assert_eq!(told(&report), ["V-13"], "{}", report.tree());
}

/// V-41, ERR-4
#[test]
fn an_object_that_answers_an_interface_that_nobody_has() {
    let report = worked(Habit::HasEveryInterface, |_, store| store.probe(IID_IMsgStore));
    assert_eq!(told(&report), ["V-41"], "{}", report.tree());
    assert_eq!(text(&report), "QueryInterface gave an interface that does not exist");
}

/// V-41, ERR-4
#[test]
fn an_object_with_two_identities() {
    let report = worked(Habit::HasTwoIdentities, |_, store| assert_eq!(store.query(IID_IMsgStore), Code::OK));
    assert_eq!(told(&report), ["V-41"], "{}", report.tree());
    assert_eq!(text(&report), "QueryInterface gave an object with another identity");
}

/// ERR-4, MSLOGON-6: without an identity it is known by its pointer.
#[test]
fn a_store_with_another_identity_each_time_is_opened_and_opened_again() {
    let report = worked(Habit::HasTwoIdentities, |session, store| {
        assert_eq!(store.get(tags::OBJECT_TYPE).unwrap(), MAPI_STORE.into());
        assert!(open(session).is_duplicate() && store.status(0).is_ok());
    });
    assert_eq!(told(&report), [""; 0], "{}", report.tree()); // nobody has asked
}

/// V-41, MEM-3: an output that nobody has cleared.
#[test]
fn an_object_that_leaves_the_output_of_a_failing_query() {
    let report = worked(Habit::QueryLeavesItsOutput, |_, store| {
        assert_eq!(store.query(IID_IMAPITable), Code::INTERFACE_NOT_SUPPORTED);
    });
    assert_eq!(told(&report), ["V-41"], "{}", report.tree());
    assert_eq!(text(&report), "QueryInterface failed and left its output set");
}

/// V-41
#[test]
fn an_object_that_answers_a_query_with_nothing() {
    let report = worked(Habit::QuerySucceedsWithNothing, |_, store| assert_eq!(store.query(IID_IUnknown), Code::OK));
    assert_eq!(told(&report), ["V-41"], "{}", report.tree());
    assert_eq!(text(&report), "QueryInterface succeeded and gave nothing");
}

/// ERR-4
#[test]
fn a_correct_object_is_probed_and_nothing_is_told() {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    let store = open(&session);
    let status = open(&session).status(0).unwrap();
    store.probe(IID_IMsgStore);
    status.probe(IID_IMAPIStatus);
    assert_eq!(store.query(IID_IMAPITable), Code::INTERFACE_NOT_SUPPORTED);
    drop((store, status));
    assert_eq!(told(&session.logoff()), [""; 0]);
}

/// V-43, MEM-3: what a failing call left in its outputs is nobody's: the client does not touch it.
#[test]
fn a_failing_get_props_that_gives_values() {
    let report = worked(Habit::FailureOfGetPropsGivesValues, |_, store| {
        assert_eq!(store.get(tags::OBJECT_TYPE).unwrap_err().code(), Code::CALL_FAILED);
    });
    assert_eq!((told(&report), report.live()), (vec!["V-43"], 1), "{}", report.tree());
}

/// V-43, MEM-3: a client's call, and the session's for a client.
#[test]
fn a_failing_open_entry_that_gives_an_object() {
    let habit = Habit::FailureOfOpenEntryGivesAnObject;
    let report = worked(habit, |_, store| {
        assert_eq!(store.open(Some(b"none"), 0).unwrap_err().code(), Code::NOT_FOUND);
    });
    assert_eq!(told(&report), ["V-43"], "{}", report.tree());
    let report = worked(habit, |session, _| {
        assert_eq!(session.open(&entry(b"none"), 0).unwrap_err().code(), Code::NOT_FOUND);
    });
    assert_eq!(told(&report), ["V-43"], "{}", report.tree());
}

/// V-45, STORELOGOFF-1
#[test]
fn a_store_logoff_that_takes_every_flag() {
    for flags in [LOGOFF_ABORT | LOGOFF_PURGE, 0x4000_0000] {
        let report = worked(Habit::StoreLogoffTakesEverything, |_, store| {
            assert_eq!(store.store_logoff(flags).0, Code::OK);
        });
        assert_eq!(told(&report), ["V-45"], "{}", report.tree());
    }
}

/// V-45, STORELOGOFF-1
#[test]
fn a_store_logoff_that_does_not_know_its_own_flags() {
    let report = worked(Habit::StoreLogoffRefusesEverything, |_, store| {
        assert_eq!(store.store_logoff(LOGOFF_ORDERLY), (Code::UNKNOWN_FLAGS, LOGOFF_ORDERLY));
    });
    assert_eq!(told(&report), ["V-45"], "{}", report.tree());
}

/// V-45, STORELOGOFF-2
#[test]
fn a_store_logoff_with_an_odd_outcome() {
    let report = worked(Habit::StoreLogoffSaysOdd, |_, store| {
        assert_eq!(store.store_logoff(LOGOFF_ORDERLY), (Code::OK, LOGOFF_OUTBOUND));
    });
    assert_eq!(told(&report), ["V-45"], "{}", report.tree());
}

/// V-48, ERR-5
#[test]
fn an_object_that_nobody_has_and_that_has_a_reference_left() {
    let report = worked(Habit::OpenEntryCountsTwice, |_, store| {
        let first = store.open(Some(&entry(b"message")), 0).unwrap();
        let second = first.another();
        drop(first);
        drop(second);
    });
    let expected = "V-48: 1 references are left on it, and nobody has it any more (message)";
    assert_eq!(report.faults(), [expected], "{}", report.tree());
    assert!(!report.is_clean());
}

/// V-42, MEM-2
#[test]
fn a_text_of_get_last_error_that_is_lost() {
    let report = worked(Habit::GetLastErrorLosesABlock, |_, store| {
        assert_eq!(store.last_error(Code::NOT_FOUND, 0).unwrap(), None);
    });
    let expected = "V-42: 1 blocks of MAPI's memory are live, and all providers have ended (memory)";
    assert_eq!(report.faults(), [expected], "{}", report.tree());
}

/// V-47, NOTIF-2
#[test]
fn an_advise_that_gives_no_connection() {
    let report = worked(Habit::AdviseGivesNothing, |session, store| {
        let sink = Sink::new(|_| {});
        assert_eq!(store.advise(None, fnevObjectModified, &sink).unwrap(), 0);
        session.advise(Some(&entry(b"message")), fnevObjectModified, &sink).unwrap();
    });
    assert_eq!(told(&report), ["V-47", "V-47"], "{}", report.tree());
}

/// V-45, STORELOGOFF-3
#[test]
fn a_store_logoff_that_gives_its_input_back() {
    let report = worked(Habit::StoreLogoffGivesItsInputBack, |_, store| {
        assert_eq!(store.store_logoff(LOGOFF_ORDERLY), (Code::OK, LOGOFF_ORDERLY | LOGOFF_COMPLETE));
    });
    assert_eq!(told(&report), ["V-45"], "{}", report.tree());
}

/// V-18, STORELOGOFF-2, STORELOGOFF-6, STORELOGOFF-13: a store may save QUIET as it does every
/// flag; the one call in its last Release counts, busy as the transports may be.
#[test]
fn a_quiet_that_is_saved_for_the_last_release_is_the_one_call() {
    let options = Options::new().activity(LOGOFF_OUTBOUND);
    let report = worked_with(options, Habit::SavesQuiet, |_, store| {
        assert_eq!(store.store_logoff(LOGOFF_QUIET), (Code::OK, LOGOFF_COMPLETE));
    });
    assert_eq!(told(&report), [""; 0], "{}", report.tree());
}

/// STORELOGOFF-1, STORELOGOFF-4: whatever a client asks, in any order, a correct one answers it.
#[test]
fn a_correct_store_logoff_is_asked_everything_and_nothing_is_told() {
    let inputs = [LOGOFF_NO_WAIT, LOGOFF_ORDERLY, LOGOFF_PURGE, LOGOFF_ABORT, LOGOFF_QUIET];
    for activity in [0, LOGOFF_INBOUND, LOGOFF_OUTBOUND | LOGOFF_OUTBOUND_QUEUE] {
        let raw = RawStore::with(&[]);
        let session = raw.session_with(Options::new().no_mail().activity(activity));
        for one in inputs {
            for other in inputs {
                let store = open(&session);
                store.store_logoff(one | other);
                store.store_logoff(other);
                assert_eq!(store.store_logoff(0x0800_0000).0, Code::UNKNOWN_FLAGS);
            }
        }
        let report = session.logoff();
        assert_eq!(told(&report), [""; 0], "{}", report.tree());
    }
}

fn text(report: &ShutdownReport) -> &str {
    &report.violations().first().unwrap().text
}
