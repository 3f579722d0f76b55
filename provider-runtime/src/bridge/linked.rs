//! The entry points of a provider that is linked into the program, for tests in the session. What they do is in
//! `provider.rs` and `service.rs`.

use super::address_book::provider::init_address_book;
use super::provider::{Init, init_store};
use super::service::{self, ServiceCall};
use super::transport::provider::init_transport;
use crate::com::kind::Served;
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
            extern "C" fn init<P: $author>(
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
                let init = Init { malloc, allocate, more, free, flags, mapi_version };
                $init::<P>(&init, version, provider)
            }
            init::<P>
        }
    };
}
init_function! {
    /// `MSProviderInit` of a provider that is linked into the program: what `export!` would write into a library.
    store_entry: StoreProvider, MsProviderInit, init_store
}
init_function! {
    /// `ABProviderInit` of a provider that is linked into the program: what `export!` would write into a library.
    address_book_entry: AddressBookProvider, AbProviderInit, init_address_book
}
init_function! {
    /// `XPProviderInit` of a provider that is linked into the program: what `export!` would write into a library.
    transport_entry: TransportProvider, XpProviderInit, init_transport
}

/// `MSGSERVICEENTRY` of a service whose one provider is linked into the program: what `export!` would write into a
/// library.
pub fn service_entry<P: Served>() -> ServiceEntry {
    extern "system" fn entry<P: Served>(
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
        let call = ServiceCall { support, window, flags, context, count, properties, admin, error };
        let no_init = |_: &Init, _: Out<u32>, _: Out<*mut c_void>| Code::NO_SUPPORT;
        service::service_entry(&call, &[service::exported::<P>(no_init)])
    }
    entry::<P>
}
