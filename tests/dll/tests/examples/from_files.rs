//! The examples in a session, loaded from their files: the facts of `linked.rs`, and what their
//! logs say.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod cards;
mod maildir;
mod notes;
mod told;

/// How each example comes into its session.
mod start {
    use provider_runtime::session::{Options, Session};
    use std::path::PathBuf;
    use std::sync::OnceLock;
    use support::dll;

    pub fn cards(options: Options) -> Session {
        static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
        dll::start_from("vcard_book.dll", LIBRARY.get_or_init(|| dll::library("vcard-book")), options)
    }

    pub fn maildir(options: Options) -> Session {
        static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
        dll::start_from("maildir_transport.dll", LIBRARY.get_or_init(|| dll::library("maildir-transport")), options)
    }

    pub fn notes(options: Options) -> Session {
        static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
        dll::start_from("provider.dll", LIBRARY.get_or_init(|| dll::library("notes-store")), options)
    }
}
