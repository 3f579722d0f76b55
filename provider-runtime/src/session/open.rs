//! A session's start: the provider's entry point, and logging on to its stores. Its end is in `end.rs`.

use super::client::Store;
use super::end::{ShutdownReport, with};
use super::events::{Event, Record};
use super::logon::{Logon, Stage};
use super::malloc::MallocObject;
use super::memory::Memory;
use super::profile::Profile;
use super::state::State;
use super::support::{SupportObject, unwrapped};
use crate::abi::code::Code;
use crate::abi::entry::MsProviderInit;
use crate::abi::flag::{LOGOFF_INBOUND, LOGOFF_OUTBOUND, LOGOFF_OUTBOUND_QUEUE, MAPI_UNICODE};
use crate::abi::iid::Iid;
use crate::abi::imalloc::IMallocVtbl;
use crate::abi::ims_provider::IMSProviderVtbl;
use crate::abi::param::{In, Out};
use crate::abi::structs::{ENTRYID, MAPIERROR};
use crate::com::foreign::Foreign;
use crate::com::params::{wide_text, wide_units};
use crate::error::{Error, Result};
use crate::provider::Property;
use crate::sync::lock;
use std::ffi::c_void;
use std::ops::RangeInclusive;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// How a session behaves.
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) profile: Profile,
    pub(crate) versions: RangeInclusive<u32>,
    pub(crate) flags: u32,
    pub(crate) activity: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { profile: Profile::default(), versions: 0x0001_0010..=0x0001_0010, flags: 0, activity: 0 }
    }
}

impl Options {
    /// What MAPI does by default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another profile.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// The versions that the session accepts (VER-4); it offers the highest.
    #[must_use]
    pub fn versions(mut self, versions: RangeInclusive<u32>) -> Self {
        self.versions = versions;
        self
    }

    /// `ulFlags` of the init call: `MAPI_NT_SERVICE` or nothing (ENTRY-6).
    #[must_use]
    pub fn flags(mut self, flags: u32) -> Self {
        self.flags = flags;
        self
    }

    /// What the transports are busy with when `StoreLogoffTransports` comes: `LOGOFF_INBOUND`, `LOGOFF_OUTBOUND`,
    /// `LOGOFF_OUTBOUND_QUEUE` (STORELOGOFF-11); other bits are dropped.
    #[must_use]
    pub fn activity(mut self, bits: u32) -> Self {
        self.activity = bits & (LOGOFF_INBOUND | LOGOFF_OUTBOUND | LOGOFF_OUTBOUND_QUEUE);
        self
    }
}

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

/// A session with one provider. Dropping it logs off (SESSION-12).
#[derive(Debug)]
pub struct Session {
    pub(crate) state: Arc<State>,
    pub(crate) malloc: Foreign<IMallocVtbl>,
    provider: Mutex<Option<Provider>>,
    is_shut_down: AtomicBool,
}

/// The provider object, with the session's reference.
#[derive(Debug)]
pub(crate) struct Provider(Foreign<IMSProviderVtbl>);

/// What a logon call gave.
struct Answer {
    code: Code,
    text: String,
    logon: *mut c_void,
    store: *mut c_void,
    security: (u32, *mut u8),
}

impl Session {
    /// Initialises the provider behind an entry point, as MAPI does by default.
    pub fn start(entry: MsProviderInit) -> Result<Self> {
        Self::start_with(entry, Options::default())
    }

    /// Initialises the provider behind an entry point.
    ///
    /// # Errors
    /// The provider's code, or `MAPI_E_VERSION` if its version is none that the session accepts (VER-4 to VER-6).
    pub fn start_with(entry: MsProviderInit, options: Options) -> Result<Self> {
        Self::try_start(entry, options).map_err(|(error, _)| error)
    }

    /// The same; a failure comes with what was recorded.
    pub fn try_start(entry: MsProviderInit, options: Options) -> Result<Self, (Error, ShutdownReport)> {
        let record = Arc::new(Record::default());
        let memory = Memory::take();
        let told = |error| (error, ShutdownReport::new(record.events()));
        let Some(malloc) = MallocObject::make(Arc::clone(&record)) else {
            return Err(told(Code::NOT_ENOUGH_MEMORY.into()));
        };
        let (lowest, highest) = (*options.versions.start(), *options.versions.end());
        let (mut version, mut provider) = (0, null_mut());
        let (a, flags) = (memory.allocators, options.flags);
        let (version_out, provider_out) = (Out::from(&mut version), Out::from(&mut provider));
        let call = record.call("init", "provider", &format!("{highest:#010x}"), "ENTRY-3");
        let (allocate, more, free) = (Some(a.allocate), Some(a.more), Some(a.free));
        let none = null_mut();
        // SAFETY: S4: an entry point of that signature; the arguments are ours until it returns.
        let code =
            unsafe { entry(none, malloc.raw(), allocate, more, free, flags, highest, version_out, provider_out) };
        call.done(code);
        // SAFETY: F1: a successful init gave an object with a reference for us (ENTRY-7).
        let object = unsafe { Foreign::<IMSProviderVtbl>::taken(provider) };
        let object = match (code.is_failure(), object) {
            (false, Some(object)) => object,
            (true, None) => return Err(told(code.into())),
            (failed, object) => {
                record.fault("provider", "V-2", "success without an object, or failure with one");
                std::mem::forget(object);
                return Err(told(if failed { code } else { Code::CALL_FAILED }.into()));
            }
        };
        if !(lowest..=highest).contains(&version) {
            if version > highest {
                record.fault("provider", "V-4", "a version above the session's"); // VER-6
            }
            let call = record.call("prov.release", "provider", "", "VER-4");
            drop(object); // VER-5: without Shutdown
            call.done(Code::OK);
            return Err(told(Code::VERSION.into()));
        }
        let state = Arc::new(State::new(record, memory, options));
        let provider = Mutex::new(Some(Provider(object)));
        Ok(Self { state, malloc, provider, is_shut_down: AtomicBool::new(false) })
    }

