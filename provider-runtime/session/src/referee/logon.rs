//! Logons, from their logon call to their Release: the machine of section 8.3, as far as the session has to keep to it
//! (V-23, V-39), and outputs that a failing call left (V-43). What a logon call came to is in `outcome.rs`.

use super::kept::Kept;
use super::provider::Providers;
use super::support::Lent;
use super::transport::Transport;
use super::wish::Given;
use super::{Phase, Referee, Seen};
use crate::kind::Kind;
use std::collections::{BTreeMap, HashMap};

/// All logons, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Logons {
    pub(super) known: BTreeMap<u64, Logon>,
    /// Which logon an object came from, the newest.
    pub(super) objects: HashMap<u64, u64>,
    pub(super) stores: HashMap<u64, u64>,
    /// Which logon opened the store with an entry identifier, of a provider object.
    pub(super) entries: HashMap<(u64, u64), u64>,
    /// Whether there are logons that no logon call made.
    pub(super) are_some_unknown: bool,
}

/// One logon attempt.
#[derive(Debug)]
pub(super) struct Logon {
    pub(super) provider: u64,
    /// `None`: nobody knows.
    pub(super) kind: Option<Kind>,
    /// Its logon call.
    pub(super) begun: usize,
    pub(super) stage: Stage,
    pub(super) store: u64,
    /// Its Logoff, and its Release.
    pub(super) logoff: Option<usize>,
    release: Option<usize>,
    /// From this event on, calls begin behind its Logoff.
    pub(super) dead_from: Option<usize>,
    /// Whether a fault has been told from which others follow.
    pub(super) is_told: bool,
    pub(super) kept: Kept,
    pub(super) lent: Lent,
    pub(super) given: Given,
    pub(super) transport: Transport,
    /// The client's Releases of its store that are under way, and whether one was the last.
    pub(super) closing: usize,
    pub(super) is_closed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    LoggingOn,
    Active,
    LoggingOff,
    LoggedOff,
    /// The session's Release is under way.
    Releasing,
    Released,
    /// The attempt failed, or was a duplicate.
    None,
}

impl Logon {
    pub(super) fn new(seen: Seen<'_>, stage: Stage) -> Self {
        Self {
            provider: seen.number("provider"),
            kind: u32::try_from(seen.number("kind")).ok().and_then(Kind::of),
            begun: seen.index,
            stage,
            store: 0,
            logoff: None,
            release: None,
            dead_from: None,
            is_told: false,
            kept: Kept::default(),
            lent: Lent::default(),
            given: Given::default(),
            transport: Transport::default(),
            closing: 0,
            is_closed: false,
        }
    }

    /// Whether it is a store's, or may be.
    pub(super) fn is_stores(&self) -> bool {
        self.kind.is_none_or(|kind| kind == Kind::Store)
    }

    /// Whether its store is open for certain: nobody may be closing it (MSLOGON-8).
    pub(super) fn is_open(&self) -> bool {
        self.stage == Stage::Active && self.closing == 0 && !self.is_closed
    }

    /// Whether its store was open at this event, or any time later.
    pub(super) fn was_open_at(&self, index: usize) -> bool {
        self.stage == Stage::Active || self.logoff.is_some_and(|logoff| logoff > index)
    }
}

impl Logons {
    pub(super) fn get_mut(&mut self, number: u64) -> Option<&mut Logon> {
        self.known.get_mut(&number)
    }
}

/// As every text names it.
pub(super) fn name(number: u64) -> String {
    format!("logon {number}")
}

