//! The spooler's calls on a transport's logon, each recorded. When they are made is in the files beside.
#![allow(unsafe_code, reason = "IXPLogon is called over its vtable")]

use super::transports::Transport;
use super::types::{AddressTypes, Place};
use crate::events::Call;
use crate::message::{LentMessage, Message};
use crate::state::State;
use provider_abi::error::{Result, ok};
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::NOTIFY_CANCEL_MESSAGE;
use provider_abi::shapes::ixp_logon::IXPLogonVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::SBinary;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::atomic::Ordering;

/// The names of NOTIFY_ flags of TransportNotify, without their prefix.
fn traffic_flags(flags: u32) -> String {
    use provider_abi::shapes::flag::*;
    const NAMES: [(u32, &str); 10] = [
        (NOTIFY_BEGIN_INBOUND, "BEGIN_INBOUND"),
        (NOTIFY_BEGIN_OUTBOUND, "BEGIN_OUTBOUND"),
        (NOTIFY_BEGIN_INBOUND_FLUSH, "BEGIN_INBOUND_FLUSH"),
        (NOTIFY_BEGIN_OUTBOUND_FLUSH, "BEGIN_OUTBOUND_FLUSH"),
        (NOTIFY_END_INBOUND, "END_INBOUND"),
        (NOTIFY_END_OUTBOUND, "END_OUTBOUND"),
        (NOTIFY_END_INBOUND_FLUSH, "END_INBOUND_FLUSH"),
        (NOTIFY_END_OUTBOUND_FLUSH, "END_OUTBOUND_FLUSH"),
        (NOTIFY_ABORT_DEFERRED, "ABORT_DEFERRED"),
        (NOTIFY_CANCEL_MESSAGE, "CANCEL_MESSAGE"),
    ];
    let names = NAMES.iter().filter(|(flag, _)| flags & flag != 0).map(|(_, name)| *name);
    names.collect::<Vec<_>>().join("|")
}

/// What EndMessage, or a SubmitMessage that failed, came to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Submitted {
    pub(super) code: Code,
    /// Seconds to wait, of MAPI_E_WAIT and MAPI_E_NETWORK_ERROR.
    pub(super) wait: usize,
    pub(super) reference: usize,
}

