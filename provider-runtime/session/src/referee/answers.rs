//! What a client's wrappers saw of the provider's objects (V-13, V-19, V-41, V-43, V-45).

use super::logon::Logon;
use super::seen::Seen;
use super::violations::Found;
use crate::record::What;
use crate::record::what::SessionEvent;
use crate::record::what::session::{Interface, Oddity, Query, StatusCall, StoreLogoff};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;

/// StoreLogoff's flags: what goes in, what comes out.
const INPUTS: u32 = LOGOFF_NO_WAIT | LOGOFF_ORDERLY | LOGOFF_PURGE | LOGOFF_ABORT | LOGOFF_QUIET;
const ACTIVITY: u32 = LOGOFF_INBOUND | LOGOFF_OUTBOUND | LOGOFF_OUTBOUND_QUEUE;
const KNOWN: u32 = INPUTS | ACTIVITY | LOGOFF_COMPLETE;

/// A call that an object of a provider's has answered.
#[derive(Clone, Copy)]
pub(super) struct Answer<'e> {
    seen: Seen<'e>,
    code: Code,
}

impl<'e> Answer<'e> {
    /// `None` for a call that has not returned.
    pub(super) fn of(seen: Seen<'e>) -> Option<Self> {
        let code = seen.event.code.filter(|_| seen.is_done())?;
        Some(Self { seen, code })
    }

    /// INVAL-1: after the logon's Logoff only IUnknown answers. Whether the object is invalidated.
    pub(super) fn is_of_invalidated(self, logon: Option<&Logon>, found: &mut Found) -> bool {
        if !logon.is_some_and(|logon| logon.is_dead_at(self.seen.index)) {
            return false;
        }
        let may = match &self.seen.event.what {
            What::Session(SessionEvent::Query(query)) => {
                let is_refused = !query.known && self.code == Code::INTERFACE_NOT_SUPPORTED;
                query.interface == Interface::Unknown || is_refused
            }
            _ => false,
        };
        if self.code != Code::INVALID_OBJECT && !may {
            let call = self.call();
            let code = self.code;
            let text = format!("{call} answered {code} after its logon's Logoff, not MAPI_E_INVALID_OBJECT");
            found.tell("V-19", self.seen.at, self.seen.object(), text);
        }
        true
    }

    /// What QueryInterface gave (ERR-4).
    pub(super) fn judge_query(self, query: &Query, found: &mut Found) {
        let text = match (self.seen.is_success(), query.known, query.gave, query.same) {
            (true, false, ..) => "QueryInterface gave an interface that does not exist",
            (true, _, Some(0), _) => "QueryInterface succeeded and gave nothing",
            (true, .., Some(false)) => "QueryInterface gave an object with another identity",
            (false, ..) if query.own.0 && self.code == Code::INTERFACE_NOT_SUPPORTED => {
                "QueryInterface does not give the object's own interface"
            }
            (false, _, Some(gave), _) if gave != 0 => "QueryInterface failed and left its output set",
            _ => return,
        };
        found.tell("V-41", self.seen.at, self.seen.object(), text);
    }

    /// MEM-3: what a failing call of a client's, or for a client, left.
    pub(super) fn judge_outputs(self, left: bool, found: &mut Found) {
        if self.code.is_failure() && left {
            let text = format!("{} failed and left an output set", self.seen.name());
            found.tell("V-43", self.seen.at, self.seen.object(), text);
        }
    }

    /// NOTIF-2, ERR-4: what a call that succeeded has given.
    pub(super) fn judge_oddity(self, odd: Oddity, found: &mut Found) {
        let text = match odd {
            Oddity::None => return,
            Oddity::Nothing => "succeeded and gave nothing",
            Oddity::Itself => "gave the object that it was called on",
        };
        let call = self.call();
        found.tell("V-47", self.seen.at, self.seen.object(), format!("{call} {text}"));
    }

    /// LOGOFF-8: what a logon object answers after its Logoff.
    pub(super) fn judge_after_logoff(self, found: &mut Found) {
        if self.code != Code::INVALID_OBJECT {
            let code = self.code;
            let text = format!("OpenStatusEntry answered {code} after its Logoff, not MAPI_E_INVALID_OBJECT");
            found.tell("V-19", self.seen.at, self.seen.object(), text).by("LOGOFF-8");
        }
    }

