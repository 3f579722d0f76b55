//! A call of what `export!` writes, with arguments that are good for nothing.
#![forbid(unsafe_code)]
use provider_runtime::abi::param::Out;
use provider_runtime::prelude::*;

/// A store.
#[mapi_provider(kind = "store", name = "Notes", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11")]
pub struct NotesStore;

impl StoreProvider for NotesStore {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
        Err(Code::LOGON_FAILED.into())
    }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> {
        Err(Code::NOT_FOUND.into())
    }
}

export!(store: NotesStore);

fn main() {
    let nowhere = std::ptr::null_mut();
    MSProviderInit(nowhere, nowhere, None, None, None, 0, 0, Out::null(), Out::null());
}
