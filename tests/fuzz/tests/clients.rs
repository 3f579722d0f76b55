//! The session's own objects, and through them those of providers, called by clients that have no
//! wrapper: by one thread and by several.
#![allow(missing_docs, reason = "tests say in their names what holds")]

use fuzz::run::{run, run_with_junk};

#[test]
fn nothing_is_left_of_a_session_after_any_calls() {
    run("session", &[], 1);
}

#[test]
fn nothing_is_left_of_a_session_after_any_calls_of_several_threads() {
    run("session, threads", &[], 3);
}

#[test]
fn nothing_is_left_of_a_session_whose_providers_answer_anything() {
    run_with_junk("junk", 1);
}

#[test]
fn nothing_is_left_of_a_session_whose_providers_answer_anything_to_several_threads() {
    run_with_junk("junk, threads", 3);
}
