//! One logon, from its logon call to its Release: the machine of section 8.3, as far as the session
//! has to keep to it (V-23, V-35, V-39), and what its support object and the spooler's calls show
//! (V-8, V-9, V-12, V-16, V-17, V-18, V-42). What a logon call came to is in `outcome.rs`.

use super::excused::Excused;
use super::outputs::LogonOutputs;
use super::registrations::Registrations;
use super::seen::Seen;
use super::spooling::Spooling;
use super::support::SupportObject;
use super::violations::Found;
use crate::kind::Kind;
use crate::record::What;
use crate::record::what::provider::LogonFacts;
use crate::record::what::support::{Late, Release, Whose};
use crate::record::what::{SupportEvent, TransportEvent};
use provider_abi::shapes::flag::{NOTIFY_NEWMAIL_RECEIVED, NOTIFY_READYTOSEND};

/// One logon attempt.
#[derive(Debug)]
pub(super) struct Logon {
    pub(super) number: u64,
    pub(super) provider: u64,
    /// `None`: no logon call made it.
    pub(super) kind: Option<Kind>,
    /// Its logon call.
    pub(super) begun: usize,
    pub(super) stage: Stage,
    pub(super) store: u64,
    /// Its Logoff, and its Release.
    logoff: Option<usize>,
    release: Option<usize>,
    /// From this event on, calls begin after its Logoff.
    dead_from: Option<usize>,
    /// Whether a fault has been told from which others follow.
    pub(super) is_told: bool,
    pub(super) registrations: Registrations,
    pub(super) support: SupportObject,
    pub(super) outputs: LogonOutputs,
    pub(super) spooling: Spooling,
    pub(super) excused: Excused,
    /// The client's Releases of its store that are under way, and whether one was the last.
    closing: usize,
    is_closed: bool,
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
    /// One that its logon call makes.
    pub(super) fn new(call: &LogonFacts, begun: usize) -> Self {
        Self {
            provider: call.provider,
            kind: Some(call.kind),
            stage: Stage::LoggingOn,
            is_told: false,
            ..Self::unknown(call.logon, begun)
        }
    }

    /// One that no logon call has made, which has been told; it counts as active.
    pub(super) fn unknown(number: u64, begun: usize) -> Self {
        Self {
            number,
            provider: 0,
            kind: None,
            begun,
            stage: Stage::Active,
            store: 0,
            logoff: None,
            release: None,
            dead_from: None,
            is_told: true,
            registrations: Registrations::default(),
            support: SupportObject::default(),
            outputs: LogonOutputs::default(),
            spooling: Spooling::default(),
            excused: Excused::default(),
            closing: 0,
            is_closed: false,
        }
    }

