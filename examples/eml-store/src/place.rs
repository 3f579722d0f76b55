//! The root of the tree, the keys of what is in it, and the way from a key to its file. What is in
//! the files is the other modules'.

use crate::EmlStore;
use provider_runtime::prelude::*;
use std::path::{Component, Path, PathBuf};

/// The string property of the profile section that names the root.
pub const PATH: Tag<str> = Tag::new(0x6604);
/// The environment variable that names it where the profile does not.
pub const PATH_VARIABLE: &str = "EML_STORE_PATH";

/// The directory that the profile names, else the environment: absolute and without links.
pub(crate) fn root(from_profile: Option<String>) -> Result<PathBuf> {
    let path = from_profile.map(PathBuf::from).or_else(|| std::env::var_os(PATH_VARIABLE).map(PathBuf::from));
    let root = path.and_then(|path| path.canonicalize().ok()).filter(|root| root.is_dir());
    let text = "neither property 0x6604 nor EML_STORE_PATH names a folder";
    root.ok_or_else(|| Error::new(Code::UNCONFIGURED, text))
}

/// What identifies a folder or a message; by default the root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// A directory, an mbox file or an `.eml` file: its names below the root, `/` between them.
    pub file: String,
    /// Of a message in an mbox file: where its first line begins, and the sum of that line, which
    /// what comes into its place has not.
    pub letter: Option<(u64, Uid)>,
}

impl Key {
    /// How clients call it.
    pub(crate) fn name(&self) -> &str {
        let name = self.file.rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".mbox").unwrap_or(name)
    }

    /// The key of the folder that it is in.
    pub(crate) fn parent(&self) -> Self {
        let folder = self.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        Self { file: self.letter.map_or(folder, |_| &self.file).into(), letter: None }
    }

    /// The key of a file in this directory.
    pub(crate) fn inside(&self, name: &str) -> Self {
        let file = if self.file.is_empty() { name.into() } else { format!("{}/{name}", self.file) };
        Self { file, letter: None }
    }
}

/// The file; of a letter also a zero and its numbers.
impl EntryKey for Key {
    fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
        let (file, numbers) = bytes.split_at_checked(end)?;
        let file = std::str::from_utf8(file).ok().filter(|file| file.split('/').all(is_step))?.into();
        let Some((at, sum)) = numbers.get(1..).map(|numbers| numbers.split_first_chunk()).unwrap_or_default() else {
            return numbers.is_empty().then_some(Self { file, letter: None });
        };
        Some(Self { file, letter: Some((u64::from_le_bytes(*at), Uid::new(sum.try_into().ok()?))) })
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.file.as_bytes());
        if let Some((at, sum)) = self.letter {
            bytes.push(0);
            bytes.extend(at.to_le_bytes());
            bytes.extend(sum.bytes());
        }
    }
}

/// Whether the name is one step down: not `..`, nothing absolute, not empty.
fn is_step(name: &str) -> bool {
    let mut steps = Path::new(name).components();
    matches!((steps.next(), steps.next()), (Some(Component::Normal(step)), None) if step == name)
}

impl EmlStore {
    /// The path of a file. No link below the root is followed: nothing outside is ever opened, and
    /// every file has one key.
    pub(crate) fn path_of(&self, key: &Key) -> Result<PathBuf> {
        let path =
            key.file.split('/').filter(|name| !name.is_empty()).fold(self.root.clone(), |path, name| path.join(name));
        let is_there = path.canonicalize().is_ok_and(|real| real == path);
        is_there.then_some(path).ok_or_else(|| Error::new(Code::NOT_FOUND, format!("there is no {:?}", key.file)))
    }
}
