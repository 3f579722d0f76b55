//! What only a store tells MAPI: the end of its transports, its place in the profile.

use super::support_object::{Purpose, SupportObject};
use crate::record::What;
use crate::record::what::support::{LogoffTransports, ModifyProfile};
use crate::record::what::{ProviderEvent, SessionEvent};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::param::Out;

/// Whether a call may be the store's last Release, or comes after it.
fn is_an_end(call: &What) -> bool {
    match call {
        What::Session(event) => matches!(event, SessionEvent::StoreRelease(_)),
        What::Provider(event) => matches!(event, ProviderEvent::Logoff(_) | ProviderEvent::LogonRelease(_)),
        What::Process(_) | What::Support(_) | What::Transport(_) | What::Report(_) => false,
    }
}

/// STORELOGOFF-11, with the answer that the test has set (T-55).
pub(super) fn store_logoff_transports(support: &SupportObject, flags: Out<'_, u32>) -> Code {
    let given = flags.read().unwrap_or(0);
    let told = LogoffTransports { whose: support.whose(), ..LogoffTransports::default() };
    support.call(told, |state, call| {
        let flags = flags.needed()?;
        // STORELOGOFF-10: somebody else has the store open, too.
        if support.logon().is_ok_and(|logon| state.is_open_elsewhere(logon)) {
            call.set(|told| {
                told.flags = Some(given);
                told.effective = Some(true);
            });
            flags.write(LOGOFF_COMPLETE);
            return Ok(());
        }
        let activity = state.options.activity | state.spooler.activity();
        // STORELOGOFF-6: QUIET asks, but in the store's last Release there is nobody left to ask
        // again.
        let is_question = given & LOGOFF_QUIET != 0 && !state.record.is_inside(is_an_end);
        let stays = is_question && activity != 0;
        let back = match (stays, given & LOGOFF_ABORT != 0) {
            (true, _) => activity,
            (false, true) => LOGOFF_COMPLETE,
            (false, false) => LOGOFF_COMPLETE | activity,
        };
        call.set(|told| {
            told.flags = Some(given);
            told.effective = Some(!stays);
        });
        if let (false, Purpose::Logon(logon)) = (stays, &support.purpose) {
            state.spooler.complete(logon);
        }
        flags.write(back);
        Ok(())
    })
}

/// MSLOGON-13: a store that was opened without being in the profile joins it, unless it is to be
/// temporary.
pub(super) fn modify_profile(support: &SupportObject) -> Code {
    support.call(ModifyProfile { whose: support.whose() }, |_, _| {
        let logon = support.logon()?;
        if logon.flags & MDB_TEMPORARY == 0 {
            logon.registration.make_permanent();
        }
        Ok(())
    })
}
