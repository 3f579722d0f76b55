//! Events between a session and its clients and of message services, and who judges them; also what
//! a client itself does wrong (V-25).

use super::answers::Answer;
use super::seen::{Phase, Seen, is_some};
use super::walk::Referee;
use crate::record::what::SessionEvent;
use crate::record::what::session::{ClientCall, Logoff, Query, ServiceEntry, StatusCall, StoreLogoff};
use provider_abi::shapes::code::Code;

impl Referee<'_> {
    pub(super) fn on_session(&mut self, seen: Seen<'_>, event: &SessionEvent) {
        match (event, seen.phase) {
            (SessionEvent::ServiceEntry(entry), _) => self.service_entry(seen, entry),
            (SessionEvent::Disable(disable), Phase::IsDone) => self.services.is_disabled(disable.service),
            (SessionEvent::OpenStore(open), _) => self.request(seen, open.request),
            (SessionEvent::OpenBook(open), _) => self.request(seen, open.request),
            (SessionEvent::StartTransport(start), _) => self.request(seen, start.request),
            (SessionEvent::Logoff(logoff), _) => self.session_logoff(seen, logoff),
            (SessionEvent::FastNotify(_), Phase::Begins) => self.fast.notify_begins(),
            (SessionEvent::FastDo(fast), Phase::Begins) => self.fast.do_begins(seen, fast.queried, &mut self.found),
            (SessionEvent::FastDo(_), Phase::IsDone) => self.fast.do_is_done(seen),
            (SessionEvent::ClientHolds(holds), Phase::IsDone) => {
                let text = format!("still held, {}", holds.opened);
                self.found.tell("V-25", seen.at, seen.object(), text).by("SESSION-10");
            }
            (SessionEvent::StoreRelease(release), _) => {
                if let Some(logon) = self.logons.get_mut(release.logon) {
                    logon.store_is_released(seen, release.left);
                }
            }
            (SessionEvent::StoreLogoff(logoff), Phase::IsDone) => self.store_logoff_is_done(seen, logoff),
            (SessionEvent::Query(query), Phase::IsDone) => self.query_is_done(seen, query),
            (SessionEvent::GetProps(get), Phase::IsDone) => self.call_is_done(seen, &get.call),
            (SessionEvent::OpenObject(open), Phase::IsDone) => self.call_is_done(seen, &open.call),
            (SessionEvent::Work(work), Phase::IsDone) => self.call_is_done(seen, &work.call),
            (SessionEvent::GetLastError(error), Phase::IsDone) => self.call_is_done(seen, &error.call),
            (SessionEvent::TableWork(work), Phase::IsDone) => self.call_is_done(seen, &work.call),
            (SessionEvent::StatusValidate(status), Phase::IsDone) => self.status_call_is_done(seen, &status.call),
            (SessionEvent::StatusPassword(status), Phase::IsDone) => self.status_call_is_done(seen, &status.call),
            (SessionEvent::StatusSettings(status), Phase::IsDone) => self.status_call_is_done(seen, &status.call),
            (SessionEvent::StatusFlush(status), Phase::IsDone) => self.status_call_is_done(seen, &status.call),
            (SessionEvent::FastNotify(_), Phase::IsDone)
            | (SessionEvent::FastQuery(_) | SessionEvent::ClientLate(_) | SessionEvent::SinkNotify(_), _) => {}
            // What is still under way has no answer.
            (SessionEvent::Disable(_) | SessionEvent::ClientHolds(_) | SessionEvent::StoreLogoff(_), Phase::Begins)
            | (SessionEvent::Query(_) | SessionEvent::GetProps(_) | SessionEvent::OpenObject(_), Phase::Begins)
            | (SessionEvent::Work(_) | SessionEvent::GetLastError(_) | SessionEvent::TableWork(_), Phase::Begins)
            | (SessionEvent::StatusValidate(_) | SessionEvent::StatusPassword(_), Phase::Begins)
            | (SessionEvent::StatusSettings(_) | SessionEvent::StatusFlush(_), Phase::Begins) => {}
        }
    }

    /// SVC-4 for the support object that it was lent.
    fn service_entry(&mut self, seen: Seen<'_>, entry: &ServiceEntry) {
        self.requests.is_configured(seen, entry, &mut self.found);
        if seen.is_done() && is_some(entry.held) {
            let text = "it is still held after ServiceEntry has returned";
            self.services.configuration_is_kept(seen, entry.config.unwrap_or(0), text, &mut self.found);
        }
    }

    fn request(&mut self, seen: Seen<'_>, request: u64) {
        match seen.phase {
            Phase::Begins => self.requests.begins(request, &self.found),
            Phase::IsDone => self.requests.is_over(seen, request, &mut self.logons, &mut self.found),
        }
    }

    /// SESSION-6, SESSION-8. A client of a shared session only leaves (SESSION-9).
    fn session_logoff(&mut self, seen: Seen<'_>, logoff: &Logoff) {
        if seen.begins() {
            if logoff.shared {
                let text = "MAPI_LOGOFF_SHARED makes every other client of the session end, too";
                self.found.tell("V-25", seen.at, seen.object(), text);
            }
        } else if seen.event.code == Some(Code::OK) && !logoff.stays.0 {
            self.providers.judge_unended(seen, &mut self.found);
        }
    }

    /// The answer to a client's call on an object of this logon, unless the object is invalidated.
    fn answer<'e>(&mut self, seen: Seen<'e>, logon: u64) -> Option<Answer<'e>> {
        let answer = Answer::of(seen)?;
        let is_invalidated = answer.is_of_invalidated(self.logons.get(logon), &mut self.found);
        Some(answer).filter(|_| !is_invalidated)
    }

    fn call_is_done(&mut self, seen: Seen<'_>, call: &ClientCall) {
        if let Some(answer) = self.answer(seen, call.logon) {
            answer.judge_outputs(call.left.0, &mut self.found);
            answer.judge_oddity(call.odd, &mut self.found);
        }
    }

    fn status_call_is_done(&mut self, seen: Seen<'_>, call: &StatusCall) {
        if let Some(answer) = self.answer(seen, call.logon) {
            answer.judge_method(call, self.logons.get(call.logon), &mut self.found);
        }
    }

    fn query_is_done(&mut self, seen: Seen<'_>, query: &Query) {
        if let Some(answer) = self.answer(seen, query.logon) {
            answer.judge_query(query, &mut self.found);
        }
    }

    fn store_logoff_is_done(&mut self, seen: Seen<'_>, logoff: &StoreLogoff) {
        if let Some(answer) = self.answer(seen, logoff.logon) {
            answer.judge_store_logoff(logoff, &mut self.found);
            if let Some(logon) = self.logons.get_mut(logoff.logon).filter(|_| seen.is_success()) {
                logon.support.store_is_told(logoff);
            }
        }
    }
}
