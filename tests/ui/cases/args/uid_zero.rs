//! A uid that is nobody's.
use provider_runtime::prelude::*;

#[mapi_provider(kind = "store", name = "Notes", uid = "00000000-0000-0000-0000-000000000000")]
struct NotesStore;

impl StoreProvider for NotesStore {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Err(Code::LOGON_FAILED.into()) }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
}

fn main() {}
