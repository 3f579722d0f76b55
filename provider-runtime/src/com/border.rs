//! The border of every working call: a seat at the gate, the wall against panics, the author's `Result` as a code, and
//! the text that `GetLastError` tells. Pointers are checked in `params.rs` and `bridge/`.
#![allow(unsafe_code, reason = "an author's value is read out of its cell under a seat")]

use super::core::Core;
use super::gate::Refused;
use super::kind::Served;
use super::object::{Object, OpenedObject, Role, Value};
use super::wall::stop;
use crate::lent::Status;
use log::Level;
use provider_abi::class::object;
use provider_abi::error::{Error, Result};
use provider_abi::no_support::Refuser;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::param::This;

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
    #[cold]
    #[inline(never)]
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
