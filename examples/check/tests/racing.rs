//! Ends on two threads at once, of stores in C from their files: what another thread is about to give
//! back is nobody's fault (V-20, STORELOGOFF-15).
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]

mod command;

use command::built;
use provider_runtime::prelude::Code;
use provider_runtime::session::{Mapi, OpenStore, Options, Profile, ShutdownReport};
use std::thread;
use support::raw::client::Client;

/// What comes of a session that another thread logs off inside the last Release of the support
/// object, to which a client's Release of the store has led.
fn logged_off_inside_a_release(fault: &str) -> ShutdownReport {
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    let options = Options::new().no_mail().profile(Profile::named("raced")).file("provider.dll", built("store", fault));
    let session = mapi.log_on(options).unwrap();
    let store = session.open_store(&OpenStore::new()).unwrap();
    let client = Client::of(&session);
    session.by_hand().inside("sup.release", move || {
        let code = thread::spawn(move || client.log_off()).join().unwrap();
        assert_eq!(code, Code::OK);
    });
    store.release();
    mapi.uninitialize().unwrap();
    session.report()
}

#[test]
fn a_store_that_keeps_its_provider_until_its_release_returns_is_not_blamed() {
    for fault in ["NONE", "KEEPS_PROVIDER"] {
        let report = logged_off_inside_a_release(fault);
        assert_eq!(report.faults(), [""; 0], "{fault}: {}", report.tree());
    }
}

/// V-20
#[test]
fn a_store_that_never_gives_its_provider_back_is() {
    let session_of = |fault: &str| {
        let mapi = Mapi::new();
        mapi.initialize(0).unwrap();
        let options = Options::new().no_mail().profile(Profile::named("left"));
        let session = mapi.log_on(options.file("provider.dll", built("store", fault))).unwrap();
        drop(session.open_store(&OpenStore::new()).unwrap());
        session.logoff();
        mapi.uninitialize().unwrap();
        session.report()
    };
    let faults = session_of("LOST_PROVIDER").faults();
    assert!(matches!(faults.as_slice(), [only] if only.starts_with("V-20")), "{faults:?}");
    assert_eq!(session_of("NONE").faults(), [""; 0]);
}
