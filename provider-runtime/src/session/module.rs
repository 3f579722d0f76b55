//! A provider DLL as the session calls it: its entry points. How a profile names it is in `profile.rs`.

use crate::abi::entry::{MsProviderInit, ServiceEntry};

/// The entry points of one DLL that is linked into the program (LOAD-6).
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
    pub(crate) service: Option<ServiceEntry>,
}

impl Module {
    /// A DLL with `MSProviderInit`.
    pub fn store(entry: MsProviderInit) -> Self {
        Self { store: Some(entry), service: None }
    }

    /// The same with a `ServiceEntry` (SVC-1).
    #[must_use]
    pub fn service(mut self, entry: ServiceEntry) -> Self {
        self.service = Some(entry);
        self
    }
}
