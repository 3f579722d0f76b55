//! Events that nobody recorded: the referee says something of each, the same every time, and never panics.
#![allow(clippy::indexing_slicing, reason = "tests may panic")]

use super::{Ruling, judge, steps};
use crate::Trace;
use crate::events::{End, Event};
use provider_abi::shapes::code::Code;
use std::time::Duration;

const EVENTS: [&str; 58] = [
    "init",
    "lib.entry",
    "prov.logon",
    "prov.spooler_logon",
    "prov.compare",
    "prov.shutdown",
    "prov.release",
    "probe.logoff",
    "probe.shutdown",
    "host.free",
    "logon.open",
    "logon.advise",
    "logon.logoff",
    "logon.release",
    "sup.addref",
    "sup.uid+",
    "sup.row+",
    "sup.row~",
    "sup.subscribe",
    "sup.unsubscribe",
    "sup.slt",
    "sup.spooler_notify",
    "sup.release",
    "sup.late",
    "uid-",
    "row-",
    "sub-",
    "sect.set",
    "svc.entry",
    "svc.disable",
    "session.open_store",
    "session.logoff",
    "store.get",
    "store.logoff",
    "store.release",
    "status.call",
    "object.query",
    "client.holds",
    "mem.fault",
    "left.malloc",
    "left.section",
    "left.memory",
    "left.threads",
    "mapi.init",
    "xp.address_types",
    "xp.notify",
    "xp.idle",
    "xp.poll",
    "xp.submit",
    "xp.logoff",
    "fast.query",
    "fast.do",
    "session.fast_query",
    "session.fast_notify",
    "session.fast_do",
    "session.open_book",
    "sup.make_invalid",
    "nobody.knows",
];

const FACTS: [&str; 42] = [
    "provider",
    "service",
    "offered",
    "lowest",
    "version",
    "gave",
    "logon",
    "wish",
    "entry",
    "gave_logon",
    "gave_store",
    "names",
    "held",
    "spooler_bytes",
    "error_block",
    "error",
    "spooler",
    "left",
    "config",
    "uid",
    "methods",
    "gone",
    "lacks",
    "connection",
    "flags",
    "effective",
    "final",
    "sections",
    "over",
    "computed",
    "context",
    "back",
    "method",
    "known",
    "same",
    "count",
    "kind",
    "asks",
    "changed",
    "queried",
    "stays",
    "foreign",
];

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

    fn event(&mut self, length: usize) -> Event {
        let event = self.of(&EVENTS);
        let facts = (0..self.below(9)).map(|_| (self.of(&FACTS), self.number())).collect();
        let code = (self.below(4) > 0).then(|| self.of(&CODES));
        let inside = (self.below(2) > 0).then(|| self.below(length + 2));
        let end = End { events: self.below(length + 2), time: Duration::from_millis(self.number()) };
        let call = (self.below(4) > 0).then(|| (self.below(5) > 0).then_some(end));
        let (object, detail) = (String::new(), String::new());
        Event { event, object, detail, facts, code, depth: 0, rule: "", time: Duration::ZERO, inside, call }
    }
}

#[test]
fn events_that_nobody_recorded_are_judged_without_a_panic_and_always_alike() {
    let ruling = Ruling::new().budget(Duration::from_millis(2)).nested_shutdown();
    let mut chance = Chance(1);
    let mut told = 0;
    for _ in 0..4000 {
        let length = chance.below(60);
        let events: Vec<_> = (0..length).map(|_| chance.event(length)).collect();
        let first = judge(&events, &ruling);
        assert_eq!(first, judge(&events, &ruling));
        assert!(first.iter().all(|violation| violation.at < length));
        told += first.len();
        let again = Trace::of(&events).events();
        assert_eq!(again.len(), length);
        let _ = judge(&again, &Ruling::new());
    }
    assert!(told > 10_000, "only {told}");
}

#[test]
fn a_record_is_a_list_of_steps_whatever_its_ends_say() {
    let mut chance = Chance(2);
    for _ in 0..1000 {
        let length = chance.below(30);
        let events: Vec<_> = (0..length).map(|_| chance.event(length)).collect();
        let returned = events.iter().filter(|event| event.call.flatten().is_some()).count();
        assert_eq!(steps(&events).len(), length + returned);
    }
}
