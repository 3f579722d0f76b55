//! `IMAPISession::Logoff`, and the ends that come without it (SESSION-4, SESSION-5, SESSION-12).
//! The sequence itself is in `end.rs`, what came of it in `report.rs`.
#![allow(unsafe_code, reason = "an object's identity is asked for over its vtable")]

use super::clients::Client;
use super::identity::identity;
use super::kind::Kind;
use super::logon::{Logon, Stage};
use super::provider::Provider;
use super::record::What;
use super::record::what::session::{ClientHolds, Logoff, LogoffCause};
use super::record::what::{Flag, ProviderEvent, SessionEvent, TransportEvent};
use super::state::State;
use provider_abi::error::Result;
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_LOGOFF_SHARED, MAPI_LOGOFF_UI};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a call is the end of a session, or of a logon.
fn is_an_end(call: &What) -> bool {
    match call {
        What::Session(event) => matches!(event, SessionEvent::Logoff(_)),
        What::Provider(event) => matches!(event, ProviderEvent::Logoff(_) | ProviderEvent::LogonRelease(_)),
        What::Transport(event) => matches!(event, TransportEvent::Logoff(_)),
        What::Process(_) | What::Support(_) | What::Report(_) => false,
    }
}

impl State {
    /// Inside a logoff, or inside a call of a provider's while another thread logs on or off, it is
    /// refused (SESSION-13). A client that is not the last only leaves (SESSION-9); `has_left` says
    /// whether this one had before, and learns of it.
    pub(crate) fn log_off(self: &Arc<Self>, flags: u32, reserved: u32, client: &Client, has_left: &AtomicBool) -> Code {
        if reserved != 0 {
            return Code::INVALID_PARAMETER;
        }
        if flags & !(MAPI_LOGOFF_SHARED | MAPI_LOGOFF_UI) != 0 {
            return Code::UNKNOWN_FLAGS;
        }
        let is_inside = self.record.is_inside(is_an_end);
        let turn = self.turn().filter(|_| !is_inside);
        // It is a warning also where nobody shares the session (SESSION-6).
        let is_for_all = flags & MAPI_LOGOFF_SHARED != 0;
        let call = self.record.call("session", Logoff { shared: is_for_all, ..Logoff::default() });
        if turn.is_none() {
            return call.done(Code::BUSY);
        }
        if self.has_ended() || has_left.swap(true, Ordering::AcqRel) {
            return call.done(Code::END_OF_SESSION); // SESSION-5
        }
        if !self.client_leaves(client) {
            call.set(|logoff| logoff.stays = Flag(true));
            if is_for_all {
                self.tell_clients_to_leave();
            }
            return call.done(Code::OK);
        }
        self.is_over.store(true, Ordering::Release);
        self.tell_held();
        self.end_everything();
        drop(turn); // judging waits for releases on other threads, and they may need it
        call.done(Code::OK)
    }

    /// A client's last Release of its session: the last client's logs off (SESSION-12).
    pub(crate) fn client_is_gone(self: &Arc<Self>, client: &Client, has_left: &AtomicBool) {
        if self.is_frozen() {
            return; // FAST-11
        }
        let is_last = if has_left.swap(true, Ordering::AcqRel) { self.is_left() } else { self.client_leaves(client) };
        if is_last {
            self.end_without_logoff();
        }
    }

    /// SESSION-12: the last Release of a session, or the last MAPIUninitialize, without a Logoff.
    /// Also after a Logoff from inside a logon call: what is still logged on is given back.
    pub(crate) fn end_without_logoff(self: &Arc<Self>) {
        if self.is_frozen() {
            return; // FAST-11
        }
        let _turn = self.turn(); // before the record says that this thread is inside a call: it may wait
        if self.is_over.swap(true, Ordering::AcqRel) {
            return self.end_everything();
        }
        let logoff = Logoff { cause: LogoffCause::Implied, ..Logoff::default() };
        let call = self.record.call("session", logoff).by("SESSION-12");
        self.tell_held();
        self.end_everything();
        call.done(Code::OK);
    }

    /// SESSION-10
    fn tell_held(&self) {
        for (name, opened) in self.held.list() {
            self.record.note(&name, ClientHolds { opened });
        }
    }

    /// EagerLoad: every provider of the profile, whatever comes of it (REACT-10); of each service
    /// the address books first, the transports last (LOAD-5).
    pub(crate) fn load_everything(self: &Arc<Self>) {
        let Some(_turn) = self.turn() else { return };
        for kind in [Kind::AddressBook, Kind::Store, Kind::Transport] {
            for registration in self.registry.of_kind(kind) {
                let _ = self.provider_of(&registration, false);
            }
        }
    }

    /// The default store's provider.
    pub(crate) fn load_default(self: &Arc<Self>) -> Result<Arc<Provider>> {
        let _turn = self.turn().ok_or(Code::BUSY)?;
        let first = self.registry.default_store().ok_or(Code::NOT_FOUND)?;
        self.provider_of(&first, false)
    }

    /// Which logon an object that was opened by an identifier came from; 0 if nobody can tell.
    ///
    /// # Safety
    /// `object` is null, or a live object that the caller has a reference on.
    pub(crate) unsafe fn logon_of(&self, entry: &[u8], object: *mut std::ffi::c_void) -> u64 {
        let logons = lock(&self.logons).clone();
        // SAFETY: F1: the caller's promise.
        let object = unsafe { identity(object) };
        // An object may stand where the store of a logon that has ended stood.
        let is_its_store = |logon: &&Arc<Logon>| logon.stage() == Stage::Active && logon.opened(object);
        let by_store = logons.iter().rev().find(is_its_store).map(|logon| logon.number);
        by_store.or_else(|| self.owner_number(entry)).unwrap_or(0)
    }
}
