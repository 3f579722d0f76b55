//! The record of what happened between session and provider, in the vocabulary of the life cycle. Who records is everybody
//! else in this folder; how it is printed is in `print.rs`.

use crate::abi::code::Code;
use crate::sync::lock;
use std::collections::HashMap;
use std::sync::Mutex;
use std::thread::ThreadId;
use std::time::{Duration, Instant};

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened: `prov.logon`, `sup.slt`, `fault` …
    pub event: &'static str,
    /// To which object.
    pub object: String,
    /// More about it: flags by name, a text.
    pub detail: String,
    /// How a call ended; nothing for what is no call.
    pub code: Option<Code>,
    /// How many calls it stands inside, on its thread.
    pub depth: usize,
    /// The rule it follows, or breaks.
    pub rule: &'static str,
    /// When it happened, since the session's first event.
    pub time: Duration,
    /// Which event is the innermost of those calls.
    pub(super) inside: Option<usize>,
}

/// All events of one session.
#[derive(Debug, Default)]
pub(crate) struct Record(Mutex<Journal>);

#[derive(Debug, Default)]
struct Journal {
    /// When the first event was.
    start: Option<Instant>,
    events: Vec<Event>,
    /// The calls under way on each thread, the innermost last.
    calls: HashMap<ThreadId, Vec<usize>>,
}

/// A call under way: what is recorded on its thread until it ends stands inside it.
pub(crate) struct Call<'r> {
    record: &'r Record,
    thread: ThreadId,
    at: usize,
}

impl Record {
    /// Something that is no call.
    pub(crate) fn note(&self, event: &'static str, object: &str, detail: &str, rule: &'static str) {
        lock(&self.0).push(std::thread::current().id(), event, object, detail, rule);
    }

    /// Somebody broke a rule: `V-9: …`.
    pub(crate) fn fault(&self, object: &str, violation: &'static str, detail: &str) {
        self.note("fault", object, &format!("{violation}: {detail}"), violation);
    }

    /// The start of a call.
    pub(crate) fn call(&self, event: &'static str, object: &str, detail: &str, rule: &'static str) -> Call<'_> {
        let thread = std::thread::current().id();
        let mut journal = lock(&self.0);
        let at = journal.push(thread, event, object, detail, rule);
        journal.calls.entry(thread).or_default().push(at);
        Call { record: self, thread, at }
    }

    /// Whether the calling thread is inside a call of this session: what is not over cannot be judged yet.
    pub(crate) fn is_inside_a_call(&self) -> bool {
        self.is_inside(|_| true)
    }

    /// Whether the calling thread is inside a call of one of these events.
    pub(crate) fn is_inside(&self, wanted: impl Fn(&'static str) -> bool) -> bool {
        let journal = lock(&self.0);
        let calls = journal.calls.get(&std::thread::current().id());
        let mut events = calls.into_iter().flatten().filter_map(|at| journal.events.get(*at));
        events.any(|event| wanted(event.event))
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        lock(&self.0).events.clone()
    }

    /// How often something happened.
    pub(crate) fn count(&self, event: &str) -> usize {
        lock(&self.0).events.iter().filter(|other| other.event == event).count()
    }
}

impl Journal {
    fn push(&mut self, thread: ThreadId, event: &'static str, object: &str, detail: &str, rule: &'static str) -> usize {
        let calls = self.calls.get(&thread).map_or(&[][..], Vec::as_slice);
        let (depth, inside) = (calls.len(), calls.last().copied());
        let (object, detail) = (object.into(), detail.into());
        let time = self.start.get_or_insert_with(Instant::now).elapsed();
        self.events.push(Event { event, object, detail, code: None, depth, rule, time, inside });
        self.events.len() - 1
    }
}

impl Call<'_> {
    /// Its result; the code.
    pub(crate) fn done(self, code: Code) -> Code {
        self.amend(|event| event.code = Some(code));
        code
    }

    /// Says more about it once it is known.
    pub(crate) fn detail(&self, detail: &str) {
        self.amend(|event| event.detail = detail.into());
    }

    fn amend(&self, change: impl FnOnce(&mut Event)) {
        if let Some(event) = lock(&self.record.0).events.get_mut(self.at) {
            change(event);
        }
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        let mut journal = lock(&self.record.0);
        if let Some(calls) = journal.calls.get_mut(&self.thread) {
            calls.retain(|at| *at != self.at);
            if calls.is_empty() {
                journal.calls.remove(&self.thread);
            }
        }
    }
}
