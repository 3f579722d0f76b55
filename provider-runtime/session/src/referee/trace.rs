//! A record that can be edited, and one that is written by hand: for tests of the referee, and for
//! what-if questions about recorded sessions. What its events say is in the record's `what/`.

use super::ruling::Ruling;
use super::steps::{Step, steps};
use super::violations::Violation;
use super::walk::judge;
use crate::record::what::{ProcessEvent, ProviderEvent, SessionEvent, SupportEvent};
use crate::record::{End, Event, What};
use provider_abi::shapes::code::Code;
use std::collections::HashSet;
use std::time::Duration;

/// Events in the order of their steps. Each edit is about the first event that it is asked for, and
/// none changes nothing.
///
/// ```
/// use provider_runtime::Code;
/// use provider_runtime::session::Trace;
/// use provider_runtime::session::what::provider::{Init, Release, Shutdown};
///
/// let init = Init { provider: 1, gave: Some(1), ..Init::default() };
/// let trace = Trace::new()
///     .call(init, Code::OK, |inside| inside)
///     .call(Shutdown { provider: 1 }, Code::OK, |inside| inside)
///     .call(Release { provider: 1, left: Some(0) }, Code::OK, |inside| inside);
/// assert!(trace.violations().is_empty());
/// let second = trace.doubled(|event| event.name() == "prov.shutdown");
/// assert_eq!(second.violations()[0].to_string(), "V-22: a second Shutdown (provider)");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// In no order; `inside` is a place in this list.
    events: Vec<Event>,
    steps: Vec<Step>,
    /// The call inside which the next event stands.
    around: Option<usize>,
}

impl Trace {
    /// Nothing has happened.
    pub fn new() -> Self {
        Self::default()
    }

    /// What was recorded.
    pub fn of(events: &[Event]) -> Self {
        Self { events: events.to_vec(), steps: steps(events), around: None }
    }

    /// One call more, with what happens inside it.
    #[must_use]
    pub fn call(self, what: impl Into<What>, code: Code, inside: impl FnOnce(Self) -> Self) -> Self {
        let outer = self.around;
        let (trace, at) = self.begun(what.into());
        let mut trace = inside(Self { around: Some(at), ..trace });
        trace.around = outer;
        trace.ended(at, code)
    }

    /// Something more that is no call.
    #[must_use]
    pub fn note(mut self, what: impl Into<What>) -> Self {
        let at = self.push(what.into());
        self.steps.push(Step::Note(at));
        self
    }

    /// A call more that begins on another thread, and has not returned.
    #[must_use]
    pub fn begins(self, what: impl Into<What>) -> Self {
        let around = self.around;
        let (mut trace, at) = Self { around: None, ..self }.begun(what.into());
        trace.around = around;
        trace.edit(at, |event| event.depth = 0)
    }

    /// The newest such call that has not returned does so now.
    #[must_use]
    pub fn returns(self, which: impl Fn(&Event) -> bool, code: Code) -> Self {
        let is_open = |event: &Event| event.call == Some(None) && which(event);
        let at = self.events.iter().rposition(is_open);
        match at {
            Some(at) => self.ended(at, code),
            None => self,
        }
    }

    /// Without this event: a call goes with its return, and what stood inside it stands where it
    /// was.
    #[must_use]
    pub fn without(&self, which: impl Fn(&Event) -> bool) -> Self {
        let mut trace = self.clone();
        let Some(at) = trace.find(which) else { return trace };
        let outer = trace.events.get(at).and_then(|event| event.inside);
        trace.steps.retain(|step| step.event() != at);
        for event in trace.events.iter_mut().filter(|event| event.inside == Some(at)) {
            event.inside = outer;
        }
        trace
    }

