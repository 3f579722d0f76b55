//! What all objects of one session share: the record, the memory, the profile, the provider
//! objects, the logons, and the support objects that are kept after their end. What happens to them
//! is in the files beside.
#![allow(unsafe_code, reason = "support objects are kept as raw pointers until the session is gone")]

use super::clients::{Clients, Sessions};
use super::fast::Fast;
use super::held::Held;
use super::kind::Kind;
use super::library::Loads;
use super::logon::{Logon, Subscription};
use super::memory::Memory;
use super::numbers::Numbers;
use super::options::Options;
use super::provider::Provider;
use super::queue::Queue;
use super::record::Record;
use super::routing::Route;
use super::services::Registry;
use super::sink::{go_on, kept_back};
use super::spooler::Spooler;
use super::support::SupportObject;
use super::turn::{Taken, Turn};
use provider_abi::last_error::LastError;
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, Weak};
use std::thread::ThreadId;

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
    pub(crate) logons: Mutex<Vec<Arc<Logon>>>,
    pub(crate) spooler: Spooler,
    pub(crate) numbers: Numbers,
    pub(crate) queue: Queue,
    /// Subscriptions of the session's own: to its events, and to its status table.
    pub(crate) own_subscriptions: Mutex<Vec<Arc<Subscription>>>,
    pub(crate) routes: Mutex<Vec<Route>>,
    pub(crate) held: Held,
    /// Texts for the session's GetLastError (LASTERR-4).
    pub(crate) last: LastError,
    pub(crate) are_threads_told: AtomicBool,
    /// Whether its end has begun (SESSION-5).
    pub(super) is_over: AtomicBool,
    pub(crate) fast: Fast,
    pub(crate) clients: Clients,
    turn: Turn,
    /// S2: every support object, until the session is gone.
    supports: Mutex<Vec<Kept>>,
    hooks: Mutex<Vec<(&'static str, Hook)>>,
    releasing: Mutex<Vec<ThreadId>>,
    released: Condvar,
}

/// What a test runs inside a call of the provider's.
type Hook = Box<dyn FnOnce() + Send>;

/// A support object that outlives its last reference.
pub(crate) struct Kept(pub(crate) NonNull<SupportObject>);

// SAFETY: S2: only its atomics and locks are used, until the one Drop of the state.
unsafe impl Send for Kept {}

impl State {
    pub(crate) fn new(
        options: Options,
        memory: Memory,
        loads: &Arc<Loads>,
        sessions: &Arc<Sessions>,
        own: &Weak<Self>,
    ) -> Self {
        let record = match options.clock.clone() {
            Some(clock) => Record::with_clock(Box::new(move || clock())),
            None => Record::default(),
        };
        Self {
            record: Arc::new(record),
            memory,
            registry: Registry::new(&options.profile),
            own: own.clone(),
            loads: Arc::clone(loads),
            sessions: Arc::clone(sessions),
            options,
            providers: Mutex::default(),
            unavailable: Mutex::default(),
            logons: Mutex::default(),
            spooler: Spooler::default(),
            numbers: Numbers::default(),
            queue: Queue::default(),
            own_subscriptions: Mutex::default(),
            routes: Mutex::default(),
            held: Held::default(),
            last: LastError::default(),
            are_threads_told: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
            fast: Fast::default(),
            clients: Clients::default(),
            turn: Turn::default(),
            supports: Mutex::default(),
            hooks: Mutex::default(),
            releasing: Mutex::default(),
            released: Condvar::new(),
        }
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.is_over.load(Ordering::Acquire)
    }

    /// After a client's call: notifications are delivered (NOTIF-7), and the spooler lets go of
    /// what is complete.
    pub(crate) fn settle(&self) {
        self.deliver();
        self.run_spooler();
        if !self.record.is_inside_a_call() {
            go_on();
        }
    }

    /// LenientSupport: the reference that the session kept in the provider's stead goes with the
    /// logon.
    pub(crate) fn release_lenient_support(&self, logon: &Logon) {
        if !logon.gives_up_support() {
            return;
        }
        let supports: Vec<_> = lock(&self.supports).iter().map(|kept| kept.0).collect();
        for support in supports {
            // SAFETY: S2: kept until the session is gone.
            let support = unsafe { support.as_ref() };
            if support.is_of(logon) {
                support.release_own();
            }
        }
    }

    pub(crate) fn keep(&self, support: NonNull<SupportObject>) {
        lock(&self.supports).push(Kept(support));
    }

    pub(crate) fn hook(&self, call: &'static str, hook: Hook) {
        lock(&self.hooks).push((call, hook));
    }

    /// The turn for calls of the life cycle. Whoever is inside a call of the provider's gets it at
    /// once or not at all: the thread that has it may be waiting for that call.
    pub(crate) fn turn(&self) -> Option<Taken<'_>> {
        self.turn.take(!self.record.is_inside_a_call())
    }

    /// The turn, if nobody else has it.
    pub(crate) fn turn_now(&self) -> Option<Taken<'_>> {
        self.turn.take(false)
    }

    /// Runs what a test wants to happen inside this call, once; no lock is held (S3).
    pub(crate) fn run_hook(&self, call: &'static str) {
        let hook = {
            let mut hooks = lock(&self.hooks);
            let at = hooks.iter().position(|(other, _)| *other == call);
            at.map(|at| hooks.swap_remove(at).1)
        };
        if let Some(hook) = hook {
            kept_back(hook);
        }
    }

    /// A client's wrapper releases a store: the session's end may have to wait for it.
    pub(crate) fn while_releasing<R>(&self, release: impl FnOnce() -> R) -> R {
        let here = std::thread::current().id();
        lock(&self.releasing).push(here);
        let result = release();
        let mut releasing = lock(&self.releasing);
        if let Some(at) = releasing.iter().rposition(|other| *other == here) {
            releasing.swap_remove(at);
        }
        drop(releasing);
        self.released.notify_all();
        result
    }

    /// Waits until no other thread is inside the release of a store.
    pub(crate) fn wait_for_releases(&self) {
        let here = std::thread::current().id();
        let mut releasing = lock(&self.releasing);
        while releasing.iter().any(|other| *other != here) {
            releasing = self.released.wait(releasing).unwrap_or_else(|poisoned| poisoned.into_inner());
        }
    }
}

impl Drop for State {
    fn drop(&mut self) {
        for Kept(support) in lock(&self.supports).drain(..) {
            // SAFETY: S2: kept until here.
            if unsafe { support.as_ref() }.is_free() {
                // SAFETY: S2: boxed when it was made; nobody has a reference, and the state that
                // kept it is going.
                drop(unsafe { Box::from_raw(support.as_ptr()) });
            }
            // One that a provider never gave back stays: a late call must not meet freed memory.
        }
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}
