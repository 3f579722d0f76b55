//! What only the end of the events shows of a logon (V-9, V-17, V-18, V-33): a provider may leave the rest of a logon's
//! end to the last call out on another thread, so that nothing is said while one is under way.

use super::Referee;
use super::logon::{Stage, name};

impl Referee<'_> {
    pub(super) fn judge_ends(&mut self) {
        let last = self.events.len().saturating_sub(1);
        let is_under_way = |number: &u64| self.under_way.get(number).is_some_and(|calls| *calls > 0);
        for (number, logon) in &self.logons.known {
            let (object, kept, lent) = (name(*number), &logon.kept, &logon.lent);
            if !kept.left_open.is_empty() && !lent.is_lost {
                let text = format!("{} subscriptions left open", kept.left_open.len());
                self.found.tell("V-17", kept.left_open_at, &object, text);
            }
            if logon.stage != Stage::Released || logon.is_told || is_under_way(number) {
                continue;
            }
            if !lent.is_final {
                self.found.tell("V-9", last, &object, "the support object is still held");
            }
            if logon.is_stores() && lent.told_transports != 1 {
                let text = format!("StoreLogoffTransports was effective {} times", lent.told_transports);
                self.found.tell("V-18", last, &object, text);
            }
        }
        if !self.is_under_way(0) {
            self.judge_unwished(last);
        }
    }
}
