//! std's or loom's primitives, and the one thread-local of the crate; the only place that chooses. No protocol lives here.

#[cfg(loom)]
pub(crate) use loom::sync::atomic::{AtomicU32, Ordering, fence};
#[cfg(loom)]
pub(crate) use loom::sync::{Condvar, Mutex, MutexGuard};
#[cfg(not(loom))]
pub(crate) use std::sync::atomic::{AtomicU32, Ordering, fence};
#[cfg(not(loom))]
pub(crate) use std::sync::{Condvar, Mutex, MutexGuard};

/// Locks. A poisoned lock is no reason to stop a teardown.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// How many calls and ends of ours this thread is inside, over all logons.
///
/// A `const` cell without a destructor: nothing of it outlives an unload, and glibc keeps no library for its sake.
pub(crate) mod depth {
    use std::cell::Cell;

    #[cfg(not(loom))]
    std::thread_local! { static DEPTH: Cell<u32> = const { Cell::new(0) } }
    #[cfg(loom)]
    loom::thread_local! { static DEPTH: Cell<u32> = Cell::new(0) }

    pub(crate) fn get() -> u32 {
        DEPTH.with(Cell::get)
    }

    pub(crate) fn up() {
        DEPTH.with(|depth| depth.set(depth.get() + 1));
    }

    pub(crate) fn down() {
        DEPTH.with(|depth| depth.set(depth.get() - 1));
    }

    /// Tells living threads apart: the address of this thread's cell.
    ///
    /// `std::thread::current` would leave a destructor behind on the host's thread, and glibc would keep the library.
    #[cfg(not(loom))]
    pub(crate) fn thread() -> usize {
        DEPTH.with(|depth| std::ptr::from_ref(depth).addr())
    }
}
