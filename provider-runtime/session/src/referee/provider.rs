//! Provider objects, from their entry point to their Release: the machine of section 8.2 (V-1 to V-4, V-22, V-44).

use super::{Phase, Referee, Seen};
use provider_abi::shapes::code::Code;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// All provider objects, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Providers {
    pub(super) known: BTreeMap<u64, Provider>,
    /// Who has which pointer.
    pointers: HashMap<u64, u64>,
}

/// One provider object.
#[derive(Debug)]
pub(super) struct Provider {
    name: String,
    stage: Stage,
    /// The call of the entry point that made it.
    init: Option<usize>,
    /// Logons that the session has not released.
    pub(super) unreleased: BTreeSet<u64>,
    /// Whether a fault of its order has been told.
    is_told: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The entry point has not returned, or gave no object.
    None,
    Initialized,
    /// The session does not accept its version.
    Refused,
    ShutDown,
    Released,
}

impl Provider {
    fn new(seen: Seen<'_>, stage: Stage, init: Option<usize>) -> Self {
        let name = seen.event.object.clone();
        Self { name, stage, init, unreleased: BTreeSet::new(), is_told: false }
    }

    fn is_live(&self) -> bool {
        matches!(self.stage, Stage::Initialized | Stage::Refused | Stage::ShutDown)
    }
}

