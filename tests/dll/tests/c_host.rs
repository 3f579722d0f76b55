//! The host in C against each example's DLL: the ends that a store, an address book and a transport
//! can have, and loads and unloads. What the host checks stands in `host/host.c`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use maildir_transport::Maildir;
use notes_store::Notes;
use std::path::Path;
use std::process::Command;
use support::dll::{host, library};

const EXAMPLES: [&str; 5] = ["empty-store", "notes-store", "eml-store", "vcard-book", "maildir-transport"];
const MAILS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/eml-store/sample");
const CARDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/vcard-book/sample/old-phone.vcf");
const LETTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/maildir-transport/sample/newsletter.eml");

/// Runs a scenario on each example: the notes in a file of their own, the sample of mail files,
/// a folder of cards, and a Maildir in which one message waits. What the host printed for each.
fn run(scenario: &[&str]) -> [String; 5] {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.db");
    let maildir = folder.path().join("mail");
    Notes::fill(&notes, "Groceries\nMilk\n---\nSecond\nnote").unwrap();
    let cards = folder.path().join("cards");
    std::fs::create_dir(&cards).unwrap();
    std::fs::copy(CARDS, cards.join("old-phone.vcf")).unwrap();
    Maildir::open(&maildir).unwrap();
    std::fs::copy(LETTER, maildir.join("new/1")).unwrap();
    let places = [
        (notes_store::PATH_VARIABLE, &*notes),
        (eml_store::PATH_VARIABLE, Path::new(MAILS)),
        (vcard_book::PATH_VARIABLE, &*cards),
        (maildir_transport::PATH_VARIABLE, &*maildir),
    ];
    EXAMPLES.map(|package| {
        let mut host = Command::new(host());
        let done = host.arg(library(package)).args(scenario).envs(places).output().unwrap();
        let out = String::from_utf8_lossy(&done.stdout);
        let error = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{package} {scenario:?}: {} {out}{error}", done.status);
        out.into_owned()
    })
}

#[test]
fn an_orderly_end_tells_the_transports_at_the_stores_release() {
    run(&["orderly"]);
}

/// LOGOFF-7: of an address book and a transport, the logon's Release without a Logoff.
#[test]
fn an_abrupt_end_tells_the_transports_to_abort() {
    run(&["abrupt"]);
}

#[test]
fn a_session_ends_with_objects_held_and_their_late_releases_work() {
    run(&["held"]);
}

/// INVAL-1
#[test]
fn invalidated_objects_answer_invalid_object_until_they_are_released() {
    run(&["invalidated"]);
}

/// T-15, SVC-7, SVC-10
#[test]
fn a_service_is_asked_with_no_provider_and_while_one_is_logged_on() {
    run(&["service"]);
}

/// LOGOFF-6
#[test]
fn a_second_logoff_does_nothing() {
    run(&["twice"]);
}

#[test]
fn a_thousand_cycles_leave_no_mapping_and_no_heap_behind() {
    run(&["cycles", "1000"]);
}

/// glibc keeps a library as long as a living thread has one of its destructors to run: starting the
/// worker leaves one on the thread that logs on, the runtime itself leaves none.
#[test]
fn a_living_thread_that_started_a_worker_keeps_the_library_and_one_that_did_not_lets_it_go() {
    let told = run(&["living-thread"]);
    assert_eq!(told, ["goes\nok\n", "stays\nok\n", "goes\nok\n", "goes\nok\n", "goes\nok\n"]);
}

/// INVAL-4, T-78: MAPI knows of no invalidated object and frees the library; the late Release still
/// works.
#[test]
fn a_library_whose_objects_are_held_pins_itself_over_an_unload() {
    run(&["over-unload"]);
}

/// INVAL-4
#[test]
fn another_live_provider_object_pins_nothing() {
    run(&["another"]);
}
