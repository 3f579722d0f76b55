//! The stores that the spooler has opened for the clients', on provider objects of its own, and
//! when it lets go of them (SPOOL-*). When it opens one is in `logon/policy.rs`.

use super::logon_end::LogonEnd;
use super::sequence::Sequence;
use crate::model::{SpoolerStore, State};
use crate::record::what::session::{Releaser, StoreRelease};
use provider_abi::shapes::code::Code;
use std::sync::Arc;

/// The spooler's stores of one session.
pub(crate) struct SpoolerStores<'s> {
    pub(crate) state: &'s State,
}

impl SpoolerStores<'_> {
    /// After a call of a client's: the stores that are complete are released.
    pub(crate) fn release_complete(&self) {
        if self.state.record.is_inside_a_call() {
            return;
        }
        // THR-5: else at the next call, or the end
        let Some(_lifecycle) = self.state.try_lifecycle() else { return };
        while let Some(open) = self.state.spooler.take_store(|open| open.is_complete) {
            self.release(open);
        }
    }

    /// ORDER-4: everything that the spooler has open, newest first, and its provider objects.
    pub(crate) fn end_all(&self) {
        while let Some(open) = self.state.spooler.take_store(|_| true) {
            let own = Arc::clone(&open.own);
            self.release(open);
            LogonEnd { state: self.state, logon: &own }.run(); // where the Release was not the last
        }
        Sequence { state: self.state }.end_providers(|provider| provider.is_spoolers);
    }

    fn release(&self, open: SpoolerStore) {
        let release = StoreRelease { logon: open.own.number, left: None, by: Releaser::Spooler };
        let call = self.state.record.call(&open.own.name(), release).by("STORELOGOFF-12");
        let left = open.store.release();
        call.set(|release| release.left = Some(left));
        call.done(Code::OK);
    }
}
