//! Events of provider objects and their logons, and who judges them.

use super::answers::Answer;
use super::outcome::Answered;
use super::providers::judge_repeated_end;
use super::seen::{Phase, Seen};
use super::walk::Referee;
use crate::record::What;
use crate::record::what::provider::LogonFacts;
use crate::record::what::session::Oddity;
use crate::record::what::{ProviderEvent, SupportEvent};

impl Referee<'_> {
    pub(super) fn on_provider(&mut self, seen: Seen<'_>, event: &ProviderEvent) {
        let found = &mut self.found;
        match (event, seen.phase) {
            (ProviderEvent::Init(init), Phase::Begins) => {
                if self.providers.init_begins(seen, init.provider, found) {
                    self.services.judge_disabled(seen, init.service, found);
                }
            }
            (ProviderEvent::Init(init), Phase::IsDone) => self.providers.init_is_done(seen, init, found),
            (ProviderEvent::Logon(logon), _) => self.logon_call(seen, &logon.call, false),
            (ProviderEvent::SpoolerLogon(logon), _) => self.logon_call(seen, &logon.call, true),
            (ProviderEvent::CompareStores(compare), Phase::Begins) => {
                self.providers.is_called(seen, compare.provider, found);
            }
            (ProviderEvent::Shutdown(shutdown), Phase::Begins) => self.shutdown_begins(seen, shutdown.provider),
            (ProviderEvent::Release(release), Phase::Begins) => {
                self.providers.release_begins(seen, release.provider, found);
            }
            (ProviderEvent::ProbeLogoff(_), Phase::IsDone) => judge_repeated_end(seen, "LOGOFF-6", "Logoff", found),
            (ProviderEvent::ProbeStatus(_), Phase::IsDone) => {
                if let Some(answer) = Answer::of(seen) {
                    answer.judge_after_logoff(found);
                }
            }
            (ProviderEvent::ProbeShutdown(_), Phase::IsDone) => judge_repeated_end(seen, "SHUT-7", "Shutdown", found),
            (
                ProviderEvent::CompareStores(_) | ProviderEvent::Shutdown(_) | ProviderEvent::Release(_),
                Phase::IsDone,
            )
            | (
                ProviderEvent::ProbeLogoff(_) | ProviderEvent::ProbeStatus(_) | ProviderEvent::ProbeShutdown(_),
                Phase::Begins,
            ) => {}
            (ProviderEvent::HostFree(free), _) => {
                if let Some(logon) = self.logons.get_mut(free.logon) {
                    let name = logon.name();
                    logon.outputs.is_freed(seen, free.freed, &name, found);
                }
            }
            (ProviderEvent::Open(open), _) => self.work_giving(seen, true, open.left, open.nothing),
            (ProviderEvent::OpenStatus(open), _) => self.work_giving(seen, true, open.left, open.nothing),
            (ProviderEvent::CompareEntries(_), _) => self.work(seen, true, None),
            (ProviderEvent::Advise(advise), _) => self.work_giving(seen, false, advise.left, advise.nothing),
            (ProviderEvent::Unadvise(_), _) => self.work(seen, false, None),
            (ProviderEvent::Logoff(_), _) => self.logoff(seen),
            (ProviderEvent::LogonRelease(_), _) => self.logon_release(seen),
        }
    }

    /// L1, L3, L4
    fn logon_call(&mut self, seen: Seen<'_>, call: &LogonFacts, is_spoolers: bool) {
        let found = &mut self.found;
        if seen.begins() {
            let is_new = self.logons.call_begins(seen, call, found);
            if is_new && self.providers.is_called(seen, call.provider, found) {
                self.requests.is_tried(seen, call, &self.services, found);
            }
            return;
        }
        let Some(is_active) = Answered::new(seen, call, is_spoolers).judge(&mut self.logons, found) else { return };
        if is_active {
            self.providers.has_logon(call.provider, call.logon); // P6, P7
        }
        if let Some(logon) = self.logons.get_mut(call.logon) {
            logon.outputs.are_given(call);
        }
        self.requests.is_answered(seen, call);
    }

    /// P12, P12n
    fn shutdown_begins(&mut self, seen: Seen<'_>, provider: u64) {
        let is_nested = || seen.is_inside(|call| matches!(call, What::Support(SupportEvent::Release(_))));
        let may_nest = self.ruling.nested_shutdown && is_nested();
        self.providers.shutdown_begins(seen, provider, may_nest, &self.logons, &mut self.found);
    }

    /// A call on a logon for a client: `is_routed`, if the session has chosen the logon by an entry
    /// identifier.
    fn work(&mut self, seen: Seen<'_>, is_routed: bool, left: Option<bool>) {
        if seen.begins() {
            if let Some((logon, found)) = self.logon(seen) {
                logon.work_begins(seen, is_routed, found);
            }
        } else if let Some(answer) = Answer::of(seen) {
            answer.judge_outputs(left == Some(true), &mut self.found);
        }
    }

    /// The same of a call that gives an object, or a connection.
    fn work_giving(&mut self, seen: Seen<'_>, is_routed: bool, left: Option<bool>, nothing: Option<bool>) {
        self.work(seen, is_routed, left);
        if let Some(answer) = Answer::of(seen).filter(|_| nothing == Some(true)) {
            answer.judge_oddity(Oddity::Nothing, &mut self.found);
        }
    }

    pub(super) fn logoff(&mut self, seen: Seen<'_>) {
        let Some((logon, found)) = self.logon(seen) else { return };
        match seen.phase {
            Phase::Begins => logon.logoff_begins(seen, found),
            Phase::IsDone => logon.logoff_is_done(seen),
        }
    }

    fn logon_release(&mut self, seen: Seen<'_>) {
        let Some((logon, found)) = self.logon(seen) else { return };
        if seen.begins() {
            logon.release_begins(seen, found);
        } else if logon.release_is_done(seen) {
            let provider = logon.provider;
            let number = logon.number;
            self.providers.logon_is_released(provider, number);
        }
    }
}