impl State {
    /// One call on a transport's logon; `None` if its end has begun (OPEN-12), or it has said that it can do no more (SPL-3). At
    /// the session's end it is told that no more messages come, and what it has in hand is ended; nothing new begins
    /// (XPOFF-1).
    fn on(
        &self,
        transport: &Transport,
        event: &'static str,
        detail: &str,
        message: u64,
        call: impl FnOnce(&IXPLogonVtbl, This, &Call<'_>) -> Code,
    ) -> Option<Code> {
        if transport.has_failed() {
            return None;
        }
        let logon = &transport.logon;
        let facts = [("logon", logon.number), ("message", message)];
        let facts = if message == 0 { &facts[..1] } else { &facts[..] };
        let begin = || self.record.call(event, &logon.name(), detail, "XPLOGON-10", facts);
        let may_begin = || !self.has_ended() || ["xp.notify", "xp.end"].contains(&event);
        let (inside, recorded, object) = logon.lent_if(may_begin, begin)?;
        let methods = object.transport()?;
        let code = call(&methods, object.this(), &recorded);
        if self.is_frozen() {
            std::mem::forget(object); // FAST-11: not even its Release
        } else {
            drop(object); // before its end may go on
        }
        let code = recorded.done(code);
        drop(inside);
        Some(code)
    }

    /// Ends the loan of a message: what was saved of it. What the transport still holds of it is told.
    pub(super) fn close(&self, transport: &Transport, lent: LentMessage) -> Option<Message> {
        let (logon, closed) = (&transport.logon, lent.close());
        if closed.left > 0 {
            let facts = [("logon", logon.number), ("count", closed.left.into())];
            self.record.note("left.message", &logon.name(), "", "MEM-8", &facts);
        }
        closed.saved
    }

    /// `IXPLogon::AddressTypes`
    pub(super) fn ask_types(&self, transport: &Transport) -> Result<()> {
        let (mut flags, mut type_count, mut uid_count) = (0, 0, 0);
        let (mut types, mut uids) = (null_mut(), null_mut());
        let code = self.on(transport, "xp.address_types", "", 0, |methods, this, _| {
            let (flags, type_count, uid_count) =
                (Out::from(&mut flags), Out::from(&mut type_count), Out::from(&mut uid_count));
            let (types, uids) = (Out::from(&mut types), Out::from(&mut uids));
            // SAFETY: S1: alive while its object is lent; the outputs are ours until it returns.
            unsafe { (methods.address_types)(this, flags, type_count, types, uid_count, uids) }
        });
        ok(code.ok_or(Code::END_OF_SESSION)?)?;
        let (types, uids) = (types.expose_provenance(), uids.expose_provenance());
        *lock(&transport.types) = AddressTypes::read(Place { flags, types, type_count, uids, uid_count })?;
        Ok(())
    }

    /// `IXPLogon::TransportNotify` about traffic; the flags have to come back as they were (XPLOGON-11).
    pub(super) fn notify_transport(&self, transport: &Transport, flags: u32) {
        self.notify_with(transport, flags, null_mut());
    }

    /// About a message that is under way: by its reference.
    pub(super) fn notify_cancel(&self, transport: &Transport) {
        let reference = transport.in_hand.load(Ordering::Acquire);
        self.notify_with(transport, NOTIFY_CANCEL_MESSAGE, std::ptr::without_provenance_mut(reference));
    }

    /// About a deferred message: by its identifier, as `SBinary`.
    pub(super) fn notify_deferred(&self, transport: &Transport, flags: u32, entry: &[u8]) {
        let mut binary = SBinary { cb: entry.len() as u32, lpb: entry.as_ptr().cast_mut() };
        self.notify_with(transport, flags, (&raw mut binary).cast());
    }

    fn notify_with(&self, transport: &Transport, flags: u32, mut data: *mut c_void) {
        let mut back = flags;
        self.on(transport, "xp.notify", &traffic_flags(flags), 0, |methods, this, call| {
            let (out, data) = (Out::from(&mut back), Out::from(&mut data));
            // SAFETY: S1: alive while its object is lent; the arguments are ours until it returns.
            let code = unsafe { (methods.transport_notify)(this, out, data) };
            call.fact("flags", flags.into());
            call.fact("back", back.into());
            code
        });
    }

    /// `IXPLogon::SubmitMessage`
    pub(super) fn call_submit(
        &self,
        transport: &Transport,
        number: u64,
        flags: u32,
        message: &LentMessage,
    ) -> Option<Submitted> {
        transport.takes(number, 0);
        let (mut wait, reference) = (0, Out::new(transport.in_hand.as_ptr()));
        let code = self.on(transport, "xp.submit", "", number, |methods, this, _| {
            // SAFETY: S1: alive while its object is lent; the message is lent until EndMessage has returned.
            unsafe { (methods.submit_message)(this, flags, message.as_raw(), reference, Out::from(&mut wait)) }
        });
        let reference = transport.in_hand.load(Ordering::Acquire);
        if code.is_none_or(Code::is_failure) {
            transport.is_done(); // else with EndMessage
        }
        Some(Submitted { code: code?, wait, reference })
    }

    /// `IXPLogon::EndMessage`: its flags; `None` if nobody could be asked, or it failed.
    pub(super) fn call_end(&self, transport: &Transport, number: u64, reference: usize) -> Option<u32> {
        let mut flags = 0;
        let code = self.on(transport, "xp.end", "", number, |methods, this, call| {
            // SAFETY: S1: alive while its object is lent; the flags are ours until it returns.
            let code = unsafe { (methods.end_message)(this, reference, Out::from(&mut flags)) };
            call.fact("back", flags.into());
            code
        });
        transport.is_done();
        code.filter(|code| !code.is_failure()).map(|_| flags)
    }

    /// `IXPLogon::Poll`: whether something waits.
    pub(super) fn call_poll(&self, transport: &Transport) -> bool {
        let mut incoming = 0;
        let code = self.on(transport, "xp.poll", "", 0, |methods, this, _| {
            // SAFETY: S1: alive while its object is lent; the output is ours until it returns.
            unsafe { (methods.poll)(this, Out::from(&mut incoming)) }
        });
        code.is_some_and(|code| !code.is_failure()) && incoming != 0
    }

    /// `IXPLogon::StartMessage`
    pub(super) fn call_start(&self, transport: &Transport, number: u64, message: &LentMessage) -> Option<Code> {
        transport.takes(number, 1);
        let reference = Out::new(transport.in_hand.as_ptr());
        let code = self.on(transport, "xp.start", "", number, |methods, this, _| {
            // SAFETY: S1: alive while its object is lent; the message is lent until it returns.
            unsafe { (methods.start_message)(this, 0, message.as_raw(), reference) }
        });
        transport.is_done();
        code
    }

    /// `IXPLogon::Idle`
    pub(super) fn call_idle(&self, transport: &Transport) {
        self.on(transport, "xp.idle", "", 0, |methods, this, _| {
            // SAFETY: S1: alive while its object is lent.
            unsafe { (methods.idle)(this, 0) }
        });
    }

    /// `IXPLogon::FlushQueues`
    pub(super) fn call_flush(&self, transport: &Transport, flags: u32) {
        self.on(transport, "xp.flush", "", 0, |methods, this, call| {
            call.fact("flags", flags.into());
            // SAFETY: S1: alive while its object is lent; no transport is named.
            unsafe { (methods.flush_queues)(this, 0, 0, In::null(), flags) }
        });
    }
}
