//! What a store has that no other kind has: how it stands with the transports, and the list of the
//! open stores. Its methods are in `object.rs` and `logon_call.rs`.
#![allow(unsafe_code, reason = "the list of open stores holds them without a reference")]

use super::object::StoreObject;
use super::spooler_part::SpoolerPart;
use crate::logon::state::Listed;
use crate::provider::StoreProvider;
use provider_abi::shapes::flag::LOGOFF_ABORT;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// How a store object stands with its client, and with the transports.
#[derive(Default)]
pub struct StoreState {
    /// What names the store.
    pub(super) key: Vec<u8>,
    /// Whether a store object was ever given to a client: else there is no transport to tell.
    pub(super) was_opened: AtomicBool,
    /// Whether a client holds it.
    pub(super) is_held: AtomicBool,
    /// What StoreLogoff said last; 0: nothing (STORELOGOFF-2).
    pub(super) logoff_flags: AtomicU32,
    /// Whether the one effective StoreLogoffTransports was made (STORELOGOFF-6).
    pub(super) are_transports_told: AtomicBool,
    /// How it stands with the spooler.
    pub(super) spooler: SpoolerPart,
}

impl StoreState {
    /// The flags for StoreLogoffTransports, exactly once in a store's life (STORELOGOFF-6); then
    /// `None`.
    pub(super) fn transport_logoff_flags(&self) -> Option<u32> {
        if !self.was_opened.load(Ordering::Acquire) || self.are_transports_told.swap(true, Ordering::AcqRel) {
            return None;
        }
        let saved = self.logoff_flags.load(Ordering::Acquire);
        Some(if saved == 0 { LOGOFF_ABORT } else { saved })
    }

    pub(super) fn held_by_client(&self) -> Option<&'static str> {
        self.is_held.load(Ordering::Acquire).then_some("store")
    }
}

/// The open stores of one provider object (MSLOGON-6).
pub struct OpenStores<P: StoreProvider>(Vec<Listed<StoreObject<P>>>);

impl<P: StoreProvider> Default for OpenStores<P> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<P: StoreProvider> OpenStores<P> {
    /// The open store with this key, with a reference for the caller. A store in its final Release,
    /// or one whose logon is ending, counts as not open (MSLOGON-8).
    pub(super) fn find(&self, key: &[u8]) -> Option<NonNull<StoreObject<P>>> {
        let is_it = |store: &StoreObject<P>| {
            let logon = &store.logon;
            logon.kind_state.key == key && !logon.link.calls.is_closed() && store.count.up_unless_zero()
        };
        // SAFETY: O4: in the list, so not freed while its lock is held.
        self.0.iter().map(|store| store.0).find(|store| is_it(unsafe { store.as_ref() }))
    }

    /// Puts a store into the list, unless another logon has opened one with that key meanwhile:
    /// then gives that one.
    pub(super) fn add(&mut self, key: &[u8], store: NonNull<StoreObject<P>>) -> Option<NonNull<StoreObject<P>>> {
        let found = self.find(key);
        if found.is_none() {
            self.0.push(Listed(store));
        }
        found
    }

    /// Takes a store out of the list: it is in its final Release.
    pub(super) fn remove(&mut self, store: &StoreObject<P>) {
        self.0.retain(|other| !std::ptr::eq(other.0.as_ptr(), store));
    }
}
