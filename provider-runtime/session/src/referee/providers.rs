//! Provider objects, from their entry point to their Release: the machine of section 8.2 (V-1 to
//! V-4, V-22, V-44).

use super::logons::Logons;
use super::seen::{Seen, is_some};
use super::violations::Found;
use crate::record::what::provider::Init;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// All provider objects, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Providers {
    known: BTreeMap<u64, Provider>,
    /// Who has which pointer.
    pointers: HashMap<u64, u64>,
}

/// One provider object.
#[derive(Debug)]
struct Provider {
    name: String,
    stage: Stage,
    /// The call of the entry point that made it.
    init: Option<usize>,
    /// Logons that the session has not released.
    unreleased: BTreeSet<u64>,
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
        let name = seen.object().into();
        Self { name, stage, init, unreleased: BTreeSet::new(), is_told: false }
    }

    fn is_live(&self) -> bool {
        matches!(self.stage, Stage::Initialized | Stage::Refused | Stage::ShutDown)
    }

    /// V-22, once: what is wrong with it later may follow from this.
    fn breaks(&mut self, seen: Seen<'_>, rule: &'static str, text: &str, found: &mut Found) {
        if !std::mem::replace(&mut self.is_told, true) {
            found.tell("V-22", seen.at, &self.name, text).by(rule);
        }
    }

    /// P6 to P9, OPEN-8: only an object that is initialized and not shut down is called.
    fn judge_call(&mut self, seen: Seen<'_>, found: &mut Found) -> bool {
        let text = match self.stage {
            Stage::Initialized => return true,
            Stage::None => "it was called, but its entry point gave no object",
            Stage::Refused => "it was called although its version was refused; only Release may follow",
            Stage::ShutDown | Stage::Released => "it was called after its Shutdown; only Release may follow",
        };
        self.breaks(seen, "SHUT-1", text, found);
        false
    }
}

/// V-1: the entry point of a provider has been looked up.
pub(super) fn judge_missing_entry_point(seen: Seen<'_>, entry_point: &str, found: &mut Found) {
    let text = format!("the DLL does not export its entry point {entry_point}");
    found.tell("V-1", seen.at, seen.object(), text.trim_end());
}

/// LOGOFF-6, SHUT-7: a repeated end has returned.
pub(super) fn judge_repeated_end(seen: Seen<'_>, rule: &'static str, call: &str, found: &mut Found) {
    if let Some(code) = seen.event.code.filter(|code| code.is_failure()) {
        let text = format!("a repeated {call} failed with {code}; it should succeed and do nothing");
        found.tell("V-44", seen.at, seen.object(), text).by(rule);
    }
}

impl Providers {
    /// Whether the call of the entry point is the first one of this object.
    pub(super) fn init_begins(&mut self, seen: Seen<'_>, provider: u64, found: &mut Found) -> bool {
        if let Some(known) = self.known.get_mut(&provider).filter(|known| known.is_live()) {
            known.breaks(seen, "SHUT-1", "its entry point was called again before its Release", found);
            return false;
        }
        self.known.insert(provider, Provider::new(seen, Stage::None, Some(seen.index)));
        true
    }

    /// P3 to P5: what the entry point came to.
    pub(super) fn init_is_done(&mut self, seen: Seen<'_>, init: &Init, found: &mut Found) {
        let is_ours = self.known.get(&init.provider).is_some_and(|known| known.init == Some(seen.index));
        if !is_ours || seen.event.code.is_none() {
            return;
        }
        let name = seen.object();
        let gave_object = is_some(init.gave);
        if seen.is_success() != gave_object {
            found.tell("V-2", seen.at, name, "success without an object, or failure with one");
        }
        if !seen.is_success() || !gave_object {
            return;
        }
        let owner = self.pointers.insert(init.gave.unwrap_or(0), init.provider);
        let other = owner.filter(|owner| *owner != init.provider).and_then(|owner| self.known.get(&owner));
        if other.is_some_and(Provider::is_live) {
            found.tell("V-3", seen.at, name, "the entry point gave an object that it had given before");
        }
        let is_above = init.version.is_some_and(|version| version > init.offered);
        if is_above {
            found.tell("V-4", seen.at, name, "a version above the session's").by("VER-6");
        }
        let is_below = init.version.is_some_and(|version| version < init.lowest);
        if let Some(provider) = self.known.get_mut(&init.provider) {
            provider.stage = if is_above || is_below { Stage::Refused } else { Stage::Initialized };
        }
    }

