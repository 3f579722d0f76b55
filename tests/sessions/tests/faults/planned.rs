//! Calls to MAPI that are planned to fail: which ones, what the record and the referee say of them,
//! and what a provider still has after one.

use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Options, Sink};
use support::{Script, open, session_of};

/// The call does nothing, and the tree says so inside it; the next one is done.
#[test]
fn a_planned_call_does_nothing_and_the_record_says_so() {
    let script = Script::new();
    script.on("open", |store| {
        store.unwrap().support().set_status(Status::Offline)?;
        store.unwrap().support().set_status(Status::Available)
    });
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    session.by_hand().fail_host_call(1, Code::NETWORK_ERROR);
    session.by_hand().fail_host_call(3, Code::OK);
    let before = session.by_hand().host_calls();
    assert_eq!(store.open(None, 0).unwrap_err().code(), Code::NETWORK_ERROR);
    store.open(None, 0).unwrap();
    assert_eq!(session.by_hand().host_calls() - before, 3);
    drop(store);
    let report = session.logoff();
    assert_eq!(report.faults(), [""; 0]);
    let told: Vec<_> = report.events().iter().filter(|event| event.name() == "host.fault").collect();
    let said: Vec<_> = told.iter().map(|event| event.detail()).collect();
    assert_eq!(
        said,
        [
            "sup.row~ fails, as planned: MAPI_E_NETWORK_ERROR (0x80040115)",
            "sup.row~ does nothing, as planned: S_OK (0x00000000)"
        ]
    );
    assert!(told.iter().all(|event| event.depth > 0), "{}", report.tree());
}

/// NOTIF-5: the subscription is there as long as MAPI has not said that it is gone: a second
/// Unadvise finds it, and so does the end.
#[test]
fn a_failed_unadvise_keeps_its_subscription() {
    for again in [true, false] {
        let script = Script::new();
        let session = script.session().unwrap();
        let store = open(&session).unwrap();
        let sink = Sink::new(|_| {});
        let connection = store.advise(None, fnevObjectModified, &sink).unwrap();
        session.by_hand().fail_host_call(1, Code::CALL_FAILED);
        assert_eq!(store.unadvise(connection).unwrap_err().code(), Code::CALL_FAILED);
        assert_eq!(session.registered().subscriptions(), 1);
        if again {
            store.unadvise(connection).unwrap();
            assert_eq!(store.unadvise(connection).unwrap_err().code(), Code::NOT_FOUND);
        }
        drop(store);
        assert_eq!(session.registered().subscriptions(), 0);
        assert_eq!(session.logoff().faults(), [""; 0], "{again}");
    }
}

/// The same of an address book, and of a subscription that the session has passed on: it keeps what
/// its client may cancel again (NOTIF-13).
#[test]
fn a_failed_unadvise_through_the_session_can_be_made_again() {
    let script = Script::new();
    let session = session_of([script.book("People")], Options::new()).unwrap();
    let book = session.open_address_book(0).unwrap();
    let sink = Sink::new(|_| {});
    let entry = book.open(None, 0).unwrap().hierarchy(0).unwrap().rows(1, 0).unwrap().concat();
    let entry = entry.iter().find(|column| column.tag == tags::ENTRYID).unwrap().value.as_binary().unwrap().to_vec();
    let connection = session.advise(Some(&entry), fnevObjectModified, &sink).unwrap();
    let of_book = book.advise(&entry, fnevObjectModified, &sink).unwrap();
    session.by_hand().fail_host_call(1, Code::CALL_FAILED);
    session.by_hand().fail_host_call(2, Code::CALL_FAILED);
    assert_eq!(session.unadvise(connection).unwrap_err().code(), Code::CALL_FAILED);
    assert_eq!(book.unadvise(of_book).unwrap_err().code(), Code::CALL_FAILED);
    assert_eq!(session.registered().subscriptions(), 2);
    session.unadvise(connection).unwrap();
    book.unadvise(of_book).unwrap();
    assert_eq!(session.registered().subscriptions(), 0);
    assert_eq!(session.unadvise(connection).unwrap_err().code(), Code::NOT_FOUND);
    drop(book);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// NOTIF-2: a connection is not zero, and one that is was given by nobody.
#[test]
fn a_subscription_that_mapi_did_not_make_is_an_error() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    session.by_hand().fail_host_call(1, Code::OK);
    let refused = store.advise(None, fnevObjectModified, &Sink::new(|_| {})).unwrap_err();
    assert_eq!(refused.code(), Code::CALL_FAILED);
    drop(store);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// NewUID: sixteen bytes that nobody else has are not zeroes.
#[test]
fn a_uid_that_mapi_did_not_make_is_an_error() {
    let script = Script::new();
    script.on("open", |store| store.unwrap().support().new_uid().map(drop));
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    session.by_hand().fail_host_call(1, Code::OK);
    assert_eq!(store.open(None, 0).unwrap_err().code(), Code::CALL_FAILED);
    store.open(None, 0).unwrap();
    drop(store);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// What MAPI failed on purpose is not the provider's fault: a row, a UID or the word to the
/// transports that never came (V-11, V-12, V-17, V-18, V-35).
#[test]
fn what_mapi_failed_is_not_the_providers_fault() {
    let script = Script::new();
    let count = {
        let session = script.session().unwrap();
        let store = open(&session).unwrap();
        store.advise(None, fnevObjectModified, &Sink::new(|_| {})).unwrap();
        drop(store);
        session.logoff();
        session.by_hand().host_calls()
    };
    assert!(count > 8, "{count}");
    for code in [Code::CALL_FAILED, Code::NOT_ENOUGH_MEMORY, Code::OK] {
        for call in 1..=count {
            let session = script.session().unwrap();
            session.by_hand().fail_host_call(call, code);
            if let Ok(store) = open(&session) {
                let _ = store.advise(None, fnevObjectModified, &Sink::new(|_| {}));
                drop(store);
            }
            let report = session.logoff();
            assert!(report.is_clean() && report.warnings().is_empty(), "{call} {code}\n{}", report.tree());
        }
    }
}
