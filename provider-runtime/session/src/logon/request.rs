//! What is asked for at a logon, and which provider of the profile is meant. The logon call itself
//! is in `attempt.rs`.

use crate::model::{OpenStore, State, StoreId, read_store_id};
use crate::profile::{ProfileProvider, Registry};
use provider_abi::error::{Error, Result};
use provider_abi::hex::hex;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::Iid;
use std::sync::Arc;

/// Who calls the logon, and on whose provider object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Caller {
    Client,
    /// A test: `SpoolerLogon` on the clients' provider object.
    ClientAsSpooler,
    /// The session's spooler, on its own.
    Spooler,
}

/// A request whose provider is known.
#[derive(Clone, Debug)]
pub(crate) struct OpenRequest {
    pub(crate) number: u64,
    pub(crate) registration: Arc<ProfileProvider>,
    /// The provider's own bytes; `None` leaves the choice to it.
    pub(crate) entry: Option<Vec<u8>>,
    pub(crate) flags: u32,
    pub(crate) interface: Option<Iid>,
    pub(crate) caller: Caller,
    pub(crate) bare: bool,
}

impl OpenRequest {
    /// The request to log on a provider without an entry: an address book, a transport.
    pub(crate) fn for_provider(state: &State, registration: &Arc<ProfileProvider>, flags: u32) -> Self {
        Self {
            number: state.numbers.request(),
            registration: Arc::clone(registration),
            entry: None,
            flags,
            interface: None,
            caller: Caller::Client,
            bare: state.leaves_out(),
        }
    }

    /// OPEN-11, MSLOGON-13: what a client asks for, and which provider of the profile it means.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` without such a store in the profile, `MAPI_E_UNKNOWN_ENTRYID` for an
    /// identifier of a DLL that it does not have.
    pub(crate) fn for_client(state: &State, asked: &OpenStore) -> Result<Self> {
        let none = || Error::new(Code::NOT_FOUND, "the profile has no such store");
        let (registration, entry) = match asked.identifier(&state.registry)? {
            None => (state.registry.default_store().ok_or_else(none)?, None),
            Some(entry) => store_of(&entry, &state.registry)?,
        };
        let caller = if asked.spooler { Caller::ClientAsSpooler } else { Caller::Client };
        Ok(Self {
            number: state.numbers.request(),
            registration,
            entry,
            flags: asked.flags,
            interface: asked.interface,
            caller,
            bare: asked.bare || state.leaves_out(),
        })
    }

    /// What the record says of it: the store's name in the profile, and its entry.
    pub(crate) fn shown(&self) -> String {
        let name = self.registration.display_name();
        let entry = self.entry.as_deref().map(|entry| format!("entry {}", hex(entry)));
        [name, entry].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// The provider of the profile that an identifier leads to, and what it is told.
fn store_of(entry: &[u8], registry: &Registry) -> Result<(Arc<ProfileProvider>, Option<Vec<u8>>)> {
    let unknown = || Error::new(Code::UNKNOWN_ENTRYID, "no store of the profile has this identifier");
    let all = registry.all();
    match read_store_id(entry) {
        StoreId::Section(uid) => {
            let of_uid = all.into_iter().find(|one| one.uid().as_deref() == Some(uid));
            Ok((of_uid.ok_or_else(unknown)?, None))
        }
        StoreId::Store { dll, entry: own } => {
            let known = all.iter().find(|one| one.entry().as_deref() == Some(entry)).cloned();
            let added = || registry.add_temporary(std::str::from_utf8(dll).ok()?, entry);
            Ok((known.or_else(added).ok_or_else(unknown)?, Some(own.to_vec())))
        }
        // One that was never wrapped names no DLL: only the profile's default store can be meant.
        StoreId::No(own) => Ok((registry.default_store().ok_or_else(unknown)?, Some(own.to_vec()))),
    }
}
