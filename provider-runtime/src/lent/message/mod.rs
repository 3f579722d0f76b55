//! A message that MAPI lends to a transport for one call, one file an interface: `IMessage` on its way out and on its way in,
//! what is in it, and the calls to the spooler that only a transport may make.
//!
//! Everything here borrows from the call: it cannot be kept past it, and is used on its thread alone. Each object has a count
//! of its own on what it stands for, which goes back when it is dropped.
#![allow(unsafe_code, reason = "a message comes as a raw pointer, and is called over its vtable")]

mod attachment;
mod incoming;
mod outgoing;
mod recipient;
mod spooler;
mod stream;
mod table;

pub use attachment::{Attachment, AttachmentRow, Attachments, NewAttachment};
pub use incoming::IncomingMessage;
pub use outgoing::OutgoingMessage;
pub use recipient::{Recipient, RecipientKind, Recipients};
pub use stream::Stream;

use super::prop::PropObject;
use crate::com::link::Link;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Code, Result};
use provider_abi::memory::Allocators;
use provider_abi::shapes::imessage::IMessageVtbl;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicBool, Ordering};

/// What borrows from a call is bound to its length, and to its thread.
type Bound<'m> = PhantomData<(&'m (), *const ())>;

/// A lent message, whichever way it goes.
pub(crate) struct Loan<'m> {
    message: ComPtr<IMessageVtbl>,
    /// The same, as what it has properties by.
    prop: PropObject,
    link: &'m Link,
    cancelled: &'m AtomicBool,
    bound: Bound<'m>,
}

impl<'m> Loan<'m> {
    /// The message of a call that says by `cancelled` that it is not wanted any more.
    ///
    /// # Safety
    /// `message` is null, or a live `IMessage` that is lent for `'m`.
    pub(crate) unsafe fn new(message: *mut c_void, link: &'m Link, cancelled: &'m AtomicBool) -> Result<Self> {
        // SAFETY: F1, O2: the caller's promise, and an `IMessage` begins with `IMAPIProp`; this takes a reference of its own.
        let prop = unsafe { ComPtr::clone_from_raw(message) }.ok_or(Code::INVALID_PARAMETER)?;
        // SAFETY: F1: the caller's promise; as above.
        let message = unsafe { ComPtr::clone_from_raw(message) }.ok_or(Code::INVALID_PARAMETER)?;
        Ok(Self { message, prop, link, cancelled, bound: PhantomData })
    }

    fn memory(&self) -> &Allocators {
        &self.link.host.memory
    }

    /// Refuses what MAPI has cancelled.
    ///
    /// # Errors
    /// `MAPI_E_USER_CANCEL` if MAPI has cancelled the message.
    fn is_wanted(&self) -> Result<()> {
        if self.cancelled.load(Ordering::Relaxed) { Err(Code::USER_CANCEL.into()) } else { Ok(()) }
    }

    /// Whether a cancel or the logon's end has begun.
    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed) || self.link.calls.is_closed()
    }

    /// `IMAPISupport::SpoolerYield` (SPL-4)
    fn yield_now(&self) -> Result<()> {
        let code = self.link.spooler_yield()?;
        if code == Code::W_CANCEL_MESSAGE {
            self.cancelled.store(true, Ordering::Relaxed);
        }
        if self.is_cancelled() { Err(Code::USER_CANCEL.into()) } else { Ok(()) }
    }
}
