//! The command on what is inside of providers: the mistakes of stores and address books in C that
//! rules of contents name, and how far it comes in the mail files among the examples. That correct
//! providers get no line is in `check.rs` and `kinds.rs`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]
#![allow(clippy::indexing_slicing, reason = "tests may panic")]

mod command;

use command::{built, check, profile, steps};
use std::path::Path;
use support::dll;

#[test]
fn each_mistake_inside_of_folders_is_told_by_its_rule() {
    let mistakes: [(&str, &str, &[&str]); 14] = [
        ("store", "ONE_WAY", &["CONT-21", "PROP-33"]),
        ("book", "ONE_WAY", &["CONT-21"]),
        ("store", "NO_WAY", &["PROP-32"]),
        ("book", "NO_WAY", &["PROP-32"]),
        ("store", "NO_FLAGS", &["REQ-26"]),
        ("book", "NO_FLAGS", &["REQ-21"]),
        ("store", "NO_FIND", &["TBL-51"]),
        ("book", "NO_FIND", &["TBL-51"]),
        ("store", "END_FAILS", &["TBL-21"]),
        ("book", "END_FAILS", &["TBL-21"]),
        ("store", "SHORT_ROW", &["TBL-27"]),
        ("book", "SHORT_ROW", &["TBL-27"]),
        ("store", "LIST_FAILS", &["PROP-28"]),
        ("book", "LIST_FAILS", &["PROP-28"]),
    ];
    for (kind, fault, ids) in mistakes {
        let checked = check(&built(kind, fault), &["--limit", "20"]);
        let seen = (checked.status, checked.ids(false), checked.ids(true), checked.broken().len());
        assert_eq!(seen, (1, ids.to_vec(), vec![], 0), "{fault} of {kind}: {:?}", checked.found);
    }
}

#[test]
fn a_message_that_lacks_what_is_required_is_told_in_words() {
    let checked = check(&built("store", "NO_FLAGS"), &[]);
    let texts: Vec<_> = checked.found.iter().map(|found| found["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["rows of messages lack PR_MESSAGE_FLAGS"]);
    assert_eq!(checked.scenarios("REQ-26").len(), 3);
}

/// Folders, a file and a message in a message.
#[test]
fn mail_files_are_read_to_the_messages_in_their_messages() {
    let folder = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../eml-store/sample");
    let profile = profile(folder.path(), "STORE", &format!("6604001F = '{}'", sample.display()));
    let steps = steps("store", "every folder and message", &dll::library("eml-store"), &profile);
    for step in ["opening a folder by its row", "as a stream", "the message in an attachment", "sorting messages"] {
        assert!(steps.contains(step), "{step}: {steps}");
    }
}
