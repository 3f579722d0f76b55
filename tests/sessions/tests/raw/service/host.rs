//! MAPI's part of a `ServiceEntry` call, by hand: a configuration support object, the
//! administration of one service's providers, its table, their sections, and allocators that can
//! run out. It counts all that it gives. The facts are in `../service.rs`, the calls in `call.rs`.
#![allow(unsafe_code, reason = "MAPI's part by hand is played over vtables")]

use super::values::{array, decoded};
use core::ffi::c_void;
use provider_runtime::abi::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::Iid;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ptr::null_mut;

/// What the thread's host has, and what it has given.
#[derive(Default)]
pub struct Service {
    /// The rows of the table of providers; `None`: there is no table.
    pub table: Option<Vec<Vec<Property>>>,
    /// What `GetProviderTable` answers instead; `MAPI_E_NO_SUPPORT` where there is no table.
    pub refusal: Option<Code>,
    /// The sections of the profile, by UID; the service's own under none.
    pub sections: HashMap<Vec<u8>, Vec<Property>>,
    /// Which allocation fails, counted from zero.
    pub fails_at: Option<usize>,
    /// Which of the three allocators is not there.
    pub lacks: Option<usize>,
    allocations: usize,
    /// Roots, each with what hangs on it. Blocks are of words, so they are aligned for everything.
    blocks: HashMap<usize, Vec<Box<[u64]>>>,
    /// Objects that somebody holds.
    objects: HashMap<usize, What>,
    /// What should not have been done.
    pub faults: Vec<String>,
    /// Which sections were opened, and how.
    pub opened: Vec<(Vec<u8>, u32)>,
}

#[derive(Clone, PartialEq)]
pub enum What {
    Support,
    /// A logon's, of `../books.rs`.
    Logon,
    Admin,
    Table {
        at: usize,
    },
    Section {
        uid: Vec<u8>,
        writable: bool,
        changes: Vec<Property>,
    },
}

std::thread_local! { static SERVICE: RefCell<Service> = RefCell::default() }

/// Sets the thread's host up, or looks at it.
pub fn service<R>(look: impl FnOnce(&mut Service) -> R) -> R {
    SERVICE.with_borrow_mut(look)
}

impl Service {
    /// A host whose allocation number `fails_at` fails.
    pub fn failing_at(fails_at: usize) -> Self {
        Self { fails_at: Some(fails_at), ..Self::default() }
    }

    /// Whether one has failed.
    pub fn has_failed(&self) -> bool {
        self.fails_at.is_some_and(|at| at < self.allocations)
    }

    /// Whether somebody holds this object of the host's.
    pub fn holds(&self, object: *mut c_void) -> bool {
        self.objects.contains_key(&object.addr())
    }

    /// Whether everything that was given has come back.
    pub fn is_settled(&self) -> bool {
        self.blocks.is_empty() && self.objects.is_empty() && self.faults.is_empty()
    }
}

/// Every object of the host: its methods, its count, and where the methods are kept.
#[repr(C)]
struct ByHand {
    methods: *const *const (),
    count: u32,
    slots: [*const (); 44],
}

pub fn give(what: What) -> *mut c_void {
    let own: &[(usize, *const ())] = match what {
        What::Support => &[(4, get_mem_alloc_routines as *const ())],
        What::Logon => crate::books::support_object::SLOTS,
        What::Admin => &[(4, get_provider_table as *const ()), (7, open_profile_section as *const ())],
        What::Table { .. } => &[(19, query_rows as *const ())],
        What::Section { .. } => {
            &[(4, save_changes as *const ()), (5, get_props as *const ()), (8, set_props as *const ())]
        }
    };
    let unknown = [(0, query as *const ()), (1, add_ref as *const ()), (2, release as *const ())];
    let slot = |at| {
        let method = unknown.iter().chain(own).find(|(slot, _)| *slot == at);
        method.map_or(unexpected as *const (), |(_, method)| *method)
    };
    let mut object = Box::new(ByHand { methods: std::ptr::null(), count: 1, slots: std::array::from_fn(slot) });
    object.methods = object.slots.as_ptr();
    let object = Box::into_raw(object);
    service(|service| service.objects.insert(object.addr(), what));
    object.cast()
}

/// Takes back what was lent for a call: nobody else may have kept it (SVC-4).
pub(super) fn take(object: *mut c_void) {
    if !object.is_null() && release(This::new(object)) != 0 {
        service(|service| service.faults.push("a reference is kept".into()));
    }
}

