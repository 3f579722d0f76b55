//! The vCard book in a session, loaded from its file: the facts of `tests/sessions/tests/cards.rs`,
//! which links it in, and what its log says.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

#[path = "../../sessions/tests/cards/facts.rs"]
mod facts;
mod host;

use provider_runtime::session::{Options, Session};
use std::path::PathBuf;
use std::sync::OnceLock;

fn start(options: Options) -> Session {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    host::start_from("vcard_book.dll", LIBRARY.get_or_init(|| host::library("vcard-book")), options)
}

/// What cannot be read costs itself and is told once, with its file and line, until it is put right
/// and wrong again.
#[test]
fn a_card_that_cannot_be_read_is_told_once_in_the_sessions_record() {
    let folder = tempfile::tempdir().unwrap();
    let bad = "BEGIN:VCARD\nVERSION:3.0\nFN:Torn\nno property\nEND:VCARD\n";
    let write = |text: &str| std::fs::write(folder.path().join("bad.vcf"), text).unwrap();
    write(&format!("{bad}{}", facts::card("Ann", "ann@example.org")));
    let library = tempfile::tempdir().unwrap(); // a copy: a library's log goes to the newest of its sessions
    let session =
        host::start_from("vcard_book.dll", &host::copy(library.path(), "vcard-book"), facts::options([folder.path()]));
    let book = session.open_address_book(0).unwrap();
    let said = "bad.vcf:4: the line is no property: \"no property\"";
    assert_eq!(host::told(&session), [said]);
    assert_eq!(facts::names(&book), ["Ann"]);
    assert_eq!(host::told(&session), [said], "told again");
    write("");
    assert_eq!(facts::names(&book), [""; 0]);
    write(bad);
    assert_eq!(facts::names(&book), [""; 0]);
    assert_eq!(host::told(&session), [said, said]);
    drop(book);
    assert!(session.logoff().is_clean());
}
