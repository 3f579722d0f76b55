//! What an entry point does wrong (V-2 to V-4), and what it never gives back (V-42).

use super::{lived, told};
use provider_runtime::prelude::*;
use provider_runtime::session::{Mapi, Module, OpenStore, Options, Profile, ProviderEntry, Service, Session};
use support::raw::store::{Habit, RawStore, init, of_two_dlls};

/// V-2, ENTRY-9
#[test]
fn an_entry_point_that_succeeds_without_an_object() {
    let _hand = RawStore::with(&[Habit::InitGivesNothing]);
    let (error, report) = Session::try_start(init::<0>, Options::new()).unwrap_err();
    assert_eq!((error.code(), told(&report)), (Code::CALL_FAILED, vec!["V-2"]));
    assert_eq!(report.golden(), "init(0x00010010)");
}

/// V-2, ENTRY-9: nobody knows whose that object is.
#[test]
fn an_entry_point_that_fails_with_an_object() {
    let _hand = RawStore::with(&[Habit::InitFailsWithAnObject]);
    let (error, report) = Session::try_start(init::<0>, Options::new()).unwrap_err();
    assert_eq!((error.code(), told(&report)), (Code::CALL_FAILED, vec!["V-2"]));
    assert_eq!(report.golden(), "init(0x00010010)<MAPI_E_CALL_FAILED");
}

/// V-3, ENTRY-7, ENTRY-8
#[test]
fn an_entry_point_that_gives_a_live_object_once_more() {
    for habits in [&[Habit::InitGivesTheSameObject][..], &[]] {
        let _hand = RawStore::with(habits);
        let service = Service::named("BY HAND", "by_hand.dll");
        let service = ["First", "Second"].into_iter().map(ProviderEntry::store).fold(service, Service::provider);
        let options = Options::new().no_mail().init_per_profile_entry().link("by_hand.dll", Module::store(init::<0>));
        let mapi = Mapi::new();
        mapi.initialize(0).unwrap();
        let session = mapi.log_on(options.profile(Profile::empty("by hand").service(service))).unwrap();
        for name in ["First", "Second"] {
            drop(session.open_store(&OpenStore::new().named(name)).unwrap());
        }
        let report = session.logoff();
        assert_eq!(report.events().iter().filter(|event| event.name() == "init").count(), 2);
        assert_eq!(told(&report), if habits.is_empty() { vec![] } else { vec!["V-3"] }, "{}", report.tree());
        mapi.uninitialize().unwrap();
    }
}

/// T-05, V-4, VER-6: the object gets its Release, and no Shutdown.
#[test]
fn a_version_above_the_sessions_is_rejected() {
    let raw = RawStore::with(&[Habit::VersionIsTooHigh]);
    let (error, report) = Session::try_start(init::<0>, Options::new()).unwrap_err();
    assert_eq!((error.code(), told(&report)), (Code::VERSION, vec!["V-4"]));
    assert_eq!(report.golden(), "init(0x00010010), prov.release");
    assert_eq!(raw.said(), [""; 0]);
}

/// V-42, ENTRY-5
#[test]
fn an_imalloc_that_a_provider_keeps() {
    assert_eq!(told(&lived(Habit::KeepsMalloc)), ["V-42"]);
}

/// SHUT-6, LOGOFF-5: what one provider answers at its end stops no other one's.
#[test]
fn a_provider_that_fails_in_its_end_keeps_no_other_from_its_own() {
    for failing in [0, 1] {
        let habits = |dll| if dll == failing { vec![Habit::LogoffFails, Habit::ShutdownFails] } else { vec![] };
        let providers = [0, 1].map(|dll| RawStore::in_dll(dll, &habits(dll)));
        let (profile, options) = of_two_dlls();
        let mapi = Mapi::new();
        mapi.initialize(0).unwrap();
        let session = mapi.log_on(options.profile(profile)).unwrap();
        let stores = ["FIRST", "SECOND"].map(|name| session.open_store(&OpenStore::new().named(name)).unwrap());
        let report = session.logoff();
        assert_eq!(told(&report), [""; 0], "{}", report.tree());
        let golden = report.golden();
        assert!(
            golden.contains("logon.logoff<MAPI_E_CALL_FAILED{") && golden.contains("prov.shutdown<MAPI_E_CALL_FAILED")
        );
        let ends = |event: &str| report.events().iter().filter(|other| other.name() == event).count();
        assert_eq!([ends("logon.release"), ends("prov.shutdown"), ends("prov.release")], [2; 3]);
        for raw in providers {
            assert_eq!(raw.said(), ["logon", "logoff", "shutdown"]);
        }
        drop(stores);
        mapi.uninitialize().unwrap();
    }
}

/// LOAD-4: an entry point that has failed is not asked again.
#[test]
fn a_provider_that_cannot_be_initialised_stays_so() {
    let _first = RawStore::in_dll(0, &[Habit::InitGivesNothing]);
    let second = RawStore::in_dll(1, &[]);
    let (profile, options) = of_two_dlls();
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    let session = mapi.log_on(options.profile(profile)).unwrap();
    for _ in 0..2 {
        session.open_store(&OpenStore::new().named("FIRST")).unwrap_err();
    }
    drop(session.open_store(&OpenStore::new().named("SECOND")).unwrap());
    let report = session.logoff();
    assert_eq!(told(&report), ["V-2"], "{}", report.tree());
    assert_eq!(second.said(), ["logon", "logoff", "shutdown"]);
    mapi.uninitialize().unwrap();
}
