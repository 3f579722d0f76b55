//! One logon attempt as MAPI keeps it: its state (section 8.3), and what its provider has
//! registered: UIDs, status rows, subscriptions. The support object that a provider holds of it is
//! in `support/`, its end in `shutdown/logon_end.rs`.
#![allow(unsafe_code, reason = "a logon object gets one reference more over its vtable")]

use super::preprocessor::Preprocessor;
use super::provider::Provider;
use super::spooler_notices::SpoolerNotices;
use super::status_row::StatusRow;
use crate::foreign::LogonObject;
use crate::notify::Subscription;
use crate::profile::{Opener, ProfileProvider};
use provider_abi::lock::lock;
use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::ThreadId;

/// Where a logon stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    LoggingOn,
    Active,
    LoggingOff,
    LoggedOff,
    Released,
    /// It failed, or was a duplicate.
    None,
}

/// One attempt.
#[derive(Debug)]
pub(crate) struct Logon {
    pub(crate) number: u64,
    pub(crate) provider: Arc<Provider>,
    pub(crate) registration: Arc<ProfileProvider>,
    /// `MDB_TEMPORARY`, `MDB_NO_MAIL` …, as the client asked.
    pub(crate) flags: u32,
    machine: Mutex<Machine>,
    changed: Condvar,
    pub(crate) registrations: Mutex<Registrations>,
    /// Whether the support object has had its final Release.
    pub(crate) is_support_released: AtomicBool,
    /// LOGON_SP_ flags: what a transport has asked for (XPLOGON-4).
    pub(crate) asked: AtomicU32,
    /// What a transport has told the spooler (SPL-1).
    pub(crate) notices: Mutex<SpoolerNotices>,
    /// Whether what AddressTypes gave is not what it was (V-36).
    pub(crate) have_arrays_changed: AtomicBool,
    /// The profile sections that were opened through the support object.
    pub(crate) sections: Arc<Opener>,
    /// Whether the session keeps its own reference on the support object (LenientSupport).
    has_support: AtomicBool,
}

#[derive(Debug)]
struct Machine {
    stage: Stage,
    logon: usize,
    store: usize,
    /// Who ends it.
    ender: Option<ThreadId>,
    /// Threads inside calls of the session's own (LOGOFF-13).
    inside: Vec<ThreadId>,
}

/// A call of the session's own on a logon, until it is dropped.
#[derive(Debug)]
pub(crate) struct Inside(Arc<Logon>);

impl Drop for Inside {
    fn drop(&mut self) {
        let here = std::thread::current().id();
        let inside = &mut lock(&self.0.machine).inside;
        if let Some(at) = inside.iter().rposition(|other| *other == here) {
            inside.swap_remove(at);
        }
        self.0.changed.notify_all();
    }
}

/// What MAPI keeps until the support object's final Release, or the end of Logoff (UID-2,
/// STATUS-10).
#[derive(Debug, Default)]
pub(crate) struct Registrations {
    pub(crate) uids: Vec<[u8; 16]>,
    pub(crate) rows: Vec<StatusRow>,
    /// MAPI has forgotten it all, and keeps nothing more.
    pub(crate) is_closed: bool,
    /// Shared, so that a sink can be called after the lock without an AddRef inside it (S3).
    pub(crate) subscriptions: Vec<Arc<Subscription>>,
    /// What a transport wants done with messages before they go.
    pub(crate) preprocessors: Vec<Preprocessor>,
}

impl Logon {
    pub(crate) fn new(number: u64, provider: &Arc<Provider>, registration: &Arc<ProfileProvider>, flags: u32) -> Self {
        Self {
            number,
            provider: Arc::clone(provider),
            registration: Arc::clone(registration),
            flags,
            machine: Mutex::new(Machine {
                stage: Stage::LoggingOn,
                logon: 0,
                store: 0,
                ender: None,
                inside: Vec::new(),
            }),
            changed: Condvar::new(),
            registrations: Mutex::default(),
            is_support_released: AtomicBool::new(false),
            asked: AtomicU32::new(0),
            notices: Mutex::default(),
            have_arrays_changed: AtomicBool::new(false),
            sections: Arc::new(Opener::new(number)),
            has_support: AtomicBool::new(false),
        }
    }

    pub(crate) fn name(&self) -> String {
        format!("logon {}", self.number)
    }

