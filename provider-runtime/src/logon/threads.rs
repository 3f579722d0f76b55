//! Threads of an author's that ended their own logon, and so could not be joined by it. What a
//! thread does is in `provider/worker.rs`.

use crate::sync::{depth, lock};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// Which thread runs a worker, as [`depth::thread`] tells; none before it runs, and none after.
#[derive(Debug, Default)]
pub(crate) struct RunsOn(AtomicUsize);

impl RunsOn {
    /// The calling thread runs it now.
    pub(crate) fn begin(&self) {
        self.0.store(depth::thread(), Ordering::Release);
    }

    /// The thread is at its end: another one may get its place.
    pub(crate) fn end(&self) {
        self.0.store(0, Ordering::Release);
    }

    /// Whether it is the calling thread.
    pub(crate) fn is_here(&self) -> bool {
        self.0.load(Ordering::Acquire) == depth::thread()
    }
}

/// Threads that nobody has joined: `Shutdown` has to (SHUT-4).
#[derive(Debug, Default)]
pub(crate) struct Threads(Mutex<Vec<Unjoined>>);

#[derive(Debug)]
struct Unjoined {
    thread: JoinHandle<()>,
    runs_on: Arc<RunsOn>,
}

impl Threads {
    /// Leaves a thread to `Shutdown`, because the end of its logon runs on this very thread.
    pub(crate) fn leave(&self, thread: JoinHandle<()>, runs_on: Arc<RunsOn>) {
        lock(&self.0).push(Unjoined { thread, runs_on });
    }

    /// Joins what can be joined: all but the calling thread.
    pub(crate) fn join(&self) {
        let unjoined = std::mem::take(&mut *lock(&self.0));
        let (own, others): (Vec<_>, Vec<_>) = unjoined.into_iter().partition(|thread| thread.runs_on.is_here());
        for other in others {
            let _ = other.thread.join(); // its panic was caught and told in its body
        }
        lock(&self.0).extend(own);
    }

    /// How many threads nobody has joined.
    pub(crate) fn count(&self) -> usize {
        lock(&self.0).len()
    }
}
