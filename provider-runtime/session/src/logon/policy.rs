//! `IMAPISession::OpenMsgStore`, `OpenAddressBook`: which logon calls a client's request takes, and
//! what the session does about each outcome (section 2.9, REACT-*). One logon call is in
//! `attempt.rs`, `ServiceEntry` in `service_entry.rs`.

use super::attempt::{Answered, LogonAttempt};
use super::initialization::Initialization;
use super::request::{Caller, OpenRequest};
use super::service_entry::ServiceCalls;
use crate::kind::Kind;
use crate::model::{LifecycleGuard, OpenStore, OpenedStore, State};
use crate::record::what::session::{self, Disable, OpenBook};
use crate::shutdown::Sequence;
use provider_abi::error::{Error, Result};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use std::sync::Arc;

/// What a session does about its clients' requests to log on.
pub(crate) struct LogonPolicy<'s> {
    pub(crate) state: &'s Arc<State>,
}

impl LogonPolicy<'_> {
    /// Opens a store for a client, and then for the spooler (SPOOL-2).
    ///
    /// # Errors
    /// The provider's code with the text of its MAPIERROR (REACT-7), which `GetLastError` tells
    /// too; `MAPI_E_BUSY` inside a call of the provider's while another thread logs on or off;
    /// `MAPI_E_END_OF_SESSION` after the end.
    pub(crate) fn open_store(&self, asked: &OpenStore) -> Result<OpenedStore> {
        let lifecycle = self.state.lifecycle().ok_or(Code::BUSY)?;
        let done = self.open(asked, &lifecycle);
        if let Err(error) = &done {
            self.state.last.keep(error);
        }
        done
    }

    fn open(&self, asked: &OpenStore, lifecycle: &LifecycleGuard<'_>) -> Result<OpenedStore> {
        if self.state.has_ended() {
            return Err(Code::END_OF_SESSION.into());
        }
        let request = OpenRequest::for_client(self.state, asked)?;
        let call =
            self.state.record.call("session", session::OpenStore { request: request.number, asked: request.shown() });
        let done = self.attempts(&request, lifecycle);
        call.done(done.as_ref().map_or_else(Error::code, |opened| opened.code));
        let opened = done?;
        if self.state.has_ended() && !opened.is_duplicate {
            // The session has ended inside the call, and does not come back to this logon.
            Sequence { state: self.state }.end_early(&opened.logon);
        }
        if request.caller == Caller::Client && !opened.is_duplicate {
            self.open_for_spooler(&request, &opened, lifecycle);
        }
        Ok(opened)
    }

    /// ABLOGON-3: logs on every address book of the profile that is not yet; a warning if one of
    /// them failed (REACT-9). Their texts are told together.
    ///
    /// # Errors
    /// `MAPI_E_BUSY` inside a call of a provider's while another thread logs on or off;
    /// `MAPI_E_END_OF_SESSION`.
    pub(crate) fn log_on_address_books(&self, flags: u32) -> Result<Code> {
        let lifecycle = self.state.lifecycle().ok_or(Code::BUSY)?;
        if self.state.has_ended() {
            return Err(Code::END_OF_SESSION.into());
        }
        let mut faults = Vec::new();
        for registration in self.state.registry.of_kind(Kind::AddressBook) {
            if self.state.has_ended() {
                break; // inside one of the logons (T-92)
            }
            if self.state.is_logged_on(&registration) {
                continue; // LOGON-13
            }
            let request = OpenRequest::for_provider(self.state, &registration, flags & AB_NO_DIALOG);
            let name = request.shown();
            let call = self.state.record.call("session", OpenBook { request: request.number, asked: name.clone() });
            let done = self.attempts(&request, &lifecycle);
            call.done(done.as_ref().map_or_else(Error::code, |opened| opened.code));
            if self.state.has_ended()
                && let Ok(opened) = &done
            {
                Sequence { state: self.state }.end_early(&opened.logon);
            }
            faults.extend(done.err().map(|error| format!("{name}: {error}")));
        }
        if self.state.has_ended() {
            return Err(Code::END_OF_SESSION.into());
        }
        let code = if faults.is_empty() { Code::OK } else { Code::W_ERRORS_RETURNED };
        if !faults.is_empty() {
            self.state.last.remember(code, &faults.join("; ")); // LASTERR-4
        }
        Ok(code)
    }

    /// At most two logon calls, the second after a `ServiceEntry` that went well (REACT-3).
    ///
    /// # Errors
    /// What the provider answers, as the client is to get it (REACT-5); the session's own failure
    /// to make the call.
    pub(crate) fn attempts(&self, request: &OpenRequest, lifecycle: &LifecycleGuard<'_>) -> Result<OpenedStore> {
        let error = match self.attempt(request, &[], lifecycle)? {
            Err(error) if error.code() == Code::UNCONFIGURED => error,
            Err(error) => {
                if self.disables(error.code()) {
                    self.disable(request);
                }
                return Err(error);
            }
            opened => return opened,
        };
        if let Err(refused) = self.configure_for(request) {
            self.disable(request); // REACT-4
            let text = if refused.text().is_empty() { error.text() } else { refused.text() };
            return Err(Self::as_told(request, &Error::new(error.code(), text.to_owned())));
        }
        self.attempt(request, &[], lifecycle)?.map_err(|error| {
            if error.code() != Code::FAILONEPROVIDER {
                self.disable(request); // REACT-4
            }
            Self::as_told(request, &error)
        })
    }

    /// One logon call, on the provider object that it goes to.
    ///
    /// # Errors
    /// `MAPI_E_LOGON_FAILED` if the message service is disabled (REACT-1); why there is no provider
    /// object.
    fn attempt(&self, request: &OpenRequest, security: &[u8], lifecycle: &LifecycleGuard<'_>) -> Result<Answered> {
        let service = &request.registration.service;
        let refusal = || Error::new(Code::LOGON_FAILED, format!("the message service {} is disabled", service.name()));
        // REACT-1
        if service.is_disabled() {
            return Err(refusal());
        }
        let provider = Initialization { state: self.state }
            .provider_of(&request.registration, request.caller == Caller::Spooler)?;
        if service.is_disabled() {
            return Err(refusal()); // by what happened inside its init call
        }
        LogonAttempt { state: self.state }.log_on(request, &provider, security, lifecycle)
    }

    /// Has the service configured; with dialogs only if the client allowed them (SVC-1, REACT-3).
    fn configure_for(&self, request: &OpenRequest) -> Result<()> {
        // The flag is the same for every kind.
        let silent = request.flags & MDB_NO_DIALOG != 0
            || self.state.options.flags & MAPI_NT_SERVICE != 0
            || request.caller == Caller::Spooler; // SPOOL-6
        let flags = if silent { 0 } else { SERVICE_UI_ALLOWED };
        ServiceCalls { state: self.state }.configure(&request.registration.service, flags, Some(request.number))
    }

    /// The error as the client gets it: without a dialog, a store's UNCONFIGURED is LOGON_FAILED
    /// (REACT-5).
    fn as_told(request: &OpenRequest, error: &Error) -> Error {
        let of_store = request.registration.kind() == Some(Kind::Store) && request.flags & MDB_NO_DIALOG != 0;
        let unconfigured = error.code() == Code::UNCONFIGURED && of_store;
        let code = if unconfigured { Code::LOGON_FAILED } else { error.code() };
        Error::new(code, error.text().to_owned())
    }

    /// REACT-1: whether a first failure disables the service. The fault of a request does not,
    /// unless the session is to be strict.
    fn disables(&self, code: Code) -> bool {
        // Two more than the table has: an identifier that is none says nothing about the service
        // either.
        const OF_THE_REQUEST: [Code; 7] = [
            Code::UNKNOWN_CPID,
            Code::UNKNOWN_LCID,
            Code::NOT_FOUND,
            Code::NO_ACCESS,
            Code::INTERFACE_NOT_SUPPORTED,
            Code::INVALID_ENTRYID,
            Code::UNKNOWN_ENTRYID,
        ];
        let spared = OF_THE_REQUEST.contains(&code) && !self.state.options.disables_strictly;
        !spared && code != Code::FAILONEPROVIDER
    }

    fn disable(&self, request: &OpenRequest) {
        let service = &request.registration.service;
        if service.disable() {
            self.state.record.note(&service.name(), Disable { service: service.number });
        }
    }

    /// SPOOL-2 to SPOOL-6: the spooler opens what a client has opened, on a provider object of its
    /// own, and keeps it until the client's store says that it is complete. What comes of it is the
    /// spooler's business alone.
    fn open_for_spooler(&self, request: &OpenRequest, opened: &OpenedStore, lifecycle: &LifecycleGuard<'_>) {
        if request.flags & MDB_NO_MAIL != 0
            || !self.state.options.has_mail()
            || self.state.has_ended() // inside the client's logon call
            || self.state.spooler.has_open(&opened.logon)
        {
            return;
        }
        let entry = request.entry.clone();
        let request = OpenRequest {
            number: self.state.numbers.request(),
            registration: Arc::clone(&request.registration),
            entry,
            flags: MDB_NO_DIALOG | MDB_WRITE,
            interface: None,
            caller: Caller::Spooler,
            bare: false,
        };
        let open = session::OpenStore { request: request.number, asked: request.shown() };
        let call = self.state.record.call("spooler", open).by("SPOOL-2");
        let done = self.spooler_attempts(&request, &opened.security, lifecycle);
        call.done(done.as_ref().map_or_else(Error::code, |opened| opened.code));
        if let Ok(own) = done {
            self.state.spooler.keep_store(&opened.logon, own);
        }
    }

    fn spooler_attempts(
        &self,
        request: &OpenRequest,
        security: &[u8],
        lifecycle: &LifecycleGuard<'_>,
    ) -> Result<OpenedStore> {
        match self.attempt(request, security, lifecycle)? {
            Err(error) if error.code() == Code::UNCONFIGURED => {
                self.configure_for(request)?;
                self.attempt(request, security, lifecycle)?
            }
            done => done,
        }
    }
}
