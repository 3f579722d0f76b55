//! The spooler's calls on a transport's logon (V-12, V-27, V-36, SPL-3), and fast shutdown (V-26). How a transport's logon
//! ends is in `logon.rs`, as any other's.

use super::logon::{Stage, name};
use super::{Phase, Referee, Seen};
use provider_abi::shapes::flag::{LOGON_SP_IDLE, LOGON_SP_POLL, NOTIFY_CRITICAL_ERROR};

/// What is known of a transport's logon.
#[derive(Debug, Default)]
pub(super) struct Transport {
    /// LOGON_SP_ flags: which calls it has asked for.
    pub(super) asks: u64,
    /// Whether AddressTypes has been called.
    has_said_types: bool,
    /// Whether it has called TransportNotify answered, and was seen with or without a row.
    is_row_judged: bool,
    /// Whether it has said that nothing more can come of it (SPL-3).
    has_failed: bool,
    /// Calls of the spooler's that are under way, TransportNotify aside (THR-6).
    working: usize,
}

/// Whether a call of DoFastShutdown has been made, and what came before it.
#[derive(Debug, Default)]
pub(super) struct Fast {
    is_notified: bool,
    is_done: bool,
    /// V-26 is told once.
    is_told: bool,
}

impl Referee<'_> {
    /// `xp.…`
    pub(super) fn on_transport(&mut self, seen: Seen<'_>) {
        if seen.event.event == "xp.logoff" {
            return self.on_logon(seen);
        }
        self.transport_works(seen);
        if seen.phase == Phase::Begins {
            self.transport_is_called(seen);
            return self.work_begins(seen);
        }
        let Some((number, logon)) = self.logon(seen) else { return };
        if seen.event.event == "xp.notify" && !std::mem::replace(&mut logon.transport.is_row_judged, true) {
            let (is_missing, is_active) = (!logon.kept.has_row(), logon.stage == Stage::Active);
            if is_missing && is_active {
                let text = "a transport without a status row, and TransportNotify has returned";
                self.found.tell("V-12", seen.at, &name(number), text);
            }
        }
    }

    /// THR-6: one call at a time, but for TransportNotify.
    fn transport_works(&mut self, seen: Seen<'_>) {
        let Some((number, logon)) = self.logon(seen).filter(|_| seen.event.event != "xp.notify") else { return };
        let working = &mut logon.transport.working;
        *working = if seen.phase == Phase::Begins { *working + 1 } else { working.saturating_sub(1) };
        if seen.phase == Phase::Begins && *working > 1 {
            let text = format!("{} while another call of the spooler's is under way on it", seen.event.event);
            self.found.tell("THR-6", seen.at, &name(number), text);
        }
    }

    /// XPLOGON-4, XPLOGON-5, SPL-3
    fn transport_is_called(&mut self, seen: Seen<'_>) {
        let Some((number, logon)) = self.logon(seen) else { return };
        let transport = &mut logon.transport;
        let is_first = !std::mem::replace(&mut transport.has_said_types, true);
        let wants = |flag: u32| transport.asks & u64::from(flag) != 0;
        let told = match seen.event.event {
            _ if transport.has_failed => ("SPL-3", "it is called although it said that nothing more can come of it"),
            "xp.address_types" => return,
            _ if is_first => ("V-27", "AddressTypes is not the first call on its logon"),
            "xp.idle" if !wants(LOGON_SP_IDLE) => ("V-27", "Idle, which it did not ask for"),
            "xp.poll" if !wants(LOGON_SP_POLL) => ("V-27", "Poll, which it did not ask for"),
            _ => return,
        };
        self.found.tell(told.0, seen.at, &name(number), told.1);
    }

    /// SPL-3
    pub(super) fn transport_fails(&mut self, seen: Seen<'_>) {
        let is_critical = seen.number("flags") & u64::from(NOTIFY_CRITICAL_ERROR) != 0 && seen.is_success();
        if let Some((_, logon)) = self.logon(seen).filter(|_| is_critical) {
            logon.transport.has_failed = true;
        }
    }

    /// XPLOGON-7: what the session saw of the arrays right before TransportLogoff.
    pub(super) fn judge_arrays(&mut self, seen: Seen<'_>) {
        if seen.has("changed") {
            let text = "what AddressTypes gave has changed before TransportLogoff";
            self.found.tell("V-36", seen.at, &seen.event.object, text);
        }
    }

    /// `fast.…`: a client's three calls, and those on provider objects inside them.
    pub(super) fn on_fast(&mut self, seen: Seen<'_>) {
        if seen.phase == Phase::Begins && seen.has("provider") {
            let inside = |call: &str| call.starts_with("session.fast_");
            if !self.is_inside(seen.index, |call| inside(call.event)) {
                let text = "IMAPIProviderShutdown is called directly, which only MAPI may";
                self.fast_breaks(seen, "FAST-3", text);
            }
            self.is_initialized(seen);
        }
    }

    /// `session.fast_…`
    pub(super) fn fast_is_asked(&mut self, seen: Seen<'_>) {
        if self.fast.is_done {
            return;
        }
        match (seen.event.event, seen.phase) {
            ("session.fast_notify", Phase::Begins) => self.fast.is_notified = true,
            ("session.fast_do", Phase::Begins) if !seen.has("queried") => {
                self.fast_breaks(seen, "FAST-12", "DoFastShutdown without a QueryFastShutdown that agreed");
            }
            ("session.fast_do", Phase::Begins) if !self.fast.is_notified => {
                self.fast_breaks(seen, "FAST-12", "DoFastShutdown without NotifyProcessShutdown");
            }
            ("session.fast_do", Phase::IsDone) if seen.is_success() => self.fast.is_done = true,
            _ => {}
        }
    }

    /// FAST-11: whatever begins behind DoFastShutdown.
    pub(super) fn judge_frozen(&mut self, seen: Seen<'_>) {
        let is_call = seen.phase == Phase::Begins || seen.event.event == "client.late";
        if self.fast.is_done && is_call {
            let text = format!("{} behind DoFastShutdown", seen.event.event);
            self.fast_breaks(seen, "FAST-11", &text);
        }
    }

    fn fast_breaks(&mut self, seen: Seen<'_>, rule: &'static str, text: &str) {
        if !std::mem::replace(&mut self.fast.is_told, true) {
            self.found.tell("V-26", seen.at, &seen.event.object, text).by(rule);
        }
    }
}
