//! What all parts of one session share: the record, the memory, the profile, the provider objects,
//! the logons, and what each part keeps. What happens to them is in the folders above `model/`.

use super::client_calls::ClientCalls;
use super::fast_shutdown_state::FastShutdownState;
use super::hooks::Hooks;
use super::id_allocator::IdAllocator;
use super::lifecycle_lock::{LifecycleGuard, LifecycleLock};
use super::logon::{Logon, Stage};
use super::logons::Logons;
use super::open_handles::OpenHandles;
use super::options::Options;
use super::provider::Provider;
use super::releases::Releases;
use super::sessions::{Clients, Sessions};
use super::spooler::Spooler;
use super::status_row::StatusRow;
use super::supports::Supports;
use crate::foreign::Outputs;
use crate::kind::Kind;
use crate::notify::Notifications;
use crate::process::{LibrarySession, Loads, Memory};
use crate::profile::{ProfileProvider, Registry};
use crate::record::Record;
use crate::record::what::process::LeftReferences;
use provider_abi::error::Result;
use provider_abi::last_error::LastError;
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};

/// The session's state.
pub(crate) struct State {
    pub(crate) record: Arc<Record>,
    pub(crate) memory: Memory,
    pub(crate) options: Options,
    pub(crate) registry: Registry,
    /// Itself, for what outlives it.
    pub(crate) own: Weak<State>,
    /// The libraries of the process, and its sessions.
    pub(crate) loads: Arc<Loads>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) providers: Mutex<Vec<Arc<Provider>>>,
    /// Kinds and DLLs whose entry point has failed, and how (VER-7).
    pub(crate) unavailable: Mutex<Vec<(Kind, String, Code)>>,
    pub(crate) logons: Logons,
    pub(crate) supports: Supports,
    pub(crate) spooler: Spooler,
    pub(crate) numbers: IdAllocator,
    pub(crate) notifications: Notifications,
    /// The connections of clients to objects of providers.
    pub(crate) routes: Mutex<Vec<Route>>,
    pub(crate) handles: OpenHandles,
    /// Texts for the session's GetLastError (LASTERR-4).
    pub(crate) last: LastError,
    pub(crate) are_threads_told: AtomicBool,
    pub(crate) are_blocks_told: AtomicBool,
    /// Whether somebody calls objects without a wrapper: what he holds nobody knows.
    pub(crate) has_raw_clients: AtomicBool,
    /// Whether calls leave out what a caller may leave out.
    pub(crate) is_sparing: AtomicBool,
    /// Whether its end has begun (SESSION-5).
    pub(crate) is_over: AtomicBool,
    pub(crate) fast: FastShutdownState,
    pub(crate) clients: Clients,
    pub(crate) lifecycle: LifecycleLock,
    pub(crate) hooks: Hooks,
    pub(crate) releases: Releases,
    pub(crate) calls: &'static dyn ClientCalls,
}

/// A client's connection to an object of a provider's: its number, and the logon and the number
/// there (NOTIF-13).
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) number: usize,
    pub(crate) logon: Arc<Logon>,
    pub(crate) connection: usize,
}

impl State {
    /// # Errors
    /// `MAPI_E_SESSION_LIMIT`
    pub(crate) fn new(
        options: Options,
        loads: &Arc<Loads>,
        sessions: &Arc<Sessions>,
        calls: &'static dyn ClientCalls,
    ) -> Result<Arc<Self>> {
        let record = match options.clock.clone() {
            Some(clock) => Record::with_clock(Box::new(move || clock())),
            None => Record::default(),
        };
        let record = Arc::new(record.watched_by(options.watch.clone()));
        let memory = Memory::take(&record)?;
        memory.faults.record_in(&record);
        Ok(Arc::new_cyclic(|own| Self {
            notifications: Notifications::new(&record, memory.allocators, options.delivers_inside),
            record,
            memory,
            registry: Registry::new(&options.profile),
            own: own.clone(),
            loads: Arc::clone(loads),
            sessions: Arc::clone(sessions),
            options,
            providers: Mutex::default(),
            unavailable: Mutex::default(),
            logons: Logons::default(),
            supports: Supports::default(),
            spooler: Spooler::default(),
            numbers: IdAllocator::default(),
            routes: Mutex::default(),
            handles: OpenHandles::default(),
            last: LastError::default(),
            are_threads_told: AtomicBool::new(false),
            are_blocks_told: AtomicBool::new(false),
            has_raw_clients: AtomicBool::new(false),
            is_sparing: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
            fast: FastShutdownState::default(),
            clients: Clients::default(),
            lifecycle: LifecycleLock::default(),
            hooks: Hooks::default(),
            releases: Releases::default(),
            calls,
        }))
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.is_over.load(Ordering::Acquire)
    }

