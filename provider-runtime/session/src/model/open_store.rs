//! What a client asks for when it opens a store. What comes of it is in `logon/`.

use super::store_ids;
use crate::profile::Registry;
use provider_abi::error::{Error, Result};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::Iid;

/// What a client asks for when it opens a store (`IMAPISession::OpenMsgStore`).
#[derive(Clone, Debug, Default)]
pub struct OpenStore {
    pub(crate) entry: Option<Vec<u8>>,
    pub(crate) section: Option<String>,
    pub(crate) flags: u32,
    pub(crate) interface: Option<Iid>,
    pub(crate) spooler: bool,
    pub(crate) bare: bool,
    pub(crate) makes_special_folders: bool,
}

impl OpenStore {
    /// The profile's default store, for reading; which of its stores it is, the provider decides
    /// (MSLOGON-3).
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

    /// The provider's own identifier inside one that a session wrapped (OPEN-11); `None` if it is
    /// not wrapped.
    pub fn unwrapped(entry: &[u8]) -> Option<Vec<u8>> {
        store_ids::unwrapped_store_id(entry).map(<[u8]>::to_vec)
    }

    /// How it is opened: `MDB_…` flags.
    #[must_use]
    pub fn flags(mut self, flags: u32) -> Self {
        self.flags = flags;
        self
    }

    /// The interface that the store is asked for: `lpInterface` (MSLOGON-4).
    #[must_use]
    pub fn interface(mut self, iid: Iid) -> Self {
        self.interface = Some(iid);
        self
    }

    /// The store gets the special folders that it lacks, all of them if it is the default store, as
    /// MAPI does unless it is opened without mail (STORE-26). Without this it stays as its provider
    /// made it, so that a test sees its provider's calls alone;
    /// [`IpmSubtree`](crate::IpmSubtree) does the same later. A failure is in the record, and the
    /// store is open all the same.
    #[must_use]
    pub fn with_special_folders(mut self) -> Self {
        self.makes_special_folders = true;
        self
    }

    /// As the spooler does (`IMSProvider::SpoolerLogon`), but on the provider object of the clients
    /// (T-26).
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
    /// Whether it has options that `IMAPISession::OpenMsgStore` cannot express.
    pub(crate) fn is_beyond_a_client(&self) -> bool {
        self.spooler || self.bare
    }

    /// The identifier that a client passes.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` for a display name that no store of the profile has.
    pub(crate) fn identifier(&self, registry: &Registry) -> Result<Option<Vec<u8>>> {
        let Some(name) = &self.section else { return Ok(self.entry.clone()) };
        let named = registry.stores().into_iter().find(|store| store.display_name().as_ref() == Some(name));
        let uid = named.and_then(|store| store.uid());
        let uid = uid.ok_or_else(|| Error::new(Code::NOT_FOUND, format!("the profile has no store {name}")))?;
        Ok(Some(store_ids::section_id(&uid)))
    }
}
