//! `IXPLogon`: address types, messages, the logon's end. What MAPI tells of traffic is in
//! `notify.rs`, the status object it opens in `shared/status.rs`.

use super::notify;
use crate::bridge::shared::status::{open_status_entry, validate_state};
use crate::lent::message::{IncomingMessage, Loan, OutgoingMessage};
use crate::logon::object::{Object, Role, Shape};
use crate::logon::state::LogonState;
use crate::logon::support_link::SupportLink;
use crate::provider::{Submission, TransportProvider};
use log::Level;
use provider_abi::class::Receiver;
use provider_abi::com_ptr::Lent;
use provider_abi::error::{Error, Result};
use provider_abi::interfaces::ixp_logon::{self, IXPLogon};
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IXPLogon, Iid};
use provider_abi::shapes::imessage::IMessageVtbl;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::structs::MAPIUID;
use std::ffi::c_void;
use std::sync::Arc;
use std::time::Duration;

/// `IXPLogon` of `P`.
pub type TransportLogonObject<P> = Object<P, TransportLogonRole>;

/// The logon object of a transport.
pub struct TransportLogonRole;

impl<P: TransportProvider> Role<P> for TransportLogonRole {
    fn shape(&self) -> &'static Shape {
        const { &Shape::of(0, "logon", &[IID_IXPLogon], const { &ixp_logon::vtable::<TransportLogonObject<P>, 0>() }) }
    }

    /// LOGOFF-7: without TransportLogoff, its work first.
    fn last(object: &TransportLogonObject<P>) {
        LogonState::end(&object.logon);
    }
}

/// Runs a transport method. The spooler may release this logon object during the call, so nothing
/// in it is touched afterwards. There is no GetLastError that could tell a failure's text
/// (LASTERR-3).
pub(super) fn call_transport<P: TransportProvider>(
    this: Receiver<'_, TransportLogonObject<P>>,
    work: impl FnOnce(&P, &LogonState<P>) -> Result<Code>,
) -> Code {
    let logon = Arc::clone(&this.logon);
    logon.with_provider(|provider| work(provider, &logon)).unwrap_or_else(|error| error.code())
}

/// IXPLogon::RegisterOptions is deprecated, and never called (XPLOGON-12).
impl<P: TransportProvider> IXPLogon for TransportLogonObject<P> {
    /// `IXPLogon::AddressTypes` (XPLOGON-6, XPLOGON-7)
    fn address_types(
        this: Receiver<'_, Self>,
        flags: Out<'_, u32>,
        count: Out<'_, u32>,
        types: Out<'_, *mut *mut c_void>,
        uid_count: Out<'_, u32>,
        uids: Out<'_, *mut *mut MAPIUID>,
    ) -> Code {
        flags.write(0);
        count.write(0);
        types.clear();
        uid_count.write(0);
        uids.clear();
        call_transport(this, |provider, logon| {
            flags.needed()?;
            count.needed().and(types.needed().map(drop)).and(uid_count.needed()).and(uids.needed().map(drop))?;
            let own = provider.address_types();
            if logon.link.calls.is_closed() {
                // XPLOGON-7: its end frees all arrays, at the latest when this call is out.
                return Err(Code::INVALID_OBJECT.into());
            }
            let addresses = logon.kind_state.addresses(own);
            let (type_count, first_type) = addresses.strings();
            let (own_uid_count, first_uid) = addresses.uids();
            flags.write(addresses.flags);
            count.write(type_count);
            types.write(first_type);
            uid_count.write(own_uid_count);
            uids.write(first_uid);
            Ok(Code::OK)
        })
    }

    fn transport_notify(this: Receiver<'_, Self>, flags: Out<'_, u32>, data: Out<'_, *mut c_void>) -> Code {
        notify::transport_notify(this, flags, data)
    }

    /// `IXPLogon::Idle`
    fn idle(this: Receiver<'_, Self>, flags: u32) -> Code {
        call_transport(this, |provider, _| {
            only(flags, 0)?;
            provider.idle().map(|()| Code::OK)
        })
    }

    /// `IXPLogon::TransportLogoff`: at any time (XPOFF-2), once (LOGOFF-6). Of the flags,
    /// LOGOFF_HURRY alone means something (XPOFF-3).
    fn transport_logoff(this: Receiver<'_, Self>, flags: u32) -> Code {
        let logon = Arc::clone(&this.logon);
        if flags & LOGOFF_HURRY != 0 {
            logon.kind_state.hurry();
        }
        LogonState::end(&logon); // from here on `this` may be gone
        Code::OK
    }

