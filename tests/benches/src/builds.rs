//! What the bench builds for itself: the DLLs that it compares, in release, and the store in C++.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The DLLs.
pub(crate) struct Built {
    pub(crate) ours: PathBuf,
    pub(crate) cpp: PathBuf,
    pub(crate) windows_core: PathBuf,
}

pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The folder that cargo builds in: this program is in its `release/deps`.
fn target() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    program.ancestors().nth(3).unwrap().to_path_buf()
}

/// Builds them all.
pub(crate) fn all() -> Built {
    let target = target();
    let mut build = cargo();
    build.args(["build", "--release", "--quiet", "-p", "benches"]);
    build.args(["--example", "bench_store", "--example", "implemented", "--target-dir"]).arg(&target);
    assert!(build.status().unwrap().success(), "the examples do not build");
    let release = target.join("release");
    let cpp = release.join("libcpp_store.so");
    compile(&cpp);
    let example = |name: &str| release.join(format!("examples/lib{name}.so"));
    Built { ours: example("bench_store"), windows_core: example("implemented"), cpp }
}

/// Compiles the store in C++, as cargo's variable `CXX` or `c++` does it. Warnings are errors.
fn compile(output: &Path) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("cpp/store.cpp");
    let mut compile = Command::new(std::env::var_os("CXX").unwrap_or_else(|| "c++".into()));
    compile.args(["-std=c++17", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-pthread", "-o"]);
    assert!(compile.arg(output).arg(source).status().unwrap().success(), "the store in C++ does not compile");
}
