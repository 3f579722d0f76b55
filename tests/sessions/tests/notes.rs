//! The notes store in a session, linked into the test. Not in its own package: an example's DLL is built with its package's
//! dev-dependencies, and would hold the session. The same facts hold for its file: `tests/dll/tests/notes.rs`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

#[path = "notes/facts.rs"]
mod facts;

use notes_store::NotesStore;
use provider_runtime::session::{Options, Session};

fn start(options: Options) -> Session {
    Session::start_with(provider_runtime::store_entry::<NotesStore>(), options).unwrap()
}
