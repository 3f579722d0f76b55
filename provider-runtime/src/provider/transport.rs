//! What the author of a transport writes: the provider, and the plain values that it answers with.
//! The messages that MAPI lends to it live in `lent/message/`, the logon's arguments in `logon.rs`.

use super::logon::LogonContext;
use super::service::ServiceContext;
use super::store::FastShutdown;
use crate::lent::message::{IncomingMessage, OutgoingMessage};
use crate::logon::declared::{TakenApart, kind};
use provider_abi::error::{Code, Result};
use provider_abi::shapes::flag::*;
use provider_abi::uid::Uid;
use std::ops::RangeInclusive;
use std::time::Duration;

/// A transport that is logged on: one value for each logon, made by [`logon`](Self::logon), taken
/// apart at its end.
///
/// MAPI's spooler calls one method after another, but for [`changed`](Self::changed),
/// [`abort_deferred`](Self::abort_deferred) and [`interrupt`](Self::interrupt), which may come on
/// another thread while [`submit`](Self::submit) or [`receive`](Self::receive) runs (THR-6). The
/// life of one value:
///
/// 1. [`logon`](Self::logon) makes the value. The runtime adds its status row, which
///    [`name`](Self::name) and [`identity`](Self::identity) are in, and writes the name into the
///    profile section.
/// 2. [`address_types`](Self::address_types): whom it sends to. Then MAPI enables its traffic:
///    [`changed`](Self::changed).
/// 3. [`submit`](Self::submit), [`poll`](Self::poll), [`receive`](Self::receive),
///    [`idle`](Self::idle), as there is work.
/// 4. [`interrupt`](Self::interrupt) when the end begins, also in the middle of a message; calls in
///    flight finish.
/// 5. [`persist`](Self::persist), [`before_logoff`](Self::before_logoff): the support object still
///    answers.
/// 6. Its fields end in the order they stand in; a panic of one keeps no other from ending.
///
/// ```
/// use provider_runtime::prelude::*;
///
/// #[mapi_provider(kind = "transport", name = "Pigeons", uid = "2e0f5c1a-7b64-4d0e-9a55-3c9d3f2f6a14")]
/// struct Pigeons;
///
/// impl TransportProvider for Pigeons {
///     const POLLS: bool = true;
///
///     fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
///         Ok(Self)
///     }
///     fn address_types(&self) -> AddressTypes {
///         AddressTypes::of(["LOFT"])
///     }
///     fn submit(&self, message: &OutgoingMessage<'_>) -> Result<Submission> {
///         let subject = message.text(tags::SUBJECT)?.unwrap_or_default();
///         for recipient in message.recipients()? {
///             let recipient = recipient?;
///             match recipient.address() {
///                 Some(loft) => println!("{subject} flies to {loft}"),
///                 None => message.refuse(&recipient, &Error::new(Code::NOT_FOUND, "no loft"))?,
///             }
///         }
///         message.accept_all()?;
///         Ok(Submission::Sent)
///     }
///     fn receive(&self, message: &IncomingMessage<'_>) -> Result<()> {
///         message.set(&[Property::new(tags::SUBJECT, "Rain tomorrow")])?;
///         message.add_recipients(&[Recipient::new(RecipientKind::To, "Ann", "LOFT", "north")])?;
///         message.save()
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `TransportProvider`",
    label = "this is to be a transport",
    note = "write `impl TransportProvider for {Self}` with `logon`, `address_types` and `submit`, below `#[mapi_provider(kind = \"transport\", …)]`"
)]
pub trait TransportProvider: TakenApart<Kind = kind::Transport> + Send + Sync {
    /// The versions of MAPI's provider interface that this transport can live with, lowest and
    /// highest (VER-2, VER-3).
    const SPI: RangeInclusive<u32> = 0x0001_0000..=0x0001_0010;

    /// Whether [`poll`](Self::poll) is called at all (`LOGON_SP_POLL`, XPLOGON-1, XPLOGON-4).
    const POLLS: bool = false;

    /// Whether [`idle`](Self::idle) is called at all (`LOGON_SP_IDLE`, XPLOGON-1, XPLOGON-4).
    const IDLES: bool = false;