    /// With this event twice: a call comes again, with nothing inside it, once it has returned.
    #[must_use]
    pub fn doubled(&self, which: impl Fn(&Event) -> bool) -> Self {
        let mut trace = self.clone();
        let found = trace.find(which).and_then(|at| Some((trace.place_after(at)?, trace.events.get(at)?.clone())));
        let Some((place, event)) = found else { return trace };
        let again = trace.events.len();
        let steps = match event.call {
            None => vec![Step::Note(again)],
            Some(None) => vec![Step::Begin(again)],
            Some(Some(_)) => vec![Step::Begin(again), Step::Return(again)],
        };
        trace.events.push(event);
        trace.steps.splice(place..place, steps);
        trace
    }

    /// With this event, and what stands inside it, right before another one.
    #[must_use]
    pub fn moved_before(&self, which: impl Fn(&Event) -> bool, other: impl Fn(&Event) -> bool) -> Self {
        self.moved(which, other, |trace, other| trace.steps.iter().position(|step| step.event() == other))
    }

    /// With this event, and what stands inside it, right after another one; after a call's return.
    #[must_use]
    pub fn moved_after(&self, which: impl Fn(&Event) -> bool, other: impl Fn(&Event) -> bool) -> Self {
        self.moved(which, other, Self::place_after)
    }

    /// With one event changed: its facts, its code, what is said of it.
    #[must_use]
    pub fn with(&self, which: impl Fn(&Event) -> bool, change: impl FnOnce(&mut Event)) -> Self {
        match self.find(which) {
            Some(at) => self.clone().edit(at, change),
            None => self.clone(),
        }
    }

    /// With one call that took that long.
    #[must_use]
    pub fn lasting(&self, which: impl Fn(&Event) -> bool, took: Duration) -> Self {
        self.with(which, |event| {
            let time = event.time.saturating_add(took);
            event.call = event.call.map(|end| end.map(|end| End { time, ..end }));
        })
    }

    /// As it was right after this event: what had not returned by then is under way.
    #[must_use]
    pub fn until(&self, which: impl Fn(&Event) -> bool) -> Self {
        let mut trace = self.clone();
        let place = trace.find(which).and_then(|at| trace.steps.iter().position(|step| step.event() == at));
        trace.steps.truncate(place.map_or(usize::MAX, |place| place + 1));
        let returned: HashSet<_> = trace.steps.iter().filter(|step| matches!(step, Step::Return(_))).collect();
        for (at, event) in trace.events.iter_mut().enumerate() {
            if event.call.is_some() && !returned.contains(&Step::Return(at)) {
                event.call = Some(None);
                event.code = None;
            }
        }
        trace
    }

