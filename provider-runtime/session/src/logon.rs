//! One logon attempt as MAPI keeps it: its state (section 8.3), its UIDs, its status row, its
//! subscriptions. The support object that a provider holds of it is in `support.rs`, its end in
//! `end.rs`.
#![allow(unsafe_code, reason = "a logon object gets one reference more over its vtable")]

use super::kind::LogonObject;
use super::provider::Provider;
use super::services::Registration;
use super::sink::SinkPointer;
use super::spooler::Said;
use super::status::StatusRow;
use super::wish::Wish;
use provider_abi::lock::lock;
use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
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
    pub(crate) registration: Arc<Registration>,
    /// `MDB_TEMPORARY`, `MDB_NO_MAIL` and the like, as the client asked.
    pub(crate) flags: u32,
    machine: Mutex<Machine>,
    changed: Condvar,
    pub(crate) kept: Mutex<Kept>,
    /// Whether the support object has had its final Release.
    pub(crate) is_final: AtomicBool,
    /// LOGON_SP_ flags: what a transport has asked for (XPLOGON-4).
    asked: AtomicU32,
    /// What a transport has told the spooler (SPL-1).
    pub(crate) said: Mutex<Said>,
    /// Whether what AddressTypes gave is not what it was (V-36).
    have_arrays_changed: AtomicBool,
    /// The profile sections that were opened through the support object and are not given back.
    sections: AtomicU64,
    are_sections_told: AtomicBool,
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
pub(crate) struct Kept {
    pub(crate) uids: Vec<[u8; 16]>,
    pub(crate) rows: Vec<StatusRow>,
    /// MAPI has forgotten it all, and keeps nothing more.
    pub(crate) is_closed: bool,
    /// Shared, so that a sink can be called after the lock without an AddRef inside it (S3).
    pub(crate) subscriptions: Vec<Arc<Subscription>>,
}

/// One `Subscribe`.
#[derive(Debug)]
pub(crate) struct Subscription {
    pub(crate) connection: usize,
    pub(crate) key: Vec<u8>,
    pub(crate) mask: u32,
    pub(crate) sink: SinkPointer,
}

impl Logon {
    pub(crate) fn new(number: u64, provider: &Arc<Provider>, wish: &Wish) -> Self {
        Self {
            number,
            provider: Arc::clone(provider),
            registration: Arc::clone(&wish.registration),
            flags: wish.flags,
            machine: Mutex::new(Machine {
                stage: Stage::LoggingOn,
                logon: 0,
                store: 0,
                ender: None,
                inside: Vec::new(),
            }),
            changed: Condvar::new(),
            kept: Mutex::default(),
            is_final: AtomicBool::new(false),
            asked: AtomicU32::new(0),
            said: Mutex::default(),
            have_arrays_changed: AtomicBool::new(false),
            sections: AtomicU64::new(0),
            are_sections_told: AtomicBool::new(false),
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
    pub(crate) fn lent<R>(self: &Arc<Self>, begin: impl FnOnce() -> R) -> Option<(Inside, R, LogonObject)> {
        self.lent_if(|| true, begin)
    }

    /// As [`lent`](Self::lent), if the call may begin: asked under the lock that an end takes
    /// first.
    pub(crate) fn lent_if<R>(
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

    /// The logon object, for the thread that ends it: the session has its reference (S1).
    pub(crate) fn object(&self) -> *mut c_void {
        std::ptr::with_exposed_provenance_mut(lock(&self.machine).logon)
    }

    /// Whether this is the store that the logon opened.
    pub(crate) fn opened(&self, store: *mut c_void) -> bool {
        lock(&self.machine).store == store.addr()
    }

    /// The guard of SUPREL-3: whoever moves it from Active ends it, once, when the session's own
    /// calls on other threads have returned (LOGOFF-13); in a hurry, whatever is under way
    /// (XPOFF-1).
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

    /// P16: nothing of it is called any more, and nobody waits for it.
    pub(crate) fn freeze(&self) {
        self.advance(Stage::Released);
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

    pub(crate) fn asks(&self, flags: u32) {
        self.asked.store(flags, Ordering::Release);
    }

    /// Whether the transport has asked for these calls (XPLOGON-4).
    pub(crate) fn has_asked(&self, flag: u32) -> bool {
        self.asked.load(Ordering::Acquire) & flag != 0
    }

    pub(crate) fn arrays_have_changed(&self, changed: bool) {
        self.have_arrays_changed.store(changed, Ordering::Release);
    }

    pub(crate) fn have_arrays_changed(&self) -> bool {
        self.have_arrays_changed.load(Ordering::Acquire)
    }

    pub(crate) fn is_final(&self) -> bool {
        self.is_final.load(Ordering::Acquire)
    }

    /// The session keeps its own reference on the support object until the logon is released.
    pub(crate) fn keep_support_until_released(&self) {
        self.has_support.store(true, Ordering::Release);
    }

    /// Whether it did, once.
    pub(crate) fn gives_up_support(&self) -> bool {
        self.has_support.swap(false, Ordering::AcqRel)
    }

    pub(crate) fn section_is_open(&self) {
        self.sections.fetch_add(1, Ordering::AcqRel);
    }

    pub(crate) fn section_is_closed(&self) {
        self.sections.fetch_sub(1, Ordering::AcqRel);
    }

    /// How many sections should have been given back by now; each logon says so once.
    pub(crate) fn see_sections(&self) -> u64 {
        let open = self.sections.load(Ordering::Acquire);
        if open > 0 && !self.are_sections_told.swap(true, Ordering::AcqRel) { open } else { 0 }
    }
}
