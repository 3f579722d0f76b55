//! How long the calls of the life cycle took (V-28). A call inside another one counts for itself
//! alone.

use super::seen::Seen;
use super::steps;
use super::violations::Found;
use crate::record::What;
use crate::record::what::{ProviderEvent, SessionEvent, TransportEvent};
use std::collections::HashMap;
use std::time::Duration;

/// What the calls inside each call took.
#[derive(Debug, Default)]
pub(super) struct Clock(HashMap<usize, Duration>);

/// Whether such a call has a budget (ABRUPT-7).
fn is_timed(what: &What) -> bool {
    match what {
        What::Provider(event) => matches!(
            event,
            ProviderEvent::Init(_)
                | ProviderEvent::Logon(_)
                | ProviderEvent::SpoolerLogon(_)
                | ProviderEvent::Shutdown(_)
                | ProviderEvent::Release(_)
                | ProviderEvent::Logoff(_)
                | ProviderEvent::LogonRelease(_)
        ),
        What::Transport(event) => matches!(event, TransportEvent::Logoff(_)),
        What::Session(event) => matches!(event, SessionEvent::ServiceEntry(_)),
        What::Process(_) | What::Support(_) | What::Report(_) => false,
    }
}

impl Clock {
    pub(super) fn see(&mut self, seen: Seen<'_>, budget: Option<Duration>, found: &mut Found) {
        let Some(took) = seen.event.took().filter(|_| seen.is_done()) else { return };
        let Some(budget) = budget.filter(|_| is_timed(&seen.event.what)) else { return };
        let own = took.saturating_sub(self.0.remove(&seen.index).unwrap_or_default());
        if own > budget {
            let text = format!("{} took {own:?}; its budget is {budget:?}", seen.name());
            found.tell("V-28", seen.at, seen.object(), text);
        }
        let mut around = steps::around(seen.events, seen.index);
        if let Some((outer, _)) = around.find(|(_, call)| is_timed(&call.what)) {
            let inner = self.0.entry(outer).or_default();
            *inner = inner.saturating_add(took);
        }
    }
}
