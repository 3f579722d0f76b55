//! Fast shutdown as a client in Rust begins it. What it does is in `shutdown/fast_shutdown.rs`.
#![allow(unsafe_code, reason = "IMAPIClientShutdown is called over its vtable")]

use super::session::Session;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::imapi_client_shutdown::IMAPIClientShutdownVtbl;
use provider_abi::shapes::param::This;

/// `IMAPIClientShutdown` of a session: [`Session::fast_shutdown`].
#[derive(Debug)]
pub struct ClientShutdown<'s> {
    pub(super) session: &'s Session,
}

impl Session {
    /// `IMAPIClientShutdown`, by QueryInterface on the session (FAST-1).
    pub fn fast_shutdown(&self) -> ClientShutdown<'_> {
        ClientShutdown { session: self }
    }
}

impl ClientShutdown<'_> {
    /// Whether everybody consents (FAST-6). `IMAPIClientShutdown::QueryFastShutdown`
    pub fn query(&self) -> Code {
        self.call(|methods| methods.query_fast_shutdown)
    }

    /// Tells every provider that the process is about to end.
    /// `IMAPIClientShutdown::NotifyProcessShutdown`
    pub fn notify(&self) -> Code {
        self.call(|methods| methods.notify_process_shutdown)
    }

    /// Ends the session at once, if everybody has consented: wrappers that are dropped afterwards
    /// release nothing. `IMAPIClientShutdown::DoFastShutdown`
    pub fn shut_down(&self) -> Code {
        self.call(|methods| methods.do_fast_shutdown)
    }

    fn call(&self, method: impl FnOnce(&IMAPIClientShutdownVtbl) -> unsafe extern "system" fn(This) -> Code) -> Code {
        let Some(shutdown) = self.session.object.query::<IMAPIClientShutdownVtbl>() else {
            return Code::END_OF_SESSION;
        };
        let method = method(shutdown.methods());
        // SAFETY: S1: the client's reference.
        unsafe { method(shutdown.this()) }
    }
}
