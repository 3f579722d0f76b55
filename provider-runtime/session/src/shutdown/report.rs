//! What came of a session: its events in several forms, and what the referee finds in them.
//! `referee/` decides what is wrong.

use crate::model::State;
use crate::record::what::process::{LeftBlocks, LeftSections, LeftThreads, MemoryFault};
use crate::record::what::report::{Fault, Finding, Warning};
use crate::record::what::{ProcessEvent, ReportEvent};
use crate::record::{self, End, Event, What};
use crate::referee::{Party, Ruling, Violation, judge};
use provider_abi::lock::lock;
use std::sync::atomic::Ordering;

/// What came of a session so far.
#[derive(Clone, Debug, Default)]
pub struct ShutdownReport {
    events: Vec<Event>,
    violations: Vec<Violation>,
    live: usize,
}

impl ShutdownReport {
    fn new(recorded: &[Event], ruling: &Ruling, live: usize) -> Self {
        let violations = judge(recorded, ruling);
        Self { events: with_violations(recorded, &violations), violations, live }
    }

    /// All events of the session, oldest first; each broken rule stands as a `fault` or `warning`
    /// where it was found.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// One line an event: when (milliseconds), what, on which object, its code, and the rule it
    /// follows.
    pub fn tree(&self) -> String {
        record::tree(&self.events)
    }

    /// The life cycle alone, as the golden sequences are written.
    pub fn golden(&self) -> String {
        record::golden(&self.events)
    }

    /// One JSON object an event.
    pub fn json_lines(&self) -> String {
        record::json_lines(&self.events)
    }

    /// A Mermaid sequence diagram of the events.
    pub fn mermaid(&self) -> String {
        record::mermaid(&self.events)
    }

    /// Each rule that was broken, and each warning, in the order they were found.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// Each rule that was broken: `V-9: … (logon 1)`.
    pub fn faults(&self) -> Vec<String> {
        self.violations.iter().filter(|violation| !violation.is_warning).map(ToString::to_string).collect()
    }

    /// The same of one party: a test of a broken order commits the host's faults itself.
    pub fn faults_of(&self, party: Party) -> Vec<String> {
        let of_party = self.violations.iter().filter(|violation| !violation.is_warning && violation.party == party);
        of_party.map(ToString::to_string).collect()
    }

    /// What is not as it should be and fails nobody: objects that a client still held (V-25), a
    /// call that took long (V-28).
    pub fn warnings(&self) -> Vec<String> {
        self.violations.iter().filter(|violation| violation.is_warning).map(ToString::to_string).collect()
    }

    /// How many blocks of MAPI's memory were live.
    pub fn live(&self) -> usize {
        self.live
    }

    /// Whether no rule was broken and no memory is live. Warnings do not count.
    pub fn is_clean(&self) -> bool {
        self.live == 0 && self.violations.iter().all(|violation| violation.is_warning)
    }
}

/// A violation as an event.
fn finding(violation: &Violation) -> ReportEvent {
    let finding = Finding { id: violation.id.into(), text: violation.text.clone() };
    if violation.is_warning { Warning { finding }.into() } else { Fault { finding }.into() }
}

/// The events with a line for each violation, after the event that showed it.
fn with_violations(recorded: &[Event], violations: &[Violation]) -> Vec<Event> {
    // They are in the order of their events.
    let before = |at: usize| at + violations.partition_point(|violation| violation.at < at);
    let moved = |end: End| End { events: before(end.events), ..end };
    let mut events = Vec::with_capacity(recorded.len() + violations.len());
    for (at, event) in recorded.iter().enumerate() {
        let call = event.call.map(|end| end.map(moved));
        events.push(Event { inside: event.inside.map(before), call, ..event.clone() });
        let first = violations.partition_point(|violation| violation.at < at);
        let here = violations.get(first..).unwrap_or_default().iter().take_while(|violation| violation.at == at);
        events.extend(here.map(|violation| Event {
            what: finding(violation).into(),
            object: violation.object.clone(),
            code: None,
            depth: event.depth,
            rule: violation.rule,
            time: event.time,
            inside: event.inside.map(before),
            call: None,
        }));
    }
    events
}

/// The report of one session.
pub(crate) struct Reporting<'s> {
    pub(crate) state: &'s State,
}

impl Reporting<'_> {
    /// What happened so far, and which rules were broken: also what can be seen only at an end.
    pub(crate) fn whole(&self) -> ShutdownReport {
        if !self.state.record.is_inside_a_call() {
            self.state.releases.wait();
            // a provider inside its Release has not ended yet
            let _lifecycle = self.state.lifecycle();
            self.see_what_is_left();
        }
        self.so_far()
    }

    /// The same, with what is recorded already.
    pub(crate) fn so_far(&self) -> ShutdownReport {
        let ruling = Ruling::new().budget(self.state.options.budget);
        let ruling = if self.state.options.nests_shutdown { ruling.nested_shutdown() } else { ruling };
        ShutdownReport::new(&self.state.record.events(), &ruling, self.state.memory.live())
    }

    /// What can be seen only after an end, each once: what providers that are gone should have
    /// given back.
    fn see_what_is_left(&self) {
        if self.state.is_frozen() {
            return; // FAST-11: nothing was to be given back
        }
        for fault in self.state.memory.take_faults() {
            self.state.record.note("memory", MemoryFault { fault });
        }
        let providers = lock(&self.state.providers).clone();
        providers.iter().for_each(|provider| provider.see_malloc(&self.state.record));
        if !providers.iter().all(|provider| provider.has_ended()) {
            return;
        }
        let mut logons = self.state.logons.all();
        logons.sort_by_key(|logon| logon.number);
        for logon in &logons {
            let count = logon.sections.see_sections();
            if count > 0 {
                self.state.record.note(&logon.name(), LeftSections { logon: logon.number, count });
            }
        }
        let live = self.state.memory.live() as u64;
        let is_raw = self.state.has_raw_clients.load(Ordering::Acquire);
        let may_be_clients = is_raw || !self.state.handles.list().is_empty();
        if live > 0 && !may_be_clients && !self.state.are_blocks_told.swap(true, Ordering::AcqRel) {
            self.state.record.note("memory", LeftBlocks { count: live });
        }
        let begun = self.state.record.count(|what| matches!(what, What::Process(ProcessEvent::ThreadBegins(_)))) as u64;
        let ended = self.state.record.count(|what| matches!(what, What::Process(ProcessEvent::ThreadEnds(_)))) as u64;
        let was_told = self.state.are_threads_told.load(Ordering::Acquire);
        if begun != ended && !was_told {
            self.state.are_threads_told.store(true, Ordering::Release);
            self.state.record.note("provider", LeftThreads { begun, ended });
        }
    }
}
