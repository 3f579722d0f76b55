//! Per-logon state that only a transport needs: the message in flight, one at a time (SPL-5),
//! whether its end is in a hurry, and what it has said of address types, which is laid out in
//! `addresses.rs`.

use super::addresses::Addresses;
use crate::logon::support_link::SupportLink;
use crate::provider::AddressTypes;
use provider_abi::error::{Code, Error, Result};
use provider_abi::lock::lock;
use provider_abi::shapes::flag::*;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// Per-logon state that only a transport needs.
#[derive(Default)]
pub struct TransportState {
    /// Whether TransportLogoff has said LOGOFF_HURRY.
    is_hurried: AtomicBool,
    in_flight: Mutex<InFlight>,
    /// All that AddressTypes has given, the newest last.
    addresses: Mutex<Vec<Arc<Addresses>>>,
}

/// The message in flight.
#[derive(Default)]
struct InFlight {
    /// The reference that was given last. 0 and 1 are what MAPI begins with, and nobody's.
    last: u32,
    stage: Stage,
}

#[derive(Default)]
enum Stage {
    #[default]
    Nothing,
    /// The author's code has it.
    Running(Arc<AtomicBool>),
    /// It has returned, and the call has not.
    Returned,
    /// Submitted, and EndMessage has not come yet: what it will say.
    Submitted(u32),
}

impl TransportState {
    /// XPOFF-3: the end that is about to begin is in a hurry.
    pub(super) fn hurry(&self) {
        self.is_hurried.store(true, Ordering::Relaxed);
    }

    /// Whether the end is in a hurry.
    pub(super) fn is_hurried(&self) -> bool {
        self.is_hurried.load(Ordering::Relaxed)
    }

    /// XPLOGON-7: the arrays for these types. The same ones as last time, if they are the same
    /// types.
    pub(super) fn addresses(&self, types: AddressTypes) -> Arc<Addresses> {
        let mut given = lock(&self.addresses);
        if let Some(last) = given.last().filter(|last| last.are_of(&types)) {
            return Arc::clone(last);
        }
        let made = Arc::new(Addresses::new(types));
        given.push(Arc::clone(&made));
        made
    }

    /// XPLOGON-7: MAPI has let go of all arrays.
    pub(super) fn forget_addresses(&self) {
        lock(&self.addresses).clear();
    }

    /// Begins with a message.
    ///
    /// # Errors
    /// `MAPI_E_BUSY` while there is another.
    pub(super) fn begin<'l>(&'l self, link: &'l SupportLink, active: u32) -> Result<MessageInFlight<'l>> {
        let cancelled = Arc::new(AtomicBool::new(false));
        let reference = {
            let mut in_flight = lock(&self.in_flight);
            if !matches!(in_flight.stage, Stage::Nothing) {
                return Err(Error::new(Code::BUSY, "another message is in hand"));
            }
            in_flight.last = in_flight.last.wrapping_add(1).max(2);
            in_flight.stage = Stage::Running(Arc::clone(&cancelled));
            in_flight.last as usize
        };
        Ok(MessageInFlight { transport: self, link, active, cancelled, reference, end: None })
    }

    /// Ends with the message that was submitted: what EndMessage is to say.
    pub(super) fn finish(&self, reference: usize) -> Option<u32> {
        let mut in_flight = lock(&self.in_flight);
        match in_flight.stage {
            Stage::Submitted(end) if in_flight.last as usize == reference => {
                in_flight.stage = Stage::Nothing;
                Some(end)
            }
            _ => None,
        }
    }

    /// Cancels the message with this reference, of which 32 bits count; whether the author's code
    /// has it.
    pub(super) fn cancel(&self, reference: usize) -> bool {
        let in_flight = lock(&self.in_flight);
        match &in_flight.stage {
            Stage::Running(cancelled) if in_flight.last == reference as u32 => {
                cancelled.store(true, Ordering::Relaxed);
                true
            }
            _ => false,
        }
    }

    /// Whether the author's code has a message: it keeps its bits of PR_STATUS_CODE.
    pub(super) fn is_running(&self) -> bool {
        matches!(lock(&self.in_flight).stage, Stage::Running(_))
    }
}

/// The author's code has a message, until this is dropped: also when it panics.
pub(super) struct MessageInFlight<'l> {
    transport: &'l TransportState,
    link: &'l SupportLink,
    active: u32,
    pub(super) cancelled: Arc<AtomicBool>,
    pub(super) reference: usize,
    end: Option<u32>,
}

impl MessageInFlight<'_> {
    /// Says in the status row that a message is under way. Called once its reference is out, which
    /// a cancel may name from here on.
    pub(super) fn show_in_status_row(&self) {
        let _ = self.link.change_status(0, self.active); // a row that MAPI refuses stops no message
    }

    /// The author's code is out: nobody interrupts it any more.
    pub(super) fn has_returned(&self) {
        lock(&self.transport.in_flight).stage = Stage::Returned;
    }

    /// The message stays in flight until EndMessage, which is to say this.
    pub(super) fn submitted(mut self, end: u32) {
        self.end = Some(end);
    }
}

impl Drop for MessageInFlight<'_> {
    fn drop(&mut self) {
        let _ = self.link.change_status(self.active, 0);
        lock(&self.transport.in_flight).stage = self.end.map_or(Stage::Nothing, Stage::Submitted);
    }
}

/// XPLOGON-11: each pair of TransportNotify flags that exclude each other, and the bits of
/// PR_STATUS_CODE that they mean.
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
    let mut from = 0;
    let mut to = 0;
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
