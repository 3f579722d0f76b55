//! The referee: a walk over the events of a session along the state machine of section 8 that names what is wrong. It
//! knows the events alone, so that it judges recorded sessions and traces written by hand alike. Each file has the
//! checks of one subject; what a violation is stands in `violations.rs`, what an event says in `events.rs`.
//!
//! One fault is one violation: what only follows from a fault that has been told of a provider object, a logon or a wish
//! is not told again. A call under way at the end of the events has not returned, so nothing is said of its result.

mod client;
mod clock;
mod ends;
mod kept;
mod left;
mod library;
mod logon;
mod outcome;
mod provider;
mod service;
mod steps;
mod support;
mod transport;
mod violations;
mod wish;

#[cfg(test)]
mod fuzz;

pub(super) use steps::{Step, steps};
pub use violations::{Party, Violation};

use super::events::Event;
use provider_abi::shapes::code::Code;
use std::collections::HashMap;
use std::time::Duration;

/// What the referee cannot know from the events.
#[derive(Clone, Debug, Default)]
pub struct Ruling {
    budget: Option<Duration>,
    nested_shutdown: bool,
}

impl Ruling {
    /// No time limit, no nested Shutdown.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long a call of the life cycle may take (V-28, ABRUPT-7).
    #[must_use]
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = Some(budget);
        self
    }

    /// Shutdown may come inside the support object's final Release (option NestedShutdown, SHUT-2).
    #[must_use]
    pub fn nested_shutdown(mut self) -> Self {
        self.nested_shutdown = true;
        self
    }
}

/// What is wrong with these events, in the order in which it came out.
pub fn judge(events: &[Event], ruling: &Ruling) -> Vec<Violation> {
    let mut referee = Referee::new(events, ruling);
    for step in steps(events) {
        let (at, phase) = match step {
            Step::Begin(at) => (at, Phase::Begins),
            Step::Return(at) | Step::Note(at) => (at, Phase::IsDone),
        };
        let Some(event) = events.get(at) else { continue };
        let known = match (step, event.call) {
            (Step::Return(_), Some(Some(end))) => end.events.clamp(at + 1, events.len()) - 1,
            _ => at,
        };
        referee.see(Seen { event, index: at, at: known, phase });
    }
    referee.finish()
}

/// Which end of an event is seen. What is no call is done at once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Begins,
    IsDone,
}

/// One event as the walk meets it.
#[derive(Clone, Copy)]
struct Seen<'e> {
    event: &'e Event,
    index: usize,
    /// The newest event by now.
    at: usize,
    phase: Phase,
}

impl Seen<'_> {
    /// A fact; without it, 0.
    fn number(self, name: &str) -> u64 {
        self.event.fact(name).unwrap_or(0)
    }

    fn has(self, name: &str) -> bool {
        self.number(name) != 0
    }

    fn is_success(self) -> bool {
        self.event.code.is_some_and(|code| !code.is_failure())
    }

    fn is_failure(self) -> bool {
        self.event.code.is_some_and(Code::is_failure)
    }
}

/// Everything that is known so far.
struct Referee<'e> {
    events: &'e [Event],
    ruling: &'e Ruling,
    found: violations::Found,
    providers: provider::Providers,
    libraries: library::Libraries,
    logons: logon::Logons,
    wishes: wish::Wishes,
    services: service::Services,
    clock: clock::Clock,
    left: left::Left,
    fast: transport::Fast,
    /// How many calls about each logon are under way, and about anything (under 0).
    under_way: HashMap<u64, usize>,
}

impl<'e> Referee<'e> {
    fn new(events: &'e [Event], ruling: &'e Ruling) -> Self {
        Self {
            events,
            ruling,
            found: violations::Found::default(),
            providers: provider::Providers::default(),
            libraries: library::Libraries::default(),
            logons: logon::Logons::default(),
            wishes: wish::Wishes::default(),
            services: service::Services::default(),
            clock: clock::Clock::default(),
            left: left::Left::default(),
            fast: transport::Fast::default(),
            under_way: HashMap::new(),
        }
    }

    fn see(&mut self, seen: Seen<'e>) {
        self.count_calls(seen);
        self.time(seen);
        self.judge_frozen(seen);
        let subject = seen.event.event.split('.').next().unwrap_or_default();
        match subject {
            "lib" if seen.event.event != "lib.entry" => self.on_library(seen),
            "lib" | "init" | "prov" | "probe" => self.on_provider(seen),
            "logon" => self.on_logon(seen),
            "xp" => self.on_transport(seen),
            "fast" => self.on_fast(seen),
            "sup" | "sect" => self.on_support(seen),
            "uid-" | "row-" | "sub-" => self.is_forgotten(seen),
            "svc" => self.on_service(seen),
            "session" => self.on_session(seen),
            "host" => self.is_freed(seen),
            "store" | "status" | "table" | "object" | "client" => self.on_client(seen),
            "mem" | "left" | "mapi" => self.on_left(seen),
            _ => {}
        }
    }

    fn count_calls(&mut self, seen: Seen<'_>) {
        if seen.event.call.is_none() {
            return;
        }
        let mut subjects = vec![0];
        subjects.extend(seen.event.fact("logon").filter(|logon| *logon != 0));
        for subject in subjects {
            let calls = self.under_way.entry(subject).or_default();
            *calls = if seen.phase == Phase::Begins { *calls + 1 } else { calls.saturating_sub(1) };
        }
    }

    /// Whether a call about this logon (0: any call) has not returned.
    fn is_under_way(&self, logon: u64) -> bool {
        self.under_way.get(&logon).is_some_and(|calls| *calls > 0)
    }

    /// Whether an event stands inside a call of that kind.
    fn is_inside(&self, index: usize, wanted: impl Fn(&Event) -> bool) -> bool {
        steps::around(self.events, index).any(|(_, call)| wanted(call))
    }

    fn finish(mut self) -> Vec<Violation> {
        self.judge_refused();
        self.judge_ends();
        self.found.in_order()
    }
}
