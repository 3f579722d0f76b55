//! A session: its start through the provider's entry point, and what can be seen of it. Logging on is in `log_on.rs`, the end
//! in `end.rs`.

use super::events::{Event, Record};
use super::logon::{Logon, Stage};
use super::malloc::MallocObject;
use super::memory::Memory;
use super::options::Options;
use super::report::{ShutdownReport, judge_malloc, judge_memory, judge_threads};
use super::state::State;
use super::support::unwrapped;
use super::turn::Taken;
use crate::abi::code::Code;
use crate::abi::entry::MsProviderInit;
use crate::abi::imalloc::IMallocVtbl;
use crate::abi::ims_provider::IMSProviderVtbl;
use crate::abi::param::Out;
use crate::com::foreign::Foreign;
use crate::error::{Error, Result};
use crate::provider::Property;
use crate::sync::lock;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// A session with one provider. Dropping it logs off (SESSION-12).
#[derive(Debug)]
pub struct Session {
    pub(crate) state: Arc<State>,
    pub(crate) malloc: Foreign<IMallocVtbl>,
    provider: Mutex<Option<Foreign<IMSProviderVtbl>>>,
    is_shut_down: AtomicBool,
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
        let malloc = MallocObject::make(Arc::clone(&record));
        match initialised(entry, &options, &record, &memory, &malloc) {
            Ok(provider) => {
                let state = Arc::new(State::new(record, memory, options));
                Ok(Self { state, malloc, provider: Mutex::new(Some(provider)), is_shut_down: AtomicBool::new(false) })
            }
            Err(code) => {
                judge_memory(&record, &memory);
                judge_malloc(&record, &malloc);
                judge_threads(&record);
                if memory.live() > 0 {
                    let live = format!("{} blocks of MAPI's memory are still live", memory.live());
                    record.fault("provider", "V-42", &live);
                }
                Err((code.into(), ShutdownReport::new(&record, &memory)))
            }
        }
    }

    /// The provider object with a reference of its own: it may be released from inside the call that this is for (T-92).
    pub(crate) fn provider(&self, _turn: &Taken<'_>) -> Option<Foreign<IMSProviderVtbl>> {
        let object = lock(&self.provider).as_ref().map(Foreign::raw)?;
        // SAFETY: S1: whoever has the turn is the only one who gives the session's reference back.
        unsafe { Foreign::lent(object) }
    }

    /// Whether this is the first Shutdown.
    pub(crate) fn begin_shutdown(&self) -> bool {
        !self.is_shut_down.swap(true, Ordering::AcqRel)
    }

    pub(crate) fn take_provider(&self) -> Option<Foreign<IMSProviderVtbl>> {
        lock(&self.provider).take()
    }

    pub(crate) fn has_ended(&self) -> bool {
        lock(&self.provider).is_none()
    }

    /// The provider's own identifier inside one that this session wrapped (OPEN-11); `None` if it is not wrapped.
    pub fn unwrap(entry: &[u8]) -> Option<Vec<u8>> {
        unwrapped(entry).map(<[u8]>::to_vec)
    }

    /// Delivers the notifications that are on their way (NOTIF-7): those of workers, and of other clients' calls. What a
    /// wrapper's own call caused is delivered when that call has returned.
    pub fn deliver(&self) {
        self.state.deliver();
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
        lock(&self.provider).as_ref().map(Foreign::raw)
    }

    /// The newest logon object's pointer, for calls that only a test makes. Valid until the logon is released.
    pub fn logon_pointer(&self) -> Option<*mut c_void> {
        let logons = lock(&self.state.logons).clone();
        let live = |logon: &&Arc<Logon>| matches!(logon.stage(), Stage::Active | Stage::LoggingOff);
        logons.iter().rev().find(live).map(|logon| logon.object())
    }
}

impl Drop for Session {
    /// Also behind a `release_provider`, or a logoff from inside a logon call: what is still logged on is given back.
    fn drop(&mut self) {
        self.end_everything();
    }
}

/// The provider object behind an entry point, or why there is none.
fn initialised(
    entry: MsProviderInit,
    options: &Options,
    record: &Record,
    memory: &Memory,
    malloc: &Foreign<IMallocVtbl>,
) -> Result<Foreign<IMSProviderVtbl>, Code> {
    let (lowest, highest) = (*options.versions.start(), *options.versions.end());
    let (mut version, mut provider) = (0, null_mut());
    let (a, flags) = (memory.allocators, options.flags);
    let (version_out, provider_out) = (Out::from(&mut version), Out::from(&mut provider));
    let call = record.call("init", "provider", &format!("{highest:#010x}"), "ENTRY-3", &[]);
    let (allocate, more, free) = (Some(a.allocate), Some(a.more), Some(a.free));
    let none = null_mut();
    // SAFETY: S4: an entry point of that signature; the arguments are ours until it returns.
    let code = unsafe { entry(none, malloc.raw(), allocate, more, free, flags, highest, version_out, provider_out) };
    call.done(code);
    // SAFETY: F1: a successful init gave an object with a reference for us (ENTRY-7).
    let object = unsafe { Foreign::<IMSProviderVtbl>::taken(provider) };
    let object = match (code.is_failure(), object) {
        (false, Some(object)) => object,
        (true, None) => return Err(code),
        (failed, object) => {
            record.fault("provider", "V-2", "success without an object, or failure with one");
            std::mem::forget(object);
            return Err(if failed { code } else { Code::CALL_FAILED });
        }
    };
    if !(lowest..=highest).contains(&version) {
        if version > highest {
            record.fault("provider", "V-4", "a version above the session's"); // VER-6
        }
        let call = record.call("prov.release", "provider", "", "VER-4", &[]);
        drop(object); // VER-5: without Shutdown
        call.done(Code::OK);
        return Err(Code::VERSION);
    }
    Ok(object)
}
