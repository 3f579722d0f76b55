//! A kind with a letter too few.
use provider_runtime::prelude::*;

#[mapi_provider(kind = "adress_book", name = "Contacts", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a12")]
struct Contacts;

fn main() {}