impl Referee<'_> {
    pub(super) fn on_logon(&mut self, seen: Seen<'_>) {
        match (seen.event.event, seen.phase) {
            ("logon.logoff" | "xp.logoff", Phase::Begins) => {
                self.judge_arrays(seen);
                self.logoff_begins(seen);
            }
            ("logon.logoff" | "xp.logoff", Phase::IsDone) => self.logoff_is_done(seen),
            ("logon.release", Phase::Begins) => self.logon_release_begins(seen),
            ("logon.release", Phase::IsDone) => self.logon_release_is_done(seen),
            (_, Phase::Begins) => self.work_begins(seen),
            (_, Phase::IsDone) => self.judge_outputs(seen),
        }
    }

    /// L6, L7
    fn logoff_begins(&mut self, seen: Seen<'_>) {
        let Some((number, logon)) = self.logon(seen) else { return };
        let text = match logon.stage {
            Stage::Active => {
                logon.stage = Stage::LoggingOff;
                logon.logoff = Some(seen.index);
                return self.judge_forgotten_before_logoff(seen, number);
            }
            Stage::LoggingOn | Stage::None => "Logoff, but it never came to be",
            _ => "a second Logoff",
        };
        self.logon_breaks(seen, number, text);
    }

    /// L9, whatever it answered (LOGOFF-5)
    fn logoff_is_done(&mut self, seen: Seen<'_>) {
        let Some((_, logon)) = self.logon(seen).filter(|(_, logon)| logon.logoff == Some(seen.index)) else { return };
        logon.dead_from.get_or_insert(seen.at + 1);
        if logon.stage == Stage::LoggingOff {
            logon.stage = Stage::LoggedOff;
        }
    }

    /// L10
    fn logon_release_begins(&mut self, seen: Seen<'_>) {
        let Some((number, logon)) = self.logon(seen) else { return };
        let stage = logon.stage;
        if !matches!(stage, Stage::Releasing | Stage::Released) {
            logon.stage = Stage::Releasing;
            logon.release = Some(seen.index);
        }
        let text = match stage {
            Stage::LoggedOff => return self.judge_forgotten_before_release(seen, number),
            Stage::Active => "Release without Logoff",
            Stage::LoggingOff => "Release while its Logoff has not returned",
            Stage::LoggingOn | Stage::None => "Release, but it never came to be",
            Stage::Releasing | Stage::Released => "a second Release",
        };
        self.logon_breaks(seen, number, text);
    }

    fn logon_release_is_done(&mut self, seen: Seen<'_>) {
        let Some((number, logon)) = self.logon(seen).filter(|(_, logon)| logon.release == Some(seen.index)) else {
            return;
        };
        logon.stage = Stage::Released;
        logon.dead_from.get_or_insert(seen.at + 1);
        let provider = logon.provider;
        self.providers.is_released(provider, number);
    }

    /// OPEN-12, LOGOFF-9: no calls but on an active logon.
    pub(super) fn work_begins(&mut self, seen: Seen<'_>) {
        let Some((number, logon)) = self.logon(seen) else { return };
        let (stage, is_told) = (logon.stage, logon.is_told);
        let call = seen.event.event;
        if is_told || stage == Stage::Active {
            return;
        }
        let is_open = ["logon.open", "logon.compare", "logon.status"].contains(&call);
        match stage {
            Stage::LoggingOn | Stage::None => self.logon_breaks(seen, number, "it is used, but it never came to be"),
            _ if is_open => {
                let text = format!("{call} was routed to it although its Logoff has begun");
                self.found.tell("V-39", seen.at, &seen.event.object, text);
            }
            _ => {
                let text = format!("{call}, although its Logoff has begun; only Release may follow");
                self.found.tell("V-23", seen.at, &seen.event.object, text);
            }
        }
    }

    /// MEM-3: what a failing call of a client's, or for a client, left behind.
    pub(super) fn judge_outputs(&mut self, seen: Seen<'_>) {
        if seen.is_failure() && seen.number("left") == 1 {
            let text = format!("{} failed and left an output set", seen.event.event);
            self.found.tell("V-43", seen.at, &seen.event.object, text);
        }
    }

    /// The logon of an event, with its number. One that nobody made is a fault, and counts as active from then on.
    pub(super) fn logon(&mut self, seen: Seen<'_>) -> Option<(u64, &mut Logon)> {
        let number = seen.event.fact("logon").filter(|number| *number != 0)?;
        let logon = self.logons.known.entry(number).or_insert_with(|| {
            self.found.tell("V-23", seen.at, &name(number), "it is used, but no logon call made it");
            self.logons.are_some_unknown = true;
            Logon { is_told: true, ..Logon::new(seen, Stage::Active) }
        });
        Some((number, logon))
    }

    /// V-23, once: what is wrong with it later may follow from this.
    fn logon_breaks(&mut self, seen: Seen<'_>, number: u64, text: &str) {
        let Some(logon) = self.logons.get_mut(number) else { return };
        if !std::mem::replace(&mut logon.is_told, true) {
            self.found.tell("V-23", seen.at, &name(number), text);
        }
    }

    pub(super) fn is_logging_off(&self, number: u64) -> bool {
        self.logons.known.get(&number).is_some_and(|logon| logon.stage == Stage::LoggingOff)
    }
}

impl Providers {
    /// P10, P11
    fn is_released(&mut self, provider: u64, logon: u64) {
        if let Some(provider) = self.known.get_mut(&provider) {
            provider.unreleased.remove(&logon);
        }
    }
}
