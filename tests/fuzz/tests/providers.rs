//! The runtime's own objects, of each kind and of all kinds together, called by one thread and by
//! several.
#![allow(missing_docs, reason = "tests say in their names what holds")]

use fuzz::calls::Kind;
use fuzz::run::run;

const ALL: &[Kind] = &[Kind::Store, Kind::AddressBook, Kind::Transport];

#[test]
fn nothing_is_left_of_a_store_after_any_calls() {
    run("store", &[Kind::Store], 1);
}

#[test]
fn nothing_is_left_of_an_address_book_after_any_calls() {
    run("address book", &[Kind::AddressBook], 1);
}

#[test]
fn nothing_is_left_of_a_transport_after_any_calls() {
    run("transport", &[Kind::Transport], 1);
}

#[test]
fn nothing_is_left_of_several_kinds_after_any_calls() {
    run("several kinds", ALL, 1);
}

#[test]
fn nothing_is_left_of_a_store_after_any_calls_of_several_threads() {
    run("store, threads", &[Kind::Store], 3);
}

#[test]
fn nothing_is_left_of_an_address_book_after_any_calls_of_several_threads() {
    run("address book, threads", &[Kind::AddressBook], 3);
}

#[test]
fn nothing_is_left_of_a_transport_after_any_calls_of_several_threads() {
    run("transport, threads", &[Kind::Transport], 3);
}

#[test]
fn nothing_is_left_of_several_kinds_after_any_calls_of_several_threads() {
    run("several kinds, threads", ALL, 4);
}
