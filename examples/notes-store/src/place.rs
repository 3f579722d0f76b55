//! Where a store's notes are: a file, or memory. What is in there is `notes.rs`'s.

use crate::NotesStore;
use provider_runtime::prelude::*;
use std::fmt;
use std::path::{Path, PathBuf};

/// The string property of the profile section that names the file.
pub const PATH: Tag<str> = Tag::new(0x6601);
/// The environment variable that names it where the profile does not.
pub const PATH_VARIABLE: &str = "NOTES_STORE_PATH";

/// Where notes are kept. It is the store's key, so it names the store in its entry identifier.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In this file: an absolute path in UTF-8, without links.
    File(PathBuf),
    /// In memory, for one logon; the number tells it from others.
    Memory([u8; 16]),
}

impl Place {
    /// A file under its one name.
    ///
    /// # Errors
    /// `MAPI_E_UNCONFIGURED` if the folder does not exist or the name is not UTF-8: another setting
    /// is needed.
    pub fn file(path: &Path) -> Result<Self> {
        let path = std::path::absolute(path).or_code(Code::UNCONFIGURED)?;
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(Error::new(Code::UNCONFIGURED, "the path of the notes names no file"));
        };
        let path = match path.canonicalize() {
            Ok(path) => path,
            Err(_) => folder.canonicalize().or_code(Code::UNCONFIGURED)?.join(name),
        };
        match path.to_str() {
            Some(_) => Ok(Self::File(path)),
            None => Err(Error::new(Code::UNCONFIGURED, "the path of the notes is not UTF-8")),
        }
    }

    /// Memory under a number of its own.
    pub fn in_memory(number: Uid) -> Self {
        Self::Memory(*number.bytes())
    }

    /// What the profile says, else the environment.
    pub(crate) fn configured(logon: &LogonContext<'_, NotesStore>) -> Result<Option<Self>> {
        let from_profile = match logon.section(Access::Read) {
            Ok(section) => section.text(PATH)?,
            Err(error) if error.code() == Code::NOT_FOUND => None,
            Err(error) => return Err(error),
        };
        let path = from_profile.map(PathBuf::from);
        let path = path.or_else(|| std::env::var_os(PATH_VARIABLE).map(PathBuf::from));
        path.filter(|path| !path.as_os_str().is_empty()).map(|path| Self::file(&path)).transpose()
    }

    /// Whether an entry identifier alone is reason enough to open it: it makes no file that nobody
    /// has configured.
    pub(crate) fn may_be_opened(&self) -> bool {
        match self {
            Self::File(path) => path.is_file(),
            Self::Memory(_) => true,
        }
    }
}

impl EntryKey for Place {
    fn read(bytes: &[u8]) -> Option<Self> {
        match bytes.split_first()? {
            (b'f', path) => {
                let path = Path::new(std::str::from_utf8(path).ok()?);
                path.is_absolute().then(|| Self::File(path.into()))
            }
            (b'm', number) => Some(Self::Memory(number.try_into().ok()?)),
            _ => None,
        }
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::File(path) => {
                bytes.push(b'f');
                bytes.extend(path.to_string_lossy().as_bytes());
            }
            Self::Memory(number) => {
                bytes.push(b'm');
                bytes.extend(number);
            }
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Memory(_) => f.write_str("memory"),
        }
    }
}
