//! What the tests in `tests/` share: where the project is, and the texts of its files. What is
//! wrong with a file is said in the tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

pub mod modules;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A file of the project: its path from the root, with `/` between folders, and its text.
pub struct Source {
    /// The path.
    pub path: String,
    /// The text.
    pub text: String,
}

impl Source {
    /// A wrong program that trybuild compiles: it is wrong on purpose, and short.
    pub fn is_a_case(&self) -> bool {
        self.path.starts_with("tests/ui/cases/")
    }
}

/// The folder of the whole project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every Rust file, sorted by its path.
pub fn sources() -> Vec<Source> {
    let sources = files(|name| name.ends_with(".rs"));
    assert!(sources.len() > 60, "only {} files found", sources.len());
    sources
}

/// Every file whose name is wanted and that is text, sorted by its path. What is not UTF-8 is data,
/// and left out.
pub fn files(is_wanted: impl Fn(&str) -> bool) -> Vec<Source> {
    let root = root();
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.retain(|path| is_wanted(path.file_name().unwrap().to_str().unwrap()));
    let read = |path: PathBuf| {
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::InvalidData => return None,
            text => text.unwrap(),
        };
        let path = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        Some(Source { path, text })
    };
    let mut sources: Vec<_> = paths.into_iter().filter_map(read).collect();
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    sources
}

/// The paths of all files but those that git does not keep, and its own.
fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let is_hidden = name.starts_with('.') && name != ".ci";
        if is_hidden || ["target", "wip"].contains(&name) {
            continue;
        }
        if path.is_dir() {
            collect(&path, paths);
        } else {
            paths.push(path);
        }
    }
}
