//! `IXPProvider`, with the logon call, and what `XPProviderInit` does. What every logon does is in
//! `logon/provider_state.rs` and `shared/registration.rs`.
#![allow(unsafe_code, reason = "the profile's name is a raw text")]

use super::logon::{TransportLogonObject, TransportLogonRole};
use super::state::TransportState;
use crate::bridge::init::{Init, entry, provider_object};
use crate::bridge::shared::plain_logon::PlainLogon;
use crate::bridge::shared::registration::{add_status_row, keep_in_profile};
use crate::logon::object::ProviderObject;
use crate::logon::panics::catch_panic_as_error;
use crate::logon::state::LogonState;
use crate::provider::{Traffic, TransportProvider};
use log::Level;
use provider_abi::class::{Receiver, interface};
use provider_abi::com_ptr::Lent;
use provider_abi::error::Result;
use provider_abi::interfaces::ixp_provider::{self, IXPProvider};
use provider_abi::last_error::tell;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::IID_IXPProvider;
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use provider_abi::shapes::ixp_provider::IXPProviderVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::MAPIERROR;
use provider_abi::strings::text;
use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::Ordering;

const fn methods<P: TransportProvider>() -> &'static IXPProviderVtbl {
    const { &ixp_provider::vtable::<ProviderObject<P>, 0>() }
}

/// `XPProviderInit`, of which the C signature is in `entry.rs` (ENTRY-*, VER-*).
pub fn init_transport<P: TransportProvider>(
    init: &Init<'_>,
    version: Out<'_, u32>,
    provider: Out<'_, *mut c_void>,
) -> Code {
    let first = (IID_IXPProvider, std::ptr::from_ref(methods::<P>()).cast());
    entry(provider, || provider_object::<P>(init, version, first))
}

impl<P: TransportProvider> IXPProvider for ProviderObject<P> {
    /// `IXPProvider::Shutdown`: the flags, null or not, change nothing (SHUT-3).
    fn shutdown(this: Receiver<'_, Self>, _flags: Out<'_, u32>) -> Code {
        let state = Arc::clone(&this.state);
        state.shut_down();
        Code::OK
    }

    /// `IXPProvider::TransportLogon` (XPLOGON-1): the flags go in and come out. There is no warning
    /// that it could answer with, and no GetLastError for its text (LASTERR-3): what the author
    /// warns of is told to the host.
    fn transport_logon(
        this: Receiver<'_, Self>,
        support: Option<Lent<'_, IMAPISupportVtbl>>,
        window: usize,
        profile: In<'_, c_void>,
        flags: Out<'_, u32>,
        error: Out<'_, *mut MAPIERROR>,
        logon: Out<'_, *mut c_void>,
    ) -> Code {
        logon.clear(); // LOGON-1
        error.clear();
        let state = Arc::clone(&this.state);
        let asked = flags.read().unwrap_or_default();
        // SAFETY: O3: the name comes in the width that the call's own flags say.
        let profile = unsafe { text(profile, asked) }.unwrap_or_default();
        let may_show_dialog = asked & LOGON_NO_DIALOG == 0;
        let call = PlainLogon { support, window, profile: &profile, flags: asked, may_show_dialog };
        flags.write(MAPI_UNICODE); // the width of what is told; what went in is cleared
        let finish = |logon: &Arc<LogonState<P>>, warnings: &[String]| {
            register(logon, asked)?;
            warnings.iter().for_each(|warning| logon.link.host.log(Level::Warn, warning));
            Ok(TransportLogonObject::new(Arc::clone(logon), TransportLogonRole))
        };
        let log_on = || {
            flags.needed()?;
            logon.needed()?;
            call.open(&state, P::logon, TransportState::default(), finish)
        };
        match catch_panic_as_error(log_on) {
            Ok(made) => {
                let polls = if P::POLLS { LOGON_SP_POLL } else { 0 };
                let idles = if P::IDLES { LOGON_SP_IDLE } else { 0 };
                flags.write(MAPI_UNICODE | polls | idles);
                logon.write(interface(made, 0));
                Code::OK
            }
            Err(refusal) => tell(&state.host.memory, MAPI_UNICODE, P::NAME, &refusal, error),
        }
    }
}

/// LOGON-7: the row, then the profile section, which has no object of a transport's to name
/// (LOGON-5). A transport's UIDs are told by AddressTypes, and not registered (UID-3).
fn register<P: TransportProvider>(logon: &Arc<LogonState<P>>, flags: u32) -> Result<()> {
    logon.join()?;
    logon.link.status.fetch_or(Traffic::at_logon(flags).0, Ordering::SeqCst);
    let columns = add_status_row(logon)?;
    keep_in_profile(logon, columns, None)
}