    /// Whether a fast shutdown was done: nothing of a provider's is called any more (FAST-11).
    pub(crate) fn is_frozen(&self) -> bool {
        self.fast.is_frozen.load(Ordering::Acquire)
    }

    /// The lock for calls of the life cycle. A thread that is inside a call of the provider's gets
    /// it at once or not at all: the thread that has it may be waiting for that call.
    pub(crate) fn lifecycle(&self) -> Option<LifecycleGuard<'_>> {
        self.lifecycle.take(!self.record.is_inside_a_call())
    }

    /// The lock, if no other thread has it.
    pub(crate) fn try_lifecycle(&self) -> Option<LifecycleGuard<'_>> {
        self.lifecycle.take(false)
    }

    /// How many threads wait for it.
    pub(crate) fn lifecycle_waiting(&self) -> usize {
        self.lifecycle.waiting()
    }

    /// For what comes out of a provider's calls.
    pub(crate) fn outputs(&self) -> Outputs<'_> {
        Outputs { memory: &self.memory, record: &self.record }
    }

    /// Logons of clients, oldest first: the spooler's serve the spooler alone.
    pub(crate) fn client_logons(&self) -> Vec<Arc<Logon>> {
        self.logons.live().into_iter().filter(|logon| !logon.provider.is_spoolers).collect()
    }

    /// The logons of the address books that are there now, oldest first.
    pub(crate) fn active_books(&self) -> impl Iterator<Item = Arc<Logon>> {
        let is_there = |logon: &Arc<Logon>| logon.provider.kind == Kind::AddressBook && logon.stage() == Stage::Active;
        self.client_logons().into_iter().filter(is_there)
    }

    /// Whether this provider is logged on, or logging on, for a client or, transports, for the
    /// spooler (LOGON-13).
    pub(crate) fn is_logged_on(&self, registration: &Arc<ProfileProvider>) -> bool {
        let logons = self.logons.live();
        let own = |logon: &&Arc<Logon>| Arc::ptr_eq(&logon.registration, registration);
        // One that is logging on is so further up on this thread: the lifecycle lock keeps others
        // out.
        logons.iter().filter(own).any(|logon| matches!(logon.stage(), Stage::LoggingOn | Stage::Active))
    }

    /// STORELOGOFF-10: whether another session of the profile has a logon's store open, too.
    pub(crate) fn is_open_elsewhere(&self, logon: &Logon) -> bool {
        let Some(entry) = logon.registration.entry() else { return false };
        let others = self.sessions.live().into_iter().filter(|other| !std::ptr::eq(&raw const **other, self));
        let same_profile = others.filter(|other| other.registry.name == self.registry.name);
        same_profile.flat_map(|other| other.client_logons()).any(|other| {
            let same =
                other.registration.dll == logon.registration.dll && other.registration.entry() == Some(entry.clone());
            same && other.stage() == Stage::Active
        })
    }

    /// ERR-5: a client has given its reference on an object back, and that was not the last one. It
    /// is told where nobody else can have one: no wrapper of an object of that logon but the
    /// store's, no client without a wrapper, no call on another thread.
    pub(crate) fn references_are_left(&self, object: &str, logon: u64, count: u32) {
        let is_called_elsewhere = || {
            let logons = self.logons.all();
            let own = logons.iter().find(|other| other.number == logon);
            own.is_some_and(|own| self.record.is_calling_elsewhere(own.provider.number))
        };
        let is_held = logon == 0
            || self.handles.are_others(object, logon)
            || self.has_raw_clients.load(Ordering::Acquire)
            || is_called_elsewhere();
        if !is_held {
            self.record.note(object, LeftReferences { logon, count: count.into() });
        }
    }

    /// Whether calls leave out what a caller may leave out.
    pub(crate) fn leaves_out(&self) -> bool {
        self.is_sparing.load(Ordering::Acquire)
    }

    /// STATUS-9: a row of a logon has come, changed or gone. The spooler's own logons have none in
    /// the table.
    pub(crate) fn row_changed(&self, logon: &Logon, event: u32, row: u64) {
        if !logon.provider.is_spoolers {
            self.notifications.row_changed(event, row);
        }
    }

    /// The rows that clients' logons have, with their logons. The spooler's own logons have none in
    /// a client's table.
    pub(crate) fn provider_rows(&self) -> Vec<(Arc<Logon>, StatusRow)> {
        let rows = self.client_logons().into_iter().flat_map(|logon| {
            let rows = lock(&logon.registrations).rows.clone();
            rows.into_iter().map(move |row| (Arc::clone(&logon), row))
        });
        rows.collect()
    }
}

impl LibrarySession for State {
    fn held_of(&self, dll: &str) -> Vec<String> {
        let logons = self.logons.all();
        let own = logons.iter().filter(|logon| logon.provider.dll == dll);
        self.handles.of(&own.map(|logon| logon.number).collect::<Vec<_>>())
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}
