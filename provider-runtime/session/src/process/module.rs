//! A provider DLL as the session calls it: its entry points. How a profile names it is in
//! `profile/`, how a file is loaded in `libraries.rs`.

use crate::kind::Kind;
use provider_abi::shapes::entry::{AbProviderInit, MsProviderInit, ServiceEntry, XpProviderInit};

/// The entry points of one DLL: linked into the program (LOAD-6), or loaded from a file.
///
/// ```
/// # use provider_runtime::prelude::*;
/// # #[mapi_provider(kind = "store", name = "Empty", uid = "5d1f8a54-0d5b-4c0e-8f5e-7a1f4b0c9e11")]
/// # struct EmptyStore;
/// # impl StoreProvider for EmptyStore {
/// #     fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Ok(Self) }
/// #     fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
/// # }
/// use provider_runtime::session::Module;
/// let module = Module::store(provider_runtime::store_entry::<EmptyStore>());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Module {
    pub(crate) store: Option<MsProviderInit>,
    pub(crate) address_book: Option<AbProviderInit>,
    pub(crate) transport: Option<XpProviderInit>,
    pub(crate) service: Option<ServiceEntry>,
}

impl Module {
    /// A DLL with `MSProviderInit`.
    pub fn store(entry: MsProviderInit) -> Self {
        Self { store: Some(entry), ..Self::default() }
    }

    /// A DLL with `ABProviderInit`.
    pub fn address_book(entry: AbProviderInit) -> Self {
        Self { address_book: Some(entry), ..Self::default() }
    }

    /// A DLL with `XPProviderInit`.
    pub fn transport(entry: XpProviderInit) -> Self {
        Self { transport: Some(entry), ..Self::default() }
    }

    /// The same with the entry points of another one, where it has none of its own: a DLL of
    /// several kinds.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            store: self.store.or(other.store),
            address_book: self.address_book.or(other.address_book),
            transport: self.transport.or(other.transport),
            service: self.service.or(other.service),
        }
    }

    /// The same with a `ServiceEntry` (SVC-1).
    #[must_use]
    pub fn service(mut self, entry: ServiceEntry) -> Self {
        self.service = Some(entry);
        self
    }

    /// The entry point of a kind: all three have one signature (ENTRY-3).
    pub(crate) fn init(&self, kind: Kind) -> Option<MsProviderInit> {
        match kind {
            Kind::Store => self.store,
            Kind::AddressBook => self.address_book,
            Kind::Transport => self.transport,
        }
    }
}
