//! MAPI for a thread of an author's (THR-3): the session's own pair of functions, else mapi32's,
//! else nothing. The thread itself is in `provider/worker.rs`.
#![allow(unsafe_code, reason = "MAPI is initialised through functions found by name")]

use crate::logon::host::Host;
use provider_abi::com_ptr::ComPtr;
use provider_abi::shapes::flag::{MAPI_MULTITHREAD_NOTIFICATIONS, MAPI_NT_SERVICE};
use provider_abi::shapes::param::In;
use provider_abi::shapes::provider_log::IProviderLogVtbl;
use provider_abi::shapes::structs::MAPIINIT_0;
use std::sync::Arc;

/// MAPI, initialised for the calling thread until it is dropped.
pub(crate) enum MapiThread {
    /// By the session that made the provider object.
    Session(Arc<ComPtr<IProviderLogVtbl>>),
    /// By the MAPI library of the process.
    #[cfg(windows)]
    Library,
    /// Where no MAPI is loaded, or it answers that it is not there, the thread does without.
    Without,
}

impl MapiThread {
    /// `MAPIInitialize`, with the flags of the provider's own init call.
    pub(crate) fn enter(host: &Host) -> Self {
        let service = if host.is_service { MAPI_NT_SERVICE } else { 0 };
        let init = MAPIINIT_0 { version: 0, flags: MAPI_MULTITHREAD_NOTIFICATIONS | service };
        let Some(sink) = host.log_sink() else {
            return Self::of_library(&init);
        };
        let initialize = sink.methods().initialize;
        // SAFETY: O3: one MAPIINIT_0.
        let lent = unsafe { In::from_raw((&raw const init).cast()) };
        // SAFETY: F1: `sink` is a reference on it.
        let code = unsafe { initialize(sink.this(), lent) };
        if code.is_failure() { Self::Without } else { Self::Session(sink) }
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
            Self::Session(sink) => {
                let uninitialize = sink.methods().uninitialize;
                // SAFETY: F1: alive; balances the call of `enter` on the same thread.
                unsafe { uninitialize(sink.this()) };
            }
            #[cfg(windows)]
            Self::Library => mapi32::leave(),
            Self::Without => {}
        }
    }
}

#[cfg(windows)]
mod mapi32 {
    //! MAPI's own pair, by name, if its library is in the process already (LOAD-8): it stays as
    //! long as its providers do.

    use crate::logon::module::procedure;
    use provider_abi::shapes::code::Code;
    use provider_abi::shapes::structs::MAPIINIT_0;

    type Initialize = unsafe extern "system" fn(*const MAPIINIT_0) -> Code;

    pub(super) fn enter(init: &MAPIINIT_0) -> bool {
        let Some(initialize) = procedure(c"mapi32.dll", c"MAPIInitialize") else { return false };
        // SAFETY: D1: the documented signature of that export.
        let initialize = unsafe { std::mem::transmute::<unsafe extern "system" fn(), Initialize>(initialize) };
        // SAFETY: D1: `init` is lent until it returns.
        !unsafe { initialize(init) }.is_failure()
    }

    pub(super) fn leave() {
        if let Some(leave) = procedure(c"mapi32.dll", c"MAPIUninitialize") {
            // SAFETY: D1: the documented signature of that export; balances `enter` on the same
            // thread.
            unsafe { leave() };
        }
    }
}
