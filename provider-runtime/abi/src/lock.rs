//! Taking a lock, whether or not a panic has poisoned it.

use std::sync::{Mutex, MutexGuard};

/// Locks. A poisoned lock is no reason to stop a teardown.
#[inline]
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}
