//! One logon call, as MAPI makes it for a client or for its spooler: the arguments, what came back, and what becomes of it
//! (L1 to L4). What the session does about a failure is in `reaction.rs`.

use super::client::entry_argument;
use super::end;
use super::events::Call;
use super::identity::identity;
use super::logon::{Logon, Stage};
use super::provider::Provider;
use super::state::State;
use super::support::SupportObject;
use super::turn::Taken;
use super::wish::{Caller, Wish};
use super::wrapping::unwrapped;
use crate::abi::code::Code;
use crate::abi::flag::MAPI_UNICODE;
use crate::abi::ims_logon::IMSLogonVtbl;
use crate::abi::ims_provider::IMSProviderVtbl;
use crate::abi::param::{In, Out};
use crate::abi::structs::MAPIERROR;
use crate::com::foreign::Foreign;
use crate::com::params::wide_units;
use crate::error::{Error, Result};
use crate::sync::lock;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::Arc;

/// A store that a logon call gave, with a reference for its client.
#[derive(Debug)]
pub(crate) struct Opened {
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

/// What a logon call gave.
struct Answer {
    code: Code,
    text: String,
    logon: *mut c_void,
    store: *mut c_void,
    /// The store's IUnknown: one store may come under several pointers (MSLOGON-6).
    identity: *mut c_void,
    security: Vec<u8>,
}

impl State {
    /// `IMSProvider::Logon` or `SpoolerLogon`, once: what the provider answers.
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
        let object = provider.lent(turn).ok_or(Code::END_OF_SESSION)?;
        let logon = Arc::new(Logon::new(self.numbers.logon(), provider, wish));
        lock(&self.logons).push(Arc::clone(&logon));
        let support = SupportObject::for_logon(self, &logon);
        let event = if wish.caller == Caller::Client { "prov.logon" } else { "prov.spooler_logon" };
        let facts = [
            ("provider", provider.number),
            ("service", wish.registration.service.number),
            ("logon", logon.number),
            ("wish", wish.number),
            ("entry", self.numbers.bytes(wish.entry.as_deref().unwrap_or_default())),
        ];
        let call = self.record.call(event, &provider.name(), "", "LOGON-7", &facts);
        let answer = self.call_logon(&object, support.as_ptr().cast(), wish, security, &call, &logon);
        // SAFETY: S2: kept until the session is gone.
        let support = unsafe { support.as_ref() };
        Ok(self.judge(wish, &logon, support, answer, call))
    }

    fn call_logon(
        &self,
        provider: &Foreign<IMSProviderVtbl>,
        support: *mut c_void,
        wish: &Wish,
        security: &[u8],
        call: &Call<'_>,
        logon_of: &Logon,
    ) -> Answer {
        let profile = wide_units(&self.registry.name);
        let profile = In::new(profile.as_ptr().cast());
        let (length, entry) = entry_argument(wish.entry.as_deref());
        let wanted = wish.interface.as_ref().map_or(In::null(), In::from);
        let flags = wish.flags | MAPI_UNICODE;
        let (mut error, mut logon, mut store) = (null_mut(), null_mut(), null_mut());
        let (mut size, mut data) = (0, null_mut());
        let (error_out, size_out, data_out) = if wish.bare {
            (Out::null(), Out::null(), Out::null())
        } else {
            (Out::from(&mut error), Out::from(&mut size), Out::from(&mut data))
        };
        let (logon_out, store_out) = (Out::from(&mut logon), Out::from(&mut store));
        let this = provider.this();
        let code = if wish.caller == Caller::Client {
            let call = provider.methods().logon;
            // SAFETY: F1: alive while `provider` is; the arguments are ours until it returns.
            unsafe {
                call(
                    this, support, 0, profile, length, entry, flags, wanted, size_out, data_out, error_out, logon_out,
                    store_out,
                )
            }
        } else {
            let (call, bytes) = (provider.methods().spooler_logon, security.len() as u32);
            let given = if security.is_empty() { In::null() } else { In::new(security.as_ptr()) };
            // SAFETY: F1: alive while `provider` is; the arguments are ours until it returns.
            unsafe {
                call(
                    this, support, 0, profile, length, entry, flags, wanted, bytes, given, error_out, logon_out,
                    store_out,
                )
            }
        };
        call.fact("gave_logon", self.numbers.object(logon));
        // SAFETY: F1: a call that succeeded gave a store with a reference, or none.
        let identity = if code.is_failure() { store } else { unsafe { identity(store) } };
        call.fact("gave_store", self.numbers.object(identity));
        let security = self.take_security(size, data, logon_of);
        let text = self.take_text(error, logon_of);
        call.fact("spooler_bytes", if security.is_some() { size.into() } else { 0 });
        call.fact("error_block", text.is_some().into());
        let (security, text) = (security.unwrap_or_default(), text.unwrap_or_default());
        Answer { code, text, logon, store, identity, security }
    }

