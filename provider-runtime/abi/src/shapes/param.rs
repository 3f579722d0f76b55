//! The pointers that a method is called with. Written by hand.

use core::ffi::c_void;

/// The object a method is called on: the first parameter of every method.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct This(pub(crate) *mut c_void);

impl This {
    /// The object at `object`.
    #[inline]
    pub const fn new(object: *mut c_void) -> Self {
        Self(object)
    }

    /// The pointer itself.
    #[inline]
    pub const fn raw(self) -> *mut c_void {
        self.0
    }
}

/// A pointer argument that is read: null, or valid until the call returns.
#[repr(transparent)]
pub struct In<T>(pub(crate) *const T);

/// A pointer argument that is written, or read and written: null, or valid until the call returns.
#[repr(transparent)]
pub struct Out<T>(pub(crate) *mut T);

impl<T> In<T> {
    /// The argument `pointer`.
    #[inline]
    pub const fn new(pointer: *const T) -> Self {
        Self(pointer)
    }

    /// No argument.
    #[inline]
    pub const fn null() -> Self {
        Self(core::ptr::null())
    }

    /// The pointer itself.
    #[inline]
    pub const fn raw(self) -> *const T {
        self.0
    }

    /// Whether there is no argument.
    #[inline]
    pub const fn is_null(self) -> bool {
        self.0.is_null()
    }
}

impl<T> Out<T> {
    /// The argument `pointer`.
    #[inline]
    pub const fn new(pointer: *mut T) -> Self {
        Self(pointer)
    }

    /// No argument.
    #[inline]
    pub const fn null() -> Self {
        Self(core::ptr::null_mut())
    }

    /// The pointer itself.
    #[inline]
    pub const fn raw(self) -> *mut T {
        self.0
    }

    /// Whether there is no argument.
    #[inline]
    pub const fn is_null(self) -> bool {
        self.0.is_null()
    }
}

impl<T> Clone for In<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for In<T> {}

impl<T> Clone for Out<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Out<T> {}

impl<T> From<&T> for In<T> {
    #[inline]
    fn from(value: &T) -> Self {
        Self(value)
    }
}

impl<T> From<&mut T> for Out<T> {
    #[inline]
    fn from(value: &mut T) -> Self {
        Self(value)
    }
}
