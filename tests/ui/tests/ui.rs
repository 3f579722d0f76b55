//! The cases in `cases/`: one fault each, beside what its author is told; and declarations that
//! compile and run.
//!
//! `TRYBUILD=overwrite cargo test -p ui` keeps the words as they are now.
#![allow(missing_docs, reason = "tests are no API")]

use trybuild::TestCases;

#[test]
fn every_fault_is_told_in_our_words() {
    let cases = TestCases::new();
    cases.compile_fail("cases/args/*.rs");
    cases.compile_fail("cases/teardown/*.rs");
    cases.compile_fail("cases/shape/*.rs");
    cases.compile_fail("cases/export/*.rs");
    cases.compile_fail("cases/tags/*.rs");
    cases.compile_fail("cases/unsafety/*.rs");
}

#[test]
fn every_right_declaration_compiles_without_a_warning() {
    TestCases::new().pass("cases/pass/*.rs");
}
