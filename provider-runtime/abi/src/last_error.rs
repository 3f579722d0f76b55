//! The text of a code: what an object remembers of its last failure, and the MAPIERROR that
//! tells it.

use crate::error::{Error, Result};
use crate::lock::lock;
use crate::memory::Allocators;
use crate::param::Out;
use crate::params::only;
use crate::shapes::code::Code;
use crate::shapes::flag::MAPI_UNICODE;
use crate::shapes::structs::MAPIERROR;
use crate::strings::{ansi_bytes, wide_units};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// What went wrong last on one object (LASTERR-1).
#[derive(Debug, Default)]
pub struct LastError {
    /// Whether there is a text: most objects never have one, and need no lock to know.
    has_text: AtomicBool,
    text: Mutex<Option<Box<(Code, String)>>>,
}

impl LastError {
    /// Remembers the text of a failure; the code.
    #[inline]
    pub fn keep(&self, error: &Error) -> Code {
        self.remember(error.code(), error.text());
        error.code()
    }

    /// Remembers a text for a code; without a text, there is nothing to tell.
    #[inline]
    pub fn remember(&self, code: Code, text: &str) {
        if !text.is_empty() || self.has_text.load(Ordering::Acquire) {
            self.replace(code, text);
        }
    }

    #[cold]
    fn replace(&self, code: Code, text: &str) {
        let told = (!text.is_empty()).then(|| Box::new((code, text.to_owned())));
        let mut last = lock(&self.text);
        self.has_text.store(told.is_some(), Ordering::Release);
        *last = told;
    }

    /// The text for `code`, if that was the last error.
    #[inline]
    pub fn text(&self, code: Code) -> Option<String> {
        if self.has_text.load(Ordering::Acquire) { self.text_of(code) } else { None }
    }

    #[cold]
    fn text_of(&self, code: Code) -> Option<String> {
        let last = lock(&self.text);
        let (kept, text) = &**last.as_ref()?;
        (*kept == code).then(|| text.clone())
    }
}

/// A MAPIERROR on one root (LASTERR-2, MEM-6), in the width that `flags` say.
pub fn mapi_error(memory: &Allocators, flags: u32, component: &str, text: &str) -> Result<*mut MAPIERROR> {
    /// "up to 30 characters".
    const LONGEST: usize = 30;
    let component: String = component.chars().take(LONGEST).collect();
    let block = memory.block::<MAPIERROR>(1)?;
    let place = |text: &str| -> Result<_> {
        Ok(if flags & MAPI_UNICODE != 0 {
            block.copy(&wide_units(text))?.as_ptr().cast()
        } else {
            block.copy(&ansi_bytes(text))?.as_ptr().cast()
        })
    };
    block.head(MAPIERROR {
        version: 0,
        error: place(text)?,
        component: place(&component)?,
        low_level_error: 0,
        context: 0,
    })?;
    Ok(block.into_raw())
}

/// `GetLastError` of any object: the text for `code`, if `last` has it; else none (LASTERR-2).
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for a null pointer, `MAPI_E_UNKNOWN_FLAGS`,
/// `MAPI_E_NOT_ENOUGH_MEMORY`.
pub fn get_last_error(
    last: &LastError,
    code: Code,
    memory: &Allocators,
    flags: u32,
    component: &str,
    error: Out<*mut MAPIERROR>,
) -> Result<Code> {
    let error = error.needed()?;
    only(flags, MAPI_UNICODE)?;
    if let Some(text) = last.text(code) {
        error.write(mapi_error(memory, flags, component, &text)?);
    }
    Ok(Code::OK)
}

/// REACT-8, SVC-9: the text goes out beside the code, if there is memory for it.
pub fn tell(memory: &Allocators, flags: u32, component: &str, error: &Error, out: Out<*mut MAPIERROR>) -> Code {
    if !error.text().is_empty() && !out.is_null() {
        let told = mapi_error(memory, flags, component, error.text());
        out.write(told.unwrap_or(std::ptr::null_mut()));
    }
    error.code()
}
