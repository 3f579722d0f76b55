//! `panic = "abort"`, which trybuild cannot set: a right declaration, compiled with it.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests may panic")]

use std::path::Path;
use std::process::Command;

const TOLD: &str = include_str!("../cases/export/panic_abort.stderr");

/// What rustc says to the example, warnings and cargo's own words aside.
fn told_with(flags: [&str; 2]) -> String {
    let test = std::env::current_exe().unwrap();
    let target = test.ancestors().nth(3).unwrap();
    let mut check = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    check.args(["rustc", "--quiet", "--color=never", "--profile=check", "-p", "ui", "--example", "exported"]);
    check.arg("--target-dir").arg(target).current_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).arg("--").args(flags);
    let told = String::from_utf8(check.output().unwrap().stderr).unwrap();
    let told = told.split_inclusive("\n\n").filter(|part| part.starts_with("error"));
    told.filter(|part| !part.starts_with("error: could not compile")).collect()
}

#[test]
fn a_dll_that_aborts_on_panic_is_refused() {
    assert_eq!(told_with(["-C", "panic=abort"]), TOLD);
}

#[test]
fn a_dll_that_unwinds_is_not() {
    assert_eq!(told_with(["-C", "panic=unwind"]), "");
}
