//! The examples in a session, loaded from their files: the facts of `linked.rs`, and what their
//! logs say.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]
#![allow(clippy::indexing_slicing, reason = "tests may panic")]

mod cards;
mod hostile;
mod maildir;
mod mails;
mod notes;
mod notes_tables;
mod told;

/// How each example comes into its session.
mod start {
    use provider_runtime::session::{Options, Session};
    use std::path::PathBuf;
    use std::sync::OnceLock;
    use support::dll;

    /// The DLLs. All are built before the first of them is loaded: a child process has its parent's
    /// files, and the locks on them, until it runs.
    fn libraries() -> &'static [PathBuf; 4] {
        static LIBRARIES: OnceLock<[PathBuf; 4]> = OnceLock::new();
        LIBRARIES.get_or_init(|| ["vcard-book", "maildir-transport", "notes-store", "eml-store"].map(dll::library))
    }

    pub fn cards(options: Options) -> Session {
        let [library, ..] = libraries();
        dll::start_from("vcard_book.dll", library, options)
    }

    pub fn maildir(options: Options) -> Session {
        let [_, library, ..] = libraries();
        dll::start_from("maildir_transport.dll", library, options)
    }

    pub fn mails(options: Options) -> Session {
        let [.., library] = libraries();
        dll::start_from("provider.dll", library, options)
    }

    pub fn notes(options: Options) -> Session {
        let [_, _, library, _] = libraries();
        dll::start_from("provider.dll", library, options)
    }
}
