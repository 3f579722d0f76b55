//! The calls to `IMAPISupport` that only a transport may make (SUP-1), and those that its messages need. What every kind may
//! call is in `lent/support.rs`.
#![allow(unsafe_code, reason = "IMAPISupport is called over its vtable")]

use super::{Loan, recipient};
use crate::com::link::Link;
use crate::lent::Support;
use crate::provider::TransportProvider;
use provider_abi::error::{Code, Result, ok};
use provider_abi::shapes::flag::*;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::{ADRLIST, SBinary};
use provider_abi::strings::wide_units;
use std::ptr::null_mut;

impl<P: TransportProvider> Support<P> {
    /// Messages are waiting to be received (`IMAPISupport::SpoolerNotify`, `NOTIFY_NEWMAIL`): MAPI calls
    /// [`receive`](TransportProvider::receive) soon, once inbound traffic is enabled.
    pub fn new_mail(&self) -> Result<()> {
        self.link.spooler_notify(NOTIFY_NEWMAIL, null_mut())
    }

    /// Whom the transport sends to has changed (`NOTIFY_CONFIG_CHANGE`): MAPI asks for its
    /// [`address_types`](TransportProvider::address_types) again (XPLOGON-5).
    pub fn config_changed(&self) -> Result<()> {
        self.link.spooler_notify(NOTIFY_CONFIG_CHANGE, null_mut())
    }

    /// The transport is of no use any more (`NOTIFY_CRITICAL_ERROR`): MAPI makes no further calls but those of the logon's
    /// end (SPL-3). From inside `submit` or `receive`, return an error right after.
    pub fn critical_error(&self) -> Result<()> {
        self.link.spooler_notify(NOTIFY_CRITICAL_ERROR, null_mut())
    }

    /// A [deferred](crate::Submission::Deferred) message is to be submitted again (`NOTIFY_SENTDEFERRED`): `entry` is what
    /// [`OutgoingMessage::entry`](crate::OutgoingMessage::entry) said.
    pub fn send_deferred(&self, entry: &[u8]) -> Result<()> {
        let cb = u32::try_from(entry.len()).map_err(|_| Code::INVALID_PARAMETER)?;
        let mut entry = SBinary { cb, lpb: entry.as_ptr().cast_mut() };
        self.link.spooler_notify(NOTIFY_SENTDEFERRED, std::ptr::from_mut(&mut entry).cast())
    }

    /// The entry identifier of somebody who is in no address book (`IMAPISupport::CreateOneOff`): of the
    /// [identity](TransportProvider::identity), of a sender. Recipients get theirs from
    /// [`add_recipients`](crate::IncomingMessage::add_recipients).
    pub fn one_off(&self, name: &str, address_type: &str, address: &str) -> Result<Vec<u8>> {
        self.link.one_off(name, address_type, address)
    }
}

impl Link {
    /// `IMAPISupport::SpoolerYield`: its code, which may be a warning.
    pub(super) fn spooler_yield(&self) -> Result<Code> {
        self.lend(|support| {
            let spooler_yield = support.methods().spooler_yield;
            // SAFETY: F1: alive while lent.
            let code = unsafe { spooler_yield(support.this(), 0) };
            ok(code).map(|()| code)
        })
    }

    /// `IMAPISupport::CreateOneOff`: the identifier of a recipient that is in no address book.
    pub(super) fn one_off(&self, name: &str, address_type: &str, address: &str) -> Result<Vec<u8>> {
        self.lend(|support| {
            let [name, kind, address] = [name, address_type, address].map(wide_units);
            let (mut length, mut entry) = (0, null_mut());
            let (name, kind, address) = (name.as_ptr().cast(), kind.as_ptr().cast(), address.as_ptr().cast());
            let (name, kind, address) = (In::new(name), In::new(kind), In::new(address));
            let outputs = (Out::from(&mut length), Out::from(&mut entry));
            let create = support.methods().create_one_off;
            // SAFETY: F1: alive while lent; the arguments are ours until it returns.
            let code = unsafe { create(support.this(), name, kind, address, MAPI_UNICODE, outputs.0, outputs.1) };
            self.copied(code, entry, length)
        })
    }
}

impl Loan<'_> {
    /// `IMAPISupport::StatusRecips`, which frees the list only if it succeeds.
    pub(super) fn status_recips(&self, list: *mut ADRLIST) -> Result<()> {
        let reported = self.link.lend(|support| {
            let status_recips = support.methods().status_recips;
            // SAFETY: F1: both alive; the list is ours until it succeeds.
            ok(unsafe { status_recips(support.this(), self.message.raw(), In::new(list)) })
        });
        if reported.is_err() {
            recipient::free(self.memory(), list);
        }
        reported
    }
}
