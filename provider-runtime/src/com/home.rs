//! What the logons of one provider object share: which there are, and the author's shared state. One logon is in `core.rs`.
#![allow(unsafe_code, reason = "the support object comes as a raw pointer")]

use super::core::Core;
use super::host::Host;
use super::kind::Served;
use super::link::Link;
use super::module;
use super::wall::{settled, stop};
use crate::provider::Shared;
use crate::sync::{depth, lock};
use log::Level;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Code, Error, Result};
use std::ffi::c_void;
use std::sync::{Arc, Mutex, Weak};

/// The state behind one provider object; outlives it as long as a husk does.
pub(crate) struct Home<P: Served> {
    pub(crate) host: Arc<Host>,
    logons: Mutex<Logons<P>>,
    /// What logons of this kind share besides.
    pub(crate) open: Mutex<P::Open>,
    /// One start of the shared state at a time: the one lock that is held over the author's code, which has no support
    /// object there to call out with.
    starting: Mutex<()>,
}

struct Logons<P: Served> {
    cores: Vec<Weak<Core<P>>>,
    /// Logons that have ended, as long as an object of theirs is there.
    ended: Vec<Weak<Core<P>>>,
    shared: Option<Arc<P::Shared>>,
    /// Logons that are not among the cores yet: they hold the shared state.
    under_way: usize,
    down: bool,
}

impl<P: Served> Home<P> {
    pub(crate) fn new(host: Arc<Host>) -> Self {
        let logons = Logons { cores: Vec::new(), ended: Vec::new(), shared: None, under_way: 0, down: false };
        Self { host, logons: Mutex::new(logons), open: Mutex::default(), starting: Mutex::new(()) }
    }

    /// LOGON-2: holds the support object while `open` logs on. Unless that made a logon, nothing is left of it. Until it
    /// has returned, `Shutdown` leaves the shared state to it.
    pub(crate) fn log_on<T>(
        &self,
        support: *mut c_void,
        open: impl FnOnce(&Arc<Link>) -> Result<T>,
        is_logon: impl FnOnce(&T) -> bool,
    ) -> Result<T> {
        // SAFETY: F1: MAPI lends a live support object for the call; this takes the one reference (LOGON-2).
        let support = unsafe { ComPtr::clone_from_raw(support) }.ok_or(Code::INVALID_PARAMETER)?;
        let link = Arc::new(Link::new(support, Arc::clone(&self.host)));
        lock(&self.logons).under_way += 1;
        let outcome = settled(|| open(&link));
        self.change(|logons| logons.under_way -= 1); // `Shutdown` may have come from inside the call
        if !outcome.as_ref().is_ok_and(is_logon) {
            // LOGON-2: net 0. The author may have started threads: the same gate, the same end.
            Link::let_go(&link);
        }
        outcome
    }

    /// LOGON-10: a new logon. None after `Shutdown`.
    pub(crate) fn join(&self, core: &Arc<Core<P>>) -> Result<()> {
        let mut logons = lock(&self.logons);
        if logons.down {
            return Err(shut_down());
        }
        logons.cores.push(Arc::downgrade(core));
        Ok(())
    }

    /// A logon has ended; the last one behind `Shutdown` stops the shared state.
    pub(crate) fn leave(&self, core: &Core<P>) {
        self.change(|logons| {
            logons.ended.retain(|other| other.strong_count() > 0);
            let own = logons.cores.extract_if(.., |other| std::ptr::eq(other.as_ptr(), core)).collect::<Vec<_>>();
            logons.ended.extend(own);
        });
    }

    /// The logons that have not ended.
    pub(crate) fn logons(&self) -> Vec<Arc<Core<P>>> {
        let logons = lock(&self.logons);
        logons.cores.iter().filter_map(Weak::upgrade).collect()
    }

    /// The author's shared state, started by the first logon. It is under way here, so a `Shutdown` meanwhile leaves the state
    /// to it.
    pub(crate) fn shared(&self) -> Result<Arc<P::Shared>> {
        let _turn = lock(&self.starting);
        {
            let logons = lock(&self.logons);
            if logons.down {
                return Err(shut_down());
            }
            if let Some(shared) = &logons.shared {
                return Ok(Arc::clone(shared));
            }
        }
        let shared = Arc::new(settled(P::Shared::start)?);
        lock(&self.logons).shared = Some(Arc::clone(&shared));
        Ok(shared)
    }

    /// Shutdown of any provider object (SHUT-4): ends what has not ended (SHUT-5), stops the shared state, joins the threads.
    /// Idempotent (SHUT-7).
    pub(crate) fn shut_down(&self) {
        lock(&self.logons).down = true;
        for core in self.logons() {
            Core::end(&core);
        }
        self.change(|_| ());
        if depth::get() == 0 {
            self.host.threads.join(); // G3: inside a call nobody waits, not even for a thread
        }
        self.pin_if_held();
    }

    /// INVAL-4: MAPI knows of no husk, and frees the library. What a client still has of this provider object, or a call
    /// that is still inside it, keeps the library for good.
    fn pin_if_held(&self) {
        let (held, under_way) = {
            let logons = lock(&self.logons);
            (logons.ended.iter().filter_map(Weak::upgrade).collect::<Vec<_>>(), logons.under_way)
        };
        if (!held.is_empty() || under_way > 0) && module::pin() {
            let held: Vec<_> = held.iter().map(|core| core.leaks().unwrap_or_else(|| "a call".into())).collect();
            self.host.say(Level::Warn, &format!("the library stays in the process: {}", held.join("; ")));
        }
    }

    /// The provider object's last Release: `Shutdown`'s work if that has not come (SHUT-7), and what could not be joined
    /// there, because it ran inside a call or on the very thread. What is left now can be joined by nobody.
    pub(crate) fn release(&self) {
        self.shut_down();
        let left = self.host.threads.left();
        if left > 0 {
            let fault = format!("the provider ends inside {left} of its own threads: the library must stay");
            self.host.say(Level::Error, &fault);
        }
        self.host.let_go();
    }

    /// Changes which logons there are, and stops the shared state once nobody can want it any more.
    fn change(&self, change: impl FnOnce(&mut Logons<P>)) {
        let shared = {
            let mut logons = lock(&self.logons);
            change(&mut logons);
            (logons.down && logons.cores.is_empty() && logons.under_way == 0).then(|| logons.shared.take()).flatten()
        };
        let Some(shared) = shared else { return };
        let Some(shared) = Arc::into_inner(shared) else {
            let fault = "shared state is still held by an author's thread: it is not stopped";
            return self.host.say(Level::Error, fault);
        };
        if let Ok(Err(fault)) | Err(fault) = stop(|| shared.stop().map_err(|error| error.to_string())) {
            self.host.say(Level::Error, &format!("shared state: {fault}"));
        }
    }
}

fn shut_down() -> Error {
    Error::new(Code::NOT_INITIALIZED, "the provider has been shut down")
}
