//! Why a profile cannot be read or written, and where in it that is. No text holds a value: it may
//! be a secret.

use std::borrow::Cow;
use std::io;
use std::path::Path;

/// Why a profile could not be loaded or saved. `file` is the path; for a text that came from no
/// file, `profile`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// The file system refused something.
    #[error("{file}: cannot be {doing}: {source}")]
    Io {
        /// Which file.
        file: String,
        /// What was tried: `read`, `written` …
        doing: String,
        /// Why not.
        source: io::Error,
    },
    /// A folder, a pipe, or a path that names nothing in a folder.
    #[error("{file}: is not a file")]
    NotAFile {
        /// Which path.
        file: String,
    },
    /// Longer than a profile may be.
    #[error("{file}: longer than {} MB, the most that a profile may be", LONGEST >> 20)]
    TooLong {
        /// Which file.
        file: String,
    },
    /// The bytes are no text.
    #[error("{file}: not UTF-8 at byte {at}")]
    NotUtf8 {
        /// Which file.
        file: String,
        /// The first byte that is wrong, from 0.
        at: usize,
    },
    /// Not TOML, or not the tables that a profile is made of.
    #[error("{file}: line {line}, column {column}: {text}")]
    Syntax {
        /// Which file.
        file: String,
        /// From 1.
        line: usize,
        /// In characters, from 1.
        column: usize,
        /// What is wrong.
        text: String,
    },
    /// A property, a service or a provider is not as it has to be.
    #[error("{file}: {at}: {text}")]
    Content {
        /// Which file.
        file: String,
        /// `service 2, provider 1`; `section 3` in a file of secure properties.
        at: String,
        /// What is wrong, with the property's key in front.
        text: Cow<'static, str>,
    },
    /// A secure property stands where everybody can read it (CFG-5).
    #[error(
        "{file}: {at}: {key}: a secure property, which belongs in the file beside this one, `.secure` behind its name"
    )]
    Secure {
        /// Which file.
        file: String,
        /// `service 2, provider 1`.
        at: String,
        /// The property's key.
        key: String,
    },
    /// Others than the owner can read or write the file of secure properties (CFG-5).
    #[error("{file}: others have access to its secure properties: its mode is {mode:04o}, and has to be 0600")]
    Exposed {
        /// Which file.
        file: String,
        /// The mode of the file.
        mode: u32,
    },
}

/// In bytes: many thousand services, and few enough to be held several times over.
pub(super) const LONGEST: u64 = 16 << 20;

impl ProfileError {
    /// The file system refused to have `file` read, written …
    pub(super) fn io(file: &Path, doing: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let file = shown(file);
        let doing = doing.into();
        move |source| Self::Io { file, doing, source }
    }
}

/// A path for people.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A place in a profile.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    pub(super) file: &'a str,
    pub(super) at: String,
}

impl<'a> Place<'a> {
    pub(super) fn new(file: &'a str, at: impl Into<String>) -> Self {
        Self { file, at: at.into() }
    }

    /// The service with this number, from 1.
    pub(super) fn service(file: &'a str, number: usize) -> Self {
        Self::new(file, format!("service {number}"))
    }

    /// The provider with this number in this service, from 1.
    pub(super) fn provider(&self, number: usize) -> Self {
        Self::new(self.file, format!("{}, provider {number}", self.at))
    }

    pub(super) fn wrong(&self, text: impl Into<Cow<'static, str>>) -> ProfileError {
        ProfileError::Content { file: self.file.into(), at: self.at.clone(), text: text.into() }
    }
}
