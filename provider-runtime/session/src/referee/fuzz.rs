//! Events that nobody recorded: the referee says something of each, the same every time, and never
//! panics.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests may panic")]

use super::steps::steps;
use super::{Ruling, Trace, judge};
use crate::record::{End, Event, What};
use provider_abi::shapes::code::Code;
use std::time::Duration;

/// The names of all facts.
const FACTS: [&str; 52] = [
    "asks",
    "back",
    "begun",
    "changed",
    "computed",
    "config",
    "connection",
    "context",
    "count",
    "effective",
    "ended",
    "entry",
    "error",
    "error_block",
    "final",
    "flags",
    "foreign",
    "gave",
    "gave_logon",
    "gave_store",
    "gone",
    "held",
    "kind",
    "known",
    "lacks",
    "left",
    "library",
    "logon",
    "lowest",
    "message",
    "method",
    "methods",
    "names",
    "nothing",
    "offered",
    "over",
    "own",
    "provider",
    "queried",
    "quiet",
    "same",
    "seconds",
    "sections",
    "service",
    "shared",
    "spooler",
    "spooler_bytes",
    "stale",
    "stays",
    "uid",
    "version",
    "wish",
];

/// What PR_RESOURCE_TYPE may be.
const KINDS: [u64; 3] = [33, 35, 36];

const CODES: [Code; 5] = [Code::OK, Code::UNCONFIGURED, Code::INVALID_OBJECT, Code::NO_SUPPORT, Code::NOT_FOUND];

/// Numbers that look like chance, and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn number(&mut self) -> u64 {
        if self.below(20) == 0 { u64::MAX } else { self.below(4) as u64 }
    }

    /// An event with some of the facts that it can have.
    fn what(&mut self, name: &str) -> What {
        let mut facts = Vec::new();
        for fact in FACTS {
            let value = if fact == "kind" { self.of(&KINDS) } else { self.number() };
            if self.below(3) > 0 && What::read(name, &[(fact, value)]).is_some() {
                facts.push((fact, value));
            }
        }
        What::read(name, &facts).unwrap()
    }

    fn event(&mut self, names: &[&str], length: usize) -> Event {
        let name = self.of(names);
        let what = self.what(name);
        let code = (self.below(4) > 0).then(|| self.of(&CODES));
        let inside = (self.below(2) > 0).then(|| self.below(length + 2));
        let end = End { events: self.below(length + 2), time: Duration::from_millis(self.number()) };
        let call = (self.below(4) > 0).then(|| (self.below(5) > 0).then_some(end));
        Event { what, object: String::new(), code, depth: 0, rule: "", time: Duration::ZERO, inside, call }
    }

    fn events(&mut self, limit: usize) -> Vec<Event> {
        let names: Vec<_> = What::names().collect();
        let length = self.below(limit);
        (0..length).map(|_| self.event(&names, length)).collect()
    }
}

#[test]
fn events_that_nobody_recorded_are_judged_without_a_panic_and_always_alike() {
    let ruling = Ruling::new().budget(Duration::from_millis(2)).nested_shutdown();
    let mut chance = Chance(1);
    let mut told = 0;
    for _ in 0..4000 {
        let events = chance.events(60);
        let first = judge(&events, &ruling);
        assert_eq!(first, judge(&events, &ruling));
        assert!(first.iter().all(|violation| violation.at < events.len()));
        told += first.len();
        let again = Trace::of(&events).events();
        assert_eq!(again.len(), events.len());
        let _ = judge(&again, &Ruling::new());
    }
    assert!(told > 10_000, "only {told}");
}

#[test]
fn a_record_is_a_list_of_steps_whatever_its_ends_say() {
    let mut chance = Chance(2);
    for _ in 0..1000 {
        let events = chance.events(30);
        let returned = events.iter().filter(|event| event.call.flatten().is_some()).count();
        assert_eq!(steps(&events).len(), events.len() + returned);
    }
}
