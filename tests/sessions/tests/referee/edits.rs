//! Every single edit of every golden trace: one event left out, doubled, or swapped with the next.
//! What is a host's step is named; nothing panics.

use super::{change, golden, said};
use provider_runtime::session::{Event, Party, Trace};

/// The host's own steps.
const STEPS: [&str; 11] = [
    "init",
    "prov.logon",
    "prov.spooler_logon",
    "prov.shutdown",
    "prov.release",
    "logon.logoff",
    "logon.release",
    "uid-",
    "row-",
    "svc.entry",
    "host.free",
];

fn is_step(event: &Event) -> bool {
    STEPS.contains(&event.name())
}

/// Each trace with each of its events, by number.
fn each(mut check: impl FnMut(&Trace, usize, &Event)) {
    for trace in golden::all() {
        for (number, event) in trace.events().iter().enumerate() {
            check(&trace, number, event);
        }
    }
}

/// The trace with a mark on an event, and one on the next.
fn marked(trace: &Trace, number: usize) -> Trace {
    let mut events = trace.events();
    for (event, mark) in events.iter_mut().skip(number).zip(["here", "next"]) {
        event.rule = mark;
    }
    Trace::of(&events)
}

fn here(event: &Event) -> bool {
    event.rule == "here"
}

/// That exactly one violation is told, and that it is the host's.
fn is_one_of_the_host(trace: &Trace, what: &str) {
    let told = trace.violations();
    assert_eq!(told.len(), 1, "{what}: {told:#?}");
    assert_eq!(told[0].party, Party::Host, "{what}: {told:#?}");
}

#[test]
fn each_step_of_the_hosts_that_is_left_out_is_one_fault() {
    each(|trace, number, event| {
        let without = marked(trace, number).without(here);
        let leaves_a_trace = event.fact("gave_logon") != Some(0); // a duplicate that never came leaves none
        if is_step(event) && leaves_a_trace {
            is_one_of_the_host(&without, &format!("without {event:?}"));
        }
    });
}

#[test]
fn each_step_of_the_hosts_that_comes_twice_is_one_fault() {
    each(|trace, number, event| {
        let doubled = marked(trace, number).doubled(here);
        if is_step(event) {
            is_one_of_the_host(&doubled, &format!("twice {event:?}"));
        }
    });
}

/// Which neighbours have an order: steps about one logon, one provider object or one request.
fn are_ordered(first: &Event, second: &Event) -> bool {
    let shared = |name| first.fact(name).is_some() && first.fact(name) == second.fact(name);
    let ends = ["prov.shutdown", "prov.release"];
    let about_one = shared("logon") || shared("provider") || shared("wish");
    let end_of_all = ends.contains(&second.name()) && ["logon.logoff", "logon.release"].contains(&first.name());
    // A logon's first free may come before anything but its own call.
    let is_free = [first, second].iter().any(|event| event.name() == "host.free");
    is_step(first) && is_step(second) && (about_one || end_of_all) && !is_free
}

#[test]
fn each_two_steps_of_the_hosts_that_are_swapped_are_a_fault() {
    let mut count = 0;
    each(|trace, number, event| {
        let events = trace.events();
        let Some(next) = events.get(number + 1) else { return };
        let swapped = marked(trace, number).moved_before(|event| event.rule == "next", here);
        let told = said(&swapped);
        if are_ordered(event, next) {
            count += 1;
            is_one_of_the_host(&swapped, &format!("{next:?} before {event:?}: {told:?}"));
        }
    });
    assert!(count > 20, "only {count} pairs");
}

/// The order in which violations come is that in which they were known.
#[test]
fn two_faults_are_two_violations_in_order() {
    let trace = golden::closed().doubled(super::named("prov.release"));
    let trace = trace.doubled(super::named("logon.release"));
    let ids: Vec<_> = trace.violations().iter().map(|told| told.id).collect();
    assert_eq!(ids, ["V-23", "V-22"]);
}

/// Any number of edits, one upon the other: nothing panics, and what is told is told alike each
/// time.
#[test]
fn edits_of_edits_are_judged_alike_each_time() {
    let mut seed = 1_u64;
    let mut chance = |limit: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % limit.max(1)
    };
    for round in 0..600 {
        let mut trace = golden::all()[round % 6].clone();
        for _ in 0..chance(12) {
            let length = trace.events().len();
            let mut events = trace.events();
            events.iter_mut().for_each(|event| event.rule = "");
            let one = chance(length);
            let other = chance(length);
            events.iter_mut().skip(one).take(1).for_each(|event| event.rule = "here");
            events.iter_mut().skip(other).take(1).for_each(|event| event.rule = "there");
            let there = |event: &Event| event.rule == "there";
            trace = match chance(6) {
                0 => Trace::of(&events).without(here),
                1 => Trace::of(&events).doubled(here),
                2 => Trace::of(&events).moved_before(here, there),
                3 => Trace::of(&events).moved_after(here, there),
                4 => Trace::of(&events).with(here, |event| change(event, |facts| facts.reverse())),
                _ => Trace::of(&events).with(here, |event| change(event, |facts| facts.truncate(1))),
            };
        }
        assert_eq!(said(&trace), said(&Trace::of(&trace.events())));
    }
}
