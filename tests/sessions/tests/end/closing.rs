//! StoreLogoff, Release, and what a client may still do (STORELOGOFF-*, INVAL-*).

use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid;
use provider_runtime::prelude::*;
use provider_runtime::session::{OpenStore, Options, Party, ShutdownReport};
use support::raw::{add_ref, release};
use support::{KEPT, Script, open, root};

/// The flags of each StoreLogoffTransports.
fn told(report: &ShutdownReport) -> Vec<String> {
    let told = report.events().iter().filter(|event| event.name() == "sup.slt");
    told.map(|event| event.detail()).collect()
}

/// T-51
#[test]
fn the_transports_are_told_at_the_release_and_not_before() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let (code, flags) = store.store_logoff(LOGOFF_ORDERLY);
    assert_eq!((code, flags), (Code::OK, LOGOFF_COMPLETE)); // STORELOGOFF-3
    assert_eq!(told(&session.report()), [""; 0]);
    store.release();
    assert_eq!(told(&session.logoff()), ["ORDERLY"]);
}

/// T-52
#[test]
fn the_last_store_logoff_counts() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    store.store_logoff(LOGOFF_NO_WAIT);
    store.store_logoff(LOGOFF_PURGE);
    store.release();
    assert_eq!(told(&session.logoff()), ["PURGE"]);
}

/// T-54
#[test]
fn with_two_references_a_store_works_on_after_store_logoff_and_one_release() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let other = store.another();
    assert_eq!(store.store_logoff(LOGOFF_ORDERLY).0, Code::OK);
    assert_eq!(store.release(), 1);
    assert_eq!(other.get(KEPT).unwrap(), "of the store".into());
    assert_eq!(other.release(), 0);
    assert_eq!(told(&session.logoff()), ["ORDERLY"]);
}

/// T-55
#[test]
fn a_quiet_store_logoff_with_activity_leaves_the_store_open() {
    let script = Script::new();
    let session = script.session_with(Options::new().activity(LOGOFF_OUTBOUND)).unwrap();
    let store = open(&session).unwrap();
    store.store_logoff(LOGOFF_PURGE);
    let (code, flags) = store.store_logoff(LOGOFF_QUIET);
    assert_eq!((code, flags), (Code::OK, LOGOFF_OUTBOUND));
    assert_eq!(store.get(KEPT).unwrap(), "of the store".into());
    store.release();
    let report = session.logoff();
    assert_eq!(told(&report), ["QUIET", "PURGE"]);
    assert_eq!(report.faults(), [""; 0]);
}

/// STORELOGOFF-4: the probe that is complete is the one required call.
#[test]
fn a_quiet_store_logoff_without_activity_tells_the_transports_once_and_for_all() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    assert_eq!(store.store_logoff(LOGOFF_QUIET), (Code::OK, LOGOFF_COMPLETE));
    store.release();
    let report = session.logoff();
    assert_eq!(told(&report), ["QUIET"]);
    assert_eq!(report.faults(), [""; 0]);
}

/// With somebody else on the store, QUIET is saved like the others.
#[test]
fn a_quiet_store_logoff_of_one_of_two_holders_is_saved() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let other = store.another();
    store.store_logoff(LOGOFF_QUIET);
    assert_eq!(told(&session.report()), [""; 0]);
    drop((store, other));
    assert_eq!(told(&session.logoff()), ["QUIET"]);
}

/// T-60
#[test]
fn flags_of_store_logoff_that_exclude_each_other_or_are_unknown_are_refused() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    assert_eq!(store.store_logoff(LOGOFF_NO_WAIT | LOGOFF_ORDERLY).0, Code::INVALID_PARAMETER);
    assert_eq!(store.store_logoff(0x100).0, Code::UNKNOWN_FLAGS);
    assert_eq!(store.store_logoff(0), (Code::OK, LOGOFF_COMPLETE));
    store.release();
    assert_eq!(told(&session.logoff()), ["ABORT"]);
}

