//! A message as the spooler lends it: what all its objects share, and its end. The objects
//! themselves are in the other files of the folder.

use super::Message;
use super::message;
use crate::memory::Memory;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// The working copy of the properties of one object: the message's, or an open attachment's.
pub(super) type Bag = Mutex<Vec<Property>>;

/// What all objects of one lent message share. No lock of it is held while anything foreign is
/// called (S3).
pub(super) struct MessageState {
    pub(super) memory: Allocators,
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
    saved_recipients: Vec<Vec<Property>>,
}

/// Rows that keep their numbers while others come and go: in the order of their numbers, which
/// stand first in each row.
pub(super) struct Numbered {
    tag: PropTag,
    next: u32,
    pub(super) rows: Vec<Vec<Property>>,
}

impl Numbered {
    /// The rows under numbers from 0; numbers that stand in them already are others'.
    fn new(tag: PropTag, rows: Vec<Vec<Property>>) -> Self {
        let rows: Vec<_> = (0..).zip(rows).map(|(number, row)| numbered(tag, number, row)).collect();
        Self { tag, next: u32::try_from(rows.len()).unwrap_or(u32::MAX), rows }
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
        match self.place(number) {
            Ok(at) => self.rows.splice(at..=at, [row]).for_each(drop),
            Err(at) => self.rows.insert(at, row),
        }
    }

    /// Takes row `number` out; whether it was there.
    pub(super) fn remove(&mut self, number: u32) -> bool {
        self.place(number).map(|at| self.rows.remove(at)).is_ok()
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
    Some(super::find(row, tag)?.as_i32()?.cast_unsigned())
}

impl MessageState {
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

    fn current(&self) -> Message {
        let own = lock(&self.own);
        working_copy(&own, &lock(&self.parts))
    }

    fn end(&self) -> Option<Message> {
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

/// A message as MAPI's spooler lends it to a transport: an `IMessage` over a copy of its own.
///
/// The message and what is opened from it work until [`close`](Self::close); Drop closes too.
///
/// ```
/// use provider_runtime::prelude::*;
/// use provider_runtime::session::{Message, Session};
/// # #[mapi_provider(kind = "store", name = "Empty", uid = "5d1f8a54-0d5b-4c0e-8f5e-7a1f4b0c9e10")]
/// # struct EmptyStore;
/// # impl StoreProvider for EmptyStore {
/// #     fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Ok(Self) }
/// #     fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
/// # }
/// # let session = Session::start(provider_runtime::store_entry::<EmptyStore>())?;
/// let lent = Message::new().with(tags::SUBJECT, "Lunch?").lend(session.memory());
/// // … a transport works with `lent.as_raw()` …
/// let closed = lent.close();
/// assert_eq!((closed.saved, closed.left), (None, 0));
/// # Ok::<(), provider_runtime::Error>(())
/// ```
pub struct LentMessage {
    state: Arc<MessageState>,
    object: ComPtr<IUnknownVtbl>,
}

/// How a lent message was when its lender closed it.
#[derive(Debug)]
pub struct Closed {
    /// What its last `SaveChanges` made permanent; `None`: there was none.
    pub saved: Option<Message>,
    /// How many of its objects are still held: the message itself, its tables, streams and
    /// attachments, each once, however many references there are on it.
    pub left: u32,
}

impl LentMessage {
    /// A message over `message`, with one reference, the lender's; what its methods give out is in
    /// `memory`.
    pub(crate) fn new(memory: &Memory, message: Message) -> Self {
        let parts = Parts {
            recipients: Numbered::new(tags::ROWID, message.recipients),
            attachments: Numbered::new(tags::ATTACH_NUM, message.attachments),
            saved: None,
            saved_recipients: Vec::new(),
        };
        let state = Arc::new(MessageState {
            memory: memory.allocators,
            own: Arc::new(Mutex::new(message.properties)),
            parts: Mutex::new(parts),
            is_closed: AtomicBool::new(false),
        });
        let object = message::object_of(&state);
        Self { state, object }
    }

    /// The `IMessage`, lent: whoever keeps it beyond the call takes a reference.
    #[must_use]
    pub fn as_raw(&self) -> *mut c_void {
        self.object.raw()
    }

    /// What its last `SaveChanges` made permanent; `None`: there was none.
    #[must_use]
    pub fn saved(&self) -> Option<Message> {
        self.state.with_parts(|parts| parts.saved.clone())
    }

    /// The working copy: what the next `SaveChanges` would make permanent.
    #[must_use]
    pub fn current(&self) -> Message {
        self.state.current()
    }

    /// The recipients of the working copy, each with its `PR_ROWID`.
    pub(crate) fn recipients(&self) -> Vec<Vec<Property>> {
        self.state.with_parts(|parts| parts.recipients.rows.clone())
    }

    /// The recipients of what was saved last, each with its `PR_ROWID`; none if nothing was.
    pub(crate) fn saved_recipients(&self) -> Vec<Vec<Property>> {
        self.state.with_parts(|parts| parts.saved_recipients.clone())
    }

    /// Ends the loan: from here on every method of the message and of what was opened from it
    /// answers `MAPI_E_INVALID_OBJECT`. AddRef and Release go on working, and the last Release
    /// frees.
    #[must_use]
    pub fn close(self) -> Closed {
        let saved = self.state.end();
        let state = Arc::clone(&self.state);
        drop(self);
        // Each object has the message in common, and so has this function.
        let left = Arc::strong_count(&state).saturating_sub(1);
        Closed { saved, left: u32::try_from(left).unwrap_or(u32::MAX) }
    }
}

impl Drop for LentMessage {
    fn drop(&mut self) {
        self.state.end();
    }
}

impl std::fmt::Debug for LentMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("LentMessage").field(&self.current()).finish()
    }
}
