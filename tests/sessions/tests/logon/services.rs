//! Message services: what MAPI does about a logon that fails, and `ServiceEntry` in every context
//! (section 2.9, REACT-*, SVC-*).

use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{OpenStore, Options, Session, ShutdownReport, Store};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::{KEPT, SCRIPT, Script, Scripted, open, scripted, session_of};

fn quiet() -> Options {
    Options::new().no_mail()
}

/// A session with the scripted store and its `ServiceEntry`.
fn session(script: &Script, options: Options) -> Session {
    let options = options.service_entry(provider_runtime::service_entry::<Scripted>()).profile(script.profile());
    Session::start_with(provider_runtime::store_entry::<Scripted>(), options).unwrap()
}

/// A logon that answers this code the first `times` times.
fn fails(script: &Script, code: Code, times: usize) {
    let calls = AtomicUsize::new(0);
    script.on("logon", move |_| {
        let fails = calls.fetch_add(1, Ordering::SeqCst) < times;
        if fails { Err(Error::new(code, "not yet")) } else { Ok(()) }
    });
}

fn count(report: &ShutdownReport, event: &str) -> usize {
    report.events().iter().filter(|other| other.name() == event).count()
}

fn try_open(session: &Session, flags: u32) -> Result<Store> {
    session.open_store(&OpenStore::new().flags(MDB_WRITE | flags))
}

/// T-27, golden sequence 7, REACT-3
#[test]
fn an_unconfigured_logon_is_configured_and_tried_once_more() {
    let script = Script::new();
    fails(&script, Code::UNCONFIGURED, 1);
    let session = session(&script, quiet());
    let store = try_open(&session, 0).unwrap();
    assert_eq!(store.get(KEPT).unwrap(), "of the store".into());
    assert_eq!((script.count("logon"), script.count("Configure with dialogs")), (2, 1));
    drop(store);
    let report = session.logoff();
    let golden = "init(0x00010010), prov.logon<MAPI_E_UNCONFIGURED{sup.addref, sup.release}, \
                  svc.entry(CONFIGURE){sup.addref, sup.release}, \
                  prov.logon{sup.addref, sup.uid+, sup.row+}, store.release{";
    assert!(report.golden().starts_with(golden), "{}", report.golden());
    let supports: Vec<_> = report.events().iter().filter(|event| event.name() == "sup.uid+").collect();
    assert_eq!(supports.first().unwrap().object, "support 2"); // a fresh one
    assert!(report.is_clean(), "{}", report.tree());
}

/// T-28, REACT-4, REACT-5
#[test]
fn a_store_that_is_unconfigured_twice_disables_its_service() {
    let script = Script::new();
    fails(&script, Code::UNCONFIGURED, 9);
    let session = session(&script, quiet());
    let refused = try_open(&session, MDB_NO_DIALOG).unwrap_err();
    assert_eq!(refused.code(), Code::LOGON_FAILED);
    assert_eq!((script.count("logon"), script.count("Configure silently")), (2, 1));
    let again = try_open(&session, 0).unwrap_err();
    assert!(again.text().contains("disabled"), "{again}");
    assert_eq!(script.count("logon"), 2);
    let report = session.logoff();
    assert_eq!(count(&report, "svc.disable"), 1);
    assert!(report.is_clean(), "{}", report.tree());
}

/// REACT-4: no second call without a `ServiceEntry` that went well.
#[test]
fn a_service_that_cannot_be_configured_is_disabled_at_once() {
    let script = Script::new();
    fails(&script, Code::UNCONFIGURED, 9);
    script.on("configure", |_| Err(Error::new(Code::USER_CANCEL, "no, thank you")));
    let session = session(&script, quiet());
    let refused = try_open(&session, 0).unwrap_err();
    assert_eq!((refused.code(), refused.text()), (Code::UNCONFIGURED, "no, thank you"));
    assert_eq!((script.count("logon"), script.count("configure")), (1, 1));
    assert!(try_open(&session, 0).unwrap_err().text().contains("disabled"));
    assert!(session.logoff().is_clean());

    let without = script.session().unwrap(); // no ServiceEntry at all (SVC-1)
    assert_eq!(try_open(&without, 0).unwrap_err().code(), Code::UNCONFIGURED);
    assert_eq!(script.count("logon"), 2);
    let report = without.logoff();
    assert!(report.golden().contains("svc.entry(CONFIGURE)<MAPI_E_NOT_INITIALIZED"), "{}", report.golden());
    assert!(report.is_clean(), "{}", report.tree());
}

/// T-29, REACT-6
#[test]
fn a_store_without_its_password_may_be_tried_again() {
    let script = Script::new();
    fails(&script, Code::FAILONEPROVIDER, 1);
    let session = session(&script, quiet());
    let refused = try_open(&session, 0).unwrap_err();
    assert_eq!((refused.code(), refused.text()), (Code::FAILONEPROVIDER, "not yet"));
    assert_eq!(session.last_error(Code::FAILONEPROVIDER).unwrap().as_deref(), Some("not yet")); // T-33
    drop(try_open(&session, 0).unwrap());
    assert_eq!((script.count("logon"), script.count("configure")), (2, 0));
    assert!(session.logoff().is_clean());
    assert_eq!(session.memory().live(), 0);
}

