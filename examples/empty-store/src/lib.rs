//! The least that logs on: a message store with an empty root folder. Its entry points are in
//! `dll.rs`.
#![forbid(unsafe_code)]

use provider_runtime::prelude::*;

/// A store with nothing in it.
#[mapi_provider(kind = "store", name = "Empty", uid = "5d1f8a54-0d5b-4c0e-8f5e-7a1f4b0c9e10")]
pub struct EmptyStore;

impl StoreProvider for EmptyStore {
    fn logon(_logon: &LogonContext<'_, Self>) -> Result<Self> {
        Ok(Self)
    }

    fn open(&self, entry: Option<EntryId<'_>>, _access: Access) -> Result<Opened<Self>> {
        match entry {
            None => Ok(Opened::folder(Root)),
            Some(_) => Err(Code::NOT_FOUND.into()),
        }
    }
}

struct Root;
impl Properties<EmptyStore> for Root {}
impl FolderObject<EmptyStore> for Root {}
