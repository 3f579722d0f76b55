//! `ServiceEntry` over the C ABI, without a session: what its author is told, what he answers, and
//! that nothing is left behind (SVC-*). The provider is in `service/configured.rs`, the host
//! in `service/host.rs`, the calls in `service/call.rs`.

pub mod call;
mod configured;
pub mod host;
pub mod values;

use call::{Call, Given, Told};
use configured::{Configured, SERVER, asked, on_configure};
use host::service;
use notes_store::{NotesStore, PATH};
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::service_entry;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Mutex;
use support::{Script, open};

const PORT: PropTag = PropTag(0x6602_0003);
const KEYS: [&[u8]; 2] = [&[1; 16], &[2; 16]];

/// A service of two providers, the second of which is a store.
fn with_table() {
    let row = |key: &[u8], kind: u32| {
        vec![
            Property::new(tags::DISPLAY_NAME, "a provider"),
            Property::new(tags::PROVIDER_UID, key),
            Property::new(tags::RESOURCE_TYPE, kind),
        ]
    };
    let rows = vec![row(KEYS[0], MAPI_TRANSPORT_PROVIDER), row(KEYS[1], MAPI_STORE_PROVIDER)];
    service(|service| service.table = Some(rows));
}

fn section(key: &[u8]) -> Vec<Property> {
    service(|service| service.sections.get(key).cloned().unwrap_or_default())
}

#[track_caller]
fn assert_settled() {
    service(|service| assert!(service.is_settled(), "{:?}", service.faults));
}

fn told(code: Code, text: &str) -> Told {
    (code, Some((text.into(), "Configured with a name far too".into())))
}

/// SVC-5, SVC-7: what an author does not say himself.
#[test]
fn a_service_has_nothing_to_configure_unless_its_author_says_so() {
    for context in 0..10 {
        let (code, text) = Call::new(context).of(service_entry::<empty_store::EmptyStore>());
        let known = (MSG_SERVICE_INSTALL..=MSG_SERVICE_UNINSTALL).contains(&context);
        assert_eq!((code, text), (if known { Code::OK } else { Code::NO_SUPPORT }, None), "{context}");
    }
    assert_settled();
}

/// SVC-7
#[test]
fn an_author_is_not_asked_in_a_context_that_he_does_not_know() {
    for context in [0, MSG_SERVICE_PROVIDER_CREATE, MSG_SERVICE_PROVIDER_DELETE, 8, u32::MAX] {
        let (code, text) = Call::new(context).of(service_entry::<Configured>());
        assert_eq!((code, text), (Code::NO_SUPPORT, None));
    }
    assert_eq!(asked(), 0);
    assert_settled();
}

/// T-11, SVC-5, SVC-9
#[test]
fn a_service_that_is_created_without_a_dialog_and_lacks_settings_is_unconfigured() {
    with_table();
    let call = Call::new(MSG_SERVICE_CREATE);
    let told = told(Code::UNCONFIGURED, "no sérver is set");
    assert_eq!(call.clone().of(service_entry::<Configured>()), told);
    let wide = Call { flags: MAPI_UNICODE, ..call.clone() };
    assert_eq!(wide.of(service_entry::<Configured>()), told);
    let silent = Call { without_error: true, ..call };
    assert_eq!(silent.of(service_entry::<Configured>()), (Code::UNCONFIGURED, None));
    assert_settled();
}

/// T-12, SVC-3, SVC-6, SVC-8: into the section of the service's provider of this kind; a dialog
/// would have been allowed.
#[test]
fn complete_settings_are_written_into_the_providers_section_and_stay_there() {
    with_table();
    let given = vec![(SERVER, Given::Wide("mäil.example")), (PORT, Given::Number(993))];
    let call = Call { flags: SERVICE_UI_ALLOWED, given, ..Call::new(MSG_SERVICE_CONFIGURE) };
    assert_eq!(call.of(service_entry::<Configured>()), (Code::OK, None));
    assert_eq!(section(KEYS[1]), [Property::new(SERVER, "mäil.example"), Property::new(PORT, 993)]);
    assert_eq!(section(&[]), []);
    // The profile is complete now: SVC-5.
    assert_eq!(Call::new(MSG_SERVICE_CREATE).of(service_entry::<Configured>()), (Code::OK, None));
    let opened = vec![(KEYS[1].to_vec(), MAPI_MODIFY); 2];
    service(|service| assert_eq!(service.opened, opened));
    assert_settled();
}

