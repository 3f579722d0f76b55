//! The pointers that a method is called with, and what is read and written through them (O3).
//! Written by hand; arrays are in `params.rs`.
#![allow(unsafe_code, reason = "nothing but its caller knows what a raw pointer is good for")]

use core::ffi::c_void;
use core::marker::PhantomData;

/// The object that a method is called on: the first parameter of every method.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct This(pub(crate) *mut c_void);

impl This {
    /// The object whose interface pointer this is.
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

/// A pointer argument that is read: null, or one `T` that stays for `'a` (O3).
///
/// If `T` is a struct with pointers or with more values behind it, they are there too: as many as
/// its counts say, of the type that its tags say. An argument that is made of a reference keeps the
/// reference's lifetime:
///
/// ```compile_fail
/// # use provider_abi::param::In;
/// let dangling: In<'_, u32> = {
///     let number = 1;
///     In::from(&number)
/// };
/// assert!(!dangling.is_null());
/// ```
#[repr(transparent)]
pub struct In<'a, T>(pub(crate) *const T, PhantomData<&'a T>);

/// A pointer argument that is written, or read and written: null, or room for one `T` that stays
/// for `'a` (O3). What holds for the values of an [`In`] holds for what is read here.
#[repr(transparent)]
pub struct Out<'a, T>(pub(crate) *mut T, PhantomData<&'a mut T>);

impl<T> In<'_, T> {
    /// The argument `pointer`.
    ///
    /// # Safety
    /// It is null, or one `T` can be read there for `'a`, at whatever address it stands, with
    /// everything that it leads to.
    #[inline]
    pub const unsafe fn from_raw(pointer: *const T) -> Self {
        Self(pointer, PhantomData)
    }

    /// No argument.
    #[inline]
    pub const fn null() -> Self {
        Self(core::ptr::null(), PhantomData)
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

impl<T> Out<'_, T> {
    /// The argument `pointer`.
    ///
    /// # Safety
    /// It is null, or one `T` can be written there for `'a`, at whatever address it stands. Where
    /// the method reads it, too, it can be read with everything that it leads to.
    #[inline]
    pub const unsafe fn from_raw(pointer: *mut T) -> Self {
        Self(pointer, PhantomData)
    }

    /// No argument.
    #[inline]
    pub const fn null() -> Self {
        Self(core::ptr::null_mut(), PhantomData)
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

/// The value at `place`; `None` for a null pointer.
///
/// # Safety
/// If it is not null, one `T` can be read there, at whatever address it stands.
#[inline]
pub unsafe fn read_at<T: Copy>(place: *const T) -> Option<T> {
    if place.is_null() {
        return None;
    }
    // SAFETY: O3: the caller's promise.
    Some(unsafe { place.read_unaligned() })
}

impl<T: Copy> In<'_, T> {
    /// The value; `None` for a null pointer.
    #[inline]
    pub fn read(self) -> Option<T> {
        // SAFETY: O3: its maker has promised one `T`.
        unsafe { read_at(self.raw()) }
    }
}

impl<'a, T> In<'a, T> {
    /// The value where it stands; `None` for a null pointer, and for an address that no `T` can
    /// have.
    #[inline]
    pub fn get(self) -> Option<&'a T> {
        if self.is_null() || !self.raw().is_aligned() {
            return None;
        }
        // SAFETY: O3: not null, and its maker has promised one `T` for `'a`.
        Some(unsafe { &*self.raw() })
    }
}

impl<T> Out<'_, T> {
    /// Writes, unless the caller wants nothing.
    #[inline]
    pub fn write(self, value: T) {
        if !self.is_null() {
            // SAFETY: O3: not null, and its maker has promised room for one `T`.
            unsafe { self.raw().write_unaligned(value) };
        }
    }

    /// The pointer, if the method cannot do without it.
    ///
    /// # Errors
    /// A null pointer, which is `MAPI_E_INVALID_PARAMETER`.
    #[inline]
    pub fn needed(self) -> Result<Self, NullPointer> {
        if self.is_null() { Err(NullPointer) } else { Ok(self) }
    }
}

impl<T: Copy> Out<'_, T> {
    /// What the caller put there; `None` for a null pointer.
    #[inline]
    pub fn read(self) -> Option<T> {
        // SAFETY: O3: its maker has promised one `T`, to be read as well.
        unsafe { read_at(self.raw().cast_const()) }
    }
}

impl<T> Out<'_, *mut T> {
    /// Clears the output: on any failure it stays null (MEM-3).
    #[inline]
    pub fn clear(self) {
        self.write(core::ptr::null_mut());
    }
}

impl<T> Clone for In<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for In<'_, T> {}

impl<T> Clone for Out<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Out<'_, T> {}

/// An output pointer is null, and its method cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NullPointer;

/// A value that leads nowhere: neither do pointers in it promise anything, nor does more stand
/// behind it.
///
/// # Safety
/// No code follows a pointer of such a value on the word of an [`In`] or [`Out`].
pub unsafe trait Flat {}

macro_rules! flat {
    ($($kind:ty),*) => {
        // SAFETY: O3: plain numbers.
        $(unsafe impl Flat for $kind {})*
    };
}

flat!(u8, u16, i32, u32, i64, u64, usize);

// SAFETY: O3: a raw pointer is followed on another promise than O3.
unsafe impl<T> Flat for *mut T {}

impl<'a, T: Flat> From<&'a T> for In<'a, T> {
    #[inline]
    fn from(value: &'a T) -> Self {
        Self(value, PhantomData)
    }
}

impl<'a, T: Flat> From<&'a mut T> for Out<'a, T> {
    #[inline]
    fn from(value: &'a mut T) -> Self {
        Self(value, PhantomData)
    }
}
