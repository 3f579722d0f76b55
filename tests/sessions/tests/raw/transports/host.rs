//! The support object that a transport's logon is given, by hand and for any thread: what it is
//! told is written down, and every call that a transport may not make is a fault (SUP-1, UID-3).
#![allow(unsafe_code, reason = "MAPI's part by hand is played over vtables")]

use crate::service::values::decoded;
use core::ffi::c_void;
use provider_runtime::abi::entry::FreeBuffer;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::Iid;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

type Hook = Box<dyn FnOnce() + Send>;

/// What the support object was told, and what it answers.
#[derive(Default)]
pub struct Told {
    /// The row, as it stands.
    pub row: Vec<Property>,
    /// How often it was changed since it was added.
    pub changes: usize,
    /// The events of SpoolerNotify, and the identifier of the last.
    pub events: Vec<u32>,
    pub entry: Vec<u8>,
    /// The recipients of each report.
    pub reports: Vec<Vec<Vec<Property>>>,
    /// What StatusRecips answers instead.
    pub refusal: Option<Code>,
    /// What the next change of the row answers, once.
    pub row_refusal: Option<Code>,
    /// Whether SpoolerYield cancels.
    pub is_cancelling: bool,
    /// What happens inside the final Release.
    pub at_the_end: Option<Hook>,
    pub faults: Vec<String>,
}

/// The support object. It stays as long as its test holds it, no matter how often it is released.
#[repr(C)]
pub struct SupportByHand {
    methods: *const *const (),
    count: AtomicU32,
    slots: [*const (); 44],
    free: FreeBuffer,
    told: Mutex<Told>,
}

// SAFETY: S5: pointers to functions, and what is changed is behind a lock or atomic.
unsafe impl Send for SupportByHand {}
// SAFETY: S5: as above.
unsafe impl Sync for SupportByHand {}

impl SupportByHand {
    /// One with one reference, the host's.
    pub fn new(free: FreeBuffer) -> Arc<Self> {
        let own: &[(usize, *const ())] = &[
            (0, query as *const ()),
            (1, add_ref as *const ()),
            (2, release as *const ()),
            (8, modify_status_row as *const ()),
            (9, open_profile_section as *const ()),
            (13, spooler_yield as *const ()),
            (14, spooler_notify as *const ()),
            (15, create_one_off as *const ()),
            (39, status_recips as *const ()),
        ];
        let slot = |at| own.iter().find(|(slot, _)| *slot == at).map_or(unexpected as *const (), |(_, method)| *method);
        let slots = std::array::from_fn(slot);
        let object = Self {
            methods: std::ptr::null(),
            count: AtomicU32::new(1),
            slots,
            free,
            told: Mutex::new(Told::default()),
        };
        let mut object = Arc::new(object);
        let own = Arc::get_mut(&mut object).unwrap();
        own.methods = own.slots.as_ptr();
        object
    }

    pub fn raw(self: &Arc<Self>) -> *mut c_void {
        Arc::as_ptr(self).cast_mut().cast()
    }

    pub fn told<R>(&self, look: impl FnOnce(&mut Told) -> R) -> R {
        look(&mut self.told.lock().unwrap())
    }

    /// How many references there are.
    pub fn held(&self) -> u32 {
        self.count.load(Ordering::SeqCst)
    }

    /// A column of the row.
    pub fn column(&self, tag: PropTag) -> Option<PropValue> {
        self.told(|told| told.row.iter().find(|column| column.tag == tag).map(|column| column.value.clone()))
    }

    /// PR_STATUS_CODE
    #[track_caller]
    pub fn status(&self) -> u32 {
        self.column(tags::STATUS_CODE::ID).unwrap().as_i32().unwrap().cast_unsigned()
    }

    #[track_caller]
    pub fn assert_settled(&self) {
        assert_eq!(self.held(), 0);
        self.told(|told| assert!(told.faults.is_empty(), "{:?}", told.faults));
    }
}

fn support(this: &This) -> &SupportByHand {
    // SAFETY: O1: the test holds it for longer than any call.
    let support = unsafe { &*this.raw().cast::<SupportByHand>() };
    if support.held() == 0 {
        support.told(|told| told.faults.push("a call after the final Release".into()));
    }
    support
}

