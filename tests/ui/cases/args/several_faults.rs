//! Five faults, all told at once.
use provider_runtime::prelude::*;

#[mapi_provider(kind = "stroe", nmae = "Notes", uid = "6b3c", colour = "red", colour = "blue")]
struct NotesStore;

impl StoreProvider for NotesStore {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Err(Code::LOGON_FAILED.into()) }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
}

fn main() {}
