//! An address book under a store's word.
use provider_runtime::prelude::*;

#[mapi_provider(kind = "address_book", name = "Contacts", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a12")]
struct Contacts;

impl AddressBookProvider for Contacts {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Err(Code::LOGON_FAILED.into()) }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<OpenedAddress<Self>> { Err(Code::NOT_FOUND.into()) }
}

export!(store: Contacts);

fn main() {}
