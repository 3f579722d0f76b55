//! One turn for the calls of a provider's life cycle: init, logon, logoff, Shutdown and Release come one at a time (THR-5).
//! A client's own calls need none, nor does what a client's Release of a store brings with it (SUPREL-3).

use provider_abi::lock::lock;
use std::sync::{Condvar, Mutex};
use std::thread::ThreadId;

/// Whose turn it is.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    owner: Mutex<Option<Owner>>,
    given_back: Condvar,
}

#[derive(Debug)]
struct Owner {
    thread: ThreadId,
    times: usize,
}

/// A turn that was taken. Dropping it gives it back.
pub(crate) struct Taken<'t>(&'t Turn);

impl Turn {
    /// Takes it, also once more on the thread that has it; `None` if another thread has it and this one may not wait.
    pub(crate) fn take(&self, may_wait: bool) -> Option<Taken<'_>> {
        let here = std::thread::current().id();
        let mut owner = lock(&self.owner);
        loop {
            match &mut *owner {
                None => {
                    *owner = Some(Owner { thread: here, times: 1 });
                    return Some(Taken(self));
                }
                Some(owner) if owner.thread == here => {
                    owner.times += 1;
                    return Some(Taken(self));
                }
                Some(_) if !may_wait => return None,
                Some(_) => owner = self.given_back.wait(owner).unwrap_or_else(|poisoned| poisoned.into_inner()),
            }
        }
    }
}

impl Drop for Taken<'_> {
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
