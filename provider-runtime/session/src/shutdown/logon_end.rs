//! The end of one logon: what its support object's final Release does (SUPREL-*), Logoff, and the
//! logon object's Release. What a provider does meanwhile is its own business.
#![allow(unsafe_code, reason = "a logon object is called over its vtable, and released")]

use super::sequence::Sequence;
use crate::foreign::LogonObject;
use crate::kind::Kind;
use crate::model::{Logon, Registrations, Stage, State};
use crate::record::What;
use crate::record::what::provider::{self, LogonRelease, ProbeLogoff, ProbeStatus};
use crate::record::what::support::{ForgetRow, ForgetSubscription, ForgetUid};
use crate::record::what::{Flag, SessionEvent, transport};
use provider_abi::com_ptr::ComPtr;
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::param::{In, Out};
use std::ptr::null_mut;
use std::sync::atomic::Ordering;

/// Inside it, the store itself may still have its logon.
fn is_store_release(call: &What) -> bool {
    matches!(call, What::Session(SessionEvent::StoreRelease(_)))
}

/// The end of one logon of a session.
pub(crate) struct LogonEnd<'s> {
    pub(crate) state: &'s State,
    pub(crate) logon: &'s Logon,
}

impl LogonEnd<'_> {
    /// SUPREL-2 in its order; then, if a store was closed by its client, SUPREL-3; of a transport,
    /// SUPREL-4.
    pub(crate) fn after_last_support_release(&self) {
        let Self { state, logon } = *self;
        self.forget_registrations();
        match logon.provider.kind {
            Kind::Store => {
                if logon.begin_logoff(false) {
                    self.log_off();
                    self.release();
                }
            }
            Kind::AddressBook => {}
            Kind::Transport if state.options.nests_shutdown && logon.stage() == Stage::LoggingOff => {
                Sequence { state }.end_provider_if_last(logon);
            }
            Kind::Transport => {}
        }
    }

    /// LOGOFF-10, SUPREL-2: MAPI forgets what it keeps of a logon.
    pub(crate) fn forget_registrations(&self) {
        let Self { state, logon } = *self;
        let own = logon.number;
        let forgotten = {
            // Recorded under the lock: another thread that finds nothing left may say so only after
            // this.
            let mut registrations = lock(&logon.registrations);
            for uid in &registrations.uids {
                state.record.note(&logon.name(), ForgetUid { logon: own, uid: state.numbers.bytes(uid) });
            }
            for _ in &registrations.rows {
                state.record.note(&logon.name(), ForgetRow { logon: own });
            }
            for subscription in &registrations.subscriptions {
                let connection = subscription.connection as u64;
                state.record.note(&logon.name(), ForgetSubscription { logon: own, connection });
            }
            std::mem::replace(&mut *registrations, Registrations { is_closed: true, ..Registrations::default() })
        };
        for row in &forgotten.rows {
            state.row_changed(logon, TABLE_ROW_DELETED, row.number); // STATUS-9
        }
    }

    /// The end of one logon by the session: the thread that wins the right to it makes both calls,
    /// every other waits for them.
    pub(crate) fn run(&self) {
        let Self { state, logon } = *self;
        let is_transports = logon.provider.kind == Kind::Transport;
        if logon.begin_logoff(is_transports && state.options.transport_logoff_flags & LOGOFF_HURRY != 0) {
            self.log_off();
            self.release();
        } else {
            logon.wait_until_released();
        }
    }

    /// `IMSLogon::Logoff`, `IABLogon::Logoff` or `IXPLogon::TransportLogoff`, which the caller has
    /// won the right to.
    fn log_off(&self) -> Code {
        let Self { state, logon } = *self;
        let own = logon.number;
        let event: What = match logon.provider.kind {
            Kind::Store | Kind::AddressBook => provider::Logoff { logon: own }.into(),
            Kind::Transport => {
                transport::Logoff { logon: own, changed: Flag(logon.have_arrays_changed.load(Ordering::Acquire)) }
                    .into()
            }
        };
        let call = state.record.call(&logon.name(), event);
        let code = self.call_logoff();
        logon.advance(Stage::LoggedOff);
        self.forget_registrations();
        call.done(code);
        if state.options.repeats_ends {
            let call = state.record.call(&logon.name(), ProbeLogoff { logon: own });
            call.done(self.call_logoff());
            self.probe();
        }
        code
    }

    /// LOGOFF-8: a method that every logon object has.
    fn probe(&self) {
        let Self { state, logon } = *self;
        let mut kind = 0;
        let mut opened = null_mut();
        // SAFETY: S1: the session's reference; this one goes back without a Release.
        let object = unsafe { LogonObject::from_raw(logon.provider.kind, logon.object()) };
        let Some(object) = object.map(std::mem::ManuallyDrop::new) else { return };
        let open = object.open_status_entry();
        let call = state.record.call(&logon.name(), ProbeStatus { logon: logon.number });
        // SAFETY: F1: alive while the session has its reference; the outputs are ours until it
        // returns.
        let code = unsafe { open(object.this(), In::null(), 0, Out::from(&mut kind), Out::from(&mut opened)) };
        call.done(code);
        let opened = if code.is_failure() { null_mut() } else { opened };
        // SAFETY: F1: a call that succeeded gave a reference, given back here.
        drop(unsafe { ComPtr::<IUnknownVtbl>::from_raw(opened) });
    }

    fn call_logoff(&self) -> Code {
        let Self { state, logon } = *self;
        // SAFETY: S1: the session's reference; this one goes back without a Release.
        let object = unsafe { LogonObject::from_raw(logon.provider.kind, logon.object()) };
        let object = std::mem::ManuallyDrop::new(object);
        object.as_ref().map_or(Code::CALL_FAILED, |object| object.call_logoff(state.options.transport_logoff_flags))
    }

    /// The logon object's Release: the session's reference goes, whatever Logoff answered
    /// (LOGOFF-5).
    pub(super) fn release(&self) {
        let Self { state, logon } = *self;
        let call = state.record.call(&logon.name(), LogonRelease { logon: logon.number, left: None });
        // SAFETY: F1: the reference that the logon call gave, given back once: the stage moves on.
        let object = unsafe { LogonObject::from_raw(logon.provider.kind, logon.object()) };
        let left = object.map_or(0, LogonObject::release);
        call.set(|release| release.left = Some(left));
        call.done(Code::OK);
        logon.advance(Stage::Released);
        if left as usize > logon.calls_inside() && !state.record.is_inside(is_store_release) {
            state.references_are_left(&logon.name(), logon.number, left);
        }
        state.supports.release_of(logon);
        // MAPI may keep something of one that was never logged off: then it is to be seen
        // (LOGOFF-7).
        if lock(&logon.registrations).is_closed {
            state.logons.end(logon);
        }
    }
}
