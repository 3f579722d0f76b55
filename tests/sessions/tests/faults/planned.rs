//! Calls to MAPI that are planned to fail: which ones, what the record and the referee say of them,
//! and what a provider still has after one.

use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::Sink;
use support::{Script, open};

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
