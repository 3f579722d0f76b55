//! A client's request to open a store, and how often the session tries it (V-31, V-32, REACT-1 to
//! REACT-4), and whether what the tries gave is freed (V-33).

use super::logon::Stage;
use super::logons::Logons;
use super::seen::Seen;
use super::services::Services;
use super::violations::Found;
use crate::record::what::provider::LogonFacts;
use crate::record::what::session::ServiceEntry;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::MSG_SERVICE_CONFIGURE;
use std::collections::BTreeMap;

/// All requests, by their numbers; 0 is for logon calls that nobody asked for.
#[derive(Debug, Default)]
pub(super) struct Requests(BTreeMap<u64, Request>);

#[derive(Debug, Default)]
struct Request {
    /// What was tried, by provider object: a spooler has one of its own.
    tries: BTreeMap<u64, Tries>,
    /// Its logon calls that have returned.
    logons: Vec<u64>,
    /// How many faults of the host's had been told when it began.
    told_before: usize,
    /// V-32 is told once.
    is_told: bool,
}

#[derive(Debug, Default)]
struct Tries {
    count: usize,
    /// Whether the last one answered UNCONFIGURED.
    is_unconfigured: bool,
    /// Whether ServiceEntry was asked since, and what it answered.
    is_asked: bool,
    answer: Option<Code>,
}

impl Tries {
    /// REACT-3: one retry, when ServiceEntry has made up for it.
    fn may_be_repeated(&self) -> bool {
        self.count == 1 && self.is_unconfigured && self.answer == Some(Code::OK)
    }

    /// Whether ServiceEntry is to be asked, or was.
    fn is_to_be_configured(&self) -> bool {
        self.count == 1 && self.is_unconfigured
    }
}

impl Requests {
    /// A client asks for a store.
    pub(super) fn begins(&mut self, request: u64, found: &Found) {
        self.0.entry(request).or_default().told_before = found.hosts();
    }

    /// A logon call begins.
    pub(super) fn is_tried(&mut self, seen: Seen<'_>, call: &LogonFacts, services: &Services, found: &mut Found) {
        let request = self.0.entry(call.request).or_default();
        let tries = request.tries.entry(call.provider).or_default();
        let may = tries.count == 0 || tries.may_be_repeated() || call.request == 0;
        *tries = Tries { count: tries.count + 1, ..Tries::default() };
        if may {
            services.judge_disabled(seen, call.service, found);
        } else if !std::mem::replace(&mut request.is_told, true) {
            let text = "another try, which only ServiceEntry's S_OK after the first UNCONFIGURED allows";
            found.tell("V-32", seen.at, &format!("logon {}", call.logon), text);
        }
    }

    /// A logon call has returned.
    pub(super) fn is_answered(&mut self, seen: Seen<'_>, call: &LogonFacts) {
        let request = self.0.entry(call.request).or_default();
        request.logons.push(call.logon);
        let tries = request.tries.entry(call.provider).or_default();
        tries.is_unconfigured = seen.event.code == Some(Code::UNCONFIGURED);
    }

    /// A service is configured for a request.
    pub(super) fn is_configured(&mut self, seen: Seen<'_>, entry: &ServiceEntry, found: &mut Found) {
        let number = entry.request.filter(|number| *number != 0);
        let Some(number) = number.filter(|_| entry.context == MSG_SERVICE_CONFIGURE) else { return };
        let request = self.0.entry(number).or_default();
        let mut tries = request.tries.values_mut().filter(|tries| tries.is_to_be_configured());
        if seen.is_done() {
            if let Some(tries) = tries.find(|tries| tries.is_asked && tries.answer.is_none()) {
                tries.answer = seen.event.code;
            }
        } else if let Some(tries) = tries.find(|tries| !tries.is_asked) {
            tries.is_asked = true;
        } else if !std::mem::replace(&mut request.is_told, true) {
            let text = "ServiceEntry was asked to configure what no logon call had called unconfigured";
            found.tell("V-32", seen.at, seen.object(), text);
        }
    }

    /// The client has its answer: nothing more comes of it.
    pub(super) fn is_over(&mut self, seen: Seen<'_>, number: u64, logons: &mut Logons, found: &mut Found) {
        let Some(request) = Some(number).filter(|number| *number != 0).and_then(|number| self.0.remove(&number)) else {
            return;
        };
        for logon in request.logons {
            let Some(logon) = logons.get_mut(logon) else { continue };
            logon.outputs.judge(seen.at, &logon.name(), found);
            if logon.stage == Stage::None && !logon.support.is_held {
                logon.judge_registrations(seen, "are still there although it came to nothing", found);
            }
        }
        // What is told already may be the reason why a try is missing.
        if request.is_told || found.hosts() > request.told_before {
            return;
        }
        for tries in request.tries.values().filter(|tries| tries.is_to_be_configured()) {
            let text = match (tries.is_asked, tries.answer) {
                (false, _) => "a logon call answered UNCONFIGURED, and ServiceEntry was not asked",
                (true, Some(Code::OK)) => {
                    "ServiceEntry has configured the service, and the logon call was not repeated"
                }
                (true, _) => continue,
            };
            found.tell("V-32", seen.at, seen.object(), text);
        }
    }

    /// What nobody asked for, at the end of the events.
    pub(super) fn judge_unasked(&mut self, last: usize, logons: &Logons, found: &mut Found) {
        for number in self.0.remove(&0).map(|request| request.logons).unwrap_or_default() {
            if let Some(logon) = logons.get(number) {
                logon.outputs.judge(last, &logon.name(), found);
            }
        }
    }
}
