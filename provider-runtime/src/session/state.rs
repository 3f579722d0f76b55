//! What all objects of one session share: the record, the memory, the profile, the logons, and the support objects that
//! are kept behind their end. What happens to them is in the files beside.

use super::events::Record;
use super::held::Held;
use super::logon::Logon;
use super::memory::Memory;
use super::options::Options;
use super::profile::ProviderEntry;
use super::queue::Queue;
use super::section::Section;
use super::support::SupportObject;
use super::turn::{Taken, Turn};
use crate::sync::lock;
use std::ptr::NonNull;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::ThreadId;

/// The session's state.
pub(crate) struct State {
    pub(crate) record: Arc<Record>,
    pub(crate) memory: Memory,
    pub(crate) options: Options,
    pub(crate) section: Option<Arc<Section>>,
    pub(crate) logons: Mutex<Vec<Arc<Logon>>>,
    /// What was told at the end, once.
    pub(crate) told: Mutex<Told>,
    pub(crate) queue: Queue,
    pub(crate) held: Held,
    turn: Turn,
    /// S2: every support object, until the session is gone.
    supports: Mutex<Vec<Kept>>,
    hooks: Mutex<Vec<(&'static str, Hook)>>,
    releasing: Mutex<Vec<ThreadId>>,
    released: Condvar,
}

/// Which faults of the whole provider have been told.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) malloc: bool,
    pub(crate) threads: bool,
}

/// What a test runs inside a call of the provider's.
type Hook = Box<dyn FnOnce() + Send>;

/// A support object that outlives its last reference.
pub(crate) struct Kept(pub(crate) NonNull<SupportObject>);

// SAFETY: S2: only its atomics and locks are used, until the one Drop of the state.
unsafe impl Send for Kept {}

impl State {
    pub(crate) fn new(record: Arc<Record>, memory: Memory, options: Options) -> Self {
        let section = options.profile.providers().next().and_then(ProviderEntry::section);
        let section = section.map(|values| Arc::new(Section::new(values.to_vec())));
        Self {
            record,
            memory,
            options,
            section,
            logons: Mutex::default(),
            told: Mutex::default(),
            queue: Queue::default(),
            held: Held::default(),
            turn: Turn::default(),
            supports: Mutex::default(),
            hooks: Mutex::default(),
            releasing: Mutex::default(),
            released: Condvar::new(),
        }
    }

    pub(crate) fn keep(&self, support: NonNull<SupportObject>) {
        lock(&self.supports).push(Kept(support));
    }

    pub(crate) fn hook(&self, call: &'static str, hook: Hook) {
        lock(&self.hooks).push((call, hook));
    }

    /// The turn for calls of the life cycle. Whoever is inside a call of the provider's gets it at once or not at all: the
    /// thread that has it may be waiting for that call.
    pub(crate) fn turn(&self) -> Option<Taken<'_>> {
        self.turn.take(!self.record.is_inside_a_call())
    }

    /// Runs what a test wants to happen inside this call, once; no lock is held (S3).
    pub(crate) fn run_hook(&self, call: &'static str) {
        let hook = {
            let mut hooks = lock(&self.hooks);
            let at = hooks.iter().position(|(other, _)| *other == call);
            at.map(|at| hooks.swap_remove(at).1)
        };
        if let Some(hook) = hook {
            hook();
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
            if unsafe { support.as_ref() }.is_final() {
                // SAFETY: S2: boxed when it was made; nobody has a reference, and the state that kept it is going.
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
