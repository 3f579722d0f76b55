//! The sessions of one process, and how many clients each has.

use super::state::State;
use provider_abi::lock::lock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, Weak};

/// All sessions of one process.
#[derive(Debug, Default)]
pub(crate) struct Sessions(Mutex<Vec<Weak<State>>>);

impl Sessions {
    pub(crate) fn add(&self, session: &Arc<State>) {
        let mut sessions = lock(&self.0);
        sessions.retain(|session| session.strong_count() > 0);
        sessions.push(Arc::downgrade(session));
    }

    /// Those that have not ended, oldest first.
    pub(crate) fn live(&self) -> Vec<Arc<State>> {
        let all: Vec<_> = lock(&self.0).iter().filter_map(Weak::upgrade).collect();
        all.into_iter().filter(|session| !session.has_ended()).collect()
    }

    /// All that there are, for their end.
    pub(crate) fn take(&self) -> Vec<Arc<State>> {
        let all = std::mem::take(&mut *lock(&self.0));
        all.iter().filter_map(Weak::upgrade).collect()
    }
}

/// How many clients a session has (SESSION-9).
#[derive(Debug, Default)]
pub(crate) struct Clients(AtomicU32);

impl Clients {
    pub(crate) fn come(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }

    /// One leaves; whether it was the last.
    pub(crate) fn leave(&self) -> bool {
        self.0.fetch_sub(1, Ordering::AcqRel) == 1
    }

    /// Whether no client is left.
    pub(crate) fn are_none(&self) -> bool {
        self.0.load(Ordering::Acquire) == 0
    }
}
