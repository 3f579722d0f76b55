//! The life of the transports that the spooler has started: when they log on, what is done about
//! what they say, and how they go (XPLOGON-2, XPLOGON-5, XPLOGON-9, XPOFF-1, SHUT-9). The end of a
//! logon itself is in `end.rs`.
#![allow(unsafe_code, reason = "a transport writes into memory of the session's, and its own is read once more")]

use super::types::AddressTypes;
use crate::kind::Kind;
use crate::logon::{Logon, Stage};
use crate::record::what::session::StartTransport;
use crate::services::Registration;
use crate::state::State;
use crate::wish::Wish;
use provider_abi::error::Error;
use provider_abi::lock::lock;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::tags;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A transport that is logged on.
#[derive(Debug)]
pub(super) struct Transport {
    pub(super) logon: Arc<Logon>,
    pub(super) types: Mutex<AddressTypes>,
    /// The reference of the message that it has, where it writes it itself: TransportNotify may
    /// name it meanwhile.
    pub(super) in_hand: AtomicUsize,
    /// Whether it has one, and which it is.
    pub(super) is_busy: AtomicBool,
    pub(super) message: AtomicU64,
    is_inbound: AtomicBool,
    /// PR_STATUS_CODE when it was last looked at (STATOBJ-8).
    seen: AtomicU32,
}

impl Transport {
    /// SPL-3
    pub(super) fn has_failed(&self) -> bool {
        lock(&self.logon.said).has_failed
    }

    /// SPL-2
    pub(super) fn is_critical(&self) -> bool {
        lock(&self.logon.said).is_critical
    }

    /// Whether it has this message in hand.
    pub(super) fn has(&self, message: u64) -> bool {
        self.is_busy.load(Ordering::Acquire) && self.message.load(Ordering::Acquire) == message
    }

    /// Whether it is sending something.
    pub(super) fn sends(&self) -> bool {
        self.is_busy.load(Ordering::Acquire) && !self.is_inbound.load(Ordering::Acquire)
    }

    /// Whether it is receiving something.
    pub(super) fn receives(&self) -> bool {
        self.is_busy.load(Ordering::Acquire) && self.is_inbound.load(Ordering::Acquire)
    }

    /// Where it writes the reference of the message that it has.
    pub(super) fn reference(&self) -> Out<'_, usize> {
        // SAFETY: O3: an integer of our own, as long as `self` is there. Whoever else uses it does
        // so by whole words.
        unsafe { Out::from_raw(self.in_hand.as_ptr()) }
    }

    /// It gets a message; its reference is what MAPI initialises it to, until the transport writes
    /// it.
    pub(super) fn takes(&self, message: u64, reference: usize) {
        self.is_inbound.store(reference != 0, Ordering::Release);
        self.in_hand.store(reference, Ordering::Release);
        self.message.store(message, Ordering::Release);
        self.is_busy.store(true, Ordering::Release);
    }

    pub(super) fn is_done(&self) {
        self.is_busy.store(false, Ordering::Release);
    }

    /// PR_STATUS_CODE of its row.
    fn status(&self) -> u32 {
        let kept = lock(&self.logon.kept);
        let column = |row: &crate::status::StatusRow| {
            row.columns.iter().find(|column| column.tag == tags::STATUS_CODE)?.value.as_i32()
        };
        kept.rows.last().and_then(column).unwrap_or(0).cast_unsigned()
    }
}

/// XPLOGON-9: the profile's order, and those that want to be last at its end.
fn in_order(mut all: Vec<Arc<Registration>>) -> Vec<Arc<Registration>> {
    all.sort_by_key(|one| one.flags() & STATUS_XP_PREFER_LAST != 0);
    all
}

impl State {
    /// Logs on every transport of the profile that is not yet; one that fails costs itself
    /// (REACT-10). Nothing happens where another thread logs on or off and this one may not wait,
    /// or in a session without mail.
    pub(crate) fn start_transports(self: &Arc<Self>) {
        let Some(turn) = self.turn().filter(|_| self.options.has_mail() && !self.has_ended()) else { return };
        for registration in in_order(self.registry.of_kind(Kind::Transport)) {
            if self.has_ended() {
                return; // inside one of the logons (T-92)
            }
            if self.is_logged_on(&registration) {
                continue; // LOGON-13
            }
            let flags = LOGON_NO_INBOUND | LOGON_NO_OUTBOUND | self.options.transport_logon_flags; // XPLOGON-2
            let wish = Wish::of(self, &registration, flags);
            let start = StartTransport { request: wish.number, asked: wish.shown() };
            let call = self.record.call("spooler", start);
            let done = self.attempts(&wish, &turn);
            call.done(done.as_ref().map_or_else(Error::code, |opened| opened.code));
            match done {
                Ok(opened) if opened.logon.stage() == Stage::Active && !self.has_ended() => {
                    self.transport_is_there(&opened.logon);
                }
                // V-7: it has been logged off already; or the session has ended inside the call.
                Ok(opened) => self.end_untimely(&opened.logon),
                Err(error) => {
                    self.last.keep(&error);
                }
            }
        }
        let order = in_order(self.registry.of_kind(Kind::Transport));
        let place =
            |transport: &Arc<Transport>| order.iter().position(|one| Arc::ptr_eq(one, &transport.logon.registration));
        lock(&self.spooler.transports).sort_by_key(place);
    }

