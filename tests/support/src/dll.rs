//! The examples' DLLs and the host in C, built for a test, and sessions that load them. What the
//! host does is in `tests/dll/host/host.c`.

use crate::cc;
use provider_runtime::session::{Mapi, Options, Session, ShutdownReport};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock, PoisonError};

/// The folder of the host's source and of its header, which other programs in C use as well.
#[must_use]
pub fn host_sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../dll/host")
}

/// The folder of what cargo builds beside the test that runs.
#[must_use]
pub fn built() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().to_path_buf()
}

/// The host, compiled once a test run: each test program has one of its own.
#[must_use]
pub fn host() -> &'static Path {
    static HOST: OnceLock<PathBuf> = OnceLock::new();
    HOST.get_or_init(|| {
        let test = std::env::current_exe().unwrap();
        let folder = built().join("c-hosts");
        std::fs::create_dir_all(&folder).unwrap();
        let host = folder.join(test.file_name().unwrap());
        let source = host_sources().join("host.c");
        let arguments = [
            "-std=gnu11".as_ref(),
            "-g".as_ref(),
            "-O1".as_ref(),
            source.as_os_str(),
            "-ldl".as_ref(),
            "-lpthread".as_ref(),
        ];
        cc::compile(&host, arguments);
        host
    })
}

/// A provider example's DLL, built as its package's own target.
#[must_use]
pub fn library(package: &str) -> PathBuf {
    example(package, &package.replace('-', "_"))
}

/// A DLL that is an example of a package, built as cargo builds it for its users, once a test run.
#[must_use]
pub fn example(package: &str, name: &str) -> PathBuf {
    static BUILT: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let target = built();
    let mut done = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    if !done.contains(name) {
        let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        build.args(["build", "--quiet", "-p", package, "--example", name]);
        build.arg("--target-dir").arg(target.parent().unwrap());
        // A sanitizer is in the test's program and in no library: a DLL is built without it.
        build.env_remove("RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
        if target.ends_with("release") {
            build.arg("--release");
        }
        assert!(build.status().unwrap().success(), "{name} of {package} does not build");
        done.insert(name.into());
    }
    target.join(format!("examples/lib{name}.so"))
}

/// A copy of an example's DLL in a folder of its own, which nobody else has loaded.
pub fn copy(folder: &Path, package: &str) -> PathBuf {
    let library = library(package);
    let copy = folder.join(library.file_name().unwrap());
    std::fs::copy(library, &copy).unwrap();
    copy
}

/// A session of a MAPI of its own that has a DLL from this file.
#[must_use]
pub fn start_from(dll: &str, library: &Path, options: Options) -> Session {
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    mapi.log_on(options.file(dll, library)).unwrap()
}

/// What libraries have warned of.
#[must_use]
pub fn told(session: &Session) -> Vec<String> {
    let events = session.events();
    let words = events.iter().filter(|event| event.name() == "word.warning");
    words.map(|event| event.detail()).collect()
}

/// How often something was recorded.
#[must_use]
pub fn count(report: &ShutdownReport, event: &str) -> usize {
    report.events().iter().filter(|other| other.name() == event).count()
}
