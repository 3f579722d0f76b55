//! One raw store: its habits, what its test tells it, and what it has seen.

use super::habit::Habit;
use crate::raw::support_object::SupportObject;
use provider_runtime::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// The UID of this provider's identifiers.
pub const UID: [u8; 16] = *b"provider by hand";

type InLogon = Box<dyn FnOnce(SupportObject)>;

/// One provider's DLL.
pub struct RawStore {
    habits: Vec<Habit>,
    /// How long everything has taken: the provider's own clock, and the session's.
    pub(super) clock: Arc<AtomicU64>,
    pub(super) in_logon: RefCell<Option<InLogon>>,
    /// What a logon answers, by the entry that is asked for; without an entry, any other.
    failures: RefCell<BTreeMap<Option<Vec<u8>>, Code>>,
    said: RefCell<Vec<String>>,
    pub(super) provider: Cell<*mut c_void>,
    pub(super) support: Cell<*mut c_void>,
    pub(super) configuration: Cell<*mut c_void>,
}

std::thread_local! { static STORES: RefCell<BTreeMap<usize, Rc<RawStore>>> = const { RefCell::new(BTreeMap::new()) } }

/// The provider that `init::<DLL>` has on this thread.
pub(super) fn raw_of(dll: usize) -> Option<Rc<RawStore>> {
    STORES.with_borrow(|stores| stores.get(&dll).cloned())
}

impl RawStore {
    /// The provider that `init::<0>` gives on this thread.
    pub fn with(habits: &[Habit]) -> Rc<Self> {
        Self::in_dll(0, habits)
    }

    /// The provider that `init::<DLL>` gives on this thread.
    pub fn in_dll(dll: usize, habits: &[Habit]) -> Rc<Self> {
        let raw = Rc::new(Self {
            habits: habits.to_vec(),
            clock: Arc::default(),
            in_logon: RefCell::default(),
            failures: RefCell::default(),
            said: RefCell::default(),
            provider: Cell::new(null_mut()),
            support: Cell::new(null_mut()),
            configuration: Cell::new(null_mut()),
        });
        STORES.with_borrow_mut(|stores| stores.insert(dll, Rc::clone(&raw)));
        raw
    }

    /// Runs `work` inside the next logon call, before anything else is done with the support
    /// object.
    pub fn in_logon(&self, work: impl FnOnce(SupportObject) + 'static) {
        *self.in_logon.borrow_mut() = Some(Box::new(work));
    }

    /// Logons on this entry fail; without one, logons on all others.
    pub fn fails(&self, entry: Option<&[u8]>, code: Code) {
        self.failures.borrow_mut().insert(entry.map(<[u8]>::to_vec), code);
    }

    /// Which of its methods were called, and what MAPI's answered where that is not plain success.
    pub fn said(&self) -> Vec<String> {
        self.said.borrow().clone()
    }

    /// The newest support object that a logon was given, whether or not a reference was taken.
    pub fn support(&self) -> SupportObject {
        SupportObject::new(self.support.get())
    }

    /// The newest support object that `ServiceEntry` was given.
    pub fn configuration(&self) -> SupportObject {
        SupportObject::new(self.configuration.get())
    }

    pub(super) fn has(&self, habit: Habit) -> bool {
        self.habits.contains(&habit)
    }

    pub(super) fn say(&self, what: impl Into<String>) {
        self.said.borrow_mut().push(what.into());
    }

    pub(super) fn failure_of(&self, entry: Option<&[u8]>) -> Option<Code> {
        let failures = self.failures.borrow();
        failures.get(&entry.map(<[u8]>::to_vec)).or_else(|| failures.get(&None)).copied()
    }
}

/// An identifier of this provider's.
pub fn entry(key: &[u8]) -> Vec<u8> {
    [&[0; 4][..], &UID, key].concat()
}