    /// XPLOGON-5: AddressTypes before anything else; then messages may come and go, and the spooler
    /// knows of it.
    fn transport_is_there(&self, logon: &Arc<Logon>) {
        let transport = Arc::new(Transport {
            logon: Arc::clone(logon),
            types: Mutex::default(),
            in_hand: AtomicUsize::new(0),
            is_busy: AtomicBool::new(false),
            message: AtomicU64::new(0),
            is_inbound: AtomicBool::new(false),
            seen: AtomicU32::new(0),
        });
        if let Err(error) = self.ask_types(&transport) {
            self.last.keep(&error);
        }
        lock(&logon.said).has_changed = false; // it has just been asked
        self.notify_transport(&transport, NOTIFY_BEGIN_INBOUND | NOTIFY_BEGIN_OUTBOUND);
        transport.seen.store(transport.status(), Ordering::Release);
        if logon.stage() == Stage::Active && !self.has_ended() {
            lock(&self.spooler.transports).push(transport);
        }
    }

    /// What transports have said since the last time: new address types, messages that may be sent
    /// now, that nothing more can come of them (SPL-3), that a client wants their queues flushed
    /// (STATOBJ-8).
    pub(super) fn heed_transports(self: &Arc<Self>) {
        for transport in self.spooler.transports() {
            let (has_changed, wanted) = {
                let mut said = lock(&transport.logon.said);
                (std::mem::take(&mut said.has_changed), std::mem::take(&mut said.wanted))
            };
            if transport.has_failed() {
                self.end_transport(&transport);
                continue;
            }
            if has_changed {
                let _ = self.ask_types(&transport); // T-37
            }
            wanted.iter().for_each(|entry| self.resume(&transport, entry));
            self.flush_if_wanted(&transport);
        }
    }

    /// STATOBJ-8: the spooler reacts to the bits of the row that a flush has set, not to the flag.
    fn flush_if_wanted(&self, transport: &Transport) {
        let status = transport.status();
        let fresh = status & !transport.seen.swap(status, Ordering::AcqRel);
        let of = |bit, flag| if fresh & bit == 0 { 0 } else { flag };
        let ways = of(STATUS_OUTBOUND_ACTIVE, FLUSH_UPLOAD) | of(STATUS_INBOUND_ACTIVE, FLUSH_DOWNLOAD);
        if ways != 0 {
            self.call_flush(transport, ways);
        }
    }

    /// A transport that goes before the session does: its provider object goes with its last logon
    /// (SHUT-9).
    fn end_transport(self: &Arc<Self>, transport: &Arc<Transport>) {
        let Some(_turn) = self.turn() else { return };
        lock(&self.spooler.transports).retain(|other| !Arc::ptr_eq(other, transport));
        self.take_back_deferred(transport);
        self.look_at_arrays(transport);
        self.end_untimely(&transport.logon);
    }

    /// SESSION-8, XPOFF-1: no more messages; what is deferred is given up, what is under way is
    /// cancelled, unless it is to be dropped anyway. Then each goes, and its provider object after
    /// its last logon (SHUT-1).
    pub(crate) fn end_transports(self: &Arc<Self>) {
        let transports = std::mem::take(&mut *lock(&self.spooler.transports));
        let live = |transport: &&Arc<Transport>| transport.logon.stage() == Stage::Active;
        for transport in transports.iter().filter(live) {
            self.give_up_deferred(transport);
            self.notify_transport(transport, NOTIFY_END_INBOUND | NOTIFY_END_OUTBOUND);
            let in_hurry = self.options.transport_logoff_flags & LOGOFF_HURRY != 0;
            if transport.is_busy.load(Ordering::Acquire) && !in_hurry {
                self.notify_cancel(transport);
            }
            self.look_at_arrays(transport);
        }
        self.end_providers(|provider| provider.kind == Kind::Transport);
    }

    /// XPLOGON-7: one more look, then the session forgets them. After a Shutdown that came too
    /// early they may be gone (SHUT-5).
    fn look_at_arrays(&self, transport: &Transport) {
        let types = std::mem::take(&mut *lock(&transport.types));
        let is_there = !transport.logon.provider.is_ending();
        // SAFETY: S4: the transport has promised to leave its arrays as they are until its logoff
        // (XPLOGON-7).
        transport.logon.arrays_have_changed(is_there && !unsafe { types.are_unchanged() });
    }
}