extern "system" fn unexpected(_: This) -> Code {
    service(|service| service.faults.push("a call that ServiceEntry needs not".into()));
    Code::NO_SUPPORT
}

extern "system" fn query(_: This, _: In<Iid>, _: Out<*mut c_void>) -> Code {
    Code::INTERFACE_NOT_SUPPORTED
}

fn count(this: &This, change: i32) -> u32 {
    let object = this.raw().cast::<ByHand>();
    let is_held = service(|service| service.objects.contains_key(&object.addr()));
    if !is_held {
        service(|service| service.faults.push("a call on an object that is gone".into()));
        return 0;
    }
    // SAFETY: O1: held, so it is there.
    let object = unsafe { &mut *object };
    object.count = object.count.saturating_add_signed(change);
    object.count
}

extern "system" fn add_ref(this: This) -> u32 {
    count(&this, 1)
}

extern "system" fn release(this: This) -> u32 {
    let left = count(&this, -1);
    if left == 0 && service(|service| service.objects.remove(&this.raw().addr())).is_some() {
        // SAFETY: O4: the last reference on one of `give`'s.
        drop(unsafe { Box::from_raw(this.raw().cast::<ByHand>()) });
    }
    left
}

fn block(size: u32) -> Option<Box<[u64]>> {
    service(|service| {
        service.allocations += 1;
        let fails = service.fails_at == Some(service.allocations - 1);
        (!fails).then(|| vec![0xA5A5_A5A5_A5A5_A5A5; size as usize / 8 + 1].into())
    })
}

pub unsafe extern "system" fn allocate(size: u32, out: *mut *mut c_void) -> Code {
    let Some(mut block) = block(size) else { return Code::NOT_ENOUGH_MEMORY };
    let start = block.as_mut_ptr();
    service(|service| service.blocks.insert(start.addr(), vec![block]));
    // SAFETY: M1: an allocator's own argument.
    unsafe { Out::from_raw(out) }.put(start.cast());
    Code::OK
}

pub unsafe extern "system" fn allocate_more(size: u32, root: *mut c_void, out: *mut *mut c_void) -> Code {
    let Some(mut block) = block(size) else { return Code::NOT_ENOUGH_MEMORY };
    let start = block.as_mut_ptr();
    service(|service| match service.blocks.get_mut(&root.addr()) {
        Some(blocks) => blocks.push(block),
        None => service.faults.push("more on a block that is none".into()),
    });
    // SAFETY: M1: an allocator's own argument.
    unsafe { Out::from_raw(out) }.put(start.cast());
    Code::OK
}

pub unsafe extern "system" fn free_buffer(root: *mut c_void) -> u32 {
    if !root.is_null() && service(|service| service.blocks.remove(&root.addr())).is_none() {
        service(|service| service.faults.push("freed what is no root".into()));
    }
    0
}

/// Writes an output, if the caller wants it.
trait Put<T> {
    fn put(self, value: T);
}

impl<T> Put<T> for Out<'_, T> {
    fn put(self, value: T) {
        if !self.is_null() {
            // SAFETY: O3: not null, so it can be written.
            unsafe { self.raw().write(value) };
        }
    }
}

pub extern "system" fn get_mem_alloc_routines(
    _: This,
    allocate_out: Out<Option<AllocateBuffer>>,
    more_out: Out<Option<AllocateMore>>,
    free_out: Out<Option<FreeBuffer>>,
) -> Code {
    let lacks = service(|service| service.lacks);
    allocate_out.put((lacks != Some(0)).then_some(allocate as AllocateBuffer));
    more_out.put((lacks != Some(1)).then_some(allocate_more as AllocateMore));
    free_out.put((lacks != Some(2)).then_some(free_buffer as FreeBuffer));
    if lacks == Some(3) { Code::CALL_FAILED } else { Code::OK }
}

extern "system" fn get_provider_table(_: This, _flags: u32, table: Out<*mut c_void>) -> Code {
    table.put(null_mut());
    if let Some(code) = service(|service| match service.table {
        Some(_) => service.refusal,
        None => Some(service.refusal.unwrap_or(Code::NO_SUPPORT)),
    }) {
        return code;
    }
    table.put(give(What::Table { at: 0 }));
    Code::OK
}

