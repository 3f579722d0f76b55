//! What a logon call came to: a new logon, a duplicate, or nothing (L3, L4, section 2.9), and what
//! is wrong with what it gave (V-5 to V-7, V-10, V-11, V-40).

use super::logon::{Logon, Stage};
use super::logons::Logons;
use super::seen::{Seen, is_some};
use super::violations::Found;
use crate::kind::Kind;
use crate::record::what::provider::LogonFacts;

/// A successful call's outcome.
enum Outcome {
    New,
    Duplicate,
    /// It gave what no client can use.
    Nothing,
    /// It is new, and should not be there.
    Second(&'static str),
    /// A store without a logon of its own; no client gets it.
    OfAnother(&'static str),
    /// The logon object of a logon that is there already.
    Same,
}

/// A logon call that has returned.
pub(super) struct Answered<'e> {
    seen: Seen<'e>,
    call: &'e LogonFacts,
    /// Whether it is `SpoolerLogon`.
    is_spoolers: bool,
}

impl<'e> Answered<'e> {
    pub(super) fn new(seen: Seen<'e>, call: &'e LogonFacts, is_spoolers: bool) -> Self {
        Self { seen, call, is_spoolers }
    }

    /// What comes of it; `None` if it is none of a logon that has been begun. `Some(true)`: the
    /// provider object has one logon more.
    pub(super) fn judge(&self, logons: &mut Logons, found: &mut Found) -> Option<bool> {
        let is_ours = |logon: &&mut Logon| logon.begun == self.seen.index && logon.stage == Stage::LoggingOn;
        let logon = logons.get_mut(self.call.logon).filter(is_ours)?;
        logon.stage = Stage::None;
        logon.support.is_held = is_some(self.call.held);
        if self.seen.is_failure() {
            self.judge_failure(logon, found);
        }
        if let Some(stale) = self.call.stale.filter(|stale| *stale != 0) {
            let text = format!("TransportLogon gave flags back that only go in: {stale:#x}");
            found.tell("XPLOGON-1", self.seen.at, &logon.name(), text);
        }
        let is_active = self.seen.is_success() && self.judge_success(logons, found);
        if is_active {
            logons.remember(self.call, self.is_spoolers);
        }
        Some(is_active)
    }

    /// Whether the logon is active now.
    fn judge_success(&self, logons: &mut Logons, found: &mut Found) -> bool {
        let outcome = self.outcome(logons);
        let Some(logon) = logons.get_mut(self.call.logon) else { return false };
        match outcome {
            Outcome::New => self.is_new(logon, found),
            Outcome::Duplicate => self.judge_duplicate(logon, found),
            Outcome::Nothing => {
                let text = "a successful logon without the objects it needs";
                found.tell("V-6", self.seen.at, &logon.name(), text);
            }
            Outcome::Second(text) => {
                found.tell("V-40", self.seen.at, &logon.name(), text);
                self.is_active(logon, true);
            }
            Outcome::Same => {
                let text = "a logon gave the logon object of another one that has not ended";
                found.tell("LOGON-10", self.seen.at, &logon.name(), text);
            }
            Outcome::OfAnother(text) => {
                found.tell("V-40", self.seen.at, &logon.name(), text);
            }
        }
        logon.stage == Stage::Active
    }

