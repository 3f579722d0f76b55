//! Provider and logon objects, called over the vtables of their kinds.
#![allow(unsafe_code, reason = "one logon object is called over the vtable of its kind")]

use super::outputs::Outputs;
use crate::kind::Kind;
use provider_abi::com_ptr::{ComPtr, Interface};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::MAPI_UNICODE;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::iab_logon::IABLogonVtbl;
use provider_abi::shapes::iab_provider::IABProviderVtbl;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::ims_logon::IMSLogonVtbl;
use provider_abi::shapes::ims_provider::IMSProviderVtbl;
use provider_abi::shapes::ixp_logon::IXPLogonVtbl;
use provider_abi::shapes::ixp_provider::IXPProviderVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::{ENTRYID, MAPIERROR};
use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::ptr::{NonNull, null_mut};

/// An object seen through another interface without a reference of its own.
///
/// # Safety
/// The object's own pointer is one of interface `V`, too.
unsafe fn seen<V: Interface>(object: &ComPtr<IUnknownVtbl>) -> ManuallyDrop<ComPtr<V>> {
    // SAFETY: F1: a live object's pointer is not null.
    let raw = unsafe { NonNull::new_unchecked(object.raw()) };
    // SAFETY: F1: kept by `object`, and never released through this one; the interface is the
    // caller's promise.
    ManuallyDrop::new(unsafe { ComPtr::from_non_null(raw) })
}

/// Shutdown of a provider object: slot 3 of each kind's own interface.
///
/// # Safety
/// It is a provider object of that kind, under its kind's own interface.
pub(crate) unsafe fn shut_down(kind: Kind, object: &ComPtr<IUnknownVtbl>, flags: Out<'_, u32>) -> Code {
    let shutdown = match kind {
        // SAFETY: F1: the caller's promise.
        Kind::Store => unsafe { seen::<IMSProviderVtbl>(object) }.methods().shutdown,
        // SAFETY: F1: as above.
        Kind::AddressBook => unsafe { seen::<IABProviderVtbl>(object) }.methods().shutdown,
        // SAFETY: F1: as above.
        Kind::Transport => unsafe { seen::<IXPProviderVtbl>(object) }.methods().shutdown,
    };
    // SAFETY: F1: alive while `object` is; the flags are ours until it returns.
    unsafe { shutdown(object.this(), flags) }
}

/// A logon object under its kind's own interface, with a reference.
#[derive(Debug)]
pub(crate) struct LogonObject {
    kind: Kind,
    object: ComPtr<IUnknownVtbl>,
}

pub(crate) type OpenEntry =
    unsafe extern "system" fn(This, u32, In<ENTRYID>, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code;
pub(crate) type CompareEntries =
    unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, In<ENTRYID>, u32, Out<u32>) -> Code;
