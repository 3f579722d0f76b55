//! A crate that allows nothing: no prelude, nothing unsafe, no warning, nothing without a comment.
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]
use ::core::{convert::Into, marker::Sized, mem::drop, option::Option, result::Result::Err};
use ::provider_runtime::prelude::*;

/// A store.
#[mapi_provider(kind = "store", name = "Notes", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11", shared = Pool)]
pub struct NotesStore {
    #[teardown(after = index, with = drop)]
    notes: ::std::string::String,
    index: Option<Support<Self>>,
}

impl StoreProvider for NotesStore {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Err(Code::LOGON_FAILED.into()) }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
}

/// What the logons share.
pub struct Pool;
impl Shared for Pool {
    fn start() -> Result<Self> where Self: Sized { Err(Code::LOGON_FAILED.into()) }
}

export!(store: NotesStore);

fn main() {
    let NotesStore { notes: _, index: _ };
}
