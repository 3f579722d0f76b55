//! Fast shutdown (V-26): a client's three calls in their order, the calls on provider objects
//! inside them, and nothing after the last one.

use super::seen::Seen;
use super::violations::Found;
use crate::record::What;
use crate::record::what::SessionEvent;

/// Whether a call of DoFastShutdown has been made, and what came before it.
#[derive(Debug, Default)]
pub(super) struct Fast {
    is_notified: bool,
    is_done: bool,
    /// V-26 is told once.
    is_told: bool,
}

fn is_clients(what: &What) -> bool {
    matches!(what, What::Session(SessionEvent::FastQuery(_) | SessionEvent::FastNotify(_) | SessionEvent::FastDo(_)))
}

impl Fast {
    /// FAST-11: a call that begins after DoFastShutdown.
    pub(super) fn judge_frozen(&mut self, seen: Seen<'_>, found: &mut Found) {
        let is_late = matches!(seen.event.what, What::Session(SessionEvent::ClientLate(_)));
        if self.is_done && (seen.begins() || is_late) {
            let text = format!("{} after DoFastShutdown", seen.name());
            self.breaks(seen, "FAST-11", &text, found);
        }
    }

    /// A provider object's `IMAPIProviderShutdown` is called.
    pub(super) fn provider_is_called(&mut self, seen: Seen<'_>, found: &mut Found) {
        if !seen.is_inside(is_clients) {
            let text = "IMAPIProviderShutdown is called directly, which only MAPI may";
            self.breaks(seen, "FAST-3", text, found);
        }
    }

    /// A client tells that the process vanishes.
    pub(super) fn notify_begins(&mut self) {
        self.is_notified = true;
    }

    /// A client has everything saved.
    pub(super) fn do_begins(&mut self, seen: Seen<'_>, has_agreed: bool, found: &mut Found) {
        let text = match (has_agreed, self.is_notified) {
            _ if self.is_done => return,
            (false, _) => "DoFastShutdown without a QueryFastShutdown that agreed",
            (true, false) => "DoFastShutdown without NotifyProcessShutdown",
            (true, true) => return,
        };
        self.breaks(seen, "FAST-12", text, found);
    }

    pub(super) fn do_is_done(&mut self, seen: Seen<'_>) {
        self.is_done |= seen.is_success();
    }

    fn breaks(&mut self, seen: Seen<'_>, rule: &'static str, text: &str, found: &mut Found) {
        if !std::mem::replace(&mut self.is_told, true) {
            found.tell("V-26", seen.at, seen.object(), text).by(rule);
        }
    }
}
