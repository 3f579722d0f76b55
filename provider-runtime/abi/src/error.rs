//! The one error type of authors: a code for programs, a text for people. The codes themselves live in `abi/`.

pub use crate::shapes::code::Code;
use std::borrow::Cow;

/// Why a call failed: one of MAPI's failure codes, and a text that `GetLastError` tells.
///
/// Holds failures only: a code that is a success or a warning becomes [`Code::CALL_FAILED`]; warnings stand beside a
/// value, see `LogonContext::warn`. Codes that MAPI does not know are kept as they are.
///
/// ```
/// use provider_runtime::{Code, Error};
/// let error = Error::new(Code::NOT_FOUND, "no note has this number");
/// assert_eq!(error.to_string(), "no note has this number (MAPI_E_NOT_FOUND (0x8004010F))");
/// assert_eq!(Error::from(Code::W_ERRORS_RETURNED).code(), Code::CALL_FAILED);
/// ```
#[derive(Debug, thiserror::Error)]
#[error("{}", line(text, *code))]
pub struct Error {
    code: Code,
    text: Cow<'static, str>,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What authors return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error with a text of its own.
    pub fn new(code: Code, text: impl Into<Cow<'static, str>>) -> Self {
        Self { code: failure(code), text: text.into(), source: None }
    }

    /// Its code: always a failure (ERR-1).
    #[inline]
    pub fn code(&self) -> Code {
        self.code
    }

    /// The error without its source: that is a value of the author's, and its Drop must run behind the wall.
    #[inline]
    pub fn settled(mut self) -> Self {
        self.source = None;
        self
    }

    /// Its text, empty if there is only a code.
    #[inline]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl From<Code> for Error {
    #[inline]
    fn from(code: Code) -> Self {
        Self::new(code, "")
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
    fn or_code(self, code: Code) -> Result<T>;
}

impl<T, E: Into<Box<dyn std::error::Error + Send + Sync>>> OrCode<T> for std::result::Result<T, E> {
    fn or_code(self, code: Code) -> Result<T> {
        self.map_err(|error| {
            let source = error.into();
            Error { code: failure(code), text: source.to_string().into(), source: Some(source) }
        })
    }
}

/// A code as a result: warnings are successes (GEN-5).
#[inline]
pub fn ok(code: Code) -> Result<()> {
    if code.is_failure() { Err(Error::from(code)) } else { Ok(()) }
}

#[inline]
fn failure(code: Code) -> Code {
    if code.is_failure() { code } else { Code::CALL_FAILED }
}

/// An error's line: the text with its code, or the code alone.
fn line(text: &str, code: Code) -> String {
    if text.is_empty() { code.to_string() } else { format!("{text} ({code})") }
}
