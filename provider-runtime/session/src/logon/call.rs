//! The logon calls of the three kinds, argument by argument, and what they gave, read and freed.
//! What becomes of it is in `attempt.rs`.
#![allow(unsafe_code, reason = "the logon methods of providers are called over their vtables")]

use super::attempt::LogonAttempt;
use super::request::{Caller, OpenRequest};
use crate::foreign::{entry_argument, identity};
use crate::kind::Kind;
use crate::model::{LifecycleGuard, Logon, Provider};
use crate::record::Call;
use crate::record::what::ProviderEvent;
use crate::record::what::provider::{Freed, HostFree};
use provider_abi::params::bytes_at;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{
    LOGON_NO_CONNECT, LOGON_NO_DIALOG, LOGON_NO_INBOUND, LOGON_NO_OUTBOUND, LOGON_SP_IDLE, LOGON_SP_POLL,
    LOGON_SP_RESOLVE, MAPI_UNICODE,
};
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
    pub(super) request: &'a OpenRequest,
    /// What the first logon gave for the spooler (MSLOGON-12).
    pub(super) security: &'a [u8],
    pub(super) logon: &'a Logon,
}

/// What only goes into TransportLogon (XPLOGON-1).
const IN: u32 = LOGON_NO_DIALOG | LOGON_NO_CONNECT | LOGON_NO_INBOUND | LOGON_NO_OUTBOUND;

impl LogonAttempt<'_> {
    /// The call itself; `None` if there is no provider object any more.
    pub(super) fn call(
        &self,
        provider: &Provider,
        arguments: &LogonCall<'_>,
        lifecycle: &LifecycleGuard<'_>,
        call: &Call<'_, ProviderEvent>,
    ) -> Option<Answer> {
        let profile = wide_units(&self.state.registry.name);
        // SAFETY: M2: a text with a zero at its end, ours until the call returns.
        let profile = unsafe { In::from_raw(profile.as_ptr().cast()) };
        let flags = arguments.request.flags | MAPI_UNICODE;
        let mut out =
            Outputs { error: null_mut(), logon: null_mut(), store: null_mut(), size: 0, data: null_mut(), flags };
        let code = match provider.kind {
            // SAFETY: S4: a provider object of this kind.
            Kind::Store => unsafe { store_logon(provider, arguments, lifecycle, profile, &mut out) }?,
            // SAFETY: S4: a provider object of this kind.
            Kind::AddressBook => unsafe { book_logon(provider, arguments, lifecycle, profile, &mut out) }?,
            // SAFETY: S4: a provider object of this kind.
            Kind::Transport => unsafe { transport_logon(provider, arguments, lifecycle, profile, &mut out) }?,
        };
        let gave_logon = self.state.numbers.object(out.logon);
        // SAFETY: F1: a call that succeeded gave a store with a reference, or none.
        let identity = if code.is_failure() { out.store } else { unsafe { identity(out.store) } };
        let gave_store = self.state.numbers.object(identity);
        call.set_logon(|facts| {
            facts.gave_logon = Some(gave_logon);
            facts.gave_store = Some(gave_store);
        });
        // SAFETY: S4: what the call gave, for us to free.
        let security = unsafe { self.take_security(out.size, out.data, arguments.logon) };
        // A transport says itself how wide its text is.
        let width = if provider.kind == Kind::Transport { out.flags } else { MAPI_UNICODE };
        // SAFETY: S4: as above.
        let text = unsafe { self.take_text(out.error, width, arguments.logon) };
        let asks = out.flags & (LOGON_SP_IDLE | LOGON_SP_POLL | LOGON_SP_RESOLVE);
        call.set_logon(|facts| {
            facts.spooler_bytes = Some(if security.is_some() { out.size.into() } else { 0 });
            facts.error_block = Some(text.is_some());
            facts.asks = Some(asks).filter(|_| provider.kind == Kind::Transport);
            facts.stale = Some(out.flags & IN).filter(|_| provider.kind == Kind::Transport && !code.is_failure());
        });
        Some(Answer {
            code,
            text: text.unwrap_or_default(),
            logon: out.logon,
            store: out.store,
            identity,
            security: security.unwrap_or_default(),
            asks,
        })
    }

    /// REACT-7: the text is kept, the memory freed; `None` if there is none, or none of MAPI's.
    ///
    /// # Safety
    /// As for `Outputs::take_error`.
    unsafe fn take_text(&self, error: *mut MAPIERROR, flags: u32, logon: &Logon) -> Option<String> {
        // SAFETY: S4: the caller's promise.
        let text = unsafe { self.state.outputs().take_error(error, flags) }?; // MEM-6
        self.state.record.note(&logon.name(), HostFree { logon: logon.number, freed: Freed::Error });
        Some(text)
    }

    /// MSLOGON-12: the spooler gets a copy; `None` as above.
    ///
    /// # Safety
    /// `data` is null, or what a logon call has given for its caller to free.
    unsafe fn take_security(&self, size: u32, data: *mut u8, logon: &Logon) -> Option<Vec<u8>> {
        if data.is_null() || !self.state.outputs().is_whole(data.cast(), 0, size, 1) {
            return None;
        }
        // SAFETY: S4: as long as the call said; its block was looked up.
        let bytes = unsafe { bytes_at(data.cast_const(), size) }.unwrap_or_default().to_vec();
        // SAFETY: M1: the caller's promise; everything has been copied.
        unsafe { self.state.outputs().free(data.cast()) };
        let freed = HostFree { logon: logon.number, freed: Freed::SpoolerData };
        self.state.record.note_by("MSLOGON-12", &logon.name(), freed);
        Some(bytes)
    }
}

