//! MAPI's part by hand: support objects, profile sections and sinks that refuse, call in again, and
//! see who calls them when nobody may. Their memory stays until their world ends.
#![allow(unsafe_code, reason = "objects of the host's are classes, and kept by hand")]

pub mod malloc;
mod section;
pub mod sink;
pub mod support_object;

use crate::world::{any_error, chance, here, trace};
use provider_abi::class::{Class, Count};
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

/// An object of the host's, alive or not.
struct Grave {
    object: NonNull<c_void>,
    bury: unsafe fn(NonNull<c_void>),
}

// SAFETY: O4: the last thread that has the world frees it.
unsafe impl Send for Grave {}

/// The objects of the host's in one world.
#[derive(Default)]
pub struct Graveyard {
    graves: Mutex<Vec<Grave>>,
    live: AtomicI64,
}

impl Graveyard {
    /// How many are alive.
    pub fn live(&self) -> i64 {
        self.live.load(Ordering::SeqCst)
    }

    /// Makes an object with one reference, the caller's.
    pub(crate) fn add<C: Class>(&self, object: C) -> *mut c_void {
        unsafe fn bury<C>(object: NonNull<c_void>) {
            // SAFETY: O4: it was boxed below, and its world is gone.
            drop(unsafe { Box::from_raw(object.cast::<C>().as_ptr()) });
        }
        let object = NonNull::from(Box::leak(Box::new(object))).cast::<c_void>();
        self.live.fetch_add(1, Ordering::SeqCst);
        self.graves.lock().unwrap_or_else(PoisonError::into_inner).push(Grave { object, bury: bury::<C> });
        object.as_ptr()
    }
}

impl Drop for Graveyard {
    fn drop(&mut self) {
        for grave in self.graves.get_mut().unwrap_or_else(PoisonError::into_inner).drain(..) {
            // SAFETY: O4: each once, and nobody else knows it.
            unsafe { (grave.bury)(grave.object) };
        }
    }
}

/// The last Release of an object of the host's.
pub(crate) fn died(what: &str) {
    if let Some(world) = here() {
        trace(|| format!("{what} dies"));
        world.graves.live.fetch_sub(1, Ordering::SeqCst);
    }
}

/// What happens in every call of a provider to MAPI: perhaps a call in again, perhaps a refusal.
fn answer(what: &str, count: &Count) -> Result<(), Code> {
    let Some(world) = here() else { return Ok(()) };
    if count.now() == 0 {
        world.fault(format!("{what} is called after its last Release"));
        return Err(Code::INVALID_OBJECT);
    }
    world.come_again();
    let refusal = chance(world.temper.refusals).then(any_error);
    trace(|| format!("{what} answers {refusal:?}"));
    refusal.map_or(Ok(()), Err)
}