    /// Configures the message service that the transport belongs to (`MSGSERVICEENTRY`): it is
    /// installed, added to a profile, configured or removed. By default there is nothing to
    /// configure.
    ///
    /// It is called in any state: with no provider object, and while transports are logged on.
    /// Settings are properties of the [section](ServiceContext::section), as a logon reads them; a
    /// logon that is there already does not see them change. Nothing of the context can be kept.
    ///
    /// # Errors
    /// [`Code::UNCONFIGURED`] if settings are missing and no dialog may be shown, also in
    /// [`ServiceAction::Create`](crate::ServiceAction::Create); [`Code::USER_CANCEL`] if the user
    /// cancelled the dialog. MAPI's client reads the error's text (SVC-5, SVC-6, SVC-10).
    fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
        let _ = service;
        Ok(())
    }

    /// Logs on as the profile section says (`IXPProvider::TransportLogon`, XPLOGON-1).
    ///
    /// # Errors
    /// [`Code::UNCONFIGURED`] if settings are missing, [`Code::FAILONEPROVIDER`] for a missing or
    /// wrong password, [`Code::LOGON_FAILED`] for any other failure to connect, also if
    /// [`LogonContext::may_connect`] says no and the transport cannot do without (CFG-2,
    /// XPLOGON-3).
    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self>;

    /// Says whom it sends to (`IXPLogon::AddressTypes`). It is asked right after the logon, and
    /// again after [`Support::config_changed`](crate::Support::config_changed) (XPLOGON-6).
    fn address_types(&self) -> AddressTypes;

    /// Sends one message to those of its [recipients](OutgoingMessage::recipients) that are left to
    /// this transport (`IXPLogon::SubmitMessage`). The answer says what becomes of the message.
    ///
    /// [Accept](OutgoingMessage::accept) those it was sent to, and
    /// [refuse](OutgoingMessage::refuse) those it cannot be sent to: other transports are asked for
    /// the rest. A long call looks at [`OutgoingMessage::is_cancelled`].
    ///
    /// # Errors
    /// [`Code::BUSY`] and [`Code::NOT_ME`]: the message was not touched. [`Code::CANCEL`]: a
    /// deferred message that is not to be sent any more. [`Code::USER_CANCEL`]: it was cancelled.
    /// After any error MAPI keeps the message as it was before the call, and refusals are not
    /// reported (SPL-5).
    fn submit(&self, message: &OutgoingMessage<'_>) -> Result<Submission>;

    /// Says whether a message is waiting (`IXPLogon::Poll`). It is called if
    /// [`POLLS`](Self::POLLS); else [`Support::new_mail`](crate::Support::new_mail) says so.
    ///
    /// # Errors
    /// Why nobody knows; MAPI asks again another time.
    fn poll(&self) -> Result<bool> {
        Ok(false)
    }

    /// Fills an empty message with the next one that is waiting (`IXPLogon::StartMessage`). Without
    /// [`IncomingMessage::save`] nothing is delivered.
    ///
    /// # Errors
    /// What MAPI has of the message is lost: keep it until `save` has succeeded.
    fn receive(&self, message: &IncomingMessage<'_>) -> Result<()> {
        let _ = message;
        Err(Code::NO_SUPPORT.into())
    }

    /// Does what can wait until nobody needs the machine (`IXPLogon::Idle`). It is called if
    /// [`IDLES`](Self::IDLES), as often as MAPI likes.
    ///
    /// # Errors
    /// What went wrong; MAPI comes again another time.
    fn idle(&self) -> Result<()> {
        Ok(())
    }

    /// Learns which ways are enabled from now on (`IXPLogon::TransportNotify`,
    /// `IXPLogon::FlushQueues`, `IMAPIStatus::FlushQueues`). The status row says so already. It may
    /// run while a message is sent or received, and must not wait for it.
    ///
    /// # Errors
    /// What went wrong; the ways stay as they were told (XPLOGON-11).
    fn changed(&self, traffic: Traffic) -> Result<()> {
        let _ = traffic;
        Ok(())
    }

    /// Learns that a [deferred](Submission::Deferred) message is not to be sent any more
    /// (`IXPLogon::TransportNotify`, `NOTIFY_ABORT_DEFERRED`). `entry` is what
    /// [`OutgoingMessage::entry`] said.
    ///
    /// # Errors
    /// What went wrong; the message is not submitted again in any case.
    fn abort_deferred(&self, entry: &[u8]) -> Result<()> {
        let _ = entry;
        Ok(())
    }

    /// Makes [`submit`](Self::submit) or [`receive`](Self::receive) return: the message in hand is
    /// cancelled, or the logon is ending. It runs while they do, or just before, and must not wait
    /// for them.
    ///
    /// In a `hurry` the message is dropped at once; else it may be finished if that takes no time.
    /// The method only wakes what waits. Whether a message is to stop,
    /// [`OutgoingMessage::is_cancelled`] and [`IncomingMessage::is_cancelled`] say: a flag of one's
    /// own would stop the next one, too (XPOFF-2, XPOFF-3).
    fn interrupt(&self, hurry: bool) {
        let _ = hurry;
    }

    /// What its status row and its profile section call it (`PR_DISPLAY_NAME`). The default is the
    /// declared name.
    fn name(&self) -> Option<String> {
        None
    }

    /// Who the user is to this transport: columns of the status row, read once, at the logon
    /// (STATUS-13).
    fn identity(&self) -> Option<Identity> {
        None
    }

    /// Writes to disk what must survive the process. It is called before every logoff, and at
    /// `DoFastShutdown`.
    ///
    /// # Errors
    /// What is not on disk. It is reported and stops no logoff; a fast shutdown is refused
    /// (FAST-10).
    fn persist(&self) -> Result<()> {
        Ok(())
    }

    /// Does the last work of a logon: no call is in flight any more, nothing is released yet, and
    /// the support object still answers.
    ///
    /// # Errors
    /// What went wrong. It is reported and stops nothing (LOGOFF-4).
    fn before_logoff(&self) -> Result<()> {
        Ok(())
    }

    /// Says whether the process may vanish after [`persist`](Self::persist)
    /// (`IMAPIProviderShutdown::QueryFastShutdown`). It has no side effect (FAST-7).
    fn fast_shutdown(&self) -> FastShutdown {
        FastShutdown::Refused
    }
}