    /// As every text names it.
    pub(super) fn name(&self) -> String {
        format!("logon {}", self.number)
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

    /// Whether a call that began at this event began after its end.
    pub(super) fn is_dead_at(&self, index: usize) -> bool {
        self.dead_from.is_some_and(|dead_from| index >= dead_from)
    }

    /// A client's Release of its store.
    pub(super) fn store_is_released(&mut self, seen: Seen<'_>, left: Option<u32>) {
        if seen.begins() {
            self.closing += 1;
        } else {
            self.closing = self.closing.saturating_sub(1);
            self.is_closed |= left == Some(0);
        }
    }

    /// L6, L7
    pub(super) fn logoff_begins(&mut self, seen: Seen<'_>, found: &mut Found) {
        let text = match self.stage {
            Stage::Active => {
                self.stage = Stage::LoggingOff;
                self.logoff = Some(seen.index);
                return self.judge_registrations_at_logoff(seen, found);
            }
            Stage::LoggingOn | Stage::None => "Logoff, but it never came to be",
            _ => "a second Logoff",
        };
        self.breaks(seen, text, found);
    }

    /// L9, whatever it answered (LOGOFF-5)
    pub(super) fn logoff_is_done(&mut self, seen: Seen<'_>) {
        if self.logoff != Some(seen.index) {
            return;
        }
        self.dead_from.get_or_insert(seen.at + 1);
        if self.stage == Stage::LoggingOff {
            self.stage = Stage::LoggedOff;
        }
    }

    /// L10
    pub(super) fn release_begins(&mut self, seen: Seen<'_>, found: &mut Found) {
        let stage = self.stage;
        if !matches!(stage, Stage::Releasing | Stage::Released) {
            self.stage = Stage::Releasing;
            self.release = Some(seen.index);
        }
        let text = match stage {
            Stage::LoggedOff => {
                self.registrations.all_are_left_open(seen.at);
                // LOGOFF-10
                return self.judge_registrations(seen, "are still there after its Logoff", found);
            }
            Stage::Active => "Release without Logoff",
            Stage::LoggingOff => "Release while its Logoff has not returned",
            Stage::LoggingOn | Stage::None => "Release, but it never came to be",
            Stage::Releasing | Stage::Released => "a second Release",
        };
        self.breaks(seen, text, found);
    }

    /// Whether it was the Release that counts.
    pub(super) fn release_is_done(&mut self, seen: Seen<'_>) -> bool {
        let is_it = self.release == Some(seen.index);
        if is_it {
            self.stage = Stage::Released;
            self.dead_from.get_or_insert(seen.at + 1);
        }
        is_it
    }

    /// OPEN-12, LOGOFF-9: no calls but on an active logon. `is_routed`: the session has chosen it
    /// by an entry identifier.
    pub(super) fn work_begins(&mut self, seen: Seen<'_>, is_routed: bool, found: &mut Found) {
        let call = seen.name();
        match self.stage {
            Stage::Active => {}
            _ if self.is_told => {}
            Stage::LoggingOn | Stage::None => self.breaks(seen, "it is used, but it never came to be", found),
            _ if is_routed => {
                let text = format!("{call} was routed to it although its Logoff has begun");
                found.tell("V-39", seen.at, seen.object(), text);
            }
            _ => {
                let text = format!("{call}, although its Logoff has begun; only Release may follow");
                found.tell("V-23", seen.at, seen.object(), text);
            }
        }
    }

    /// V-23, once: what is wrong with it later may follow from this.
    fn breaks(&mut self, seen: Seen<'_>, text: &str, found: &mut Found) {
        if !std::mem::replace(&mut self.is_told, true) {
            found.tell("V-23", seen.at, &self.name(), text);
        }
    }

    /// It registers something: `keep` is what that is.
    pub(super) fn registers(&mut self, seen: Seen<'_>, keep: impl FnOnce(&mut Registrations)) {
        // A call that has the logon's whole end inside it: what it registered went with that.
        let is_late = self.support.is_final || self.stage == Stage::Releasing;
        let is_forgotten = is_late && self.registrations.is_row_removed();
        let is_over = is_forgotten || matches!(self.stage, Stage::LoggedOff | Stage::Released);
        if seen.begins() {
            self.registrations.registering_begins();
        } else if self.registrations.registering_is_done(seen.is_success()) && !is_over {
            keep(&mut self.registrations);
        }
    }

    /// MAPI did nothing in a call on its support object, and was to.
    pub(super) fn is_failed_by_mapi(&mut self, seen: Seen<'_>, event: &SupportEvent) {
        if matches!(event, SupportEvent::AddUid(_) | SupportEvent::AddRow(_) | SupportEvent::ChangeRow(_)) {
            self.registrations.registering_is_done(false);
        }
        self.excused.add(seen, event);
    }

    /// The session forgets a UID of its.
    pub(super) fn uid_is_forgotten(&mut self, seen: Seen<'_>, uid: u64, found: &mut Found) {
        let may = self.may_be_forgotten();
        let is_in_turn = !self.registrations.is_row_removed();
        let why = match (self.registrations.forget_uid(uid), may, is_in_turn) {
            (false, ..) => "which is not there",
            (true, false, _) => "before the support object's final Release",
            (true, true, false) => "after the status row",
            (true, true, true) => return,
        };
        self.registrations_break(seen, &format!("the session removed a UID, {why}"), found);
    }

    /// The session removes its status row. The provider may have asked for that itself (STATUS-10).
    pub(super) fn row_is_removed(&mut self, seen: Seen<'_>, found: &mut Found) {
        let own = Whose::Logon(self.number);
        let is_own = |call: &What| match call {
            What::Support(SupportEvent::AddRow(call)) => call.whose == own && call.row.gone == Some(true),
            What::Support(SupportEvent::ChangeRow(call)) => call.whose == own && call.row.gone == Some(true),
            _ => false,
        };
        let may = self.may_be_forgotten() || seen.is_inside(is_own);
        let why = match (self.registrations.forget_row(), may) {
            (false, _) => "which is not there",
            (true, false) => "before the support object's final Release",
            (true, true) => return,
        };
        self.registrations_break(seen, &format!("the session removed the status row, {why}"), found);
    }

    /// Whether MAPI may forget what was registered (SUPREL-2, LOGOFF-10).
    fn may_be_forgotten(&self) -> bool {
        !matches!(self.stage, Stage::LoggingOn | Stage::Active) || self.support.is_ending()
    }

    /// SUPREL-2, SUPREL-3: a client's Release of the store calls Logoff after the removals only.
    fn judge_registrations_at_logoff(&mut self, seen: Seen<'_>, found: &mut Found) {
        let own = Whose::Logon(self.number);
        let is_own = |call: &What| matches!(call, What::Support(SupportEvent::Release(call)) if call.whose == own);
        if seen.is_inside(is_own) {
            self.judge_registrations(seen, "are still there when the final Release calls Logoff", found);
        }
    }

    /// Whether anything is left of what should be gone by now.
    pub(super) fn judge_registrations(&mut self, seen: Seen<'_>, when: &str, found: &mut Found) {
        if self.registrations.has_entries() {
            self.registrations_break(seen, &format!("UIDs or the status row {when}"), found);
        }
    }

    fn registrations_break(&mut self, seen: Seen<'_>, text: &str, found: &mut Found) {
        if !std::mem::replace(&mut self.is_told, true) {
            found.tell("V-35", seen.at, &self.name(), text);
        }
    }

    /// After the final Release nothing is open or registered any more (SUPREL-2).
    pub(super) fn support_release_is_done(&mut self, seen: Seen<'_>, release: &Release, found: &mut Found) {
        self.support.release_is_done();
        if !release.is_final.0 {
            return;
        }
        if self.stage == Stage::LoggingOn {
            // the session's own reference, until its logon call has returned
            self.support.is_lost = true;
            found.tell("V-9", seen.at, seen.object(), "more Releases than AddRefs").by("LOGON-2");
        }
        self.sections_are_open(seen, release.sections.unwrap_or(0), found);
        self.judge_registrations(seen, "are still there after the support object's final Release", found);
    }

    /// The support object is called after its final Release (SUP-3).
    pub(super) fn support_is_called_late(&self, seen: Seen<'_>, late: &Late, found: &mut Found) {
        if self.support.is_lost {
            return;
        }
        if late.over {
            found.tell("V-9", seen.at, seen.object(), "more Releases than AddRefs").by("LOGON-2");
        } else {
            let text = format!("{} after the final Release", late.call);
            found.tell("V-8", seen.at, seen.object(), text.trim_start());
        }
    }

    /// LOGON-6, told once a logon.
    pub(super) fn sections_are_open(&mut self, seen: Seen<'_>, count: u64, found: &mut Found) {
        if self.support.are_sections_news(count) {
            let text = format!("{count} profile sections are still open");
            found.tell("V-42", seen.at, &self.name(), text).by("LOGON-6");
        }
    }

    /// SpoolerNotify comes after the logon call (LOGON-8), with flags for the kind (SPL-1).
    pub(super) fn spooler_is_told(&self, seen: Seen<'_>, flags: u32, found: &mut Found) {
        const OF_STORES: u32 = NOTIFY_READYTOSEND | NOTIFY_NEWMAIL_RECEIVED;
        if self.kind == Some(Kind::Store) && flags & !OF_STORES != 0 {
            let text =
                format!("SpoolerNotify({flags:#x}) of a store, which has READYTOSEND and NEWMAIL_RECEIVED alone");
            found.tell("SPL-1", seen.at, seen.object(), text);
        }
        if self.stage == Stage::LoggingOn {
            let text = "SpoolerNotify inside the logon call; it waits for a spooler that may not be there yet";
            found.tell("V-16", seen.at, seen.object(), text);
        }
    }

    /// The spooler calls it: one call at a time, but for TransportNotify (THR-6).
    pub(super) fn spooler_calls(&mut self, seen: Seen<'_>, call: &TransportEvent, found: &mut Found) {
        let is_notify = matches!(call, TransportEvent::Notify(_));
        if !seen.begins() {
            if is_notify {
                self.judge_row(seen, found);
            } else {
                self.spooling.call_is_done();
            }
            return;
        }
        if !is_notify && !self.spooling.call_begins() {
            let text = format!("{} while another call of the spooler's is under way on it", seen.name());
            found.tell("THR-6", seen.at, &self.name(), text);
        }
        if let Some((id, text)) = self.spooling.fault_of(call) {
            found.tell(id, seen.at, &self.name(), text);
        }
        self.work_begins(seen, false, found);
    }

    /// STATUS-2: TransportNotify has returned.
    fn judge_row(&mut self, seen: Seen<'_>, found: &mut Found) {
        let is_first = self.spooling.is_first_notify();
        if is_first && !self.registrations.has_row() && !self.excused.row && self.stage == Stage::Active {
            let text = "a transport without a status row, and TransportNotify has returned";
            found.tell("V-12", seen.at, &self.name(), text);
        }
    }

    /// What only the end of the events shows; nothing more may come of it where `is_over`.
    pub(super) fn judge_end(&self, last: usize, is_over: bool, found: &mut Found) {
        let name = self.name();
        let (left_open, known_at) = self.registrations.left_open(&self.excused);
        if left_open > 0 && !self.support.is_lost {
            found.tell("V-17", known_at, &name, format!("{left_open} subscriptions left open"));
        }
        if self.stage != Stage::Released || self.is_told || !is_over {
            return;
        }
        if !self.support.is_final {
            found.tell("V-9", last, &name, "the support object is still held");
        }
        let times = self.support.told_transports;
        // One that is said to be effective may come on top of one that did nothing.
        let is_right = times == 1 || (times == 0 && self.excused.transports);
        if self.is_stores() && !is_right {
            found.tell("V-18", last, &name, format!("StoreLogoffTransports was effective {times} times"));
        }
    }
}
