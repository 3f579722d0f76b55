//! The spooler as a test uses it: what is to be sent, and what has come. What the spooler does is
//! in `spooler/`.

use super::session::Session;
use super::settle::settle;
use crate::message::Message;
use crate::spooler::{Rounds, Sending};
use provider_abi::error::Result;
use provider_abi::lock::lock;

/// The spooler of a session: [`Session::mail`].
#[derive(Debug)]
pub struct Mail<'s> {
    pub(super) session: &'s Session,
}

impl Session {
    /// The spooler's messages and transports.
    pub fn mail(&self) -> Mail<'_> {
        Mail { session: self }
    }
}

impl Mail<'_> {
    /// Starts the transports of the profile that are not logged on yet, and lets the spooler work
    /// for one round: it sends what was [submitted](Self::submit), and receives what waits.
    ///
    /// # Errors
    /// `MAPI_E_BUSY` if another thread does; `MAPI_E_END_OF_SESSION`; `MAPI_E_NO_SUPPORT` in a
    /// session without mail.
    pub fn run(&self) -> Result<()> {
        let done = Rounds { state: &self.session.state }.round();
        settle(&self.session.state);
        done
    }

    /// Hands a message to the spooler, as a store does with one that its client has submitted: the
    /// message's number. It is sent by [`run`](Self::run).
    ///
    /// # Errors
    /// `MAPI_E_NO_RECIPIENTS`; `MAPI_E_END_OF_SESSION`; `MAPI_E_NO_SUPPORT` in a session without
    /// mail.
    pub fn submit(&self, message: &Message) -> Result<u64> {
        Sending { state: &self.session.state }.queue(message)
    }

    /// Cancels a message that was submitted and is not sent: one that is being sent is stopped
    /// (XPLOGON-11), and is sent or not as its transport can still decide.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` for one that is not there any more.
    pub fn cancel(&self, message: u64) -> Result<()> {
        Sending { state: &self.session.state }.cancel(message)
    }

    /// The address types that each transport has said, in transport order (XPLOGON-6); `None`:
    /// every type.
    pub fn address_types(&self) -> Vec<Option<Vec<String>>> {
        self.session.state.spooler.transports().iter().map(|one| lock(&one.types).names()).collect()
    }

    /// The numbers of the messages that wait to be sent, oldest first.
    pub fn outbox(&self) -> Vec<u64> {
        self.session.state.spooler.outbox.numbers()
    }

    /// What transports have delivered since the last time, and reports of what could not be sent,
    /// oldest first.
    pub fn take(&self) -> Vec<Message> {
        std::mem::take(&mut *lock(&self.session.state.spooler.inbox))
    }
}
