//! The Maildir transport in a session, loaded from its file: the facts of
//! `tests/sessions/tests/maildir.rs`, which links it in, and what its log says.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

#[path = "../../sessions/tests/maildir/facts.rs"]
mod facts;
mod host;
#[path = "../../sessions/tests/maildir/settings.rs"]
mod settings;

use maildir_transport::{FROM, Maildir, PATH};
use provider_runtime::session::{Options, Session};
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

fn start(options: Options) -> Session {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    host::start_from("maildir_transport.dll", LIBRARY.get_or_init(|| host::library("maildir-transport")), options)
}

/// What cannot be read stays in `new`, costs itself, and is told once in a logon.
#[test]
fn a_file_that_is_no_message_is_told_once_in_the_sessions_record() {
    let folder = tempfile::tempdir().unwrap();
    Maildir::open(folder.path()).unwrap();
    fs::write(folder.path().join("new/1.junk"), "no message").unwrap();
    let library = tempfile::tempdir().unwrap(); // a copy: a library's log goes to the newest of its sessions
    let session = host::start_from(
        "maildir_transport.dll",
        &host::copy(library.path(), "maildir-transport"),
        facts::options([folder.path()]),
    );
    for _ in 0..3 {
        session.mail().run().unwrap();
    }
    let said = "new/1.junk: there is no message: no From, Sender, To, Cc, Date, Subject, Message-ID or Received";
    assert_eq!(host::told(&session), [said]);
    assert!(folder.path().join("new/1.junk").exists());
    facts::clean(&session);
}

/// What is left out is told: the attachments of a message.
#[test]
fn a_message_that_loses_something_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let entry = facts::transport(folder.path()).with(FROM, "ada@example.org");
    assert_eq!(entry.get(PATH).unwrap().as_text(), folder.path().to_str());
    let library = tempfile::tempdir().unwrap();
    let session = host::start_from(
        "maildir_transport.dll",
        &host::copy(library.path(), "maildir-transport"),
        facts::with([entry]),
    );
    session.mail().submit(&facts::letter("Tea").attachment(Vec::new())).unwrap();
    session.mail().run().unwrap();
    assert_eq!(host::told(&session), ["the attachments of a message are not sent: headers, body and recipients are"]);
    facts::clean(&session);
}
