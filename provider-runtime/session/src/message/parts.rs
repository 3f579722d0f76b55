//! What all objects of one lent message share: its working copy, what was saved of it last, and
//! whether its lender has closed it.

use super::value::{Message, column};
use crate::process::{Faults, Memory, Quarantine};
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// The working copy of the properties of one object: the message's, or an open attachment's.
pub(super) type Bag = Mutex<Vec<Property>>;

/// What all objects of one lent message share. No lock of it is held while anything foreign is
/// called (S3).
pub(super) struct MessageState {
    pub(super) memory: Allocators,
    /// Where its objects go after their last Release.
    pub(super) quarantine: Arc<Quarantine>,
    /// Which calls on its objects are to fail.
    pub(super) faults: Arc<Faults>,
    /// The message's own properties. Its lock is taken before that of the parts, where both are.
    pub(super) own: Arc<Bag>,
    parts: Mutex<Parts>,
    /// Written under the lock of the parts.
    is_closed: AtomicBool,
}

/// The working copy of what hangs on the message, and what was saved last.
pub(super) struct Parts {
    pub(super) recipients: Numbered,
    pub(super) attachments: Numbered,
    pub(super) saved: Option<Message>,
    /// Its recipients with their `PR_ROWID`, by which the lender knows them.
    pub(super) saved_recipients: Vec<Vec<Property>>,
}

/// Rows that keep their numbers while others come and go: in the order of their numbers, which
/// stand first in each row.
pub(super) struct Numbered {
    tag: PropTag,
    next: u32,
    pub(super) rows: Vec<Vec<Property>>,
    /// How often they have changed.
    pub(super) version: u64,
}

impl Numbered {
    /// The rows under numbers from 0; numbers that stand in them already are others'.
    fn new(tag: PropTag, rows: Vec<Vec<Property>>) -> Self {
        let rows: Vec<_> = (0..).zip(rows).map(|(number, row)| numbered(tag, number, row)).collect();
        Self { tag, next: u32::try_from(rows.len()).unwrap_or(u32::MAX), rows, version: 0 }
    }

    /// A number that no row has had.
    pub(super) fn take_number(&mut self) -> Result<u32> {
        let number = self.next;
        self.next = number.checked_add(1).ok_or(Code::NOT_ENOUGH_RESOURCES)?;
        Ok(number)
    }

    /// Where row `number` stands, or would stand.
    pub(super) fn place(&self, number: u32) -> Result<usize, usize> {
        self.rows.binary_search_by_key(&Some(number), |row| number_of(self.tag, row))
    }

    /// Sets row `number`, in the place of one that is there.
    pub(super) fn set(&mut self, number: u32, row: Vec<Property>) {
        let row = numbered(self.tag, number, row);
        self.version += 1;
        match self.place(number) {
            Ok(at) => self.rows.splice(at..=at, [row]).for_each(drop),
            Err(at) => self.rows.insert(at, row),
        }
    }

    /// Takes row `number` out; whether it was there.
    pub(super) fn remove(&mut self, number: u32) -> bool {
        self.version += 1;
        self.place(number).map(|at| self.rows.remove(at)).is_ok()
    }

    /// Takes all rows out.
    pub(super) fn clear(&mut self) {
        self.version += 1;
        self.rows.clear();
    }

    /// The rows without their numbers: those mean something in an open message only.
    fn unnumbered(&self) -> Vec<Vec<Property>> {
        let plain = |row: &Vec<Property>| row.iter().filter(|one| one.tag.id() != self.tag.id()).cloned().collect();
        self.rows.iter().map(plain).collect()
    }
}

fn numbered(tag: PropTag, number: u32, mut row: Vec<Property>) -> Vec<Property> {
    row.retain(|property| property.tag.id() != tag.id());
    row.insert(0, Property::new(tag, number));
    row
}

/// The number of a row, if it has one.
pub(super) fn number_of(tag: PropTag, row: &[Property]) -> Option<u32> {
    Some(column(row, tag)?.as_i32()?.cast_unsigned())
}

impl MessageState {
    /// Over a copy of a message; what its methods give out is in `memory`.
    pub(super) fn new(memory: &Memory, message: Message) -> Self {
        let parts = Parts {
            recipients: Numbered::new(tags::ROWID, message.recipients),
            attachments: Numbered::new(tags::ATTACH_NUM, message.attachments),
            saved: None,
            saved_recipients: Vec::new(),
        };
        Self {
            memory: memory.allocators,
            quarantine: Arc::clone(&memory.quarantine),
            faults: Arc::clone(&memory.faults),
            own: Arc::new(Mutex::new(message.properties)),
            parts: Mutex::new(parts),
            is_closed: AtomicBool::new(false),
        }
    }

    /// # Errors
    /// `MAPI_E_INVALID_OBJECT` once the lender has closed it.
    pub(super) fn check(&self) -> Result<()> {
        if self.is_closed() { Err(closed()) } else { Ok(()) }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Acquire)
    }

    /// Lends what hangs on the message.
    pub(super) fn with_parts<R>(&self, work: impl FnOnce(&mut Parts) -> R) -> R {
        work(&mut lock(&self.parts))
    }

    /// The working copy becomes what was saved last. After the close nobody would see it, so it is
    /// refused.
    pub(super) fn save(&self) -> Result<()> {
        let own = lock(&self.own);
        let mut parts = lock(&self.parts);
        self.check()?;
        parts.saved = Some(working_copy(&own, &parts));
        parts.saved_recipients = parts.recipients.rows.clone();
        Ok(())
    }

    pub(super) fn current(&self) -> Message {
        let own = lock(&self.own);
        working_copy(&own, &lock(&self.parts))
    }

    pub(super) fn end(&self) -> Option<Message> {
        let mut parts = lock(&self.parts);
        self.is_closed.store(true, Ordering::Release);
        parts.saved.take()
    }
}

fn closed() -> Error {
    Error::new(Code::INVALID_OBJECT, "the message was lent, and its lender has closed it")
}

fn working_copy(own: &[Property], parts: &Parts) -> Message {
    Message {
        properties: own.to_vec(),
        recipients: parts.recipients.unnumbered(),
        attachments: parts.attachments.unnumbered(),
    }
}
