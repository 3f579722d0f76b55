//! `IXPLogon`: address types, messages, the logon's end. What MAPI tells of traffic is in `notify.rs`, the status object it
//! opens in `bridge/status.rs`.
#![allow(unsafe_code, reason = "the methods of IXPLogon take raw arguments")]

use super::notify;
use crate::bridge::status::{open_status_entry, validate_state};
use crate::com::core::Core;
use crate::com::link::Link;
use crate::com::object::{Object, Role, Shape};
use crate::lent::message::{IncomingMessage, Loan, OutgoingMessage};
use crate::provider::{Submission, TransportProvider};
use log::Level;
use provider_abi::class::{object, unknown};
use provider_abi::error::{Error, Result};
use provider_abi::no_support::no_support;
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::IID_IXPLogon;
use provider_abi::shapes::ixp_logon::IXPLogonVtbl;
use provider_abi::shapes::param::{Out, This};
use provider_abi::shapes::structs::MAPIUID;
use std::ffi::c_void;
use std::sync::Arc;
use std::time::Duration;

/// `IXPLogon` of `P`.
pub type TransportLogonObject<P> = Object<P, TransportLogonRole>;

/// The logon object of a transport.
pub struct TransportLogonRole;

impl<P: TransportProvider> TransportLogonObject<P> {
    const METHODS: &'static IXPLogonVtbl = &IXPLogonVtbl {
        unknown: unknown::<Self, 0>(),
        address_types: address_types::<P>,
        register_options: no_support::<Self, _>(), // deprecated, and never called (XPLOGON-12)
        transport_notify: notify::transport_notify::<P>,
        idle: idle::<P>,
        transport_logoff: transport_logoff::<P>,
        submit_message: submit_message::<P>,
        end_message: end_message::<P>,
        poll: poll::<P>,
        start_message: start_message::<P>,
        open_status_entry: open_status_entry::<P, TransportLogonRole>,
        validate_state: validate_state::<P, TransportLogonRole>,
        flush_queues: notify::flush_queues::<P>,
    };
}

impl<P: TransportProvider> Role<P> for TransportLogonRole {
    fn shape(&self) -> &'static Shape {
        const { &Shape::of(0, "logon", &[IID_IXPLogon], TransportLogonObject::<P>::METHODS) }
    }

    /// LOGOFF-7: without TransportLogoff, its work first.
    fn last(object: &TransportLogonObject<P>) {
        Core::end(&object.core);
    }
}

/// `IXPLogon::TransportLogoff`: at any time (XPOFF-2), once (LOGOFF-6). Of the flags, LOGOFF_HURRY alone means something
/// (XPOFF-3).
unsafe extern "system" fn transport_logoff<P: TransportProvider>(this: This, flags: u32) -> Code {
    let core = Arc::clone(&object::<TransportLogonObject<P>, 0>(&this).core);
    if flags & LOGOFF_HURRY != 0 {
        core.life.hurry();
    }
    Core::end(&core); // from here on `this` may be gone
    Code::OK
}

/// A call for the author. The spooler may release the logon inside it, where the author lets MAPI work: behind his code
/// nothing of the object is touched. There is no GetLastError that could tell a failure's text (LASTERR-3).
pub(super) fn called<P: TransportProvider>(this: &This, work: impl FnOnce(&P, &Core<P>) -> Result<Code>) -> Code {
    let core = Arc::clone(&object::<TransportLogonObject<P>, 0>(this).core);
    core.ask(|state| work(state, &core)).unwrap_or_else(|error| error.code())
}

/// `IXPLogon::AddressTypes` (XPLOGON-6, XPLOGON-7)
unsafe extern "system" fn address_types<P: TransportProvider>(
    this: This,
    flags: Out<u32>,
    count: Out<u32>,
    types: Out<*mut *mut c_void>,
    uid_count: Out<u32>,
    uids: Out<*mut *mut MAPIUID>,
) -> Code {
    flags.write(0);
    count.write(0);
    types.clear();
    uid_count.write(0);
    uids.clear();
    called(&this, |state: &P, core| {
        flags.needed()?;
        count.needed().and(types.needed().map(drop)).and(uid_count.needed()).and(uids.needed().map(drop))?;
        let addresses = core.life.addresses(state.address_types());
        let ((strings, first_string), (many, first_uid)) = (addresses.strings(), addresses.uids());
        flags.write(addresses.flags);
        count.write(strings);
        types.write(first_string);
        uid_count.write(many);
        uids.write(first_uid);
        Ok(Code::OK)
    })
}

