//! A session as clients have it: how it begins and ends, and which stores it has (SESSION-*,
//! MSLOGON-13).

use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::{IID_IMAPIProp, IID_IMAPITable, IID_IUnknown};
use provider_runtime::prelude::*;
use provider_runtime::session::{
    Mapi, OpenStore, Options, Party, Profile, ProviderEntry, Service, ShutdownReport, Sink,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, mpsc};
use support::raw::client::{Client, Reference};
use support::{KEPT, Script, dll, open, root, scripted, session_of};

fn count(report: &ShutdownReport, event: &str) -> usize {
    report.events().iter().filter(|other| other.name() == event).count()
}

/// SESSION-2
#[test]
fn mapi_is_initialised_as_often_as_it_is_uninitialised() {
    let mapi = Mapi::new();
    assert_eq!(mapi.log_on(Options::new()).unwrap_err().code(), Code::NOT_INITIALIZED);
    assert_eq!(mapi.uninitialize().unwrap_err().code(), Code::NOT_INITIALIZED);
    assert_eq!(mapi.initialize(0x1000).unwrap_err().code(), Code::UNKNOWN_FLAGS);
    mapi.initialize(MAPI_NO_COINIT).unwrap();
    mapi.initialize(0).unwrap();
    mapi.uninitialize().unwrap();
    assert!(mapi.log_on(Options::new()).is_ok());
    mapi.uninitialize().unwrap();
    assert_eq!(mapi.uninitialize().unwrap_err().code(), Code::NOT_INITIALIZED);
    assert_eq!(mapi.log_on(Options::new()).unwrap_err().code(), Code::NOT_INITIALIZED);
}

/// SESSION-12
#[test]
fn the_last_uninitialize_logs_off_the_sessions_that_are_left() {
    let script = Script::new();
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    let service = Service::named("SCRIPTED", "scripted.dll").provider(script.provider("Home"));
    let profile = Profile::empty("test").service(service);
    let session = mapi.log_on(scripted(Options::new().no_mail()).profile(profile)).unwrap();
    let store = open(&session).unwrap();
    mapi.uninitialize().unwrap();
    assert_eq!(script.count("end"), 1);
    assert_eq!(store.get(KEPT).unwrap_err().code(), Code::INVALID_OBJECT);
    let report = session.report();
    assert_eq!((count(&report, "prov.release"), report.faults().len()), (1, 0), "{}", report.tree());
    assert_eq!(open(&session).unwrap_err().code(), Code::END_OF_SESSION);
}

/// T-74, SESSION-5
#[test]
fn a_second_logoff_is_the_end_of_the_session_and_touches_no_provider() {
    let session = Script::new().session().unwrap();
    let store = open(&session).unwrap();
    let first = session.logoff();
    let (code, second) = session.logoff_with(0);
    assert_eq!(code, Code::END_OF_SESSION);
    assert_eq!(second.events().len(), first.events().len() + 1);
    assert_eq!(open(&session).unwrap_err().code(), Code::END_OF_SESSION);
    assert_eq!(session.open(&[0; 24], 0).unwrap_err().code(), Code::END_OF_SESSION);
    assert_eq!(session.stores_table().unwrap_err().code(), Code::END_OF_SESSION);
    assert_eq!(session.status_table().unwrap_err().code(), Code::END_OF_SESSION);
    assert_eq!(session.compare(b"a", b"b").unwrap_err().code(), Code::END_OF_SESSION);
    assert_eq!(session.unadvise(1).unwrap_err().code(), Code::END_OF_SESSION);
    assert_eq!(session.last_error(Code::CALL_FAILED).unwrap_err().code(), Code::END_OF_SESSION);
    assert_eq!(store.release(), 0);
    assert!(session.report().is_clean());
}

/// SESSION-4
#[test]
fn a_logoff_knows_two_flags() {
    let session = Script::new().session().unwrap();
    drop(open(&session).unwrap());
    assert_eq!(session.logoff_with(0x4).0, Code::UNKNOWN_FLAGS);
    assert_eq!(count(&session.report(), "prov.release"), 0);
    let (code, report) = session.logoff_with(MAPI_LOGOFF_UI);
    assert_eq!((code, report.warnings().len(), report.is_clean()), (Code::OK, 0, true));
}

