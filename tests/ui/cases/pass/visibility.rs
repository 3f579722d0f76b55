//! A store inside a module: its classes are seen as far as it is.
#![deny(warnings)]
use provider_runtime::prelude::*;

mod notes {
    use super::*;

    #[mapi_provider(kind = "store", name = "Notes", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11")]
    pub(super) struct NotesStore;

    impl StoreProvider for NotesStore {
        fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Err(Code::LOGON_FAILED.into()) }
        fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
    }
}

fn main() {
    let _: Option<(notes::NotesStoreProvider, notes::NotesStoreLogon)> = None;
    let _: Option<(notes::NotesStoreObject, notes::NotesStoreStatus)> = None;
}
