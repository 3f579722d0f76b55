//! What is in the DLL of the empty store, built by itself: the crates that a provider needs, and nothing of the session.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod host;

use provider_runtime::session::Profile;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The crates that cargo would build for the empty store on a target; versions do not matter.
fn crates(target: &str) -> BTreeSet<String> {
    let mut tree = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    tree.args(["tree", "--quiet", "--package", "empty-store", "--edges", "normal", "--prefix", "none"]);
    let done = tree.args(["--format", "{p}", "--target", target]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = String::from_utf8(done.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn the_empty_store_is_built_of_these_crates_alone() {
    let linked = ["empty-store", "provider-runtime", "log", "thiserror"];
    // The 8-bit code pages of strings.
    let encodings = ["encoding_rs", "cfg-if", "core_detect", "multiversion_no_op", "scopeguard", "simdutf8"];
    // They run in the compiler.
    let macros = ["provider-macros", "thiserror-impl", "proc-macro2", "quote", "syn", "unicode-ident"];
    let windows: BTreeSet<_> = [&linked[..], &encodings, &macros].concat().into_iter().map(str::to_owned).collect();
    assert_eq!(crates("x86_64-pc-windows-msvc"), windows);
    let mut linux = windows;
    linux.insert("libc".to_owned());
    assert_eq!(crates("x86_64-unknown-linux-gnu"), linux);
}

/// The parts of symbols' names, as the compiler writes them, that only the session brings.
const SESSION: [&str; 6] =
    ["16provider_runtime7session", "10libloading", "5serde", "10serde_core", "4toml", "11toml_parser"];

/// All symbols of a program or library, exported or not.
fn symbols(file: &Path) -> String {
    let done = Command::new("nm").arg(file).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn the_empty_stores_library_has_no_symbol_of_the_session() {
    let library = symbols(&host::library("empty-store"));
    assert!(library.contains("MSProviderInit") && library.contains("16provider_runtime6bridge"), "no symbols at all");
    assert_eq!(SESSION.map(|part| library.matches(part).count()), [0; 6]);
    // They would be seen: this program has them, because it reads a profile.
    assert!(Profile::load("no-such-profile.toml").is_err());
    let program = symbols(&std::env::current_exe().unwrap());
    for part in ["16provider_runtime7session", "5serde", "4toml"] {
        assert!(program.contains(part), "{part}");
    }
}
