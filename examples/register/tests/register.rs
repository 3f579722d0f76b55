//! The command: what it prints, what it does to a file, how it exits.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// Exit status, stdout, stderr.
fn register(words: &[&str]) -> (i32, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_register")).args(words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

const ORIGINAL: &str = "; kept\r\n[Services]\r\nOTHER=Another\r\n\r\n[OTHER]\r\nProviders=OTHER_MS\r\n[OTHER_MS]\r\n";

/// INF-6, INF-8, INF-12.
#[test]
fn each_example_prints_the_sections_of_its_declaration() {
    let (status, text, errors) = register(&["notes-store", "print"]);
    assert_eq!((status, errors.as_str()), (0, ""));
    let wanted = r"[Services]
NOTESSTORE=Notes

[NOTESSTORE]
PR_DISPLAY_NAME=Notes
Providers=NOTESSTORE_MS
PR_SERVICE_DLL_NAME=notes_store.dll
PR_SERVICE_ENTRY_NAME=ServiceEntry
PR_SERVICE_SUPPORT_FILES=notes_store.dll
PR_RESOURCE_FLAGS=SERVICE_NO_PRIMARY_IDENTITY

[NOTESSTORE_MS]
PR_DISPLAY_NAME=Notes
PR_PROVIDER_DISPLAY=Notes
PR_PROVIDER_DLL_NAME=notes_store.dll
PR_RESOURCE_TYPE=MAPI_STORE_PROVIDER
PR_RESOURCE_FLAGS=STATUS_NO_PRIMARY_IDENTITY|STATUS_NO_DEFAULT_STORE
34140102=6b3c1a526c0e4f0e9c573c9d3f2f6a11
6601001e=C:\ProgramData\Notes\notes.db
";
    assert_eq!(text, wanted);
    let (status, text, _) = register(&["empty-store", "print"]);
    assert!(status == 0 && text.contains("34140102=5d1f8a540d5b4c0e8f5e7a1f4b0c9e10\n"), "{text}");
}

/// INF-8, INF-12: the identifiers of an address book are no property of its section.
#[test]
fn an_address_book_prints_the_directory_as_its_setting() {
    let (status, text, errors) = register(&["vcard-book", "print"]);
    assert_eq!((status, errors.as_str()), (0, ""));
    let wanted = r"[Services]
VCARDBOOK=vCard Book

[VCARDBOOK]
PR_DISPLAY_NAME=vCard Book
Providers=VCARDBOOK_AB
PR_SERVICE_DLL_NAME=vcard_book.dll
PR_SERVICE_ENTRY_NAME=ServiceEntry
PR_SERVICE_SUPPORT_FILES=vcard_book.dll
PR_RESOURCE_FLAGS=SERVICE_NO_PRIMARY_IDENTITY

[VCARDBOOK_AB]
PR_DISPLAY_NAME=vCard Book
PR_PROVIDER_DISPLAY=vCard Book
PR_PROVIDER_DLL_NAME=vcard_book.dll
PR_RESOURCE_TYPE=MAPI_AB_PROVIDER
PR_RESOURCE_FLAGS=STATUS_NO_PRIMARY_IDENTITY
6602001e=C:\ProgramData\vCards
";
    assert_eq!(text, wanted);
}

/// INF-8, INF-12: the service can supply the primary identity.
#[test]
fn a_transport_prints_the_maildir_as_its_setting() {
    let (status, text, errors) = register(&["maildir-transport", "print"]);
    assert_eq!((status, errors.as_str()), (0, ""));
    let wanted = r"[Services]
MAILDIR=Maildir

[MAILDIR]
PR_DISPLAY_NAME=Maildir
Providers=MAILDIR_XP
PR_SERVICE_DLL_NAME=maildir_transport.dll
PR_SERVICE_ENTRY_NAME=ServiceEntry
PR_SERVICE_SUPPORT_FILES=maildir_transport.dll
PR_RESOURCE_FLAGS=SERVICE_PRIMARY_IDENTITY

[MAILDIR_XP]
PR_DISPLAY_NAME=Maildir
PR_PROVIDER_DISPLAY=Maildir
PR_PROVIDER_DLL_NAME=maildir_transport.dll
PR_RESOURCE_TYPE=MAPI_TRANSPORT_PROVIDER
PR_RESOURCE_FLAGS=STATUS_PRIMARY_IDENTITY
6603001e=C:\ProgramData\Maildir
";
    assert_eq!(text, wanted);
}

#[test]
fn the_examples_come_into_a_file_and_go_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mapisvc.inf");
    fs::write(&path, ORIGINAL).unwrap();
    let file = path.to_str().unwrap();
    for (words, told) in [
        (["empty-store", "merge", file], "EMPTYSTORE: added to "),
        (["notes-store", "merge", file], "NOTESSTORE: added to "),
        (["notes-store", "merge", file], "NOTESSTORE: nothing to do in "),
        (["eml-store", "merge", file], "EMLSTORE: added to "),
        (["eml-store", "remove", file], "EMLSTORE: removed from "),
        (["vcard-book", "merge", file], "VCARDBOOK: added to "),
        (["maildir-transport", "merge", file], "MAILDIR: added to "),
        (["maildir-transport", "remove", file], "MAILDIR: removed from "),
        (["vcard-book", "remove", file], "VCARDBOOK: removed from "),
        (["empty-store", "remove", file], "EMPTYSTORE: removed from "),
        (["notes-store", "remove", file], "NOTESSTORE: removed from "),
        (["notes-store", "remove", file], "NOTESSTORE: nothing to do in "),
    ] {
        assert_eq!(register(&words), (0, format!("{told}{file}\n"), String::new()), "{words:?}");
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), ORIGINAL);
}

#[test]
fn what_cannot_be_done_is_told_with_the_file_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mapisvc.inf");
    let file = path.to_str().unwrap();
    let (status, _, errors) = register(&["empty-store", "merge", file]);
    assert!(status == 1 && errors.starts_with(&format!("{file}: cannot be found: ")), "{errors}");
    assert!(!Path::new(file).exists());
    let half = format!("{ORIGINAL}[EMPTYST");
    fs::write(&path, &half).unwrap();
    for word in ["merge", "remove"] {
        let (status, told, errors) = register(&["empty-store", word, file]);
        assert_eq!((status, told.as_str()), (1, ""));
        assert!(errors.starts_with(&format!("{file}: line 8: ")), "{errors}");
        assert_eq!(fs::read_to_string(&path).unwrap(), half);
    }
}

#[test]
fn words_that_are_not_understood_show_the_usage() {
    for words in [
        &[][..],
        &["--help"],
        &["no-store", "print"],
        &["empty-store"],
        &["empty-store", "print", "more"],
        &["empty-store", "merge"],
        &["empty-store", "merge", "a", "b"],
        &["empty-store", "delete", "a"],
    ] {
        let (status, told, errors) = register(words);
        assert_eq!((status, told.as_str()), (2, ""), "{words:?}");
        let wanted = "usage: register EXAMPLE print | merge FILE | remove FILE\n\
            EXAMPLE is one of: eml-store, empty-store, maildir-transport, notes-store, vcard-book\n";
        assert_eq!(errors, wanted, "{words:?}");
    }
}