impl<P: TransportProvider> LogonContext<'_, P> {
    /// Whether the transport may connect to anything: not under `LOGON_NO_CONNECT` (XPLOGON-3).
    pub fn may_connect(&self) -> bool {
        self.flags & LOGON_NO_CONNECT == 0
    }

    /// What is enabled from the start: as a rule nothing, see [`TransportProvider::changed`]
    /// (XPLOGON-2).
    pub fn traffic(&self) -> Traffic {
        Traffic::at_logon(self.flags)
    }
}

/// Whom a transport sends to (`IXPLogon::AddressTypes`, XPLOGON-6, XPLOGON-8).
///
/// ```
/// use provider_runtime::{AddressTypes, Uid};
/// let types = AddressTypes::of(["SMTP", "MHS"]).uid(Uid::new([7; 16]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressTypes {
    /// `None`: every type.
    pub(crate) types: Option<Vec<String>>,
    pub(crate) uids: Vec<Uid>,
}

impl AddressTypes {
    /// Recipients whose `PR_ADDRTYPE` is exactly one of these.
    pub fn of<T: Into<String>>(types: impl IntoIterator<Item = T>) -> Self {
        Self { types: Some(types.into_iter().map(Into::into).collect()), uids: Vec::new() }
    }

    /// Recipients of every type. Such a transport should be the last one of its profile.
    pub fn every() -> Self {
        Self { types: None, uids: Vec::new() }
    }

    /// Nobody by type: with no UID either, a transport that only receives, or that only looks at
    /// messages.
    pub fn none() -> Self {
        Self { types: Some(Vec::new()), uids: Vec::new() }
    }

    /// And recipients whose `PR_ENTRYID` carries this UID: they come before those that match by
    /// type.
    #[must_use]
    pub fn uid(mut self, uid: Uid) -> Self {
        self.uids.push(uid);
        self
    }
}

/// What became of a message that was submitted (`IXPLogon::EndMessage`, SPL-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submission {
    /// It is sent, as far as this transport goes.
    Sent,
    /// Not now: MAPI submits it again later (`END_RESEND_LATER`).
    Later,
    /// MAPI submits it again at once (`END_RESEND_NOW`).
    Again,
    /// The transport has what it needs, and calls
    /// [`Support::send_deferred`](crate::Support::send_deferred) when the message is to be
    /// submitted again (`END_DONT_RESEND`).
    Deferred,
    /// A passing trouble: MAPI submits it again after that time, in whole seconds (`MAPI_E_WAIT`).
    Wait(Duration),
    /// The other side is not to be reached: as [`Wait`](Self::Wait), with `MAPI_E_NETWORK_ERROR`.
    Unreachable(Duration),
}

/// Which ways of a transport are enabled, and which are to be emptied as fast as possible
/// (XPLOGON-11).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Traffic(pub(crate) u32);

impl Traffic {
    /// What the flags of a logon leave enabled.
    pub(crate) fn at_logon(flags: u32) -> Self {
        let unless = |flag, bit| if flags & flag == 0 { bit } else { 0 };
        let inbound = unless(LOGON_NO_INBOUND, STATUS_INBOUND_ENABLED);
        Self(inbound | unless(LOGON_NO_OUTBOUND, STATUS_OUTBOUND_ENABLED))
    }

    /// Messages may be received: [`TransportProvider::poll`] is called, and
    /// [`Support::new_mail`](crate::Support::new_mail) heard.
    pub fn is_inbound(self) -> bool {
        self.0 & STATUS_INBOUND_ENABLED != 0
    }

    /// Messages may be sent.
    pub fn is_outbound(self) -> bool {
        self.0 & STATUS_OUTBOUND_ENABLED != 0
    }

    /// The user waits for all messages that there are to receive.
    pub fn is_inbound_flushed(self) -> bool {
        self.0 & STATUS_INBOUND_FLUSH != 0
    }

    /// The user waits for all messages to be sent.
    pub fn is_outbound_flushed(self) -> bool {
        self.0 & STATUS_OUTBOUND_FLUSH != 0
    }
}

impl std::fmt::Debug for Traffic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Traffic")
            .field("inbound", &self.is_inbound())
            .field("outbound", &self.is_outbound())
            .field("inbound_flushed", &self.is_inbound_flushed())
            .field("outbound_flushed", &self.is_outbound_flushed())
            .finish()
    }
}

/// Who the user is: the three `PR_IDENTITY_*` columns, all of them or none (STATUS-13).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// `PR_IDENTITY_DISPLAY`
    pub name: String,
    /// `PR_IDENTITY_ENTRYID`: an entry identifier that an address book knows, or a one-off's.
    pub entry: Vec<u8>,
    /// `PR_IDENTITY_SEARCH_KEY`: as a rule the address type and the address, in capitals, with a
    /// colon between them.
    pub search_key: Vec<u8>,
}
