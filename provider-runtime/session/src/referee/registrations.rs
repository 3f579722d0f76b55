//! What a logon has registered through its support object, as the session keeps it: UIDs, status
//! rows, subscriptions. When the session may forget it is in `logon.rs`.

use super::excused::Excused;
use crate::record::what::support::RowChange;
use std::collections::{BTreeMap, BTreeSet};

/// What the session keeps of one logon.
#[derive(Debug, Default)]
pub(super) struct Registrations {
    /// How often each UID (UID-2: a multiset).
    uids: BTreeMap<u64, usize>,
    /// How many status rows (STATUS-11).
    rows: usize,
    /// Whether the session has removed a row (SUPREL-2: after the UIDs).
    is_row_removed: bool,
    /// PR_RESOURCE_METHODS of the row, and the newest event when they last changed.
    methods: Option<u32>,
    methods_since: usize,
    connections: BTreeSet<u64>,
    /// Those that the provider did not cancel, and when that was known.
    left_open: BTreeSet<u64>,
    left_open_at: usize,
    /// Registrations under way, and what was forgotten of them before they returned.
    under_way: usize,
    owed: usize,
}

impl Registrations {
    /// Whether a UID or a row is there.
    pub(super) fn has_entries(&self) -> bool {
        self.has_uids() || self.has_row()
    }

    pub(super) fn has_row(&self) -> bool {
        self.rows > 0
    }

    pub(super) fn has_uids(&self) -> bool {
        !self.uids.is_empty()
    }

    /// Whether the session has removed a row, and no new one has come since.
    pub(super) fn is_row_removed(&self) -> bool {
        self.is_row_removed
    }

    /// PR_RESOURCE_METHODS of the row, if they are those that a call has met that began then.
    pub(super) fn methods_at(&self, index: usize) -> Option<u32> {
        self.methods.filter(|_| self.methods_since < index)
    }

    /// How many subscriptions the provider did not cancel, and when that was known.
    pub(super) fn left_open(&self, excused: &Excused) -> (usize, usize) {
        (self.left_open.iter().filter(|connection| !excused.has_connection(**connection)).count(), self.left_open_at)
    }

    /// A UID or a row is being registered.
    pub(super) fn registering_begins(&mut self) {
        self.under_way += 1;
    }

    /// Whether what was to be registered is there when the call returns.
    pub(super) fn registering_is_done(&mut self, success: bool) -> bool {
        self.under_way = self.under_way.saturating_sub(1);
        let is_gone = self.owed > 0;
        self.owed = self.owed.saturating_sub(usize::from(success));
        success && !is_gone
    }

    pub(super) fn add_uid(&mut self, uid: u64) {
        *self.uids.entry(uid).or_default() += 1;
    }

    /// A new row.
    pub(super) fn add_row(&mut self, row: &RowChange, at: usize) {
        let is_gone = row.gone == Some(true);
        // What is gone has been told by the event that says so.
        self.rows += usize::from(!is_gone);
        self.is_row_removed = false;
        self.methods = row.methods;
        self.methods_since = at;
    }

    /// Changed columns. Without a row they make one (STATUS-11).
    pub(super) fn change_row(&mut self, row: &RowChange, at: usize) {
        let is_gone = row.gone == Some(true);
        self.rows = if is_gone { self.rows } else { self.rows.max(1) };
        self.is_row_removed = false;
        if is_gone || (row.methods.is_some() && row.methods != self.methods) {
            self.methods = row.methods;
            self.methods_since = at;
        }
    }

    /// Whether one was there to be forgotten.
    pub(super) fn forget_uid(&mut self, uid: u64) -> bool {
        match self.uids.get_mut(&uid) {
            Some(times) if *times > 1 => *times -= 1,
            Some(_) => {
                self.uids.remove(&uid);
            }
            None => return self.forget_early(),
        }
        true
    }

    /// Whether one was there to be removed.
    pub(super) fn forget_row(&mut self) -> bool {
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

    pub(super) fn subscribe(&mut self, connection: u64) {
        self.connections.insert(connection);
    }

    pub(super) fn unsubscribe(&mut self, connection: u64) {
        self.connections.remove(&connection);
    }

    /// A subscription that the session had to cancel.
    pub(super) fn is_left_open(&mut self, connection: u64, at: usize) {
        self.connections.remove(&connection);
        self.left_open.insert(connection);
        self.left_open_at = at;
    }

    /// NOTIF-6: nobody has cancelled the rest.
    pub(super) fn all_are_left_open(&mut self, at: usize) {
        let left = std::mem::take(&mut self.connections);
        if !left.is_empty() {
            self.left_open.extend(left);
            self.left_open_at = at;
        }
    }
}