    /// The events, as a session would have recorded them.
    pub fn events(&self) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::with_capacity(self.events.len());
        let mut places = vec![None; self.events.len()];
        for step in &self.steps {
            let at = step.event();
            let (Some(known), Some(place)) = (self.events.get(at), places.get(at).copied()) else { continue };
            if !matches!(step, Step::Return(_)) {
                let inside = known.inside.and_then(|inside| places.get(inside).copied().flatten());
                let outer = inside.and_then(|inside: usize| events.get(inside));
                let depth = outer.map_or(0, |outer| outer.depth + 1);
                if let Some(place) = places.get_mut(at) {
                    *place = Some(events.len());
                }
                events.push(Event { inside, depth, call: known.call.map(|_| None), ..known.clone() });
            } else if let (Some(Some(end)), Some(place)) = (known.call, place) {
                let returned = End { events: events.len(), time: end.time };
                if let Some(event) = events.get_mut(place) {
                    event.call = Some(Some(returned));
                }
            }
        }
        events
    }

    /// What is wrong with it.
    pub fn violations(&self) -> Vec<Violation> {
        self.violations_by(&Ruling::new())
    }

    /// What is wrong with it, where more is allowed, or less.
    pub fn violations_by(&self, ruling: &Ruling) -> Vec<Violation> {
        judge(&self.events(), ruling)
    }

    fn find(&self, which: impl Fn(&Event) -> bool) -> Option<usize> {
        let mut starts = self.steps.iter().filter(|step| !matches!(step, Step::Return(_))).map(|step| step.event());
        starts.find(|at| self.events.get(*at).is_some_and(&which))
    }

    /// The place after an event, or after a call's return.
    fn place_after(&self, at: usize) -> Option<usize> {
        self.steps.iter().rposition(|step| step.event() == at).map(|place| place + 1)
    }

    fn moved(
        &self,
        which: impl Fn(&Event) -> bool,
        other: impl Fn(&Event) -> bool,
        place: impl FnOnce(&Self, usize) -> Option<usize>,
    ) -> Self {
        let mut trace = self.clone();
        let Some(at) = self.find(which) else { return trace };
        let mut moving = HashSet::from([at]);
        for step in &self.steps {
            let inside = self.events.get(step.event()).and_then(|event| event.inside);
            if inside.is_some_and(|inside| moving.contains(&inside)) {
                moving.insert(step.event());
            }
        }
        let (moved, rest) = self.steps.iter().partition(|step| moving.contains(&step.event()));
        trace.steps = rest;
        let Some(other) = trace.find(other) else { return self.clone() };
        let Some(place) = place(&trace, other) else { return self.clone() };
        trace.steps.splice(place..place, moved);
        let inside = self.events.get(other).and_then(|event| event.inside);
        trace.edit(at, |event| event.inside = inside)
    }

    fn push(&mut self, what: What) -> usize {
        let event = Event {
            object: object(&what).unwrap_or_else(|| "session".into()),
            what,
            code: None,
            depth: 0,
            rule: "",
            time: Duration::ZERO,
            inside: self.around,
            call: None,
        };
        self.events.push(event);
        self.events.len() - 1
    }

    fn begun(mut self, what: What) -> (Self, usize) {
        let at = self.push(what);
        self.steps.push(Step::Begin(at));
        (self.edit(at, |event| event.call = Some(None)), at)
    }

    fn ended(mut self, at: usize, code: Code) -> Self {
        self.steps.push(Step::Return(at));
        let end = End { events: 0, time: Duration::ZERO };
        self.edit(at, |event| {
            event.call = Some(Some(end));
            event.code = Some(code);
        })
    }

    fn edit(mut self, at: usize, change: impl FnOnce(&mut Event)) -> Self {
        if let Some(event) = self.events.get_mut(at) {
            change(event);
        }
        self
    }
}

/// What a session would call the object of an event; `None`: it is about the session itself.
fn object(what: &What) -> Option<String> {
    let provider = || Some("provider".into());
    let of_logon = |noun: &str| what.logon().map(|logon| format!("{noun} {logon}"));
    match what {
        What::Process(ProcessEvent::MemoryFault(_)) => Some("memory".into()),
        What::Process(ProcessEvent::ThreadBegins(_) | ProcessEvent::ThreadEnds(_)) => Some("worker".into()),
        What::Process(_) => of_logon("logon").or_else(provider),
        What::Provider(
            ProviderEvent::Init(_)
            | ProviderEvent::Logon(_)
            | ProviderEvent::SpoolerLogon(_)
            | ProviderEvent::CompareStores(_)
            | ProviderEvent::Shutdown(_)
            | ProviderEvent::Release(_),
        ) => provider(),
        What::Support(SupportEvent::WriteSection(_)) => Some("section".into()),
        What::Support(
            SupportEvent::ForgetUid(_) | SupportEvent::ForgetRow(_) | SupportEvent::ForgetSubscription(_),
        ) => of_logon("logon"),
        What::Support(_) => of_logon("support"),
        What::Session(
            SessionEvent::StoreLogoff(_)
            | SessionEvent::StoreRelease(_)
            | SessionEvent::GetProps(_)
            | SessionEvent::OpenObject(_)
            | SessionEvent::Work(_)
            | SessionEvent::GetLastError(_),
        ) => of_logon("store"),
        _ => of_logon("logon").or_else(|| what.provider().and_then(|_| provider())),
    }
}
