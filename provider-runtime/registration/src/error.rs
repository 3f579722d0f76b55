//! Why a service cannot be registered, or its file not be read or changed. No text holds more of
//! the file than a section's name.

use std::io;

/// What is wrong: with what is to be registered, or with the file. The file's path is the caller's
/// to say.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InfError {
    /// MAPI would read it as something else.
    #[error("{what}: {why} ({rule})")]
    Refused {
        /// The name, the key, the section.
        what: String,
        /// Why it is refused.
        why: String,
        /// The rule's id, `INF-9`.
        rule: &'static str,
    },
    /// The file system refused something.
    #[error("cannot be {doing}: {source}")]
    Io {
        /// What was tried: `read`, `replaced` …
        doing: &'static str,
        /// Why not.
        source: io::Error,
    },
    /// A folder, a pipe.
    #[error("is not a file")]
    NotAFile,
    /// The file may not be written.
    #[error("is read-only")]
    ReadOnly,
    /// Longer than such a file can sensibly be.
    #[error("longer than {} MB, which no mapisvc.inf is", LONGEST >> 20)]
    TooLong,
    /// The bytes are no text, or text in an encoding that cannot be kept.
    #[error("{0}")]
    Encoding(&'static str),
    /// A line is damaged or says nothing that can be understood.
    #[error("line {line}: {text}")]
    Line {
        /// From 1.
        line: usize,
        /// What is wrong.
        text: String,
    },
    /// Two sections have one name.
    #[error("[{section}] stands twice, at lines {first} and {second}: which of them MAPI reads is not documented")]
    Twice {
        /// The name.
        section: String,
        /// From 1.
        first: usize,
        /// From 1.
        second: usize,
    },
    /// A section is named and not there.
    #[error("[{by}] names {section}, but there is no section [{section}]: the file may be half written (INF-1)")]
    Missing {
        /// The section that is not there.
        section: String,
        /// The section that names it.
        by: String,
    },
    /// The name is taken.
    #[error("[{section}] is there already and is not ours: {why}")]
    Foreign {
        /// The name.
        section: String,
        /// How that is known.
        why: String,
    },
}

/// In bytes.
pub(super) const LONGEST: u64 = 4 << 20;

impl InfError {
    pub(super) fn refused(what: impl Into<String>, why: impl Into<String>, rule: &'static str) -> Self {
        Self::Refused { what: what.into(), why: why.into(), rule }
    }

    pub(super) fn line(line: usize, text: impl Into<String>) -> Self {
        Self::Line { line, text: text.into() }
    }

    pub(super) fn io(doing: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { doing, source }
    }
}
