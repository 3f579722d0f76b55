//! Declared, and no `impl StoreProvider`.
use provider_runtime::prelude::*;

#[mapi_provider(kind = "store", name = "Notes", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11")]
struct NotesStore;

fn main() {}
