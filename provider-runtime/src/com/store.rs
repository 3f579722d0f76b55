//! What a store has that no other kind has: how its life goes on with the transports, and the list of the open ones. Its
//! methods are in `bridge/store.rs` and `bridge/logon_call.rs`.
#![allow(unsafe_code, reason = "the list of open stores holds them without a reference")]

use super::core::Listed;
use super::home::Home;
use super::kind::{Ask, Lifecycle};
use super::object::StoreObject;
use crate::provider::declared::kind;
use crate::provider::{Opened, StoreProvider};
use provider_abi::error::Code;
use provider_abi::lock::lock;
use provider_abi::prop_value::PropValue;
use provider_abi::shapes::flag::{LOGOFF_ABORT, MAPI_STORE_PROVIDER, STATUS_VALIDATE_STATE};
use provider_abi::shapes::tags;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

impl<P: StoreProvider> Lifecycle<kind::Store> for P {
    type Opened = Opened<P>;
    type Life = StoreLife;
    type Open = Vec<Listed<StoreObject<P>>>;
    const ASK: Ask<P, StoreLife> = Ask {
        kind: MAPI_STORE_PROVIDER,
        spi: P::SPI,
        configure: P::configure,
        name,
        uid: P::uid,
        columns: |_| Vec::new(),
        methods: STATUS_VALIDATE_STATE,
        flush: |_, _, _| Err(Code::NO_SUPPORT.into()),
        interrupt: |of, _| of.interrupt(),
        persist: P::persist,
        before_logoff: P::before_logoff,
        fast_shutdown: P::fast_shutdown,
        farewell: StoreLife::farewell,
        held: StoreLife::held,
    };
}

/// PR_DISPLAY_NAME: the author's, if he has one.
pub(crate) fn name<P: StoreProvider>(of: &P) -> String {
    match of.get(tags::DISPLAY_NAME) {
        Ok(PropValue::Text(name)) => name,
        _ => P::NAME.into(),
    }
}

/// The life of the store object, as far as the transports are concerned.
#[derive(Default)]
pub struct StoreLife {
    /// What names the store.
    pub(crate) key: Vec<u8>,
    /// Whether a store object was ever given to a client: else there is no transport to tell.
    pub(crate) opened: AtomicBool,
    /// Whether a client holds it.
    pub(crate) held: AtomicBool,
    /// What StoreLogoff said last; 0: nothing (STORELOGOFF-2).
    pub(crate) saved: AtomicU32,
    /// Whether the one effective StoreLogoffTransports was made (STORELOGOFF-6).
    pub(crate) told: AtomicBool,
}

impl StoreLife {
    /// STORELOGOFF-6: exactly once in a store's life.
    fn farewell(&self) -> Option<u32> {
        if !self.opened.load(Ordering::Acquire) || self.told.swap(true, Ordering::AcqRel) {
            return None;
        }
        let saved = self.saved.load(Ordering::Acquire);
        Some(if saved == 0 { LOGOFF_ABORT } else { saved })
    }

    fn held(&self) -> Option<&'static str> {
        self.held.load(Ordering::Acquire).then_some("store")
    }
}

/// MSLOGON-6: the open stores of one provider object.
impl<P: StoreProvider> Home<P> {
    /// The open store with this key, with a reference for the caller. A store in its final Release, or one whose logon is
    /// ending, counts as not open (MSLOGON-8).
    pub(crate) fn open_store(&self, key: &[u8]) -> Option<NonNull<StoreObject<P>>> {
        find(&lock(&self.open), key)
    }

    /// Puts a store into the list, unless another logon has opened one with that key meanwhile: then gives that one.
    pub(crate) fn enlist(&self, key: &[u8], store: NonNull<StoreObject<P>>) -> Option<NonNull<StoreObject<P>>> {
        let mut open = lock(&self.open);
        let found = find(&open, key);
        if found.is_none() {
            open.push(Listed(store));
        }
        found
    }

    /// The store is in its final Release.
    pub(crate) fn delist(&self, store: &StoreObject<P>) {
        lock(&self.open).retain(|other| !std::ptr::eq(other.0.as_ptr(), store));
    }
}

fn find<P: StoreProvider>(open: &[Listed<StoreObject<P>>], key: &[u8]) -> Option<NonNull<StoreObject<P>>> {
    let is_it = |store: &StoreObject<P>| {
        store.core.life.key == key && !store.core.link.calls.is_closed() && store.count.up_unless_zero()
    };
    // SAFETY: O4: in the list, so not freed while the lock is held.
    open.iter().map(|store| store.0).find(|store| is_it(unsafe { store.as_ref() }))
}
