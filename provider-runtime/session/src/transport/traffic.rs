//! The end of a transport's traffic (XPLOGON-7, XPOFF-1), before its logon ends.

use super::TransportCalls;
use provider_abi::lock::lock;
use provider_abi::shapes::flag::{LOGOFF_HURRY, NOTIFY_ABORT_DEFERRED, NOTIFY_END_INBOUND, NOTIFY_END_OUTBOUND};
use std::sync::atomic::Ordering;

impl TransportCalls<'_> {
    /// SESSION-8, XPOFF-1: no more messages; what is deferred is given up, what is under way is
    /// cancelled, unless it is to be dropped anyway.
    pub(crate) fn end_traffic(&self) {
        let Self { state, transport } = *self;
        // Its deferred messages stay where they are.
        for entry in state.spooler.outbox.deferred_by(transport.logon.number) {
            self.notify_deferred(NOTIFY_ABORT_DEFERRED, &entry);
        }
        self.notify(NOTIFY_END_INBOUND | NOTIFY_END_OUTBOUND);
        let in_hurry = state.options.transport_logoff_flags & LOGOFF_HURRY != 0;
        if transport.is_busy.load(Ordering::Acquire) && !in_hurry {
            self.cancel();
        }
        self.look_at_arrays();
    }

    /// XPLOGON-7: one more look, then the session forgets them. After a Shutdown that came too
    /// early they may be gone (SHUT-5).
    pub(crate) fn look_at_arrays(&self) {
        let types = std::mem::take(&mut *lock(&self.transport.types));
        let logon = &self.transport.logon;
        let is_there = !logon.provider.is_ending();
        let have_changed = is_there && !types.are_unchanged();
        logon.have_arrays_changed.store(have_changed, Ordering::Release);
    }
}
