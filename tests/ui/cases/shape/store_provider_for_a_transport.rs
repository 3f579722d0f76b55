//! The trait of another kind.
use provider_runtime::prelude::*;

#[mapi_provider(kind = "transport", name = "Post", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a13")]
struct Post;

impl StoreProvider for Post {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Err(Code::LOGON_FAILED.into()) }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
}

fn main() {}
