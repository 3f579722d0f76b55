//! The record of one session, into which every part of the session writes what it sees. What an
//! event says is in `what/`, what is wrong with it is found by the referee.

use super::event::{End, Event};
use super::watch::{CallWatch, Watched};
use super::what::provider::LogonFacts;
use super::what::session::Oddity;
use super::what::support::RowChange;
use super::what::{Flag, ProviderEvent, Recorded, SessionEvent, SupportEvent, What};
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

/// A session's clock: the time since some moment before its first event.
pub(crate) type Clock = dyn Fn() -> Duration + Send + Sync;

/// All events of one session.
pub(crate) struct Record {
    journal: Mutex<Journal>,
    clock: Box<Clock>,
    /// Who is told which call each thread is in.
    watch: Option<Arc<CallWatch>>,
}

#[derive(Debug, Default)]
struct Journal {
    /// When the first event was.
    start: Option<Duration>,
    events: Vec<Event>,
    /// The calls under way on each thread, the innermost last.
    calls: HashMap<ThreadId, Vec<usize>>,
    /// What the watch is told apart from the events.
    watched: Watched,
}

/// A call under way: what is recorded on its thread until it ends stands inside it. `P` is what is
/// known of its data: the data of one event, or an event of one subject, or any.
pub(crate) struct Call<'r, P = What> {
    record: &'r Record,
    thread: ThreadId,
    at: usize,
    data: PhantomData<fn(&mut P)>,
}

impl Default for Record {
    fn default() -> Self {
        let start = Instant::now();
        Self::with_clock(Box::new(move || start.elapsed()))
    }
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Record").finish_non_exhaustive()
    }
}

impl Record {
    pub(crate) fn with_clock(clock: Box<Clock>) -> Self {
        Self { journal: Mutex::default(), clock, watch: None }
    }

    /// The same, and `watch` is told of each call before it begins, and after it has returned.
    pub(crate) fn watched_by(self, watch: Option<Arc<CallWatch>>) -> Self {
        Self { watch, ..self }
    }

    /// A call that no event stands for: the watch alone is told of it.
    pub(crate) fn unrecorded<R>(&self, call: impl FnOnce() -> String, work: impl FnOnce() -> R) -> R {
        let Some(watch) = &self.watch else { return work() };
        let thread = std::thread::current().id();
        let depth = |journal: &Journal| journal.calls.get(&thread).map_or(0, Vec::len);
        {
            let mut journal = lock(&self.journal);
            let depth = depth(&journal);
            journal.watched.begins(thread, depth, call());
        }
        self.tell(watch);
        let done = work();
        lock(&self.journal).watched.is_over(thread);
        self.tell(watch);
        done
    }

    /// Tells which call this thread is in now.
    fn tell(&self, watch: &Arc<CallWatch>) {
        let thread = std::thread::current().id();
        let text = {
            let journal = lock(&self.journal);
            let calls = journal.calls.get(&thread).map_or(&[][..], Vec::as_slice);
            journal.watched.text(thread, calls, &journal.events)
        };
        watch(&text);
    }

    /// Something that is no call.
    pub(crate) fn note(&self, object: &str, what: impl Into<What>) {
        let what = what.into();
        self.push(object, what.rule(), what, false);
    }

    /// The same, by another rule than it usually follows.
    pub(crate) fn note_by(&self, rule: &'static str, object: &str, what: impl Into<What>) {
        self.push(object, rule, what.into(), false);
    }