/// `IXPLogon::SubmitMessage` (SPL-5). The reference is there before the author's code runs, for a cancel; where there is none,
/// MAPI's own stays.
unsafe extern "system" fn submit_message<P: TransportProvider>(
    this: This,
    flags: u32,
    message: *mut c_void,
    reference: Out<usize>,
    seconds: Out<usize>,
) -> Code {
    seconds.write(0);
    called(&this, |state: &P, core| {
        let (reference, seconds) = (reference.needed()?, seconds.needed()?);
        only(flags, BEGIN_DEFERRED)?;
        let link = &*core.link;
        let turn = core.life.take(link, STATUS_OUTBOUND_ACTIVE)?;
        // SAFETY: O3: MAPI lends a live message until EndMessage, which is longer than this call.
        let loan = unsafe { Loan::new(message, link, &turn.cancelled) }?;
        reference.write(turn.reference);
        turn.is_told();
        let message = OutgoingMessage::new(loan, flags & BEGIN_DEFERRED != 0);
        let outcome = state.submit(&message).map_err(Error::settled);
        turn.has_returned();
        let (answer, wait) = answered(&outcome);
        if let Ok(submission) = &outcome {
            put_down(link, &message, submission);
        }
        drop(message);
        seconds.write(usize::try_from(wait).unwrap_or(usize::MAX));
        answer.map(|end| {
            turn.submitted(end);
            Code::OK
        })
    })
}

/// What the author has said of recipients goes to MAPI; what MAPI does not take is told.
fn put_down(link: &Link, message: &OutgoingMessage<'_>, submission: &Submission) {
    let warn = |what: &str| link.host.say(Level::Warn, what);
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

/// What EndMessage is to say, or what SubmitMessage says; and after how many seconds MAPI may try again.
fn answered(outcome: &Result<Submission>) -> (Result<u32>, u64) {
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

/// `IXPLogon::EndMessage` (SPL-5): what `submit` has said, also if the author's code has panicked since.
unsafe extern "system" fn end_message<P: TransportProvider>(this: This, reference: usize, flags: Out<u32>) -> Code {
    flags.write(0);
    let logon = object::<TransportLogonObject<P>, 0>(&this);
    logon.attend(|| {
        let flags = flags.needed()?;
        let no_such = || Error::new(Code::INVALID_PARAMETER, "no message in hand has this reference");
        flags.write(logon.core.life.put_down(reference).ok_or_else(no_such)?);
        Ok(Code::OK)
    })
}

/// `IXPLogon::StartMessage` (SPL-5); of the reference as `submit_message`.
unsafe extern "system" fn start_message<P: TransportProvider>(
    this: This,
    flags: u32,
    message: *mut c_void,
    reference: Out<usize>,
) -> Code {
    called(&this, |state: &P, core| {
        let reference = reference.needed()?;
        only(flags, 0)?;
        let link = &*core.link;
        let turn = core.life.take(link, STATUS_INBOUND_ACTIVE)?;
        // SAFETY: O3: MAPI lends a live message until the call returns.
        let loan = unsafe { Loan::new(message, link, &turn.cancelled) }?;
        reference.write(turn.reference);
        turn.is_told();
        let received = state.receive(&IncomingMessage::new(loan)).map_err(Error::settled);
        turn.has_returned();
        received.map(|()| Code::OK)
    })
}

/// `IXPLogon::Poll`
unsafe extern "system" fn poll<P: TransportProvider>(this: This, incoming: Out<u32>) -> Code {
    incoming.write(0);
    called(&this, |state: &P, _| {
        let incoming = incoming.needed()?;
        incoming.write(state.poll()?.into());
        Ok(Code::OK)
    })
}

/// `IXPLogon::Idle`
unsafe extern "system" fn idle<P: TransportProvider>(this: This, flags: u32) -> Code {
    called(&this, |state: &P, _| {
        only(flags, 0)?;
        state.idle().map(|()| Code::OK)
    })
}
