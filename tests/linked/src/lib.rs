//! The second provider of the program in `main.rs`; the first is `empty-store`.
#![forbid(unsafe_code)]

use provider_runtime::prelude::*;

/// Another store with nothing in it.
#[mapi_provider(kind = "store", name = "Other", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be007")]
pub struct OtherStore;

impl StoreProvider for OtherStore {
    fn logon(_logon: &LogonContext<'_, Self>) -> Result<Self> {
        Ok(Self)
    }

    fn open(&self, _entry: Option<EntryId<'_>>, _access: Access) -> Result<Opened<Self>> {
        Err(Code::NOT_FOUND.into())
    }
}