/// T-57
#[test]
fn what_a_client_holds_across_the_end_becomes_an_invalidated_object_that_owns_nothing() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    let message = store.open(Some(&entry(&store, b"one")), 0).unwrap();
    let table = folder.contents(0).unwrap();
    let status = store.status(0).unwrap();
    assert_eq!(store.release(), 0);
    assert_eq!(script.count("drop"), 2);
    for object in [&folder, &message, &status] {
        assert_eq!(object.get_props(None, 0), (Code::INVALID_OBJECT, vec![]));
        assert_eq!(object.save(0).unwrap_err().code(), Code::INVALID_OBJECT);
        assert_eq!(object.query(iid::IID_IMAPIProp), Code::INVALID_OBJECT); // INVAL-1
        assert_eq!(object.query(iid::IID_IUnknown), Code::OK);
    }
    assert_eq!(table.rows(1, 0).unwrap_err().code(), Code::INVALID_OBJECT);
    assert_eq!(session.logoff().faults(), [""; 0]);
    assert_eq!([folder.another().release(), folder.release(), message.release(), status.release()], [1, 0, 0, 0]);
    drop(table);
    assert_eq!(session.memory().live(), 0);
}

/// The leak trace of step 7: kind, count, and what opened it.
#[test]
fn the_leak_trace_names_what_is_held_and_what_opened_it() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    let message = folder.open_entry(Some(&entry(&store, &[0xAB, 0xCD])), 0).unwrap();
    let other = store.open(Some(&entry(&store, &[0xEF])), 0).unwrap();
    let report = session.logoff();
    let traces = report.events().iter().filter(|event| event.name() == "word.warning");
    let traces: Vec<_> = traces.map(|event| event.detail()).collect();
    assert_eq!(
        traces,
        [concat!(
            "still held: 2 message, 1 folder, 1 store; message opened by OpenEntry of store with entry ef; ",
            "message opened by OpenEntry of folder with entry abcd; folder opened by OpenEntry of store"
        )]
    );
    drop((store, folder, message, other));
}

/// T-107
#[test]
fn logoff_after_the_store_closed_itself_does_nothing() {
    let script = Script::new();
    let session = script.session().unwrap();
    open(&session).unwrap().release();
    let report = session.logoff(); // MAPI's own Logoff came inside the store's Release (SUPREL-3)
    let logoff = report.events().iter().find(|event| event.name() == "logon.logoff").unwrap();
    assert_eq!(logoff.code, Some(Code::OK));
    assert_eq!(told(&report), ["ABORT"]);
    assert_eq!(script.count("end"), 1);
}

/// T-69
#[test]
fn a_logon_released_without_logoff_cleans_up_the_same() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    session.by_hand().release_logons();
    assert_eq!(script.count("end"), 1);
    assert_eq!(store.get(KEPT).unwrap_err().code(), Code::INVALID_OBJECT);
    let report = session.logoff();
    assert_eq!(told(&report), ["ABORT"]);
    assert_eq!(report.faults(), ["V-23: Release without Logoff (logon 1)"]); // the host's
    assert_eq!(store.release(), 0);
}

/// T-106
#[test]
fn shutdown_with_a_logon_open_forces_it_off() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    session.by_hand().shut_down();
    assert_eq!(script.count("end"), 1);
    assert_eq!(open(&session).unwrap_err().code(), Code::NOT_INITIALIZED);
    assert_eq!(store.release(), 0);
    let report = session.logoff();
    assert_eq!(told(&report), ["ABORT"]);
    assert_eq!(report.faults_of(Party::Provider), [""; 0]);
    assert!(report.faults().iter().all(|fault| fault.starts_with("V-22")), "{:?}", report.faults()); // the host's
}

/// SHUT-7
#[test]
fn a_provider_released_without_shutdown_does_its_work_first() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    session.by_hand().release_provider();
    assert_eq!(script.count("end"), 1);
    assert_eq!(store.get(KEPT).unwrap_err().code(), Code::INVALID_OBJECT);
    assert_eq!(store.release(), 0);
    let report = session.logoff();
    assert_eq!(report.faults_of(Party::Provider), [""; 0]);
    assert!(report.faults().iter().any(|fault| fault.starts_with("V-22")), "{:?}", report.faults()); // the host's
}

