//! What the session keeps of a logon, and when it forgets it: UIDs, the status row, subscriptions (V-17, V-35).

use super::logon::{Stage, name};
use super::{Phase, Referee, Seen};
use crate::events::Event;
use std::collections::{BTreeMap, BTreeSet};

/// What is kept of one logon.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// How often each UID (UID-2: a multiset).
    uids: BTreeMap<u64, usize>,
    /// How many status rows (STATUS-11).
    rows: usize,
    /// Whether the session has removed a row (SUPREL-2: behind the UIDs).
    is_row_removed: bool,
    /// PR_RESOURCE_METHODS of the row, and the newest event when they last changed.
    pub(super) methods: Option<u64>,
    pub(super) methods_since: usize,
    connections: BTreeSet<u64>,
    /// Those that the provider did not cancel, and when that was known.
    pub(super) left_open: BTreeSet<u64>,
    pub(super) left_open_at: usize,
    /// Registrations under way, and what was forgotten of them before they returned.
    under_way: usize,
    owed: usize,
}

impl Kept {
    /// Whether a UID or a row is there.
    pub(super) fn has_entries(&self) -> bool {
        !self.uids.is_empty() || self.rows > 0
    }

    pub(super) fn has_row(&self) -> bool {
        self.rows > 0
    }

    pub(super) fn has_uids(&self) -> bool {
        !self.uids.is_empty()
    }

    /// Whether one was there to be forgotten.
    fn forget_uid(&mut self, uid: u64) -> bool {
        match self.uids.get_mut(&uid) {
            Some(times) if *times > 1 => *times -= 1,
            Some(_) => {
                self.uids.remove(&uid);
            }
            None => return self.forget_early(),
        }
        true
    }

    fn forget_row(&mut self) -> bool {
        self.methods = None;
        self.is_row_removed = true;
        let was_there = self.rows > 0;
        self.rows = self.rows.saturating_sub(1);
        was_there || self.forget_early()
    }

    /// A registration on another thread, that has been kept and has not returned.
    fn forget_early(&mut self) -> bool {
        let is_early = self.owed < self.under_way;
        self.owed += usize::from(is_early);
        is_early
    }

    /// Whether what was registered is still there when the call returns.
    fn is_registered(&mut self, success: bool) -> bool {
        self.under_way = self.under_way.saturating_sub(1);
        let is_gone = self.owed > 0;
        self.owed = self.owed.saturating_sub(usize::from(success));
        success && !is_gone
    }
}

impl Referee<'_> {
    /// `sup.uid+`, `sup.row+`, `sup.row~`
    pub(super) fn is_registered(&mut self, seen: Seen<'_>) {
        let Some((_, logon)) = self.logon(seen) else { return };
        // A call that has the logon's whole end inside it: what it registered went with that.
        let is_over = matches!(logon.stage, Stage::LoggedOff | Stage::Released);
        let kept = &mut logon.kept;
        if seen.phase == Phase::Begins {
            kept.under_way += 1;
        } else if kept.is_registered(seen.is_success()) && !is_over {
            match seen.event.event {
                "sup.uid+" => *kept.uids.entry(seen.number("uid")).or_default() += 1,
                _ => kept.row_is(seen),
            }
        }
    }

    pub(super) fn is_subscribed(&mut self, seen: Seen<'_>) {
        let Some((_, logon)) = self.logon(seen).filter(|_| seen.is_success()) else { return };
        let connection = seen.number("connection");
        match seen.event.event {
            "sup.subscribe" => {
                logon.kept.connections.insert(connection);
            }
            _ => {
                logon.kept.connections.remove(&connection);
            }
        }
    }

    /// `uid-`, `row-`, `sub-`: what the session forgets, and when it may (SUPREL-2, LOGOFF-10).
    pub(super) fn is_forgotten(&mut self, seen: Seen<'_>) {
        // The provider may have its rows removed itself (STATUS-10).
        let own = |call: &Event| call.fact("logon") == seen.event.fact("logon") && call.fact("gone") == Some(1);
        let is_asked_for = seen.event.event == "row-" && self.is_inside(seen.index, own);
        let Some((number, logon)) = self.logon(seen) else { return };
        let may = is_asked_for || !matches!(logon.stage, Stage::LoggingOn | Stage::Active) || logon.lent.is_ending();
        let is_in_turn = seen.event.event != "uid-" || !logon.kept.is_row_removed;
        let (what, was_there) = match seen.event.event {
            "sub-" => return logon.kept.is_left_open(seen),
            "uid-" => ("a UID", logon.kept.forget_uid(seen.number("uid"))),
            _ => ("the status row", logon.kept.forget_row()),
        };
        let why = match (was_there, may, is_in_turn) {
            (false, ..) => "which is not there",
            (true, false, _) => "before the support object's final Release",
            (true, true, false) => "behind the status row",
            (true, true, true) => return,
        };
        self.keeping_breaks(seen, number, &format!("the session removed {what}, {why}"));
    }

    /// SUPREL-2, SUPREL-3: a client's Release of the store calls Logoff behind the removals only.
    pub(super) fn judge_forgotten_before_logoff(&mut self, seen: Seen<'_>, number: u64) {
        let ours = |call: &Event| call.event == "sup.release" && call.fact("logon") == Some(number);
        if self.is_inside(seen.index, ours) {
            self.judge_forgotten(seen, number, "are still there when the final Release calls Logoff");
        }
    }

    /// LOGOFF-10, and NOTIF-6 for what nobody cancelled.
    pub(super) fn judge_forgotten_before_release(&mut self, seen: Seen<'_>, number: u64) {
        if let Some(logon) = self.logons.get_mut(number) {
            let left = std::mem::take(&mut logon.kept.connections);
            if !left.is_empty() {
                logon.kept.left_open.extend(left);
                logon.kept.left_open_at = seen.at;
            }
        }
        self.judge_forgotten(seen, number, "are still there behind its Logoff");
    }

    /// Whether anything is left of what should be gone by now.
    pub(super) fn judge_forgotten(&mut self, seen: Seen<'_>, number: u64, when: &str) {
        if self.logons.get_mut(number).is_some_and(|logon| logon.kept.has_entries()) {
            self.keeping_breaks(seen, number, &format!("UIDs or the status row {when}"));
        }
    }

    fn keeping_breaks(&mut self, seen: Seen<'_>, number: u64, text: &str) {
        let Some(logon) = self.logons.get_mut(number) else { return };
        if !std::mem::replace(&mut logon.is_told, true) {
            self.found.tell("V-35", seen.at, &name(number), text);
        }
    }
}

impl Kept {
    fn row_is(&mut self, seen: Seen<'_>) {
        let (methods, is_gone) = (seen.event.fact("methods"), seen.has("gone"));
        // What is gone has been told by "row-". An update without a row adds one (STATUS-11).
        self.rows = match seen.event.event {
            _ if is_gone => self.rows,
            "sup.row+" => self.rows + 1,
            _ => self.rows.max(1),
        };
        self.is_row_removed = false;
        if is_gone || methods.is_some() || seen.event.event == "sup.row+" {
            self.methods = methods;
            self.methods_since = seen.at;
        }
    }

    /// A subscription that the session had to cancel.
    fn is_left_open(&mut self, seen: Seen<'_>) {
        let connection = seen.number("connection");
        self.connections.remove(&connection);
        self.left_open.insert(connection);
        self.left_open_at = seen.at;
    }
}
