//! The entry point of a provider that is linked into the program, for tests in the session. What it does is in
//! `provider.rs`.

use super::provider::{Init, init_store};
use crate::abi::code::Code;
use crate::abi::entry::{AllocateBuffer, AllocateMore, FreeBuffer, MsProviderInit};
use crate::abi::param::Out;
use crate::provider::StoreProvider;
use std::ffi::c_void;

/// `MSProviderInit` of a provider that is linked into the program: what `export!` would write into a library.
pub fn store_entry<P: StoreProvider>() -> MsProviderInit {
    extern "C" fn init<P: StoreProvider>(
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
        init_store::<P>(&init, version, provider)
    }
    init::<P>
}
