//! The entry points of a provider that is linked into the program, for tests in the session. What
//! they do is in `init.rs` and `service.rs`.
#![allow(unsafe_code, reason = "entry points are called with raw arguments")]

use super::address_book::init_address_book;
use super::init::Init;
use super::service::{self, Configurable, ServiceCall};
use super::store::init_store;
use super::transport::init_transport;
use crate::logon::declared::Declared;
use crate::logon::kind::Provider;
use crate::provider::{AddressBookProvider, StoreProvider, TransportProvider};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::{
    AbProviderInit, AllocateBuffer, AllocateMore, FreeBuffer, MsProviderInit, ServiceEntry, XpProviderInit,
};
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::{MAPIERROR, SPropValue};
use std::ffi::c_void;

macro_rules! init_function {
    ($(#[$doc:meta])* $name:ident: $author:ident, $type:ty, $init:ident) => {
        $(#[$doc])*
        pub fn $name<P: $author>() -> $type {
            unsafe extern "C" fn init<P: $author>(
                _instance: *mut c_void,
                malloc: *mut c_void,
                allocate: Option<AllocateBuffer>,
                more: Option<AllocateMore>,
                free: Option<FreeBuffer>,
                flags: u32,
                mapi_version: u32,
                version: Out<u32>,
                provider: Out<*mut c_void>,
            ) -> Code {
                // SAFETY: O3, M1: its caller is MAPI, or the session in its place.
                let init = unsafe { Init::new(malloc, allocate, more, free, flags, mapi_version) };
                $init::<P>(&init, version, provider)
            }
            init::<P>
        }
    };
}
init_function! {
    /// `MSProviderInit` of a provider that is linked into the program: what `export!` would write
    /// into a library.
    store_entry: StoreProvider, MsProviderInit, init_store
}
init_function! {
    /// `ABProviderInit` of a provider that is linked into the program: what `export!` would write
    /// into a library.
    address_book_entry: AddressBookProvider, AbProviderInit, init_address_book
}
init_function! {
    /// `XPProviderInit` of a provider that is linked into the program: what `export!` would write
    /// into a library.
    transport_entry: TransportProvider, XpProviderInit, init_transport
}

/// `MSGSERVICEENTRY` of a service whose one provider is linked into the program: what `export!`
/// would write into a library.
pub fn service_entry<P: Provider + Declared<Kind: Configurable<P>>>() -> ServiceEntry {
    unsafe extern "system" fn entry<P: Provider + Declared<Kind: Configurable<P>>>(
        _instance: *mut c_void,
        _malloc: *mut c_void,
        support: *mut c_void,
        window: usize,
        flags: u32,
        context: u32,
        count: u32,
        properties: In<SPropValue>,
        admin: *mut c_void,
        error: Out<*mut MAPIERROR>,
    ) -> Code {
        // SAFETY: O3: its caller is MAPI, or the session in its place.
        let call = unsafe { ServiceCall::new(support, window, flags, context, count, properties, admin, error) };
        let no_init = |_: &Init<'_>, _: Out<'_, u32>, _: Out<'_, *mut c_void>| Code::NO_SUPPORT;
        service::service_entry(&call, &[service::exported::<P>(no_init)])
    }
    entry::<P>
}
