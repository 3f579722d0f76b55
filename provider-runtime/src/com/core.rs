//! One logon of an author's provider, as every COM object of that logon shares it. Its end is in `end.rs`, the list of
//! its opened objects in `children.rs`, what several logons share in `home.rs`.

use super::children::Children;
use super::home::Home;
use super::link::Link;
use super::object::StatusObject;
use super::turns::Turns;
use crate::provider::{StoreKey, StoreProvider, Uid};
use crate::sync::lock;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, Mutex, OnceLock};

/// The logon. A child keeps it alive, never the logon object; the support object it holds through its link only.
pub(crate) struct Core<P: StoreProvider> {
    pub(crate) link: Arc<Link>,
    pub(crate) home: Arc<Home<P>>,
    /// The author's value: read under a seat, taken by step 6 (G2).
    pub(crate) state: Turns<Option<P>>,
    pub(crate) children: Mutex<Children<P>>,
    /// The status object, held weakly (STATOBJ-3).
    pub(crate) status: Mutex<Option<Status<P>>>,
    /// Connections that are not cancelled yet (NOTIF-4).
    pub(crate) subscriptions: Mutex<Vec<usize>>,
    pub(crate) store: StoreLife,
    /// What names the store, and how it was opened.
    pub(crate) key: StoreKey,
    pub(crate) writable: bool,
    /// What MAPI told at the logon.
    pub(crate) registered: OnceLock<Registered>,
}

/// The one status object of a logon.
pub(crate) struct Status<P: StoreProvider>(pub(crate) NonNull<StatusObject<P>>);

// SAFETY: O4: used under the lock only, which its last Release takes before it frees.
unsafe impl<P: StoreProvider> Send for Status<P> {}

/// The life of the store object, as far as the transports are concerned.
#[derive(Default)]
pub(crate) struct StoreLife {
    /// Whether a store object was ever given to a client: else there is no transport to tell.
    pub(crate) opened: AtomicBool,
    /// Whether a client holds it.
    pub(crate) held: AtomicBool,
    /// What StoreLogoff said last; 0: nothing (STORELOGOFF-2).
    pub(crate) saved: AtomicU32,
    /// Whether the one effective StoreLogoffTransports was made (STORELOGOFF-6).
    pub(crate) told: AtomicBool,
}

/// What MAPI told at the logon, for the store's and the status object's properties.
#[derive(Default)]
pub(crate) struct Registered {
    /// The wrapped entry identifier (OPEN-11).
    pub(crate) entry: Vec<u8>,
    /// PR_PROVIDER_DLL_NAME and PR_RESOURCE_FLAGS of the profile section, if it has them.
    pub(crate) dll: Option<String>,
    pub(crate) flags: Option<i32>,
    /// What the user calls the store.
    pub(crate) name: String,
}

impl<P: StoreProvider> Core<P> {
    pub(crate) fn new(link: Arc<Link>, home: Arc<Home<P>>, state: P, key: StoreKey, writable: bool) -> Self {
        Self {
            link,
            home,
            state: Turns::new(Some(state)),
            children: Mutex::new(Children::new()),
            status: Mutex::new(None),
            subscriptions: Mutex::new(Vec::new()),
            store: StoreLife::default(),
            key,
            writable,
            registered: OnceLock::new(),
        }
    }

    /// The UID of the logon's own objects; the declared one until the author was asked.
    pub(crate) fn uid(&self) -> Uid {
        self.link.uid().unwrap_or(P::UID)
    }

    /// The UIDs that this logon's entry identifiers may carry.
    pub(crate) fn uids(&self) -> [Uid; 2] {
        [self.uid(), P::UID]
    }

    /// NOTIF-4: removes a connection from the list; whether it was there.
    pub(crate) fn forget(&self, connection: usize) -> bool {
        let mut subscriptions = lock(&self.subscriptions);
        let place = subscriptions.iter().position(|other| *other == connection);
        place.map(|at| subscriptions.swap_remove(at)).is_some()
    }
}
