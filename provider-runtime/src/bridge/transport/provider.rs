//! `IXPProvider`, with the logon call, and what is behind `XPProviderInit`. What every logon does is in `com/home.rs` and
//! `com/core.rs`.
#![allow(unsafe_code, reason = "the methods of IXPProvider take raw arguments")]

use super::life::TransportLife;
use super::logon::{TransportLogonObject, TransportLogonRole};
use crate::bridge::plain_logon::PlainLogon;
use crate::bridge::provider::{Init, entry, provider_object, shutdown};
use crate::com::core::Core;
use crate::com::object::ProviderObject;
use crate::com::wall::settled;
use crate::provider::{Traffic, TransportProvider};
use log::Level;
use provider_abi::class::{interface, object, unknown};
use provider_abi::error::Result;
use provider_abi::last_error::tell;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::IID_IXPProvider;
use provider_abi::shapes::ixp_provider::IXPProviderVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::MAPIERROR;
use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::Ordering;

const fn methods<P: TransportProvider>() -> &'static IXPProviderVtbl {
    const {
        &IXPProviderVtbl {
            unknown: unknown::<ProviderObject<P>, 0>(),
            shutdown: shutdown::<P>,
            transport_logon: transport_logon::<P>,
        }
    }
}

/// `XPProviderInit`, behind its C signature, which stands in `entry.rs` (ENTRY-*, VER-*).
pub fn init_transport<P: TransportProvider>(init: &Init, version: Out<u32>, provider: Out<*mut c_void>) -> Code {
    let first = (IID_IXPProvider, std::ptr::from_ref(methods::<P>()).cast());
    entry(provider, || provider_object::<P>(init, version, first))
}

/// `IXPProvider::TransportLogon` (XPLOGON-1): the flags go in and come out. There is no warning that it could answer with, and
/// no GetLastError for its text (LASTERR-3): what the author warns of is told to the host.
unsafe extern "system" fn transport_logon<P: TransportProvider>(
    this: This,
    support: *mut c_void,
    window: usize,
    profile: In<c_void>,
    flags: Out<u32>,
    error: Out<*mut MAPIERROR>,
    logon: Out<*mut c_void>,
) -> Code {
    logon.clear(); // LOGON-1
    error.clear();
    let home = Arc::clone(&object::<ProviderObject<P>, 0>(&this).home);
    let asked = flags.read().unwrap_or_default();
    let call = PlainLogon { support, window, profile, flags: asked, dialogs: asked & LOGON_NO_DIALOG == 0 };
    flags.write(MAPI_UNICODE); // the width of what is told; what went in is cleared
    let finish = |core: &Arc<Core<P>>, warnings: &[String]| {
        register(core, asked)?;
        warnings.iter().for_each(|warning| core.link.host.say(Level::Warn, warning));
        Ok(TransportLogonObject::new(Arc::clone(core), TransportLogonRole))
    };
    let log_on = || call.open(&home, P::logon, TransportLife::default(), finish);
    match settled(|| flags.needed().and(logon.needed()).and_then(|_| log_on())) {
        Ok(made) => {
            let (polls, idles) = (if P::POLLS { LOGON_SP_POLL } else { 0 }, if P::IDLES { LOGON_SP_IDLE } else { 0 });
            flags.write(MAPI_UNICODE | polls | idles);
            logon.write(interface(made, 0));
            Code::OK
        }
        Err(refusal) => tell(&home.host.memory, MAPI_UNICODE, P::NAME, &refusal, error),
    }
}

/// LOGON-7: the row, then the profile section, which has no object of a transport's to name (LOGON-5). A transport's
/// UIDs are told by AddressTypes, and not registered (UID-3).
fn register<P: TransportProvider>(core: &Arc<Core<P>>, flags: u32) -> Result<()> {
    core.join()?;
    core.link.status.fetch_or(Traffic::at_logon(flags).0, Ordering::SeqCst);
    let told = core.add_row()?;
    core.keep_in_profile(told, None)
}
