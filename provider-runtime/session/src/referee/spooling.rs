//! What the spooler may ask of a transport's logon (V-27, SPL-3, THR-6), and what is known of one.

use crate::record::what::TransportEvent;
use provider_abi::shapes::flag::{LOGON_SP_IDLE, LOGON_SP_POLL};

/// What is known of a transport's logon.
#[derive(Debug, Default)]
pub(super) struct Spooling {
    /// LOGON_SP_ flags: which calls it has asked for.
    pub(super) asks: u32,
    /// Whether AddressTypes has been called.
    has_said_types: bool,
    /// Whether it was seen with or without a row when TransportNotify first returned.
    is_row_judged: bool,
    /// Whether it has said that nothing more can come of it (SPL-3).
    pub(super) has_failed: bool,
    /// Calls of the spooler's that are under way, TransportNotify aside (THR-6).
    working: usize,
}

impl Spooling {
    /// THR-6: a call begins; whether it is the only one.
    pub(super) fn call_begins(&mut self) -> bool {
        self.working += 1;
        self.working == 1
    }

    pub(super) fn call_is_done(&mut self) {
        self.working = self.working.saturating_sub(1);
    }

    /// Whether TransportNotify returns for the first time.
    pub(super) fn is_first_notify(&mut self) -> bool {
        !std::mem::replace(&mut self.is_row_judged, true)
    }

    /// XPLOGON-4, XPLOGON-5, SPL-3: what is wrong with a call that begins.
    pub(super) fn fault_of(&mut self, call: &TransportEvent) -> Option<(&'static str, &'static str)> {
        let is_first = !std::mem::replace(&mut self.has_said_types, true);
        let wants = |flag| self.asks & flag != 0;
        match call {
            _ if self.has_failed => Some(("SPL-3", "it is called although it said that nothing more can come of it")),
            TransportEvent::AddressTypes(_) => None,
            _ if is_first => Some(("V-27", "AddressTypes is not the first call on its logon")),
            TransportEvent::Idle(_) if !wants(LOGON_SP_IDLE) => Some(("V-27", "Idle, which it did not ask for")),
            TransportEvent::Poll(_) if !wants(LOGON_SP_POLL) => Some(("V-27", "Poll, which it did not ask for")),
            _ => None,
        }
    }
}
