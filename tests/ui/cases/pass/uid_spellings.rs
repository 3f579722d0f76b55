//! A uid plain, in capitals, in braces: the same bytes, from left to right.
#![deny(warnings)]
use provider_runtime::__private::Declared;
use provider_runtime::prelude::*;

macro_rules! store {
    ($NotesStore:ident, $uid:literal) => {
        #[mapi_provider(kind = "store", name = "Notes", uid = $uid)]
        struct $NotesStore;

        impl StoreProvider for $NotesStore {
            fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Err(Code::LOGON_FAILED.into()) }
            fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
        }
    };
}
store!(Plain, "6b3c1a526c0e4f0e9c573c9d3f2f6a11");
store!(Capitals, "6B3C1A52-6C0E-4F0E-9C57-3C9D3F2F6A11");
store!(Braces, "{6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11}");

fn main() {
    let bytes = 0x6b3c1a52_6c0e_4f0e_9c57_3c9d3f2f6a11_u128.to_be_bytes();
    assert_eq!([Plain::UID, Capitals::UID, Braces::UID], [Uid::new(bytes); 3]);
}
