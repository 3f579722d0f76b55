//! Which call each thread is in, for somebody who outlives the process: a provider that ends it
//! ends the record, too. What is recorded of a call is in `journal.rs`.

use super::event::Event;
use super::names::{Kinds, in_mapi};
use super::what::{ProcessEvent, SessionEvent, What};
use std::collections::HashMap;
use std::thread::ThreadId;

/// Who is told: on the thread that is meant, its calls in MAPI's words, the innermost first;
/// nothing outside of any.
pub(crate) type CallWatch = dyn Fn(&str) + Send + Sync;

/// Whether a call is MAPI's own business: what it calls a provider for has an event of its own.
fn is_mapis(what: &What) -> bool {
    match what {
        What::Session(
            SessionEvent::OpenStore(_)
            | SessionEvent::OpenBook(_)
            | SessionEvent::StartTransport(_)
            | SessionEvent::Logoff(_)
            | SessionEvent::FastQuery(_)
            | SessionEvent::FastNotify(_)
            | SessionEvent::FastDo(_),
        ) => true,
        What::Process(event) => !matches!(event, ProcessEvent::Load(_) | ProcessEvent::Free(_)),
        _ => false,
    }
}

/// What a watch has to know apart from the events.
#[derive(Debug, Default)]
pub(super) struct Watched {
    kinds: Kinds,
    /// Calls that no event stands for: how many that have one each stands inside, and its words.
    unrecorded: HashMap<ThreadId, Vec<(usize, String)>>,
}

impl Watched {
    pub(super) fn add(&mut self, what: &What) {
        self.kinds.add(what);
    }

    pub(super) fn begins(&mut self, thread: ThreadId, depth: usize, call: String) {
        self.unrecorded.entry(thread).or_default().push((depth, call));
    }

    pub(super) fn is_over(&mut self, thread: ThreadId) {
        let calls = self.unrecorded.entry(thread).or_default();
        calls.pop();
        if calls.is_empty() {
            self.unrecorded.remove(&thread);
        }
    }

    /// The calls of a thread between a client, the session and a provider, the innermost first.
    pub(super) fn text(&self, thread: ThreadId, calls: &[usize], events: &[Event]) -> String {
        let unrecorded = self.unrecorded.get(&thread).map_or(&[][..], Vec::as_slice);
        let mut chain = Vec::new();
        for depth in (0..=calls.len()).rev() {
            let own = unrecorded.iter().rev().filter(|(own, _)| *own == depth);
            chain.extend(own.map(|(_, call)| call.clone()));
            let event = depth.checked_sub(1).and_then(|at| events.get(*calls.get(at)?));
            chain.extend(event.filter(|event| !is_mapis(&event.what)).map(|event| self.spoken(event)));
        }
        chain.join(", inside ")
    }

    /// An event's call in words.
    fn spoken(&self, event: &Event) -> String {
        let name = in_mapi(&event.what, self.kinds.kind(&event.what));
        let method = match &event.what {
            _ if !name.is_empty() => return name.into_owned(),
            What::Session(SessionEvent::GetProps(_)) => "GetProps".into(),
            What::Session(SessionEvent::StatusValidate(_)) => "ValidateState".into(),
            What::Session(SessionEvent::StatusPassword(_)) => "ChangePassword".into(),
            What::Session(SessionEvent::StatusSettings(_)) => "SettingsDialog".into(),
            What::Session(SessionEvent::StatusFlush(_)) => "FlushQueues".into(),
            What::Session(SessionEvent::Query(_)) => "QueryInterface".into(),
            What::Session(_) => event.detail(),
            _ => event.name().into(),
        };
        format!("{method} of {}", event.object)
    }
}