pub(crate) type Advise = unsafe extern "system" fn(This, u32, In<ENTRYID>, u32, *mut c_void, Out<usize>) -> Code;
pub(crate) type Unadvise = unsafe extern "system" fn(This, usize) -> Code;
pub(crate) type GetLastError = unsafe extern "system" fn(This, Code, u32, Out<*mut MAPIERROR>) -> Code;
pub(crate) type OpenStatusEntry = unsafe extern "system" fn(This, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code;

/// A method that stores' and address books' logons have under one name; `None`: a transport's.
macro_rules! both {
    ($self:ident . $method:ident) => {
        match $self.kind {
            // SAFETY: F1: a store's logon object.
            Kind::Store => Some(unsafe { seen::<IMSLogonVtbl>(&$self.object) }.methods().$method),
            // SAFETY: F1: an address book's logon object.
            Kind::AddressBook => Some(unsafe { seen::<IABLogonVtbl>(&$self.object) }.methods().$method),
            Kind::Transport => None,
        }
    };
}

impl LogonObject {
    /// With a reference of its own; `None` for a null pointer.
    ///
    /// # Safety
    /// `object` is null, or a live logon object of that kind under its own interface.
    pub(crate) unsafe fn clone_from_raw(kind: Kind, object: *mut c_void) -> Option<Self> {
        // SAFETY: F1: the caller's promise.
        Some(Self { kind, object: unsafe { ComPtr::clone_from_raw(object) }? })
    }

    /// Takes over a reference.
    ///
    /// # Safety
    /// As for [`clone_from_raw`](Self::clone_from_raw), with a reference for us.
    pub(crate) unsafe fn from_raw(kind: Kind, object: *mut c_void) -> Option<Self> {
        // SAFETY: F1: the caller's promise.
        Some(Self { kind, object: unsafe { ComPtr::from_raw(object) }? })
    }

    /// The first argument of its methods.
    pub(crate) fn this(&self) -> This {
        self.object.this()
    }

    /// It as what every object is.
    pub(crate) fn unknown(&self) -> &ComPtr<IUnknownVtbl> {
        &self.object
    }

    pub(crate) fn release(self) -> u32 {
        self.object.release()
    }

    pub(crate) fn open_entry(&self) -> Option<OpenEntry> {
        both!(self.open_entry)
    }

    pub(crate) fn compare_entry_ids(&self) -> Option<CompareEntries> {
        both!(self.compare_entry_ids)
    }

    pub(crate) fn advise(&self) -> Option<Advise> {
        both!(self.advise)
    }

    pub(crate) fn unadvise(&self) -> Option<Unadvise> {
        both!(self.unadvise)
    }

    /// A transport's has none (LASTERR-3).
    fn get_last_error(&self) -> Option<GetLastError> {
        both!(self.get_last_error)
    }

    /// What it says of its last failure; a transport's says nothing (LASTERR-3).
    pub(crate) fn text_of(&self, code: Code, outputs: &Outputs<'_>) -> String {
        let mut error = null_mut();
        let Some(get_last_error) = self.get_last_error() else { return String::new() };
        // SAFETY: F1: alive while `self` is; `error` is ours until it returns.
        let told = unsafe { get_last_error(self.this(), code, MAPI_UNICODE, Out::from(&mut error)) };
        if told.is_failure() {
            return String::new();
        }
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { outputs.take_error(error, MAPI_UNICODE) }.unwrap_or_default()
    }

    pub(crate) fn open_status_entry(&self) -> OpenStatusEntry {
        // SAFETY: F1: a transport's logon object, as it is neither of the two.
        both!(self.open_status_entry)
            .unwrap_or_else(|| unsafe { seen::<IXPLogonVtbl>(&self.object) }.methods().open_status_entry)
    }

    /// The methods of a transport's logon; `None`: it is another kind's.
    pub(crate) fn transport(&self) -> Option<IXPLogonVtbl> {
        // SAFETY: F1: a transport's logon object.
        (self.kind == Kind::Transport).then(|| *unsafe { seen::<IXPLogonVtbl>(&self.object) }.methods())
    }

    /// Its Logoff: MAPI passes no flags to stores and address books (LOGOFF-3); to a transport,
    /// those given (XPOFF-3).
    pub(crate) fn call_logoff(&self, flags: u32) -> Code {
        let this = self.this();
        match self.kind {
            Kind::Store => {
                // SAFETY: F1: a store's logon object.
                let logoff = unsafe { seen::<IMSLogonVtbl>(&self.object) }.methods().logoff;
                let mut none = 0;
                // SAFETY: F1: alive while `self` is; the flags are ours until it returns.
                unsafe { logoff(this, Out::from(&mut none)) }
            }
            Kind::AddressBook => {
                // SAFETY: F1: an address book's logon object.
                let logoff = unsafe { seen::<IABLogonVtbl>(&self.object) }.methods().logoff;
                // SAFETY: F1: alive while `self` is.
                unsafe { logoff(this, 0) }
            }
            Kind::Transport => {
                // SAFETY: F1: a transport's logon object.
                let logoff = unsafe { seen::<IXPLogonVtbl>(&self.object) }.methods().transport_logoff;
                // SAFETY: F1: alive while `self` is.
                unsafe { logoff(this, flags) }
            }
        }
    }
}
