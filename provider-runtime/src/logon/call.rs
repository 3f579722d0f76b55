//! A working call: a seat at the gate, panics caught, the author's `Result` as a code, and the text
//! that `GetLastError` tells. Arguments are checked in `bridge/`.
#![allow(unsafe_code, reason = "an author's value is read out of its cell under a seat")]

use super::gate::Refused;
use super::kind::Provider;
use super::object::{Object, OpenedObject, Role};
use super::open_value::Value;
use super::panics::{catch_panic, text_of};
use super::state::LogonState;
use log::Level;
use provider_abi::error::{Error, Result};
use provider_abi::last_error::LastError;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::STATUS_FAILURE;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Why a call got no seat, as a client is told.
#[cold]
fn refusal(refused: Refused) -> Error {
    match refused {
        Refused::Closed => Error::from(Code::INVALID_OBJECT),
        Refused::Failed => Error::new(Code::CALL_FAILED, "the logon has failed before"),
    }
}

/// A method's work on the author's value: a closure, for the reason of
/// [`Attempt`](super::panics::Attempt).
trait Work<P> {
    fn run(&mut self, provider: &P) -> Result<Code>;
}

impl<P, F: FnMut(&P) -> Result<Code>> Work<P> for F {
    #[inline]
    fn run(&mut self, provider: &P) -> Result<Code> {
        self(provider)
    }
}

impl<P: Provider> LogonState<P> {
    /// Lends the author's value to one piece of his code.
    ///
    /// # Errors
    /// `MAPI_E_INVALID_OBJECT` after the end has begun (LOGOFF-8), `MAPI_E_CALL_FAILED` after a
    /// panic (ABRUPT-6), else what the code returns.
    pub(crate) fn with_provider<R>(&self, work: impl FnOnce(&P) -> Result<R>) -> Result<R> {
        let _seat = self.link.calls.enter().map_err(refusal)?;
        let done = |provider: &Option<P>| catch_panic(|| Some(work(provider.as_ref()?).map_err(Error::without_source)));
        // SAFETY: G2: under a seat.
        match unsafe { self.provider.read(done) } {
            Ok(Some(answer)) => answer,
            Ok(None) => Err(Code::INVALID_OBJECT.into()),
            Err(panic) => Err(self.fail(panic)),
        }
    }

    /// Lends the author's value to one piece of his code, as a method's work: what that returns, as
    /// a code; the text of a failure is kept in `last`.
    ///
    /// One function a provider, whatever the method is, and nothing but a code comes out of it.
    #[inline(never)]
    fn answer(&self, last: &LastError, work: &mut dyn Work<P>) -> Code {
        let _seat = match self.link.calls.enter() {
            Ok(seat) => seat,
            Err(refused) => return last.keep(&refusal(refused)),
        };
        let mut run = |provider: &Option<P>| match provider {
            Some(provider) => work.run(provider).unwrap_or_else(|error| last.keep(&error)),
            None => Code::INVALID_OBJECT,
        };
        // One frame, not one for the panic and one for the work: each method comes through here.
        // SAFETY: G2: under a seat.
        let done = unsafe { self.provider.read(|provider| catch_unwind(AssertUnwindSafe(|| run(provider)))) };
        done.unwrap_or_else(|payload| last.keep(&self.fail(text_of(payload))))
    }

    /// After a panic, the logon has failed: its row says so, and the host's log does.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail(&self, panic: String) -> Error {
        if self.link.calls.fail() {
            self.link.host.log(Level::Error, &panic);
            let _ = self.link.set_status(STATUS_FAILURE);
        }
        Error::new(Code::CALL_FAILED, panic)
    }
}

impl<P: Provider, R: Role<P>> Object<P, R> {
    /// A working call: what the author's code gave, as a code; `Ok` holds success or a warning.
    #[inline]
    pub(crate) fn call(&self, work: impl FnOnce(&P) -> Result<Code>) -> Code {
        let mut work = Some(work);
        let mut once = |provider: &P| work.take().map_or(Err(Code::CALL_FAILED.into()), |work| work(provider));
        let code = self.logon.answer(&self.last, &mut once);
        if self.logon.open_tables.has_waiting()
            && let Some(follow) = self.logon.open_tables.follow.get()
        {
            follow(&self.logon);
        }
        code
    }

    /// A call that needs nothing of the author's, and so goes on after a panic (ABRUPT-6).
    #[inline]
    pub(crate) fn call_even_if_failed(&self, work: impl FnOnce() -> Result<Code>) -> Code {
        let Ok(_seat) = self.logon.link.calls.enter_failed() else {
            return Code::INVALID_OBJECT;
        };
        work().unwrap_or_else(|error| self.last.keep(&error))
    }
}

impl<P: Provider> OpenedObject<P> {
    /// Lends the author's value of an opened object. Who has a `&P` is under a seat: nobody gets
    /// one without.
    ///
    /// # Errors
    /// `MAPI_E_INVALID_OBJECT` once the object is invalidated.
    pub(crate) fn with_value<R>(&self, _provider: &P, work: impl FnOnce(&Value<P>) -> Result<R>) -> Result<R> {
        // SAFETY: C2: under a seat, and the caller's reference keeps the count from zero (O1).
        unsafe { self.role.value.read(|value| work(value.as_ref().ok_or(Code::INVALID_OBJECT)?)) }
    }
}