/// SVC-3, SVC-6: a client of the code page's days, too, gives text.
#[test]
fn settings_are_given_in_either_width_and_only_to_be_configured() {
    let given = vec![(SERVER.with_kind(PT_STRING8), Given::Narrow(b"m\xE4il")), (PORT, Given::Number(25))];
    for context in MSG_SERVICE_INSTALL..=MSG_SERVICE_UNINSTALL {
        on_configure(move |service| {
            let all = [Property::new(SERVER, "mäil"), Property::new(PORT, 25)];
            let expected = if context == MSG_SERVICE_CONFIGURE { &all[..] } else { &[] };
            assert_eq!(service.properties(), expected);
            Ok(())
        });
        let call = Call { given: given.clone(), ..Call::new(context) };
        assert_eq!(call.of(service_entry::<Configured>()), (Code::OK, None), "{context}");
    }
    assert_eq!(asked(), 5);
    assert_settled();
}

#[test]
fn an_author_learns_what_happens_and_whether_he_may_ask_the_user() {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let see = Rc::clone(&seen);
    on_configure(move |service| {
        let dialogs = [service.may_show_dialog(), service.must_show_dialog(), service.is_read_only()];
        see.borrow_mut().push((service.action(), dialogs, service.window()));
        Ok(())
    });
    let flags =
        [0, SERVICE_UI_ALLOWED, SERVICE_UI_ALWAYS, MSG_SERVICE_UI_READ_ONLY | SERVICE_UI_ALWAYS, SERVICE_LOGON_FAILED];
    for (context, flags) in (MSG_SERVICE_INSTALL..).zip(flags) {
        let call = Call { flags, window: 7, ..Call::new(context) };
        assert_eq!(call.of(service_entry::<Configured>()), (Code::OK, None));
    }
    let no = false;
    let expected = [
        (ServiceAction::Install, [no, no, no], 7),
        (ServiceAction::Create, [true, no, no], 7),
        (ServiceAction::Configure, [true, true, no], 7),
        (ServiceAction::Delete, [true, true, true], 7),
        (ServiceAction::Uninstall, [no, no, no], 7),
    ];
    assert_eq!(*seen.borrow(), expected);
}

/// SVC-8
#[test]
fn without_a_row_of_its_kind_a_provider_has_the_services_own_section() {
    let junk = || {
        vec![
            vec![],
            vec![Property::new(tags::PROVIDER_UID, [3; 16].as_slice())],
            vec![Property::new(tags::RESOURCE_TYPE, MAPI_STORE_PROVIDER)],
            vec![
                Property::new(tags::PROVIDER_UID, [3; 15].as_slice()),
                Property::new(tags::RESOURCE_TYPE, MAPI_STORE_PROVIDER),
            ],
            // Extra rows of a service have an error there.
            vec![
                Property::new(tags::PROVIDER_UID, [3; 16].as_slice()),
                Property::new(tags::RESOURCE_TYPE, Code::NOT_FOUND),
            ],
        ]
    };
    for table in [None, Some(Vec::new()), Some(junk())] {
        service(|service| (service.table, service.sections) = (table, Default::default()));
        let call = Call { given: vec![(SERVER, Given::Wide("x"))], ..Call::new(MSG_SERVICE_CONFIGURE) };
        assert_eq!(call.of(service_entry::<Configured>()), (Code::OK, None));
        assert_eq!(section(&[]), [Property::new(SERVER, "x")]);
    }
    service(|service| assert_eq!(service.opened, vec![(Vec::new(), MAPI_MODIFY); 3]));
    assert_settled();
}

/// SVC-8: another failure is no reason to write elsewhere.
#[test]
fn a_table_that_fails_fails_the_section() {
    with_table();
    service(|service| service.refusal = Some(Code::NETWORK_ERROR));
    assert_eq!(Call::new(MSG_SERVICE_CREATE).of(service_entry::<Configured>()), (Code::NETWORK_ERROR, None));
    service(|service| assert_eq!(service.opened, []));
    assert_settled();
}

