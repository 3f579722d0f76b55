//! One logon attempt as MAPI keeps it: its state (section 8.3), its UIDs, its status row, its subscriptions. The support
//! object that a provider holds of it is in `support.rs`, its end in `end.rs`.

use super::events::Record;
use super::sink::SinkPointer;
use crate::abi::ims_logon::IMSLogonVtbl;
use crate::abi::tag::PropTag;
use crate::com::foreign::Foreign;
use crate::provider::Property;
use crate::sync::lock;
use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, Ordering};
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
    pub(crate) number: usize,
    machine: Mutex<Machine>,
    changed: Condvar,
    pub(crate) kept: Mutex<Kept>,
    /// Flags of each StoreLogoffTransports (V-18).
    pub(crate) told: Mutex<Vec<u32>>,
    /// Whether the support object has had its final Release.
    pub(crate) is_final: AtomicBool,
    sections: Mutex<Sections>,
}

#[derive(Debug)]
struct Machine {
    stage: Stage,
    logon: usize,
    store: usize,
    /// Who ends it.
    ender: Option<ThreadId>,
}

/// The profile sections that were opened through the support object.
#[derive(Debug, Default)]
struct Sections {
    open: usize,
    /// V-42 is told once.
    are_told: bool,
}

/// What MAPI keeps until the support object's final Release, or the end of Logoff (UID-2, STATUS-10).
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) uids: Vec<[u8; 16]>,
    pub(crate) row: Option<Vec<Property>>,
    /// Shared, so that a sink can be called behind the lock without an AddRef inside it (S3).
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
    pub(crate) fn new(number: usize) -> Self {
        Self {
            number,
            machine: Mutex::new(Machine { stage: Stage::LoggingOn, logon: 0, store: 0, ender: None }),
            changed: Condvar::new(),
            kept: Mutex::default(),
            told: Mutex::default(),
            is_final: AtomicBool::new(false),
            sections: Mutex::default(),
        }
    }

    pub(crate) fn name(&self) -> String {
        format!("logon {}", self.number)
    }

    pub(crate) fn stage(&self) -> Stage {
        lock(&self.machine).stage
    }

    /// L3, L4: the attempt came out like this.
    pub(crate) fn came_out(&self, stage: Stage, logon: *mut c_void, store: *mut c_void) {
        let mut machine = lock(&self.machine);
        let (logon, store) = (logon.expose_provenance(), store.expose_provenance());
        *machine = Machine { stage, logon, store, ender: None };
    }

    /// The logon object with a reference of its own, unless its end has begun (OPEN-12): for calls that may run while
    /// another thread ends it.
    pub(crate) fn lent(&self) -> Option<Foreign<IMSLogonVtbl>> {
        let machine = lock(&self.machine);
        if machine.stage != Stage::Active {
            return None;
        }
        let object = std::ptr::with_exposed_provenance_mut(machine.logon);
        // SAFETY: S1: the session has its reference while the logon is Active, and the lock keeps it so until this one is
        // taken.
        unsafe { Foreign::lent(object) }
    }

    /// The logon object, for the thread that ends it: the session has its reference (S1).
    pub(crate) fn object(&self) -> *mut c_void {
        std::ptr::with_exposed_provenance_mut(lock(&self.machine).logon)
    }

    /// Whether this is the store that the logon opened.
    pub(crate) fn opened(&self, store: *mut c_void) -> bool {
        lock(&self.machine).store == store.addr()
    }

    /// The guard of SUPREL-3: whoever moves it from Active ends it, once.
    pub(crate) fn begin_logoff(&self) -> bool {
        let mut machine = lock(&self.machine);
        let active = machine.stage == Stage::Active;
        if active {
            machine.stage = Stage::LoggingOff;
            machine.ender = Some(std::thread::current().id());
        }
        active
    }

    /// Moves it behind its end, for whoever judges it: true once.
    pub(crate) fn begin_judging(&self) -> bool {
        let mut machine = lock(&self.machine);
        let released = machine.stage == Stage::Released;
        if released {
            machine.stage = Stage::None;
        }
        released
    }

    pub(crate) fn advance(&self, stage: Stage) {
        lock(&self.machine).stage = stage;
        self.changed.notify_all();
    }

    /// A session logoff that meets a logon in LoggingOff waits for the thread that ends it (SUPREL-3), unless it runs
    /// inside that end itself.
    pub(crate) fn wait_until_released(&self) {
        let here = Some(std::thread::current().id());
        let mut machine = lock(&self.machine);
        while matches!(machine.stage, Stage::LoggingOff | Stage::LoggedOff) && machine.ender != here {
            machine = self.changed.wait(machine).unwrap_or_else(|poisoned| poisoned.into_inner());
        }
    }

    pub(crate) fn is_final(&self) -> bool {
        self.is_final.load(Ordering::Acquire)
    }

    pub(crate) fn section_is_open(&self) {
        lock(&self.sections).open += 1;
    }

    pub(crate) fn section_is_closed(&self) {
        lock(&self.sections).open -= 1;
    }

    /// V-42: sections that should have been given back by now.
    pub(crate) fn judge_sections(&self, record: &Record) {
        let mut sections = lock(&self.sections);
        if sections.open > 0 && !sections.are_told {
            sections.are_told = true;
            record.fault(&self.name(), "V-42", &format!("{} profile sections are still open", sections.open));
        }
    }
}

impl Kept {
    /// Whether a UID or a row is there (V-10).
    pub(crate) fn has_entries(&self) -> bool {
        !self.uids.is_empty() || self.row.is_some()
    }

    /// STATUS-1: merges changed columns.
    pub(crate) fn merge(&mut self, columns: Vec<Property>) {
        let row = self.row.get_or_insert_default();
        for column in columns {
            match row.iter_mut().find(|other| other.tag.id() == column.tag.id()) {
                Some(other) => *other = column,
                None => row.push(column),
            }
        }
    }

    /// STATUS-12: which required columns the row lacks.
    pub(crate) fn lacking(&self, required: &[PropTag]) -> Vec<PropTag> {
        let row = self.row.as_deref().unwrap_or_default();
        let has = |tag: &PropTag| row.iter().any(|column| column.tag.id() == tag.id());
        required.iter().filter(|tag| !has(tag)).copied().collect()
    }
}
