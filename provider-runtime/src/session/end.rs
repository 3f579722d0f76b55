//! The ends: what a support object's final Release does (SUPREL-*), and the order in which a session ends (SHUT-1,
//! SESSION-8). What a provider does meanwhile is its own business.

use super::logon::{Logon, Stage};
use super::open::Session;
use super::report::ShutdownReport;
use super::state::State;
use crate::abi::code::Code;
use crate::abi::flag::*;
use crate::abi::ims_logon::IMSLogonVtbl;
use crate::abi::param::{Out, This};
use crate::com::foreign::{Foreign, Interface};
use crate::sync::lock;
use std::ffi::c_void;
use std::sync::Arc;

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
    logon.judge_sections(&state.record);
    if logon.begin_logoff() {
        log_off(state, logon);
        release(state, logon);
    }
}

/// LOGOFF-10, SUPREL-2: MAPI forgets what it keeps of a logon.
fn clear(state: &State, logon: &Logon) {
    let kept = std::mem::take(&mut *lock(&logon.kept));
    for _ in &kept.uids {
        state.record.note("uid-", &logon.name(), "", "SUPREL-2", &[]);
    }
    if kept.row.is_some() {
        state.record.note("row-", &logon.name(), "", "SUPREL-2", &[]);
    }
    if !kept.subscriptions.is_empty() {
        let left = format!("{} subscriptions left open", kept.subscriptions.len());
        state.record.fault(&logon.name(), "V-17", &left);
    }
}

/// `IMSLogon::Logoff`, which the caller has won the right to.
pub(crate) fn log_off(state: &State, logon: &Logon) -> Code {
    let call = state.record.call("logon.logoff", &logon.name(), "", "SHUT-1", &[]);
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
    let call = state.record.call("logon.release", &logon.name(), "", "SHUT-1", &[]);
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
    ///
    /// Inside a logoff, or inside a call of the provider's while another thread logs on or off, it is refused: the record
    /// says `MAPI_E_BUSY` (SESSION-13).
    pub fn logoff(&self) -> ShutdownReport {
        let ends = ["session.logoff", "logon.logoff", "logon.release"];
        let is_inside = self.state.record.is_inside(|event| ends.contains(&event));
        let turn = self.state.turn().filter(|_| !is_inside);
        let call = self.state.record.call("session.logoff", "session", "", "SESSION-8", &[]);
        if turn.is_none() {
            call.done(Code::BUSY);
            return self.report_so_far();
        }
        for (name, opened) in self.state.held.list() {
            self.state.record.note("warning", &name, &format!("V-25: still held, {opened}"), "SESSION-10", &[]);
        }
        self.end_everything();
        call.done(Code::OK);
        drop(turn); // judging waits for releases on other threads, and they may need it
        self.state.deliver();
        self.report()
    }

    /// The steps of a logoff, by whoever has the turn; what has been done already is not done again.
    pub(crate) fn end_everything(&self) {
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
    }

    /// `IMSProvider::Shutdown` alone, once, whatever is still logged on: for tests of broken orders (SHUT-5).
    ///
    /// It does nothing inside a call of the provider's while another thread logs on or off; the same holds for the next two.
    pub fn shut_down(&self) {
        let Some(turn) = self.state.turn() else { return };
        let Some(provider) = self.provider(&turn).filter(|_| self.begin_shutdown()) else { return };
        let mut flags = 0;
        let call = self.state.record.call("prov.shutdown", "provider", "", "SHUT-1", &[]);
        let shutdown = provider.methods().shutdown;
        // SAFETY: F1: alive while `provider` is; `flags` is ours until it returns.
        let code = unsafe { shutdown(provider.this(), Out::from(&mut flags)) };
        call.done(code);
    }

    /// The provider object's Release alone: for tests of broken orders (SHUT-7).
    pub fn release_provider(&self) {
        let Some(_turn) = self.state.turn() else { return };
        let Some(provider) = self.take_provider() else { return };
        let call = self.state.record.call("prov.release", "provider", "", "SHUT-1", &[]);
        drop(provider);
        call.done(Code::OK);
    }

    /// The logon object's Release without Logoff: for tests of broken orders (LOGOFF-7).
    pub fn release_logons(&self) {
        let Some(_turn) = self.state.turn() else { return };
        let logons = lock(&self.state.logons).clone();
        for logon in logons.iter().rev().filter(|logon| logon.begin_logoff()) {
            release(&self.state, logon);
        }
    }
}
