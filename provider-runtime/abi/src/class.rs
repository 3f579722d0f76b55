//! IUnknown of every class of ours: counts, identity, the way from an interface pointer to its object. Which classes there
//! are is in `object.rs`.
#![allow(unsafe_code, reason = "IUnknown's methods are called with raw interface pointers")]

use crate::shapes::code::Code;
use crate::shapes::i_unknown::IUnknownVtbl;
use crate::shapes::iid::Iid;
use crate::shapes::param::{In, Out, This};
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering, fence};

/// An object's references: what outsiders hold, so that the last outside Release returns 0.
///
/// A cell of its own all through, so that a `&Count` stays sound while another thread frees the object after its Release.
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
            self.0.store(STANDS, Ordering::Relaxed);
        }
        before.saturating_add(1)
    }

    /// Zero: nobody else has a reference, and everything they did with theirs has happened.
    #[inline]
    pub fn down(&self) -> u32 {
        let before = self.0.fetch_sub(1, Ordering::Release);
        if before >= STUCK {
            self.0.store(STANDS, Ordering::Relaxed);
            return STANDS;
        }
        if before == 1 {
            fence(Ordering::Acquire);
        }
        before.saturating_sub(1)
    }

    /// A reference to an object found in a list: none if its last Release is under way (MSLOGON-8, O4).
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

/// What the generic IUnknown needs of a class.
///
/// # Safety
/// `Self` is `repr(C)` and starts with as many vtable pointers as `slot` ever answers; each points at the vtable of the
/// interface that `slot` answered it for.
pub unsafe trait Class: Sized {
    /// Its references.
    fn count(&self) -> &Count;

    /// Which of its vtable pointers answers `iid` (ERR-4).
    fn slot(&self, iid: Iid) -> Result<usize, Code>;

    /// The count is zero: ends and frees the object.
    ///
    /// # Safety
    /// No reference is left, and this is called once.
    unsafe fn last(this: NonNull<Self>);
}

/// The object of a method's first argument, seen through interface number `SLOT`.
pub fn object<C: Class, const SLOT: usize>(this: &This) -> &C {
    let object = start::<C, SLOT>(*this);
    // SAFETY: O1: alive until the method returns, and `this` is the method's own argument.
    unsafe { object.as_ref() }
}

/// From an interface pointer to its object: back over `SLOT` vtable pointers.
fn start<C: Class, const SLOT: usize>(this: This) -> NonNull<C> {
    // SAFETY: O1, O2: `this` points at vtable pointer number SLOT of a live object.
    let first = unsafe { this.raw().cast::<*const ()>().sub(SLOT) };
    // SAFETY: O1: not null.
    unsafe { NonNull::new_unchecked(first.cast()) }
}

/// IUnknown of class `C`, seen through its interface number `SLOT`.
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
    out.clear();
    let Some(iid) = iid.read().filter(|_| !out.is_null()) else {
        return Code::INVALID_PARAMETER;
    };
    let class = object::<C, SLOT>(&this);
    match class.slot(iid) {
        Ok(slot) => {
            class.count().up();
            // From the object's own pointer, not from the reference: the last Release through it frees the object.
            out.write(interface(start::<C, SLOT>(this), slot));
            Code::OK
        }
        Err(code) => code,
    }
}

unsafe extern "system" fn add_ref<C: Class, const SLOT: usize>(this: This) -> u32 {
    object::<C, SLOT>(&this).count().up()
}

unsafe extern "system" fn release<C: Class, const SLOT: usize>(this: This) -> u32 {
    let left = object::<C, SLOT>(&this).count().down();
    if left == 0 {
        // SAFETY: O4: the count reached zero by this call, so it is the only one to come here.
        unsafe { C::last(start::<C, SLOT>(this)) };
    }
    left
}

/// The pointer to interface number `slot` of an object.
pub fn interface<C: Class>(object: NonNull<C>, slot: usize) -> *mut c_void {
    // SAFETY: O2: the class has that many vtable pointers.
    unsafe { object.as_ptr().cast::<*const ()>().add(slot) }.cast()
}