/// SESSION-4, SESSION-6, V-25: nobody shares the session, so it is an ordinary logoff with a
/// warning.
#[test]
fn a_shared_logoff_of_a_session_that_nobody_shares_is_a_warning() {
    let session = Script::new().session().unwrap();
    drop(open(&session).unwrap());
    let (code, report) = session.logoff_with(MAPI_LOGOFF_SHARED);
    assert_eq!((code, report.is_clean()), (Code::OK, true));
    let warnings = report.warnings();
    assert!(matches!(&warnings[..], [one] if one.starts_with("V-25")), "{warnings:?}");
    assert!(report.violations().iter().all(|violation| violation.party == Party::Client));
}

/// T-75, SESSION-12
#[test]
fn a_session_released_without_logoff_goes_through_the_whole_sequence() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let steps = ["interrupt", "persist", "before_logoff", "end"];
    drop(session);
    assert_eq!(script.said().iter().rev().take(4).rev().collect::<Vec<_>>(), steps.iter().collect::<Vec<_>>());
    assert_eq!(store.get(KEPT).unwrap_err().code(), Code::INVALID_OBJECT);
    assert_eq!(store.release(), 0);
}

/// T-62, SHUT-9
#[test]
fn a_store_reopened_after_its_close_has_the_same_provider_object_and_a_new_pair() {
    let session = Script::new().session().unwrap();
    drop(open(&session).unwrap());
    drop(open(&session).unwrap());
    let report = session.logoff();
    let providers: Vec<_> = report.events().iter().filter(|event| event.name() == "prov.logon").collect();
    let of = |fact: &str| providers.iter().map(|event| event.fact(fact).unwrap()).collect::<Vec<_>>();
    assert_eq!((of("provider"), of("logon")), (vec![1, 1], vec![1, 2]));
    assert_eq!((count(&report, "init"), count(&report, "logon.release"), count(&report, "prov.shutdown")), (1, 2, 1));
    assert!(report.is_clean(), "{}", report.tree());
}

/// A profile's stores, by its table and by name.
#[test]
fn the_stores_table_leads_to_every_store_of_the_profile() {
    let home = Script::new();
    let work = Script::new();
    let default = work.provider("Work").with(tags::RESOURCE_FLAGS, STATUS_DEFAULT_STORE);
    let session = session_of([home.provider("Home"), default], Options::new().no_mail()).unwrap();
    let table = session.stores_table().unwrap();
    table
        .set_columns(&[tags::DISPLAY_NAME::ID, tags::ENTRYID::ID, tags::DEFAULT_STORE::ID, tags::OBJECT_TYPE::ID])
        .unwrap();
    let rows = table.rows(10, 0).unwrap();
    let value = |row: usize, column: usize| rows.get(row).unwrap().get(column).unwrap().value.clone();
    assert_eq!((rows.len(), value(0, 0), value(1, 0)), (2, "Home".into(), "Work".into()));
    assert_eq!((value(0, 2), value(1, 2), value(0, 3)), (false.into(), true.into(), MAPI_STORE.into()));
    let stores: Vec<_> = [0, 1]
        .map(|row| session.open_store(&OpenStore::new().entry(value(row, 1).as_binary().unwrap())).unwrap())
        .into_iter()
        .collect();
    assert_eq!((home.count("logon"), work.count("logon")), (1, 1));
    let again = session.open_store(&OpenStore::new()).unwrap(); // the default store
    assert_eq!((again.is_duplicate(), again.as_raw()), (true, stores.last().unwrap().as_raw()));
    // What the stores have written into their sections since (LOGON-5): still the same stores.
    table.seek(BOOKMARK_BEGINNING, 0).unwrap();
    let entry = table.rows(1, 0).unwrap().remove(0).remove(1).value;
    assert!(OpenStore::unwrapped(entry.as_binary().unwrap()).is_some());
    assert!(session.open_store(&OpenStore::new().entry(entry.as_binary().unwrap())).unwrap().is_duplicate());
    assert_eq!(session.open_store(&OpenStore::new().named("Nowhere")).unwrap_err().code(), Code::NOT_FOUND);
    drop((stores, again, table));
    assert!(session.logoff().is_clean());
}

