//! One lock for the calls of a provider's life cycle: init, logon, logoff, Shutdown and Release
//! come one at a time (THR-5). A client's own calls do not take it; neither does what a client's
//! Release of a store brings with it (SUPREL-3).

use provider_abi::lock::lock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::thread::ThreadId;

/// The lock, and the thread that has it.
#[derive(Debug, Default)]
pub(crate) struct LifecycleLock {
    owner: Mutex<Option<Owner>>,
    given_back: Condvar,
    /// How many threads wait for it.
    waiting: AtomicUsize,
}

#[derive(Debug)]
struct Owner {
    thread: ThreadId,
    times: usize,
}

/// The lock, taken. Dropping it gives it back.
pub(crate) struct LifecycleGuard<'t>(&'t LifecycleLock);

impl LifecycleLock {
    /// Takes it, also once more on the thread that has it; `None` if another thread has it and this
    /// one may not wait.
    pub(crate) fn take(&self, may_wait: bool) -> Option<LifecycleGuard<'_>> {
        let here = std::thread::current().id();
        let mut owner = lock(&self.owner);
        loop {
            match &mut *owner {
                None => {
                    *owner = Some(Owner { thread: here, times: 1 });
                    return Some(LifecycleGuard(self));
                }
                Some(owner) if owner.thread == here => {
                    owner.times += 1;
                    return Some(LifecycleGuard(self));
                }
                Some(_) if !may_wait => return None,
                Some(_) => {
                    self.waiting.fetch_add(1, Ordering::AcqRel);
                    owner = self.given_back.wait(owner).unwrap_or_else(|poisoned| poisoned.into_inner());
                    self.waiting.fetch_sub(1, Ordering::AcqRel);
                }
            }
        }
    }
}

impl LifecycleLock {
    /// How many threads wait for it.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Acquire)
    }
}

impl Drop for LifecycleGuard<'_> {
    fn drop(&mut self) {
        let mut owner = lock(&self.0.owner);
        if let Some(held) = owner.as_mut() {
            held.times -= 1;
            if held.times == 0 {
                *owner = None;
                self.0.given_back.notify_one();
            }
        }
    }
}
