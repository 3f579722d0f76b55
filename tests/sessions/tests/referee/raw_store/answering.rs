//! What a provider gives to the session and to clients: outputs that are shorter than they say or
//! are left by a failing call, objects under another pointer, notifications. That the right ones
//! are read is in `correct.rs`.

use super::{open, told};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::{IID_IMsgStore, IID_IUnknown};
use provider_runtime::abi::param::Out;
use provider_runtime::prelude::*;
use provider_runtime::session::{Notice, OpenStore, Options, Sink, Store};
use std::sync::{Arc, Mutex};
use support::raw::sink::HookedSink;
use support::raw::store::{Habit, RawStore, entry};

/// V-43, MEM-3: a client that freed it would free it twice.
#[test]
fn a_failing_get_props_that_leaves_what_it_has_freed() {
    let raw = RawStore::with(&[Habit::FailureOfGetPropsLeavesWhatIsFreed]);
    let session = raw.session();
    let store = open(&session);
    assert_eq!(store.get_props(None, 0), (Code::CALL_FAILED, vec![]));
    drop(store);
    let report = session.logoff();
    assert_eq!((told(&report), report.live()), (vec!["V-43"], 0), "{}", report.tree());
}

/// V-21, MEM-2: the allocator knows better; the call fails, and the next one works.
#[test]
fn values_that_are_fewer_than_their_count_or_none_of_mapis_cost_their_call() {
    for habit in [Habit::GetPropsGivesLessThanItSays, Habit::GetPropsGivesItsOwnMemory] {
        let raw = RawStore::with(&[habit]);
        let session = raw.session();
        let store = open(&session);
        assert_eq!(store.get_props(None, 0), (Code::CORRUPT_DATA, vec![]), "{habit:?}");
        assert_eq!(store.get(PropTag(0x6612_0003)).unwrap_err().code(), Code::NOT_FOUND);
        drop(store);
        let report = session.logoff();
        assert_eq!(told(&report), ["V-21"], "{habit:?} {}", report.tree());
    }
}

/// V-21, MEM-2
#[test]
fn tags_that_are_fewer_than_their_count_cost_their_call() {
    for (habits, tags, faults) in [
        (&[][..], Ok(vec![tags::OBJECT_TYPE::ID]), &[][..]),
        (&[Habit::GetPropListGivesLessThanItSays], Err(Code::CORRUPT_DATA), &["V-21"]),
    ] {
        let raw = RawStore::with(habits);
        let session = raw.session();
        let store = open(&session);
        assert_eq!(store.prop_list(0).map_err(|error| error.code()), tags);
        drop(store);
        let report = session.logoff();
        assert_eq!(told(&report), faults, "{}", report.tree());
    }
}

/// V-21, MSLOGON-12: the spooler gets nothing then.
#[test]
fn spooler_data_that_is_shorter_than_its_count_goes_nowhere() {
    let raw = RawStore::with(&[Habit::GivesLessSpoolerDataThanItSays]);
    let session = raw.session_with(Options::new());
    drop(open(&session));
    assert!(raw.said().iter().all(|said| !said.starts_with("spooler data")), "{:?}", raw.said());
    let report = session.logoff();
    assert_eq!(told(&report), ["V-21"], "{}", report.tree());
}

/// V-21, REACT-7
#[test]
fn an_error_block_that_is_too_short_has_no_text() {
    let raw = RawStore::with(&[Habit::FailureGivesAShortError]);
    raw.fails(None, Code::FAILONEPROVIDER);
    let session = raw.session();
    let refused = session.open_store(&OpenStore::new()).unwrap_err();
    assert_eq!((refused.code(), refused.text()), (Code::FAILONEPROVIDER, ""));
    let report = session.logoff();
    assert_eq!(told(&report), ["V-21"], "{}", report.tree());
}

fn unknown() -> OpenStore {
    OpenStore::new().interface(IID_IUnknown)
}