/// REACT-1: codes that the session gives too, when a provider gives them.
#[test]
fn a_providers_own_end_of_session_busy_or_version_disables_its_service() {
    for code in [Code::END_OF_SESSION, Code::BUSY, Code::VERSION] {
        let script = Script::new();
        fails(&script, code, 1);
        let session = session(&script, quiet());
        assert_eq!(try_open(&session, 0).unwrap_err().code(), code);
        assert!(try_open(&session, 0).unwrap_err().text().contains("disabled"));
        let report = session.logoff();
        assert_eq!((script.count("logon"), count(&report, "svc.disable")), (1, 1));
        assert!(report.is_clean(), "{}", report.tree());
    }
}

/// REACT-7, LASTERR-1
#[test]
fn the_text_of_a_warning_reaches_get_last_error() {
    let script = Script::new();
    script.on("warn", |_| Ok(()));
    let session = session(&script, quiet());
    let store = try_open(&session, 0).unwrap();
    assert_eq!(store.code(), Code::W_ERRORS_RETURNED);
    let text = session.last_error(Code::W_ERRORS_RETURNED).unwrap();
    assert_eq!(text.as_deref(), Some("something is wrong"));
    drop(store);
    assert!(session.logoff().is_clean());
}

/// T-31, REACT-1, option StrictDisable
#[test]
fn a_fault_of_the_request_disables_no_service_unless_the_host_is_strict() {
    for code in [Code::NOT_FOUND, Code::NO_ACCESS, Code::UNKNOWN_CPID, Code::UNKNOWN_LCID] {
        for strict in [false, true] {
            let script = Script::new();
            fails(&script, code, 1);
            let options = if strict { quiet().strict_disable() } else { quiet() };
            let session = session(&script, options);
            assert_eq!(try_open(&session, 0).unwrap_err().code(), code);
            assert_eq!(try_open(&session, 0).is_ok(), !strict, "{code}, strict: {strict}");
            let report = session.logoff();
            assert_eq!(count(&report, "svc.disable"), usize::from(strict));
            assert!(report.is_clean(), "{}", report.tree());
        }
    }
}

/// Section 2.9: the rest of the table.
#[test]
fn every_other_failure_disables_the_service() {
    for code in [Code::LOGON_FAILED, Code::USER_CANCEL, Code::SESSION_LIMIT, Code::CALL_FAILED, Code::NETWORK_ERROR] {
        let script = Script::new();
        fails(&script, code, 1);
        let session = session(&script, quiet());
        assert_eq!(try_open(&session, 0).unwrap_err().code(), code);
        assert!(try_open(&session, 0).unwrap_err().text().contains("disabled"), "{code}");
        assert_eq!((script.count("logon"), script.count("configure")), (1, 0), "{code}"); // T-94
        assert!(session.logoff().is_clean(), "{code}");
    }
}

/// REACT-1, REACT-2: a disabled service opens nothing more, and what it has open goes on.
#[test]
fn what_is_open_of_a_disabled_service_goes_on() {
    let home = Script::new();
    let work = Script::new();
    fails(&work, Code::LOGON_FAILED, 1);
    let session = session_of([home.provider("Home"), work.provider("Work")], quiet()).unwrap();
    let first = session.open_store(&OpenStore::new().named("Home")).unwrap();
    assert_eq!(session.open_store(&OpenStore::new().named("Work")).unwrap_err().code(), Code::LOGON_FAILED);
    assert_eq!(first.get(KEPT).unwrap(), "of the store".into());
    let refused = session.open_store(&OpenStore::new().named("Home")).unwrap_err();
    assert!(refused.text().contains("disabled"), "{refused}");
    assert_eq!((home.count("logon"), work.count("logon")), (1, 1));
    drop(first);
    assert!(session.logoff().is_clean());
}

/// A failure of one message service is none of another.
#[test]
fn a_disabled_service_leaves_the_others_alone() {
    use provider_runtime::session::{Mapi, Profile, Service};
    let home = Script::new();
    let work = Script::new();
    fails(&home, Code::LOGON_FAILED, 9);
    let of = |name: &str, script: &Script| Service::named(name, "scripted.dll").provider(script.provider(name));
    let profile = Profile::empty("test").service(of("Home", &home)).service(of("Work", &work));
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    let session = mapi.log_on(scripted(quiet()).profile(profile)).unwrap();
    assert!(session.open_store(&OpenStore::new().named("Home")).is_err());
    drop(session.open_store(&OpenStore::new().named("Work")).unwrap());
    let report = session.logoff();
    assert_eq!((count(&report, "init"), count(&report, "prov.shutdown")), (1, 1));
    assert!(report.is_clean(), "{}", report.tree());
    mapi.uninitialize().unwrap();
}