    /// Opens a store: `IMSProvider::Logon`, or `SpoolerLogon`.
    ///
    /// # Errors
    /// The provider's code with the text of its MAPIERROR (REACT-7); `MAPI_E_END_OF_SESSION` behind the end.
    pub fn open_store(&self, wish: &OpenStore) -> Result<Store> {
        let provider = lock(&self.provider).as_ref().map(|provider| provider.0.raw());
        let provider = provider.ok_or(Code::END_OF_SESSION)?;
        let logon = {
            let mut logons = lock(&self.state.logons);
            let logon = Arc::new(Logon::new(logons.len() + 1));
            logons.push(Arc::clone(&logon));
            logon
        };
        let support = SupportObject::make(&self.state, &logon);
        let event = if wish.spooler { "prov.spooler_logon" } else { "prov.logon" };
        let call = self.state.record.call(event, "provider", "", "LOGON-7");
        let answer = self.call_logon(provider, support.as_ptr().cast(), wish);
        call.done(answer.code);
        // SAFETY: S2: kept until the session is gone.
        let support = unsafe { support.as_ref() };
        self.judge(&logon, support, answer)
    }

    fn call_logon(&self, provider: *mut c_void, support: *mut c_void, wish: &OpenStore) -> Answer {
        let profile = wide_units(&self.state.options.profile.name);
        let profile = In::new(profile.as_ptr().cast());
        let entry = wish.entry.as_deref().map(|entry| unwrapped(entry).unwrap_or(entry));
        let length = entry.map_or(0, |entry| entry.len() as u32);
        let entry = In::new(entry.map_or(std::ptr::null(), |entry| entry.as_ptr().cast::<ENTRYID>()));
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
        let code = with::<IMSProviderVtbl, _>(provider, |methods, this| {
            if wish.spooler {
                let call = methods.spooler_logon;
                let none = In::null();
                // SAFETY: S1: the session's reference; the arguments are ours until it returns.
                return unsafe {
                    call(
                        this, support, 0, profile, length, entry, flags, wanted, 0, none, error_out, logon_out,
                        store_out,
                    )
                };
            }
            let call = methods.logon;
            // SAFETY: S1: the session's reference; the arguments are ours until it returns.
            unsafe {
                call(
                    this, support, 0, profile, length, entry, flags, wanted, size_out, data_out, error_out, logon_out,
                    store_out,
                )
            }
        });
        let code = code.unwrap_or(Code::CALL_FAILED);
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

    pub(crate) fn provider_to_shut_down(&self) -> Option<*mut c_void> {
        let provider = lock(&self.provider).as_ref().map(|provider| provider.0.raw())?;
        (!self.is_shut_down.swap(true, Ordering::AcqRel)).then_some(provider)
    }

    pub(crate) fn take_provider(&self) -> Option<Provider> {
        lock(&self.provider).take()
    }

    pub(crate) fn has_ended(&self) -> bool {
        lock(&self.provider).is_none()
    }

    /// All events so far.
    pub fn events(&self) -> Vec<Event> {
        self.state.record.events()
    }

    /// The session's allocators.
    pub fn memory(&self) -> &Memory {
        &self.state.memory
    }

    /// The status rows that MAPI keeps, of all logons (STATUS-1).
    pub fn rows(&self) -> Vec<Vec<Property>> {
        let logons = lock(&self.state.logons).clone();
        logons.iter().filter_map(|logon| lock(&logon.kept).row.clone()).collect()
    }

    /// The UIDs that MAPI keeps, of all logons (UID-2).
    pub fn uids(&self) -> Vec<[u8; 16]> {
        let logons = lock(&self.state.logons).clone();
        logons.iter().flat_map(|logon| lock(&logon.kept).uids.clone()).collect()
    }

    /// How many subscriptions MAPI keeps, of all logons (NOTIF-2).
    pub fn subscriptions(&self) -> usize {
        let logons = lock(&self.state.logons).clone();
        logons.iter().map(|logon| lock(&logon.kept).subscriptions.len()).sum()
    }

    /// What stands in the provider's profile section now.
    pub fn section(&self) -> Vec<Property> {
        let section = self.state.section.as_ref();
        section.map_or_else(Vec::new, |section| lock(&section.values).clone())
    }

    /// Runs `hook` once, inside the next call of this event (`sup.row+`, `sup.notify`, `sup.release` …) that a provider
    /// makes: for tests of re-entrance (T-92).
    pub fn inside(&self, event: &'static str, hook: impl FnOnce() + Send + 'static) {
        self.state.hook(event, Box::new(hook));
    }

    /// The provider object's pointer, for calls that only a test makes. Valid until the session has ended.
    pub fn provider_pointer(&self) -> Option<*mut c_void> {
        lock(&self.provider).as_ref().map(|provider| provider.0.raw())
    }

    /// The newest logon object's pointer, for calls that only a test makes. Valid until the logon is released.
    pub fn logon_pointer(&self) -> Option<*mut c_void> {
        let logons = lock(&self.state.logons).clone();
        let live = |logon: &&Arc<Logon>| matches!(logon.stage(), Stage::Active | Stage::LoggingOff);
        logons.iter().rev().find(live).map(|logon| logon.object())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if !self.has_ended() {
            self.logoff();
        }
    }
}
