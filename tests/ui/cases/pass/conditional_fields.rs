//! Fields that are not there: their types and functions are not there either.
#![deny(warnings)]
use provider_runtime::prelude::*;

#[mapi_provider(kind = "store", name = "Notes", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11")]
struct NotesStore {
    #[teardown(after = gone)]
    notes: String,
    #[cfg(any())]
    #[teardown(with = nowhere::close)]
    gone: nowhere::Gone,
    #[cfg_attr(all(), cfg(any()), doc = "Nor is this.")]
    gone_too: nowhere::Gone,
    #[cfg(all())]
    #[teardown(with = drop)]
    there: String,
}

impl StoreProvider for NotesStore {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Err(Code::LOGON_FAILED.into()) }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
}

fn main() {
    let plan = <NotesStore as provider_runtime::__private::Declared>::PLAN;
    assert!(plan.iter().map(|end| end.field).eq(["notes", "there"]));
}
