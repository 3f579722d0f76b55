//! What a record says of its events, and how that is read back.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use super::what::process::{Load, LogError, ThreadBegins};
use super::what::provider::{Freed, HostFree, Init, Logon, LogonFacts, Release};
use super::what::report::{Fault, Finding};
use super::what::session::{Interface, Query, ServiceEntry, StoreLogoff};
use super::what::support::{AddRow, RowChange, Whose, WriteSection};
use super::what::transport::{FastCall, FastQuery, Notify};
use super::what::{Flag, ProviderEvent, support};
use super::{Record, What, golden, json_lines, tree};
use crate::kind::Kind;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

/// A record whose clock ticks a millisecond at a time.
fn record() -> Record {
    let ticks = Mutex::new(0);
    Record::with_clock(Box::new(move || {
        let mut ticks = ticks.lock().unwrap();
        *ticks += 1;
        Duration::from_millis(*ticks)
    }))
}

/// The logon call of a transport, when it has returned.
fn logon() -> Logon {
    let call = LogonFacts {
        provider: 1,
        kind: Kind::Transport,
        service: 1,
        logon: 2,
        request: 3,
        entry: 0,
        gave_logon: Some(4),
        gave_store: Some(0),
        spooler_bytes: Some(0),
        error_block: Some(false),
        asks: Some(LOGON_SP_POLL),
        stale: None,
        quiet: Flag(false),
        held: Some(1),
        names: None,
    };
    Logon { call }
}

#[test]
fn every_event_has_a_name_of_its_own() {
    let names: Vec<_> = What::names().collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    for name in names {
        assert_eq!(What::read(name, &[]).unwrap().name(), name);
    }
}

/// As it is read from a JSON line.
#[test]
fn an_event_is_read_back_from_its_name_its_facts_and_its_detail() {
    let gone = RowChange { gone: Some(true), lacks: vec![0x3001_001F, 0x3E04_0003], methods: Some(1) };
    for what in [
        What::from(Load { library: 1, path: "a;b".into() }),
        logon().into(),
        HostFree { logon: 1, freed: Freed::SpoolerData }.into(),
        AddRow { whose: Whose::Config(2), row: gone }.into(),
        WriteSection { computed: vec![1, 2], logon: Some(1) }.into(),
        support::Release { whose: Whose::Logon(1), left: Some(0), is_final: Flag(true), sections: Some(0) }.into(),
        Query { logon: 1, known: true, interface: Interface::Unknown, ..Query::default() }.into(),
        FastQuery { call: FastCall { provider: 1, lacks: true }, kind: Kind::AddressBook }.into(),
        Fault { finding: Finding { id: "V-9".into(), text: "held: still".into() } }.into(),
    ] {
        let read = What::read(what.name(), &what.facts()).unwrap().with_detail(&what.detail());
        assert_eq!(read, Some(what));
    }
}

#[test]
fn what_no_event_can_say_is_not_read() {
    assert_eq!(What::read("nobody.knows", &[]), None);
    assert_eq!(What::read("init", &[("provider", 1), ("uid", 1)]), None);
    assert_eq!(What::read("init", &[("kind", 1)]), None, "no kind of provider");
    assert_eq!(What::read("init", &[("version", 1 << 32)]), None, "a version has 32 bits");
    assert_eq!(What::read("session.logoff", &[("shared", 2)]), None);
    assert_eq!(What::read("xp.poll", &[]).unwrap().with_detail("said"), None);
}

/// The names and the order that JSON lines have.
#[test]
fn facts_come_by_their_names_in_order_and_as_far_as_they_are_known() {
    let init = Init { provider: 1, kind: Kind::AddressBook, service: 2, offered: 5, lowest: 4, ..Init::default() };
    let known = [("provider", 1), ("kind", 35), ("service", 2), ("offered", 5), ("lowest", 4)];
    assert_eq!(What::from(init.clone()).facts(), known);
    let done = What::from(Init { version: Some(5), gave: Some(6), ..init });
    assert_eq!(done.facts(), [known.as_slice(), &[("version", 5), ("gave", 6)]].concat());
    assert_eq!(done.detail(), "0x00000005");
    let asked = [("provider", 1), ("kind", 36), ("service", 1), ("logon", 2), ("wish", 3), ("entry", 0)];
    let gave = [
        ("gave_logon", 4),
        ("gave_store", 0),
        ("spooler_bytes", 0),
        ("error_block", 0),
        ("asks", LOGON_SP_POLL.into()),
        ("held", 1),
    ];
    let logon = What::from(logon());
    assert_eq!(logon.facts(), [asked, gave].concat());
    assert_eq!((logon.fact("held"), logon.fact("names")), (Some(1), None));
    assert_eq!((logon.logon(), logon.provider()), (Some(2), Some(1)));
}

