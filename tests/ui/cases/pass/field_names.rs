//! Fields that are called as the variables of generated code could be.
#![deny(warnings)]
use provider_runtime::prelude::*;

#[mapi_provider(kind = "store", name = "Notes", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11")]
struct NotesStore {
    #[teardown(with = drop, after = r#type)]
    ending: String,
    self_: String,
    #[teardown(with = drop)]
    state: String,
    #[teardown(with = drop, after = value)]
    r#type: String,
    value: String,
}

impl StoreProvider for NotesStore {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Err(Code::LOGON_FAILED.into()) }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
}

fn main() {
    let plan = <NotesStore as provider_runtime::__private::Declared>::PLAN;
    assert!(plan.iter().map(|end| end.field).eq(["self_", "state", "value", "type", "ending"]));
}