/// SVC-8: as at a logon, writing is exclusive, and a section that nobody wrote is not there to be
/// read.
#[test]
fn a_section_goes_back_when_its_author_drops_it() {
    with_table();
    on_configure(|service| {
        assert_eq!(service.section(Access::Read).unwrap_err().code(), Code::NOT_FOUND);
        let first = service.section(Access::Write)?;
        assert_eq!(service.section(Access::Read).unwrap_err().code(), Code::NO_ACCESS);
        drop(first);
        let second = service.section(Access::Read)?;
        assert_eq!(second.get(SERVER)?, None);
        assert_eq!(second.set(&[Property::new(SERVER, "x")]).unwrap_err().code(), Code::NO_ACCESS);
        Ok(())
    });
    assert_eq!(Call::new(MSG_SERVICE_CONFIGURE).of(service_entry::<Configured>()), (Code::OK, None));
    assert_eq!(section(KEYS[1]), []);
    assert_settled();
}

/// SVC-4, V-34
#[test]
fn a_section_that_an_author_keeps_keeps_nothing() {
    static KEPT: Mutex<Option<ProfileSection>> = Mutex::new(None);
    with_table();
    on_configure(|service| {
        *KEPT.lock().unwrap() = Some(service.section(Access::Write)?);
        Ok(())
    });
    assert_eq!(Call::new(MSG_SERVICE_CREATE).of(service_entry::<Configured>()), (Code::OK, None));
    assert_settled();
    let kept = KEPT.lock().unwrap().take().unwrap();
    assert_eq!(kept.text(SERVER).unwrap_err().code(), Code::END_OF_SESSION);
    drop(kept);
    assert_settled();
}

/// The wall: a panic is a failed call whose words go out, and what it held goes back (SVC-4,
/// SVC-9).
#[test]
fn a_panic_is_a_failed_call() {
    with_table();
    on_configure(|service| {
        let _section = service.section(Access::Write)?;
        panic!("a bug in configure")
    });
    for _ in 0..2 {
        let (code, text) = Call::new(MSG_SERVICE_CONFIGURE).of(service_entry::<Configured>());
        assert_eq!(code, Code::CALL_FAILED);
        assert!(text.unwrap().0.starts_with("panicked: a bug in configure"));
        assert_settled();
    }
}

/// An author's source of an error is dropped where its panic is caught as well.
#[test]
fn an_error_whose_drop_panics_is_a_failed_call() {
    #[derive(Debug)]
    struct Trap;
    impl std::fmt::Display for Trap {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a trap")
        }
    }
    impl std::error::Error for Trap {}
    impl Drop for Trap {
        fn drop(&mut self) {
            panic!("in a drop")
        }
    }
    on_configure(|_| Err::<(), _>(Trap).or_code(Code::USER_CANCEL));
    let (code, text) = Call::new(MSG_SERVICE_CONFIGURE).of(service_entry::<Configured>());
    assert_eq!(code, Code::CALL_FAILED);
    assert!(text.unwrap().0.contains("in a drop"));
    assert_settled();
}

/// SVC-2: null pointers in every place; the outputs are cleared first (MEM-3).
#[test]
fn a_call_without_its_pointers_is_refused_or_goes_without() {
    with_table();
    let entry = service_entry::<Configured>();
    let call = Call { given: vec![(SERVER, Given::Wide("x"))], ..Call::new(MSG_SERVICE_CONFIGURE) };
    let no_support = Call { without_support: true, ..call.clone() };
    assert_eq!(no_support.of(entry), (Code::INVALID_PARAMETER, None));
    let nothing_at_all = Call { without_support: true, without_admin: true, without_error: true, ..Call::new(2) };
    assert_eq!(nothing_at_all.of(entry), (Code::INVALID_PARAMETER, None));
    let no_array = Call { given: Vec::new(), claims: 3, ..call.clone() };
    assert_eq!(no_array.of(entry), told(Code::INVALID_PARAMETER, "a null pointer where values should stand"));
    assert_eq!(asked(), 0);
    let no_admin = Call { without_admin: true, ..call.clone() };
    let text = "MAPI lent no provider administration object";
    assert_eq!(no_admin.clone().of(entry), told(Code::INVALID_PARAMETER, text));
    on_configure(|_| Ok(()));
    assert_eq!(no_admin.of(entry), (Code::OK, None)); // nobody needs it
    for lacks in 0..4 {
        service(|service| service.lacks = Some(lacks));
        let code = if lacks == 3 { Code::CALL_FAILED } else { Code::INVALID_PARAMETER };
        assert_eq!(call.clone().of(entry), (code, None), "{lacks}");
    }
    assert_settled();
}