#[test]
fn details_come_from_what_is_known() {
    let flags = LOGOFF_ORDERLY | LOGOFF_COMPLETE;
    let traffic = NOTIFY_BEGIN_INBOUND | NOTIFY_BEGIN_OUTBOUND;
    for (what, detail) in [
        (What::from(StoreLogoff { logon: 1, flags, back: None }), "ORDERLY|COMPLETE"),
        (Notify { logon: 1, flags: traffic, back: None }.into(), "BEGIN_INBOUND|BEGIN_OUTBOUND"),
        (ServiceEntry { context: MSG_SERVICE_CONFIGURE, ..ServiceEntry::default() }.into(), "CONFIGURE"),
        (HostFree { logon: 1, freed: Freed::Error }.into(), "MAPIERROR"),
        (support::Release::default().into(), ""),
        (FastQuery { kind: Kind::AddressBook, ..FastQuery::default() }.into(), "AB"),
    ] {
        assert_eq!(what.detail(), detail);
    }
}

/// Calls nest on their thread; what is seen of one is added when it is known.
#[test]
fn a_record_has_calls_and_what_stands_inside_them() {
    let record = record();
    let is_thread = |what: &What| matches!(what, What::Process(_));
    let call = record.call("provider", Release { provider: 1, left: None }).by("VER-4");
    assert!(record.is_inside(|what| matches!(what, What::Provider(ProviderEvent::Release(_)))));
    assert!(record.is_inside_a_call() && record.is_calling(1) && !record.is_calling(2) && !record.is_calling(0));
    record.note("worker", ThreadBegins {});
    call.set(|release| release.left = Some(2));
    assert_eq!(call.done(Code::OK), Code::OK);
    record.note_by("MEM-2", "worker", ThreadBegins {});
    assert!(!record.is_inside_a_call() && !record.is_calling(1));
    assert_eq!(record.count(is_thread), 2);
    let events = record.events();
    let seen: Vec<_> = events.iter().map(|event| (event.name(), event.rule, event.depth, event.inside)).collect();
    let expected =
        [("prov.release", "VER-4", 0, None), ("mapi.init", "THR-3", 1, Some(0)), ("mapi.init", "MEM-2", 0, None)];
    assert_eq!(seen, expected);
    assert_eq!(events.first().unwrap().facts(), [("provider", 1), ("left", 2)]);
    assert_eq!(events.first().unwrap().took(), Some(Duration::from_millis(2)));
    assert_eq!(events.get(1).unwrap().took(), None);
}

/// A call whose event is known only when it is made says what it has to say by its subject.
#[test]
fn a_call_of_one_subject_adds_what_was_seen() {
    let record = record();
    let call = record.call("provider", ProviderEvent::from(logon()));
    call.set(|event| event.logon_facts_mut().unwrap().names = Some(7));
    call.done(Code::OK);
    assert_eq!(record.events().first().unwrap().fact("names"), Some(7));
}

/// The keys and their order are what programs read.
#[test]
fn json_lines_are_as_programs_read_them() {
    let record = record();
    let call = record.call("provider", Release { provider: 1, left: None });
    record.note("notes", LogError { text: "a \"b\" \\ \u{1}\u{2713}".into() });
    call.set(|release| release.left = Some(0));
    call.done(Code::OK);
    let expected = concat!(
        r#"{"event":"prov.release","depth":0,"object":"provider","code":"S_OK (0x00000000)","detail":"","#,
        r#""rule":"SHUT-1","microseconds":0,"took":2000,"facts":[["provider",1],["left",0]]}"#,
        "\n",
        r#"{"event":"word.error","depth":1,"object":"notes","code":null,"detail":"a \"b\" \\ \u0001✓","#,
        r#""rule":"","microseconds":1000,"took":null,"facts":[]}"#,
        "\n",
    );
    assert_eq!(json_lines(&record.events()), expected);
}

#[test]
fn texts_for_people_say_names_details_and_codes() {
    let record = record();
    let call = record.call("provider", logon());
    record.note("support 2", support::AddRef { whose: Whose::Logon(2) });
    call.done(Code::UNCONFIGURED);
    record.note("section", WriteSection::default());
    let events = record.events();
    assert_eq!(golden(&events), "prov.logon<MAPI_E_UNCONFIGURED{sup.addref}");
    let tree = tree(&events);
    assert!(tree.contains("IXPProvider::TransportLogon\n"), "{tree}");
    assert!(tree.contains("1.000    sup.addref"), "{tree}");
}
