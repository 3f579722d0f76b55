//! The logon calls of the three kinds, argument by argument, and what they gave, read and freed. What becomes of it is in
//! `log_on.rs`.
#![allow(unsafe_code, reason = "the logon methods of providers are called over their vtables")]

use super::client::entry_argument;
use super::events::Call;
use super::identity::identity;
use super::kind::Kind;
use super::logon::Logon;
use super::provider::Provider;
use super::state::State;
use super::turn::Taken;
use super::wish::{Caller, Wish};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{LOGON_SP_IDLE, LOGON_SP_POLL, LOGON_SP_RESOLVE, MAPI_UNICODE};
use provider_abi::shapes::iab_provider::IABProviderVtbl;
use provider_abi::shapes::ims_provider::IMSProviderVtbl;
use provider_abi::shapes::ixp_provider::IXPProviderVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::MAPIERROR;
use provider_abi::strings::wide_units;
use std::ffi::c_void;
use std::ptr::null_mut;

/// What a logon call gave.
pub(super) struct Answer {
    pub(super) code: Code,
    pub(super) text: String,
    pub(super) logon: *mut c_void,
    /// A store's; null for every other kind.
    pub(super) store: *mut c_void,
    /// The store's IUnknown: one store may come under several pointers (MSLOGON-6).
    pub(super) identity: *mut c_void,
    pub(super) security: Vec<u8>,
    /// What a transport asks for: LOGON_SP_ flags (XPLOGON-1).
    pub(super) asks: u32,
}

/// The places that a call writes to.
struct Outputs {
    error: *mut MAPIERROR,
    logon: *mut c_void,
    store: *mut c_void,
    size: u32,
    data: *mut u8,
    flags: u32,
}

/// What a logon call is made with.
pub(super) struct LogonCall<'a> {
    pub(super) support: *mut c_void,
    pub(super) wish: &'a Wish,
    /// What the first logon gave for the spooler (MSLOGON-12).
    pub(super) security: &'a [u8],
    pub(super) logon: &'a Logon,
}

impl State {
    /// The call itself; `None` if there is no provider object any more.
    pub(super) fn call_logon(
        &self,
        provider: &Provider,
        arguments: &LogonCall<'_>,
        turn: &Taken<'_>,
        call: &Call<'_>,
    ) -> Option<Answer> {
        let profile = wide_units(&self.registry.name);
        let profile = In::new(profile.as_ptr().cast());
        let flags = arguments.wish.flags | MAPI_UNICODE;
        let mut out =
            Outputs { error: null_mut(), logon: null_mut(), store: null_mut(), size: 0, data: null_mut(), flags };
        let code = match provider.kind {
            Kind::Store => store_logon(provider, arguments, turn, profile, &mut out)?,
            Kind::AddressBook => book_logon(provider, arguments, turn, profile, &mut out)?,
            Kind::Transport => transport_logon(provider, arguments, turn, profile, &mut out)?,
        };
        call.fact("gave_logon", self.numbers.object(out.logon));
        // SAFETY: F1: a call that succeeded gave a store with a reference, or none.
        let identity = if code.is_failure() { out.store } else { unsafe { identity(out.store) } };
        call.fact("gave_store", self.numbers.object(identity));
        let security = self.take_security(out.size, out.data, arguments.logon);
        // A transport says itself how wide its text is.
        let width = if provider.kind == Kind::Transport { out.flags } else { MAPI_UNICODE };
        let text = self.take_text(out.error, width, arguments.logon);
        call.fact("spooler_bytes", if security.is_some() { out.size.into() } else { 0 });
        call.fact("error_block", text.is_some().into());
        let asks = out.flags & (LOGON_SP_IDLE | LOGON_SP_POLL | LOGON_SP_RESOLVE);
        if provider.kind == Kind::Transport {
            call.fact("asks", asks.into());
        }
        let (security, text) = (security.unwrap_or_default(), text.unwrap_or_default());
        Some(Answer { code, text, logon: out.logon, store: out.store, identity, security, asks })
    }

    /// REACT-7: the text is kept, the memory freed; `None` if there is none, or none of MAPI's.
    fn take_text(&self, error: *mut MAPIERROR, flags: u32, logon: &Logon) -> Option<String> {
        let text = self.take_error(error, flags)?; // MEM-6
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
}

/// The outputs that a host may leave out (LOGON-1): the MAPIERROR, and the security data's length and place.
fn optional(wish: &Wish, out: &mut Outputs) -> (Out<*mut MAPIERROR>, Out<u32>, Out<*mut u8>) {
    if wish.bare {
        return (Out::null(), Out::null(), Out::null());
    }
    (Out::from(&mut out.error), Out::from(&mut out.size), Out::from(&mut out.data))
}

/// `IMSProvider::Logon`, `IMSProvider::SpoolerLogon` (MSLOGON-1, SPOOL-1)
fn store_logon(
    provider: &Provider,
    arguments: &LogonCall<'_>,
    turn: &Taken<'_>,
    profile: In<c_void>,
    out: &mut Outputs,
) -> Option<Code> {
    let provider = provider.lent::<IMSProviderVtbl>(turn)?;
    let LogonCall { support, wish, security, .. } = *arguments;
    let (length, entry) = entry_argument(wish.entry.as_deref());
    let wanted = wish.interface.as_ref().map_or(In::null(), In::from);
    let flags = out.flags;
    let (error, size, data) = optional(wish, out);
    let (logon, store) = (Out::from(&mut out.logon), Out::from(&mut out.store));
    let this = provider.this();
    if wish.caller == Caller::Client {
        let call = provider.methods().logon;
        // SAFETY: F1: alive while `provider` is; the arguments are ours until it returns.
        Some(unsafe { call(this, support, 0, profile, length, entry, flags, wanted, size, data, error, logon, store) })
    } else {
        let (call, bytes) = (provider.methods().spooler_logon, security.len() as u32);
        let given = if security.is_empty() { In::null() } else { In::new(security.as_ptr()) };
        // SAFETY: F1: alive while `provider` is; the arguments are ours until it returns.
        Some(unsafe {
            call(this, support, 0, profile, length, entry, flags, wanted, bytes, given, error, logon, store)
        })
    }
}

/// `IABProvider::Logon` (ABLOGON-1, ABLOGON-2)
fn book_logon(
    provider: &Provider,
    arguments: &LogonCall<'_>,
    turn: &Taken<'_>,
    profile: In<c_void>,
    out: &mut Outputs,
) -> Option<Code> {
    let provider = provider.lent::<IABProviderVtbl>(turn)?;
    let (call, flags) = (provider.methods().logon, out.flags);
    let (error, size, data) = optional(arguments.wish, out);
    let logon = Out::from(&mut out.logon);
    // SAFETY: F1: alive while `provider` is; the arguments are ours until it returns.
    Some(unsafe { call(provider.this(), arguments.support, 0, profile, flags, size, data, error, logon) })
}

/// `IXPProvider::TransportLogon` (XPLOGON-1)
fn transport_logon(
    provider: &Provider,
    arguments: &LogonCall<'_>,
    turn: &Taken<'_>,
    profile: In<c_void>,
    out: &mut Outputs,
) -> Option<Code> {
    let provider = provider.lent::<IXPProviderVtbl>(turn)?;
    let call = provider.methods().transport_logon;
    let (error, ..) = optional(arguments.wish, out);
    let (flags, logon) = (Out::from(&mut out.flags), Out::from(&mut out.logon));
    // SAFETY: F1: alive while `provider` is; the arguments are ours until it returns.
    Some(unsafe { call(provider.this(), arguments.support, 0, profile, flags, error, logon) })
}