/// MEM-10: each allocation fails in turn, MAPI's own and ours.
#[test]
fn running_out_of_memory_leaves_nothing_behind_and_writes_nothing_half() {
    let given = vec![(SERVER, Given::Wide("mail")), (PORT, Given::Number(993))];
    let configure = Call { given, ..Call::new(MSG_SERVICE_CONFIGURE) };
    // The second is unconfigured, and tells of it.
    for (call, code) in [(configure, Code::OK), (Call::new(MSG_SERVICE_CREATE), Code::UNCONFIGURED)] {
        let mut failures = 0;
        loop {
            service(|service| *service = host::Service::failing_at(failures));
            with_table();
            let (answer, text) = call.clone().of(service_entry::<Configured>());
            assert_settled();
            assert!([0, 2].contains(&section(KEYS[1]).len()));
            assert_eq!(section(&[]), []);
            if !service(|service| service.has_failed()) {
                assert_eq!((answer, text.is_some()), (code, code.is_failure()));
                break;
            }
            assert!(answer == Code::NOT_ENOUGH_MEMORY || (answer == code && text.is_none()), "{failures}: {answer}");
            failures += 1;
        }
        assert!(failures > 8, "{failures}");
    }
}

/// T-15, SVC-10: with no provider object, while stores are logged on, and from inside a call on one
/// of them.
#[test]
fn a_service_is_configured_while_its_stores_are_logged_on() {
    let configured = || {
        service(|service| *service = host::Service::default());
        with_table();
        let call =
            Call { given: vec![(PATH.tag(), Given::Wide("/home/me/notes.db"))], ..Call::new(MSG_SERVICE_CONFIGURE) };
        assert_eq!(call.of(service_entry::<NotesStore>()), (Code::OK, None));
        assert_eq!(section(KEYS[1]), [Property::new(PATH, "/home/me/notes.db")]);
        assert_settled();
    };
    configured();
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    configured();
    script.on("open", move |_| {
        configured();
        Ok(())
    });
    store.open(None, 0).unwrap();
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// The notes store's own settings: refused ones change nothing.
#[test]
fn the_notes_store_takes_a_path_that_is_one() {
    with_table();
    let configure = |given| Call { given, ..Call::new(MSG_SERVICE_CONFIGURE) }.of(service_entry::<NotesStore>());
    let empty = (Code::UNCONFIGURED, Some(("the path of the notes is empty".into(), "Notes".into())));
    assert_eq!(configure(vec![(PATH.tag(), Given::Wide(""))]), empty);
    assert_eq!(configure(vec![(PATH.tag().with_kind(PT_STRING8), Given::Narrow(b""))]), empty);
    let number = (Code::INVALID_PARAMETER, Some(("the path of the notes is no text".into(), "Notes".into())));
    assert_eq!(configure(vec![(PATH.tag().with_kind(PT_LONG), Given::Number(1))]), number);
    service(|service| assert!(service.opened.is_empty() && service.sections.is_empty()));
    // Nothing is missing: such notes are in memory.
    assert_eq!(configure(vec![(PORT, Given::Number(1))]), (Code::OK, None));
    assert_eq!(Call::new(MSG_SERVICE_CREATE).of(service_entry::<NotesStore>()), (Code::OK, None));
    assert_eq!(
        configure(vec![(PATH.tag().with_kind(PT_STRING8), Given::Narrow(b"/home/me/n\xF6tes.db"))]),
        (Code::OK, None)
    );
    assert_eq!(section(KEYS[1]), [Property::new(PATH, "/home/me/nötes.db")]);
    assert_settled();
}
