//! The spooler's calls on a transport's logon, each recorded. When they are made is in `spooler/`;
//! the end of traffic is in `traffic.rs`.
#![allow(unsafe_code, reason = "IXPLogon is called over its vtable")]

use crate::message::{LentMessage, Message};
use crate::model::{AddressTypes, Place, Stage, State, Transport};
use crate::record::what::process::{LeftMessage, MemoryFault};
use crate::record::what::transport::{self, End, Flush, Idle, Notify, Poll, Start, Submit};
use crate::record::what::{Recorded, TransportEvent};
use crate::record::{Call, What};
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

/// The calls on one transport.
pub(crate) struct TransportCalls<'s> {
    pub(crate) state: &'s State,
    pub(crate) transport: &'s Transport,
}

/// Whether a call may still be made at the session's end (XPOFF-1).
fn is_of_an_end(what: &What) -> bool {
    matches!(what, What::Transport(TransportEvent::Notify(_) | TransportEvent::End(_)))
}

/// What a SubmitMessage came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Submitted {
    pub(crate) code: Code,
    /// Seconds to wait, of MAPI_E_WAIT and MAPI_E_NETWORK_ERROR.
    pub(crate) wait: usize,
    pub(crate) reference: usize,
}

impl TransportCalls<'_> {
    /// One call on a transport's logon; `None` if its end has begun (OPEN-12), or it has said that
    /// it can do no more (SPL-3). At the session's end it is told that no more messages come, and
    /// what it has in hand is ended; nothing new begins (XPOFF-1).
    fn on<E: Recorded>(&self, event: E, call: impl FnOnce(&IXPLogonVtbl, This, &Call<'_, E>) -> Code) -> Option<Code> {
        if self.transport.has_failed() {
            return None;
        }
        let logon = &self.transport.logon;
        let is_of_an_end = is_of_an_end(&event.clone().into());
        let begin = || self.state.record.call(&logon.name(), event);
        let may_begin = || !self.state.has_ended() || is_of_an_end;
        let (inside, recorded, object) = logon.call_object_if(may_begin, begin)?;
        let methods = object.transport()?;
        let code = call(&methods, object.this(), &recorded);
        if self.state.is_frozen() {
            std::mem::forget(object); // FAST-11: not even its Release
        } else {
            drop(object); // before its end may go on
        }
        let code = recorded.done(code);
        drop(inside);
        Some(code)
    }

    /// Ends the loan of a message: what was saved of it. What the transport still holds of it is
    /// told.
    pub(crate) fn close(&self, lent: LentMessage) -> Option<Message> {
        let logon = &self.transport.logon;
        let closed = lent.close();
        if closed.left > 0 {
            self.state.record.note(&logon.name(), LeftMessage { logon: logon.number, count: closed.left.into() });
        }
        closed.saved
    }

    /// Asks which recipients it takes. `IXPLogon::AddressTypes`
    ///
    /// # Errors
    /// What it answers; `MAPI_E_END_OF_SESSION` if its end has begun; `MAPI_E_CORRUPT_DATA` for
    /// arrays that are none.
    pub(crate) fn ask_types(&self) -> Result<()> {
        let mut flags = 0;
        let mut types = null_mut();
        let mut type_count = 0;
        let mut uids = null_mut();
        let mut uid_count = 0;
        let mut read = Err(Code::END_OF_SESSION.into());
        let code = self.on(transport::AddressTypes { logon: self.transport.logon.number }, |methods, this, _| {
            let flags_out = Out::from(&mut flags);
            let count_out = Out::from(&mut type_count);
            let uid_count_out = Out::from(&mut uid_count);
            let types_out = Out::from(&mut types);
            let uids_out = Out::from(&mut uids);
            // SAFETY: S1: alive while its object is lent; the outputs are ours until it returns.
            let code =
                unsafe { (methods.address_types)(this, flags_out, count_out, types_out, uid_count_out, uids_out) };
            // Its logoff may have come inside the call; on another thread it waits for this one.
            if !code.is_failure() && self.transport.logon.stage() == Stage::Active {
                let types = types.expose_provenance();
                let uids = uids.expose_provenance();
                // SAFETY: S4: what the transport gave is as long as its counts say, and stays until
                // its logoff (XPLOGON-7).
                read = unsafe { AddressTypes::read(Place { flags, types, type_count, uids, uid_count }) };
            }
            code
        });
        ok(code.ok_or(Code::END_OF_SESSION)?)?;
        if let Err(error) = &read
            && error.code() != Code::END_OF_SESSION
        {
            let fault = error.text().into();
            self.state.record.note_by("XPLOGON-6", "memory", MemoryFault { fault });
        }
        *lock(&self.transport.types) = read?;
        Ok(())
    }

    /// `IXPLogon::TransportNotify` about traffic; the flags have to come back as they were
    /// (XPLOGON-11).
    pub(crate) fn notify(&self, flags: u32) {
        self.notify_with(flags, null_mut());
    }

    /// Cancels the message in hand: TransportNotify, with its reference.
    pub(crate) fn cancel(&self) {
        let reference = self.transport.in_hand.load(Ordering::Acquire);
        self.notify_with(NOTIFY_CANCEL_MESSAGE, std::ptr::without_provenance_mut(reference));
    }

    /// TransportNotify about a deferred message, with its identifier as `SBinary`.
    pub(crate) fn notify_deferred(&self, flags: u32, entry: &[u8]) {
        let mut binary = SBinary { cb: entry.len() as u32, lpb: entry.as_ptr().cast_mut() };
        self.notify_with(flags, (&raw mut binary).cast());
    }

    fn notify_with(&self, flags: u32, mut data: *mut c_void) {
        let mut back = flags;
        let notify = Notify { logon: self.transport.logon.number, flags, back: None };
        self.on(notify, |methods, this, call| {
            let out = Out::from(&mut back);
            let data = Out::from(&mut data);
            // SAFETY: S1: alive while its object is lent; the arguments are ours until it returns.
            let code = unsafe { (methods.transport_notify)(this, out, data) };
            call.set(|notify| notify.back = Some(back));
            code
        });
    }

    /// Gives it a message to send: `IXPLogon::SubmitMessage`.
    pub(crate) fn submit(&self, number: u64, flags: u32, message: &LentMessage) -> Option<Submitted> {
        self.transport.takes(number, 0);
        let mut wait = 0;
        let reference = self.transport.reference();
        let submit = Submit { logon: self.transport.logon.number, message: number };
        let code = self.on(submit, |methods, this, _| {
            // SAFETY: S1: alive while its object is lent; the message is lent until EndMessage has
            // returned.
            unsafe { (methods.submit_message)(this, flags, message.as_raw(), reference, Out::from(&mut wait)) }
        });
        let reference = self.transport.in_hand.load(Ordering::Acquire);
        if code.is_none_or(Code::is_failure) {
            self.transport.finish(); // else with EndMessage
        }
        Some(Submitted { code: code?, wait, reference })
    }

    /// `IXPLogon::EndMessage`: its flags; `None` if nobody could be asked, or it failed.
    pub(crate) fn end_message(&self, number: u64, reference: usize) -> Option<u32> {
        let mut flags = 0;
        let end = End { logon: self.transport.logon.number, message: number, back: None };
        let code = self.on(end, |methods, this, call| {
            // SAFETY: S1: alive while its object is lent; the flags are ours until it returns.
            let code = unsafe { (methods.end_message)(this, reference, Out::from(&mut flags)) };
            call.set(|end| end.back = Some(flags));
            code
        });
        self.transport.finish();
        code.filter(|code| !code.is_failure()).map(|_| flags)
    }

    /// `IXPLogon::Poll`: whether something waits.
    pub(crate) fn poll(&self) -> bool {
        let mut incoming = 0;
        let code = self.on(Poll { logon: self.transport.logon.number }, |methods, this, _| {
            // SAFETY: S1: alive while its object is lent; the output is ours until it returns.
            unsafe { (methods.poll)(this, Out::from(&mut incoming)) }
        });
        code.is_some_and(|code| !code.is_failure()) && incoming != 0
    }

    /// Gives it a message to fill: `IXPLogon::StartMessage`.
    pub(crate) fn start(&self, number: u64, message: &LentMessage) -> Option<Code> {
        self.transport.takes(number, 1);
        let reference = self.transport.reference();
        let start = Start { logon: self.transport.logon.number, message: number };
        let code = self.on(start, |methods, this, _| {
            // SAFETY: S1: alive while its object is lent; the message is lent until it returns.
            unsafe { (methods.start_message)(this, 0, message.as_raw(), reference) }
        });
        self.transport.finish();
        code
    }

    /// Gives it idle time: `IXPLogon::Idle`.
    pub(crate) fn idle(&self) {
        self.on(Idle { logon: self.transport.logon.number }, |methods, this, _| {
            // SAFETY: S1: alive while its object is lent.
            unsafe { (methods.idle)(this, 0) }
        });
    }

    /// Has its queues flushed: `IXPLogon::FlushQueues`.
    pub(crate) fn flush(&self, flags: u32) {
        self.on(Flush { logon: self.transport.logon.number, flags }, |methods, this, _| {
            // SAFETY: S1: alive while its object is lent; no transport is named.
            unsafe { (methods.flush_queues)(this, 0, 0, In::null(), flags) }
        });
    }
}
