//! The ends: what a support object's final Release does (SUPREL-*), and the order in which a session ends (SHUT-1,
//! SESSION-8). What a provider does meanwhile is its own business.

use super::events::{self, Event};
use super::logon::{Logon, Stage};
use super::malloc::MallocObject;
use super::open::Session;
use super::state::State;
use crate::abi::code::Code;
use crate::abi::flag::*;
use crate::abi::ims_logon::IMSLogonVtbl;
use crate::abi::ims_provider::IMSProviderVtbl;
use crate::abi::param::{Out, This};
use crate::com::foreign::{Foreign, Interface};
use crate::sync::lock;
use std::ffi::c_void;
use std::sync::Arc;

/// What came of an end.
#[derive(Clone, Debug)]
pub struct ShutdownReport {
    events: Vec<Event>,
}

impl ShutdownReport {
    pub(crate) fn new(events: Vec<Event>) -> Self {
        Self { events }
    }

    /// All events of the session, oldest first.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// One line an event: what, on which object, its code, and the rule it follows.
    pub fn tree(&self) -> String {
        events::tree(&self.events)
    }

    /// The life cycle alone, as the golden sequences are written.
    pub fn golden(&self) -> String {
        events::golden(&self.events)
    }

    /// One JSON object an event.
    pub fn json_lines(&self) -> String {
        events::json_lines(&self.events)
    }

    /// Each rule that was broken: `V-9: …`.
    pub fn faults(&self) -> Vec<String> {
        let faults = self.events.iter().filter(|event| event.event == "fault");
        faults.map(|fault| format!("{} ({})", fault.detail, fault.object)).collect()
    }
}

/// The names of LOGOFF_ flags, without their prefix.
pub(crate) fn logoff_flags(flags: u32) -> String {
    const NAMES: [(u32, &str); 9] = [
        (LOGOFF_NO_WAIT, "NO_WAIT"),
        (LOGOFF_ORDERLY, "ORDERLY"),
        (LOGOFF_PURGE, "PURGE"),
        (LOGOFF_ABORT, "ABORT"),
        (LOGOFF_QUIET, "QUIET"),
        (LOGOFF_COMPLETE, "COMPLETE"),
        (LOGOFF_INBOUND, "INBOUND"),
        (LOGOFF_OUTBOUND, "OUTBOUND"),
        (LOGOFF_OUTBOUND_QUEUE, "OUTBOUND_QUEUE"),
    ];
    let names = NAMES.iter().filter(|(flag, _)| flags & flag != 0).map(|(_, name)| *name);
    names.collect::<Vec<_>>().join("|")
}

/// SUPREL-2 in its order; then, if the store was closed by its client, SUPREL-3.
pub(crate) fn support_is_final(state: &Arc<State>, logon: &Arc<Logon>) {
    clear(state, logon);
    if logon.begin_logoff() {
        log_off(state, logon);
        release(state, logon);
    }
}

/// LOGOFF-10, SUPREL-2: MAPI forgets what it keeps of a logon.
fn clear(state: &State, logon: &Logon) {
    let kept = std::mem::take(&mut *lock(&logon.kept));
    for _ in &kept.uids {
        state.record.note("uid-", &logon.name(), "", "SUPREL-2");
    }
    if kept.row.is_some() {
        state.record.note("row-", &logon.name(), "", "SUPREL-2");
    }
    if !kept.subscriptions.is_empty() {
        let left = format!("{} subscriptions left open", kept.subscriptions.len());
        state.record.fault(&logon.name(), "V-17", &left);
    }
}

/// `IMSLogon::Logoff`, which the caller has won the right to.
pub(crate) fn log_off(state: &State, logon: &Logon) -> Code {
    let call = state.record.call("logon.logoff", &logon.name(), "", "SHUT-1");
    let mut flags = 0;
    let code = with::<IMSLogonVtbl, _>(logon.object(), |methods, this| {
        // SAFETY: S1: the session's reference; `flags` is ours until it returns.
        unsafe { (methods.logoff)(this, Out::from(&mut flags)) }
    });
    let code = call.done(code.unwrap_or(Code::CALL_FAILED));
    logon.advance(Stage::LoggedOff);
    clear(state, logon);
    code
}

