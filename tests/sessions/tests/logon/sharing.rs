//! Several clients of one session, and several sessions of one profile: who ends what (SESSION-4 to
//! SESSION-9).

use provider_runtime::abi::flag::*;
use provider_runtime::session::{Mapi, OpenStore, Options, Profile, Service, Session, Sink};
use provider_runtime::{Code, tags};
use std::sync::{Arc, Mutex};
use support::{Script, scripted};

fn profile(script: &Script) -> Profile {
    let service = Service::named("SCRIPTED", "scripted.dll").provider(script.provider("Store"));
    Profile::empty("test").service(service.provider(script.book("People")))
}

fn mapi() -> Mapi {
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    mapi
}

fn shared(mapi: &Mapi, script: &Script) -> Session {
    mapi.log_on(scripted(Options::new().no_mail().allow_others()).profile(profile(script))).unwrap()
}

/// T-76, SESSION-9, SESSION-5
#[test]
fn providers_stay_until_the_last_client_of_a_shared_session_leaves() {
    let mapi = mapi();
    let script = Script::new();
    let first = shared(&mapi, &script);
    let second = mapi.join().unwrap();
    let store = second.open_store(&OpenStore::new()).unwrap();
    let (code, report) = first.logoff_with(0);
    assert_eq!(code, Code::OK);
    assert!(report.faults().is_empty(), "{}", report.tree());
    assert_eq!(first.logoff_with(0).0, Code::END_OF_SESSION);
    assert_eq!(first.stores_table().map(drop).unwrap_err().code(), Code::END_OF_SESSION);
    assert!(store.get(tags::DISPLAY_NAME).is_ok());
    assert!(!report.events().iter().any(|event| event.name() == "prov.shutdown"));
    drop(first); // its Release ends nothing either
    assert!(store.get(tags::DISPLAY_NAME).is_ok());
    drop(store);
    let report = second.logoff();
    assert!(report.is_clean(), "{}", report.tree());
    assert_eq!(report.events().iter().filter(|event| event.name() == "prov.shutdown").count(), 1);
    mapi.uninitialize().unwrap();
}

/// SESSION-9, SESSION-12: a client that leaves by its Release.
#[test]
fn the_last_release_of_a_shared_session_ends_it() {
    let mapi = mapi();
    let script = Script::new();
    let first = shared(&mapi, &script);
    let second = mapi.join().unwrap();
    drop(second.open_store(&OpenStore::new()).unwrap());
    let report = second.release();
    assert!(!report.events().iter().any(|event| event.name() == "prov.shutdown"));
    let report = first.release();
    assert!(report.is_clean(), "{}", report.tree());
    assert!(
        report.golden().ends_with("session.logoff(without Logoff){prov.shutdown, prov.release}"),
        "{}",
        report.golden()
    );
}

/// SESSION-6, SESSION-7, V-25: those that stay are told by both events; the one that leaves is not.
#[test]
fn a_logoff_for_all_is_told_to_the_clients_that_stay() {
    let mapi = mapi();
    let script = Script::new();
    let first = shared(&mapi, &script);
    let second = mapi.join().unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let sink = |name: &'static str| {
        let heard = Arc::clone(&heard);
        Sink::new(move |notice| heard.lock().unwrap().push((name, notice.event)))
    };
    first.advise(None, fnevCriticalError | fnevExtended, &sink("first")).unwrap();
    second.advise(None, fnevCriticalError | fnevExtended, &sink("second")).unwrap();
    let (code, report) = first.logoff_with(MAPI_LOGOFF_SHARED);
    assert_eq!(code, Code::OK);
    assert_eq!(report.warnings().len(), 1, "{:?}", report.warnings());
    assert_eq!(*heard.lock().unwrap(), [("second", fnevCriticalError), ("second", fnevExtended)]);
    assert!(second.logoff().is_clean());
}

#[test]
fn nobody_joins_a_session_that_is_not_shared() {
    let mapi = mapi();
    let script = Script::new();
    assert_eq!(mapi.join().map(drop).unwrap_err().code(), Code::NOT_FOUND);
    let own = mapi.log_on(scripted(Options::new().no_mail()).profile(profile(&script))).unwrap();
    assert_eq!(mapi.join().map(drop).unwrap_err().code(), Code::NOT_FOUND);
    assert!(own.logoff().is_clean());
    mapi.uninitialize().unwrap();
    assert_eq!(mapi.join().map(drop).unwrap_err().code(), Code::NOT_INITIALIZED);
}

/// T-61, STORELOGOFF-10
#[test]
fn a_store_that_another_session_has_open_leaves_the_transports_alone() {
    let mapi = mapi();
    let script = Script::new();
    let busy = Options::new().no_mail().activity(LOGOFF_OUTBOUND);
    let one = mapi.log_on(scripted(busy).profile(profile(&script))).unwrap();
    let store = one.open_store(&OpenStore::new()).unwrap();
    // The other session begins with what the first one's store has written into the profile.
    let two = mapi.log_on(scripted(Options::new().no_mail()).profile(one.profile())).unwrap();
    let other = two.open_store(&OpenStore::new()).unwrap();
    // A store that is asked quietly passes the question on at once, and gives the answer back.
    assert_eq!(store.store_logoff(LOGOFF_QUIET), (Code::OK, LOGOFF_COMPLETE));
    drop(other);
    assert_eq!(store.store_logoff(LOGOFF_PURGE).0, Code::OK);
    drop(store);
    let said = |report: &provider_runtime::session::ShutdownReport| {
        report.events().iter().filter(|event| event.name() == "sup.slt").count()
    };
    let two = two.logoff();
    let one = one.logoff();
    assert!(one.is_clean() && two.is_clean(), "{}{}", one.tree(), two.tree());
    assert_eq!((said(&one), said(&two)), (1, 1), "once in each store's life");
}

/// FAST-11: a client that leaves after a fast shutdown calls nobody, whatever it has subscribed to.
#[test]
fn a_client_that_leaves_behind_a_fast_shutdown_cancels_nothing() {
    let mapi = mapi();
    let script = Script::new();
    let first = shared(&mapi, &script);
    let second = mapi.join().unwrap();
    let store = first.open_store(&OpenStore::new()).unwrap();
    let uid = <support::Scripted as provider_runtime::__private::Declared>::UID;
    let entry = [&[0; 4][..], &uid.bytes()[..], &1_u32.to_le_bytes()].concat();
    first.advise(Some(&entry), fnevObjectModified, &Sink::new(|_| {})).unwrap();
    assert_eq!(first.fast_shutdown().query(), Code::OK);
    assert_eq!(first.fast_shutdown().notify(), Code::OK);
    assert_eq!(first.fast_shutdown().shut_down(), Code::OK);
    let before = second.events().len();
    drop((store, first));
    assert_eq!(second.events().len(), before);
    assert!(second.release().faults().is_empty());
}
