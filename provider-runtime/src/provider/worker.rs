//! A thread of an author's: stopped and joined with the field that holds it, never by itself. What MAPI does for a thread
//! lives in `lent/thread.rs`.

use super::declared::Declared;
use crate::com::link::Link;
use crate::com::wall;
use crate::lent::{MapiThread, Support};
use crate::sync::{depth, lock};
use log::Level;
use provider_abi::error::{Code, OrCode, Result};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// A thread of an author's (THR-7): it has a [`Stop`] signal and a [`Support`], and MAPI is initialised for it (THR-3).
///
/// Keep it in a field of the provider: its Drop gives the signal and joins the thread. A `#[teardown(with = …)]` function
/// that takes the worker can let it finish its work first. The thread keeps nothing of the logon alive.
///
/// ```no_run
/// # use provider_runtime::prelude::*;
/// # use std::time::Duration;
/// # fn start<P: provider_runtime::__private::Declared>(support: &Support<P>) -> Result<Worker> {
/// Worker::start("refresh", support, |stop, support| {
///     while !stop.wait(Duration::from_secs(30)) {
///         let _ = support.set_status(Status::Available);
///     }
/// })
/// # }
/// ```
#[derive(Debug)]
pub struct Worker {
    thread: Option<JoinHandle<()>>,
    signal: Arc<Signal>,
    link: Arc<Link>,
}

/// The signal to a worker that it has to return.
#[derive(Clone, Debug)]
pub struct Stop(Arc<Signal>);

#[derive(Debug, Default)]
struct Signal {
    state: Mutex<State>,
    changed: Condvar,
    /// Which thread it is, as [`depth::thread`] tells; zero until it runs.
    thread: AtomicUsize,
}

#[derive(Debug, Default)]
struct State {
    stopped: bool,
    woken: bool,
}

impl Worker {
    /// Starts a thread. A panic in `work` is reported and ends the thread, nothing else.
    ///
    /// # Errors
    /// [`Code::NOT_ENOUGH_RESOURCES`] if the system gives no thread.
    pub fn start<P: Declared>(
        name: &str,
        support: &Support<P>,
        work: impl FnOnce(&Stop, &Support<P>) + Send + 'static,
    ) -> Result<Self> {
        let signal = Arc::new(Signal::default());
        let link = Arc::clone(&support.link);
        let (stop, support) = (Stop(Arc::clone(&signal)), support.clone());
        let body = move || {
            stop.0.thread.store(depth::thread(), Ordering::Release);
            let host = &support.link.host;
            let mapi = MapiThread::enter(host);
            if let Err(words) = wall::stop(|| work(&stop, &support)) {
                host.say(Level::Error, &format!("a worker {words}"));
            }
            drop(mapi);
            stop.0.thread.store(0, Ordering::Release); // another thread may get this one's place
        };
        let thread = std::thread::Builder::new().name(name.into()).spawn(body).or_code(Code::NOT_ENOUGH_RESOURCES)?;
        Ok(Self { thread: Some(thread), signal, link })
    }

    /// Gives the signal and does not wait.
    pub fn stop(&self) {
        lock(&self.signal.state).stopped = true;
        self.signal.changed.notify_all();
    }

    /// Ends the thread's [`Stop::wait`]: there is work.
    pub fn wake(&self) {
        lock(&self.signal.state).woken = true;
        self.signal.changed.notify_all();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop();
        let Some(thread) = self.thread.take() else {
            return;
        };
        if self.signal.thread.load(Ordering::Acquire) == depth::thread() {
            // The end has come to run on this very thread: `Shutdown` joins it.
            self.link.host.threads.leave(Left { thread, signal: Arc::clone(&self.signal) });
        } else {
            let _ = thread.join(); // its panic was caught and told in its body
        }
    }
}

impl Stop {
    /// Whether the thread has to return.
    pub fn is_given(&self) -> bool {
        lock(&self.0.state).stopped
    }

    /// Sleeps until the signal, until [`Worker::wake`], or for `length`; whether the signal was given.
    pub fn wait(&self, length: Duration) -> bool {
        let state = lock(&self.0.state);
        let idle = |state: &mut State| !state.stopped && !state.woken;
        let waited = self.0.changed.wait_timeout_while(state, length, idle);
        let (mut state, _) = waited.unwrap_or_else(|poisoned| poisoned.into_inner());
        state.woken = false;
        state.stopped
    }
}

/// Workers that ended on their own threads, to be joined by `Shutdown` (SHUT-4).
#[derive(Debug, Default)]
pub(crate) struct Threads(Mutex<Vec<Left>>);

#[derive(Debug)]
struct Left {
    thread: JoinHandle<()>,
    signal: Arc<Signal>,
}

impl Threads {
    fn leave(&self, left: Left) {
        lock(&self.0).push(left);
    }

    /// Joins what can be joined: all but the calling thread.
    pub(crate) fn join(&self) {
        let left = std::mem::take(&mut *lock(&self.0));
        let here = depth::thread();
        let is_here = |left: &Left| left.signal.thread.load(Ordering::Acquire) == here;
        let (own, others): (Vec<_>, Vec<_>) = left.into_iter().partition(is_here);
        for other in others {
            let _ = other.thread.join(); // its panic was caught and told in its body
        }
        lock(&self.0).extend(own);
    }

    /// How many threads nobody has joined.
    pub(crate) fn left(&self) -> usize {
        lock(&self.0).len()
    }
}
