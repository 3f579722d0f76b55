//! The ends: what a support object's final Release does (SUPREL-*), and the order in which a
//! session ends (SHUT-1, SESSION-8). What a provider does meanwhile is its own business.
#![allow(unsafe_code, reason = "a logon object is called over its vtable, and released")]

use super::kind::{Kind, LogonObject};
use super::logon::{Kept, Logon, Stage};
use super::provider::Provider;
use super::record::What;
use super::record::what::provider::{self, LogonRelease, ProbeLogoff};
use super::record::what::support::{ForgetRow, ForgetSubscription, ForgetUid};
use super::record::what::{Flag, transport};
use super::state::State;
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use std::sync::Arc;

/// SUPREL-2 in its order; then, if a store was closed by its client, SUPREL-3; of a transport,
/// SUPREL-4.
pub(crate) fn support_is_final(state: &Arc<State>, logon: &Arc<Logon>) {
    clear(state, logon);
    match logon.provider.kind {
        Kind::Store => {
            if logon.begin_logoff(false) {
                log_off(state, logon);
                release(state, logon);
            }
        }
        Kind::AddressBook => {}
        Kind::Transport if state.options.nests_shutdown && logon.stage() == Stage::LoggingOff => {
            state.end_provider_if_last(logon);
        }
        Kind::Transport => {}
    }
}

/// LOGOFF-10, SUPREL-2: MAPI forgets what it keeps of a logon.
pub(crate) fn clear(state: &State, logon: &Logon) {
    let own = logon.number;
    let kept = {
        // Recorded under the lock: another thread that finds nothing left may say so only after
        // this.
        let mut kept = lock(&logon.kept);
        for uid in &kept.uids {
            state.record.note(&logon.name(), ForgetUid { logon: own, uid: state.numbers.bytes(uid) });
        }
        for _ in &kept.rows {
            state.record.note(&logon.name(), ForgetRow { logon: own });
        }
        for subscription in &kept.subscriptions {
            let connection = subscription.connection as u64;
            state.record.note(&logon.name(), ForgetSubscription { logon: own, connection });
        }
        std::mem::replace(&mut *kept, Kept { is_closed: true, ..Kept::default() })
    };
    for row in &kept.rows {
        state.row_changed(logon, TABLE_ROW_DELETED, row.number); // STATUS-9
    }
}

/// The end of one logon by the session: whoever wins the right to it makes both calls, everybody
/// else waits for them.
pub(crate) fn end_logon(state: &State, logon: &Logon) {
    let is_transports = logon.provider.kind == Kind::Transport;
    if logon.begin_logoff(is_transports && state.options.transport_logoff_flags & LOGOFF_HURRY != 0) {
        log_off(state, logon);
        release(state, logon);
    } else {
        logon.wait_until_released();
    }
}

/// `IMSLogon::Logoff` or its like, which the caller has won the right to.
pub(crate) fn log_off(state: &State, logon: &Logon) -> Code {
    let own = logon.number;
    let event: What = match logon.provider.kind {
        Kind::Store | Kind::AddressBook => provider::Logoff { logon: own }.into(),
        Kind::Transport => transport::Logoff { logon: own, changed: Flag(logon.have_arrays_changed()) }.into(),
    };
    let call = state.record.call(&logon.name(), event);
    let code = call_logoff(state, logon);
    logon.advance(Stage::LoggedOff);
    clear(state, logon);
    call.done(code);
    if state.options.repeats_ends {
        let call = state.record.call(&logon.name(), ProbeLogoff { logon: own });
        call.done(call_logoff(state, logon));
    }
    code
}

fn call_logoff(state: &State, logon: &Logon) -> Code {
    // SAFETY: S1: the session's reference; this one goes back without a Release.
    let object = unsafe { LogonObject::from_raw(logon.provider.kind, logon.object()) };
    let object = std::mem::ManuallyDrop::new(object);
    object.as_ref().map_or(Code::CALL_FAILED, |object| object.log_off(state.options.transport_logoff_flags))
}

