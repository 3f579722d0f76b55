//! Registers the examples' DLLs in mapisvc.inf. What is written there, and how, is
//! `provider-runtime`'s; where the file is, and what else belongs to an installation, is in
//! `docs/install.md`.
//!
//! ```text
//! cargo run -p register -- empty-store print           the sections, on stdout
//! cargo run -p register -- empty-store merge FILE      adds them, or replaces an earlier version
//! cargo run -p register -- empty-store remove FILE     removes them again
//! ```
//!
//! Exits 0 if it was done or there was nothing to do, 1 if it could not be done, 2 for words that
//! are not understood.
#![forbid(unsafe_code)]

use eml_store::EmlStore;
use empty_store::EmptyStore;
use maildir_transport::MaildirTransport;
use notes_store::NotesStore;
use provider_runtime::Property;
use provider_runtime::abi::flag::{STATUS_NO_DEFAULT_STORE, STATUS_NO_PRIMARY_IDENTITY, STATUS_PRIMARY_IDENTITY};
use provider_runtime::registered_provider;
use provider_runtime::registration::Registration;
use std::process::ExitCode;
use vcard_book::VcardBook;

/// How an example is registered.
type Example = fn() -> Registration;

/// Each by the name of its package.
const EXAMPLES: [(&str, Example); 5] = [
    ("eml-store", eml_store),
    ("empty-store", empty_store),
    ("maildir-transport", maildir_transport),
    ("notes-store", notes_store),
    ("vcard-book", vcard_book),
];

/// No store here can be a profile's default store, or say who its user is.
const FLAGS: u32 = STATUS_NO_DEFAULT_STORE | STATUS_NO_PRIMARY_IDENTITY;

fn empty_store() -> Registration {
    let provider = registered_provider::<EmptyStore>().flags(FLAGS);
    Registration::new("EMPTYSTORE", "Empty", "empty_store.dll").provider(provider)
}

fn eml_store() -> Registration {
    let path = Property::new(eml_store::PATH, r"C:\ProgramData\Mail");
    let provider = registered_provider::<EmlStore>().flags(FLAGS).property(path);
    Registration::new("EMLSTORE", "Mail Files", "eml_store.dll").provider(provider)
}

fn notes_store() -> Registration {
    let path = Property::new(notes_store::PATH, r"C:\ProgramData\Notes\notes.db");
    let provider = registered_provider::<NotesStore>().flags(FLAGS).property(path);
    Registration::new("NOTESSTORE", "Notes", "notes_store.dll").provider(provider)
}

fn vcard_book() -> Registration {
    let path = Property::new(vcard_book::PATH, r"C:\ProgramData\vCards");
    let provider = registered_provider::<VcardBook>().property(path);
    Registration::new("VCARDBOOK", "vCard Book", "vcard_book.dll").provider(provider)
}

/// It says who the user is, once its settings name him (INF-12): nobody's address stands in the
/// file.
fn maildir_transport() -> Registration {
    let path = Property::new(maildir_transport::PATH, r"C:\ProgramData\Maildir");
    let provider = registered_provider::<MaildirTransport>().flags(STATUS_PRIMARY_IDENTITY).property(path);
    Registration::new("MAILDIR", "Maildir", "maildir_transport.dll").provider(provider)
}

fn main() -> ExitCode {
    let names = EXAMPLES.map(|(name, _)| name).join(", ");
    let usage = format!("usage: register EXAMPLE print | merge FILE | remove FILE\nEXAMPLE is one of: {names}");
    let mut words = std::env::args_os().skip(1);
    let name = words.next().unwrap_or_default();
    match EXAMPLES.iter().find(|(known, _)| name == *known) {
        Some((_, registration)) => registration().run(&usage, words),
        None => {
            eprintln!("{usage}");
            ExitCode::from(2)
        }
    }
}