/// T-12, T-14, T-15, SVC-3, SVC-7, SVC-10
#[test]
fn service_entry_is_called_in_every_context_also_while_a_store_is_open() {
    let script = Script::new();
    let session = session(&script, quiet());
    let store = open(&session).unwrap();
    let contexts = [
        (MSG_SERVICE_INSTALL, "Install"),
        (MSG_SERVICE_CREATE, "Create"),
        (MSG_SERVICE_CONFIGURE, "Configure"),
        (MSG_SERVICE_DELETE, "Delete"),
        (MSG_SERVICE_UNINSTALL, "Uninstall"),
    ];
    let given = [Property::new(KEPT, "a setting")];
    for (context, name) in contexts {
        session.configure("PROVIDER", context, SERVICE_UI_ALWAYS, &given).unwrap();
        assert_eq!(script.count(&format!("{name} with dialogs")), 1, "{name}");
        let is_there = session.registered().section().iter().any(|property| property.tag == KEPT);
        assert_eq!(is_there, context >= MSG_SERVICE_CONFIGURE, "{name}"); // properties go with CONFIGURE alone
    }
    for context in [MSG_SERVICE_PROVIDER_CREATE, MSG_SERVICE_PROVIDER_DELETE, 99] {
        let refused = session.configure("PROVIDER", context, 0, &[]).unwrap_err();
        assert_eq!(refused.code(), Code::NO_SUPPORT);
    }
    script.on("configure", |_| Err(Code::NO_SUPPORT.into()));
    for context in [MSG_SERVICE_INSTALL, MSG_SERVICE_DELETE, MSG_SERVICE_UNINSTALL] {
        session.configure("PROVIDER", context, 0, &[]).unwrap();
    }
    assert_eq!(session.configure("PROVIDER", MSG_SERVICE_CREATE, 0, &[]).unwrap_err().code(), Code::NO_SUPPORT);
    assert_eq!(session.configure("NOBODY", MSG_SERVICE_CREATE, 0, &[]).unwrap_err().code(), Code::NOT_FOUND);
    assert_eq!(store.get(KEPT).unwrap(), "of the store".into());
    drop(store);
    assert!(session.logoff().is_clean());
    assert_eq!(session.memory().live(), 0);
}

/// T-11, SVC-5, SVC-9
#[test]
fn creating_a_service_that_lacks_settings_without_a_dialog_is_unconfigured() {
    let script = Script::new();
    script.on("configure", |_| Err(Error::new(Code::UNCONFIGURED, "there is no path")));
    let session = session(&script, quiet());
    let refused = session.configure("PROVIDER", MSG_SERVICE_CREATE, 0, &[]).unwrap_err();
    assert_eq!((refused.code(), refused.text()), (Code::UNCONFIGURED, "there is no path"));
    assert_eq!(script.count("Create silently"), 1);
    assert!(session.logoff().is_clean());
}

/// SVC-8: of a service's two providers, the first of the kind is configured; a setting that leads
/// elsewhere is taken.
#[test]
fn settings_that_service_entry_writes_are_what_the_next_logon_reads() {
    let wrong = Script::new();
    let right = Script::new();
    fails(&wrong, Code::UNCONFIGURED, 9);
    let session = session_of([wrong.provider("Home")], quiet()).unwrap();
    let name = right.provider("").get(SCRIPT).unwrap().clone();
    session.configure("SCRIPTED", MSG_SERVICE_CONFIGURE, 0, &[Property::new(SCRIPT.tag(), name)]).unwrap();
    drop(open(&session).unwrap());
    assert_eq!((wrong.count("logon"), right.count("logon")), (0, 1));
    let kept = session.profile();
    assert!(kept.services().first().unwrap().providers().first().unwrap().get(tags::ENTRYID).is_some()); // LOGON-5
    assert!(session.logoff().is_clean());
}

/// T-96, CFG-5: a secure property is had by asking for it, and seen nowhere else.
#[test]
fn a_secure_property_is_for_its_provider_alone() {
    const SECRET: Tag<str> = Tag::new(0x67F1);
    const PLAIN: Tag<str> = Tag::new(0x6601);
    let script = Script::new();
    let seen = Arc::clone(&script);
    let session = session(&script, quiet());
    session
        .configure(
            "PROVIDER",
            MSG_SERVICE_CONFIGURE,
            0,
            &[Property::new(SECRET, "sesame"), Property::new(PLAIN, "/home/me")],
        )
        .unwrap();
    let store = open(&session).unwrap();
    script.on("get", move |of| {
        let section = of.unwrap().support().section(Access::Read)?;
        seen.say(section.text(SECRET)?.unwrap());
        Ok(())
    });
    support::root(&store).unwrap().get(KEPT).unwrap();
    assert_eq!(script.count("sesame"), 1);
    let shown = session.registered().section();
    assert!(shown.iter().any(|property| property.tag == PLAIN));
    assert!(!format!("{shown:?}{:?}{:?}", session.profile(), session.report()).contains("sesame"));
    drop(store);
    assert!(session.logoff().is_clean());
}