impl Referee<'_> {
    pub(super) fn on_provider(&mut self, seen: Seen<'_>) {
        match (seen.event.event, seen.phase) {
            ("init", Phase::Begins) => self.init_begins(seen),
            ("init", Phase::IsDone) => self.init_is_done(seen),
            ("prov.logon" | "prov.spooler_logon", Phase::Begins) => self.logon_call_begins(seen),
            ("prov.logon" | "prov.spooler_logon", Phase::IsDone) => self.logon_call_is_done(seen),
            ("prov.compare", Phase::Begins) => {
                self.is_initialized(seen);
            }
            ("prov.shutdown", Phase::Begins) => self.shutdown_begins(seen),
            ("prov.release", Phase::Begins) => self.provider_release_begins(seen),
            ("lib.entry", Phase::IsDone) => self.entry_point_is_looked_up(seen),
            ("probe.logoff", Phase::IsDone) => self.probe_is_done(seen, "LOGOFF-6", "Logoff"),
            ("probe.shutdown", Phase::IsDone) => self.probe_is_done(seen, "SHUT-7", "Shutdown"),
            _ => {}
        }
    }

    fn entry_point_is_looked_up(&mut self, seen: Seen<'_>) {
        if seen.event.code == Some(Code::NOT_FOUND) {
            let text = format!("the DLL does not export its entry point {}", seen.event.detail);
            self.found.tell("V-1", seen.at, &seen.event.object, text.trim_end());
        }
    }

    fn init_begins(&mut self, seen: Seen<'_>) {
        let number = seen.number("provider");
        match self.providers.known.get(&number) {
            Some(provider) if provider.is_live() => {
                self.provider_breaks(seen, "SHUT-1", "its entry point was called again before its Release");
            }
            _ => {
                self.providers.known.insert(number, Provider::new(seen, Stage::None, Some(seen.index)));
                self.judge_disabled(seen);
            }
        }
    }

    /// P3 to P5: what the entry point came to.
    fn init_is_done(&mut self, seen: Seen<'_>) {
        let number = seen.number("provider");
        let is_ours = self.providers.known.get(&number).is_some_and(|known| known.init == Some(seen.index));
        if !is_ours || seen.event.code.is_none() {
            return;
        }
        let name = &seen.event.object;
        let (succeeded, gave) = (seen.is_success(), seen.has("gave"));
        if succeeded != gave {
            self.found.tell("V-2", seen.at, name, "success without an object, or failure with one");
        }
        if !succeeded || !gave {
            return;
        }
        let owner = self.providers.pointers.insert(seen.number("gave"), number).filter(|owner| *owner != number);
        if owner.and_then(|owner| self.providers.known.get(&owner)).is_some_and(Provider::is_live) {
            self.found.tell("V-3", seen.at, name, "the entry point gave an object that it had given before");
        }
        let version = seen.event.fact("version");
        let is_above = version.is_some_and(|version| version > seen.number("offered"));
        if is_above {
            self.found.tell("V-4", seen.at, name, "a version above the session's").by("VER-6");
        }
        let is_below = version.is_some_and(|version| version < seen.number("lowest"));
        if let Some(provider) = self.providers.known.get_mut(&number) {
            provider.stage = if is_above || is_below { Stage::Refused } else { Stage::Initialized };
        }
    }

    /// P6 to P9, OPEN-8: only an object that is initialized and not shut down is called; whether it is.
    pub(super) fn is_initialized(&mut self, seen: Seen<'_>) -> bool {
        let text = match self.provider(seen).stage {
            Stage::Initialized => return true,
            Stage::None => "it was called, but its entry point gave no object",
            Stage::Refused => "it was called although its version was refused; only Release may follow",
            Stage::ShutDown | Stage::Released => "it was called behind its Shutdown; only Release may follow",
        };
        self.provider_breaks(seen, "SHUT-1", text);
        false
    }

    /// P12, P12n
    fn shutdown_begins(&mut self, seen: Seen<'_>) {
        let nested = self.ruling.nested_shutdown && self.is_inside(seen.index, |call| call.event == "sup.release");
        let provider = self.provider(seen);
        match provider.stage {
            Stage::Initialized => {
                provider.stage = Stage::ShutDown;
                let left = provider.unreleased.clone();
                if !left.iter().all(|logon| nested && self.is_logging_off(*logon)) {
                    let names: Vec<_> = left.iter().map(u64::to_string).collect();
                    let text = format!("Shutdown, and the session has not released logon {}", names.join(", "));
                    self.provider_breaks(seen, "SHUT-2", &text);
                }
            }
            Stage::ShutDown => self.provider_breaks(seen, "SHUT-1", "a second Shutdown"),
            _ => {
                self.is_initialized(seen);
            }
        }
    }

    /// P5, P13
    fn provider_release_begins(&mut self, seen: Seen<'_>) {
        let provider = self.provider(seen);
        let stage = std::mem::replace(&mut provider.stage, Stage::Released);
        match stage {
            Stage::ShutDown | Stage::Refused => {}
            Stage::Initialized => self.provider_breaks(seen, "SHUT-1", "Release without Shutdown"),
            Stage::Released => self.provider_breaks(seen, "SHUT-1", "a second Release"),
            Stage::None => self.provider_breaks(seen, "SHUT-1", "Release of an object that no entry point gave"),
        }
    }

    /// SESSION-8: what a logoff that was not refused leaves behind.
    pub(super) fn judge_unended(&mut self, seen: Seen<'_>) {
        for provider in self.providers.known.values_mut().filter(|provider| !provider.is_told) {
            let missing = match provider.stage {
                Stage::Initialized => "Shutdown",
                Stage::ShutDown => "Release",
                _ => continue,
            };
            provider.is_told = true;
            let text = format!("the session's logoff returned, and there was no {missing}");
            self.found.tell("V-22", seen.at, &provider.name, text);
        }
    }

    /// VER-4, once nothing is under way that could still release it.
    pub(super) fn judge_refused(&mut self) {
        if self.is_under_way(0) {
            return;
        }
        let last = self.events.len().saturating_sub(1);
        for provider in self.providers.known.values().filter(|provider| provider.stage == Stage::Refused) {
            if !provider.is_told {
                self.found.tell("V-22", last, &provider.name, "its version was refused, and there was no Release");
            }
        }
    }

    /// Whether all provider objects have had their Release.
    pub(super) fn is_everything_over(&self) -> bool {
        self.providers.known.values().all(|provider| !provider.is_live())
    }

    fn probe_is_done(&mut self, seen: Seen<'_>, rule: &'static str, call: &str) {
        if let Some(code) = seen.event.code.filter(|code| code.is_failure()) {
            let text = format!("a repeated {call} failed with {code}; it should succeed and do nothing");
            self.found.tell("V-44", seen.at, &seen.event.object, text).by(rule);
        }
    }

    /// The provider object of an event. One that nobody made is a fault, and counts as made from then on.
    fn provider(&mut self, seen: Seen<'_>) -> &mut Provider {
        self.providers.known.entry(seen.number("provider")).or_insert_with(|| {
            self.found.tell("V-22", seen.at, &seen.event.object, "it was called, but its entry point never was");
            Provider { is_told: true, ..Provider::new(seen, Stage::Initialized, None) }
        })
    }

    fn provider_breaks(&mut self, seen: Seen<'_>, rule: &'static str, text: &str) {
        let Some(provider) = self.providers.known.get_mut(&seen.number("provider")) else { return };
        if !std::mem::replace(&mut provider.is_told, true) {
            self.found.tell("V-22", seen.at, &provider.name, text).by(rule);
        }
    }
}
