//! The golden sequences of a store's life (section 8.5), compared as text with what was recorded.

use provider_runtime::Code;
use provider_runtime::abi::flag::{LOGOFF_COMPLETE, LOGOFF_ORDERLY};
use provider_runtime::session::{OpenStore, Options, Session};
use support::{Script, Scripted, open, root};

const LOGON: &str = "init(0x00010010), prov.logon{sup.addref, sup.uid+, sup.row+}";
const CLOSED: &str = "sup.release(final){uid-, row-, logon.logoff, logon.release}";
const ENDED: &str = "prov.shutdown, prov.release";

/// Golden sequence 2, T-51, T-56
#[test]
fn a_store_closed_by_its_client_ends_inside_its_own_release() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    assert_eq!(folder.release(), 0);
    assert_eq!(store.store_logoff(LOGOFF_ORDERLY), (Code::OK, LOGOFF_COMPLETE));
    assert_eq!(store.release(), 0);
    assert_eq!((session.registered().uids().len(), session.registered().rows().len()), (0, 0));
    let report = session.logoff();
    let store = format!("store.logoff(ORDERLY), store.release{{sup.slt(ORDERLY), {CLOSED}}}");
    assert_eq!(report.golden(), format!("{LOGON}, {store}, session.logoff{{{ENDED}}}"));
    assert_eq!(report.faults(), [""; 0]);
    assert_eq!(session.memory().live(), 0);
}

/// Golden sequence 3, T-53
#[test]
fn a_store_released_without_store_logoff_aborts_the_transports() {
    let script = Script::new();
    let session = script.session().unwrap();
    assert_eq!(open(&session).unwrap().release(), 0);
    let report = session.logoff();
    let store = format!("store.release{{sup.slt(ABORT), {CLOSED}}}");
    assert_eq!(report.golden(), format!("{LOGON}, {store}, session.logoff{{{ENDED}}}"));
    assert_eq!(report.faults(), [""; 0]);
}

/// Golden sequence 4, T-58
#[test]
fn a_store_that_is_open_when_the_session_ends_becomes_an_invalidated_object() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let report = session.logoff();
    let logoff = "logon.logoff{sup.slt(ABORT), sup.release(final){uid-, row-}}, logon.release";
    let golden = format!("{LOGON}, session.logoff{{{logoff}, {ENDED}}}");
    assert_eq!(report.golden(), golden);
    assert_eq!(store.get(provider_runtime::tags::DISPLAY_NAME::ID).unwrap_err().code(), Code::INVALID_OBJECT);
    assert_eq!(store.release(), 0);
    assert_eq!(session.report().golden(), format!("{golden}, store.release"));
    assert_eq!(session.report().faults(), [""; 0]);
}

/// Golden sequence 8, T-03
#[test]
fn a_version_that_the_host_refuses_is_released_without_shutdown() {
    let entry = provider_runtime::store_entry::<Scripted>();
    let options = Options::new().versions(0x0001_0011..=0x0001_0011);
    let (error, report) = Session::try_start(entry, options).unwrap_err();
    assert_eq!(error.code(), Code::VERSION);
    assert_eq!(report.golden(), "init(0x00010011), prov.release");
    assert_eq!(report.faults(), [""; 0]);
}

/// Golden sequence 9, T-21
#[test]
fn a_store_opened_twice_is_one_store_and_the_second_logon_takes_nothing() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let entry = store.get(provider_runtime::tags::ENTRYID::ID).unwrap();
    let again = session.open_store(&OpenStore::new().entry(entry.as_binary().unwrap())).unwrap();
    assert!(again.is_duplicate());
    assert_eq!(again.as_raw(), store.as_raw());
    assert_eq!((script.count("identify"), script.count("logon")), (1, 1));
    assert_eq!((session.registered().uids().len(), session.registered().rows().len()), (1, 1));
    assert_eq!(store.release(), 1);
    assert_eq!(again.release(), 0);
    let report = session.logoff();
    assert!(
        report.golden().starts_with(&format!("{LOGON}, prov.logon, store.release, store.release")),
        "{}",
        report.golden()
    );
    assert_eq!(report.faults(), [""; 0]);
}
