//! What tests do to a session that no client can: single steps of an end, calls from inside a
//! provider's call, and the pointers of a provider's objects.

use super::session::Session;
use crate::model::{Logon, Stage};
use crate::shutdown::Sequence;
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A session, step by step: [`Session::by_hand`].
#[derive(Debug)]
pub struct ByHand<'s> {
    pub(super) session: &'s Session,
}

impl Session {
    /// What no client can do, for tests.
    pub fn by_hand(&self) -> ByHand<'_> {
        ByHand { session: self }
    }
}

impl ByHand<'_> {
    /// How many calls of providers to MAPI there were: to support objects, profile sections, the
    /// administration of a service and its table, and to messages that are lent, their attachments,
    /// streams and tables. AddRef, Release, QueryInterface and a table's Unadvise do not count;
    /// what the session itself calls on an object that is lent, inside such a call, does.
    pub fn host_calls(&self) -> u64 {
        self.session.state.memory.faults.calls()
    }

    /// The `k`-th such call from now, counted from 1, does nothing and answers `code`, which may be
    /// `S_OK`. Several may be planned. What a rule asks of the provider, and cannot be so after it,
    /// is not judged.
    pub fn fail_host_call(&self, k: u64, code: Code) {
        self.session.state.memory.faults.fail_at(k, code);
    }

    /// No call fails any more that was planned to.
    pub fn fail_no_host_call(&self) {
        self.session.state.memory.faults.clear();
    }

    /// How many threads wait until another has logged on or off.
    pub fn threads_waiting(&self) -> usize {
        self.session.state.lifecycle_waiting()
    }

    /// Runs `hook` once, inside the next call of this event (`sup.row+`, `sup.notify`,
    /// `sup.release` …) that a provider makes: for tests of re-entrance (T-92).
    pub fn inside(&self, event: &'static str, hook: impl FnOnce() + Send + 'static) {
        self.session.state.hooks.add(event, Box::new(hook));
    }

    /// Each call from now on leaves out what a caller may leave out: a logon's MAPIERROR and
    /// security data (LOGON-1), Shutdown's flags (SHUT-3), ServiceEntry's MAPIERROR, the problems
    /// of SetProps, the count of SeekRow.
    pub fn leave_out(&self) {
        self.session.state.is_sparing.store(true, Ordering::Release);
    }

    /// `IMSProvider::Shutdown` alone, of every provider object, once, whatever is still logged on:
    /// for tests of broken orders (SHUT-5). It is the host's fault then (V-22).
    ///
    /// It does nothing inside a call of the provider's while another thread logs on or off; the
    /// same holds for the next two.
    pub fn shut_down(&self) {
        Sequence { state: &self.session.state }.shut_down_only();
    }

    /// Every provider object's Release alone: for tests of broken orders (SHUT-7).
    pub fn release_provider(&self) {
        Sequence { state: &self.session.state }.release_providers_only();
    }

    /// Every logon object's Release without Logoff: for tests of broken orders (LOGOFF-7, V-23).
    pub fn release_logons(&self) {
        Sequence { state: &self.session.state }.release_logons_only();
    }

    /// The first provider object's pointer, for calls that only a test makes. Valid until the
    /// session has ended.
    pub fn provider_pointer(&self) -> Option<*mut c_void> {
        lock(&self.session.state.providers).first().and_then(|provider| provider.pointer())
    }

    /// The newest logon object's pointer of a client's, for calls that only a test makes. Valid
    /// until the logon is released.
    pub fn logon_pointer(&self) -> Option<*mut c_void> {
        let live = |logon: &&Arc<Logon>| matches!(logon.stage(), Stage::Active | Stage::LoggingOff);
        self.session.state.client_logons().iter().rev().find(live).map(|logon| logon.object())
    }
}
