//! A type that is no provider.
use provider_runtime::prelude::*;

struct NotesStore;

export!(store: NotesStore);

fn main() {}
