//! Counted pointers to objects that others made. Our own objects live in `object.rs`.

use crate::abi::i_unknown::IUnknownVtbl;
use crate::abi::iid::{self, Iid};
use crate::abi::imapi_table::IMAPITableVtbl;
use crate::abi::param::{In, Out, This};
use crate::abi::{
    imalloc::IMallocVtbl, imapi_advise_sink::IMAPIAdviseSinkVtbl, imapi_prop::IMAPIPropVtbl,
    imapi_support::IMAPISupportVtbl, iprovider_admin::IProviderAdminVtbl, words::IProviderWordsVtbl,
};
use crate::error::{Code, Result, ok};
use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::NonNull;

/// A vtable of an interface.
///
/// # Safety
/// `Self` is `repr(C)` and starts with the slots of IUnknown.
pub(crate) unsafe trait Interface: 'static {
    /// The interface's id.
    const IID: Iid;
}

macro_rules! interfaces {
    ($($(#[$when:meta])? $vtable:ty: $iid:expr),+ $(,)?) => { $(
        $(#[$when])?
        // SAFETY: O2: the headers derive every interface from IUnknown, and `abi/` nests it first.
        unsafe impl $crate::com::foreign::Interface for $vtable {
            const IID: $crate::abi::iid::Iid = $iid;
        }
    )+ };
}
pub(crate) use interfaces;

interfaces! {
    IUnknownVtbl: iid::IID_IUnknown,
    IMallocVtbl: iid::IID_IMalloc,
    IMAPIAdviseSinkVtbl: iid::IID_IMAPIAdviseSink,
    IMAPISupportVtbl: iid::IID_IMAPISup,
    // The session names it itself, among what its clients use.
    IMAPITableVtbl: iid::IID_IMAPITable,
    // And what begins with it: an IProfSect, a message, an attachment.
    IMAPIPropVtbl: iid::IID_IMAPIProp,
    IProviderAdminVtbl: iid::IID_IProviderAdmin,
    IProviderWordsVtbl: crate::abi::words::IID_IProviderWords,
}

/// One reference on a foreign object (F1).
pub(crate) struct Foreign<V: Interface> {
    object: NonNull<c_void>,
    vtable: PhantomData<&'static V>,
}

// SAFETY: F1: MAPI's objects that a provider is handed are free-threaded (THR-1, THR-2).
unsafe impl<V: Interface> Send for Foreign<V> {}
// SAFETY: F1: as above.
unsafe impl<V: Interface> Sync for Foreign<V> {}

impl<V: Interface> Foreign<V> {
    /// Takes over a reference that the callee gave; `None` for a null pointer.
    ///
    /// # Safety
    /// `object` is null, or a live object's interface `V` with a reference for us.
    pub(crate) unsafe fn taken(object: *mut c_void) -> Option<Self> {
        Some(Self { object: NonNull::new(object)?, vtable: PhantomData })
    }

    /// What a call has given (MEM-8).
    ///
    /// # Safety
    /// If `code` is no failure, `object` is as for [`taken`](Self::taken).
    pub(crate) unsafe fn given(code: Code, object: *mut c_void) -> Result<Self> {
        ok(code)?;
        // SAFETY: F1: the caller's promise.
        unsafe { Self::taken(object) }.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// Takes over a reference.
    ///
    /// # Safety
    /// `object` is a live object's interface `V` with a reference for us.
    #[cfg(feature = "session")]
    pub(crate) unsafe fn of(object: NonNull<c_void>) -> Self {
        Self { object, vtable: PhantomData }
    }

    /// Takes a reference of its own on a lent object; `None` for a null pointer.
    ///
    /// # Safety
    /// `object` is null, or a live object's interface `V`.
    pub(crate) unsafe fn lent(object: *mut c_void) -> Option<Self> {
        // SAFETY: F1: the caller's promise; the reference is added on the next line, and nothing returns in between.
        let this = unsafe { Self::taken(object) }?;
        this.add_ref();
        Some(this)
    }

    /// The pointer, for a call that this reference outlives.
    pub(crate) fn raw(&self) -> *mut c_void {
        self.object.as_ptr()
    }

    /// The first argument of a method.
    pub(crate) fn this(&self) -> This {
        This::new(self.raw())
    }

    /// Its methods. Copied at each call: MAPI may exchange an object's vtable (INVAL-2).
    pub(crate) fn methods(&self) -> &V {
        // SAFETY: F1: a live interface pointer points at its vtable pointer.
        unsafe { self.object.cast::<&V>().read() }
    }

    /// Another interface of the same object.
    pub(crate) fn query<W: Interface>(&self) -> Option<Foreign<W>> {
        let mut found = std::ptr::null_mut();
        let query = self.unknown().query_interface;
        // SAFETY: F1: alive; both arguments are ours until it returns.
        let code = unsafe { query(self.this(), In::from(&W::IID), Out::from(&mut found)) };
        // SAFETY: F1: what QueryInterface gave, a reference on that interface.
        unsafe { Foreign::given(code, found) }.ok()
    }

    /// Gives the reference back; how many are left (ERR-5).
    #[cfg(feature = "session")]
    pub(crate) fn release(self) -> u32 {
        std::mem::ManuallyDrop::new(self).give_back()
    }

    fn give_back(&self) -> u32 {
        let release = self.unknown().release;
        // SAFETY: F1: the one reference, given back once: the value is not used again.
        unsafe { release(self.this()) }
    }

    fn unknown(&self) -> &IUnknownVtbl {
        let methods: *const V = self.methods();
        // SAFETY: O2: `Interface` promises IUnknown's slots first.
        unsafe { &*methods.cast::<IUnknownVtbl>() }
    }

    fn add_ref(&self) {
        let add_ref = self.unknown().add_ref;
        // SAFETY: F1: alive.
        unsafe { add_ref(self.this()) };
    }
}

impl<V: Interface> Clone for Foreign<V> {
    fn clone(&self) -> Self {
        self.add_ref();
        Self { object: self.object, vtable: PhantomData }
    }
}

impl<V: Interface> Drop for Foreign<V> {
    fn drop(&mut self) {
        self.give_back();
    }
}

impl<V: Interface> std::fmt::Debug for Foreign<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Foreign({:?})", self.object)
    }
}
