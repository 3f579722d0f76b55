//! Logging on to a store as MAPI does for a client: the logon call, and what is wrong with what it gave (section 2.9). The
//! session itself is in `open.rs`.

use super::client::entry_argument;
use super::logon::{Logon, Stage};
use super::open::Session;
use super::store::Store;
use super::support::{SupportObject, unwrapped};
use crate::abi::code::Code;
use crate::abi::flag::MAPI_UNICODE;
use crate::abi::iid::Iid;
use crate::abi::ims_provider::IMSProviderVtbl;
use crate::abi::param::{In, Out};
use crate::abi::structs::MAPIERROR;
use crate::com::foreign::Foreign;
use crate::com::params::{wide_text, wide_units};
use crate::error::{Error, Result};
use crate::sync::lock;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::Arc;

/// What a client asks for when it opens a store (`IMAPISession::OpenMsgStore`).
#[derive(Clone, Debug, Default)]
pub struct OpenStore {
    entry: Option<Vec<u8>>,
    flags: u32,
    interface: Option<Iid>,
    spooler: bool,
    bare: bool,
}

impl OpenStore {
    /// The store that the profile says, for reading.
    pub fn new() -> Self {
        Self::default()
    }

    /// The store with this entry identifier, wrapped or not (MSLOGON-3).
    #[must_use]
    pub fn entry(mut self, entry: &[u8]) -> Self {
        self.entry = Some(entry.into());
        self
    }

    /// `MDB_…` flags.
    #[must_use]
    pub fn flags(mut self, flags: u32) -> Self {
        self.flags = flags;
        self
    }

    /// `lpInterface` (MSLOGON-4).
    #[must_use]
    pub fn interface(mut self, iid: Iid) -> Self {
        self.interface = Some(iid);
        self
    }

    /// As the spooler does (`IMSProvider::SpoolerLogon`).
    #[must_use]
    pub fn spooler(mut self) -> Self {
        self.spooler = true;
        self
    }

    /// Without the outputs that a host may leave out: the MAPIERROR and the spooler data (LOGON-1).
    #[must_use]
    pub fn without_optional_outputs(mut self) -> Self {
        self.bare = true;
        self
    }
}

/// What a logon call gave.
struct Answer {
    code: Code,
    text: String,
    logon: *mut c_void,
    store: *mut c_void,
    security: (u32, *mut u8),
}

impl Session {
    /// Opens a store: `IMSProvider::Logon`, or `SpoolerLogon`.
    ///
    /// # Errors
    /// The provider's code with the text of its MAPIERROR (REACT-7); `MAPI_E_END_OF_SESSION` behind the end;
    /// `MAPI_E_BUSY` inside a call of the provider's while another thread logs on or off.
    #[track_caller]
    pub fn open_store(&self, wish: &OpenStore) -> Result<Store> {
        let turn = self.state.turn().ok_or(Code::BUSY)?;
        let provider = self.provider(&turn).ok_or(Code::END_OF_SESSION)?;
        let logon = {
            let mut logons = lock(&self.state.logons);
            let logon = Arc::new(Logon::new(logons.len() + 1));
            logons.push(Arc::clone(&logon));
            logon
        };
        let support = SupportObject::make(&self.state, &logon);
        let event = if wish.spooler { "prov.spooler_logon" } else { "prov.logon" };
        let call = self.state.record.call(event, "provider", "", "LOGON-7", &[]);
        let answer = self.call_logon(&provider, support.as_ptr().cast(), wish);
        call.done(answer.code);
        // SAFETY: S2: kept until the session is gone.
        let support = unsafe { support.as_ref() };
        self.judge(&logon, support, answer)
    }

    fn call_logon(&self, provider: &Foreign<IMSProviderVtbl>, support: *mut c_void, wish: &OpenStore) -> Answer {
        let profile = wide_units(&self.state.options.profile.name);
        let profile = In::new(profile.as_ptr().cast());
        let entry = wish.entry.as_deref().map(|entry| unwrapped(entry).unwrap_or(entry));
        let (length, entry) = entry_argument(entry);
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
        let code = if wish.spooler {
            let (call, none) = (provider.methods().spooler_logon, In::null());
            // SAFETY: F1: alive while `provider` is; the arguments are ours until it returns.
            unsafe {
                call(this, support, 0, profile, length, entry, flags, wanted, 0, none, error_out, logon_out, store_out)
            }
        } else {
            let call = provider.methods().logon;
            // SAFETY: F1: alive while `provider` is; the arguments are ours until it returns.
            unsafe {
                call(
                    this, support, 0, profile, length, entry, flags, wanted, size_out, data_out, error_out, logon_out,
                    store_out,
                )
            }
        };
        Answer { code, text: self.take_text(error), logon, store, security: (size, data) }
    }

    /// REACT-7: the text is kept, the memory freed.
    fn take_text(&self, error: *mut MAPIERROR) -> String {
        let Some(head) = In::new(error.cast_const()).read() else {
            return String::new();
        };
        let text = if head.error.is_null() { String::new() } else { wide_text(head.error.cast_const().cast()) };
        // SAFETY: M1: the provider gave it for us to free (MEM-6), and its text has been copied.
        unsafe { self.state.memory.allocators.free(error.cast()) };
        text
    }

    /// L3, L4: what the call came to, and what is wrong with it.
    #[track_caller]
    fn judge(&self, logon: &Arc<Logon>, support: &SupportObject, answer: Answer) -> Result<Store> {
        let record = &self.state.record;
        let name = logon.name();
        let (size, data) = answer.security;
        // SAFETY: M1: spooler data is the session's to free (MSLOGON-12); null is harmless.
        unsafe { self.state.memory.allocators.free(data.cast()) };
        let known = lock(&self.state.logons).clone();
        let first = known.iter().find(|other| other.stage() == Stage::Active && other.opened(answer.store));
        let is_new = !answer.code.is_failure() && !answer.logon.is_null() && !answer.store.is_null();
        let stage = if is_new { Stage::Active } else { Stage::None };
        logon.came_out(stage, answer.logon, answer.store);
        if is_new && support.held() < 2 {
            record.fault(&name, "V-7", "a new logon took no reference on the support object");
        }
        if !is_new && !answer.code.is_failure() && lock(&logon.kept).has_entries() {
            record.fault(&name, "V-10", "a duplicate registered a UID or a status row");
        }
        support.release_own();
        if !is_new && support.held() > 0 {
            record.fault(&name, "V-10", "a failed or duplicate logon kept the support object");
        }
        if answer.code.is_failure() {
            if !answer.logon.is_null() || !answer.store.is_null() {
                record.fault(&name, "V-5", "a failed logon gave an object");
            }
            return Err(Error::new(answer.code, answer.text));
        }
        if answer.store.is_null() || (answer.logon.is_null() && first.is_none()) {
            record.fault(&name, "V-6", "a successful logon without the objects it needs");
            return Err(Code::CALL_FAILED.into());
        }
        if !is_new && size != 0 {
            record.fault(&name, "V-10", "a duplicate gave spooler data");
        }
        let number = first.map_or(logon.number, |first| first.number);
        // SAFETY: F1: the call succeeded, so the store came with a reference for the client.
        let store = unsafe { Store::taken(answer.store, &self.state, number, !is_new, answer.code) };
        store.ok_or_else(|| Code::CALL_FAILED.into())
    }
}
