//! What the logons of one provider object share: the open stores, the logons, the author's shared state. One logon is in
//! `core.rs`.

use super::core::Core;
use super::host::Host;
use super::module;
use super::object::StoreObject;
use super::wall::{settled, stop};
use crate::error::{Code, Error, Result};
use crate::provider::{Shared, StoreProvider};
use crate::sync::{depth, lock};
use log::Level;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, Weak};

/// The state behind one provider object; outlives it as long as a husk does.
pub(crate) struct Home<P: StoreProvider> {
    pub(crate) host: Arc<Host>,
    stores: Mutex<Stores<P>>,
    /// One start of the shared state at a time: the one lock that is held over the author's code, which has no support
    /// object there to call out with.
    starting: Mutex<()>,
}

struct Stores<P: StoreProvider> {
    /// MSLOGON-6: the open stores.
    open: Vec<NonNull<StoreObject<P>>>,
    cores: Vec<Weak<Core<P>>>,
    /// Logons that have ended, as long as an object of theirs is there.
    ended: Vec<Weak<Core<P>>>,
    shared: Option<Arc<P::Shared>>,
    /// Logons that are not among the cores yet: they hold the shared state.
    under_way: usize,
    down: bool,
}

/// A logon call under way.
pub(crate) struct UnderWay<'h, P: StoreProvider>(&'h Home<P>);

impl<P: StoreProvider> Drop for UnderWay<'_, P> {
    fn drop(&mut self) {
        let shared = {
            let mut stores = lock(&self.0.stores);
            stores.under_way -= 1;
            stores.shared_if_over()
        };
        self.0.stop(shared); // `Shutdown` came from inside the call
    }
}

// SAFETY: O4: the pointers are used under the lock only, which a store's last Release takes before it frees.
unsafe impl<P: StoreProvider> Send for Stores<P> {}

impl<P: StoreProvider> Home<P> {
    pub(crate) fn new(host: Arc<Host>) -> Self {
        let (open, cores, ended) = Default::default();
        let stores = Stores { open, cores, ended, shared: None, under_way: 0, down: false };
        Self { host, stores: Mutex::new(stores), starting: Mutex::new(()) }
    }

    /// MSLOGON-6: the open store with this key, with a reference for the caller. A store in its final Release, or one
    /// whose logon is ending, counts as not open (MSLOGON-8).
    pub(crate) fn open_store(&self, key: &[u8]) -> Option<NonNull<StoreObject<P>>> {
        lock(&self.stores).open_store(key)
    }

    /// Puts a store into the list, unless another logon has opened one with that key meanwhile: then gives that one.
    pub(crate) fn enlist(&self, key: &[u8], store: NonNull<StoreObject<P>>) -> Option<NonNull<StoreObject<P>>> {
        let mut stores = lock(&self.stores);
        let open = stores.open_store(key);
        if open.is_none() {
            stores.open.push(store);
        }
        open
    }

    /// The core's store is open no longer.
    pub(crate) fn delist(&self, core: &Core<P>) {
        let of_core = |store: &NonNull<StoreObject<P>>| {
            // SAFETY: O4: in the list, so not freed while the lock is held.
            std::ptr::eq(Arc::as_ptr(unsafe { &store.as_ref().core }), core)
        };
        lock(&self.stores).open.retain(|store| !of_core(store));
    }

    /// A logon call begins. Until it is over, `Shutdown` leaves the shared state to it.
    pub(crate) fn begin(&self) -> UnderWay<'_, P> {
        lock(&self.stores).under_way += 1;
        UnderWay(self)
    }

    /// LOGON-10: a new logon. None after `Shutdown`.
    pub(crate) fn join(&self, core: &Arc<Core<P>>) -> Result<()> {
        let mut stores = lock(&self.stores);
        if stores.down {
            return Err(shut_down());
        }
        stores.cores.push(Arc::downgrade(core));
        Ok(())
    }

    /// A logon has ended; the last one behind `Shutdown` stops the shared state.
    pub(crate) fn leave(&self, core: &Core<P>) {
        let shared = {
            let mut stores = lock(&self.stores);
            stores.ended.retain(|other| other.strong_count() > 0);
            let own = stores.cores.extract_if(.., |other| std::ptr::eq(other.as_ptr(), core)).collect::<Vec<_>>();
            stores.ended.extend(own);
            stores.shared_if_over()
        };
        self.stop(shared);
    }

    /// The logons that have not ended.
    pub(crate) fn logons(&self) -> Vec<Arc<Core<P>>> {
        let stores = lock(&self.stores);
        stores.cores.iter().filter_map(Weak::upgrade).collect()
    }

    /// The author's shared state, started by the first logon.
    pub(crate) fn shared(&self) -> Result<Arc<P::Shared>> {
        let _turn = lock(&self.starting);
        {
            let stores = lock(&self.stores);
            if stores.down {
                return Err(shut_down());
            }
            if let Some(shared) = &stores.shared {
                return Ok(Arc::clone(shared));
            }
        }
        let shared = Arc::new(settled(P::Shared::start)?);
        let late = {
            let mut stores = lock(&self.stores);
            stores.shared = Some(Arc::clone(&shared));
            stores.shared_if_over() // `Shutdown` came while it started
        };
        if late.is_some() {
            drop(shared);
            self.stop(late);
            return Err(shut_down());
        }
        Ok(shared)
    }

    /// `IMSProvider::Shutdown` (SHUT-4): ends what has not ended (SHUT-5), stops the shared state, joins the threads.
    /// Idempotent (SHUT-7).
    pub(crate) fn shut_down(&self) {
        lock(&self.stores).down = true;
        for core in self.logons() {
            Core::end(&core);
        }
        let shared = lock(&self.stores).shared_if_over();
        self.stop(shared);
        if depth::get() == 0 {
            self.host.threads.join(); // G3: inside a call nobody waits, not even for a thread
        }
        self.pin_if_held();
    }

    /// INVAL-4: MAPI knows of no husk, and frees the library. What a client still has of this provider object, or a call
    /// that is still inside it, keeps the library for good.
    fn pin_if_held(&self) {
        let (held, under_way) = {
            let stores = lock(&self.stores);
            (stores.ended.iter().filter_map(Weak::upgrade).collect::<Vec<_>>(), stores.under_way)
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

    fn stop(&self, shared: Option<Arc<P::Shared>>) {
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

impl<P: StoreProvider> Stores<P> {
    fn open_store(&self, key: &[u8]) -> Option<NonNull<StoreObject<P>>> {
        let found = self.open.iter().find(|store| {
            // SAFETY: O4: in the list, so not freed while the lock is held.
            let store = unsafe { store.as_ref() };
            store.core.key.bytes() == key && !store.core.link.calls.is_closed() && store.count.up_unless_zero()
        });
        found.copied()
    }

    /// The shared state, once nobody can want it any more.
    fn shared_if_over(&mut self) -> Option<Arc<P::Shared>> {
        if self.down && self.cores.is_empty() && self.under_way == 0 { self.shared.take() } else { None }
    }
}

fn shut_down() -> Error {
    Error::new(Code::NOT_INITIALIZED, "the provider has been shut down")
}
