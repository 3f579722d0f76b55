//! The host in C against each example's DLL: the ends that a store can have, and loads and unloads. What the host checks
//! stands in `host/host.c`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod host;

use host::{host, library};
use notes_store::{Notes, PATH_VARIABLE};
use std::process::Command;

/// Runs a scenario on both examples, the notes in a file of their own; what the host printed for each.
fn run(scenario: &[&str]) -> [String; 2] {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.db");
    Notes::fill(&notes, "Groceries\nMilk\n---\nSecond\nnote").unwrap();
    ["empty-store", "notes-store"].map(|package| {
        let mut host = Command::new(host());
        let done = host.arg(library(package)).args(scenario).env(PATH_VARIABLE, &notes).output().unwrap();
        let (out, error) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success(), "{package} {scenario:?}: {} {out}{error}", done.status);
        out.into_owned()
    })
}

#[test]
fn an_orderly_end_tells_the_transports_at_the_stores_release() {
    run(&["orderly"]);
}

#[test]
fn an_abrupt_end_tells_the_transports_to_abort() {
    run(&["abrupt"]);
}

#[test]
fn a_session_ends_with_objects_held_and_their_late_releases_work() {
    run(&["held"]);
}

#[test]
fn husks_answer_invalid_object_until_they_are_released() {
    run(&["husks"]);
}

/// T-15, SVC-7, SVC-10
#[test]
fn a_service_is_asked_with_no_provider_and_while_a_store_is_logged_on() {
    run(&["service"]);
}

#[test]
fn a_second_logoff_does_nothing() {
    run(&["twice"]);
}

#[test]
fn a_thousand_cycles_leave_no_mapping_and_no_heap_behind() {
    run(&["cycles", "1000"]);
}

/// glibc keeps a library as long as a living thread has one of its destructors to run: starting the worker leaves one on
/// the thread that logs on, the runtime itself leaves none.
#[test]
fn a_living_thread_that_started_a_worker_keeps_the_library_and_one_that_did_not_lets_it_go() {
    let [empty, notes] = run(&["living-thread"]);
    assert_eq!(empty, "goes\nok\n");
    assert_eq!(notes, "stays\nok\n");
}

/// INVAL-4, T-78: MAPI knows of no husk and frees the library; the late Release still works.
#[test]
fn a_library_whose_objects_are_held_pins_itself_over_an_unload() {
    run(&["over-unload"]);
}

#[test]
fn another_live_provider_object_pins_nothing() {
    run(&["another"]);
}
