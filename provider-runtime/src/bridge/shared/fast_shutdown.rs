//! `IMAPIProviderShutdown`: the provider's part of a fast shutdown (FAST-2, FAST-7, FAST-9,
//! FAST-10).

use crate::logon::kind::Provider;
use crate::logon::object::ProviderObject;
use provider_abi::class::Receiver;
use provider_abi::error::Result;
use provider_abi::interfaces::imapi_provider_shutdown::IMAPIProviderShutdown;
use provider_abi::shapes::code::Code;
use std::sync::Arc;

impl<P: Provider> IMAPIProviderShutdown for ProviderObject<P> {
    /// `IMAPIProviderShutdown::QueryFastShutdown`: every logon must be ready. Without a logon there
    /// is nothing to lose: what an earlier logon had is on disk since its logoff.
    fn query_fast_shutdown(this: Receiver<'_, Self>) -> Code {
        for_each_logon(this, ready)
    }

    /// `IMAPIProviderShutdown::NotifyProcessShutdown`: everything stays usable (FAST-14), so
    /// nothing is to be put off.
    fn notify_process_shutdown(_this: Receiver<'_, Self>) -> Code {
        Code::OK
    }

    /// `IMAPIProviderShutdown::DoFastShutdown`: S_OK only when everything essential is on disk.
    fn do_fast_shutdown(this: Receiver<'_, Self>) -> Code {
        for_each_logon(this, |provider| {
            let persisted = (P::CALLBACKS.persist)(provider);
            ready(provider)?;
            persisted
        })
    }
}

fn ready<P: Provider>(provider: &P) -> Result<()> {
    if (P::CALLBACKS.is_ready_for_fast_shutdown)(provider) { Ok(()) } else { Err(Code::NO_SUPPORT.into()) }
}

/// Asks every logon; the first failure is the answer, but all are asked.
fn for_each_logon<P: Provider>(this: Receiver<'_, ProviderObject<P>>, ask: impl Fn(&P) -> Result<()>) -> Code {
    let state = Arc::clone(&this.state);
    let answers: Vec<_> = state.logons().iter().map(|logon| logon.with_provider(&ask)).collect();
    let failure = answers.into_iter().find_map(Result::err);
    failure.map_or(Code::OK, |error| error.code())
}
