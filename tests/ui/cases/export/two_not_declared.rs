//! Two types that are no providers.
use provider_runtime::prelude::*;

struct Notes;
struct Contacts;

export!(store: Notes, address_book: Contacts);

fn main() {}
