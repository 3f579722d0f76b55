//! What is in the DLL of the empty store, built by itself: the crates that a provider needs,
//! nothing of the session, and not more bytes than it may have.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use provider_runtime::session::Profile;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::dll as host;

/// The crates that cargo would build for a package on a target; versions do not matter.
fn crates(package: &str, target: &str) -> BTreeSet<String> {
    let mut tree = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    tree.args(["tree", "--quiet", "--package", package, "--edges", "normal", "--prefix", "none"]);
    let done = tree.args(["--format", "{p}", "--target", target]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = String::from_utf8(done.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn the_empty_store_is_built_of_these_crates_alone() {
    let linked = ["empty-store", "provider-runtime", "provider-abi", "log"];
    // They run in the compiler.
    let macros = ["provider-macros", "proc-macro2", "quote", "syn", "unicode-ident"];
    let windows: BTreeSet<_> = [&linked[..], &macros].concat().into_iter().map(str::to_owned).collect();
    assert_eq!(crates("empty-store", "x86_64-pc-windows-msvc"), windows);
    let mut linux = windows;
    linux.insert("libc".to_owned());
    assert_eq!(crates("empty-store", "x86_64-unknown-linux-gnu"), linux);
}

#[test]
fn the_runtime_without_features_is_built_without_the_session_and_the_registration() {
    let crates = crates("provider-runtime", "x86_64-unknown-linux-gnu");
    assert!(crates.contains("provider-abi"), "{crates:?}");
    assert!(!crates.contains("provider-session") && !crates.contains("provider-registration"), "{crates:?}");
}

/// The parts of symbols' names, as the compiler writes them, that only the session brings.
const SESSION: [&str; 6] = ["16provider_session", "10libloading", "5serde", "10serde_core", "4toml", "11toml_parser"];

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
    for part in ["16provider_session", "5serde", "4toml"] {
        assert!(program.contains(part), "{part}");
    }
}

/// What the empty store's library may have more than a bare one, in bytes, stripped, of a release
/// build.
const BUDGET: u64 = 1_040_000;

/// A library with one exported function that returns a number, and no dependency.
fn bare(folder: &Path) -> PathBuf {
    let manifest = "[package]\nname = \"bare\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
                    [lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n";
    let source = "#[unsafe(no_mangle)] pub extern \"C\" fn answer() -> i32 { 42 }\n";
    std::fs::create_dir(folder.join("src")).unwrap();
    std::fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    std::fs::write(folder.join("src/lib.rs"), source).unwrap();
    let target = folder.join("target");
    cargo(&["build", "--release", "--quiet"], folder, &target);
    target.join("release/libbare.so")
}

/// The empty store's library, as it is released.
fn released() -> PathBuf {
    let target = host::built().parent().unwrap().join("released");
    cargo(&["build", "--release", "--quiet", "--examples", "-p", "empty-store"], Path::new("."), &target);
    target.join("release/examples/libempty_store.so")
}

fn cargo(arguments: &[&str], folder: &Path, target: &Path) {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let done = cargo.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", target).status().unwrap();
    assert!(done.success());
}

/// Its length without its symbols.
fn stripped(library: &Path, folder: &Path) -> u64 {
    let copy = folder.join("stripped");
    let done = Command::new("strip").arg("-o").arg(&copy).arg(library).status().unwrap();
    assert!(done.success());
    std::fs::metadata(copy).unwrap().len()
}

#[test]
fn the_empty_stores_library_costs_no_more_than_its_budget() {
    let folder = tempfile::tempdir().unwrap();
    let bare = stripped(&bare(folder.path()), folder.path());
    let own = stripped(&released(), folder.path());
    let more = own.saturating_sub(bare);
    println!("the empty store's library: {own} bytes, a bare one: {bare}, so {more} more");
    assert!(more <= BUDGET, "{more} bytes more than a bare library; the budget is {BUDGET}");
}