/// LOAD-4, ENTRY-8
#[test]
fn a_provider_is_initialised_when_it_is_first_needed_or_eagerly_if_the_host_does_so() {
    let script = Script::new();
    let inits = |options: Options| {
        let session = session_of([script.provider("Home"), script.provider("Work")], options).unwrap();
        let before = count(&session.report(), "init");
        drop(session.open_store(&OpenStore::new().named("Home")).unwrap());
        drop(session.open_store(&OpenStore::new().named("Work")).unwrap());
        let report = session.logoff();
        assert!(report.is_clean(), "{}", report.tree());
        assert_eq!(count(&report, "prov.release"), count(&report, "init"));
        (before, count(&report, "init"))
    };
    let quiet = || Options::new().no_mail();
    assert_eq!(inits(quiet()), (0, 1));
    assert_eq!(inits(quiet().eager_load()), (1, 1));
    assert_eq!(inits(quiet().init_per_profile_entry()), (0, 2));
    assert_eq!(inits(quiet().eager_load().init_per_profile_entry()), (2, 2));
    assert_eq!(inits(Options::new()), (0, 2)); // the spooler's own
}

/// MSLOGON-13: a store that the profile does not have is there for the session, until somebody
/// makes it permanent.
#[test]
fn a_store_opened_without_being_in_the_profile_gets_a_section_of_its_own() {
    let script = Script::new();
    let session = session_of([script.provider("Home")], Options::new().no_mail()).unwrap();
    let store = session.open_store(&OpenStore::new()).unwrap();
    let wrapped = store.get(tags::STORE_ENTRYID).unwrap();
    let other = [wrapped.as_binary().unwrap(), b"another"].concat();
    let refused = session.open_store(&OpenStore::new().entry(&other)).unwrap_err();
    assert_eq!(refused.code(), Code::UNCONFIGURED); // its section names no script
    assert_eq!(session.profile().services().first().unwrap().providers().len(), 1);
    let nobodys = session.open_store(&OpenStore::new().entry(b"\0\0\0\0wrapped store 1\0nobody.dll\0x")).unwrap_err();
    assert_eq!(nobodys.code(), Code::UNKNOWN_ENTRYID);
    drop(store);
    assert!(session.logoff().is_clean());
}

/// THR-5, SESSION-12
#[test]
fn uninitialize_while_another_thread_opens_a_store_ends_everything_in_order() {
    let script = Script::new();
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    let service = Service::named("SCRIPTED", "scripted.dll").provider(script.provider("Home"));
    let options = || scripted(Options::new().no_mail());
    let session = mapi.log_on(options().profile(Profile::empty("test").service(service))).unwrap();
    let (begin, begins) = mpsc::channel();
    let (go, goes) = mpsc::channel::<()>();
    let begin = Mutex::new(begin);
    let goes = Mutex::new(goes);
    script.on("logon", move |_| {
        begin.lock().unwrap().send(()).unwrap();
        goes.lock().unwrap().recv().unwrap();
        Ok(())
    });
    std::thread::scope(|threads| {
        let store = threads.spawn(|| open(&session).unwrap());
        begins.recv().unwrap();
        let end = threads.spawn(|| mapi.uninitialize());
        while mapi.log_on(options()).is_ok() {
            std::thread::yield_now();
        }
        go.send(()).unwrap();
        let store = store.join().unwrap();
        end.join().unwrap().unwrap();
        assert_eq!(store.get(KEPT).unwrap_err().code(), Code::INVALID_OBJECT);
    });
    let report = session.report();
    assert_eq!((script.count("end"), count(&report, "prov.release")), (1, 1));
    let at = |event: &str| report.events().iter().position(|other| other.name() == event).unwrap();
    assert!(at("sup.row+") < at("session.logoff"), "{}", report.tree());
    assert!(report.is_clean(), "{}", report.tree());
}

/// SESSION-12: the wrapper's reference is one of several.
#[test]
fn a_session_dropped_in_rust_lives_as_long_as_a_client_has_a_reference() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let client = Client::of(&session);
    drop(session);
    assert!(client.status_table().is_ok());
    assert_eq!((store.get(KEPT).unwrap(), script.count("end")), ("of the store".into(), 0));
    drop(client);
    assert_eq!((store.get(KEPT).unwrap_err().code(), script.count("end")), (Code::INVALID_OBJECT, 1));
}

