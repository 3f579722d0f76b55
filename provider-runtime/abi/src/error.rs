//! The one error type of authors: a code for programs, a text for people. The codes themselves
//! are in `shapes/codes.rs`.

use crate::param::NullPointer;
pub use crate::shapes::code::Code;
use std::borrow::Cow;

/// Why a call failed: one of MAPI's failure codes, and a text that `GetLastError` tells.
///
/// Holds failures only: a code that is a success or a warning becomes [`Code::CALL_FAILED`];
/// warnings stand beside a value, see `LogonContext::warn`. Codes that MAPI does not know are kept
/// as they are.
///
/// ```
/// use provider_runtime::{Code, Error};
/// let error = Error::new(Code::NOT_FOUND, "no note has this number");
/// assert_eq!(error.to_string(), "no note has this number (MAPI_E_NOT_FOUND (0x8004010F))");
/// assert_eq!(Error::from(Code::W_ERRORS_RETURNED).code(), Code::CALL_FAILED);
/// ```
pub struct Error {
    code: Code,
    /// Most errors are a code alone, and go through every method: they are small.
    told: Option<Box<Told>>,
}

/// What is told of a failure.
struct Told {
    text: Cow<'static, str>,
    source: Option<Source>,
}

type Source = Box<dyn std::error::Error + Send + Sync>;

/// What authors return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error with a text of its own.
    pub fn new(code: Code, text: impl Into<Cow<'static, str>>) -> Self {
        Self::with(code, text.into(), None)
    }

    #[cold]
    #[inline(never)]
    fn with(code: Code, text: Cow<'static, str>, source: Option<Source>) -> Self {
        let is_told = !text.is_empty() || source.is_some();
        Self { code: failure(code), told: is_told.then(|| Box::new(Told { text, source })) }
    }

    /// Its code: always a failure (ERR-1).
    #[inline]
    pub fn code(&self) -> Code {
        self.code
    }

    /// The error without its source, which is a value of the author's with a Drop of its own.
    #[inline]
    pub fn without_source(mut self) -> Self {
        if let Some(told) = &mut self.told {
            told.source = None;
        }
        self
    }

    /// Its text, empty if there is only a code.
    #[inline]
    pub fn text(&self) -> &str {
        self.told.as_ref().map_or("", |told| &told.text)
    }

    fn source_of(&self) -> Option<&Source> {
        self.told.as_ref()?.source.as_ref()
    }
}

impl std::fmt::Debug for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut error = f.debug_struct("Error");
        error.field("code", &self.code).field("text", &self.text()).field("source", &self.source_of()).finish()
    }
}

/// The text with its code, or the code alone.
impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.text() {
            "" => self.code.fmt(f),
            text => write!(f, "{text} ({})", self.code),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source_of().map(|source| &**source as _)
    }
}

impl From<Code> for Error {
    #[inline]
    fn from(code: Code) -> Self {
        Self { code: failure(code), told: None }
    }
}

impl From<NullPointer> for Error {
    #[cold]
    fn from(_null: NullPointer) -> Self {
        Self::new(Code::INVALID_PARAMETER, "an output pointer is null")
    }
}

/// Gives a foreign error one of MAPI's codes.
///
/// ```
/// use provider_runtime::{Code, OrCode};
/// let opened = std::fs::File::open("/no/such/file").or_code(Code::NOT_FOUND);
/// assert_eq!(opened.unwrap_err().code(), Code::NOT_FOUND);
/// ```
pub trait OrCode<T> {
    /// The value, or `code` with the error as its text and source.
    ///
    /// # Errors
    /// The error, with `code`.
    fn or_code(self, code: Code) -> Result<T>;
}

impl<T, E: Into<Box<dyn std::error::Error + Send + Sync>>> OrCode<T> for std::result::Result<T, E> {
    fn or_code(self, code: Code) -> Result<T> {
        self.map_err(|error| {
            let source: Source = error.into();
            Error::with(code, source.to_string().into(), Some(source))
        })
    }
}

/// A code as a result: warnings are successes.
///
/// # Errors
/// A failure (GEN-5).
#[inline]
pub fn ok(code: Code) -> Result<()> {
    if code.is_failure() { Err(Error::from(code)) } else { Ok(()) }
}

#[inline]
fn failure(code: Code) -> Code {
    if code.is_failure() { code } else { Code::CALL_FAILED }
}
