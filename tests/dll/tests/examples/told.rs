//! What the examples' DLLs write into the session's record: what they cannot read, and what they
//! leave out. Each test has a copy of the DLL, because a library's log goes to the newest of its
//! sessions.

use crate::{cards, maildir};
use maildir_transport::{FROM, Maildir, PATH};
use std::fs;
use support::dll;

/// What cannot be read costs itself and is told once, with its file and line, until it is put right
/// and wrong again.
#[test]
fn a_card_that_cannot_be_read_is_told_once_in_the_sessions_record() {
    let folder = tempfile::tempdir().unwrap();
    let bad = "BEGIN:VCARD\nVERSION:3.0\nFN:Torn\nno property\nEND:VCARD\n";
    let write = |text: &str| fs::write(folder.path().join("bad.vcf"), text).unwrap();
    write(&format!("{bad}{}", cards::card("Ann", "ann@example.org")));
    let library = tempfile::tempdir().unwrap(); // a copy: a library's log goes to the newest of its sessions
    let session =
        dll::start_from("vcard_book.dll", &dll::copy(library.path(), "vcard-book"), cards::options([folder.path()]));
    let book = session.open_address_book(0).unwrap();
    let said = "bad.vcf:4: the line is no property: \"no property\"";
    assert_eq!(dll::told(&session), [said]);
    assert_eq!(cards::names(&book), ["Ann"]);
    assert_eq!(dll::told(&session), [said], "told again");
    write("");
    assert_eq!(cards::names(&book), [""; 0]);
    write(bad);
    assert_eq!(cards::names(&book), [""; 0]);
    assert_eq!(dll::told(&session), [said, said]);
    drop(book);
    assert!(session.logoff().is_clean());
}

/// What cannot be read stays in `new`, costs itself, and is told once in a logon.
#[test]
fn a_file_that_is_no_message_is_told_once_in_the_sessions_record() {
    let folder = tempfile::tempdir().unwrap();
    Maildir::open(folder.path()).unwrap();
    fs::write(folder.path().join("new/1.junk"), "no message").unwrap();
    let library = tempfile::tempdir().unwrap(); // a copy: a library's log goes to the newest of its sessions
    let session = dll::start_from(
        "maildir_transport.dll",
        &dll::copy(library.path(), "maildir-transport"),
        maildir::options([folder.path()]),
    );
    for _ in 0..3 {
        session.mail().run().unwrap();
    }
    let said = "new/1.junk: there is no message: no From, Sender, To, Cc, Date, Subject, Message-ID or Received";
    assert_eq!(dll::told(&session), [said]);
    assert!(folder.path().join("new/1.junk").exists());
    maildir::clean(&session);
}

/// What is left out is told: the attachments of a message.
#[test]
fn a_message_that_loses_something_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let entry = maildir::transport(folder.path()).with(FROM, "ada@example.org");
    assert_eq!(entry.get(PATH).unwrap().as_text(), folder.path().to_str());
    let library = tempfile::tempdir().unwrap();
    let session = dll::start_from(
        "maildir_transport.dll",
        &dll::copy(library.path(), "maildir-transport"),
        maildir::with([entry]),
    );
    session.mail().submit(&maildir::letter("Tea").attachment(Vec::new())).unwrap();
    session.mail().run().unwrap();
    assert_eq!(dll::told(&session), ["the attachments of a message are not sent: headers, body and recipients are"]);
    maildir::clean(&session);
}
