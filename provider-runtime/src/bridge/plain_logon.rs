//! The logon call of a kind that is told a profile and a window and nothing else: an address book's and a transport's. What
//! each registers is in its folder, a store's call in `logon_call.rs`.

use crate::com::core::Core;
use crate::com::home::Home;
use crate::com::kind::Served;
use crate::com::link::Link;
use crate::com::wall::settled;
use crate::lent::Support;
use crate::provider::{LogonContext, StoreKey};
use provider_abi::access::Access;
use provider_abi::error::Result;
use provider_abi::shapes::param::In;
use provider_abi::strings::text;
use std::cell::RefCell;
use std::ffi::c_void;
use std::sync::Arc;

/// What the call says of the logon.
pub(super) struct PlainLogon {
    pub(super) support: *mut c_void,
    pub(super) window: usize,
    pub(super) profile: In<c_void>,
    pub(super) flags: u32,
    pub(super) dialogs: bool,
}

impl PlainLogon {
    /// Asks the author's `logon`, and `finish` makes of the core, and of what the author warned of, what the call gives out.
    pub(super) fn open<P: Served, T>(
        &self,
        home: &Arc<Home<P>>,
        logon: fn(&LogonContext<'_, P>) -> Result<P>,
        life: P::Life,
        finish: impl FnOnce(&Arc<Core<P>>, &[String]) -> Result<T>,
    ) -> Result<T> {
        let log_on = |link: &Arc<Link>| {
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
                dialogs: self.dialogs && !home.host.service,
                support: Support::new(Arc::clone(link)),
                shared: home.shared()?,
                warnings: RefCell::default(),
            };
            let state = logon(&context)?;
            let warnings = context.warnings.take();
            drop(context); // it holds the shared state, which a failure may have to stop
            let core = Arc::new(Core::new(Arc::clone(link), Arc::clone(home), state, true, life));
            // From here on the value ends by the plan, whatever happens.
            let made = settled(|| finish(&core, &warnings));
            if made.is_err() {
                Core::end(&core);
            }
            made
        };
        home.log_on(self.support, log_on, |_| true)
    }
}
