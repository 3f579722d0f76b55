//! One logon call, as MAPI makes it for a client or for its spooler, and what becomes of what came
//! back (L1 to L4). The arguments are in `call.rs`, what the session does about a failure is in
//! `policy.rs`.
#![allow(unsafe_code, reason = "what a logon call gave comes with references")]

use super::call::{Answer, LogonCall};
use super::request::{Caller, OpenRequest};
use crate::foreign::LogonObject;
use crate::kind::Kind;
use crate::model::{Kept, LifecycleGuard, Logon, OpenedStore, Provider, Stage, State, unwrapped_store_id};
use crate::record::Call;
use crate::record::what::provider::{self, LogonFacts, SpoolerLogon};
use crate::record::what::{Flag, ProviderEvent};
use crate::shutdown::LogonEnd;
use crate::support::SupportObject;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::MDB_NO_DIALOG;
use provider_abi::shapes::imsg_store::IMsgStoreVtbl;
use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// What the provider returned; the outer Result, where there is one, is the session's own failure
/// to make the call.
pub(super) type Answered = Result<OpenedStore>;

/// The logon calls of one session.
pub(super) struct LogonAttempt<'s> {
    pub(super) state: &'s Arc<State>,
}

impl LogonAttempt<'_> {
    /// `IMSProvider::Logon`, `IABProvider::Logon`, `IXPProvider::TransportLogon` or
    /// `IMSProvider::SpoolerLogon`, once: what the provider answers.
    ///
    /// # Errors
    /// `MAPI_E_END_OF_SESSION` if there is no provider object any more.
    pub(super) fn log_on(
        &self,
        request: &OpenRequest,
        provider: &Arc<Provider>,
        security: &[u8],
        lifecycle: &LifecycleGuard<'_>,
    ) -> Result<Answered> {
        if provider.has_ended() {
            return Err(Code::END_OF_SESSION.into());
        }
        let logon = Arc::new(Logon::new(self.state.numbers.logon(), provider, &request.registration, request.flags));
        provider.counts_logon(logon.number);
        self.state.logons.add(&logon);
        let support = SupportObject::for_logon(self.state, &logon);
        let is_spoolers = provider.kind == Kind::Store && request.caller != Caller::Client;
        let facts = LogonFacts {
            provider: provider.number,
            kind: provider.kind,
            service: request.registration.service.number,
            logon: logon.number,
            request: request.number,
            entry: self.state.numbers.bytes(request.entry.as_deref().unwrap_or_default()),
            quiet: Flag(request.flags & MDB_NO_DIALOG != 0), // the same bit for every kind (CFG-2)
            ..LogonFacts::default()
        };
        let event: ProviderEvent =
            if is_spoolers { SpoolerLogon { call: facts }.into() } else { provider::Logon { call: facts }.into() };
        let call = self.state.record.call(&provider.name(), event);
        let arguments = LogonCall { support: support.as_ptr().cast(), request, security, logon: &logon };
        let answer = self.call(provider, &arguments, lifecycle, &call).ok_or(Code::END_OF_SESSION)?;
        // SAFETY: S2: kept until the session is gone.
        let support = unsafe { support.as_ref() };
        Ok(self.judge(request, &logon, support, answer, call))
    }

    /// L3, L4: what the call came to.
    fn judge(
        &self,
        request: &OpenRequest,
        logon: &Arc<Logon>,
        support: &SupportObject,
        answer: Answer,
        call: Call<'_, ProviderEvent>,
    ) -> Answered {
        let known = self.state.logons.live();
        let live = |other: &&Arc<Logon>| other.stage() == Stage::Active;
        let first = known.iter().filter(live).find(|other| other.opened(answer.identity)).cloned();
        // MSLOGON-6: the logon that is there already, with one more reference, is a duplicate too.
        let again = known.iter().filter(live).any(|other| !answer.logon.is_null() && other.object() == answer.logon);
        let failed = answer.code.is_failure();
        let kind = logon.provider.kind;
        let is_complete = !answer.logon.is_null() && (kind != Kind::Store || !answer.store.is_null());
        let is_new = !failed && is_complete && !again;
        let stage = if is_new { Stage::Active } else { Stage::None };
        call.set_logon(|facts| facts.held = Some(support.held().saturating_sub(1).into()));
        if is_new {
            // SAFETY: S1: what the call gave, with the reference that is the session's from here
            // on.
            unsafe { logon.came_out(stage, answer.logon, answer.identity) };
            logon.asked.store(answer.asks, Ordering::Release);
            let names = self.state.numbers.bytes(&self.entry_now(request));
            call.set_logon(|facts| facts.names = Some(names));
        } else {
            // SAFETY: S1: not active.
            unsafe { logon.came_out(stage, null_mut(), null_mut()) };
        }
        call.done(answer.code);
        if !is_new && !failed {
            // SAFETY: F1: a reference that the call gave, apart from the one that the session has
            // (T-23), or without the store that belongs to it (V-6): given back at once.
            drop(unsafe { LogonObject::from_raw(kind, answer.logon) });
        }
        if is_new && self.state.options.is_lenient && support.held() < 2 {
            logon.keep_support_until_released();
        } else {
            // V-7: where it was the only one, this logs the provider off (LOGON-3)
            support.release_own();
        }
        if is_new && kind != Kind::Store && logon.is_support_released() {
            LogonEnd { state: self.state, logon }.run(); // no store's Release could (SUPREL-3)
        }
        if !is_new {
            // also where the provider keeps the support object (V-10)
            LogonEnd { state: self.state, logon }.forget_registrations();
            self.state.logons.end(logon);
        }
        if failed {
            return Err(Error::new(answer.code, answer.text));
        }
        self.opened(if is_new { Some(logon) } else { first.as_ref() }, answer, is_new)
    }

    /// What a call that did not fail has opened, on the logon that it belongs to.
    fn opened(&self, owner: Option<&Arc<Logon>>, answer: Answer, is_new: bool) -> Answered {
        let is_untold = answer.code != Code::OK && answer.text.is_empty();
        let asked = owner.filter(|_| is_untold).and_then(|owner| owner.call_object(|| ()));
        let text =
            asked.map_or(answer.text, |(_inside, (), object)| object.text_of(answer.code, &self.state.outputs()));
        self.state.last.remember(answer.code, &text); // a warning's (LASTERR-4)
        let gave_all = is_new || !answer.store.is_null();
        let Answer { store, code, security, .. } = answer;
        let Some(owner) = owner.filter(|_| gave_all) else {
            // SAFETY: F1: the reference that the call gave, on a store that belongs to no logon.
            drop(unsafe { ComPtr::<IMsgStoreVtbl>::from_raw(store) });
            return Err(Code::CALL_FAILED.into()); // V-6
        };
        Ok(OpenedStore { store, logon: Arc::clone(owner), is_duplicate: !is_new, code, security })
    }

    /// The provider's own identifier of the store that was just opened, if it says one (LOGON-5).
    fn entry_now(&self, request: &OpenRequest) -> Vec<u8> {
        let stored = request.registration.entry();
        let stored = stored.as_deref().map(|entry| unwrapped_store_id(entry).unwrap_or(entry).to_vec());
        request.entry.clone().or(stored).unwrap_or_default()
    }
}
