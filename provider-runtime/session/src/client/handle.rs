//! A client's share in a session and in an object of it, by which every wrapper is known as long as
//! it is alive (SESSION-10). The wrappers are in the other files of the folder.
#![allow(unsafe_code, reason = "a client's reference is given back exactly once")]

use crate::model::{HeldObject, State};
use provider_abi::com_ptr::{ComPtr, Interface};
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::panic::Location;
use std::sync::Arc;

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
        let wrapper = HeldObject { name: name.into(), logon, entry, opened: Location::caller() };
        Self { state: Arc::clone(state), number: state.handles.add(wrapper) }
    }

    /// One more for the same object.
    #[track_caller]
    pub(crate) fn another(&self) -> Self {
        let same = self.state.handles.get(self.number);
        let (name, entry, logon) = same.map(|same| (same.name, same.entry, same.logon)).unwrap_or_default();
        Self::new(&self.state, &name, entry.as_deref(), logon)
    }
}

/// A client's reference on an object of a provider's. After a fast shutdown it goes without a
/// Release (FAST-11).
pub(crate) struct Reference<V: Interface> {
    object: ManuallyDrop<ComPtr<V>>,
    state: Arc<State>,
    /// Which logon it came from; 0: the session's own, or nobody can tell.
    logon: u64,
    /// What the record calls the object.
    name: String,
    is_given_back: bool,
}

impl<V: Interface> Reference<V> {
    pub(crate) fn new(object: ComPtr<V>, state: &Arc<State>, name: &str, logon: u64) -> Self {
        let state = Arc::clone(state);
        Self { object: ManuallyDrop::new(object), state, logon, name: name.into(), is_given_back: false }
    }

    /// `IUnknown::Release`: how many references are left (ERR-5).
    pub(crate) fn release(mut self) -> u32 {
        self.give_back()
    }

    fn give_back(&mut self) -> u32 {
        if self.state.is_frozen() || std::mem::replace(&mut self.is_given_back, true) {
            return 0;
        }
        // SAFETY: S1: taken out once, as it is given back.
        let object = unsafe { ManuallyDrop::take(&mut self.object) };
        let left = self.state.record.unrecorded(|| format!("Release of {}", self.name), || object.release());
        if left > 0 {
            self.state.references_are_left(&self.name, self.logon, left);
        }
        left
    }
}

impl<V: Interface> Clone for Reference<V> {
    fn clone(&self) -> Self {
        Self::new(ComPtr::clone(&self.object), &self.state, &self.name, self.logon)
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
        self.give_back();
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
        self.state.handles.remove(self.number);
    }
}