extern "system" fn query_rows(this: This, _count: i32, _flags: u32, out: Out<*mut SRowSet>) -> Code {
    out.put(null_mut());
    // One row at a time, which the page allows.
    let row = service(|service| {
        let Some(What::Table { at }) = service.objects.get_mut(&this.raw().addr()) else { return None };
        *at += 1;
        service.table.as_ref()?.get(*at - 1).cloned()
    });
    let mut set = null_mut();
    // SAFETY: M1: the host's own allocator.
    let code = unsafe { allocate(size_of::<SRowSet>() as u32, &mut set) };
    if code != Code::OK {
        return code;
    }
    let set = set.cast::<SRowSet>();
    let mut rows = SRowSet { c_rows: 0, row: [SRow { adr_entry_pad: 0, c_values: 0, props: null_mut() }] };
    if let Some(row) = row {
        let Some(props) = array(&row) else {
            // SAFETY: M1: the set from above.
            unsafe { free_buffer(set.cast()) };
            return Code::NOT_ENOUGH_MEMORY;
        };
        rows = SRowSet { c_rows: 1, row: [SRow { adr_entry_pad: 0, c_values: row.len() as u32, props }] };
    }
    // SAFETY: M1: a block of that size.
    unsafe { set.write(rows) };
    out.put(set);
    Code::OK
}

pub extern "system" fn open_profile_section(
    _: This,
    uid: In<MAPIUID>,
    iid: In<Iid>,
    flags: u32,
    section: Out<*mut c_void>,
) -> Code {
    section.put(null_mut());
    if !iid.is_null() {
        return Code::INTERFACE_NOT_SUPPORTED;
    }
    // SAFETY: O3: not null, so valid.
    let uid = if uid.is_null() { Vec::new() } else { unsafe { uid.raw().read() }.ab.to_vec() };
    let writable = flags & MAPI_MODIFY != 0;
    let code = service(|service| {
        service.opened.push((uid.clone(), flags));
        let mut sections = service.objects.values().filter_map(|what| match what {
            What::Section { uid, writable, .. } => Some((uid, writable)),
            _ => None,
        });
        if sections.any(|(other, exclusive)| *other == uid && (*exclusive || writable)) {
            return Code::NO_ACCESS;
        }
        if !writable && !service.sections.contains_key(&uid) {
            return Code::NOT_FOUND;
        }
        service.sections.entry(uid.clone()).or_default();
        Code::OK
    });
    if code == Code::OK {
        section.put(give(What::Section { uid, writable, changes: Vec::new() }));
    }
    code
}

extern "system" fn get_props(
    this: This,
    tags: In<SPropTagArray>,
    _flags: u32,
    count: Out<u32>,
    values: Out<*mut SPropValue>,
) -> Code {
    // SAFETY: O3: the runtime asks for one tag.
    let tag = PropTag(unsafe { tags.raw().read() }.prop_tag[0]);
    let found = service(|service| {
        let Some(What::Section { uid, changes, .. }) = service.objects.get(&this.raw().addr()) else { return None };
        let kept = service.sections.get(uid).into_iter().flatten();
        kept.chain(changes).rfind(|property| property.tag == tag).cloned()
    });
    let found = found.unwrap_or(Property { tag: tag.with_kind(PT_ERROR), value: Code::NOT_FOUND.into() });
    let Some(array) = array(&[found]) else { return Code::NOT_ENOUGH_MEMORY };
    count.put(1);
    values.put(array);
    Code::OK
}

extern "system" fn set_props(
    this: This,
    count: u32,
    values: In<SPropValue>,
    problems: Out<*mut SPropProblemArray>,
) -> Code {
    problems.put(null_mut());
    // SAFETY: O3: as many as the count says.
    let values = unsafe { std::slice::from_raw_parts(values.raw(), count as usize) };
    let new: Vec<_> = values.iter().map(decoded).collect();
    service(|service| match service.objects.get_mut(&this.raw().addr()) {
        Some(What::Section { writable: true, changes, .. }) => {
            changes.extend(new);
            Code::OK
        }
        _ => Code::NO_ACCESS,
    })
}

extern "system" fn save_changes(this: This, _flags: u32) -> Code {
    service(|service| {
        let Some(What::Section { uid, changes, .. }) = service.objects.get_mut(&this.raw().addr()) else {
            return Code::INVALID_OBJECT;
        };
        let kept = service.sections.entry(uid.clone()).or_default();
        for change in changes.drain(..) {
            kept.retain(|other| other.tag.id() != change.tag.id());
            kept.push(change);
        }
        Code::OK
    })
}
