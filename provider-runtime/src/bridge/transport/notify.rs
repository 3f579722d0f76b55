//! What MAPI tells a transport while it works, on whichever thread: `IXPLogon::TransportNotify`, and FlushQueues of the logon
//! and of its status object. The bits of its row that say so are exchanged before the author hears of it.
#![allow(unsafe_code, reason = "the methods of IXPLogon take raw arguments")]

use super::life::exchanged;
use super::logon::called;
use crate::com::link::Link;
use crate::provider::{Traffic, TransportProvider};
use provider_abi::error::Result;
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::{ENTRYID, SBinary};
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

/// `IXPLogon::TransportNotify` (XPLOGON-11): the flags stay as they are. Waits for no message, and a message for none of
/// this (THR-6).
pub(super) unsafe extern "system" fn transport_notify<P: TransportProvider>(
    this: This,
    flags: Out<u32>,
    data: Out<*mut c_void>,
) -> Code {
    called(&this, |state: &P, core| {
        let told = flags.needed()?.read().unwrap_or_default();
        only(told, TRAFFIC | NOTIFY_ABORT_DEFERRED | NOTIFY_CANCEL_MESSAGE)?;
        let (from, to) = exchanged(told, core.life.is_running())?;
        let datum = data.read();
        let mut heard = Ok(());
        if told & NOTIFY_ABORT_DEFERRED != 0 {
            // With CANCEL_MESSAGE beside it, too: the data are an identifier then.
            let entry = datum.and_then(|datum| In::new(datum.cast_const().cast::<SBinary>()).read());
            let entry = entry.and_then(|entry| In::new(entry.lpb.cast_const()).some_bytes(entry.cb));
            heard = state.abort_deferred(entry.ok_or(Code::INVALID_PARAMETER)?);
        } else if told & NOTIFY_CANCEL_MESSAGE != 0 {
            let reference = datum.ok_or(Code::INVALID_PARAMETER)?.addr();
            if core.life.cancel(reference) {
                state.interrupt(true);
            }
        }
        if told & TRAFFIC != 0 {
            heard = heard.and(exchange(&core.link, state, from, to));
        }
        heard.map(|()| Code::OK)
    })
}

/// `IXPLogon::FlushQueues`: the transfer begins now.
pub(super) unsafe extern "system" fn flush_queues<P: TransportProvider>(
    this: This,
    _window: usize,
    _length: u32,
    _target: In<ENTRYID>,
    flags: u32,
) -> Code {
    called(&this, |state: &P, core| {
        let to = ways(flags, STATUS_OUTBOUND_FLUSH, STATUS_INBOUND_FLUSH)?;
        exchange(&core.link, state, 0, to).map(|()| Code::OK)
    })
}

/// `IMAPIStatus::FlushQueues` (STATOBJ-8): a client wants it, and MAPI's spooler reads that in the row. UPLOAD is outbound,
/// whatever the page says.
pub(super) fn wanted<P: TransportProvider>(state: &P, link: &Link, flags: u32) -> Result<()> {
    let outbound = STATUS_OUTBOUND_ENABLED | STATUS_OUTBOUND_ACTIVE;
    let to = ways(flags, outbound, STATUS_INBOUND_ENABLED | STATUS_INBOUND_ACTIVE)?;
    exchange(link, state, 0, to)
}

/// The bits for the ways that are to be flushed.
fn ways(flags: u32, outbound: u32, inbound: u32) -> Result<u32> {
    only(flags, FLUSH_UPLOAD | FLUSH_DOWNLOAD | FLUSH_FORCE | FLUSH_NO_UI | FLUSH_ASYNC_OK)?;
    let of = |flag, bits| if flags & flag == 0 { 0 } else { bits };
    Ok(of(FLUSH_UPLOAD, outbound) | of(FLUSH_DOWNLOAD, inbound))
}

/// The row first, then the author, who hears of it also where MAPI refuses the row.
fn exchange<P: TransportProvider>(link: &Link, state: &P, from: u32, to: u32) -> Result<()> {
    let told = link.change_status(from, to);
    state.changed(Traffic(link.status.load(Ordering::SeqCst))).and(told)
}
