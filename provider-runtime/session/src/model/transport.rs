//! A transport that is logged on, as the spooler keeps it. What it is asked is in `transport/`.
#![allow(unsafe_code, reason = "a transport writes into memory of the session's")]

use super::address_types::AddressTypes;
use super::logon::Logon;
use super::status_row::StatusRow;
use provider_abi::lock::lock;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::tags;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A transport that is logged on.
#[derive(Debug)]
pub(crate) struct Transport {
    pub(crate) logon: Arc<Logon>,
    pub(crate) types: Mutex<AddressTypes>,
    /// The reference of the message that it has in hand, where it writes it itself: TransportNotify
    /// may name it meanwhile.
    pub(crate) in_hand: AtomicUsize,
    /// Whether it has a message in hand.
    pub(crate) is_busy: AtomicBool,
    /// Which one.
    pub(crate) message: AtomicU64,
    pub(crate) is_inbound: AtomicBool,
    /// PR_STATUS_CODE when it was last looked at (STATOBJ-8).
    pub(crate) seen: AtomicU32,
}

impl Transport {
    pub(crate) fn new(logon: &Arc<Logon>) -> Self {
        Self {
            logon: Arc::clone(logon),
            types: Mutex::default(),
            in_hand: AtomicUsize::new(0),
            is_busy: AtomicBool::new(false),
            message: AtomicU64::new(0),
            is_inbound: AtomicBool::new(false),
            seen: AtomicU32::new(0),
        }
    }

    /// Whether it has asked for these calls (XPLOGON-4): LOGON_SP_ flags.
    pub(crate) fn has_asked(&self, flag: u32) -> bool {
        self.logon.asked.load(Ordering::Acquire) & flag != 0
    }

    /// Whether it has said that it can do no more (SPL-3).
    pub(crate) fn has_failed(&self) -> bool {
        lock(&self.logon.notices).has_failed
    }

    /// Whether it may not be polled now (SPL-2).
    pub(crate) fn is_critical(&self) -> bool {
        lock(&self.logon.notices).is_critical
    }

    /// Whether it has this message in hand.
    pub(crate) fn has(&self, message: u64) -> bool {
        self.is_busy.load(Ordering::Acquire) && self.message.load(Ordering::Acquire) == message
    }

    /// Whether it is sending something.
    pub(crate) fn sends(&self) -> bool {
        self.is_busy.load(Ordering::Acquire) && !self.is_inbound.load(Ordering::Acquire)
    }

    /// Whether it is receiving something.
    pub(crate) fn receives(&self) -> bool {
        self.is_busy.load(Ordering::Acquire) && self.is_inbound.load(Ordering::Acquire)
    }

    /// Where it writes the reference of the message that it has.
    pub(crate) fn reference(&self) -> Out<'_, usize> {
        // SAFETY: O3: an integer of our own, as long as `self` is there. It is used by whole words
        // alone.
        unsafe { Out::from_raw(self.in_hand.as_ptr()) }
    }

    /// It gets a message; its reference is what MAPI initialises it to, until the transport writes
    /// it.
    pub(crate) fn takes(&self, message: u64, reference: usize) {
        self.is_inbound.store(reference != 0, Ordering::Release);
        self.in_hand.store(reference, Ordering::Release);
        self.message.store(message, Ordering::Release);
        self.is_busy.store(true, Ordering::Release);
    }

    pub(crate) fn finish(&self) {
        self.is_busy.store(false, Ordering::Release);
    }

    /// PR_STATUS_CODE of its row.
    pub(crate) fn status(&self) -> u32 {
        let registrations = lock(&self.logon.registrations);
        let column =
            |row: &StatusRow| row.columns.iter().find(|column| column.tag == tags::STATUS_CODE)?.value.as_i32();
        registrations.rows.last().and_then(column).unwrap_or(0).cast_unsigned()
    }
}
