//! The sessions of one process, and the clients of one session: who shares it, and what becomes of it when one of them leaves
//! (SESSION-4 to SESSION-9). How a session itself ends is in `logoff.rs`.

use super::logon::{Logon, Stage};
use super::notify::SESSION;
use super::queue::Copied;
use super::state::State;
use provider_abi::lock::lock;
use provider_abi::shapes::flag::{MAPI_ALLOW_OTHERS, fnevCriticalError, fnevExtended};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, Weak};

/// All sessions of one process.
#[derive(Debug, Default)]
pub(crate) struct Sessions(Mutex<Vec<Weak<State>>>);

impl Sessions {
    pub(crate) fn add(&self, session: &Arc<State>) {
        let mut sessions = lock(&self.0);
        sessions.retain(|session| session.strong_count() > 0);
        sessions.push(Arc::downgrade(session));
    }

    /// Those that have not ended, oldest first.
    pub(crate) fn live(&self) -> Vec<Arc<State>> {
        let all: Vec<_> = lock(&self.0).iter().filter_map(Weak::upgrade).collect();
        all.into_iter().filter(|session| !session.has_ended()).collect()
    }

    /// All that there are, for whoever ends them.
    pub(crate) fn take(&self) -> Vec<Arc<State>> {
        let all = std::mem::take(&mut *lock(&self.0));
        all.iter().filter_map(Weak::upgrade).collect()
    }
}

/// How many clients a session has.
#[derive(Debug, Default)]
pub(crate) struct Clients(AtomicU32);

/// One client of a session, and what it has subscribed to.
#[derive(Debug, Default)]
pub(crate) struct Client {
    connections: Mutex<Vec<usize>>,
}

impl Client {
    pub(crate) fn has_advised(&self, connection: usize) {
        lock(&self.connections).push(connection);
    }

    pub(crate) fn has_unadvised(&self, connection: usize) {
        lock(&self.connections).retain(|other| *other != connection);
    }
}

impl State {
    pub(crate) fn is_shared(&self) -> bool {
        self.options.session_flags & MAPI_ALLOW_OTHERS != 0
    }

    /// STORELOGOFF-10: whether another session of the profile has a logon's store open, too.
    pub(crate) fn is_open_elsewhere(&self, logon: &Logon) -> bool {
        let Some(entry) = logon.registration.entry() else { return false };
        let others = self.sessions.live().into_iter().filter(|other| !std::ptr::eq(&raw const **other, self));
        let same_profile = others.filter(|other| other.registry.name == self.registry.name);
        same_profile.flat_map(|other| other.client_logons()).any(|other| {
            let same =
                other.registration.dll == logon.registration.dll && other.registration.entry() == Some(entry.clone());
            same && other.stage() == Stage::Active
        })
    }

    pub(crate) fn client_comes(&self) {
        self.clients.0.fetch_add(1, Ordering::AcqRel);
    }

    /// Whether no client is left.
    pub(crate) fn is_left(&self) -> bool {
        self.clients.0.load(Ordering::Acquire) == 0
    }

    /// One client leaves; whether it was the last (SESSION-9). What it has subscribed to is cancelled, unless the session ends.
    pub(crate) fn client_leaves(&self, client: &Client) -> bool {
        let is_last = self.clients.0.fetch_sub(1, Ordering::AcqRel) == 1;
        let connections = std::mem::take(&mut *lock(&client.connections));
        if !is_last {
            for connection in connections {
                let _ = self.unadvise(connection); // the provider may have cancelled it
            }
        }
        is_last
    }

    /// SESSION-6, SESSION-7: the clients that stay are told to leave too.
    pub(crate) fn tell_clients_to_leave(&self) {
        for event in [fnevCriticalError, fnevExtended] {
            for subscription in self.own_subscribers(SESSION, event) {
                self.send(subscription, Copied::of_session(event));
            }
        }
    }
}
