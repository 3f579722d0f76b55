//! What a logon call came to: a new logon, a duplicate, or nothing (L3, L4, section 2.9), and what is wrong with what it
//! gave (V-5 to V-7, V-10, V-11, V-40).

use super::logon::{Logon, Stage, name};
use super::{Referee, Seen};
use crate::kind::Kind;

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
}

impl Referee<'_> {
    /// L1
    pub(super) fn logon_call_begins(&mut self, seen: Seen<'_>) {
        let number = seen.number("logon");
        if let Some(known) = self.logons.get_mut(number) {
            if !std::mem::replace(&mut known.is_told, true) {
                self.found.tell("V-32", seen.at, &name(number), "its logon call was made twice");
            }
            return;
        }
        self.logons.known.insert(number, Logon::new(seen, Stage::LoggingOn));
        if self.is_initialized(seen) {
            self.wish_is_tried(seen);
        }
    }

    pub(super) fn logon_call_is_done(&mut self, seen: Seen<'_>) {
        let number = seen.number("logon");
        let is_ours = |logon: &&mut Logon| logon.begun == seen.index && logon.stage == Stage::LoggingOn;
        let Some(logon) = self.logons.get_mut(number).filter(is_ours) else { return };
        logon.stage = Stage::None;
        logon.lent.is_held = seen.has("held");
        if seen.is_failure() {
            self.it_failed(seen, number);
        } else if seen.is_success() {
            match self.outcome(seen) {
                Outcome::New => self.is_new(seen, number),
                Outcome::Duplicate => self.is_duplicate(seen, number),
                Outcome::Nothing => self.gave_nothing(seen, number),
                Outcome::Second(text) => {
                    self.found.tell("V-40", seen.at, &name(number), text);
                    self.is_active(seen, number, true);
                }
                Outcome::OfAnother(text) => {
                    self.found.tell("V-40", seen.at, &name(number), text);
                }
            }
        }
        self.wish_is_answered(seen);
    }

    /// L3, L4 by what it gave (MSLOGON-5, MSLOGON-6, T-23).
    fn outcome(&self, seen: Seen<'_>) -> Outcome {
        let is_stores = self.logons.known.get(&seen.number("logon")).is_none_or(Logon::is_stores);
        if !is_stores {
            return if seen.has("gave_logon") { Outcome::New } else { Outcome::Nothing };
        }
        let (logon, store) = (seen.number("gave_logon"), seen.number("gave_store"));
        let owner = |known: Option<&u64>| known.and_then(|number| self.logons.known.get(number));
        let by_store = owner(self.logons.stores.get(&store)).filter(|other| other.was_open_at(seen.index));
        let by_logon = owner(self.logons.objects.get(&logon)).filter(|other| other.was_open_at(seen.index));
        match (store, logon) {
            (0, _) => Outcome::Nothing,
            // The store may be one of a logon that nobody made, which has been told.
            (_, 0) if by_store.is_some() || self.logons.are_some_unknown => Outcome::Duplicate,
            (_, 0) => Outcome::Nothing,
            _ if by_logon.is_some_and(|other| other.store == store) => Outcome::Duplicate,
            _ if by_logon.is_some() => {
                Outcome::OfAnother("a second store object for the logon object of another store")
            }
            _ if by_store.is_some_and(Logon::is_open) => {
                Outcome::Second("a second logon object for a store that is open")
            }
            _ if self.is_open_already(seen) => Outcome::Second("a second store object for a store that is open"),
            _ => Outcome::New,
        }
    }

    /// Whether the provider object has the store open that was asked for, or that came. A spooler may get one of its own
    /// (SPOOL-5).
    fn is_open_already(&self, seen: Seen<'_>) -> bool {
        let entries = [seen.number("entry"), seen.number("names")];
        let known = entries.into_iter().filter(|entry| *entry != 0 && seen.event.event == "prov.logon");
        let mut logons = known.filter_map(|entry| self.logons.entries.get(&(seen.number("provider"), entry)));
        logons.any(|number| self.logons.known.get(number).is_some_and(Logon::is_open))
    }

    fn it_failed(&mut self, seen: Seen<'_>, number: u64) {
        if seen.has("gave_logon") || seen.has("gave_store") {
            self.found.tell("V-5", seen.at, &name(number), "a failed logon gave an object");
        }
        self.judge_reference(seen, number);
    }

    fn gave_nothing(&mut self, seen: Seen<'_>, number: u64) {
        self.found.tell("V-6", seen.at, &name(number), "a successful logon without the objects it needs");
    }

    fn is_duplicate(&mut self, seen: Seen<'_>, number: u64) {
        if self.logons.get_mut(number).is_some_and(|logon| logon.kept.has_entries()) {
            self.found
                .tell("V-10", seen.at, &name(number), "a duplicate registered a UID or a status row")
                .by("MSLOGON-6");
        }
        self.judge_reference(seen, number);
        if seen.has("spooler_bytes") {
            self.found.tell("V-10", seen.at, &name(number), "a duplicate gave spooler data").by("MSLOGON-6");
        }
    }

    /// LOGON-2: net 0.
    fn judge_reference(&mut self, seen: Seen<'_>, number: u64) {
        if seen.has("held") {
            self.found.tell("V-10", seen.at, &name(number), "a failed or duplicate logon kept the support object");
        }
    }

    /// LOGON-2, LOGON-3, UID-1
    fn is_new(&mut self, seen: Seen<'_>, number: u64) {
        let (is_held, logon) = (seen.has("held"), self.logons.get_mut(number));
        let is_lost = logon.as_ref().is_some_and(|logon| logon.lent.is_lost);
        // UID-3: a transport says by AddressTypes which identifiers are its own.
        let has_uids = logon.is_some_and(|logon| logon.kept.has_uids() || logon.kind == Some(Kind::Transport));
        if is_lost {
            // It has given back what was not its own, which has been told.
        } else if !is_held {
            let text = "a new logon took no reference on the support object";
            self.found.tell("V-7", seen.at, &name(number), text);
        } else if !has_uids {
            let text = "a new logon registered no UID; entry identifiers of its objects lead nowhere";
            self.found.tell("V-11", seen.at, &name(number), text);
        }
        self.is_active(seen, number, !is_held);
        if let Some(logon) = self.logons.get_mut(number) {
            logon.lent.is_lost = !is_held;
        }
    }

    /// P6, P7: one logon more on the provider object.
    fn is_active(&mut self, seen: Seen<'_>, number: u64, is_told: bool) {
        let Some(logon) = self.logons.known.get_mut(&number) else { return };
        logon.stage = Stage::Active;
        logon.is_told |= is_told;
        logon.store = seen.number("gave_store");
        logon.transport.asks = seen.number("asks");
        if logon.is_stores() {
            self.logons.stores.insert(logon.store, number);
        }
        self.logons.objects.insert(seen.number("gave_logon"), number);
        if seen.event.event == "prov.logon" && seen.has("names") {
            self.logons.entries.insert((logon.provider, seen.number("names")), number);
        }
        if let Some(provider) = self.providers.known.get_mut(&logon.provider) {
            provider.unreleased.insert(number);
        }
    }
}
