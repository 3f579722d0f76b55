//! What real clients do, as C++ over the vtables of the examples' DLLs: the scripts that the host
//! for Windows runs as well (`tests/windows/host/scripts.cpp`), here with the host in C.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use notes_store::Notes;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use support::{cc, dll};

/// The host in C with the scripts in C++, and a stand-in for the headers that they have on Windows;
/// compiled once.
fn host() -> &'static Path {
    static HOST: OnceLock<PathBuf> = OnceLock::new();
    HOST.get_or_init(|| {
        let own = dll::host_sources();
        let windows = own.join("../../windows/host");
        let folder = dll::built().join("c-hosts");
        std::fs::create_dir_all(&folder).unwrap();
        let host = folder.join("scripts");
        let words = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        let mut arguments = words(&["-g", "-O1", "-fshort-wchar", "-I"]);
        arguments.extend([own.join("standin").into(), "-xc".into(), own.join("host.c").into(), "-xc++".into()]);
        let scripts = [own.join("scripts.cpp"), windows.join("scripts.cpp"), windows.join("check.cpp")];
        arguments.extend(scripts.map(OsString::from));
        arguments.extend(words(&["-lstdc++", "-ldl", "-lpthread"]));
        cc::compile(&host, arguments);
        host
    })
}

fn run(package: &str, variable: &str, place: &Path) {
    let mut command = Command::new(host());
    let done = command.arg(dll::library(package)).arg("scripts").env(variable, place).output().unwrap();
    let error = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{package}: {} {error}", done.status);
}

fn sample(package: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(package).join("sample")
}

/// Section 11.1 to 11.7, as far as they read: folders in folders, files, a message in a message.
#[test]
fn mail_files_answer_what_real_clients_ask() {
    run("eml-store", eml_store::PATH_VARIABLE, &sample("eml-store"));
}

/// Section 11.1 to 11.7
#[test]
fn notes_answer_what_real_clients_ask() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.db");
    Notes::fill(&notes, &format!("Groceries\nMilk\n---\nLong\n{}", "long ".repeat(20_000))).unwrap();
    run("notes-store", notes_store::PATH_VARIABLE, &notes);
}

/// Section 11.8
#[test]
fn cards_answer_what_real_clients_ask() {
    run("vcard-book", vcard_book::PATH_VARIABLE, &sample("vcard-book"));
}
