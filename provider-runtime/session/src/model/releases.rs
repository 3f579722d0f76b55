//! Releases of stores that are under way: a session's report waits for those of other threads.

use provider_abi::lock::lock;
use std::sync::{Condvar, Mutex};
use std::thread::ThreadId;

/// The threads that are inside the release of a store.
#[derive(Debug, Default)]
pub(crate) struct Releases {
    threads: Mutex<Vec<ThreadId>>,
    one_is_over: Condvar,
}

impl Releases {
    /// A client's wrapper releases a store: the session's end may have to wait for it.
    pub(crate) fn during<R>(&self, release: impl FnOnce() -> R) -> R {
        let here = std::thread::current().id();
        lock(&self.threads).push(here);
        let result = release();
        let mut threads = lock(&self.threads);
        if let Some(at) = threads.iter().rposition(|other| *other == here) {
            threads.swap_remove(at);
        }
        drop(threads);
        self.one_is_over.notify_all();
        result
    }

    /// Waits until no other thread is inside the release of a store.
    pub(crate) fn wait(&self) {
        let here = std::thread::current().id();
        let mut threads = lock(&self.threads);
        while threads.iter().any(|other| *other != here) {
            threads = self.one_is_over.wait(threads).unwrap_or_else(|poisoned| poisoned.into_inner());
        }
    }
}
