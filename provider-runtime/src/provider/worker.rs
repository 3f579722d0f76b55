//! A thread of an author's: stopped and joined with the field that holds it, never by itself. What
//! MAPI does for a thread lives in `lent/thread.rs`.

use crate::lent::{MapiThread, Support};
use crate::logon::declared::Declared;
use crate::logon::panics::catch_panic;
use crate::logon::support_link::SupportLink;
use crate::logon::threads::RunsOn;
use log::Level;
use provider_abi::error::{Code, OrCode, Result};
use provider_abi::lock::lock;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// A thread of an author's (THR-7): it has a [`Stop`] signal and a [`Support`], and MAPI is
/// initialised for it (THR-3).
///
/// Keep it in a field of the provider: its Drop gives the signal and joins the thread. A
/// `#[teardown(with = …)]` function that takes the worker can let it finish its work first. The
/// thread keeps nothing of the logon alive.
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
    link: Arc<SupportLink>,
    runs_on: Arc<RunsOn>,
}

/// The signal to a worker that it has to return.
#[derive(Clone, Debug)]
pub struct Stop(Arc<Signal>);

#[derive(Debug, Default)]
struct Signal {
    state: Mutex<State>,
    changed: Condvar,
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
        let stop = Stop(Arc::clone(&signal));
        let support = support.clone();
        let runs_on = Arc::new(RunsOn::default());
        let own = Arc::clone(&runs_on);
        let body = move || {
            own.begin();
            let host = &support.link.host;
            let mapi = MapiThread::enter(host);
            if let Err(panic) = catch_panic(|| work(&stop, &support)) {
                host.log(Level::Error, &format!("a worker {panic}"));
            }
            drop(mapi);
            own.end();
        };
        let thread = std::thread::Builder::new().name(name.into()).spawn(body).or_code(Code::NOT_ENOUGH_RESOURCES)?;
        Ok(Self { thread: Some(thread), signal, link, runs_on })
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
        if self.runs_on.is_here() {
            // The logon ends on this very thread: `Shutdown` joins it.
            self.link.host.threads.leave(thread, Arc::clone(&self.runs_on));
        } else {
            let _ = thread.join(); // its panic was caught and told in its body
        }
    }
}

impl Stop {
    /// Whether the thread has to return.
    pub fn is_requested(&self) -> bool {
        lock(&self.0.state).stopped
    }

    /// Sleeps until the signal, until [`Worker::wake`], or for `length`; whether the signal was
    /// given.
    pub fn wait(&self, length: Duration) -> bool {
        let state = lock(&self.0.state);
        let idle = |state: &mut State| !state.stopped && !state.woken;
        let waited = self.0.changed.wait_timeout_while(state, length, idle);
        let (mut state, _) = waited.unwrap_or_else(|poisoned| poisoned.into_inner());
        state.woken = false;
        state.stopped
    }
}
