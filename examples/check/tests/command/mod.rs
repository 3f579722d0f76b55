//! The command, run on a DLL, and the providers in C that it is run on. What is expected of it is
//! in the tests.
#![allow(dead_code, reason = "each test needs its part")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use support::cc;

/// What the command said, and its exit status.
pub struct Checked {
    pub status: i32,
    pub found: Vec<Value>,
    pub summary: Value,
    pub errors: String,
}

impl Checked {
    pub fn ids(&self, warnings: bool) -> Vec<&str> {
        let found = self.found.iter().filter(|found| found["warning"] == warnings);
        let ids: BTreeSet<_> = found.map(|found| found["id"].as_str().unwrap()).collect();
        ids.into_iter().collect()
    }

    pub fn scenarios(&self, id: &str) -> Vec<&str> {
        let found = self.found.iter().filter(|found| found["id"] == id);
        found.flat_map(|found| found["scenarios"].as_array().unwrap()).map(|name| name.as_str().unwrap()).collect()
    }

    /// How processes ended, each once.
    pub fn broken(&self) -> BTreeSet<&str> {
        self.summary["broken"].as_array().unwrap().iter().map(|broken| broken["how"].as_str().unwrap()).collect()
    }
}

pub fn run(words: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_check"));
    for variable in ["NOTES_STORE_PATH", "VCARD_BOOK_PATH", "MAILDIR_TRANSPORT_PATH"] {
        command.env_remove(variable);
    }
    let done = command.args(words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

pub fn check(path: &Path, more: &[&str]) -> Checked {
    let (status, text, errors) = run(&[&["--json", path.to_str().unwrap()], more].concat());
    let mut found: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let summary = found.pop().unwrap();
    assert_eq!(summary["status"], status, "{text}{errors}");
    assert!(!errors.contains("internal"), "{errors}");
    Checked { status, found, summary, errors }
}

/// A provider in C with one mistake.
pub fn built(kind: &str, fault: &str) -> PathBuf {
    compiled(&format!("{kind}_{}", fault.to_lowercase()), &[kind], &[&format!("-DFAULT={fault}")])
}

/// Compiled once a test run, of some of the sources: another test may have it loaded.
pub fn compiled(name: &str, kinds: &[&str], more: &[&str]) -> PathBuf {
    static DONE: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let mut done = DONE.lock().unwrap();
    if done.insert(name.into()) {
        return compiled_anew(name, kinds, more);
    }
    library(name)
}

fn library(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("lib{name}.so"))
}

/// Compiled whenever it is asked for: nobody else asks for one of that name.
pub fn compiled_anew(name: &str, kinds: &[&str], more: &[&str]) -> PathBuf {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/check/providers");
    let library = library(name);
    let options = ["-std=gnu11", "-g", "-O1", "-shared", "-fPIC"].into_iter().chain(more.iter().copied());
    let sources = kinds.iter().map(|kind| sources.join(format!("{kind}.c")).into_os_string());
    cc::compile(&library, options.map(OsString::from).chain(sources));
    library
}

/// A profile with one provider of the kind.
pub fn profile(folder: &Path, kind: &str, setting: &str) -> String {
    let file = folder.join("profile.toml");
    let text = format!(
        "name = \"check\"\n[[service]]\n[service.section]\nPR_SERVICE_NAME = \"CHECKED\"\n\
         PR_SERVICE_DLL_NAME = \"another.dll\"\n[[service.provider]]\n[service.provider.section]\n\
         PR_DISPLAY_NAME = \"Checked\"\nPR_RESOURCE_TYPE = \"MAPI_{kind}_PROVIDER\"\n{setting}\n"
    );
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

/// The steps of the scenario whose name begins so.
pub fn steps(kind: &str, name: &str, library: &Path, profile: &str) -> String {
    let (_, all, _) = run(&["--list", "--kind", kind]);
    let number = all.lines().position(|line| line.contains(&format!(": {name}"))).unwrap().to_string();
    run(&["--scenario", &number, "--kind", kind, library.to_str().unwrap(), "--profile", profile]).1
}
