//! MAPI for a thread of an author's (THR-3): the session's own pair of functions, else mapi32's, else nothing. The thread
//! itself is in `provider/worker.rs`.
#![allow(unsafe_code, reason = "MAPI is initialised through functions found by name")]

use crate::com::host::Host;
use provider_abi::com_ptr::ComPtr;
use provider_abi::shapes::flag::{MAPI_MULTITHREAD_NOTIFICATIONS, MAPI_NT_SERVICE};
use provider_abi::shapes::param::In;
use provider_abi::shapes::structs::MAPIINIT_0;
use provider_abi::shapes::words::IProviderWordsVtbl;
use std::sync::Arc;

/// MAPI, initialised for the calling thread until it is dropped.
pub(crate) enum MapiThread {
    /// By the session that made the provider object.
    Session(Arc<ComPtr<IProviderWordsVtbl>>),
    /// By the MAPI library of the process.
    #[cfg(windows)]
    Library,
    /// Where no MAPI is loaded, or it answers that it is not there, the thread does without.
    Without,
}

impl MapiThread {
    /// `MAPIInitialize`, with the flags of the provider's own init call.
    pub(crate) fn enter(host: &Host) -> Self {
        let service = if host.service { MAPI_NT_SERVICE } else { 0 };
        let init = MAPIINIT_0 { version: 0, flags: MAPI_MULTITHREAD_NOTIFICATIONS | service };
        let Some(words) = host.words() else {
            return Self::of_library(&init);
        };
        let initialize = words.methods().initialize;
        // SAFETY: F1: alive; `init` is lent until it returns.
        let code = unsafe { initialize(words.this(), In::new((&raw const init).cast())) };
        if code.is_failure() { Self::Without } else { Self::Session(words) }
    }

    #[cfg(not(windows))]
    fn of_library(_init: &MAPIINIT_0) -> Self {
        Self::Without
    }

    #[cfg(windows)]
    fn of_library(init: &MAPIINIT_0) -> Self {
        if mapi32::enter(init) { Self::Library } else { Self::Without }
    }
}

impl Drop for MapiThread {
    fn drop(&mut self) {
        match self {
            Self::Session(words) => {
                let uninitialize = words.methods().uninitialize;
                // SAFETY: F1: alive; balances the call of `enter` on the same thread.
                unsafe { uninitialize(words.this()) };
            }
            #[cfg(windows)]
            Self::Library => mapi32::leave(),
            Self::Without => {}
        }
    }
}

#[cfg(windows)]
mod mapi32 {
    //! MAPI's own pair, by name, if its library is in the process already (LOAD-8): it stays as long as its providers do.

    use crate::com::module::procedure;
    use provider_abi::shapes::code::Code;
    use provider_abi::shapes::structs::MAPIINIT_0;

    type Initialize = unsafe extern "system" fn(*const MAPIINIT_0) -> Code;

    pub(super) fn enter(init: &MAPIINIT_0) -> bool {
        let Some(initialize) = procedure(c"mapi32.dll", c"MAPIInitialize") else { return false };
        // SAFETY: M1: the documented signature of that export.
        let initialize = unsafe { std::mem::transmute::<unsafe extern "system" fn(), Initialize>(initialize) };
        // SAFETY: M1: `init` is lent until it returns.
        !unsafe { initialize(init) }.is_failure()
    }

    pub(super) fn leave() {
        if let Some(leave) = procedure(c"mapi32.dll", c"MAPIUninitialize") {
            // SAFETY: M1: the documented signature of that export; balances `enter` on the same thread.
            unsafe { leave() };
        }
    }
}
