//! The logons of a session: those that live, and those that have ended.

use super::logon::Logon;
use provider_abi::lock::lock;
use std::ffi::c_void;
use std::sync::{Arc, Mutex};

/// A session's logons.
#[derive(Debug, Default)]
pub(crate) struct Logons(Mutex<Lists>);

#[derive(Debug, Default)]
struct Lists {
    /// Oldest first, as the others.
    live: Vec<Arc<Logon>>,
    /// Apart, so that a session with many logons after each other does not get slower.
    ended: Vec<Arc<Logon>>,
}

impl Logons {
    pub(crate) fn add(&self, logon: &Arc<Logon>) {
        lock(&self.0).live.push(Arc::clone(logon));
    }

    /// A logon has ended, or has come to nothing.
    pub(crate) fn end(&self, logon: &Logon) {
        let mut lists = lock(&self.0);
        if let Some(at) = lists.live.iter().position(|other| other.number == logon.number) {
            let ended = lists.live.remove(at);
            lists.ended.push(ended);
        }
    }

    /// Those that have not ended, oldest first.
    pub(crate) fn live(&self) -> Vec<Arc<Logon>> {
        lock(&self.0).live.clone()
    }

    /// The last logon that has opened a store, its `IUnknown` given; one that has ended only where
    /// none that lives has: another thread may end a logon before its client has the store (THR-5).
    pub(crate) fn of_store(&self, identity: *mut c_void) -> Option<Arc<Logon>> {
        let lists = lock(&self.0);
        let newest_first = lists.live.iter().rev().chain(lists.ended.iter().rev());
        newest_first.filter(|logon| !logon.provider.is_spoolers).find(|logon| logon.opened(identity)).cloned()
    }

    /// Those that have not ended, and then those that have.
    pub(crate) fn all(&self) -> Vec<Arc<Logon>> {
        let lists = lock(&self.0);
        lists.live.iter().chain(&lists.ended).cloned().collect()
    }
}
