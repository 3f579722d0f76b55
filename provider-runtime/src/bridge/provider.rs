//! `IMSProvider`, and what is behind `MSProviderInit`, of which the part of every kind is an init function's. Logging on is in
//! `logon_call.rs`, fast shutdown in `fast.rs`.
#![allow(unsafe_code, reason = "the methods of IMSProvider take raw arguments")]

use super::entries;
use super::fast;
use super::logon_call::{logon, spooler_logon};
use crate::com::home::Home;
use crate::com::host::{Host, hear};
use crate::com::kind::Served;
use crate::com::object::ProviderObject;
use crate::com::wall::settled;
use crate::provider::StoreProvider;
use provider_abi::class::{Count, object, unknown};
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::Result;
use provider_abi::memory::Allocators;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use provider_abi::shapes::flag::MAPI_NT_SERVICE;
use provider_abi::shapes::iid::{IID_IMSProvider, Iid};
use provider_abi::shapes::ims_provider::IMSProviderVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::ENTRYID;
use std::ffi::c_void;
use std::sync::Arc;

impl<P: StoreProvider> ProviderObject<P> {
    const METHODS: &'static IMSProviderVtbl = &IMSProviderVtbl {
        unknown: unknown::<Self, 0>(),
        shutdown: shutdown::<P>,
        logon: logon::<P>,
        spooler_logon: spooler_logon::<P>,
        compare_store_ids: compare_store_ids::<P>,
    };
}

/// The arguments of an init function (ENTRY-3), as the entry point received them.
pub struct Init {
    /// `lpMalloc`
    pub malloc: *mut c_void,
    /// `lpAllocateBuffer`
    pub allocate: Option<AllocateBuffer>,
    /// `lpAllocateMore`
    pub more: Option<AllocateMore>,
    /// `lpFreeBuffer`
    pub free: Option<FreeBuffer>,
    /// `ulFlags`
    pub flags: u32,
    /// `ulMAPIVer`
    pub mapi_version: u32,
}

/// `MSProviderInit`, behind its C signature, which stands in `entry.rs` (ENTRY-*, VER-*).
pub fn init_store<P: StoreProvider>(init: &Init, version: Out<u32>, provider: Out<*mut c_void>) -> Code {
    let first = (IID_IMSProvider, std::ptr::from_ref(ProviderObject::<P>::METHODS).cast());
    entry(provider, || provider_object::<P>(init, version, first))
}

/// An init function of any provider: no panic crosses it (ENTRY-12), and without an object the output stays null.
pub(super) fn entry(provider: Out<*mut c_void>, make: impl FnOnce() -> Result<*mut c_void>) -> Code {
    provider.clear(); // ENTRY-9
    if provider.is_null() {
        return Code::INVALID_PARAMETER;
    }
    match settled(make) {
        Ok(object) => {
            provider.write(object);
            Code::OK
        }
        Err(error) => error.code(),
    }
}

/// A provider object with this interface of its kind: the id, and the methods.
pub(super) fn provider_object<P: Served>(
    init: &Init,
    version: Out<u32>,
    first: (Iid, *const c_void),
) -> Result<*mut c_void> {
    let version = version.needed()?;
    let memory = Allocators::of((init.allocate, init.more, init.free))?;
    let (lowest, highest) = (*P::ASK.spi.start(), *P::ASK.spi.end());
    if init.mapi_version < lowest {
        version.write(lowest); // VER-8
        return Err(Code::VERSION.into()); // VER-2
    }
    // SAFETY: F1: MAPI lends a live IMalloc, or none (ENTRY-5).
    let malloc = unsafe { ComPtr::clone_from_raw(init.malloc) };
    let host = Arc::new(Host::new(memory, malloc, init.flags & MAPI_NT_SERVICE != 0));
    hear(&host);
    version.write(highest.min(init.mapi_version)); // VER-3
    let home = Arc::new(Home::<P>::new(host));
    let ((iid, provider), shutdown, count) = (first, fast::methods::<P>(), Count::one());
    Ok(Box::into_raw(Box::new(ProviderObject { provider, shutdown, count, home, iid })).cast())
}

/// Shutdown of any provider object: the flags, null or not, change nothing (SHUT-3).
pub(super) unsafe extern "system" fn shutdown<P: Served>(this: This, _flags: Out<u32>) -> Code {
    let home = Arc::clone(&object::<ProviderObject<P>, 0>(&this).home);
    home.shut_down();
    Code::OK
}

/// `IMSProvider::CompareStoreIDs` (OPEN-8): without a logon, so without the author.
unsafe extern "system" fn compare_store_ids<P: StoreProvider>(
    _this: This,
    first_length: u32,
    first: In<ENTRYID>,
    second_length: u32,
    second: In<ENTRYID>,
    _flags: u32,
    result: Out<u32>,
) -> Code {
    result.write(0);
    match result.needed().and_then(|_| entries::same(&[P::UID], (first, first_length), (second, second_length))) {
        Ok(same) => result.write(same.into()),
        Err(error) => return error.code(),
    }
    Code::OK
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T-09
    #[test]
    #[allow(clippy::panic, reason = "the panic is what is tested")]
    fn an_entry_point_that_panics_answers_call_failed_and_gives_no_object() {
        let mut provider = std::ptr::dangling_mut();
        let code = entry(Out::from(&mut provider), || panic!("a bug in an entry point"));
        assert_eq!(code, Code::CALL_FAILED);
        assert!(provider.is_null());
    }
}