extern "system" fn unexpected(this: This) -> Code {
    support(&this).told(|told| told.faults.push("a call that a transport cannot make".into()));
    Code::NO_SUPPORT
}

extern "system" fn query(_: This, _: In<Iid>, _: Out<*mut c_void>) -> Code {
    Code::INTERFACE_NOT_SUPPORTED
}

extern "system" fn add_ref(this: This) -> u32 {
    support(&this).count.fetch_add(1, Ordering::SeqCst) + 1
}

extern "system" fn release(this: This) -> u32 {
    let support = support(&this);
    let left = support.count.fetch_sub(1, Ordering::SeqCst) - 1;
    let hook = if left == 0 { support.told(|told| told.at_the_end.take()) } else { None };
    hook.into_iter().for_each(|hook| hook());
    left
}

extern "system" fn modify_status_row(this: This, count: u32, values: In<SPropValue>, flags: u32) -> Code {
    // SAFETY: O3: as many as the count says.
    let values = unsafe { std::slice::from_raw_parts(values.raw(), count as usize) };
    let new: Vec<_> = values.iter().map(decoded).collect();
    support(&this).told(|told| {
        if flags & STATUSROW_UPDATE == 0 {
            told.row = new;
            return Code::OK;
        }
        if let Some(refusal) = told.row_refusal.take() {
            return refusal;
        }
        told.changes += 1;
        for column in new {
            told.row.retain(|other| other.tag != column.tag);
            told.row.push(column);
        }
        Code::OK
    })
}

extern "system" fn open_profile_section(_: This, _: In<MAPIUID>, _: u32, section: Out<*mut c_void>) -> Code {
    // SAFETY: O3: the provider's own.
    unsafe { section.raw().write(std::ptr::null_mut()) };
    Code::NOT_FOUND
}

extern "system" fn spooler_yield(this: This, _: u32) -> Code {
    if support(&this).told(|told| told.is_cancelling) { Code::W_CANCEL_MESSAGE } else { Code::OK }
}

extern "system" fn spooler_notify(this: This, event: u32, data: *mut c_void) -> Code {
    let entry = if event == NOTIFY_SENTDEFERRED {
        // SAFETY: O3: an SBinary of the provider's.
        let entry = unsafe { data.cast::<SBinary>().read() };
        // SAFETY: O3: as long as its count says.
        unsafe { std::slice::from_raw_parts(entry.lpb, entry.cb as usize) }.to_vec()
    } else {
        assert!(data.is_null());
        Vec::new()
    };
    support(&this).told(|told| {
        told.events.push(event);
        told.entry = entry;
    });
    Code::OK
}

extern "system" fn create_one_off(
    _: This,
    _: In<c_void>,
    _: In<c_void>,
    _: In<c_void>,
    _: u32,
    _: Out<u32>,
    _: Out<*mut ENTRYID>,
) -> Code {
    Code::NO_SUPPORT
}

/// Frees the list only if it succeeds.
extern "system" fn status_recips(this: This, message: *mut c_void, list: In<ADRLIST>) -> Code {
    assert!(!message.is_null());
    let support = support(&this);
    if let Some(refusal) = support.told(|told| told.refusal) {
        return refusal;
    }
    // SAFETY: M2: a count, and as many entries behind it.
    let count = unsafe { list.raw().cast::<u32>().read() } as usize;
    // SAFETY: M2: as above.
    let first = unsafe { &raw const (*list.raw()).entries }.cast::<ADRENTRY>();
    // SAFETY: M2: as above.
    let entries = unsafe { std::slice::from_raw_parts(first, count) };
    let report = entries.iter().map(|entry| {
        // SAFETY: M2: as many values as the entry says.
        let values = unsafe { std::slice::from_raw_parts(entry.prop_vals, entry.c_values as usize) };
        let row = values.iter().map(decoded).collect();
        // SAFETY: M1: a root of its own, which has been read.
        unsafe { (support.free)(entry.prop_vals.cast()) };
        row
    });
    let report = report.collect();
    // SAFETY: M1: as above.
    unsafe { (support.free)(list.raw().cast_mut().cast()) };
    support.told(|told| told.reports.push(report));
    Code::OK
}