    pub(crate) fn stage(&self) -> Stage {
        lock(&self.machine).stage
    }

    /// L3, L4: the attempt came out like this.
    ///
    /// # Safety
    /// Of an active logon, `logon` is a live logon object of the provider's kind under its own
    /// interface. The session keeps its reference on it until the logon is released.
    pub(crate) unsafe fn came_out(&self, stage: Stage, logon: *mut c_void, store: *mut c_void) {
        let mut machine = lock(&self.machine);
        let logon = logon.expose_provenance();
        let store = store.expose_provenance();
        *machine = Machine { stage, logon, store, ender: None, inside: Vec::new() };
    }

    /// The logon object with a reference of its own, unless its end has begun (OPEN-12): for calls
    /// that may run while another thread ends it. `begin` records the call before that end can.
    /// Bound in this order, the reference goes first, and only then may the end go on.
    pub(crate) fn call_object<R>(self: &Arc<Self>, begin: impl FnOnce() -> R) -> Option<(Inside, R, LogonObject)> {
        self.call_object_if(|| true, begin)
    }

    /// As [`call_object`](Self::call_object), if the call may begin: asked under the lock that an
    /// end takes first.
    pub(crate) fn call_object_if<R>(
        self: &Arc<Self>,
        may_begin: impl FnOnce() -> bool,
        begin: impl FnOnce() -> R,
    ) -> Option<(Inside, R, LogonObject)> {
        let mut machine = lock(&self.machine);
        if machine.stage != Stage::Active || !may_begin() {
            return None;
        }
        let object = std::ptr::with_exposed_provenance_mut(machine.logon);
        // SAFETY: S1: the session has its reference while the logon is Active, and the lock keeps
        // it so until this one is taken.
        let object = unsafe { LogonObject::clone_from_raw(self.provider.kind, object) }?;
        machine.inside.push(std::thread::current().id());
        Some((Inside(Arc::clone(self)), begin(), object))
    }

    /// How many calls of the session's own are inside, each with a reference on the logon object.
    pub(crate) fn calls_inside(&self) -> usize {
        lock(&self.machine).inside.len()
    }

    /// The logon object, for the thread that ends it: the session has its reference (S1).
    pub(crate) fn object(&self) -> *mut c_void {
        std::ptr::with_exposed_provenance_mut(lock(&self.machine).logon)
    }

    /// Whether this is the store that the logon opened.
    pub(crate) fn opened(&self, store: *mut c_void) -> bool {
        lock(&self.machine).store == store.addr()
    }

    /// The guard of SUPREL-3: the thread that moves it from Active ends it, once, when the
    /// session's own calls on other threads have returned (LOGOFF-13); in a hurry, whatever is
    /// under way (XPOFF-1).
    pub(crate) fn begin_logoff(&self, in_hurry: bool) -> bool {
        let here = std::thread::current().id();
        let mut machine = lock(&self.machine);
        if machine.stage != Stage::Active {
            return false;
        }
        machine.stage = Stage::LoggingOff;
        machine.ender = Some(here);
        while !in_hurry && !machine.inside.contains(&here) && !machine.inside.is_empty() {
            machine = self.changed.wait(machine).unwrap_or_else(|poisoned| poisoned.into_inner());
        }
        true
    }

    pub(crate) fn advance(&self, stage: Stage) {
        lock(&self.machine).stage = stage;
        self.changed.notify_all();
    }

    /// A session logoff that meets a logon in LoggingOff waits for the thread that ends it
    /// (SUPREL-3), unless it runs inside that end itself.
    pub(crate) fn wait_until_released(&self) {
        let here = Some(std::thread::current().id());
        let mut machine = lock(&self.machine);
        while matches!(machine.stage, Stage::LoggingOff | Stage::LoggedOff) && machine.ender != here {
            machine = self.changed.wait(machine).unwrap_or_else(|poisoned| poisoned.into_inner());
        }
    }

    pub(crate) fn is_support_released(&self) -> bool {
        self.is_support_released.load(Ordering::Acquire)
    }

    /// The session keeps its own reference on the support object until the logon is released.
    pub(crate) fn keep_support_until_released(&self) {
        self.has_support.store(true, Ordering::Release);
    }

    /// Whether the session kept that reference; true only the first time.
    pub(crate) fn take_support_mark(&self) -> bool {
        self.has_support.swap(false, Ordering::AcqRel)
    }
}