    /// `IXPLogon::SubmitMessage` (SPL-5). The reference is there before the author's code runs, for
    /// a cancel; where there is none, MAPI's own stays.
    fn submit_message(
        this: Receiver<'_, Self>,
        flags: u32,
        message: Option<Lent<'_, IMessageVtbl>>,
        reference: Out<'_, usize>,
        seconds: Out<'_, usize>,
    ) -> Code {
        seconds.write(0);
        call_transport(this, |provider, logon| {
            let reference = reference.needed()?;
            let seconds = seconds.needed()?;
            only(flags, BEGIN_DEFERRED)?;
            let link = &*logon.link;
            let in_flight = logon.kind_state.begin(link, STATUS_OUTBOUND_ACTIVE)?;
            let loan = Loan::new(message, link, &in_flight.cancelled)?;
            reference.write(in_flight.reference);
            in_flight.show_in_status_row();
            let message = OutgoingMessage::new(loan, flags & BEGIN_DEFERRED != 0);
            let outcome = provider.submit(&message).map_err(Error::without_source);
            in_flight.has_returned();
            let (answer, wait) = answer_of(&outcome);
            if let Ok(submission) = &outcome {
                report_recipients(link, &message, submission);
            }
            drop(message);
            seconds.write(usize::try_from(wait).unwrap_or(usize::MAX));
            answer.map(|end| {
                in_flight.submitted(end);
                Code::OK
            })
        })
    }

    /// `IXPLogon::EndMessage` (SPL-5): what `submit` has said, also if the author's code has
    /// panicked since.
    fn end_message(this: Receiver<'_, Self>, reference: usize, flags: Out<'_, u32>) -> Code {
        flags.write(0);
        this.call_even_if_failed(|| {
            let flags = flags.needed()?;
            let no_such = || Error::new(Code::INVALID_PARAMETER, "no message in hand has this reference");
            flags.write(this.logon.kind_state.finish(reference).ok_or_else(no_such)?);
            Ok(Code::OK)
        })
    }

    /// `IXPLogon::Poll`
    fn poll(this: Receiver<'_, Self>, incoming: Out<'_, u32>) -> Code {
        incoming.write(0);
        call_transport(this, |provider, _| {
            let incoming = incoming.needed()?;
            incoming.write(provider.poll()?.into());
            Ok(Code::OK)
        })
    }

    /// `IXPLogon::StartMessage` (SPL-5); of the reference as `submit_message`.
    fn start_message(
        this: Receiver<'_, Self>,
        flags: u32,
        message: Option<Lent<'_, IMessageVtbl>>,
        reference: Out<'_, usize>,
    ) -> Code {
        call_transport(this, |provider, logon| {
            let reference = reference.needed()?;
            only(flags, 0)?;
            let link = &*logon.link;
            let in_flight = logon.kind_state.begin(link, STATUS_INBOUND_ACTIVE)?;
            let loan = Loan::new(message, link, &in_flight.cancelled)?;
            reference.write(in_flight.reference);
            in_flight.show_in_status_row();
            let received = provider.receive(&IncomingMessage::new(loan)).map_err(Error::without_source);
            in_flight.has_returned();
            received.map(|()| Code::OK)
        })
    }

    fn open_status_entry(
        this: Receiver<'_, Self>,
        interface: Option<&Iid>,
        flags: u32,
        kind: Out<'_, u32>,
        status: Out<'_, *mut c_void>,
    ) -> Code {
        open_status_entry(this, interface, flags, kind, status)
    }

    fn validate_state(this: Receiver<'_, Self>, _window: usize, flags: u32) -> Code {
        validate_state(this, flags)
    }

    fn flush_queues(this: Receiver<'_, Self>, _window: usize, _target: Option<&[u8]>, flags: u32) -> Code {
        notify::flush_queues(this, flags)
    }
}

/// What the author has said of recipients goes to MAPI; what MAPI does not take is told.
fn report_recipients(link: &SupportLink, message: &OutgoingMessage<'_>, submission: &Submission) {
    let warn = |what: &str| link.host.log(Level::Warn, what);
    if matches!(submission, Submission::Sent) && message.is_for_nobody() {
        warn("a message was called sent, and nobody was accepted: it goes to other transports, or is reported");
    }
    if let Err(fault) = message.report() {
        warn(&format!("refused recipients are not reported: {fault}"));
    }
    if let Err(fault) = message.keep() {
        warn(&format!("accepted recipients are not saved: {fault}"));
    }
}

/// What EndMessage is to say, or what SubmitMessage says; and after how many seconds MAPI may try
/// again.
fn answer_of(outcome: &Result<Submission>) -> (Result<u32>, u64) {
    /// What an author leaves open.
    const A_WHILE: u64 = 60;
    let whole = |time: Duration| time.as_secs() + u64::from(time.subsec_nanos() > 0);
    match outcome {
        Ok(Submission::Sent) => (Ok(0), 0),
        Ok(Submission::Later) => (Ok(END_RESEND_LATER), 0),
        Ok(Submission::Again) => (Ok(END_RESEND_NOW), 0),
        Ok(Submission::Deferred) => (Ok(END_DONT_RESEND), 0),
        Ok(Submission::Wait(time)) => (Err(Code::WAIT.into()), whole(*time)),
        Ok(Submission::Unreachable(time)) => (Err(Code::NETWORK_ERROR.into()), whole(*time)),
        Err(error) => {
            let waits = [Code::WAIT, Code::NETWORK_ERROR].contains(&error.code());
            (Err(error.code().into()), if waits { A_WHILE } else { 0 })
        }
    }
}
