//! The open tables of one logon, and the changes that they have not heard of yet. What a change
//! means to a table is in `bridge/shared/changes.rs`.

use super::kind::Provider;
use super::open_value::OpenTable;
use super::state::LogonState;
use provider_abi::lock::lock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, Weak};

/// The open tables of one logon.
pub(crate) struct OpenTables<P: Provider> {
    live: Mutex<Vec<Weak<OpenTable<P>>>>,
    waiting: Mutex<Vec<Change>>,
    /// Whether there are changes that wait: read at the end of each call.
    has_waiting: AtomicBool,
    /// Whether MAPI has been asked to tell the logon of changes.
    is_asked: AtomicBool,
    /// Whether it does; believed until it has answered, because it may call back before.
    pub(crate) is_told: AtomicBool,
    /// Lets the tables hear of what waits: set with the first of them.
    pub(crate) follow: OnceLock<fn(&Arc<LogonState<P>>)>,
}

/// Something has happened to an object of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// The `fnev…` bit.
    pub(crate) event: u32,
    /// PR_OBJECT_TYPE; 0 if that was not said.
    pub(crate) kind: u32,
    /// The author's key of the object.
    pub(crate) key: Vec<u8>,
    /// The key of the folder that it is in, if that was said.
    pub(crate) parent: Option<Vec<u8>>,
}

impl<P: Provider> OpenTables<P> {
    pub(crate) fn new() -> Self {
        Self {
            live: Mutex::default(),
            waiting: Mutex::default(),
            has_waiting: AtomicBool::new(false),
            is_asked: AtomicBool::new(false),
            is_told: AtomicBool::new(true),
            follow: OnceLock::new(),
        }
    }

    /// Whether MAPI is to be asked now: once in a logon's life, when the first table is opened.
    pub(crate) fn has_to_ask(&self) -> bool {
        !self.is_asked.swap(true, Ordering::AcqRel)
    }

    /// Adds a table that was opened; those that have gone are forgotten.
    pub(crate) fn add(&self, table: &Arc<OpenTable<P>>) {
        let mut live = lock(&self.live);
        if live.len() == live.capacity() {
            live.retain(|other| other.strong_count() > 0);
        }
        live.push(Arc::downgrade(table));
    }

    /// The tables that are open.
    pub(crate) fn live(&self) -> Vec<Arc<OpenTable<P>>> {
        lock(&self.live).iter().filter_map(Weak::upgrade).collect()
    }

    /// Keeps changes until the thread is outside of all calls.
    pub(crate) fn wait(&self, changes: Vec<Change>) {
        lock(&self.waiting).extend(changes);
        self.has_waiting.store(true, Ordering::Release);
    }

    /// Whether changes wait.
    #[inline]
    pub(crate) fn has_waiting(&self) -> bool {
        self.has_waiting.load(Ordering::Acquire)
    }

    /// The changes that wait, for one thread to see to.
    pub(crate) fn take_waiting(&self) -> Vec<Change> {
        let mut waiting = lock(&self.waiting);
        self.has_waiting.store(false, Ordering::Release);
        std::mem::take(&mut waiting)
    }
}