/// The logon object's Release: the session's reference goes, whatever Logoff answered (LOGOFF-5).
pub(crate) fn release(state: &State, logon: &Logon) {
    let call = state.record.call(&logon.name(), LogonRelease { logon: logon.number, left: None });
    // SAFETY: F1: the reference that the logon call gave, given back once: the stage moves on.
    let object = unsafe { LogonObject::from_raw(logon.provider.kind, logon.object()) };
    let left = object.map_or(0, LogonObject::release);
    call.set(|release| release.left = Some(left));
    call.done(Code::OK);
    logon.advance(Stage::Released);
    state.release_lenient_support(logon);
}

impl State {
    /// The steps of a logoff, by whoever has the turn; what has been done already is not done
    /// again. A failure stops nothing (LOGOFF-5, SHUT-6).
    pub(crate) fn end_everything(self: &Arc<Self>) {
        for kind in self.options.logoff_order {
            if kind == Kind::Transport {
                self.end_transports();
                self.end_spooler(); // ORDER-4
            } else {
                self.end_providers(|provider| provider.kind == kind && !provider.is_spoolers);
            }
        }
        self.forget_clients();
    }

    /// SUPREL-4, SHUT-9: a transport's provider object ends with its last logon. Inside that
    /// logon's own end, where the options say so (SHUT-2).
    pub(crate) fn end_provider_if_last(&self, logon: &Logon) {
        let logons = lock(&self.logons).clone();
        let is_other =
            |other: &&Arc<Logon>| other.number != logon.number && Arc::ptr_eq(&other.provider, &logon.provider);
        let is_live = |other: &Arc<Logon>| !matches!(other.stage(), Stage::Released | Stage::None);
        if logons.iter().filter(is_other).any(is_live) {
            return;
        }
        let Some(turn) = self.turn() else { return };
        logon.provider.shut_down(self, &turn);
        logon.provider.release(self, &turn);
    }

    /// A logon that ends before the session does: by itself (V-7), because it can do no more
    /// (SPL-3), or because the session has ended inside its call (T-92). Its provider object goes
    /// with its last logon (SHUT-9).
    pub(crate) fn end_untimely(&self, logon: &Logon) {
        end_logon(self, logon);
        self.end_provider_if_last(logon);
    }

    /// Every logon, last in first out, and each provider object after its last one, in the reverse
    /// order of their first logons (ORDER-3, ORDER-5).
    pub(crate) fn end_providers(&self, wanted: impl Fn(&Provider) -> bool) {
        let logons = lock(&self.logons).clone();
        let first = |provider: &Arc<Provider>| {
            logons.iter().find(|logon| Arc::ptr_eq(&logon.provider, provider)).map_or(0, |logon| logon.number)
        };
        let mut providers = lock(&self.providers).clone();
        providers.sort_by_key(|provider| (first(provider), provider.number));
        for provider in providers.iter().rev().filter(|provider| wanted(provider)) {
            let logons = lock(&self.logons).clone();
            for logon in logons.iter().rev().filter(|logon| Arc::ptr_eq(&logon.provider, provider)) {
                end_logon(self, logon);
            }
            let Some(turn) = self.turn() else { continue };
            provider.shut_down(self, &turn);
            provider.release(self, &turn);
        }
    }

    /// `IMSProvider::Shutdown` alone, of every provider object, whatever is still logged on.
    pub(crate) fn shut_down_only(&self) {
        let Some(turn) = self.turn() else { return };
        for provider in lock(&self.providers).clone() {
            provider.shut_down(self, &turn);
        }
    }

    /// Every provider object's Release alone.
    pub(crate) fn release_providers_only(&self) {
        let Some(turn) = self.turn() else { return };
        for provider in lock(&self.providers).clone() {
            provider.release(self, &turn);
        }
    }

    /// Every logon object's Release without Logoff.
    pub(crate) fn release_logons_only(&self) {
        let Some(_turn) = self.turn() else { return };
        let logons = lock(&self.logons).clone();
        for logon in logons.iter().rev().filter(|logon| logon.begin_logoff(false)) {
            release(self, logon);
        }
    }
}
