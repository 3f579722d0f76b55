//! How logons stand with the spooler: which of them are its own, and which messages it has locked.

use provider_abi::error::{Code, Error, Result};
use provider_abi::lock::lock;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What spoolers of this process have locked: of which store, which message, by which logon. It
/// spans provider objects, because a spooler has one of its own.
static LOCKED: Mutex<Vec<Lock>> = Mutex::new(Vec::new());

struct Lock {
    store: Vec<u8>,
    message: Vec<u8>,
    holder: usize,
}

/// How a logon stands with the spooler.
pub(super) struct SpoolerPart {
    /// Whether its store object is the spooler's, from SpoolerLogon on.
    is_spoolers: AtomicBool,
    /// Whether the spooler was told that there is something to send (SUBMIT-1).
    was_told: AtomicBool,
    /// What names the logon among those that lock.
    pub(super) token: usize,
}

impl Default for SpoolerPart {
    fn default() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(1);
        let token = NEXT.fetch_add(1, Ordering::Relaxed);
        Self { is_spoolers: AtomicBool::new(false), was_told: AtomicBool::new(false), token }
    }
}

/// A spooler that goes leaves no message locked.
impl Drop for SpoolerPart {
    fn drop(&mut self) {
        let mut locked = lock(&LOCKED);
        locked.retain(|other| other.holder != self.token);
        if locked.is_empty() {
            *locked = Vec::new(); // a library that goes leaves no memory
        }
    }
}

impl SpoolerPart {
    /// Whether its store object is the spooler's.
    pub(super) fn is_spoolers(&self) -> bool {
        self.is_spoolers.load(Ordering::Acquire)
    }

    /// SpoolerLogon has returned its store object.
    pub(super) fn become_spoolers(&self) {
        self.is_spoolers.store(true, Ordering::Release);
    }

    /// Whether the spooler has still to be told, once in a logon.
    pub(super) fn has_to_tell(&self) -> bool {
        !self.was_told.swap(true, Ordering::AcqRel)
    }
}

/// Whether a spooler has locked the message.
pub(super) fn is_locked(store: &[u8], message: &[u8]) -> bool {
    lock(&LOCKED).iter().any(|other| other.store == store && other.message == message)
}

/// Locks a message, or unlocks it.
///
/// # Errors
/// `MAPI_E_NO_ACCESS` if another spooler has locked it.
pub(super) fn set_locked(store: &[u8], message: &[u8], holder: usize, locks: bool) -> Result<()> {
    let mut locked = lock(&LOCKED);
    let at = locked.iter().position(|other| other.store == store && other.message == message);
    match (at.and_then(|at| locked.get(at)), locks) {
        (Some(other), true) if other.holder != holder => {
            return Err(Error::new(Code::NO_ACCESS, "another spooler has locked the message"));
        }
        (None, true) => locked.push(Lock { store: store.to_vec(), message: message.to_vec(), holder }),
        _ => {}
    }
    if let Some(at) = at.filter(|_| !locks) {
        locked.swap_remove(at);
    }
    Ok(())
}
