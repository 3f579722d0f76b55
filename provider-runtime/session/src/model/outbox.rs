//! The messages that wait to be sent, and which transports have had their chance with each. When a
//! message goes where is in `spooler/sending.rs`.

use crate::message::{Message, column, put};
use provider_abi::lock::lock;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::tags;
use std::collections::{HashSet, VecDeque};
use std::sync::Mutex;

/// The UID of the identifiers of messages that wait here: the session's own.
const UID: &[u8; 16] = b"MAPI outbox\0\0\0\0\0";

/// A message that is not sent yet.
#[derive(Clone, Debug)]
pub(crate) struct QueuedMessage {
    pub(crate) number: u64,
    pub(crate) message: Message,
    /// The logons of transports that had their chance, by number.
    pub(crate) declined: HashSet<u64>,
    /// Those that have put it off (END_DONT_RESEND), until they ask for it.
    pub(crate) deferred: HashSet<u64>,
    /// Those that have asked: their next SubmitMessage says BEGIN_DEFERRED.
    pub(crate) resumed: HashSet<u64>,
}

/// All of them, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Outbox(Mutex<VecDeque<QueuedMessage>>);

impl QueuedMessage {
    /// With its recipients still nobody's.
    pub(crate) fn new(number: u64, message: &Message) -> Self {
        let mut message = message.clone();
        for row in &mut message.recipients {
            put(row, Property::new(tags::RESPONSIBILITY, false));
        }
        let none = HashSet::new;
        Self { number, message, declined: none(), deferred: none(), resumed: none() }
    }

    /// Its long-term identifier (OPEN-9).
    pub(crate) fn entry(&self) -> Vec<u8> {
        let number = self.number.to_le_bytes();
        [0; 4].into_iter().chain(*UID).chain(number).collect()
    }

    /// Whether nobody is responsible for a recipient yet.
    pub(crate) fn is_open(row: &[Property]) -> bool {
        column(row, tags::RESPONSIBILITY) != Some(&PropValue::Bool(true))
    }
}

impl Outbox {
    pub(crate) fn push(&self, message: QueuedMessage) {
        lock(&self.0).push_back(message);
    }

    pub(crate) fn is_empty(&self) -> bool {
        lock(&self.0).is_empty()
    }

    /// Their numbers, oldest first.
    pub(crate) fn numbers(&self) -> Vec<u64> {
        lock(&self.0).iter().map(|queued| queued.number).collect()
    }

    /// A message as it stands in the queue: it may be cancelled at any time.
    pub(crate) fn get(&self, number: u64) -> Option<QueuedMessage> {
        lock(&self.0).iter().find(|queued| queued.number == number).cloned()
    }

    /// Changes it, if it is still there; whether it is.
    pub(crate) fn change(&self, number: u64, change: impl FnOnce(&mut QueuedMessage)) -> bool {
        let mut outbox = lock(&self.0);
        let queued = outbox.iter_mut().find(|queued| queued.number == number);
        queued.map(change).is_some()
    }

    pub(crate) fn remove(&self, number: u64) -> Option<QueuedMessage> {
        let mut outbox = lock(&self.0);
        let at = outbox.iter().position(|queued| queued.number == number)?;
        outbox.remove(at)
    }

    /// NOTIFY_SENTDEFERRED: the transport that has put a message off wants it now.
    pub(crate) fn resume(&self, logon: u64, entry: &[u8]) {
        for queued in lock(&self.0).iter_mut().filter(|queued| queued.entry() == entry) {
            if queued.deferred.remove(&logon) {
                queued.resumed.insert(logon);
            }
        }
    }

    /// A transport goes: nobody will ask for what it has put off.
    pub(crate) fn take_back_deferred(&self, logon: u64) {
        for queued in lock(&self.0).iter_mut() {
            queued.deferred.remove(&logon);
        }
    }

    /// The identifiers of the messages that a transport has put off.
    pub(crate) fn deferred_by(&self, logon: u64) -> Vec<Vec<u8>> {
        lock(&self.0).iter().filter(|queued| queued.deferred.contains(&logon)).map(QueuedMessage::entry).collect()
    }
}
