//! All logons of a session, by their numbers, and by what each one gave. What becomes of one is in
//! `logon.rs`.

use super::logon::{Logon, Stage};
use super::seen::Seen;
use super::under_way::UnderWay;
use super::violations::Found;
use crate::record::what::provider::LogonFacts;
use std::collections::{BTreeMap, HashMap};

/// All logons.
#[derive(Debug, Default)]
pub(super) struct Logons {
    known: BTreeMap<u64, Logon>,
    /// Which logon an object came from, the newest.
    objects: HashMap<u64, u64>,
    stores: HashMap<u64, u64>,
    /// Which logon opened the store with an entry identifier, of a provider object.
    entries: HashMap<(u64, u64), u64>,
    /// Whether there are logons that no logon call made.
    are_some_unknown: bool,
}

impl Logons {
    pub(super) fn get(&self, number: u64) -> Option<&Logon> {
        self.known.get(&number)
    }

    pub(super) fn get_mut(&mut self, number: u64) -> Option<&mut Logon> {
        self.known.get_mut(&number)
    }

    /// The logon of an event. One that nobody made is a fault, and counts as active from then on.
    pub(super) fn of(&mut self, seen: Seen<'_>, found: &mut Found) -> Option<&mut Logon> {
        let number = seen.event.what.logon()?;
        let logon = self.known.entry(number).or_insert_with(|| {
            let logon = Logon::unknown(number, seen.index);
            found.tell("V-23", seen.at, &logon.name(), "it is used, but no logon call made it");
            self.are_some_unknown = true;
            logon
        });
        Some(logon)
    }

    /// L1; whether the number is a new one.
    pub(super) fn call_begins(&mut self, seen: Seen<'_>, call: &LogonFacts, found: &mut Found) -> bool {
        if let Some(known) = self.known.get_mut(&call.logon) {
            if !std::mem::replace(&mut known.is_told, true) {
                found.tell("V-32", seen.at, &known.name(), "its logon call was made twice");
            }
            return false;
        }
        self.known.insert(call.logon, Logon::new(call, seen.index));
        true
    }

    /// What a logon that is active now gave: by that it is known when it comes again.
    pub(super) fn remember(&mut self, call: &LogonFacts, is_spoolers: bool) {
        let Some(logon) = self.known.get(&call.logon) else { return };
        if logon.is_stores() {
            self.stores.insert(logon.store, call.logon);
        }
        self.objects.insert(call.gave_logon.unwrap_or(0), call.logon);
        if let Some(names) = call.names.filter(|names| *names != 0 && !is_spoolers) {
            self.entries.insert((logon.provider, names), call.logon);
        }
    }

    pub(super) fn by_object(&self, object: u64) -> Option<&Logon> {
        self.objects.get(&object).and_then(|number| self.get(*number))
    }

    pub(super) fn by_store(&self, store: u64) -> Option<&Logon> {
        self.stores.get(&store).and_then(|number| self.get(*number))
    }

    pub(super) fn by_entry(&self, provider: u64, entry: u64) -> Option<&Logon> {
        self.entries.get(&(provider, entry)).and_then(|number| self.get(*number))
    }

    /// Whether there are logons that no logon call made.
    pub(super) fn are_some_unknown(&self) -> bool {
        self.are_some_unknown
    }

    pub(super) fn is_logging_off(&self, number: u64) -> bool {
        self.get(number).is_some_and(|logon| logon.stage == Stage::LoggingOff)
    }

    /// What only the end of the events shows of each (V-9, V-17, V-18): a provider may leave the
    /// rest of a logon's end to the last call out on another thread.
    pub(super) fn judge_ends(&self, last: usize, under_way: &UnderWay, found: &mut Found) {
        for logon in self.known.values() {
            logon.judge_end(last, !under_way.is_about(logon.number), found);
        }
    }
}
