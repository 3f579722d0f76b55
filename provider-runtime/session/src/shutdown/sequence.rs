//! The order of a session's end (SHUT-1, SESSION-8): kind by kind (`Options::logoff_order`). Within
//! a kind, the provider object that logged on last goes first: its logons, newest first, then
//! itself. The end of one logon is in `logon_end.rs`, of one provider object in `provider_end.rs`,
//! of the spooler's stores in `spooler_stores.rs`.

use super::logon_end::LogonEnd;
use super::provider_end::ProviderEnd;
use super::spooler_stores::SpoolerStores;
use crate::kind::Kind;
use crate::model::{Logon, Provider, Stage, State};
use crate::record::what::session::{ClientHolds, Logoff, LogoffCause};
use crate::transport::TransportCalls;
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The end of one session, part by part.
pub(crate) struct Sequence<'s> {
    pub(crate) state: &'s State,
}

impl Sequence<'_> {
    /// The steps of a logoff, on the thread that has the lifecycle lock; what has been done already
    /// is not done again. A failure stops nothing (LOGOFF-5, SHUT-6).
    pub(crate) fn end_everything(&self) {
        for kind in self.state.options.logoff_order {
            if kind == Kind::Transport {
                self.end_transports();
                SpoolerStores { state: self.state }.end_all(); // ORDER-4
            } else {
                self.end_providers(|provider| provider.kind == kind && !provider.is_spoolers);
            }
        }
        self.state.notifications.forget();
        lock(&self.state.routes).clear();
    }

    /// SESSION-12: the last Release of a session, or the last MAPIUninitialize, without a Logoff.
    /// Also after a Logoff from inside a logon call: what is still logged on is given back.
    pub(crate) fn without_logoff(&self) {
        if self.state.is_frozen() {
            return; // FAST-11
        }
        // Taken before the call is recorded: a thread inside a recorded call must not wait for the
        // lock (`State::lifecycle`).
        let _lifecycle = self.state.lifecycle();
        if self.state.is_over.swap(true, Ordering::AcqRel) {
            return self.end_everything();
        }
        let logoff = Logoff { cause: LogoffCause::Implied, ..Logoff::default() };
        let call = self.state.record.call("session", logoff).by("SESSION-12");
        self.record_held();
        self.end_everything();
        call.done(Code::OK);
    }

    /// SESSION-10: what clients still hold.
    pub(crate) fn record_held(&self) {
        for (name, opened) in self.state.handles.list() {
            self.state.record.note(&name, ClientHolds { opened });
        }
    }

    /// XPOFF-1: the traffic of each transport ends; then each goes, and its provider object after
    /// its last logon (SHUT-1).
    fn end_transports(&self) {
        let transports = std::mem::take(&mut *lock(&self.state.spooler.transports));
        for transport in transports.iter().filter(|transport| transport.logon.stage() == Stage::Active) {
            TransportCalls { state: self.state, transport }.end_traffic();
        }
        self.end_providers(|provider| provider.kind == Kind::Transport);
    }

    /// Every logon, last in first out, and each provider object after its last one, in the reverse
    /// order of their first logons (ORDER-3, ORDER-5).
    pub(crate) fn end_providers(&self, wanted: impl Fn(&Provider) -> bool) {
        let mut providers = lock(&self.state.providers).clone();
        providers.sort_by_key(|provider| (provider.first_logon(), provider.number));
        for provider in providers.iter().rev().filter(|provider| wanted(provider)) {
            let logons = self.state.logons.live();
            for logon in logons.iter().rev().filter(|logon| Arc::ptr_eq(&logon.provider, provider)) {
                LogonEnd { state: self.state, logon }.run();
            }
            let Some(lifecycle) = self.state.lifecycle() else { continue };
            let end = ProviderEnd { state: self.state, provider, lifecycle: &lifecycle };
            end.shut_down();
            end.release();
        }
    }

    /// SUPREL-4, SHUT-9: a transport's provider object ends with its last logon. Inside that
    /// logon's own end, where the options say so (SHUT-2).
    pub(crate) fn end_provider_if_last(&self, logon: &Logon) {
        let logons = self.state.logons.live();
        let is_other =
            |other: &&Arc<Logon>| other.number != logon.number && Arc::ptr_eq(&other.provider, &logon.provider);
        let is_live = |other: &Arc<Logon>| !matches!(other.stage(), Stage::Released | Stage::None);
        if logons.iter().filter(is_other).any(is_live) {
            return;
        }
        let Some(lifecycle) = self.state.lifecycle() else { return };
        let end = ProviderEnd { state: self.state, provider: &logon.provider, lifecycle: &lifecycle };
        end.shut_down();
        end.release();
    }

    /// A logon that ends before the session does: by itself (V-7), because it can do no more
    /// (SPL-3), or because the session has ended inside its call (T-92). Its provider object goes
    /// with its last logon (SHUT-9).
    pub(crate) fn end_early(&self, logon: &Logon) {
        LogonEnd { state: self.state, logon }.run();
        self.end_provider_if_last(logon);
    }

    /// `IMSProvider::Shutdown` alone, of every provider object, whatever is still logged on.
    pub(crate) fn shut_down_only(&self) {
        let Some(lifecycle) = self.state.lifecycle() else { return };
        for provider in lock(&self.state.providers).clone() {
            ProviderEnd { state: self.state, provider: &provider, lifecycle: &lifecycle }.shut_down();
        }
    }

    /// Every provider object's Release alone.
    pub(crate) fn release_providers_only(&self) {
        let Some(lifecycle) = self.state.lifecycle() else { return };
        for provider in lock(&self.state.providers).clone() {
            ProviderEnd { state: self.state, provider: &provider, lifecycle: &lifecycle }.release();
        }
    }

    /// Every logon object's Release without Logoff.
    pub(crate) fn release_logons_only(&self) {
        let Some(_lifecycle) = self.state.lifecycle() else { return };
        let logons = self.state.logons.live();
        for logon in logons.iter().rev().filter(|logon| logon.begin_logoff(false)) {
            LogonEnd { state: self.state, logon }.release();
        }
    }
}
