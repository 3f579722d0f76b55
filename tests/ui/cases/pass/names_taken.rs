//! An author's own items under every name that generated code could mean.
#![deny(warnings)]
#![allow(non_camel_case_types, dead_code)]
use ::provider_runtime::prelude::*;

mod core {}
mod std {}
mod provider_runtime {}
struct str;
struct u32;
struct Uid;
struct Ending;
trait Declared {}
impl<T> Declared for T {}
trait With { fn with(&self) {} fn dropped(&self) {} }
impl<T> With for T {}
macro_rules! store_classes { () => {} }
const IMPLEMENTED: bool = true;

#[mapi_provider(kind = "store", name = "Notes", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11")]
struct NotesStore {
    #[teardown(with = drop)]
    notes: String,
    index: String,
}

impl StoreProvider for NotesStore {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Err(Code::LOGON_FAILED.into()) }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
}

export!(store: NotesStore);

fn main() {
    store_classes!();
}
