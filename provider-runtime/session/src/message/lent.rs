//! A message as the spooler lends it, and the end of the loan. What its objects share is in
//! `parts.rs`.

use super::message;
use super::parts::MessageState;
use super::value::Message;
use crate::process::{Memory, OwnReference};
use provider_abi::prop_value::Property;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use std::ffi::c_void;
use std::sync::Arc;

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
    object: OwnReference<IUnknownVtbl>,
}

impl Message {
    /// A copy of it as the spooler lends it to a transport, in the session's memory.
    #[must_use]
    pub fn lend(&self, memory: &Memory) -> LentMessage {
        LentMessage::new(memory, self.clone())
    }
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
        let state = Arc::new(MessageState::new(memory, message));
        let object = message::object_of(&state);
        Self { state, object }
    }

    /// The `IMessage`, lent: a callee that keeps it beyond the call takes a reference.
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