    /// L3, L4 by what it gave (MSLOGON-5, MSLOGON-6, T-23).
    fn outcome(&self, logons: &Logons) -> Outcome {
        if !logons.get(self.call.logon).is_none_or(Logon::is_stores) {
            let gave = self.call.gave_logon.unwrap_or(0);
            let is_there = logons.by_object(gave).is_some_and(|other| other.stage == Stage::Active);
            return match gave {
                0 => Outcome::Nothing,
                _ if is_there => Outcome::Same,
                _ => Outcome::New,
            };
        }
        let logon = self.call.gave_logon.unwrap_or(0);
        let store = self.call.gave_store.unwrap_or(0);
        let was_open = |other: &&Logon| other.was_open_at(self.seen.index);
        let by_store = logons.by_store(store).filter(was_open);
        let by_logon = logons.by_object(logon).filter(was_open);
        match (store, logon) {
            (0, _) => Outcome::Nothing,
            // The store may be one of a logon that nobody made, which has been told.
            (_, 0) if by_store.is_some() || logons.are_some_unknown() => Outcome::Duplicate,
            (_, 0) => Outcome::Nothing,
            _ if by_logon.is_some_and(|other| other.store == store) => Outcome::Duplicate,
            _ if by_logon.is_some() => {
                Outcome::OfAnother("a second store object for the logon object of another store")
            }
            _ if by_store.is_some_and(Logon::is_open) => {
                Outcome::Second("a second logon object for a store that is open")
            }
            _ if self.is_open_already(logons) => Outcome::Second("a second store object for a store that is open"),
            _ => Outcome::New,
        }
    }

    /// Whether the provider object has the store open that was asked for, or that came. A spooler
    /// may get one of its own (SPOOL-5).
    fn is_open_already(&self, logons: &Logons) -> bool {
        let entries = [Some(self.call.entry), self.call.names];
        let mut known = entries.into_iter().flatten().filter(|entry| *entry != 0 && !self.is_spoolers);
        known.any(|entry| logons.by_entry(self.call.provider, entry).is_some_and(Logon::is_open))
    }

    fn judge_failure(&self, logon: &Logon, found: &mut Found) {
        if is_some(self.call.gave_logon) || is_some(self.call.gave_store) {
            found.tell("V-5", self.seen.at, &logon.name(), "a failed logon gave an object");
        }
        self.judge_reference(logon, found);
    }

    fn judge_duplicate(&self, logon: &Logon, found: &mut Found) {
        let at = self.seen.at;
        if logon.registrations.has_entries() {
            let text = "a duplicate registered a UID or a status row";
            found.tell("V-10", at, &logon.name(), text).by("MSLOGON-6");
        }
        self.judge_reference(logon, found);
        if is_some(self.call.spooler_bytes) {
            found.tell("V-10", at, &logon.name(), "a duplicate gave spooler data").by("MSLOGON-6");
        }
    }

    /// LOGON-2: net 0.
    fn judge_reference(&self, logon: &Logon, found: &mut Found) {
        if logon.support.is_held {
            let text = "a failed or duplicate logon kept the support object";
            found.tell("V-10", self.seen.at, &logon.name(), text);
        }
    }

    /// A new logon holds its support object and has a UID (LOGON-2, LOGON-3, UID-1).
    fn is_new(&self, logon: &mut Logon, found: &mut Found) {
        let is_held = logon.support.is_held;
        // UID-3: a transport says by AddressTypes which identifiers are its own.
        let is_transport = logon.kind == Some(Kind::Transport);
        let has_uids = logon.registrations.has_uids() || logon.excused.uid || is_transport;
        if logon.excused.is_uid_refused && logon.kind == Some(Kind::Store) {
            let text = "a new logon without the UID that MAPI refused";
            found.tell("UID-7", self.seen.at, &logon.name(), text);
        }
        if logon.support.is_lost {
            // It has given back what was not its own, which has been told.
        } else if !is_held {
            let text = "a new logon took no reference on the support object";
            found.tell("V-7", self.seen.at, &logon.name(), text);
        } else if !has_uids {
            let text = "a new logon registered no UID; entry identifiers of its objects lead nowhere";
            found.tell("V-11", self.seen.at, &logon.name(), text);
        }
        self.is_active(logon, !is_held);
        logon.support.is_lost = !is_held;
    }

    /// P6, P7
    fn is_active(&self, logon: &mut Logon, is_told: bool) {
        logon.stage = Stage::Active;
        logon.is_told |= is_told;
        logon.store = self.call.gave_store.unwrap_or(0);
        logon.spooling.asks = self.call.asks.unwrap_or(0);
    }
}
