//! `IMAPIStatus` as a client uses it.
#![allow(unsafe_code, reason = "IMAPIStatus is called over its vtable")]

use super::object_calls::ObjectCalls;
use crate::record::what::session::{StatusCall, StatusFlush, StatusPassword, StatusSettings, StatusValidate};
use provider_abi::error::{Result, ok};
use provider_abi::shapes::flag::*;
use provider_abi::shapes::imapi_status::IMAPIStatusVtbl;
use provider_abi::shapes::param::In;

/// The methods that a status object has apart from its properties:
/// [`Object::as_status`](super::Object::as_status).
#[derive(Debug)]
pub struct StatusObject<'o> {
    pub(super) calls: &'o ObjectCalls,
}

impl StatusObject<'_> {
    /// Asks the provider to look at its state. `IMAPIStatus::ValidateState`
    ///
    /// # Errors
    /// The object's code.
    pub fn validate_state(&self, flags: u32) -> Result<()> {
        let call = StatusCall::on(self.calls.logon, STATUS_VALIDATE_STATE).quiet_if(flags & SUPPRESS_UI != 0);
        ok(self.calls.event(StatusValidate { call }, |methods: &IMAPIStatusVtbl, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.validate_state)(this, 0, flags) }
        }))
    }

    /// Asks it to change the password; none is passed. `IMAPIStatus::ChangePassword`
    ///
    /// # Errors
    /// As for [`validate_state`](Self::validate_state).
    pub fn change_password(&self) -> Result<()> {
        let call = StatusCall::on(self.calls.logon, STATUS_CHANGE_PASSWORD);
        ok(self.calls.event(StatusPassword { call }, |methods: &IMAPIStatusVtbl, this| {
            // SAFETY: S1: the client's reference; no passwords are passed.
            unsafe { (methods.change_password)(this, In::null(), In::null(), 0) }
        }))
    }

    /// Shows its settings; `flags` is `UI_READONLY` or nothing. `IMAPIStatus::SettingsDialog`
    ///
    /// # Errors
    /// As for [`validate_state`](Self::validate_state).
    pub fn settings_dialog(&self, flags: u32) -> Result<()> {
        let call = StatusCall::on(self.calls.logon, STATUS_SETTINGS_DIALOG);
        ok(self.calls.event(StatusSettings { call }, |methods: &IMAPIStatusVtbl, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.settings_dialog)(this, 0, flags) }
        }))
    }

    /// Flushes its queues. `IMAPIStatus::FlushQueues`
    ///
    /// # Errors
    /// As for [`validate_state`](Self::validate_state).
    pub fn flush_queues(&self, flags: u32) -> Result<()> {
        let call = StatusCall::on(self.calls.logon, STATUS_FLUSH_QUEUES).quiet_if(flags & FLUSH_NO_UI != 0);
        ok(self.calls.event(StatusFlush { call }, |methods: &IMAPIStatusVtbl, this| {
            // SAFETY: S1: the client's reference; no transport is named.
            unsafe { (methods.flush_queues)(this, 0, 0, In::null(), flags) }
        }))
    }
}