/// The logon object's Release: the session's reference goes, whatever Logoff answered (LOGOFF-5).
pub(crate) fn release(state: &State, logon: &Logon) {
    let call = state.record.call("logon.release", &logon.name(), "", "SHUT-1");
    // SAFETY: F1: the reference that the logon call gave, given back once: the stage moves on.
    drop(unsafe { Foreign::<IMSLogonVtbl>::taken(logon.object()) });
    call.done(Code::OK);
    logon.advance(Stage::Released);
}

/// Calls a method of a provider's object that the session holds.
pub(crate) fn with<V: Interface, R>(object: *mut c_void, call: impl FnOnce(&V, This) -> R) -> Option<R> {
    // SAFETY: S1: the session's reference keeps it; this one goes back without a Release.
    let object = unsafe { Foreign::<V>::taken(object) }?;
    let object = std::mem::ManuallyDrop::new(object);
    Some(call(object.methods(), object.this()))
}

impl Session {
    /// `IMAPISession::Logoff` for one provider: every logon, last in first out (ORDER-3), then the provider object
    /// (SHUT-1). A failure stops nothing (LOGOFF-5, SHUT-6). The second call does nothing.
    pub fn logoff(&self) -> ShutdownReport {
        let call = self.state.record.call("session.logoff", "session", "", "SESSION-8");
        let logons = lock(&self.state.logons).clone();
        for logon in logons.iter().rev() {
            if logon.begin_logoff() {
                log_off(&self.state, logon);
                release(&self.state, logon);
            } else {
                logon.wait_until_released();
            }
        }
        self.shut_down();
        self.release_provider();
        call.done(Code::OK);
        self.report()
    }

    /// `IMSProvider::Shutdown` alone, once, whatever is still logged on: for tests of broken orders (SHUT-5).
    pub fn shut_down(&self) {
        let mut flags = 0;
        let Some(provider) = self.provider_to_shut_down() else { return };
        let call = self.state.record.call("prov.shutdown", "provider", "", "SHUT-1");
        let code = with::<IMSProviderVtbl, _>(provider, |methods, this| {
            // SAFETY: S1: the session's reference; `flags` is ours until it returns.
            unsafe { (methods.shutdown)(this, Out::from(&mut flags)) }
        });
        call.done(code.unwrap_or(Code::CALL_FAILED));
    }

    /// The provider object's Release alone: for tests of broken orders (SHUT-7).
    pub fn release_provider(&self) {
        let Some(provider) = self.take_provider() else { return };
        let call = self.state.record.call("prov.release", "provider", "", "SHUT-1");
        drop(provider);
        call.done(Code::OK);
    }

    /// The logon object's Release without Logoff: for tests of broken orders (LOGOFF-7).
    pub fn release_logons(&self) {
        let logons = lock(&self.state.logons).clone();
        for logon in logons.iter().rev().filter(|logon| logon.begin_logoff()) {
            release(&self.state, logon);
        }
    }

    /// What happened so far, and which rules were broken: also what can be seen only at an end (V-9, V-18, V-21, V-42).
    ///
    /// Called from inside a provider's call it judges nothing: that call is not over (SESSION-13).
    pub fn report(&self) -> ShutdownReport {
        if events::is_inside_a_call() {
            return ShutdownReport::new(self.state.record.events());
        }
        self.state.wait_for_releases();
        for logon in lock(&self.state.logons).clone() {
            let (name, told) = (logon.name(), lock(&logon.told).len());
            if logon.stage() != Stage::Released {
                continue;
            }
            if !logon.is_final() {
                self.state.record.fault(&name, "V-9", "the support object is still held");
            }
            if told != 1 {
                let times = format!("StoreLogoffTransports was effective {told} times");
                self.state.record.fault(&name, "V-18", &times);
            }
            logon.advance(Stage::None); // told once
        }
        for fault in self.state.memory.take_faults() {
            self.state.record.fault("memory", "V-21", &fault);
        }
        if self.has_ended() && MallocObject::held(&self.malloc) > 0 {
            self.state.record.fault("provider", "V-42", "IMalloc is still held");
        }
        if self.has_ended() && self.state.section.as_ref().is_some_and(|section| section.open() > 0) {
            self.state.record.fault("provider", "V-42", "a profile section is still open");
        }
        ShutdownReport::new(self.state.record.events())
    }
}
