//! The logon call of a kind that is told a profile and a window and nothing else: an address book's
//! and a transport's. What each registers is in its folder, a store's call in
//! `store/logon_call.rs`.

use crate::lent::{StoreKey, Support};
use crate::logon::kind::Provider;
use crate::logon::panics::catch_panic_as_error;
use crate::logon::provider_state::ProviderState;
use crate::logon::state::LogonState;
use crate::logon::support_link::SupportLink;
use crate::provider::LogonContext;
use provider_abi::access::Access;
use provider_abi::com_ptr::Lent;
use provider_abi::error::Result;
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use std::cell::RefCell;
use std::sync::Arc;

/// What the call says of the logon.
pub(in crate::bridge) struct PlainLogon<'a> {
    pub(in crate::bridge) support: Option<Lent<'a, IMAPISupportVtbl>>,
    pub(in crate::bridge) window: usize,
    pub(in crate::bridge) profile: &'a str,
    pub(in crate::bridge) flags: u32,
    pub(in crate::bridge) may_show_dialog: bool,
}

impl PlainLogon<'_> {
    /// Asks the author's `logon`. `finish` makes of the logon, and of what the author warned of,
    /// what the call gives out.
    pub(in crate::bridge) fn open<P: Provider, T>(
        &self,
        state: &Arc<ProviderState<P>>,
        logon: fn(&LogonContext<'_, P>) -> Result<P>,
        kind_state: P::KindState,
        finish: impl FnOnce(&Arc<LogonState<P>>, &[String]) -> Result<T>,
    ) -> Result<T> {
        let log_on = |link: &Arc<SupportLink>| {
            let context = LogonContext {
                // What stores alone are asked for.
                entry: None,
                key: StoreKey::new(Vec::new()),
                access: Access::Best,
                is_spooler: false,
                profile: self.profile,
                window: self.window,
                flags: self.flags,
                may_show_dialog: self.may_show_dialog && !state.host.is_service,
                support: Support::new(Arc::clone(link)),
                shared: state.shared()?,
                warnings: RefCell::default(),
            };
            let provider = logon(&context)?;
            let warnings = context.warnings.take();
            drop(context); // it holds the shared state, which a failure may have to stop
            let logon = LogonState::new(Arc::clone(link), Arc::clone(state), provider, true, kind_state);
            let logon = Arc::new(logon);
            // From here on the value ends by the plan, whatever happens.
            let made = catch_panic_as_error(|| finish(&logon, &warnings));
            if made.is_err() {
                LogonState::end(&logon);
            }
            made
        };
        state.log_on(self.support, log_on, |_| true)
    }
}
