//! `IMAPIProviderShutdown`: the provider's part of a fast shutdown (FAST-2, FAST-7, FAST-9, FAST-10).
#![allow(unsafe_code, reason = "the methods of IMAPIProviderShutdown take raw arguments")]

use crate::com::kind::Served;
use crate::com::object::ProviderObject;
use crate::provider::FastShutdown;
use provider_abi::class::{object, unknown};
use provider_abi::error::Result;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::imapi_provider_shutdown::IMAPIProviderShutdownVtbl;
use provider_abi::shapes::param::This;
use std::sync::Arc;

pub(crate) const fn methods<P: Served>() -> &'static IMAPIProviderShutdownVtbl {
    const {
        &IMAPIProviderShutdownVtbl {
            unknown: unknown::<ProviderObject<P>, 1>(),
            query_fast_shutdown: query_fast_shutdown::<P>,
            notify_process_shutdown,
            do_fast_shutdown: do_fast_shutdown::<P>,
        }
    }
}

/// `IMAPIProviderShutdown::QueryFastShutdown`: every logon must be ready. Without a logon there is nothing to lose: what
/// an earlier logon had is on disk since its logoff.
unsafe extern "system" fn query_fast_shutdown<P: Served>(this: This) -> Code {
    each::<P>(&this, ready)
}

/// `IMAPIProviderShutdown::NotifyProcessShutdown`: everything stays usable (FAST-14), so nothing is to be put off.
unsafe extern "system" fn notify_process_shutdown(_this: This) -> Code {
    Code::OK
}

/// `IMAPIProviderShutdown::DoFastShutdown`: S_OK only when everything essential is on disk.
unsafe extern "system" fn do_fast_shutdown<P: Served>(this: This) -> Code {
    each::<P>(&this, |state| {
        let persisted = (P::ASK.persist)(state);
        ready(state)?;
        persisted
    })
}

fn ready<P: Served>(state: &P) -> Result<()> {
    let is_ready = (P::ASK.fast_shutdown)(state) == FastShutdown::Ready;
    if is_ready { Ok(()) } else { Err(Code::NO_SUPPORT.into()) }
}

/// Asks every logon; the first failure is the answer, but all are asked.
fn each<P: Served>(this: &This, ask: impl Fn(&P) -> Result<()>) -> Code {
    let home = Arc::clone(&object::<ProviderObject<P>, 1>(this).home);
    let answers: Vec<_> = home.logons().iter().map(|core| core.ask(&ask)).collect();
    let failure = answers.into_iter().find_map(Result::err);
    failure.map_or(Code::OK, |error| error.code())
}
