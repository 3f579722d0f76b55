//! The stores that the spooler has opened beside the clients, on provider objects of its own, and
//! when it lets go of them (SPOOL-*). When it opens one is in `reaction.rs`.
#![allow(unsafe_code, reason = "a store comes with a reference")]

use super::Spooler;
use crate::end;
use crate::log_on::Opened;
use crate::logon::Logon;
use crate::record::what::session::{Releaser, StoreRelease};
use crate::state::State;
use provider_abi::com_ptr::ComPtr;
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::imsg_store::IMsgStoreVtbl;
use std::sync::Arc;

/// A store of the spooler's.
#[derive(Debug)]
pub(super) struct SpoolerStore {
    /// The client's logon that it follows.
    client: Arc<Logon>,
    own: Arc<Logon>,
    store: ComPtr<IMsgStoreVtbl>,
    /// STORELOGOFF-12: the client's store has said that it is complete.
    is_complete: bool,
}

impl State {
    pub(crate) fn is_open_for_spooler(&self, client: &Arc<Logon>) -> bool {
        lock(&self.spooler.stores).iter().any(|open| Arc::ptr_eq(&open.client, client))
    }

    /// The spooler has opened a store beside a client's.
    pub(crate) fn keep_for_spooler(&self, client: &Arc<Logon>, opened: Opened) {
        // SAFETY: F1: an `Opened` comes with a reference for whoever asked for it, here the
        // spooler.
        let store = unsafe { ComPtr::from_raw(opened.store) };
        let Some(store) = store else { return };
        let open = SpoolerStore { client: Arc::clone(client), own: opened.logon, store, is_complete: false };
        lock(&self.spooler.stores).push(open);
    }

    /// STORELOGOFF-12: the transports have nothing more to do with the client's store. The
    /// spooler's own is released when no call of a provider's is under way: this comes in the
    /// middle of one.
    pub(crate) fn complete_for_spooler(&self, client: &Arc<Logon>) {
        for open in lock(&self.spooler.stores).iter_mut().filter(|open| Arc::ptr_eq(&open.client, client)) {
            open.is_complete = true;
        }
    }

    /// The spooler's turn, after a call of a client's: it releases the stores that are complete.
    pub(crate) fn run_spooler(&self) {
        if self.record.is_inside_a_call() {
            return;
        }
        let Some(_turn) = self.turn_now() else { return }; // THR-5: else at the next call, or the end
        while let Some(open) = self.spooler.take(|open| open.is_complete) {
            self.release_for_spooler(open);
        }
    }

    /// ORDER-4: everything that the spooler has open, newest first, and its provider objects.
    pub(crate) fn end_spooler(self: &Arc<Self>) {
        while let Some(open) = self.spooler.take(|_| true) {
            let own = Arc::clone(&open.own);
            self.release_for_spooler(open);
            end::end_logon(self, &own); // where the Release was not the last
        }
        self.end_providers(|provider| provider.is_spoolers);
    }

    fn release_for_spooler(&self, open: SpoolerStore) {
        let release = StoreRelease { logon: open.own.number, left: None, by: Releaser::Spooler };
        let call = self.record.call(&open.own.name(), release).by("STORELOGOFF-12");
        let left = open.store.release();
        call.set(|release| release.left = Some(left));
        call.done(Code::OK);
    }
}

impl Spooler {
    /// Takes the newest that is meant; it is used without the lock (S3).
    fn take(&self, wanted: impl Fn(&SpoolerStore) -> bool) -> Option<SpoolerStore> {
        let mut open = lock(&self.stores);
        let at = open.iter().rposition(wanted)?;
        Some(open.remove(at))
    }
}
