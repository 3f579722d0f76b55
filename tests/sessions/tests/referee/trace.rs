//! Traces: what is recorded, edited and written by hand comes out as events.

use super::{golden, named, said, what};
use provider_runtime::Code;
use provider_runtime::session::{Event, Ruling, Trace};
use std::time::Duration;
use support::{Script, open, root};

fn names(trace: &Trace) -> Vec<String> {
    trace.events().iter().map(|event| format!("{}{}", " ".repeat(event.depth), event.name())).collect()
}

#[test]
fn a_recorded_session_comes_out_as_it_went_in() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    std::thread::scope(|threads| {
        threads.spawn(|| drop(root(&store)));
        threads.spawn(|| drop(root(&store)));
    });
    drop(store);
    session.logoff();
    let events = session.events();
    assert_eq!(Trace::of(&events).events(), events);
}

#[test]
fn what_stood_inside_a_call_that_is_left_out_stands_where_it_was() {
    let trace = Trace::new().call(what("prov.logon", &[]), Code::OK, |a| {
        a.call(what("sup.row+", &[]), Code::OK, |b| b.note(what("row-", &[])))
    });
    assert_eq!(names(&trace), ["prov.logon", " sup.row+", "  row-"]);
    assert_eq!(names(&trace.without(named("sup.row+"))), ["prov.logon", " row-"]);
    assert_eq!(names(&trace.without(named("prov.logon"))), ["sup.row+", " row-"]);
    assert_eq!(names(&trace.without(named("init"))), ["prov.logon", " sup.row+", "  row-"]);
}

#[test]
fn a_call_moves_with_what_is_inside_it_and_comes_twice_without() {
    let b = |trace: Trace| trace.call(what("sup.row+", &[]), Code::OK, |b| b.note(what("row-", &[])));
    let trace = b(Trace::new().call(what("prov.logon", &[]), Code::OK, |a| a.note(what("uid-", &[]))));
    assert_eq!(
        names(&trace.moved_before(named("sup.row+"), named("uid-"))),
        ["prov.logon", " sup.row+", "  row-", " uid-"]
    );
    assert_eq!(
        names(&trace.moved_after(named("prov.logon"), named("sup.row+"))),
        ["sup.row+", " row-", "prov.logon", " uid-"]
    );
    assert_eq!(
        names(&trace.moved_after(named("sup.row+"), named("row-"))),
        ["prov.logon", " uid-", "sup.row+", " row-"]
    );
    assert_eq!(names(&trace.doubled(named("sup.row+"))), ["prov.logon", " uid-", "sup.row+", " row-", "sup.row+"]);
}

/// V-28, ABRUPT-7: without a budget nothing takes too long.
#[test]
fn a_call_of_the_life_cycle_has_a_budget_for_itself() {
    let by = Ruling::new().budget(Duration::from_secs(5));
    let said_by = |trace: &Trace| -> Vec<_> { trace.violations_by(&by).iter().map(ToString::to_string).collect() };
    for (call, object) in [
        ("init", "provider"),
        ("prov.logon", "provider"),
        ("logon.logoff", "logon 1"),
        ("logon.release", "logon 1"),
        ("prov.shutdown", "provider"),
        ("prov.release", "provider"),
    ] {
        let slow = golden::closed().lasting(named(call), Duration::from_secs(6));
        assert_eq!(said_by(&slow), [format!("V-28: {call} took 6s; its budget is 5s ({object})")]);
        assert_eq!((slow.violations_by(&by)[0].is_warning, said(&slow)), (true, vec![]));
        assert_eq!(said_by(&golden::closed().lasting(named(call), Duration::from_secs(5))), [""; 0]);
    }
    let slow = golden::closed().lasting(named("store.release"), Duration::from_secs(6));
    assert_eq!(said_by(&slow), [""; 0]);
    let slow = golden::spooled().lasting(named("prov.spooler_logon"), Duration::from_secs(6));
    assert_eq!(said_by(&slow).len(), 1);
    let slow = golden::unconfigured().lasting(named("svc.entry"), Duration::from_secs(6));
    assert_eq!(said_by(&slow).len(), 1);
}

/// V-28: a slow call inside another one is told once.
#[test]
fn a_slow_call_inside_another_one_is_the_one_that_is_told() {
    let by = Ruling::new().budget(Duration::from_secs(5));
    let six = Duration::from_secs(6);
    let trace = golden::start().call(what("prov.logon", &golden::gave(1)), Code::OK, |call| {
        let inside = call.call(what("svc.entry", &[("service", 1), ("context", 3)]), Code::OK, |inside| inside);
        golden::registers(inside, 1)
    });
    let slow = trace.lasting(named("svc.entry"), six).lasting(named("prov.logon"), six);
    let ids: Vec<_> = slow.violations_by(&by).iter().map(|told| told.text.clone()).collect();
    assert_eq!(ids, ["svc.entry took 6s; its budget is 5s"]);
}

/// What is under way has not returned: no end of it is judged.
#[test]
fn a_trace_that_stops_anywhere_breaks_no_rule() {
    for trace in golden::all() {
        let events = trace.events();
        for event in &events {
            let here = |other: &Event| other == event;
            assert_eq!(said(&Trace::of(&events).until(here)), [""; 0], "until {event:?}");
        }
    }
}

/// The referee answers what a session recorded by the number of the event that it was known after.
#[test]
fn a_violation_says_when_it_was_known() {
    let trace = golden::released().doubled(named("prov.shutdown"));
    let violations = trace.violations();
    let told: Vec<_> = violations.iter().map(|told| (told.id, told.rule, told.at)).collect();
    let second = trace.events().iter().rposition(|event| event.name() == "prov.shutdown").unwrap();
    assert_eq!(told, [("V-22", "SHUT-1", second)]);
}
