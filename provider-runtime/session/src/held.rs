//! What a client holds: every wrapper that is alive, by what it is, its entry identifier, and the client's line that opened
//! it (SESSION-10). The wrappers are in `client.rs`, `store.rs` and `table.rs`.
#![allow(unsafe_code, reason = "a client's reference is given back exactly once")]

use super::state::State;
use provider_abi::com_ptr::{ComPtr, Interface};
use provider_abi::hex::hex;
use provider_abi::lock::lock;
use std::collections::BTreeMap;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::panic::Location;
use std::sync::{Arc, Mutex};

/// All wrappers of one session.
#[derive(Debug, Default)]
pub(crate) struct Held(Mutex<Wrappers>);

#[derive(Debug, Default)]
struct Wrappers {
    last: usize,
    alive: BTreeMap<usize, Wrapper>,
}

#[derive(Clone, Debug)]
struct Wrapper {
    name: String,
    logon: u64,
    entry: Option<Vec<u8>>,
    opened: &'static Location<'static>,
}

/// A wrapper's share in the session, and its entry among what is held.
#[derive(Debug)]
pub(crate) struct Handle {
    state: Arc<State>,
    number: usize,
}

impl Handle {
    /// A wrapper that its client has opened where this is called from.
    #[track_caller]
    pub(crate) fn new(state: &Arc<State>, name: &str, entry: Option<&[u8]>, logon: u64) -> Self {
        let entry = entry.map(<[u8]>::to_vec);
        let wrapper = Wrapper { name: name.into(), logon, entry, opened: Location::caller() };
        Self { state: Arc::clone(state), number: state.held.add(wrapper) }
    }

    /// One more for the same object.
    #[track_caller]
    pub(crate) fn another(&self) -> Self {
        let same = lock(&self.state.held.0).alive.get(&self.number).cloned();
        let (name, entry, logon) = same.map(|same| (same.name, same.entry, same.logon)).unwrap_or_default();
        Self::new(&self.state, &name, entry.as_deref(), logon)
    }
}

/// A client's reference on an object of a provider's. Behind a fast shutdown it goes without a Release (FAST-11).
pub(crate) struct Reference<V: Interface> {
    object: ManuallyDrop<ComPtr<V>>,
    state: Arc<State>,
}

impl<V: Interface> Reference<V> {
    pub(crate) fn new(object: ComPtr<V>, state: &Arc<State>) -> Self {
        Self { object: ManuallyDrop::new(object), state: Arc::clone(state) }
    }

    /// `IUnknown::Release`: how many references are left (ERR-5).
    pub(crate) fn release(self) -> u32 {
        if self.state.is_frozen() {
            return 0;
        }
        let last = ComPtr::clone(&self.object);
        drop(self);
        last.release()
    }
}

impl<V: Interface> Clone for Reference<V> {
    fn clone(&self) -> Self {
        Self::new(ComPtr::clone(&self.object), &self.state)
    }
}

impl<V: Interface> Deref for Reference<V> {
    type Target = ComPtr<V>;

    fn deref(&self) -> &ComPtr<V> {
        &self.object
    }
}

impl<V: Interface> std::fmt::Debug for Reference<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.object.fmt(f)
    }
}

impl<V: Interface> Drop for Reference<V> {
    fn drop(&mut self) {
        if !self.state.is_frozen() {
            // SAFETY: S1: dropped once, in the wrapper's own end.
            unsafe { ManuallyDrop::drop(&mut self.object) };
        }
    }
}

impl Held {
    fn add(&self, wrapper: Wrapper) -> usize {
        let mut wrappers = lock(&self.0);
        wrappers.last += 1;
        let number = wrappers.last;
        wrappers.alive.insert(number, wrapper);
        number
    }

    /// Each wrapper that is alive, oldest first: its name, and where it came from.
    pub(crate) fn list(&self) -> Vec<(String, String)> {
        let wrappers = lock(&self.0);
        wrappers.alive.values().map(|wrapper| (wrapper.name.clone(), wrapper.origin())).collect()
    }

    /// Each wrapper of an object that came from one of these logons.
    pub(crate) fn of(&self, logons: &[u64]) -> Vec<String> {
        let wrappers = lock(&self.0);
        let own = wrappers.alive.values().filter(|wrapper| logons.contains(&wrapper.logon));
        own.map(|wrapper| format!("{}, {}", wrapper.name, wrapper.origin())).collect()
    }
}

impl Wrapper {
    fn origin(&self) -> String {
        let entry = self.entry.as_deref().map(|entry| format!(" with entry {}", hex(entry)));
        format!("opened at {}{}", self.opened, entry.unwrap_or_default())
    }
}

impl Deref for Handle {
    type Target = Arc<State>;

    fn deref(&self) -> &Arc<State> {
        &self.state
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        lock(&self.state.held.0).alive.remove(&self.number);
    }
}