    /// STATUS-4; a call that failed for reasons of its own (ABRUPT-6, MEM-10) tells nothing.
    pub(super) fn judge_method(self, call: &StatusCall, logon: Option<&Logon>, found: &mut Found) {
        const OF_ITS_OWN: [Code; 4] =
            [Code::INVALID_OBJECT, Code::END_OF_SESSION, Code::CALL_FAILED, Code::NOT_ENOUGH_MEMORY];
        self.judge_outputs(call.left.0, found);
        let row = logon.filter(|_| !OF_ITS_OWN.contains(&self.code) && call.method != 0);
        let Some(methods) = row.and_then(|logon| logon.registrations.methods_at(self.seen.index)) else { return };
        let is_there = methods & call.method != 0;
        if is_there == (self.code == Code::NO_SUPPORT) {
            let said = if is_there { "is in" } else { "is not in" };
            let code = self.code;
            let text = format!("{} answered {code}, and the method {said} its row's PR_RESOURCE_METHODS", self.call());
            found.tell("V-13", self.seen.at, self.seen.object(), text);
        }
    }

    /// What StoreLogoff answered (STORELOGOFF-1 to STORELOGOFF-4).
    pub(super) fn judge_store_logoff(self, logoff: &StoreLogoff, found: &mut Found) {
        let flags = logoff.flags;
        let (text, rule) = match self.code.is_failure() {
            true => (refusal(flags, logoff.back, self.code), "STORELOGOFF-1"),
            false if flags & !KNOWN != 0 => (Some("it accepted unknown flags"), "STORELOGOFF-1"),
            false if excludes_itself(flags) => (Some("it accepted flags that exclude each other"), "STORELOGOFF-1"),
            false => (success(flags, logoff.back.unwrap_or(LOGOFF_COMPLETE)), "STORELOGOFF-2"),
        };
        if let Some(text) = text {
            let text = format!("StoreLogoff({flags:#x}): {text}");
            found.tell("V-45", self.seen.at, self.seen.object(), text).by(rule);
        }
    }

    /// The call as a text names it.
    fn call(self) -> String {
        format!("{} {}", self.seen.name(), self.seen.event.detail()).trim_end().into()
    }
}

/// Whether flags exclude each other (STORELOGOFF-1).
fn excludes_itself(flags: u32) -> bool {
    (flags & INPUTS).count_ones() > 1
}

/// What is wrong with a StoreLogoff that failed. A failure of the transports' or the author's own
/// is none.
fn refusal(flags: u32, back: Option<u32>, code: Code) -> Option<&'static str> {
    let are_known = flags & !INPUTS == 0;
    match (code, back) {
        (_, Some(back)) if back != flags && back != 0 => Some("it failed and changed the flags"),
        (Code::UNKNOWN_FLAGS, _) if are_known => Some("it answered MAPI_E_UNKNOWN_FLAGS, and all flags are known"),
        (Code::INVALID_PARAMETER, _) if !excludes_itself(flags) => {
            Some("it answered MAPI_E_INVALID_PARAMETER, and no flags exclude each other")
        }
        _ => None,
    }
}

/// What is wrong with the flags that came back from a StoreLogoff that succeeded.
fn success(flags: u32, back: u32) -> Option<&'static str> {
    let is_active = back & ACTIVITY & !flags != 0;
    let is_complete = back & LOGOFF_COMPLETE != 0;
    let is_quiet = flags & LOGOFF_QUIET != 0;
    match (is_active, is_complete, is_quiet) {
        _ if back & !KNOWN != 0 => Some("unknown flags came back"),
        _ if back & INPUTS != 0 => Some("a flag came back that is none of an answer"), // STORELOGOFF-3
        (true, false, false) => Some("it reported activity without LOGOFF_COMPLETE, as only LOGOFF_QUIET asks for"),
        (true, true, true) => Some("it reported both activity and LOGOFF_COMPLETE"),
        _ => None,
    }
}