/// MSLOGON-4: what comes is `IUnknown` alone; the wrapper calls the store that it is of.
#[test]
fn a_store_and_an_entry_opened_as_iunknown_are_called_as_what_they_are() {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    let store = session.open_store(&unknown()).unwrap();
    assert_eq!(store.get(tags::OBJECT_TYPE).unwrap(), MAPI_STORE.into());
    store.probe(IID_IMsgStore);
    drop(store.status(0).unwrap());
    let message = store.open_as(Some(&entry(b"a message")), 0, Some(IID_IUnknown)).unwrap();
    assert_eq!((message.kind(), message.get(tags::OBJECT_TYPE).is_ok()), (MAPI_MESSAGE, true));
    assert_eq!((message.release(), store.release()), (0, 0));
    let report = session.logoff();
    assert!(told(&report).is_empty() && report.is_clean(), "{}", report.tree());
}

/// MSLOGON-6, ERR-4: one object is one whatever pointer it comes under.
#[test]
fn a_duplicate_under_another_interface_pointer_is_one() {
    for wishes in [[OpenStore::new(), unknown()], [unknown(), OpenStore::new()]] {
        let raw = RawStore::with(&[]);
        let session = raw.session();
        let stores = wishes.map(|wish| session.open_store(&wish).unwrap());
        assert_eq!(stores.each_ref().map(Store::is_duplicate), [false, true]);
        assert!(stores.iter().all(|store| store.get(tags::OBJECT_TYPE).is_ok()));
        drop(stores);
        let report = session.logoff();
        assert!(told(&report).is_empty() && report.is_clean(), "{}", report.tree());
    }
}

/// NOTIF-12: only the arm that an event has is read, and nothing through its pointers that a client
/// is not told.
#[test]
fn critical_errors_and_extended_events_are_told_without_reading_what_is_not_there() {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    let store = open(&session);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    let sink = Sink::new(move |notice| ear.lock().unwrap().push(notice.clone()));
    store.advise(None, fnevCriticalError | fnevExtended, &sink).unwrap();
    let uid = session.registered().section().into_iter().find(|own| own.tag == tags::PROVIDER_UID).unwrap().value;
    let key = entry(uid.as_binary().unwrap());
    for error in [Some(Code::CALL_FAILED), None] {
        assert_eq!(raw.support().notify(&key, error), Code::OK);
    }
    session.deliver();
    let bare = |event| Notice { event, kind: 0, entry: vec![], parent: None, row: vec![] };
    assert_eq!(*heard.lock().unwrap(), [bare(fnevCriticalError), bare(fnevExtended)]);
    drop(store);
    let report = session.logoff();
    assert_eq!(told(&report), [""; 0], "{}", report.tree());
}

/// NOTIF-2, S3: the end came while the sink counted its reference.
#[test]
fn a_subscribe_whose_sink_ends_its_logon_inside_its_add_ref_leaves_nothing() {
    let raw = RawStore::with(&[]);
    let session = raw.session();
    let store = open(&session);
    let sink = HookedSink::new(|| drop(session.logoff()));
    let mut connection = 7;
    let code = raw.support().subscribe(b"a key", fnevObjectModified, sink.raw(), Out::from(&mut connection));
    assert_eq!((code, connection, session.registered().subscriptions()), (Code::END_OF_SESSION, 0, 0));
    assert_eq!(sink.references(), 1);
    drop(store);
    let report = session.logoff();
    assert_eq!(told(&report), [""; 0], "{}", report.tree());
}

/// NOTIF-2, SESSION-8: of the session's own events.
#[test]
fn an_advise_whose_sink_ends_the_session_inside_its_add_ref_leaves_nothing() {
    let session = RawStore::with(&[]).session();
    let sink = HookedSink::new(|| drop(session.logoff()));
    assert_eq!(sink.advise(&session, fnevExtended), (Code::END_OF_SESSION, 0));
    assert_eq!(sink.references(), 1);
    let report = session.report();
    assert!(told(&report).is_empty() && report.is_clean(), "{}", report.tree());
}
