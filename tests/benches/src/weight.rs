//! What the empty store's DLL weighs beside a bare one, and what its build takes from nothing.
#![allow(unsafe_code, reason = "the system says how long a process has run")]

use crate::builds::cargo;
use crate::table::{Figure, Row, Table};
use std::path::{Path, PathBuf};
use std::process::Command;

/// How long all processes have run that this one has started and waited for, in seconds.
fn children() -> f64 {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: O3: the output is ours.
    let code = unsafe { libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr()) };
    assert_eq!(code, 0);
    // SAFETY: O3: the call has filled it.
    let usage = unsafe { usage.assume_init() };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

/// A library with one exported function that returns a number, and no dependency.
fn bare(folder: &Path) -> PathBuf {
    let manifest = "[package]\nname = \"bare\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
                    [lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n";
    let source = "#[unsafe(no_mangle)] pub extern \"C\" fn answer() -> i32 { 42 }\n";
    std::fs::create_dir(folder.join("src")).unwrap();
    std::fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    std::fs::write(folder.join("src/lib.rs"), source).unwrap();
    let target = folder.join("target");
    build(&["build", "--release"], folder, &target);
    target.join("release/libbare.so")
}

/// What a build takes: seconds of processors, and how many packages were compiled.
struct Effort {
    seconds: f64,
    packages: usize,
}

fn build(arguments: &[&str], folder: &Path, target: &Path) -> Effort {
    let before = children();
    let mut cargo = cargo();
    cargo.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", target);
    // What the bench itself was built with is not what a user builds with.
    cargo.env("CARGO_TERM_COLOR", "never").env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    let done = cargo.output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    let packages = said.lines().filter(|line| line.trim_start().starts_with("Compiling ")).count();
    Effort { seconds: children() - before, packages }
}

/// Its length without its symbols.
fn stripped(library: &Path, folder: &Path) -> u64 {
    let copy = folder.join("stripped");
    let done = Command::new("strip").arg("-o").arg(&copy).arg(library).status().unwrap();
    assert!(done.success());
    std::fs::metadata(copy).unwrap().len()
}

/// Builds both from nothing.
pub(crate) fn table() -> Table {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let bare = stripped(&bare(folder), folder);
    let target = folder.join("empty-store");
    let arguments = ["build", "--release", "-p", "empty-store", "--example", "empty_store"];
    let Effort { seconds, packages } = build(&arguments, Path::new(env!("CARGO_MANIFEST_DIR")), &target);
    let own = stripped(&target.join("release/examples/libempty_store.so"), folder);
    let kilobytes = |bytes: u64| bytes as f64 / 1_000.0;
    let cells = vec![Figure::Count(kilobytes(own), "KB").to_string(), Figure::Count(kilobytes(bare), "KB").to_string()];
    let more = Figure::Count(kilobytes(own.saturating_sub(bare)), "KB");
    let none = || vec![String::new(); 2];
    let rows = vec![
        Row::new("the DLL, stripped, over a bare one", cells, more, 250.0),
        Row::new("processor time of a clean build", none(), Figure::Count(seconds, "s"), 15.0),
        Row::new("packages of a clean build", none(), Figure::Count(packages as f64, "packages"), 12.0),
    ];
    Table { columns: &["empty store", "bare"], rows, notes: Vec::new() }
}
