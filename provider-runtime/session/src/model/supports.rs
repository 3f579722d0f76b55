//! The support objects of a session, which are kept after their end (S2). What they are is in
//! `support/`.
#![allow(unsafe_code, reason = "support objects are kept as raw pointers until the session is gone")]

use super::logon::Logon;
use provider_abi::lock::lock;
use std::ptr::NonNull;
use std::sync::Mutex;

/// A support object, as far as it is kept.
pub(crate) trait Kept {
    /// Whether nobody has a reference any more.
    fn is_free(&self) -> bool;

    /// Whether it is for this logon.
    fn is_of(&self, logon: &Logon) -> bool;

    /// The session gives its own reference back.
    fn release_own(&self);
}

/// S2: every support object, until the session is gone.
#[derive(Default)]
pub(crate) struct Supports(Mutex<Vec<Object>>);

struct Object(NonNull<dyn Kept>);

// SAFETY: S2: only its atomics and locks are used, until the one Drop of the list.
unsafe impl Send for Object {}

impl Supports {
    /// Keeps one: it is boxed, and nobody else frees it.
    pub(crate) fn keep(&self, support: NonNull<dyn Kept>) {
        lock(&self.0).push(Object(support));
    }

    /// LenientSupport: the reference that the session kept in the provider's place goes with the
    /// logon.
    pub(crate) fn release_of(&self, logon: &Logon) {
        if !logon.take_support_mark() {
            return;
        }
        let supports: Vec<_> = lock(&self.0).iter().map(|object| object.0).collect();
        for support in supports {
            // SAFETY: S2: kept until the session is gone.
            let support = unsafe { support.as_ref() };
            if support.is_of(logon) {
                support.release_own();
            }
        }
    }
}

impl Drop for Supports {
    fn drop(&mut self) {
        for Object(support) in lock(&self.0).drain(..) {
            // SAFETY: S2: kept until here.
            if unsafe { support.as_ref() }.is_free() {
                // SAFETY: S2: boxed when it was made; nobody has a reference, and the session that
                // kept it is going.
                drop(unsafe { Box::from_raw(support.as_ptr()) });
            }
            // One that a provider never gave back stays: a late call must not meet freed memory.
        }
    }
}
