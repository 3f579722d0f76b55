//! How long the calls of the life cycle took (V-28). A call inside another one counts for itself alone.

use super::{Phase, Referee, Seen, steps};
use std::collections::HashMap;
use std::time::Duration;

/// What the calls inside each call took.
#[derive(Debug, Default)]
pub(super) struct Clock(HashMap<usize, Duration>);

/// The calls that have a budget (ABRUPT-7).
const TIMED: [&str; 9] = [
    "init",
    "prov.logon",
    "prov.spooler_logon",
    "logon.logoff",
    "xp.logoff",
    "logon.release",
    "prov.shutdown",
    "prov.release",
    "svc.entry",
];

impl Referee<'_> {
    pub(super) fn time(&mut self, seen: Seen<'_>) {
        let Some(took) = seen.event.took().filter(|_| seen.phase == Phase::IsDone) else { return };
        let Some(budget) = self.ruling.budget.filter(|_| TIMED.contains(&seen.event.event)) else { return };
        let own = took.saturating_sub(self.clock.0.remove(&seen.index).unwrap_or_default());
        if own > budget {
            let text = format!("{} took {own:?}; its budget is {budget:?}", seen.event.event);
            self.found.tell("V-28", seen.at, &seen.event.object, text);
        }
        let mut around = steps::around(self.events, seen.index);
        if let Some((outer, _)) = around.find(|(_, call)| TIMED.contains(&call.event)) {
            let inner = self.clock.0.entry(outer).or_default();
            *inner = inner.saturating_add(took);
        }
    }
}
