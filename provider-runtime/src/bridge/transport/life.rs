//! What the logon of a transport has besides: the message in hand, one at a time (SPL-5), how much of a hurry its end is in,
//! and what it has said of address types, which is laid out in `addresses.rs`.

use super::addresses::Addresses;
use crate::com::link::Link;
use crate::provider::AddressTypes;
use provider_abi::error::{Code, Error, Result};
use provider_abi::lock::lock;
use provider_abi::shapes::flag::*;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// What a transport's logon has besides.
#[derive(Default)]
pub struct TransportLife {
    /// Whether TransportLogoff has said LOGOFF_HURRY.
    hurry: AtomicBool,
    hand: Mutex<Hand>,
    /// All that AddressTypes has given, the newest last.
    given: Mutex<Vec<Arc<Addresses>>>,
}

/// The message in hand.
#[derive(Default)]
struct Hand {
    /// The reference that was given last. 0 and 1 are what MAPI begins with, and nobody's.
    last: u32,
    state: InHand,
}

#[derive(Default)]
enum InHand {
    #[default]
    Nothing,
    /// The author's code has it.
    Running(Arc<AtomicBool>),
    /// It has returned, and the call has not.
    Returned,
    /// Submitted, and EndMessage has not come yet: what it will say.
    Submitted(u32),
}

impl TransportLife {
    /// XPOFF-3: the end that is about to begin is in a hurry.
    pub(super) fn hurry(&self) {
        self.hurry.store(true, Ordering::Relaxed);
    }

    /// Whether the end is in a hurry.
    pub(super) fn is_hurried(&self) -> bool {
        self.hurry.load(Ordering::Relaxed)
    }

    /// XPLOGON-7: the arrays for these types. The same ones as last time, if they are the same types.
    pub(super) fn addresses(&self, types: AddressTypes) -> Arc<Addresses> {
        let mut given = lock(&self.given);
        if let Some(last) = given.last().filter(|last| last.are_of(&types)) {
            return Arc::clone(last);
        }
        let made = Arc::new(Addresses::new(types));
        given.push(Arc::clone(&made));
        made
    }

    /// XPLOGON-7: MAPI has let go of all arrays.
    pub(super) fn forget_addresses(&self) {
        lock(&self.given).clear();
    }

    /// Takes a message in hand.
    ///
    /// # Errors
    /// `MAPI_E_BUSY` while there is another.
    pub(super) fn take<'l>(&'l self, link: &'l Link, active: u32) -> Result<Turn<'l>> {
        let cancelled = Arc::new(AtomicBool::new(false));
        let reference = {
            let mut hand = lock(&self.hand);
            if !matches!(hand.state, InHand::Nothing) {
                return Err(Error::new(Code::BUSY, "another message is in hand"));
            }
            hand.last = hand.last.wrapping_add(1).max(2);
            hand.state = InHand::Running(Arc::clone(&cancelled));
            hand.last as usize
        };
        Ok(Turn { life: self, link, active, cancelled, reference, end: None })
    }

    /// Puts down the message that was submitted: what EndMessage is to say.
    pub(super) fn put_down(&self, reference: usize) -> Option<u32> {
        let mut hand = lock(&self.hand);
        match hand.state {
            InHand::Submitted(end) if hand.last as usize == reference => {
                hand.state = InHand::Nothing;
                Some(end)
            }
            _ => None,
        }
    }

    /// Cancels the message with this reference, of which 32 bits count; whether the author's code has it.
    pub(super) fn cancel(&self, reference: usize) -> bool {
        let hand = lock(&self.hand);
        match &hand.state {
            InHand::Running(cancelled) if hand.last == reference as u32 => {
                cancelled.store(true, Ordering::Relaxed);
                true
            }
            _ => false,
        }
    }

    /// Whether the author's code has a message in hand: it keeps its bits of PR_STATUS_CODE.
    pub(super) fn is_running(&self) -> bool {
        matches!(lock(&self.hand).state, InHand::Running(_))
    }
}

/// The author's code has a message in hand, until this is dropped: also when it panics.
pub(super) struct Turn<'l> {
    life: &'l TransportLife,
    link: &'l Link,
    active: u32,
    pub(super) cancelled: Arc<AtomicBool>,
    pub(super) reference: usize,
    end: Option<u32>,
}

impl Turn<'_> {
    /// Says in the status row that a message is under way: behind its reference, which a cancel may name from here on.
    pub(super) fn is_told(&self) {
        let _ = self.link.change_status(0, self.active); // a row that MAPI refuses stops no message
    }

    /// The author's code is out: nobody interrupts it any more.
    pub(super) fn has_returned(&self) {
        lock(&self.life.hand).state = InHand::Returned;
    }

    /// The message stays in hand until EndMessage, which is to say this.
    pub(super) fn submitted(mut self, end: u32) {
        self.end = Some(end);
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let _ = self.link.change_status(self.active, 0);
        lock(&self.life.hand).state = self.end.map_or(InHand::Nothing, InHand::Submitted);
    }
}

/// XPLOGON-11: each pair of TransportNotify flags that exclude each other, and the bits of PR_STATUS_CODE that they mean.
const WAYS: [(u32, u32, u32, u32); 4] = [
    (NOTIFY_BEGIN_INBOUND, NOTIFY_END_INBOUND, STATUS_INBOUND_ENABLED, 0),
    (NOTIFY_BEGIN_OUTBOUND, NOTIFY_END_OUTBOUND, STATUS_OUTBOUND_ENABLED, 0),
    (NOTIFY_BEGIN_INBOUND_FLUSH, NOTIFY_END_INBOUND_FLUSH, STATUS_INBOUND_FLUSH, STATUS_INBOUND_ACTIVE),
    (NOTIFY_BEGIN_OUTBOUND_FLUSH, NOTIFY_END_OUTBOUND_FLUSH, STATUS_OUTBOUND_FLUSH, STATUS_OUTBOUND_ACTIVE),
];

/// What the flags of TransportNotify exchange in PR_STATUS_CODE: which bits go, and which come.
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for the begin and the end of one thing.
pub(super) fn exchanged(flags: u32, is_running: bool) -> Result<(u32, u32)> {
    let (mut from, mut to) = (0, 0);
    for (begin, end, bits, activity) in WAYS {
        match (flags & begin != 0, flags & end != 0) {
            (true, true) => return Err(Error::new(Code::INVALID_PARAMETER, "begin and end exclude each other")),
            (true, false) => to |= bits,
            // The end of a flush is the end of what FlushQueues said of it, too.
            (false, true) => from |= if is_running { bits } else { bits | activity },
            (false, false) => {}
        }
    }
    Ok((from, to))
}
