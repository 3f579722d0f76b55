//! The examples in a session, linked into the test. Not in their own packages: an example's DLL is
//! built with its package's dev-dependencies, and would hold the session. The same facts hold for
//! their files: `from_files.rs`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]
#![allow(clippy::indexing_slicing, reason = "tests may panic")]

mod cards;
mod hostile;
mod maildir;
mod mails;
mod notes;
mod notes_tables;

/// How each example comes into its session.
mod start {
    use eml_store::EmlStore;
    use maildir_transport::MaildirTransport;
    use notes_store::NotesStore;
    use provider_runtime::session::{Mapi, Module, Options, Session};
    use vcard_book::VcardBook;

    pub fn cards(options: Options) -> Session {
        let module = Module::address_book(provider_runtime::address_book_entry::<VcardBook>());
        let module = module.service(provider_runtime::service_entry::<VcardBook>());
        let mapi = Mapi::new();
        mapi.initialize(0).unwrap();
        mapi.log_on(options.link("vcard_book.dll", module)).unwrap()
    }

    pub fn maildir(options: Options) -> Session {
        let module = Module::transport(provider_runtime::transport_entry::<MaildirTransport>());
        let module = module.service(provider_runtime::service_entry::<MaildirTransport>());
        let mapi = Mapi::new();
        mapi.initialize(0).unwrap();
        mapi.log_on(options.link("maildir_transport.dll", module)).unwrap()
    }

    pub fn mails(options: Options) -> Session {
        Session::start_with(provider_runtime::store_entry::<EmlStore>(), options).unwrap()
    }

    pub fn notes(options: Options) -> Session {
        Session::start_with(provider_runtime::store_entry::<NotesStore>(), options).unwrap()
    }
}
