//! A cell that is read by many under seats, and taken once by the end. Who may be there when is up
//! to the gate.
#![allow(unsafe_code, reason = "the cell hands out what its users promise not to read and write at once")]

/// A cell whose users prove that none of them writes while another is there; loom checks the proof.
pub(crate) struct GuardedCell<T>(#[cfg(not(loom))] std::cell::UnsafeCell<T>, #[cfg(loom)] loom::cell::UnsafeCell<T>);

// SAFETY: G2: readers and the one taker never overlap; readers share `&T`, the taker moves the
// value to its thread.
unsafe impl<T: Send + Sync> Sync for GuardedCell<T> {}

impl<T> GuardedCell<T> {
    #[inline]
    pub(crate) fn new(value: T) -> Self {
        #[cfg(not(loom))]
        return Self(std::cell::UnsafeCell::new(value));
        #[cfg(loom)]
        return Self(loom::cell::UnsafeCell::new(value));
    }

    /// Looks at the value.
    ///
    /// # Safety
    /// Nobody writes for as long as `read` runs.
    #[inline]
    pub(crate) unsafe fn read<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        #[cfg(not(loom))]
        // SAFETY: G2: the caller's promise that nobody writes meanwhile.
        return read(unsafe { &*self.0.get() });
        #[cfg(loom)]
        // SAFETY: G2: the caller's promise that nobody writes meanwhile; loom checks it.
        return self.0.with(|value| read(unsafe { &*value }));
    }

    /// Changes the value.
    ///
    /// # Safety
    /// Nobody else reads or writes for as long as `write` runs.
    #[inline]
    pub(crate) unsafe fn write<R>(&self, write: impl FnOnce(&mut T) -> R) -> R {
        #[cfg(not(loom))]
        // SAFETY: G2: the caller's promise that nobody else is here.
        return write(unsafe { &mut *self.0.get() });
        #[cfg(loom)]
        // SAFETY: G2: the caller's promise that nobody else is here; loom checks it.
        return self.0.with_mut(|value| write(unsafe { &mut *value }));
    }
}
