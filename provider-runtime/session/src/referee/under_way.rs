//! Which calls are under way: nothing is said yet of an end that one of them may still bring.

use super::seen::Seen;
use std::collections::HashMap;

/// How many calls about each logon have not returned, and how many about anything.
#[derive(Debug, Default)]
pub(super) struct UnderWay {
    all: usize,
    logons: HashMap<u64, usize>,
}

/// One more, or one less.
fn count(calls: &mut usize, seen: Seen<'_>) {
    *calls = if seen.begins() { *calls + 1 } else { calls.saturating_sub(1) };
}

impl UnderWay {
    pub(super) fn see(&mut self, seen: Seen<'_>) {
        if seen.event.call.is_none() {
            return;
        }
        count(&mut self.all, seen);
        if let Some(logon) = seen.event.what.logon() {
            count(self.logons.entry(logon).or_default(), seen);
        }
    }

    /// Whether any call has not returned.
    pub(super) fn is_any(&self) -> bool {
        self.all > 0
    }

    /// Whether a call about this logon has not returned.
    pub(super) fn is_about(&self, logon: u64) -> bool {
        self.logons.get(&logon).is_some_and(|calls| *calls > 0)
    }
}
