//! Fast shutdown: who is asked, in which order, by which policy, and that nothing of a provider's
//! is called after it.

use provider_runtime::session::{FastShutdownBehavior, Mapi, OpenStore, Options, Party, Profile, Service, Session};
use provider_runtime::{Code, tags};
use std::sync::Arc;
use support::{Script, scripted, session_of};

fn options() -> Options {
    Options::new().no_mail()
}

/// A session with a store and an address book, both logged on.
fn session(script: &Script, options: Options) -> Session {
    let session = session_of([script.provider("Store"), script.book("People")], options).unwrap();
    drop(session.open_address_book(0).unwrap());
    drop(session.open_store(&OpenStore::new()).unwrap());
    session
}

fn fast(session: &Session) -> String {
    let golden = session.report().golden();
    let at = golden.find("fast.").unwrap_or(golden.len());
    golden[at..].to_owned()
}

/// Golden sequence 10 for two kinds, T-84, FAST-8, FAST-11
#[test]
fn behind_a_fast_shutdown_nothing_of_a_provider_is_called() {
    let script = Script::new();
    let session = session_of([script.provider("Store"), script.book("People")], options()).unwrap();
    let book = session.open_address_book(0).unwrap();
    let store = session.open_store(&OpenStore::new()).unwrap();
    let root = store.open(None, 0).unwrap();
    assert_eq!(session.fast_shutdown().query(), Code::OK);
    assert_eq!(session.fast_shutdown().notify(), Code::OK);
    assert!(store.get(tags::DISPLAY_NAME).is_ok(), "FAST-14");
    assert_eq!(session.fast_shutdown().shut_down(), Code::OK);
    let all = "fast.query(AB), fast.query(MS), fast.notify(AB), fast.notify(MS), fast.do(AB), fast.do(MS)";
    assert_eq!(fast(&session), all);
    let before = (session.events().len(), script.said().len());
    drop((root, store, book));
    let report = session.release();
    assert!(report.faults().is_empty(), "{}", report.tree());
    assert_eq!((report.events().len(), script.said().len()), before, "{}", report.tree());
    assert_eq!(script.count("end"), 0);
}

/// T-83, FAST-4, FAST-13
#[test]
fn all_are_asked_even_if_the_first_refuses() {
    let store = Script::new();
    let book = Script::new();
    book.on("fast_shutdown", |_| Err(Code::NO_SUPPORT.into()));
    let session = session_of([store.provider("Store"), book.book("People")], options()).unwrap();
    drop(session.open_address_book(0).unwrap());
    let open = session.open_store(&OpenStore::new()).unwrap();
    assert_eq!(session.fast_shutdown().query(), Code::NO_SUPPORT);
    assert_eq!(fast(&session), "fast.query(AB)<MAPI_E_NO_SUPPORT, fast.query(MS)");
    assert_eq!(session.fast_shutdown().shut_down(), Code::NO_SUPPORT);
    assert_eq!(session.report().faults_of(Party::Client).len(), 1, "V-26: Do without consent");
    drop(open);
    let report = session.logoff();
    assert!(
        report.faults_of(Party::Provider).is_empty() && report.faults_of(Party::Host).is_empty(),
        "{}",
        report.tree()
    );
    assert_eq!((store.count("end"), book.count("end")), (1, 1), "the ordinary way");
}

/// T-82, FAST-6, FAST-12
#[test]
fn without_fast_shutdown_no_provider_is_called() {
    let script = Script::new();
    let session = session(&script, options().fast_shutdown(FastShutdownBehavior::Never));
    assert_eq!(session.fast_shutdown().query(), Code::NO_SUPPORT);
    assert_eq!(session.fast_shutdown().notify(), Code::NO_SUPPORT);
    assert_eq!(session.fast_shutdown().shut_down(), Code::NO_SUPPORT);
    assert_eq!((fast(&session).as_str(), script.count("fast_shutdown")), ("", 0));
    drop(session.logoff());
    assert_eq!(script.count("end"), 2);
}

/// T-85, FAST-14
#[test]
fn an_ordinary_logoff_may_follow_the_notification() {
    let script = Script::new();
    let session = session(&script, options());
    assert_eq!((session.fast_shutdown().query(), session.fast_shutdown().notify()), (Code::OK, Code::OK));
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
    let ends = "session.logoff{logon.logoff{sup.release(final){uid-, row-}}, logon.release, prov.shutdown, prov.release, \
                prov.shutdown, prov.release}";
    assert!(report.golden().ends_with(ends), "{}", report.golden());
}

/// V-26, FAST-12: what was not asked for is not made up for.
#[test]
fn a_fast_shutdown_without_notification_is_told() {
    let script = Script::new();
    let session = session(&script, options());
    assert_eq!(session.fast_shutdown().query(), Code::OK);
    assert_eq!(session.fast_shutdown().shut_down(), Code::OK);
    assert_eq!(fast(&session), "fast.query(AB), fast.query(MS), fast.do(AB), fast.do(MS)");
    let faults = session.report().faults();
    assert_eq!(faults, ["V-26: DoFastShutdown without NotifyProcessShutdown (session)"]);
}

/// V-26, FAST-11
#[test]
fn a_call_behind_a_fast_shutdown_is_told() {
    let script = Script::new();
    let session = session(&script, options());
    let phases =
        [session.fast_shutdown().query(), session.fast_shutdown().notify(), session.fast_shutdown().shut_down()];
    assert_eq!(phases, [Code::OK; 3]);
    assert_eq!(session.stores_table().map(drop).unwrap_err().code(), Code::END_OF_SESSION);
    assert_eq!(session.report().faults(), ["V-26: client.late after DoFastShutdown (session)"]);
    assert_eq!(script.count("end"), 1, "of the store that its client had closed");
}

/// T-109, FAST-5
#[test]
fn the_providers_of_every_session_of_the_process_are_asked() {
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    let scripts = [Script::new(), Script::new()];
    let sessions = scripts.each_ref().map(|script| {
        let service = Service::named("SCRIPTED", "scripted.dll").provider(script.provider("Store"));
        let session = mapi.log_on(scripted(options()).profile(Profile::empty("test").service(service))).unwrap();
        let store = session.open_store(&OpenStore::new()).unwrap();
        (session, store)
    });
    let asked = Arc::clone(&scripts[1]);
    scripts[1].on("fast_shutdown", move |_| {
        asked.say("asked");
        Err(Code::NO_SUPPORT.into())
    });
    assert_eq!(sessions[0].0.fast_shutdown().query(), Code::NO_SUPPORT, "the other session's provider refuses");
    assert_eq!((scripts[0].count("fast_shutdown"), scripts[1].count("asked")), (1, 1));
    scripts[1].on("fast_shutdown", |_| Ok(()));
    let first = &sessions[0].0;
    let phases = [first.fast_shutdown().query(), first.fast_shutdown().notify(), first.fast_shutdown().shut_down()];
    assert_eq!(phases, [Code::OK; 3]);
    assert_eq!(scripts.each_ref().map(|script| script.count("persist")), [1, 1]);
    let reports = sessions.each_ref().map(|(session, _)| session.report().faults());
    assert_eq!(reports, [const { Vec::<String>::new() }; 2]);
    drop(sessions);
    mapi.uninitialize().unwrap();
    assert_eq!(scripts.each_ref().map(|script| script.count("end")), [0, 0]);
}