    /// The start of a call.
    pub(crate) fn call<P: Recorded>(&self, object: &str, what: P) -> Call<'_, P> {
        let what = what.into();
        let at = self.push(object, what.rule(), what, true);
        self.watch.iter().for_each(|watch| self.tell(watch));
        Call { record: self, thread: std::thread::current().id(), at, data: PhantomData }
    }

    fn push(&self, object: &str, rule: &'static str, what: What, is_call: bool) -> usize {
        let now = (self.clock)();
        let thread = std::thread::current().id();
        let object = object.into();
        let mut journal = lock(&self.journal);
        let time = now.saturating_sub(*journal.start.get_or_insert(now));
        let at = journal.events.len();
        let calls = journal.calls.entry(thread).or_default();
        let depth = calls.len();
        let inside = calls.last().copied();
        let call = is_call.then_some(None);
        if is_call {
            calls.push(at);
        } else if calls.is_empty() {
            journal.calls.remove(&thread);
        }
        if self.watch.is_some() {
            journal.watched.add(&what);
        }
        journal.events.push(Event { what, object, code: None, depth, rule, time, inside, call });
        at
    }

    /// Whether the calling thread is inside a call of this session: what is not over cannot be
    /// judged yet.
    pub(crate) fn is_inside_a_call(&self) -> bool {
        self.is_inside(|_| true)
    }

    /// Whether the calling thread is inside a call of that kind.
    pub(crate) fn is_inside(&self, wanted: impl Fn(&What) -> bool) -> bool {
        let journal = lock(&self.journal);
        let calls = journal.calls.get(&std::thread::current().id());
        let mut events = calls.into_iter().flatten().filter_map(|at| journal.events.get(*at));
        events.any(|event| wanted(&event.what))
    }

    /// Whether a provider object of that number is inside a call on any thread; 0: the
    /// `ServiceEntry` of a service.
    pub(crate) fn is_calling(&self, provider: u64) -> bool {
        self.calls_on(provider, |_| true)
    }

    /// The same, on a thread other than this one.
    pub(crate) fn is_calling_elsewhere(&self, provider: u64) -> bool {
        let here = std::thread::current().id();
        self.calls_on(provider, |thread| thread != here)
    }

    fn calls_on(&self, provider: u64, is_meant: impl Fn(ThreadId) -> bool) -> bool {
        let journal = lock(&self.journal);
        let of_provider = journal.events.iter().filter(|event| event.what.provider() == Some(provider));
        let logons: Vec<_> = of_provider.filter_map(|event| event.what.logon()).collect();
        let is_own = |event: &Event| match (provider, &event.what) {
            (0, what) => matches!(what, What::Session(SessionEvent::ServiceEntry(_))),
            (_, what) => what.provider() == Some(provider) || what.logon().is_some_and(|own| logons.contains(&own)),
        };
        let calls = journal.calls.iter().filter(|(thread, _)| is_meant(**thread)).flat_map(|(_, calls)| calls);
        calls.filter_map(|at| journal.events.get(*at)).any(is_own)
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        lock(&self.journal).events.clone()
    }

    /// How often something happened.
    pub(crate) fn count(&self, wanted: impl Fn(&What) -> bool) -> usize {
        lock(&self.journal).events.iter().filter(|event| wanted(&event.what)).count()
    }
}

impl<P> Call<'_, P> {
    /// By another rule than it usually follows.
    #[must_use]
    pub(crate) fn by(self, rule: &'static str) -> Self {
        self.amend(|event| event.rule = rule);
        self
    }

    /// Its result; the code.
    pub(crate) fn done(self, code: Code) -> Code {
        self.amend(|event| event.code = Some(code));
        code
    }

    fn amend(&self, change: impl FnOnce(&mut Event)) {
        if let Some(event) = lock(&self.record.journal).events.get_mut(self.at) {
            change(event);
        }
    }
}

impl<P: Recorded> Call<'_, P> {
    /// Adds what was seen, once it is known.
    pub(crate) fn set(&self, change: impl FnOnce(&mut P)) {
        self.amend(|event| {
            if let Some(data) = P::within(&mut event.what) {
                change(data);
            }
        });
    }
}

impl Call<'_, ProviderEvent> {
    /// Adds what a logon call gave.
    pub(crate) fn set_logon(&self, change: impl FnOnce(&mut LogonFacts)) {
        self.set(|event| {
            if let Some(facts) = event.logon_facts_mut() {
                change(facts);
            }
        });
    }

    /// Adds whether it has succeeded and given nothing.
    pub(crate) fn set_nothing(&self, is_nothing: bool) {
        self.set(|event| {
            if let (Some(nothing), true) = (event.nothing_mut(), is_nothing) {
                *nothing = Some(true);
            }
        });
    }

    /// Adds whether it failed and left an output set.
    pub(crate) fn set_left(&self, is_left: bool) {
        self.set(|event| {
            if let Some(left) = event.left_mut() {
                *left = Some(is_left);
            }
        });
    }
}

impl Call<'_, SupportEvent> {
    /// Adds what becomes of a row in the status table.
    pub(crate) fn set_row(&self, change: impl FnOnce(&mut RowChange)) {
        self.set(|event| {
            if let Some(row) = event.status_row_mut() {
                change(row);
            }
        });
    }
}

impl Call<'_, SessionEvent> {
    /// Adds what is odd about what it gave.
    pub(crate) fn set_odd(&self, oddity: Oddity) {
        self.set(|event| {
            if let Some(odd) = event.odd_mut() {
                *odd = oddity;
            }
        });
    }

    /// Adds that it has failed and left an output set.
    pub(crate) fn set_left(&self) {
        self.set(|event| {
            if let Some(left) = event.left_mut() {
                *left = Flag(true);
            }
        });
    }
}

impl<P> Drop for Call<'_, P> {
    fn drop(&mut self) {
        let now = (self.record.clock)();
        let mut journal = lock(&self.record.journal);
        let time = now.saturating_sub(journal.start.unwrap_or(now));
        let events = journal.events.len();
        if let Some(event) = journal.events.get_mut(self.at) {
            event.call = Some(Some(End { events, time }));
        }
        if let Some(calls) = journal.calls.get_mut(&self.thread) {
            calls.retain(|at| *at != self.at);
            if calls.is_empty() {
                journal.calls.remove(&self.thread);
            }
        }
        drop(journal);
        self.record.watch.iter().for_each(|watch| self.record.tell(watch));
    }
}
