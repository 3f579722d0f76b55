//! What the logons of one provider object share: which there are, and the author's shared state.
//! One logon is in `state.rs`.

use super::declared::Shared;
use super::host::Host;
use super::kind::Provider;
use super::module;
use super::panics::{catch_panic, catch_panic_as_error};
use super::state::LogonState;
use super::support_link::SupportLink;
use crate::sync::{depth, lock};
use log::Level;
use provider_abi::com_ptr::Lent;
use provider_abi::error::{Code, Error, Result};
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use provider_abi::strings::joined;
use std::sync::{Arc, Mutex, Weak};

/// The state of one provider object. Outlives that as long as a client holds an invalidated object.
pub(crate) struct ProviderState<P: Provider> {
    pub(crate) host: Arc<Host>,
    logons: Mutex<Logons<P>>,
    /// State that the logons share, and that only this kind needs.
    pub(crate) shared_kind_state: Mutex<P::SharedKindState>,
    /// One start of the shared state at a time: the one lock that is held over the author's code,
    /// which has no support object there to call out with.
    starting: Mutex<()>,
}

struct Logons<P: Provider> {
    active: Vec<Weak<LogonState<P>>>,
    /// Logons that have ended, as long as an object of theirs is there.
    ended: Vec<Weak<LogonState<P>>>,
    shared: Option<Arc<P::Shared>>,
    /// How many logons are not among those yet: they hold the shared state.
    under_way: usize,
    is_shut_down: bool,
}

impl<P: Provider> ProviderState<P> {
    pub(crate) fn new(host: Arc<Host>) -> Self {
        let logons = Logons { active: Vec::new(), ended: Vec::new(), shared: None, under_way: 0, is_shut_down: false };
        Self { host, logons: Mutex::new(logons), shared_kind_state: Mutex::default(), starting: Mutex::new(()) }
    }

    /// Holds the support object while `open` logs on, and for the logon that this makes; else gives
    /// it back (LOGON-2). `Shutdown` leaves the shared state to a logon that is under way.
    pub(crate) fn log_on<T>(
        &self,
        support: Option<Lent<'_, IMAPISupportVtbl>>,
        open: impl FnOnce(&Arc<SupportLink>) -> Result<T>,
        is_logon: impl FnOnce(&T) -> bool,
    ) -> Result<T> {
        let support = support.ok_or(Code::INVALID_PARAMETER)?.keep(); // the one reference (LOGON-2)
        let link = Arc::new(SupportLink::new(support, Arc::clone(&self.host)));
        lock(&self.logons).under_way += 1;
        let outcome = catch_panic_as_error(|| open(&link));
        self.change(|logons| logons.under_way -= 1); // `Shutdown` may have come from inside the call
        if !outcome.as_ref().is_ok_and(is_logon) {
            // LOGON-2: net 0. The author may have started threads: the same gate, the same end.
            SupportLink::release_support(&link);
        }
        outcome
    }

    /// LOGON-10: a new logon. None after `Shutdown`.
    pub(crate) fn join(&self, logon: &Arc<LogonState<P>>) -> Result<()> {
        let mut logons = lock(&self.logons);
        if logons.is_shut_down {
            return Err(shut_down());
        }
        logons.active.push(Arc::downgrade(logon));
        Ok(())
    }

    /// A logon has ended; the last one after `Shutdown` stops the shared state.
    pub(crate) fn leave(&self, logon: &LogonState<P>) {
        self.change(|logons| {
            logons.ended.retain(|other| other.strong_count() > 0);
            if let Some(at) = logons.active.iter().position(|other| std::ptr::eq(other.as_ptr(), logon)) {
                let own = logons.active.remove(at);
                logons.ended.push(own);
            }
        });
    }

    /// The logons that have not ended.
    pub(crate) fn logons(&self) -> Vec<Arc<LogonState<P>>> {
        let logons = lock(&self.logons);
        logons.active.iter().filter_map(Weak::upgrade).collect()
    }

    /// The author's shared state, started by the first logon. It is under way here, so a `Shutdown`
    /// meanwhile leaves the state to it.
    pub(crate) fn shared(&self) -> Result<Arc<P::Shared>> {
        let _starting = lock(&self.starting);
        {
            let logons = lock(&self.logons);
            if logons.is_shut_down {
                return Err(shut_down());
            }
            if let Some(shared) = &logons.shared {
                return Ok(Arc::clone(shared));
            }
        }
        let shared = Arc::new(catch_panic_as_error(P::Shared::start)?);
        lock(&self.logons).shared = Some(Arc::clone(&shared));
        Ok(shared)
    }

    /// Shutdown of any provider object (SHUT-4): ends what has not ended (SHUT-5), stops the shared
    /// state, joins the threads. Idempotent (SHUT-7).
    pub(crate) fn shut_down(&self) {
        lock(&self.logons).is_shut_down = true;
        for logon in self.logons() {
            LogonState::end(&logon);
        }
        self.change(|_| ());
        if depth::here().get() == 0 {
            self.host.threads.join(); // G3: inside a call nobody waits, not even for a thread
        }
        self.pin_if_held();
    }

    /// INVAL-4: MAPI knows nothing of invalidated objects, and frees the library. What a client
    /// still has of this provider object, or a call that is still inside it, keeps the library in
    /// the process for good.
    fn pin_if_held(&self) {
        let (held, under_way) = {
            let logons = lock(&self.logons);
            (logons.ended.iter().filter_map(Weak::upgrade).collect::<Vec<_>>(), logons.under_way)
        };
        if (!held.is_empty() || under_way > 0) && module::pin() {
            let held: Vec<_> = held.iter().map(|logon| logon.leaks().unwrap_or_else(|| "a call".into())).collect();
            self.host.log(Level::Warn, &format!("the library stays in the process: {}", joined(&held, "; ")));
        }
    }

    /// The provider object's last Release: `Shutdown`'s work if that has not come (SHUT-7), and
    /// what could not be joined there, because it ran inside a call or on the very thread. What is
    /// left now can be joined by nobody.
    pub(crate) fn release(&self) {
        self.shut_down();
        let left = self.host.threads.count();
        if left > 0 {
            let fault = format!("the provider ends inside {left} of its own threads: the library must stay");
            self.host.log(Level::Error, &fault);
        }
        self.host.release();
    }

    /// Changes which logons there are, and stops the shared state once nobody can want it any more.
    fn change(&self, change: impl FnOnce(&mut Logons<P>)) {
        let shared = {
            let mut logons = lock(&self.logons);
            change(&mut logons);
            (logons.is_shut_down && logons.active.is_empty() && logons.under_way == 0)
                .then(|| logons.shared.take())
                .flatten()
        };
        let Some(shared) = shared else { return };
        let Some(shared) = Arc::into_inner(shared) else {
            let fault = "shared state is still held by an author's thread: it is not stopped";
            return self.host.log(Level::Error, fault);
        };
        if let Ok(Err(fault)) | Err(fault) = catch_panic(|| shared.stop().map_err(|error| error.to_string())) {
            self.host.log(Level::Error, &format!("shared state: {fault}"));
        }
    }
}

fn shut_down() -> Error {
    Error::new(Code::NOT_INITIALIZED, "the provider has been shut down")
}
