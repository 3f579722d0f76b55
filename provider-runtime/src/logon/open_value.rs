//! What is inside an opened object: what an author's `open` gave, a table, or a stream. Their
//! methods are in `bridge/`.

use super::kind::Provider;
use crate::sync::depth;
use provider_abi::error::{Code, Error, Result};
use provider_abi::large_value::LargeValue;
use provider_abi::lock::lock;
use provider_abi::shapes::istream::ACCESS_DENIED;
use provider_abi::table::{RowSource, Values, Walk};
#[cfg(debug_assertions)]
use std::sync::atomic::AtomicBool;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, TryLockError};

/// What is inside an opened object.
pub(crate) enum Value<P: Provider> {
    Opened(P::Opened),
    Table(Arc<OpenTable<P>>),
    Stream(Box<OpenStream<P>>),
}

/// An open table.
pub(crate) struct OpenTable<P: Provider> {
    pub(crate) kind: RowKind,
    /// The author's key of what the rows are in; the root's is empty.
    pub(crate) parent: Vec<u8>,
    /// Whether the rows are associated messages.
    pub(crate) is_associated: bool,
    /// Whether it hears of changes.
    pub(crate) follows: bool,
    /// What MAPI knows its clients' subscriptions by; made for the first one.
    pub(crate) notify_key: OnceLock<Vec<u8>>,
    /// The connections of its clients.
    pub(crate) connections: Mutex<Vec<usize>>,
    /// Whether the log says which columns the author has left out.
    #[cfg(debug_assertions)]
    pub(crate) is_missing_named: AtomicBool,
    /// How many rows may still be completed by opening what they show.
    pub(crate) completions: AtomicU32,
    /// One call at a time; an author's rows are asked for under it.
    state: Mutex<TableState<P>>,
}

/// Where a client stands in a table, and its rows.
pub(crate) struct TableState<P: Provider> {
    pub(crate) walk: Walk,
    pub(crate) rows: TableRows<P>,
}

/// The rows of a table.
pub(crate) enum TableRows<P: Provider> {
    Values(Values),
    Source(Box<dyn RowSource<P>>),
}

/// What the rows of a table show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// The messages of a folder, the entries of an address book's container.
    Contents,
    /// The folders of a folder, the containers of a container.
    Hierarchy,
    /// Folders at any depth; each row has its depth and its parent.
    Tree,
    /// The recipients of a message.
    Recipients,
    /// The attachments of a message.
    Attachments,
    /// The folders that a store receives into.
    Receive,
    /// The messages of a store that wait to be sent.
    Queue,
}

impl<P: Provider> OpenTable<P> {
    /// A table that nobody has touched.
    pub(crate) fn new(
        kind: RowKind,
        parent: Vec<u8>,
        state: TableState<P>,
        is_associated: bool,
        follows: bool,
    ) -> Self {
        /// Each of them opens an object.
        const MOST_COMPLETIONS: u32 = 10_000;
        Self {
            kind,
            parent,
            is_associated,
            follows,
            notify_key: OnceLock::new(),
            connections: Mutex::default(),
            #[cfg(debug_assertions)]
            is_missing_named: AtomicBool::new(false),
            completions: AtomicU32::new(MOST_COMPLETIONS),
            state: Mutex::new(state),
        }
    }
}

impl<P: Provider> OpenTable<P> {
    /// The one call at a time. A thread that is inside another call does not wait for its turn: it
    /// may be the one that has it, or have what the other one waits for.
    ///
    /// # Errors
    /// `MAPI_E_BUSY`
    pub(crate) fn turn(&self) -> Result<MutexGuard<'_, TableState<P>>> {
        if depth::here().get() <= 1 {
            return Ok(lock(&self.state));
        }
        match self.state.try_lock() {
            Ok(turn) => Ok(turn),
            Err(TryLockError::Poisoned(turn)) => Ok(turn.into_inner()),
            Err(TryLockError::WouldBlock) => Err(Error::new(Code::BUSY, "the table is in another call")),
        }
    }
}

/// An open stream.
pub(crate) struct OpenStream<P> {
    pub(crate) bytes: StreamBytes<P>,
    /// Where the client stands: only one call moves it at a time.
    pub(crate) position: AtomicU64,
}

/// What a stream reads.
pub(crate) enum StreamBytes<P> {
    /// A value as it was when the stream was opened (PROP-41).
    Held(Vec<u8>),
    /// A value of the author's, read as it is asked for.
    Large(Box<dyn LargeValue<P>>),
    /// A value that the client may write.
    Written(Box<dyn WrittenBytes<P>>),
}

/// A value that a client may write through a stream.
pub(crate) trait WrittenBytes<P>: Send + Sync {
    /// How many bytes there are.
    fn len(&self) -> u64;

    /// Reads from a position on: as many bytes as there are, and as there is room for.
    fn read_at(&self, at: u64, buffer: &mut [u8]) -> Result<usize>;

    /// Writes at a position.
    fn write_at(&self, at: u64, bytes: &[u8]) -> Result<()>;

    /// Makes it shorter, or longer by zeroes.
    fn set_len(&self, to: u64) -> Result<()>;

    /// Gives what was written to the object whose property it is (PROP-38).
    fn commit(&self, provider: &P) -> Result<()>;
}

/// How many bytes an author is asked for at once.
const PIECE: usize = 64 << 10;

impl<P: 'static> OpenStream<P> {
    /// How many bytes there are.
    pub(crate) fn len(&self) -> u64 {
        match &self.bytes {
            StreamBytes::Held(bytes) => bytes.len() as u64,
            StreamBytes::Large(value) => value.len(),
            StreamBytes::Written(value) => value.len(),
        }
    }

    /// The value, if the client may write it.
    ///
    /// # Errors
    /// `STG_E_ACCESSDENIED` (PROP-37)
    pub(crate) fn written(&self) -> Result<&dyn WrittenBytes<P>> {
        match &self.bytes {
            StreamBytes::Written(value) => Ok(&**value),
            _ => Err(ACCESS_DENIED.into()),
        }
    }

    /// The next bytes, at most `most` and at most a piece; the position moves. None at the end.
    pub(crate) fn next(&self, provider: &P, most: usize) -> Result<Vec<u8>> {
        let at = self.position.load(Ordering::Acquire);
        let left = usize::try_from(self.len().saturating_sub(at)).unwrap_or(usize::MAX);
        let wanted = left.min(most).min(PIECE);
        let mut piece = vec![0; wanted];
        if wanted == 0 {
            return Ok(piece);
        }
        match &self.bytes {
            StreamBytes::Held(bytes) => {
                let start = usize::try_from(at).unwrap_or(usize::MAX);
                let bytes = bytes.get(start..).and_then(|rest| rest.get(..wanted)).unwrap_or_default();
                piece.copy_from_slice(bytes);
            }
            StreamBytes::Large(value) => match value.read_at(provider, at, &mut piece)? {
                0 => return Err(Error::new(Code::OBJECT_CHANGED, "a value is shorter than it was")), // PROP-41
                read if read > wanted => return Err(Error::new(Code::CALL_FAILED, "more bytes than there is room")),
                read => piece.truncate(read),
            },
            StreamBytes::Written(value) => {
                let read = value.read_at(at, &mut piece)?;
                piece.truncate(read);
            }
        }
        self.position.store(at + piece.len() as u64, Ordering::Release);
        Ok(piece)
    }
}
