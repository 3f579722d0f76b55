//! The calls to `IMAPISupport` that only a transport may make (SUP-1). What every kind may call is
//! in `support.rs`.

use super::support::Support;
use crate::logon::declared::{Declared, kind};
use provider_abi::error::Result;
use provider_abi::shapes::flag::*;

impl<P: Declared<Kind = kind::Transport>> Support<P> {
    /// Tells the spooler that messages are waiting to be received (`IMAPISupport::SpoolerNotify`,
    /// `NOTIFY_NEWMAIL`): MAPI calls [`receive`](crate::TransportProvider::receive) soon, once
    /// inbound traffic is enabled.
    ///
    /// # Errors
    /// [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION) once the logon has ended, else what
    /// MAPI answers (SPL-1).
    pub fn new_mail(&self) -> Result<()> {
        self.link.notify_spooler(NOTIFY_NEWMAIL)
    }

    /// Tells the spooler that the transport sends to others now (`NOTIFY_CONFIG_CHANGE`): MAPI asks
    /// for its [`address_types`](crate::TransportProvider::address_types) again.
    ///
    /// # Errors
    /// [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION) once the logon has ended, else what
    /// MAPI answers (XPLOGON-5).
    pub fn config_changed(&self) -> Result<()> {
        self.link.notify_spooler(NOTIFY_CONFIG_CHANGE)
    }

    /// Tells the spooler that the transport is of no use any more (`NOTIFY_CRITICAL_ERROR`): MAPI
    /// makes no further calls but those of the logon's end. From inside `submit` or `receive`,
    /// return an error right after.
    ///
    /// # Errors
    /// [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION) once the logon has ended, else what
    /// MAPI answers (SPL-3).
    pub fn critical_error(&self) -> Result<()> {
        self.link.notify_spooler(NOTIFY_CRITICAL_ERROR)
    }

    /// Tells the spooler that a [deferred](crate::Submission::Deferred) message is to be submitted
    /// again (`NOTIFY_SENTDEFERRED`): `entry` is what
    /// [`OutgoingMessage::entry`](crate::OutgoingMessage::entry) said.
    ///
    /// # Errors
    /// [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION) once the logon has ended, else what
    /// MAPI answers (SPL-2).
    pub fn send_deferred(&self, entry: &[u8]) -> Result<()> {
        self.link.notify_spooler_of_deferred(entry)
    }

    /// Makes the entry identifier of somebody who is in no address book
    /// (`IMAPISupport::CreateOneOff`): of the [identity](crate::TransportProvider::identity), of a
    /// sender. Recipients get theirs from
    /// [`add_recipients`](crate::IncomingMessage::add_recipients).
    ///
    /// # Errors
    /// [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION) once the logon has ended, else what
    /// MAPI answers.
    pub fn one_off(&self, name: &str, address_type: &str, address: &str) -> Result<Vec<u8>> {
        self.link.one_off(name, address_type, address)
    }
}
