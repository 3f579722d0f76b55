//! What a client's wrappers saw of the provider's objects (V-13, V-19, V-41, V-43, V-45), and what the client itself did
//! wrong (V-25).

use super::{Phase, Referee, Seen};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;

/// StoreLogoff's flags: what goes in, what comes out.
const INPUTS: u64 = (LOGOFF_NO_WAIT | LOGOFF_ORDERLY | LOGOFF_PURGE | LOGOFF_ABORT | LOGOFF_QUIET) as u64;
const ACTIVITY: u64 = (LOGOFF_INBOUND | LOGOFF_OUTBOUND | LOGOFF_OUTBOUND_QUEUE) as u64;
const COMPLETE: u64 = LOGOFF_COMPLETE as u64;
const QUIET: u64 = LOGOFF_QUIET as u64;
const KNOWN: u64 = INPUTS | ACTIVITY | COMPLETE;

impl Referee<'_> {
    pub(super) fn on_session(&mut self, seen: Seen<'_>) {
        match (seen.event.event, seen.phase) {
            ("session.open_store" | "session.open" | "session.open_book" | "session.log_on", Phase::Begins) => {
                self.wish_begins(seen);
            }
            ("session.open_store" | "session.open" | "session.open_book" | "session.log_on", Phase::IsDone) => {
                self.wish_is_over(seen);
            }
            ("session.logoff", Phase::Begins) if seen.has("shared") => {
                let text = "MAPI_LOGOFF_SHARED makes every other client of the session end, too";
                self.found.tell("V-25", seen.at, &seen.event.object, text);
            }
            // A client of a shared session only leaves (SESSION-9).
            ("session.logoff", Phase::IsDone) if seen.event.code == Some(Code::OK) && !seen.has("stays") => {
                self.judge_unended(seen);
            }
            ("session.fast_query" | "session.fast_notify" | "session.fast_do", _) => self.fast_is_asked(seen),
            _ => {}
        }
    }

    pub(super) fn on_client(&mut self, seen: Seen<'_>) {
        match (seen.event.event, seen.phase) {
            ("client.holds", Phase::IsDone) => {
                let text = format!("still held, {}", seen.event.detail);
                self.found.tell("V-25", seen.at, &seen.event.object, text).by("SESSION-10");
            }
            ("store.release", phase) => self.store_is_released(seen, phase),
            (event, Phase::IsDone) if !event.ends_with(".release") => self.work_is_done(seen),
            _ => {}
        }
    }

    fn store_is_released(&mut self, seen: Seen<'_>, phase: Phase) {
        let Some(logon) = self.logons.get_mut(seen.number("logon")) else { return };
        if phase == Phase::Begins {
            logon.closing += 1;
        } else {
            logon.closing = logon.closing.saturating_sub(1);
            logon.is_closed |= seen.event.fact("left") == Some(0);
        }
    }

    fn work_is_done(&mut self, seen: Seen<'_>) {
        let Some(code) = seen.event.code else { return };
        let logon = self.logons.known.get(&seen.number("logon"));
        if logon.is_some_and(|logon| logon.dead_from.is_some_and(|dead_from| seen.index >= dead_from)) {
            return self.judge_husk(seen, code);
        }
        match seen.event.event {
            "object.query" => self.judge_query(seen),
            "store.logoff" => self.judge_store_logoff(seen, code),
            event if event.starts_with("status.") => self.judge_method(seen, code),
            _ => self.judge_outputs(seen),
        }
    }

    /// INVAL-1: behind the logon's Logoff only IUnknown answers.
    fn judge_husk(&mut self, seen: Seen<'_>, code: Code) {
        let is_query = seen.event.event == "object.query";
        let is_unknown = is_query && seen.event.detail.ends_with("IUnknown");
        let is_refused = is_query && seen.event.fact("known") == Some(0) && code == Code::INTERFACE_NOT_SUPPORTED;
        if code != Code::INVALID_OBJECT && !is_unknown && !is_refused {
            let text = format!("{} answered {code} behind its logon's Logoff, not MAPI_E_INVALID_OBJECT", call(seen));
            self.found.tell("V-19", seen.at, &seen.event.object, text);
        }
    }

    /// ERR-4
    fn judge_query(&mut self, seen: Seen<'_>) {
        let (known, gave, same) = (seen.event.fact("known"), seen.event.fact("gave"), seen.event.fact("same"));
        let text = match (seen.is_success(), known, gave, same) {
            (true, Some(0), ..) => "QueryInterface gave an interface that does not exist",
            (true, _, Some(0), _) => "QueryInterface succeeded and gave nothing",
            (true, .., Some(0)) => "QueryInterface gave an object with another identity",
            (false, _, Some(gave), _) if gave != 0 => "QueryInterface failed and left its output set",
            _ => return,
        };
        self.found.tell("V-41", seen.at, &seen.event.object, text);
    }

    /// STATUS-4; a call that failed for reasons of its own (ABRUPT-6, MEM-10) tells nothing.
    fn judge_method(&mut self, seen: Seen<'_>, code: Code) {
        self.judge_outputs(seen);
        let says_nothing =
            [Code::INVALID_OBJECT, Code::END_OF_SESSION, Code::CALL_FAILED, Code::NOT_ENOUGH_MEMORY].contains(&code);
        let logon = self.logons.known.get(&seen.number("logon"));
        let row = logon.map(|logon| &logon.kept).filter(|kept| !says_nothing && kept.methods_since < seen.index);
        let Some(methods) = row.and_then(|kept| kept.methods) else { return };
        let is_there = methods & seen.number("method") != 0;
        if seen.has("method") && is_there == (code == Code::NO_SUPPORT) {
            let said = if is_there { "is in" } else { "is not in" };
            let text = format!("{} answered {code}, and the method {said} its row's PR_RESOURCE_METHODS", call(seen));
            self.found.tell("V-13", seen.at, &seen.event.object, text);
        }
    }

    /// STORELOGOFF-1 to STORELOGOFF-4
    fn judge_store_logoff(&mut self, seen: Seen<'_>, code: Code) {
        let (flags, back) = (seen.number("flags"), seen.event.fact("back"));
        let (text, rule) = match code.is_failure() {
            true => (refusal(flags, back, code), "STORELOGOFF-1"),
            false if flags & !KNOWN != 0 => (Some("it accepted unknown flags"), "STORELOGOFF-1"),
            false if excludes_itself(flags) => (Some("it accepted flags that exclude each other"), "STORELOGOFF-1"),
            false => (success(flags, back.unwrap_or(COMPLETE)), "STORELOGOFF-2"),
        };
        if let Some(text) = text {
            let text = format!("StoreLogoff({flags:#x}): {text}");
            self.found.tell("V-45", seen.at, &seen.event.object, text).by(rule);
        }
    }
}

/// STORELOGOFF-1
fn excludes_itself(flags: u64) -> bool {
    (flags & INPUTS).count_ones() > 1
}

/// What is wrong with a StoreLogoff that failed. A failure of the transports' or the author's own is none.
fn refusal(flags: u64, back: Option<u64>, code: Code) -> Option<&'static str> {
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
fn success(flags: u64, back: u64) -> Option<&'static str> {
    let (is_active, is_complete, is_quiet) = (back & ACTIVITY & !flags != 0, back & COMPLETE != 0, flags & QUIET != 0);
    match (is_active, is_complete, is_quiet) {
        _ if back & !KNOWN != 0 => Some("unknown flags came back"),
        (true, false, false) => Some("it reported activity without LOGOFF_COMPLETE, as only LOGOFF_QUIET asks for"),
        (true, true, true) => Some("it reported both activity and LOGOFF_COMPLETE"),
        _ => None,
    }
}

/// A call as a text names it.
fn call(seen: Seen<'_>) -> String {
    format!("{} {}", seen.event.event, seen.event.detail).trim_end().into()
}
