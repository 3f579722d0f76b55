//! How a store closes: with which flags StoreLogoffTransports comes (V-18), and what comes after it
//! (STORELOGOFF-8). How often it comes is judged in `logon.rs`.

use super::seen::Seen;
use super::support::SupportObject;
use super::violations::Found;
use crate::record::What;
use crate::record::what::session::StoreLogoff;
use crate::record::what::support::LogoffTransports;
use crate::record::what::{ProviderEvent, SessionEvent};
use provider_abi::shapes::flag::*;

/// StoreLogoff's flags that are kept until the end.
const KEPT: [u32; 4] = [LOGOFF_NO_WAIT, LOGOFF_ORDERLY, LOGOFF_PURGE, LOGOFF_ABORT];

fn is_an_end(call: &What) -> bool {
    match call {
        What::Session(event) => matches!(event, SessionEvent::StoreRelease(_)),
        What::Provider(event) => matches!(event, ProviderEvent::Logoff(_) | ProviderEvent::LogonRelease(_)),
        _ => false,
    }
}

impl SupportObject {
    /// A client's StoreLogoff has succeeded. LOGOFF_QUIET may be kept or not (STORELOGOFF-4).
    pub(super) fn store_is_told(&mut self, logoff: &StoreLogoff) {
        self.saved = Some(logoff.flags).filter(|flags| KEPT.contains(flags));
    }

    /// STORELOGOFF-6: with the saved flags.
    pub(super) fn transports_are_told(
        &mut self,
        seen: Seen<'_>,
        told: &LogoffTransports,
        logon: u64,
        found: &mut Found,
    ) {
        self.told_transports += usize::from(told.effective == Some(true));
        if told.effective != Some(true) || !seen.is_inside(is_an_end) {
            return;
        }
        self.is_closing = true;
        let flags = told.flags.unwrap_or(0);
        if let Some(saved) = self.saved.filter(|saved| *saved != flags) {
            let text = format!("StoreLogoffTransports({flags:#x}), and StoreLogoff was told {saved:#x}");
            found.tell("V-18", seen.at, &format!("logon {logon}"), text);
        }
    }

    /// STORELOGOFF-8: subscriptions end before the transports are told.
    pub(super) fn unsubscribes(&mut self, seen: Seen<'_>, logon: u64, found: &mut Found) {
        if std::mem::take(&mut self.is_closing) && seen.is_inside(is_an_end) {
            let text = "subscriptions are cancelled after StoreLogoffTransports";
            found.tell("STORELOGOFF-8", seen.at, &format!("logon {logon}"), text);
        }
    }
}