/// What a host may leave out (LOGON-1): the MAPIERROR, and the security data's length and place.
struct Optional<'o> {
    error: Out<'o, *mut MAPIERROR>,
    size: Out<'o, u32>,
    data: Out<'o, *mut u8>,
}

impl<'o> Optional<'o> {
    fn of(request: &OpenRequest, error: &'o mut *mut MAPIERROR, size: &'o mut u32, data: &'o mut *mut u8) -> Self {
        if request.bare {
            return Self { error: Out::null(), size: Out::null(), data: Out::null() };
        }
        Self { error: Out::from(error), size: Out::from(size), data: Out::from(data) }
    }
}

/// `IMSProvider::Logon`, `IMSProvider::SpoolerLogon` (MSLOGON-1, SPOOL-1)
///
/// # Safety
/// It is a provider object of that kind.
unsafe fn store_logon(
    provider: &Provider,
    arguments: &LogonCall<'_>,
    lifecycle: &LifecycleGuard<'_>,
    profile: In<'_, c_void>,
    out: &mut Outputs,
) -> Option<Code> {
    // SAFETY: S4: the caller's promise.
    let provider = unsafe { provider.lent::<IMSProviderVtbl>(lifecycle) }?;
    let LogonCall { support, request, security, .. } = *arguments;
    let (length, entry) = entry_argument(request.entry.as_deref());
    let wanted = request.interface.as_ref().map_or(In::null(), In::from);
    let Outputs { error, logon, store, size, data, flags } = out;
    let flags = *flags;
    let Optional { error, size, data } = Optional::of(request, error, size, data);
    let logon = Out::from(logon);
    let store = Out::from(store);
    let this = provider.this();
    if request.caller == Caller::Client {
        let call = provider.methods().logon;
        // SAFETY: F1: alive while `provider` is; the arguments are ours until it returns.
        Some(unsafe { call(this, support, 0, profile, length, entry, flags, wanted, size, data, error, logon, store) })
    } else {
        let call = provider.methods().spooler_logon;
        let bytes = security.len() as u32;
        // SAFETY: O3: as many bytes as the count beside it says.
        let given = if security.is_empty() { In::null() } else { unsafe { In::from_raw(security.as_ptr()) } };
        // SAFETY: F1: alive while `provider` is; the arguments are ours until it returns.
        Some(unsafe {
            call(this, support, 0, profile, length, entry, flags, wanted, bytes, given, error, logon, store)
        })
    }
}

/// `IABProvider::Logon` (ABLOGON-1, ABLOGON-2)
///
/// # Safety
/// It is a provider object of that kind.
unsafe fn book_logon(
    provider: &Provider,
    arguments: &LogonCall<'_>,
    lifecycle: &LifecycleGuard<'_>,
    profile: In<'_, c_void>,
    out: &mut Outputs,
) -> Option<Code> {
    // SAFETY: S4: the caller's promise.
    let provider = unsafe { provider.lent::<IABProviderVtbl>(lifecycle) }?;
    let call = provider.methods().logon;
    let Outputs { error, logon, size, data, flags, .. } = out;
    let Optional { error, size, data } = Optional::of(arguments.request, error, size, data);
    let logon = Out::from(logon);
    // SAFETY: F1: alive while `provider` is; the arguments are ours until it returns.
    Some(unsafe { call(provider.this(), arguments.support, 0, profile, *flags, size, data, error, logon) })
}

/// `IXPProvider::TransportLogon` (XPLOGON-1)
///
/// # Safety
/// It is a provider object of that kind.
unsafe fn transport_logon(
    provider: &Provider,
    arguments: &LogonCall<'_>,
    lifecycle: &LifecycleGuard<'_>,
    profile: In<'_, c_void>,
    out: &mut Outputs,
) -> Option<Code> {
    // SAFETY: S4: the caller's promise.
    let provider = unsafe { provider.lent::<IXPProviderVtbl>(lifecycle) }?;
    let call = provider.methods().transport_logon;
    let Outputs { error, logon, size, data, flags, .. } = out;
    let Optional { error, .. } = Optional::of(arguments.request, error, size, data);
    let flags = Out::from(flags);
    let logon = Out::from(logon);
    // SAFETY: F1: alive while `provider` is; the arguments are ours until it returns.
    Some(unsafe { call(provider.this(), arguments.support, 0, profile, flags, error, logon) })
}
