//! The vCard book in a session, loaded from its file: the facts of `tests/sessions/tests/cards.rs`, which links it in, and
//! what its log says.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

#[path = "../../sessions/tests/cards/facts.rs"]
mod facts;
mod host;

use provider_runtime::session::{Mapi, Options, Session};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn start(options: Options) -> Session {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    start_from(LIBRARY.get_or_init(|| host::library("vcard-book")), options)
}

fn start_from(library: &Path, options: Options) -> Session {
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    mapi.log_on(options.file("vcard_book.dll", library)).unwrap()
}

/// What cannot be read costs itself and is told once, with its file and line, until it is put right and wrong again.
#[test]
fn a_card_that_cannot_be_read_is_told_once_in_the_sessions_record() {
    let folder = tempfile::tempdir().unwrap();
    let bad = "BEGIN:VCARD\nVERSION:3.0\nFN:Torn\nno property\nEND:VCARD\n";
    let write = |text: &str| std::fs::write(folder.path().join("bad.vcf"), text).unwrap();
    write(&format!("{bad}{}", facts::card("Ann", "ann@example.org")));
    let library = tempfile::tempdir().unwrap(); // a copy: a library's log goes to the newest of its sessions
    let session = start_from(&host::copy(library.path(), "vcard-book"), facts::options([folder.path()]));
    let book = session.open_address_book(0).unwrap();
    let told = || {
        let events = session.events();
        let words = events.iter().filter(|event| event.event == "word.warning");
        words.map(|event| event.detail.clone()).collect::<Vec<_>>()
    };
    let said = "bad.vcf:4: the line is no property: \"no property\"";
    assert_eq!(told(), [said]);
    assert_eq!(facts::names(&book), ["Ann"]);
    assert_eq!(told(), [said], "told again");
    write("");
    assert_eq!(facts::names(&book), [""; 0]);
    write(bad);
    assert_eq!(facts::names(&book), [""; 0]);
    assert_eq!(told(), [said, said]);
    drop(book);
    assert!(session.logoff().is_clean());
}
