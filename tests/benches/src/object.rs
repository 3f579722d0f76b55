//! An object of a provider's as a client calls it: over its vtable, with nothing in between.
#![allow(unsafe_code, reason = "what is measured is called over vtables")]

use crate::host::free_buffer;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::SPropValue;
use std::ffi::c_void;
use std::ptr::null_mut;

/// One object. It counts nothing: the code of a row holds the references.
#[derive(Clone, Copy)]
pub(crate) struct Object(*mut c_void);

// SAFETY: O1: providers' objects are free-threaded (THR-1).
unsafe impl Send for Object {}
// SAFETY: O1: as above.
unsafe impl Sync for Object {}

impl Object {
    pub(crate) fn new(object: *mut c_void) -> Self {
        assert!(!object.is_null());
        Self(object)
    }

    #[inline]
    pub(crate) fn this(self) -> This {
        This::new(self.0)
    }

    /// Its methods.
    #[inline]
    pub(crate) fn methods<V>(self) -> &'static V {
        // SAFETY: O1, O2: a live object points at its vtable, which its library keeps.
        unsafe { self.0.cast::<&V>().read() }
    }

    #[inline]
    pub(crate) fn add_ref(self) -> u32 {
        // SAFETY: O1: the row holds a reference.
        unsafe { (self.methods::<IUnknownVtbl>().add_ref)(self.this()) }
    }

    #[inline]
    pub(crate) fn release(self) -> u32 {
        // SAFETY: O1: the row has a reference to give back.
        unsafe { (self.methods::<IUnknownVtbl>().release)(self.this()) }
    }

    /// AddRef, then Release.
    #[inline]
    pub(crate) fn add_and_release(self) -> u32 {
        self.add_ref();
        self.release()
    }

    /// QueryInterface, then Release of what it gave.
    #[inline]
    pub(crate) fn query_and_release(self, iid: &Iid) -> u32 {
        let mut found = null_mut();
        let query = self.methods::<IUnknownVtbl>().query_interface;
        // SAFETY: O1, O3: the row holds a reference; the arguments are ours.
        unsafe { query(self.this(), In::from(iid), Out::from(&mut found)) };
        Self(found).release()
    }

    /// `IMAPIProp::SaveChanges`: the call that is measured as a call.
    #[inline]
    pub(crate) fn save(self) -> Code {
        // SAFETY: O1: the row holds a reference.
        unsafe { (self.methods::<IMAPIPropVtbl>().save_changes)(self.this(), 0) }
    }

    /// `IMAPIProp::GetLastError` of an object that never failed.
    #[inline]
    pub(crate) fn last_error(self) -> Code {
        let mut error = null_mut();
        let get = self.methods::<IMAPIPropVtbl>().get_last_error;
        // SAFETY: O1, O3: as above.
        unsafe { get(self.this(), Code::OK, 0, Out::from(&mut error)) }
    }

    /// `IMAPIProp::GetProps`; what it gave is freed. `tags` begins with their number.
    #[inline]
    pub(crate) fn get_props(self, tags: &[u32]) -> Code {
        self.with_props(tags, |_| ())
    }

    /// The same with a look at the values.
    #[inline]
    pub(crate) fn with_props(self, tags: &[u32], look: impl FnOnce(&[SPropValue])) -> Code {
        let mut count = 0;
        let mut values = null_mut();
        // SAFETY: O3: the number comes first, then as many tags.
        let wanted = unsafe { In::from_raw(tags.as_ptr().cast()) };
        let get = self.methods::<IMAPIPropVtbl>().get_props;
        // SAFETY: O1, O3: as above.
        let code = unsafe { get(self.this(), wanted, 0, Out::from(&mut count), Out::from(&mut values)) };
        if !values.is_null() {
            // SAFETY: M2: as many as the call says.
            look(unsafe { std::slice::from_raw_parts(values, count as usize) });
        }
        free_buffer(values.cast());
        code
    }
}
