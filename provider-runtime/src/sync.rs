//! std's or loom's primitives, and the one thread-local of the crate; the only place that chooses.
//! No protocol lives here.
#![allow(unsafe_code, reason = "a seat keeps the place of its thread's count")]

#[cfg(loom)]
pub(crate) use loom::sync::atomic::{AtomicU32, Ordering, fence};
#[cfg(loom)]
pub(crate) use loom::sync::{Condvar, Mutex, MutexGuard};
#[cfg(not(loom))]
pub(crate) use std::sync::atomic::{AtomicU32, Ordering, fence};
#[cfg(not(loom))]
pub(crate) use std::sync::{Condvar, Mutex, MutexGuard};

/// Locks. A poisoned lock is no reason to stop a teardown.
#[inline]
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// How many calls and ends of ours this thread is inside, over all logons.
///
/// A `const` cell without a destructor: nothing of it outlives an unload, and glibc keeps no
/// library for its sake.
pub(crate) mod depth {
    use std::cell::Cell;
    use std::marker::PhantomData;

    #[cfg(not(loom))]
    std::thread_local! { static DEPTH: Cell<u32> = const { Cell::new(0) } }
    #[cfg(loom)]
    loom::thread_local! { static DEPTH: Cell<u32> = Cell::new(0) }

    /// The count of the thread that asked for it. A library finds its thread's own only by a call
    /// into the loader, so a seat keeps it.
    #[derive(Clone, Copy)]
    pub(crate) struct Depth {
        #[cfg(not(loom))]
        count: std::ptr::NonNull<Cell<u32>>,
        thread: PhantomData<*const ()>,
    }

    /// This thread's count.
    #[inline]
    pub(crate) fn here() -> Depth {
        Depth {
            #[cfg(not(loom))]
            count: DEPTH.with(|depth| std::ptr::NonNull::from(depth)),
            thread: PhantomData,
        }
    }

    impl Depth {
        #[inline]
        fn with<R>(self, work: impl FnOnce(&Cell<u32>) -> R) -> R {
            #[cfg(not(loom))]
            // SAFETY: G5: this thread's own, which nothing destroys before the thread ends.
            return work(unsafe { self.count.as_ref() });
            #[cfg(loom)]
            return DEPTH.with(work);
        }

        #[inline]
        pub(crate) fn get(self) -> u32 {
            self.with(Cell::get)
        }

        #[inline]
        pub(crate) fn up(self) {
            self.with(|depth| depth.set(depth.get() + 1));
        }

        #[inline]
        pub(crate) fn down(self) {
            self.with(|depth| depth.set(depth.get() - 1));
        }
    }

    /// Counts a call until it is dropped.
    pub(crate) struct Entered(Depth);

    /// Counts a call of this thread's that takes no seat.
    pub(crate) fn enter() -> Entered {
        let depth = here();
        depth.up();
        Entered(depth)
    }

    impl Drop for Entered {
        fn drop(&mut self) {
            self.0.down();
        }
    }

    /// Tells living threads apart: the address of this thread's cell.
    ///
    /// `std::thread::current` would leave a destructor behind on the host's thread, and glibc would
    /// keep the library.
    #[cfg(not(loom))]
    pub(crate) fn thread() -> usize {
        DEPTH.with(|depth| std::ptr::from_ref(depth).addr())
    }
}
