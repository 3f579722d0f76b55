//! The border of every working call: a seat at the gate, the wall against panics, the author's `Result` as a code, and
//! the text that `GetLastError` tells. Pointers are checked in `params.rs` and `bridge/`.

use super::class::object;
use super::core::Core;
use super::gate::Refused;
use super::kind::Served;
use super::memory::Allocators;
use super::object::{Object, OpenedObject, Role, Value};
use super::params::{ansi_bytes, wide_units};
use super::refused::Refuser;
use super::wall::stop;
use crate::abi::code::Code;
use crate::abi::flag::MAPI_UNICODE;
use crate::abi::param::{Out, This};
use crate::abi::structs::MAPIERROR;
use crate::error::{Error, Result};
use crate::lent::Status;
use crate::sync::lock;
use log::Level;
use std::sync::Mutex;

impl<P: Served> Core<P> {
    /// Lends the author's value to one piece of his code.
    ///
    /// # Errors
    /// `MAPI_E_INVALID_OBJECT` behind the end (LOGOFF-8), `MAPI_E_CALL_FAILED` after a panic (ABRUPT-6), else his own.
    pub(crate) fn ask<R>(&self, work: impl FnOnce(&P) -> Result<R>) -> Result<R> {
        let _seat = self.link.calls.enter().map_err(|refused| match refused {
            Refused::Closed => Error::from(Code::INVALID_OBJECT),
            Refused::Failed => Error::new(Code::CALL_FAILED, "the logon has failed before"),
        })?;
        // SAFETY: G2: under a seat.
        let done = unsafe { self.state.read(|state| stop(|| Some(work(state.as_ref()?).map_err(Error::settled)))) };
        match done {
            Ok(Some(answer)) => answer,
            Ok(None) => Err(Code::INVALID_OBJECT.into()),
            Err(words) => Err(self.failed(words)),
        }
    }

    /// A panic: the logon has failed, its row says so, and the session hears of it.
    pub(crate) fn failed(&self, words: String) -> Error {
        if self.link.calls.fail() {
            self.link.host.say(Level::Error, &words);
            let _ = self.link.set_status(Status::Failure);
        }
        Error::new(Code::CALL_FAILED, words)
    }
}

impl<P: Served, R: Role<P>> Object<P, R> {
    /// A working call: what the author's code gave, as a code; `Ok` holds success or a warning.
    pub(crate) fn call(&self, work: impl FnOnce(&P) -> Result<Code>) -> Code {
        self.core.ask(work).unwrap_or_else(|error| self.last.keep(&error))
    }

    /// A call that needs nothing of the author's, and so goes on after a panic (ABRUPT-6).
    pub(crate) fn attend(&self, work: impl FnOnce() -> Result<Code>) -> Code {
        let Ok(_seat) = self.core.link.calls.enter_failed() else {
            return Code::INVALID_OBJECT;
        };
        work().unwrap_or_else(|error| self.last.keep(&error))
    }
}

impl<P: Served, R: Role<P>> Refuser for Object<P, R> {
    fn refuse(this: &This) -> Code {
        object::<Self, 0>(this).call(|_| Err(Error::from(Code::NO_SUPPORT)))
    }
}

impl<P: Served> OpenedObject<P> {
    /// The author's value. `_of` is the witness of a seat: nobody gets a `&P` without one.
    ///
    /// # Errors
    /// `MAPI_E_INVALID_OBJECT` on a husk.
    pub(crate) fn value<R>(&self, _of: &P, work: impl FnOnce(&Value<P>) -> Result<R>) -> Result<R> {
        // SAFETY: C2: under a seat, and the caller's reference keeps the count from zero (O1).
        unsafe { self.role.value.read(|value| work(value.as_ref().ok_or(Code::INVALID_OBJECT)?)) }
    }
}

/// What went wrong last on one object (LASTERR-1).
#[derive(Debug, Default)]
pub(crate) struct LastError(Mutex<Option<(Code, String)>>);

impl LastError {
    /// Remembers the text of a failure; the code.
    pub(crate) fn keep(&self, error: &Error) -> Code {
        self.remember(error.code(), error.text());
        error.code()
    }

    /// Remembers a text for a code; without a text, there is nothing to tell.
    pub(crate) fn remember(&self, code: Code, text: &str) {
        let told = (!text.is_empty()).then(|| (code, text.to_owned()));
        *lock(&self.0) = told;
    }

    /// The text for `code`, if that was the last error.
    pub(crate) fn text(&self, code: Code) -> Option<String> {
        let last = lock(&self.0);
        let (kept, text) = last.as_ref()?;
        (*kept == code).then(|| text.clone())
    }
}

/// A MAPIERROR on one root (LASTERR-2, MEM-6), in the width that `flags` say.
pub(crate) fn mapi_error(memory: &Allocators, flags: u32, component: &str, text: &str) -> Result<*mut MAPIERROR> {
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

/// REACT-8, SVC-9: the text goes out beside the code, if there is memory for it.
pub(crate) fn tell(memory: &Allocators, flags: u32, component: &str, error: &Error, out: Out<*mut MAPIERROR>) -> Code {
    if !error.text().is_empty() && !out.is_null() {
        let told = mapi_error(memory, flags, component, error.text());
        out.write(told.unwrap_or(std::ptr::null_mut()));
    }
    error.code()
}
