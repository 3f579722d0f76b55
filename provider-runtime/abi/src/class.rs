//! Classes of COM objects: counts, identity, QueryInterface, and the way from an interface pointer
//! to its object. Their methods are in `interfaces/`, the classes themselves with those who make
//! them.
#![allow(unsafe_code, reason = "IUnknown's methods are called with raw interface pointers")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::i_unknown::IUnknownVtbl;
use crate::shapes::iid::Iid;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering, fence};

/// An object's references: what outsiders hold, so that the last outside Release returns 0.
///
/// A cell of its own all through, so that a `&Count` stays sound while another thread frees the
/// object after its Release.
pub struct Count(AtomicU32);

/// From here on the count stands still: the object leaks on purpose.
const STUCK: u32 = 1 << 31;
/// Where it stands, far from both ends, however many threads count at once.
const STANDS: u32 = STUCK + (1 << 30);

impl Count {
    #[inline]
    pub const fn one() -> Self {
        Self(AtomicU32::new(1))
    }

    #[inline]
    pub fn up(&self) -> u32 {
        let before = self.0.fetch_add(1, Ordering::Relaxed);
        if before >= STUCK {
            return self.stand();
        }
        before.wrapping_add(1)
    }

    #[cold]
    fn stand(&self) -> u32 {
        self.0.store(STANDS, Ordering::Relaxed);
        STANDS
    }

    /// Zero: nobody else has a reference, and everything they did with theirs has happened.
    #[inline]
    pub fn down(&self) -> u32 {
        let before = self.0.fetch_sub(1, Ordering::Release);
        if before >= STUCK {
            return self.stand();
        }
        if before == 1 {
            fence(Ordering::Acquire);
        }
        before.wrapping_sub(1)
    }

    /// A reference to an object found in a list: none if its last Release is under way (MSLOGON-8,
    /// O4).
    #[inline]
    pub fn up_unless_zero(&self) -> bool {
        let up = |count| (count > 0).then_some(count + 1);
        self.0.try_update(Ordering::Relaxed, Ordering::Relaxed, up).is_ok()
    }

    /// How many there are: a hint, unless the only one is the caller's.
    #[inline]
    pub fn now(&self) -> u32 {
        self.0.load(Ordering::Acquire)
    }
}

/// A class of COM objects: what its IUnknown, and the vtables of its interfaces, need of it.
///
/// # Safety
/// `Self` is `repr(C)` and starts with as many vtable pointers as `slot` ever answers; each points
/// at the vtable of the interface that `slot` answered it for.
pub unsafe trait Class: Sized {
    /// Its references.
    fn count(&self) -> &Count;

    /// Which of its vtable pointers answers `iid` (ERR-4).
    ///
    /// # Errors
    /// `MAPI_E_INTERFACE_NOT_SUPPORTED`, or what is wrong with the object itself.
    fn slot(&self, iid: Iid) -> Result<usize, Code>;

    /// The count is zero: ends and frees the object.
    ///
    /// # Safety
    /// No reference is left, and this is called once.
    unsafe fn last(this: NonNull<Self>);

    /// The answer of a method that the class does not have: `MAPI_E_NO_SUPPORT` (ERR-2), or what is
    /// wrong with the object itself. Outputs stay as the caller left them (MEM-3).
    fn refuse(_this: Receiver<'_, Self>) -> Code {
        Code::NO_SUPPORT
    }
}

/// The object that a method was called on, for as long as the call lasts.
///
/// The code that has one is inside a call of that object, whose caller keeps to COM's rules (O1,
/// O3). It is no reference: the last Release of a method that lets go of its own object may free
/// it, and nothing touches it after that.
pub struct Receiver<'a, C>(NonNull<C>, PhantomData<&'a C>);

impl<C> Clone for Receiver<'_, C> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Receiver<'_, C> {}

impl<C> std::ops::Deref for Receiver<'_, C> {
    type Target = C;

    #[inline]
    fn deref(&self) -> &C {
        // SAFETY: O1: alive as long as its caller's reference, which outlives the call.
        unsafe { self.0.as_ref() }
    }
}

impl<C: Class> Receiver<'_, C> {
    /// The object of a method's first argument, seen through its interface number SLOT.
    ///
    /// # Safety
    /// `this` is a method's own argument, in whose vtable the method stands for interface number
    /// SLOT of class `C`.
    #[inline]
    pub unsafe fn new<const SLOT: usize>(this: This) -> Self {
        // SAFETY: O1, O2: the caller's promise: it points at vtable pointer number SLOT of a live
        // object.
        let first = unsafe { this.raw().cast::<*const ()>().sub(SLOT) };
        // SAFETY: O1: not null.
        Self(unsafe { NonNull::new_unchecked(first.cast()) }, PhantomData)
    }

    /// The object's own pointer, from which every reference on it comes.
    #[inline]
    pub fn as_ptr(self) -> NonNull<C> {
        self.0
    }
}

/// IUnknown of class `C`, seen through its interface number SLOT.
pub const fn unknown<C: Class, const SLOT: usize>() -> IUnknownVtbl {
    IUnknownVtbl {
        query_interface: query_interface::<C, SLOT>,
        add_ref: add_ref::<C, SLOT>,
        release: release::<C, SLOT>,
    }
}

unsafe extern "system" fn query_interface<C: Class, const SLOT: usize>(
    this: This,
    iid: In<Iid>,
    out: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::<C>::new::<SLOT>(this) };
    query(this, iid, out)
}

/// `IUnknown::QueryInterface` of any class.
#[inline]
pub fn query<C: Class>(this: Receiver<'_, C>, iid: In<'_, Iid>, out: Out<'_, *mut c_void>) -> Code {
    out.clear();
    let Some(iid) = iid.read().filter(|_| !out.is_null()) else {
        return Code::INVALID_PARAMETER;
    };
    match this.slot(iid) {
        Ok(slot) => {
            this.count().up();
            // From the object's own pointer, not from a reference: the last Release through it
            // frees the object.
            out.write(interface(this.as_ptr(), slot));
            Code::OK
        }
        Err(code) => code,
    }
}

unsafe extern "system" fn add_ref<C: Class, const SLOT: usize>(this: This) -> u32 {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    unsafe { Receiver::<C>::new::<SLOT>(this) }.count().up()
}

unsafe extern "system" fn release<C: Class, const SLOT: usize>(this: This) -> u32 {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::<C>::new::<SLOT>(this) };
    let left = this.count().down();
    if left == 0 {
        // SAFETY: O4: the count reached zero by this call, so it is the only one to come here.
        unsafe { C::last(this.as_ptr()) };
    }
    left
}

/// The pointer to interface number `slot` of an object.
#[inline]
pub fn interface<C: Class>(object: NonNull<C>, slot: usize) -> *mut c_void {
    // SAFETY: O2: the class has that many vtable pointers.
    unsafe { object.as_ptr().cast::<*const ()>().add(slot) }.cast()
}
