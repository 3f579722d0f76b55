//! A lent message, on its way out or in: what both directions need of it. What they make of it is
//! in `incoming.rs` and `outgoing.rs`.
#![allow(unsafe_code, reason = "a message is seen as what it has properties by")]

use crate::lent::prop::PropPtr;
use crate::logon::support_link::SupportLink;
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::error::{Code, Result};
use provider_abi::memory::Allocators;
use provider_abi::shapes::imessage::IMessageVtbl;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicBool, Ordering};

/// What borrows from a call is bound to its length, and to its thread.
pub(super) type Bound<'m> = PhantomData<(&'m (), *const ())>;

/// A lent message, on its way out or in.
pub(crate) struct Loan<'m> {
    pub(super) message: ComPtr<IMessageVtbl>,
    /// The same, as what it has properties by.
    pub(super) prop: PropPtr,
    pub(super) link: &'m SupportLink,
    cancelled: &'m AtomicBool,
    pub(super) bound: Bound<'m>,
}

impl<'m> Loan<'m> {
    /// The message of a call that says by `cancelled` that it is not wanted any more.
    pub(crate) fn new(
        message: Option<Lent<'m, IMessageVtbl>>,
        link: &'m SupportLink,
        cancelled: &'m AtomicBool,
    ) -> Result<Self> {
        let message = message.ok_or(Code::INVALID_PARAMETER)?;
        // SAFETY: O2: an `IMessage` begins with `IMAPIProp`.
        let prop = unsafe { message.as_base() }.keep();
        let message = message.keep();
        Ok(Self { message, prop, link, cancelled, bound: PhantomData })
    }

    pub(super) fn memory(&self) -> &Allocators {
        &self.link.host.memory
    }

    /// Refuses what MAPI has cancelled.
    ///
    /// # Errors
    /// `MAPI_E_USER_CANCEL` if MAPI has cancelled the message.
    pub(super) fn is_wanted(&self) -> Result<()> {
        if self.cancelled.load(Ordering::Relaxed) { Err(Code::USER_CANCEL.into()) } else { Ok(()) }
    }

    /// Whether a cancel or the logon's end has begun.
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed) || self.link.calls.is_closed()
    }

    /// `IMAPISupport::SpoolerYield` (SPL-4)
    pub(super) fn yield_now(&self) -> Result<()> {
        let code = self.link.spooler_yield()?;
        if code == Code::W_CANCEL_MESSAGE {
            self.cancelled.store(true, Ordering::Relaxed);
        }
        if self.is_cancelled() { Err(Code::USER_CANCEL.into()) } else { Ok(()) }
    }
}
