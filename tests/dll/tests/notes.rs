//! The notes store in a session, loaded from its file: the facts of
//! `tests/sessions/tests/notes.rs`, which links it in.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

#[path = "../../sessions/tests/notes/facts.rs"]
mod facts;
mod host;

use provider_runtime::session::{Mapi, Options, Session};
use std::path::PathBuf;
use std::sync::OnceLock;

fn start(options: Options) -> Session {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    let library = LIBRARY.get_or_init(|| host::library("notes-store"));
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    mapi.log_on(options.file("provider.dll", library)).unwrap()
}