    /// A provider object is called: whether it may be.
    pub(super) fn is_called(&mut self, seen: Seen<'_>, provider: u64, found: &mut Found) -> bool {
        self.of(seen, provider, found).judge_call(seen, found)
    }

    /// A provider object has one logon more.
    pub(super) fn has_logon(&mut self, provider: u64, logon: u64) {
        if let Some(provider) = self.known.get_mut(&provider) {
            provider.unreleased.insert(logon);
        }
    }

    /// P10, P11
    pub(super) fn logon_is_released(&mut self, provider: u64, logon: u64) {
        if let Some(provider) = self.known.get_mut(&provider) {
            provider.unreleased.remove(&logon);
        }
    }

    /// P12, P12n: `may_nest` where it stands inside a support object's final Release, and is
    /// allowed to.
    pub(super) fn shutdown_begins(
        &mut self,
        seen: Seen<'_>,
        number: u64,
        may_nest: bool,
        logons: &Logons,
        found: &mut Found,
    ) {
        let provider = self.of(seen, number, found);
        match provider.stage {
            Stage::Initialized => {
                provider.stage = Stage::ShutDown;
                let left = &provider.unreleased;
                if !left.iter().all(|logon| may_nest && logons.is_logging_off(*logon)) {
                    let names: Vec<_> = left.iter().map(u64::to_string).collect();
                    let text = format!("Shutdown, and the session has not released logon {}", names.join(", "));
                    provider.breaks(seen, "SHUT-2", &text, found);
                }
            }
            Stage::ShutDown => provider.breaks(seen, "SHUT-1", "a second Shutdown", found),
            Stage::None | Stage::Refused | Stage::Released => {
                provider.judge_call(seen, found);
            }
        }
    }

    /// P5, P13
    pub(super) fn release_begins(&mut self, seen: Seen<'_>, number: u64, found: &mut Found) {
        let provider = self.of(seen, number, found);
        let text = match std::mem::replace(&mut provider.stage, Stage::Released) {
            Stage::ShutDown | Stage::Refused => return,
            Stage::Initialized => "Release without Shutdown",
            Stage::Released => "a second Release",
            Stage::None => "Release of an object that no entry point gave",
        };
        provider.breaks(seen, "SHUT-1", text, found);
    }

    /// SESSION-8: what a logoff that was not refused leaves.
    pub(super) fn judge_unended(&mut self, seen: Seen<'_>, found: &mut Found) {
        for provider in self.known.values_mut().filter(|provider| !provider.is_told) {
            let missing = match provider.stage {
                Stage::Initialized => "Shutdown",
                Stage::ShutDown => "Release",
                Stage::None | Stage::Refused | Stage::Released => continue,
            };
            provider.is_told = true;
            let text = format!("the session's logoff returned, and there was no {missing}");
            found.tell("V-22", seen.at, &provider.name, text);
        }
    }

    /// VER-4, at the end of the events, where nothing is under way that could still release it.
    pub(super) fn judge_refused(&self, last: usize, found: &mut Found) {
        let refused = self.known.values().filter(|provider| provider.stage == Stage::Refused);
        for provider in refused.filter(|provider| !provider.is_told) {
            found.tell("V-22", last, &provider.name, "its version was refused, and there was no Release");
        }
    }

    /// Whether all provider objects have had their Release.
    pub(super) fn are_all_over(&self) -> bool {
        self.known.values().all(|provider| !provider.is_live())
    }

    /// The provider object of an event. One that nobody made is a fault, and counts as made from
    /// then on.
    fn of(&mut self, seen: Seen<'_>, provider: u64, found: &mut Found) -> &mut Provider {
        self.known.entry(provider).or_insert_with(|| {
            found.tell("V-22", seen.at, seen.object(), "it was called, but its entry point never was");
            Provider { is_told: true, ..Provider::new(seen, Stage::Initialized, None) }
        })
    }
}
