//! `panic = "abort"`, which trybuild cannot set: a right declaration, compiled with it.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests may panic")]

use std::process::Command;

const TOLD: &str = include_str!("../cases/export/panic_abort.stderr");

/// Whether the example compiles, and what rustc says of it, warnings and cargo's own words aside.
fn compiled_with(flags: [&str; 2]) -> (bool, String) {
    let test = std::env::current_exe().unwrap();
    let target = test.ancestors().nth(3).unwrap();
    let mut check = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    check.args(["rustc", "--quiet", "--color=never", "--profile=check", "-p", "ui", "--example", "exported"]);
    check.arg("--target-dir").arg(target).current_dir(env!("CARGO_MANIFEST_DIR")).arg("--").args(flags);
    let output = check.output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    let told = words.split("\n\n").filter(|part| part.starts_with("error"));
    let told: Vec<_> = told.filter(|part| !part.starts_with("error: could not compile")).collect();
    (output.status.success(), told.join("\n\n"))
}

#[test]
fn a_dll_that_aborts_on_panic_is_refused() {
    assert_eq!(compiled_with(["-C", "panic=abort"]), (false, TOLD.trim_end().to_owned()));
}

#[test]
fn a_dll_that_unwinds_is_not() {
    assert_eq!(compiled_with(["-C", "panic=unwind"]), (true, String::new()));
}
