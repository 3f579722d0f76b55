//! The support object (`IMAPISupport`): the author's handle to it. Its reference and its gate are
//! in `logon/support_link.rs`, the calls that the runtime makes in `logon/support_calls.rs`.
#![allow(unsafe_code, reason = "IMAPISupport is called over its vtable")]

use super::entry::EntryKey;
use super::event::Event;
use super::prop::ProfileSection;
use crate::logon::declared::{Declared, kind::Spooled};
use crate::logon::support_link::SupportLink;
use provider_abi::access::Access;
use provider_abi::error::Result;
use provider_abi::shapes::flag::*;
use provider_abi::uid::Uid;
use std::marker::PhantomData;
use std::sync::Arc;

/// A handle to MAPI's support object for this logon (`IMAPISupport`).
///
/// Cheap to clone; it may be kept in a field and sent to threads, and keeps nothing alive. It
/// answers until the author's fields have been taken apart; once the logon has ended, every method
/// fails with [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION). Hold no lock while calling:
/// MAPI may call back (THR-4).
pub struct Support<P> {
    pub(crate) link: Arc<SupportLink>,
    kind: PhantomData<fn(P)>,
}

/// PR_STATUS_CODE of the logon's row in the status table (STATUS-3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Status {
    /// `STATUS_AVAILABLE`
    Available = STATUS_AVAILABLE,
    /// `STATUS_OFFLINE`
    Offline = STATUS_OFFLINE,
    /// `STATUS_FAILURE`
    Failure = STATUS_FAILURE,
}

impl<P> Support<P> {
    pub(crate) fn new(link: Arc<SupportLink>) -> Self {
        Self { link, kind: PhantomData }
    }

    /// Changes the logon's row in the status table (`IMAPISupport::ModifyStatusRow` with
    /// `STATUSROW_UPDATE`).
    ///
    /// # Errors
    /// [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION) once the logon has ended, else what
    /// MAPI answers (STATUS-3).
    pub fn set_status(&self, status: Status) -> Result<()> {
        self.link.set_status(status as u32)
    }

    /// Opens the provider's own section of the profile (`IMAPISupport::OpenProfileSection` with no
    /// UID).
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`](crate::Code::NOT_FOUND) without a section,
    /// [`Code::NO_ACCESS`](crate::Code::NO_ACCESS) if somebody else writes it,
    /// [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION) once the logon has ended (LOGON-4).
    pub fn section(&self, access: Access) -> Result<ProfileSection> {
        ProfileSection::of_provider(&self.link, access)
    }

    /// Makes sixteen bytes that nobody else has (`IMAPISupport::NewUID`).
    ///
    /// # Errors
    /// [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION) once the logon has ended, else what
    /// MAPI answers.
    pub fn new_uid(&self) -> Result<Uid> {
        self.link.new_uid()
    }

    /// Whether the logon has ended: every other method answers
    /// [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION).
    pub fn has_ended(&self) -> bool {
        self.link.has_ended()
    }

    /// The long-term entry identifier of the object with this key (OPEN-9, OPEN-10).
    ///
    /// # Errors
    /// [`Code::NOT_INITIALIZED`](crate::Code::NOT_INITIALIZED) while `logon` has not returned: the
    /// UID is not settled yet.
    pub fn entry_id(&self, key: &impl EntryKey) -> Result<Vec<u8>> {
        self.link.long_term(&key.to_bytes())
    }

    /// Tells clients that have subscribed to the object, or to the store or the whole address book
    /// (`IMAPISupport::Notify`).
    ///
    /// # Errors
    /// [`Code::NOT_INITIALIZED`](crate::Code::NOT_INITIALIZED) while `logon` has not returned,
    /// [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION) once the logon has ended, else what
    /// MAPI answers (NOTIF-8).
    pub fn notify(&self, event: &Event) -> Result<()> {
        event.tell(&self.link)
    }
}

impl<P: Declared<Kind: Spooled>> Support<P> {
    /// Tells the spooler that a message is ready to be sent, or that the transport can send again
    /// (`IMAPISupport::SpoolerNotify`).
    ///
    /// Do not call it inside `logon`: it would wait for the spooler, which waits for the logon.
    ///
    /// # Errors
    /// [`Code::END_OF_SESSION`](crate::Code::END_OF_SESSION) once the logon has ended, else what
    /// MAPI answers (SPL-1, LOGON-8).
    pub fn ready_to_send(&self) -> Result<()> {
        self.link.notify_spooler(NOTIFY_READYTOSEND)
    }
}

impl<P> Clone for Support<P> {
    fn clone(&self) -> Self {
        Self::new(Arc::clone(&self.link))
    }
}

impl<P> std::fmt::Debug for Support<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Support").field("has_ended", &self.has_ended()).finish()
    }
}
