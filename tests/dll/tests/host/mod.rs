//! The host in C and the examples' DLLs, built for the tests beside, and sessions that load them.
//! What the host does is in `host/host.c`.
#![allow(dead_code, reason = "each test uses its part")]

use provider_runtime::session::{Mapi, Options, Session, ShutdownReport};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The folder of what cargo builds beside this test.
pub fn built() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().to_path_buf()
}

/// The host, compiled once a test run.
pub fn host() -> &'static Path {
    static HOST: OnceLock<PathBuf> = OnceLock::new();
    HOST.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("host/host.c");
        let host = Path::new(env!("CARGO_TARGET_TMPDIR")).join(concat!("c-host-", env!("CARGO_CRATE_NAME")));
        let mut compile = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()));
        compile.args(["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-g", "-O1", "-o"]).arg(&host);
        compile.arg(source).args(["-ldl", "-lpthread"]);
        assert!(compile.status().unwrap().success(), "the host does not compile");
        host
    })
}

/// An example's DLL, built as its package's own target.
pub fn library(package: &str) -> PathBuf {
    let target = built();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--examples", "-p", package, "--target-dir"]).arg(target.parent().unwrap());
    if target.ends_with("release") {
        build.arg("--release");
    }
    assert!(build.status().unwrap().success(), "{package} does not build");
    target.join(format!("examples/lib{}.so", package.replace('-', "_")))
}

/// A copy of an example's DLL in a folder of its own, which nobody else has loaded.
pub fn copy(folder: &Path, package: &str) -> PathBuf {
    let library = library(package);
    let copy = folder.join(library.file_name().unwrap());
    std::fs::copy(library, &copy).unwrap();
    copy
}

/// A session of a MAPI of its own that has a DLL from this file.
pub fn start_from(dll: &str, library: &Path, options: Options) -> Session {
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    mapi.log_on(options.file(dll, library)).unwrap()
}

/// What libraries have warned of.
pub fn told(session: &Session) -> Vec<String> {
    let events = session.events();
    let words = events.iter().filter(|event| event.name() == "word.warning");
    words.map(|event| event.detail()).collect()
}

/// How often something was recorded.
pub fn count(report: &ShutdownReport, event: &str) -> usize {
    report.events().iter().filter(|other| other.name() == event).count()
}
