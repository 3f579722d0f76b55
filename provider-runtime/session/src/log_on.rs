//! One logon call, as MAPI makes it for a client or for its spooler, and what becomes of what came
//! back (L1 to L4). The arguments are in `logon_call.rs`, what the session does about a failure is
//! in `reaction.rs`.
#![allow(unsafe_code, reason = "what a logon call gave comes with references")]

use super::end;
use super::kind::{Kind, LogonObject};
use super::logon::{Logon, Stage};
use super::logon_call::{Answer, LogonCall};
use super::provider::Provider;
use super::record::Call;
use super::record::what::ProviderEvent;
use super::record::what::provider::{self, LogonFacts, SpoolerLogon};
use super::services::Registration;
use super::state::State;
use super::support::SupportObject;
use super::turn::Taken;
use super::wish::{Caller, Wish};
use super::wrapping::unwrapped;
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::Arc;

/// What a logon call came to.
#[derive(Debug)]
pub(crate) struct Opened {
    /// A store, with a reference for whoever asked for it; null for every other kind.
    pub(crate) store: *mut c_void,
    pub(crate) logon: Arc<Logon>,
    pub(crate) is_duplicate: bool,
    /// `S_OK` or a warning.
    pub(crate) code: Code,
    /// What the call gave for the spooler (MSLOGON-12).
    pub(crate) security: Vec<u8>,
}

/// A provider's answer, as against a session that does not come to ask.
pub(crate) type Answered = Result<Opened>;

impl State {
    /// Whether a provider of the profile has a logon of a client's, or of the spooler's that is
    /// none of a store, or is just getting one (LOGON-13).
    pub(crate) fn is_logged_on(&self, registration: &Arc<Registration>) -> bool {
        let logons = lock(&self.logons).clone();
        let own = |logon: &&Arc<Logon>| Arc::ptr_eq(&logon.registration, registration);
        // One that is logging on is so further up on this thread: the turn keeps others out.
        logons.iter().filter(own).any(|logon| matches!(logon.stage(), Stage::LoggingOn | Stage::Active))
    }

    /// `IMSProvider::Logon`, `IABProvider::Logon`, `IXPProvider::TransportLogon` or
    /// `IMSProvider::SpoolerLogon`, once: what the provider answers.
    ///
    /// # Errors
    /// `MAPI_E_END_OF_SESSION` if there is no provider object any more.
    pub(crate) fn log_on(
        self: &Arc<Self>,
        wish: &Wish,
        provider: &Arc<Provider>,
        security: &[u8],
        turn: &Taken<'_>,
    ) -> Result<Answered> {
        if provider.has_ended() {
            return Err(Code::END_OF_SESSION.into());
        }
        let logon = Arc::new(Logon::new(self.numbers.logon(), provider, wish));
        lock(&self.logons).push(Arc::clone(&logon));
        let support = SupportObject::for_logon(self, &logon);
        let is_spoolers = provider.kind == Kind::Store && wish.caller != Caller::Client;
        let facts = LogonFacts {
            provider: provider.number,
            kind: provider.kind,
            service: wish.registration.service.number,
            logon: logon.number,
            request: wish.number,
            entry: self.numbers.bytes(wish.entry.as_deref().unwrap_or_default()),
            ..LogonFacts::default()
        };
        let event: ProviderEvent =
            if is_spoolers { SpoolerLogon { call: facts }.into() } else { provider::Logon { call: facts }.into() };
        let call = self.record.call(&provider.name(), event);
        let arguments = LogonCall { support: support.as_ptr().cast(), wish, security, logon: &logon };
        let answer = self.call_logon(provider, &arguments, turn, &call).ok_or(Code::END_OF_SESSION)?;
        // SAFETY: S2: kept until the session is gone.
        let support = unsafe { support.as_ref() };
        Ok(self.judge(wish, &logon, support, answer, call))
    }

    /// L3, L4: what the call came to.
    fn judge(
        self: &Arc<Self>,
        wish: &Wish,
        logon: &Arc<Logon>,
        support: &SupportObject,
        answer: Answer,
        call: Call<'_, ProviderEvent>,
    ) -> Answered {
        let known = lock(&self.logons).clone();
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
            logon.asks(answer.asks);
            let names = self.numbers.bytes(&self.entry_now(wish));
            call.set_logon(|facts| facts.names = Some(names));
        } else {
            // SAFETY: S1: not active.
            unsafe { logon.came_out(stage, null_mut(), null_mut()) };
        }
        call.done(answer.code);
        if again && !failed {
            // SAFETY: F1: a reference that the call gave beside the one that the session has: given
            // back at once (T-23).
            drop(unsafe { LogonObject::from_raw(kind, answer.logon) });
        }
        if is_new && self.options.is_lenient && support.held() < 2 {
            logon.keep_support_until_released();
        } else {
            support.release_own(); // V-7: where it was the only one, this logs the provider off (LOGON-3)
        }
        if is_new && kind != Kind::Store && logon.is_final() {
            end::end_logon(self, logon); // no store's Release could (SUPREL-3)
        }
        if !is_new {
            end::clear(self, logon); // also where the provider keeps the support object (V-10)
        }
        if failed {
            return Err(Error::new(answer.code, answer.text));
        }
        let owner = if is_new { Some(Arc::clone(logon)) } else { first };
        let is_untold = answer.code != Code::OK && answer.text.is_empty();
        let asked = owner.as_ref().filter(|_| is_untold).and_then(|owner| owner.lent(|| ()));
        let text = asked.map_or(answer.text, |(_inside, (), object)| self.text_of(&object, answer.code));
        self.last.remember(answer.code, &text); // a warning's (LASTERR-4)
        let gave_all = is_new || !answer.store.is_null();
        match owner.filter(|_| gave_all) {
            Some(owner) => {
                let is_duplicate = !is_new;
                let Answer { store, code, security, .. } = answer;
                Ok(Opened { store, logon: owner, is_duplicate, code, security })
            }
            None => Err(Code::CALL_FAILED.into()), // V-6
        }
    }

    /// The provider's own identifier of the store that was just opened, if it says one (LOGON-5).
    fn entry_now(&self, wish: &Wish) -> Vec<u8> {
        let said = wish.registration.entry();
        let said = said.as_deref().map(|entry| unwrapped(entry).unwrap_or(entry).to_vec());
        wish.entry.clone().or(said).unwrap_or_default()
    }
}
