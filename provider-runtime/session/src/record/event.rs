//! One event of a record: what happened, to which object, how it ended, and where it stands. What
//! can happen is in `what/`, how events come into a record is in `journal.rs`.

use super::what::What;
use provider_abi::shapes::code::Code;
use std::time::Duration;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened, with what was seen of it.
    pub what: What,
    /// To which object: `logon 1`.
    pub object: String,
    /// How a call ended; nothing for what is no call.
    pub code: Option<Code>,
    /// How many calls it stands inside, on its thread.
    pub depth: usize,
    /// The rule that it follows, or breaks.
    pub rule: &'static str,
    /// When it happened, since the session's first event.
    pub time: Duration,
    /// Which event is the innermost of those calls.
    pub(crate) inside: Option<usize>,
    /// Whether it is a call, and how far the record was when that returned.
    pub(crate) call: Option<Option<End>>,
}

/// Where a call's return stands in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct End {
    /// How many events there were.
    pub(crate) events: usize,
    pub(crate) time: Duration,
}

impl Event {
    /// Its name: `prov.logon`, `sup.slt`, `fault` …
    pub fn name(&self) -> &'static str {
        self.what.name()
    }

    /// What it says in words: names of flags, a file, a text. Often empty.
    pub fn detail(&self) -> String {
        self.what.detail()
    }

    /// What was seen, as numbers under names.
    pub fn facts(&self) -> Vec<(&'static str, u64)> {
        self.what.facts()
    }

    /// The first fact of this name.
    pub fn fact(&self, name: &str) -> Option<u64> {
        self.what.fact(name)
    }

    /// How long a call took; `None` for what is no call, and for one under way.
    pub fn took(&self) -> Option<Duration> {
        self.call.flatten().map(|end| end.time.saturating_sub(self.time))
    }
}