/// The order of one end, by what the author sees of it.
#[test]
fn the_authors_part_of_an_end_comes_in_the_order_of_the_plan() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    let before = script.said().len();
    session.logoff();
    let said = script.said();
    assert_eq!(said.get(before..).unwrap(), ["interrupt", "persist", "before_logoff", "drop", "end"]);
    drop((store, folder));
}

/// T-49 as far as the provider goes, NOTIF-4
#[test]
fn subscriptions_that_a_client_left_open_are_cancelled_before_the_support_object_goes() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let sink = provider_runtime::session::Sink::new(|_| {});
    store.advise(None, fnevObjectModified, &sink).unwrap();
    let other = store.advise(None, fnevObjectDeleted, &sink).unwrap();
    store.unadvise(other).unwrap();
    assert_eq!(store.unadvise(other).unwrap_err().code(), Code::NOT_FOUND); // NOTIF-5, T-50
    assert_eq!(session.registered().subscriptions(), 1);
    drop(store);
    let report = session.logoff();
    assert!(report.golden().contains("store.release{sup.unsubscribe, sup.slt(ABORT)"), "{}", report.golden());
    assert_eq!(report.faults(), [""; 0]);
}

/// An entry identifier of the store's objects.
fn entry(store: &provider_runtime::session::Store, key: &[u8]) -> Vec<u8> {
    let uid = store.get(tags::MDB_PROVIDER).unwrap();
    [&[0; 4], uid.as_binary().unwrap(), key].concat()
}

/// SESSION-10, V-25: what a client still holds is the client's fault, and named with its line.
#[test]
fn what_a_client_holds_at_the_logoff_is_told_with_the_line_that_opened_it() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = session.open_store(&OpenStore::new()).unwrap();
    let store_line = line!() - 1;
    let gone = root(&store).unwrap();
    let id = entry(&store, &[0xAB]);
    let message = store.open(Some(&id), 0).unwrap();
    let line = line!() - 1;
    drop(gone);
    let report = session.logoff();
    assert_eq!(report.faults(), [""; 0]);
    assert!(report.is_clean());
    let warnings = report.warnings();
    assert_eq!(warnings.len(), 2);
    let [of_store, of_message] = [0, 1].map(|at| warnings.get(at).cloned().unwrap());
    let expected = format!("closing.rs:{store_line}:");
    assert!(of_store.contains(&expected) && of_store.ends_with("(store 1)"), "{of_store}");
    let expected = format!("closing.rs:{line}:");
    assert!(of_message.contains(&expected) && of_message.ends_with("ab (message)"), "{of_message}");
    drop((message, store));
    assert!(session.logoff().warnings().len() == 2); // told once
}

/// SESSION-12: a client's Release of its session, which tells what came of it.
#[test]
fn the_last_release_of_a_session_logs_off_and_reports() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let report = session.release();
    assert!(report.is_clean(), "{:?}", report.faults());
    assert_eq!(report.events().iter().filter(|event| event.name() == "prov.release").count(), 1);
    assert!(report.warnings().iter().any(|warning| warning.contains("store 1")), "{:?}", report.warnings());
    assert_eq!(store.get(KEPT).unwrap_err().code(), Code::INVALID_OBJECT);
}

/// STORELOGOFF-6, STORELOGOFF-11: what is asked in a Release over the vtable, which the session
/// does not see, may be the last word: it is no fault of the provider's.
#[test]
fn a_quiet_end_over_the_vtable_is_no_fault() {
    let script = Script::new();
    let session = script.session_with(Options::new().activity(LOGOFF_OUTBOUND)).unwrap();
    let store = open(&session).unwrap();
    let raw = store.as_raw();
    assert_eq!(add_ref(raw), 2);
    assert_eq!(store.store_logoff(LOGOFF_QUIET), (Code::OK, LOGOFF_COMPLETE)); // saved: somebody else has the store
    assert_eq!((store.release(), release(raw)), (1, 0));
    assert_eq!(session.logoff().faults(), [""; 0]);
}
