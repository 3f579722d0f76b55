//! Events of transports, of the spooler and of fast shutdown, and who judges them.

use super::seen::Seen;
use super::walk::Referee;
use crate::record::what::TransportEvent;

impl Referee<'_> {
    pub(super) fn on_transport(&mut self, seen: Seen<'_>, event: &TransportEvent) {
        match event {
            TransportEvent::AddressTypes(_)
            | TransportEvent::Notify(_)
            | TransportEvent::Idle(_)
            | TransportEvent::Poll(_)
            | TransportEvent::Submit(_)
            | TransportEvent::End(_)
            | TransportEvent::Start(_)
            | TransportEvent::Validate(_)
            | TransportEvent::Flush(_) => {
                if let Some((logon, found)) = self.logon(seen) {
                    logon.spooler_calls(seen, event, found);
                }
                self.judge_flags(seen, event);
            }
            TransportEvent::Logoff(logoff) => {
                // XPLOGON-7: what the session saw of the arrays right before TransportLogoff.
                if logoff.changed.0 && seen.begins() {
                    let text = "what AddressTypes gave has changed before TransportLogoff";
                    self.found.tell("V-36", seen.at, seen.object(), text);
                }
                self.logoff(seen);
            }
            TransportEvent::FastQuery(fast) => self.fast_call(seen, fast.call.provider),
            TransportEvent::FastNotify(fast) => self.fast_call(seen, fast.call.provider),
            TransportEvent::FastDo(fast) => self.fast_call(seen, fast.call.provider),
            TransportEvent::Queued(_)
            | TransportEvent::Waits(_)
            | TransportEvent::Deferred(_)
            | TransportEvent::Sent(_)
            | TransportEvent::Received(_)
            | TransportEvent::Undelivered(_) => {}
        }
    }

    /// XPLOGON-11: TransportNotify's flags come back as they were.
    fn judge_flags(&mut self, seen: Seen<'_>, event: &TransportEvent) {
        let TransportEvent::Notify(notify) = event else { return };
        if let Some(back) = notify.back.filter(|back| seen.is_done() && seen.is_success() && *back != notify.flags) {
            let text = format!("TransportNotify({:#x}) changed its flags to {back:#x}", notify.flags);
            self.found.tell("XPLOGON-11", seen.at, seen.object(), text);
        }
    }

    fn fast_call(&mut self, seen: Seen<'_>, provider: u64) {
        if seen.begins() {
            self.fast.provider_is_called(seen, &mut self.found);
            self.providers.is_called(seen, provider, &mut self.found);
        }
    }
}
