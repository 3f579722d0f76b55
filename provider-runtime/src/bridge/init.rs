//! The part of an init function that every kind has: from its arguments to a provider object. The
//! three functions are in `store/provider.rs`, `address_book/provider.rs` and
//! `transport/provider.rs`, their C signatures in `entry.rs`.
#![allow(unsafe_code, reason = "an init function's arguments are raw")]

use crate::logon::host::{Host, add_log_host};
use crate::logon::kind::Provider;
use crate::logon::object::ProviderObject;
use crate::logon::panics::catch_panic_as_error;
use crate::logon::provider_state::ProviderState;
use provider_abi::class::Count;
use provider_abi::com_ptr::Lent;
use provider_abi::error::Result;
use provider_abi::interfaces::imapi_provider_shutdown;
use provider_abi::memory::Allocators;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use provider_abi::shapes::flag::MAPI_NT_SERVICE;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::imalloc::IMallocVtbl;
use provider_abi::shapes::param::Out;
use std::ffi::c_void;
use std::sync::Arc;

/// The arguments of an init function (ENTRY-3), as the entry point received them.
pub struct Init<'a> {
    malloc: Option<Lent<'a, IMallocVtbl>>,
    memory: Result<Allocators>,
    flags: u32,
    mapi_version: u32,
}

impl<'a> Init<'a> {
    /// The arguments.
    ///
    /// # Safety
    /// They are what MAPI's page of the init functions says (ENTRY-3).
    pub unsafe fn new(
        malloc: *mut c_void,
        allocate: Option<AllocateBuffer>,
        more: Option<AllocateMore>,
        free: Option<FreeBuffer>,
        flags: u32,
        mapi_version: u32,
    ) -> Self {
        // SAFETY: O3: the caller's promise (ENTRY-5).
        let malloc = unsafe { Lent::new(malloc) };
        // SAFETY: M1: the caller's promise.
        let memory = unsafe { Allocators::given(allocate, more, free) };
        Self { malloc, memory, flags, mapi_version }
    }
}

/// What an init function does once its arguments are read.
pub type InitFunction = fn(&Init<'_>, Out<'_, u32>, Out<'_, *mut c_void>) -> Code;

/// An init function of any provider: no panic crosses it (ENTRY-12), and without an object the
/// output stays null.
pub(super) fn entry(provider: Out<'_, *mut c_void>, make: impl FnOnce() -> Result<*mut c_void>) -> Code {
    provider.clear(); // ENTRY-9
    if provider.is_null() {
        return Code::INVALID_PARAMETER;
    }
    match catch_panic_as_error(make) {
        Ok(object) => {
            provider.write(object);
            Code::OK
        }
        Err(error) => error.code(),
    }
}

/// A provider object with this interface of its kind: the id, and the methods.
pub(super) fn provider_object<P: Provider>(
    init: &Init<'_>,
    version: Out<'_, u32>,
    first: (Iid, *const c_void),
) -> Result<*mut c_void> {
    let version = version.needed()?;
    let memory = *init.memory.as_ref().map_err(|error| error.code())?;
    let lowest = *P::CALLBACKS.spi.start();
    let highest = *P::CALLBACKS.spi.end();
    if init.mapi_version < lowest {
        version.write(lowest); // VER-8
        return Err(Code::VERSION.into()); // VER-2
    }
    let malloc = init.malloc.map(Lent::keep);
    let host = Arc::new(Host::new(memory, malloc, init.flags & MAPI_NT_SERVICE != 0));
    add_log_host(&host);
    version.write(highest.min(init.mapi_version)); // VER-3
    let (iid, provider) = first;
    let shutdown = const { &imapi_provider_shutdown::vtable::<ProviderObject<P>, 1>() };
    let state = Arc::new(ProviderState::<P>::new(host));
    Ok(Box::into_raw(Box::new(ProviderObject { provider, shutdown, count: Count::one(), state, iid })).cast())
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