/// T-79, MEM-1: what a client has not freed yet is its own business.
#[test]
fn a_clients_own_live_buffer_is_no_providers_fault() {
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    let session = mapi.log_on(Options::new().profile(Profile::empty("nothing"))).unwrap();
    assert!(Client::of(&session).keeps_rows());
    let report = session.logoff();
    assert!(report.live() > 0);
    assert_eq!(report.faults(), [""; 0], "{}", report.tree());
}

/// INVAL-1, SESSION-8: whatever it is asked for, whether it has it or not.
#[test]
fn a_table_of_the_sessions_answers_iunknown_alone_after_its_end() {
    let session = Script::new().session().unwrap();
    let client = Client::of(&session);
    let table = client.status_table().unwrap();
    let asked = || [IID_IUnknown, IID_IMAPITable, IID_IMAPIProp].map(|iid| table.query(iid));
    assert_eq!(asked(), [Code::OK, Code::OK, Code::INTERFACE_NOT_SUPPORTED]);
    session.logoff();
    assert_eq!(asked(), [Code::OK, Code::INVALID_OBJECT, Code::INVALID_OBJECT]);
}

/// UNLOAD-3, UNLOAD-4: whether or not anybody still asks what became of its session.
#[test]
fn a_library_stays_while_its_provider_object_is_referenced_although_the_session_is_gone() {
    for (is_kept, is_dropped) in [(true, true), (true, false), (false, true), (false, false)] {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("notes.so");
        std::fs::copy(dll::library("notes-store"), &copy).unwrap();
        let is_mapped = || std::fs::read_to_string("/proc/self/maps").unwrap().contains(copy.to_str().unwrap());
        let mapi = Mapi::new();
        mapi.initialize(0).unwrap();
        let service = Service::named("NOTES", "notes.dll").provider(ProviderEntry::store("Notes"));
        let options = Options::new().no_mail().eager_load().file("notes.dll", &copy);
        let session = mapi.log_on(options.profile(Profile::empty("notes").service(service))).unwrap();
        let kept = is_kept.then(|| Reference::on_the_provider(&session));
        session.logoff();
        let session = (!is_dropped).then_some(session); // else it is dropped here
        mapi.uninitialize().unwrap();
        assert_eq!(is_mapped(), is_kept, "kept: {is_kept}, dropped: {is_dropped}");
        if let Some(session) = session {
            assert_eq!(count(&session.report(), "lib.stays"), usize::from(is_kept));
        }
        drop(kept); // its code is still there
    }
}

/// A store in which reading the root folder's property brings a notification.
fn notifying(script: &Script) {
    script.on("get", |of| of.unwrap().support().notify(&Event::modified(&1_u32, ObjectKind::Message)));
}

/// ERR-7
#[test]
#[should_panic(expected = "what the sink asserts")]
fn a_panic_in_a_sink_comes_out_of_the_clients_call() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    notifying(&script);
    store.advise(None, fnevObjectModified, &Sink::new(|_| panic!("what the sink asserts"))).unwrap();
    let _ = root(&store).unwrap().get(KEPT);
}

/// ERR-7
#[test]
#[should_panic(expected = "what the hook asserts")]
fn a_panic_in_a_hook_comes_out_of_the_clients_call() {
    let session = Script::new().session().unwrap();
    session.by_hand().inside("sup.row+", || panic!("what the hook asserts"));
    drop(open(&session));
}

/// ERR-7: neither the provider nor the session has noticed anything.
#[test]
fn a_panic_in_a_sink_or_a_hook_kills_nothing_else() {
    let script = Script::new();
    let session = script.session().unwrap();
    session.by_hand().inside("sup.row+", || panic!("in a hook"));
    assert!(catch_unwind(AssertUnwindSafe(|| drop(open(&session)))).is_err());
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    notifying(&script);
    let connection = store.advise(None, fnevObjectModified, &Sink::new(|_| panic!("in a sink"))).unwrap();
    assert!(catch_unwind(AssertUnwindSafe(|| folder.get(KEPT))).is_err());
    store.unadvise(connection).unwrap();
    assert_eq!(folder.get(KEPT).unwrap(), "kept".into());
    drop((folder, store));
    let report = session.logoff();
    assert_eq!((script.count("logon"), script.count("end"), report.faults()), (2, 2, vec![]), "{}", report.tree());
}
