//! What a client asks for when it opens a store, and which provider of the profile it means. The logon call itself is in
//! `log_on.rs`.

use super::services::Registration;
use super::state::State;
use super::wrapping::{self, Wrapped, read};
use provider_abi::error::{Error, Result};
use provider_abi::hex::hex;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::Iid;
use std::sync::Arc;

/// What a client asks for when it opens a store (`IMAPISession::OpenMsgStore`).
#[derive(Clone, Debug, Default)]
pub struct OpenStore {
    entry: Option<Vec<u8>>,
    section: Option<String>,
    flags: u32,
    interface: Option<Iid>,
    spooler: bool,
    bare: bool,
}

impl OpenStore {
    /// The profile's default store, for reading; which of its stores it is, the provider decides (MSLOGON-3).
    pub fn new() -> Self {
        Self::default()
    }

    /// The store with this entry identifier, wrapped or not (MSLOGON-3).
    #[must_use]
    pub fn entry(mut self, entry: &[u8]) -> Self {
        self.entry = Some(entry.into());
        self
    }

    /// The store whose profile section had this display name when the session began.
    #[must_use]
    pub fn named(mut self, display_name: &str) -> Self {
        self.section = Some(display_name.into());
        self
    }

    /// `MDB_…` flags.
    #[must_use]
    pub fn flags(mut self, flags: u32) -> Self {
        self.flags = flags;
        self
    }

    /// `lpInterface` (MSLOGON-4).
    #[must_use]
    pub fn interface(mut self, iid: Iid) -> Self {
        self.interface = Some(iid);
        self
    }

    /// As the spooler does (`IMSProvider::SpoolerLogon`), but on the provider object of the clients (T-26).
    #[must_use]
    pub fn spooler(mut self) -> Self {
        self.spooler = true;
        self
    }

    /// Without the outputs that a host may leave out: the MAPIERROR and the spooler data (LOGON-1).
    #[must_use]
    pub fn without_optional_outputs(mut self) -> Self {
        self.bare = true;
        self
    }
}

impl OpenStore {
    /// Whether it asks for what no client can ask a session for.
    pub(crate) fn is_a_tests(&self) -> bool {
        self.spooler || self.bare
    }

    /// The identifier that a client passes.
    pub(crate) fn identifier(&self, state: &State) -> Result<Option<Vec<u8>>> {
        let Some(name) = &self.section else { return Ok(self.entry.clone()) };
        let named = state.registry.stores().into_iter().find(|store| store.display_name().as_ref() == Some(name));
        let uid = named.and_then(|store| store.uid());
        let uid = uid.ok_or_else(|| Error::new(Code::NOT_FOUND, format!("the profile has no store {name}")))?;
        Ok(Some(wrapping::of_section(&uid)))
    }

    pub(crate) fn asked_flags(&self) -> u32 {
        self.flags
    }

    pub(crate) fn wanted(&self) -> Option<Iid> {
        self.interface
    }
}

/// Who calls the logon, and on whose provider object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Caller {
    Client,
    /// A test: `SpoolerLogon` on the clients' provider object.
    ClientAsSpooler,
    /// The session's spooler, on its own.
    Spooler,
}

/// A wish whose provider is known.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub(crate) number: u64,
    pub(crate) registration: Arc<Registration>,
    /// The provider's own bytes; `None` leaves the choice to it.
    pub(crate) entry: Option<Vec<u8>>,
    pub(crate) flags: u32,
    pub(crate) interface: Option<Iid>,
    pub(crate) caller: Caller,
    pub(crate) bare: bool,
}

impl Wish {
    /// That a provider of the profile is logged on, for no entry of its own: an address book, a transport.
    pub(crate) fn of(state: &State, registration: &Arc<Registration>, flags: u32) -> Self {
        let (number, registration) = (state.numbers.request(), Arc::clone(registration));
        let (entry, interface, caller, bare) = (None, None, Caller::Client, false);
        Self { number, registration, entry, flags, interface, caller, bare }
    }

    /// What the record says of it: the store's name in the profile, and its entry.
    pub(crate) fn shown(&self) -> String {
        let name = self.registration.display_name();
        let entry = self.entry.as_deref().map(|entry| format!("entry {}", hex(entry)));
        [name, entry].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl State {
    /// OPEN-11, MSLOGON-13: which provider of the profile a client means.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` without such a store in the profile, `MAPI_E_UNKNOWN_ENTRYID` for an identifier of a DLL that it
    /// does not have.
    pub(crate) fn understood(&self, asked: &OpenStore) -> Result<Wish> {
        let none = || Error::new(Code::NOT_FOUND, "the profile has no such store");
        let (registration, entry) = match asked.identifier(self)? {
            None => (self.registry.default_store().ok_or_else(none)?, None),
            Some(entry) => self.store_of(&entry)?,
        };
        let caller = if asked.spooler { Caller::ClientAsSpooler } else { Caller::Client };
        let (flags, interface, bare) = (asked.flags, asked.interface, asked.bare);
        Ok(Wish { number: self.numbers.request(), registration, entry, flags, interface, caller, bare })
    }

    /// The provider of the profile that an identifier leads to, and what it is told.
    fn store_of(&self, entry: &[u8]) -> Result<(Arc<Registration>, Option<Vec<u8>>)> {
        let unknown = || Error::new(Code::UNKNOWN_ENTRYID, "no store of the profile has this identifier");
        let all = self.registry.all();
        match read(entry) {
            Wrapped::Section(uid) => {
                let of_uid = all.into_iter().find(|one| one.uid().as_deref() == Some(uid));
                Ok((of_uid.ok_or_else(unknown)?, None))
            }
            Wrapped::Store { dll, entry: own } => {
                let known = all.iter().find(|one| one.entry().as_deref() == Some(entry)).cloned();
                let added = || self.registry.add_temporary(std::str::from_utf8(dll).ok()?, entry);
                Ok((known.or_else(added).ok_or_else(unknown)?, Some(own.to_vec())))
            }
            // One that was never wrapped names no DLL: it can only be the profile's default store that is meant.
            Wrapped::No(own) => Ok((self.registry.default_store().ok_or_else(unknown)?, Some(own.to_vec()))),
        }
    }
}
