//! `IXPProvider`, with the logon call, and what is behind `XPProviderInit`. What every logon does is in `com/home.rs` and
//! `com/core.rs`.

use super::life::TransportLife;
use super::logon::{TransportLogonObject, TransportLogonRole};
use crate::abi::code::Code;
use crate::abi::flag::*;
use crate::abi::iid::IID_IXPProvider;
use crate::abi::ixp_provider::IXPProviderVtbl;
use crate::abi::param::{In, Out, This};
use crate::abi::structs::MAPIERROR;
use crate::bridge::provider::{Init, entry, provider_object, shutdown};
use crate::com::border::tell;
use crate::com::class::{interface, object, unknown};
use crate::com::core::Core;
use crate::com::home::Home;
use crate::com::link::Link;
use crate::com::object::ProviderObject;
use crate::com::params::text;
use crate::com::wall::settled;
use crate::error::Result;
use crate::lent::Support;
use crate::provider::{Access, LogonContext, StoreKey, Traffic, TransportProvider};
use std::cell::RefCell;
use std::ffi::c_void;
use std::ptr::NonNull;
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

/// `IXPProvider::TransportLogon` (XPLOGON-1): the flags go in and come out.
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
    let call = Call { window, profile, flags: flags.read().unwrap_or_default() };
    flags.write(MAPI_UNICODE); // the width of what is told; what went in is cleared
    let log_on = || home.log_on(support, |link| call.open(&home, link), |_| true);
    match settled(|| flags.needed().and(logon.needed()).and_then(|_| log_on())) {
        Ok((made, amiss)) => {
            let (polls, idles) = (if P::POLLS { LOGON_SP_POLL } else { 0 }, if P::IDLES { LOGON_SP_IDLE } else { 0 });
            flags.write(MAPI_UNICODE | polls | idles);
            logon.write(interface(made, 0));
            if amiss { Code::W_ERRORS_RETURNED } else { Code::OK }
        }
        Err(refusal) => tell(&home.host.memory, MAPI_UNICODE, P::NAME, &refusal, error),
    }
}

/// What the call says of the logon.
struct Call {
    window: usize,
    profile: In<c_void>,
    flags: u32,
}

/// A logon, and whether something is amiss.
type Logon<P> = (NonNull<TransportLogonObject<P>>, bool);

impl Call {
    fn open<P: TransportProvider>(&self, home: &Arc<Home<P>>, link: &Arc<Link>) -> Result<Logon<P>> {
        let profile = text(self.profile, self.flags).unwrap_or_default();
        let context = LogonContext {
            // What stores alone are asked for.
            entry: None,
            key: StoreKey::new(Vec::new()),
            access: Access::Best,
            spooler: false,
            profile: &profile,
            window: self.window,
            flags: self.flags,
            dialogs: self.flags & LOGON_NO_DIALOG == 0 && !home.host.service,
            support: Support::new(Arc::clone(link)),
            shared: home.shared()?,
            warnings: RefCell::default(),
        };
        let state = P::logon(&context)?;
        let amiss = !context.warnings.take().is_empty();
        drop(context); // it holds the shared state, which a failure may have to stop
        let core = Arc::new(Core::new(Arc::clone(link), Arc::clone(home), state, true, TransportLife::default()));
        // From here on the value ends by the plan, whatever happens.
        let registered = settled(|| self.register(&core));
        if registered.is_err() {
            Core::end(&core);
        }
        registered.map(|()| (TransportLogonObject::new(core, TransportLogonRole), amiss))
    }

    /// LOGON-7: the row, then the profile section, which has no object of a transport's to name (LOGON-5). A transport's
    /// UIDs are told by AddressTypes, and not registered (UID-3).
    fn register<P: TransportProvider>(&self, core: &Arc<Core<P>>) -> Result<()> {
        core.join()?;
        core.link.status.fetch_or(Traffic::at_logon(self.flags).0, Ordering::SeqCst);
        let told = core.add_row()?;
        core.keep_in_profile(told, None)
    }
}