    /// REACT-7: the text is kept, the memory freed; `None` if there is none, or none of MAPI's.
    fn take_text(&self, error: *mut MAPIERROR, logon: &Logon) -> Option<String> {
        let text = self.take_error(error, MAPI_UNICODE)?; // MEM-6
        self.record.note("host.free", &logon.name(), "MAPIERROR", "REACT-7", &[("logon", logon.number), ("error", 1)]);
        Some(text)
    }

    /// MSLOGON-12: the spooler gets a copy; `None` as above.
    fn take_security(&self, size: u32, data: *mut u8, logon: &Logon) -> Option<Vec<u8>> {
        if data.is_null() || !self.is_whole(data.cast(), 0, size, 1) {
            return None;
        }
        let bytes = In::new(data.cast_const()).bytes(size).unwrap_or_default().to_vec();
        self.free(data.cast());
        let facts = [("logon", logon.number), ("spooler", 1)];
        self.record.note("host.free", &logon.name(), "spooler data", "MSLOGON-12", &facts);
        Some(bytes)
    }

    /// L3, L4: what the call came to.
    fn judge(
        self: &Arc<Self>,
        wish: &Wish,
        logon: &Arc<Logon>,
        support: &SupportObject,
        answer: Answer,
        call: Call<'_>,
    ) -> Answered {
        let known = lock(&self.logons).clone();
        let live = |other: &&Arc<Logon>| other.stage() == Stage::Active;
        let first = known.iter().filter(live).find(|other| other.opened(answer.identity)).cloned();
        // MSLOGON-6: the logon that is there already, with one more reference, is a duplicate too.
        let again = known.iter().filter(live).any(|other| !answer.logon.is_null() && other.object() == answer.logon);
        let failed = answer.code.is_failure();
        let is_new = !failed && !answer.logon.is_null() && !answer.store.is_null() && !again;
        let stage = if is_new { Stage::Active } else { Stage::None };
        call.fact("held", support.held().saturating_sub(1).into());
        if is_new {
            logon.came_out(stage, answer.logon, answer.identity);
            call.fact("names", self.numbers.bytes(&self.entry_now(wish)));
        } else {
            logon.came_out(stage, null_mut(), null_mut());
        }
        call.done(answer.code);
        if again && !failed {
            // SAFETY: F1: a reference that the call gave beside the one that the session has: given back at once (T-23).
            drop(unsafe { Foreign::<IMSLogonVtbl>::taken(answer.logon) });
        }
        if is_new && self.options.is_lenient && support.held() < 2 {
            logon.keep_support_until_released();
        } else {
            support.release_own(); // V-7: where it was the only one, this logs the provider off (LOGON-3)
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
        let text = asked.map_or(answer.text, |(object, ..)| self.text_of(&object, answer.code));
        self.last.remember(answer.code, &text); // a warning's (LASTERR-4)
        match owner.filter(|_| !answer.store.is_null()) {
            Some(owner) => {
                let (store, code, security) = (answer.store, answer.code, answer.security);
                Ok(Opened { store, logon: owner, is_duplicate: !is_new, code, security })
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
