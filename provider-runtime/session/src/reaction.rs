//! `IMAPISession::OpenMsgStore`: which logon calls a client's wish takes, and what the session does about each outcome
//! (section 2.9, REACT-*). One logon call is in `log_on.rs`, `ServiceEntry` in `service_entry.rs`.

use super::kind::Kind;
use super::log_on::{Answered, Opened};
use super::record::what::session::{self, Disable};
use super::state::State;
use super::turn::Taken;
use super::wish::{Caller, OpenStore, Wish};
use provider_abi::error::{Error, Result};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_NT_SERVICE, MDB_NO_DIALOG, MDB_NO_MAIL, MDB_WRITE, SERVICE_UI_ALLOWED};
use std::sync::Arc;

impl State {
    /// Opens a store for a client, and then for the spooler (SPOOL-2).
    ///
    /// # Errors
    /// The provider's code with the text of its MAPIERROR (REACT-7), which `GetLastError` tells too; `MAPI_E_BUSY` inside a
    /// call of the provider's while another thread logs on or off; `MAPI_E_END_OF_SESSION` behind the end.
    pub(crate) fn open_store(self: &Arc<Self>, asked: &OpenStore) -> Result<Opened> {
        let turn = self.turn().ok_or(Code::BUSY)?;
        let done = self.opened(asked, &turn);
        if let Err(error) = &done {
            self.last.keep(error);
        }
        done
    }

    fn opened(self: &Arc<Self>, asked: &OpenStore, turn: &Taken<'_>) -> Result<Opened> {
        if self.has_ended() {
            return Err(Code::END_OF_SESSION.into());
        }
        let wish = self.understood(asked)?;
        let call = self.record.call("session", session::OpenStore { request: wish.number, asked: wish.shown() });
        let done = self.attempts(&wish, turn);
        call.done(done.as_ref().map_or_else(Error::code, |opened| opened.code));
        let opened = done?;
        if wish.caller == Caller::Client && !opened.is_duplicate {
            self.open_for_spooler(&wish, &opened, turn);
        }
        Ok(opened)
    }

    /// REACT-3: at most two calls, the second behind a `ServiceEntry` that went well.
    pub(super) fn attempts(self: &Arc<Self>, wish: &Wish, turn: &Taken<'_>) -> Result<Opened> {
        let error = match self.attempt(wish, &[], turn)? {
            Err(error) if error.code() == Code::UNCONFIGURED => error,
            Err(error) => {
                if self.disables(error.code()) {
                    self.disable(wish);
                }
                return Err(error);
            }
            opened => return opened,
        };
        if let Err(refused) = self.configure_for(wish) {
            self.disable(wish); // REACT-4
            let text = if refused.text().is_empty() { error.text() } else { refused.text() };
            return Err(Self::as_told(wish, &Error::new(error.code(), text.to_owned())));
        }
        self.attempt(wish, &[], turn)?.map_err(|error| {
            if error.code() != Code::FAILONEPROVIDER {
                self.disable(wish); // REACT-4
            }
            Self::as_told(wish, &error)
        })
    }

    fn attempt(self: &Arc<Self>, wish: &Wish, security: &[u8], turn: &Taken<'_>) -> Result<Answered> {
        if wish.registration.service.is_disabled() {
            let name = wish.registration.service.name();
            return Err(Error::new(Code::LOGON_FAILED, format!("the message service {name} is disabled"))); // REACT-1
        }
        let provider = self.provider_of(&wish.registration, wish.caller == Caller::Spooler)?;
        self.log_on(wish, &provider, security, turn)
    }

    /// SVC-1, REACT-3: dialogs only if the client allowed them.
    fn configure_for(self: &Arc<Self>, wish: &Wish) -> Result<()> {
        // The flag is the same for every kind.
        let silent = wish.flags & MDB_NO_DIALOG != 0
            || self.options.flags & MAPI_NT_SERVICE != 0
            || wish.caller == Caller::Spooler; // SPOOL-6
        let flags = if silent { 0 } else { SERVICE_UI_ALLOWED };
        self.configure(&wish.registration.service, flags, Some(wish.number))
    }

    /// REACT-5
    fn as_told(wish: &Wish, error: &Error) -> Error {
        let of_store = wish.registration.kind() == Some(Kind::Store) && wish.flags & MDB_NO_DIALOG != 0;
        let unconfigured = error.code() == Code::UNCONFIGURED && of_store;
        let code = if unconfigured { Code::LOGON_FAILED } else { error.code() };
        Error::new(code, error.text().to_owned())
    }

    /// REACT-1: whether a first failure disables the service. The fault of a request does not, unless the session is to be
    /// strict.
    fn disables(&self, code: Code) -> bool {
        // Two more than the table has: an identifier that is none says nothing about the service either.
        const OF_THE_REQUEST: [Code; 7] = [
            Code::UNKNOWN_CPID,
            Code::UNKNOWN_LCID,
            Code::NOT_FOUND,
            Code::NO_ACCESS,
            Code::INTERFACE_NOT_SUPPORTED,
            Code::INVALID_ENTRYID,
            Code::UNKNOWN_ENTRYID,
        ];
        let spared = OF_THE_REQUEST.contains(&code) && !self.options.disables_strictly;
        !spared && code != Code::FAILONEPROVIDER
    }

    fn disable(&self, wish: &Wish) {
        let service = &wish.registration.service;
        if service.disable() {
            self.record.note(&service.name(), Disable { service: service.number });
        }
    }

    /// SPOOL-2 to SPOOL-6: the spooler opens what a client has opened, on a provider object of its own, and keeps it until
    /// the client's store says that it is complete. What comes of it is the spooler's business alone.
    fn open_for_spooler(self: &Arc<Self>, wish: &Wish, opened: &Opened, turn: &Taken<'_>) {
        if wish.flags & MDB_NO_MAIL != 0 || !self.options.has_mail() || self.is_open_for_spooler(&opened.logon) {
            return;
        }
        let entry = wish.entry.clone();
        let wish = Wish {
            number: self.numbers.request(),
            registration: Arc::clone(&wish.registration),
            entry,
            flags: MDB_NO_DIALOG | MDB_WRITE,
            interface: None,
            caller: Caller::Spooler,
            bare: false,
        };
        let open = session::OpenStore { request: wish.number, asked: wish.shown() };
        let call = self.record.call("spooler", open).by("SPOOL-2");
        let done = self.spooler_attempts(&wish, &opened.security, turn);
        call.done(done.as_ref().map_or_else(Error::code, |opened| opened.code));
        if let Ok(own) = done {
            self.keep_for_spooler(&opened.logon, own);
        }
    }

    fn spooler_attempts(self: &Arc<Self>, wish: &Wish, security: &[u8], turn: &Taken<'_>) -> Result<Opened> {
        match self.attempt(wish, security, turn)? {
            Err(error) if error.code() == Code::UNCONFIGURED => {
                self.configure_for(wish)?;
                self.attempt(wish, security, turn)?
            }
            done => done,
        }
    }
}
