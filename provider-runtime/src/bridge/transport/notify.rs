//! What MAPI tells a transport while it works, on any thread: `IXPLogon::TransportNotify`,
//! and FlushQueues of the logon and of its status object. The bits of its row that say so are
//! exchanged before the author hears of it.
#![allow(unsafe_code, reason = "what the data of TransportNotify are depends on its flags")]

use super::logon::{TransportLogonObject, call_transport};
use super::state::exchanged;
use crate::logon::support_link::SupportLink;
use crate::provider::{Traffic, TransportProvider};
use provider_abi::class::Receiver;
use provider_abi::error::Result;
use provider_abi::params::{bytes_at, only, read_at};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::structs::SBinary;
use std::ffi::c_void;
use std::sync::atomic::Ordering;

const TRAFFIC: u32 = NOTIFY_BEGIN_INBOUND
    | NOTIFY_END_INBOUND
    | NOTIFY_BEGIN_OUTBOUND
    | NOTIFY_END_OUTBOUND
    | NOTIFY_BEGIN_INBOUND_FLUSH
    | NOTIFY_END_INBOUND_FLUSH
    | NOTIFY_BEGIN_OUTBOUND_FLUSH
    | NOTIFY_END_OUTBOUND_FLUSH;

/// `IXPLogon::TransportNotify` (XPLOGON-11): the flags stay as they are. Waits for no message, and
/// a message for none of this (THR-6).
pub(super) fn transport_notify<P: TransportProvider>(
    this: Receiver<'_, TransportLogonObject<P>>,
    flags: Out<'_, u32>,
    data: Out<'_, *mut c_void>,
) -> Code {
    call_transport(this, |provider: &P, logon| {
        let told = flags.needed()?.read().unwrap_or_default();
        only(told, TRAFFIC | NOTIFY_ABORT_DEFERRED | NOTIFY_CANCEL_MESSAGE)?;
        let (from, to) = exchanged(told, logon.kind_state.is_running())?;
        let datum = data.read();
        let mut heard = Ok(());
        if told & NOTIFY_ABORT_DEFERRED != 0 {
            // With CANCEL_MESSAGE, too: the data are an identifier then.
            // SAFETY: O3: the data of this flag.
            let entry = unsafe { deferred_entry(datum) };
            heard = provider.abort_deferred(entry.ok_or(Code::INVALID_PARAMETER)?);
        } else if told & NOTIFY_CANCEL_MESSAGE != 0 {
            let reference = datum.ok_or(Code::INVALID_PARAMETER)?.addr();
            if logon.kind_state.cancel(reference) {
                provider.interrupt(true);
            }
        }
        if told & TRAFFIC != 0 {
            heard = heard.and(exchange(&logon.link, provider, from, to));
        }
        heard.map(|()| Code::OK)
    })
}

/// The identifier of the message that is not to be sent.
///
/// # Safety
/// `datum` is what NOTIFY_ABORT_DEFERRED comes with: null, or an SBinary.
unsafe fn deferred_entry<'a>(datum: Option<*mut c_void>) -> Option<&'a [u8]> {
    // SAFETY: M2: the caller's promise.
    let entry = unsafe { read_at(datum?.cast_const().cast::<SBinary>()) }?;
    // SAFETY: M2: as many bytes as it says.
    unsafe { bytes_at(entry.lpb.cast_const(), entry.cb) }.filter(|bytes| !bytes.is_empty())
}

/// `IXPLogon::FlushQueues`: the transfer begins now.
pub(super) fn flush_queues<P: TransportProvider>(this: Receiver<'_, TransportLogonObject<P>>, flags: u32) -> Code {
    call_transport(this, |provider: &P, logon| {
        let to = ways(flags, STATUS_OUTBOUND_FLUSH, STATUS_INBOUND_FLUSH)?;
        exchange(&logon.link, provider, 0, to).map(|()| Code::OK)
    })
}

/// `IMAPIStatus::FlushQueues` (STATOBJ-8): a client wants it, and MAPI's spooler reads that in the
/// row. UPLOAD is outbound, whatever the page says.
pub(super) fn flush_wanted<P: TransportProvider>(provider: &P, link: &SupportLink, flags: u32) -> Result<()> {
    let outbound = STATUS_OUTBOUND_ENABLED | STATUS_OUTBOUND_ACTIVE;
    let to = ways(flags, outbound, STATUS_INBOUND_ENABLED | STATUS_INBOUND_ACTIVE)?;
    exchange(link, provider, 0, to)
}

/// The bits for the ways that are to be flushed.
fn ways(flags: u32, outbound: u32, inbound: u32) -> Result<u32> {
    only(flags, FLUSH_UPLOAD | FLUSH_DOWNLOAD | FLUSH_FORCE | FLUSH_NO_UI | FLUSH_ASYNC_OK)?;
    let of = |flag, bits| if flags & flag == 0 { 0 } else { bits };
    Ok(of(FLUSH_UPLOAD, outbound) | of(FLUSH_DOWNLOAD, inbound))
}

/// The row first, then the author, who hears of it also where MAPI refuses the row.
fn exchange<P: TransportProvider>(link: &SupportLink, provider: &P, from: u32, to: u32) -> Result<()> {
    let told = link.change_status(from, to);
    provider.changed(Traffic(link.status.load(Ordering::SeqCst))).and(told)
}
