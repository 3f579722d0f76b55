//! Objects that the session lends, after their last Release: their memory is kept until the session
//! is gone, and what is still called on them is told, by object and method (V-46).
#![allow(unsafe_code, reason = "the memory of objects is kept and freed by hand, and stubs stand in it")]

use crate::record::Record;
use crate::record::what::process::{Misuse, MisuseKind};
use provider_abi::class::Class;
use provider_abi::com_ptr::{ComPtr, Interface};
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::param::{In, Out, This};
use std::alloc::{Layout, dealloc};
use std::collections::{BTreeMap, VecDeque};
use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// The released objects of one session.
#[derive(Debug)]
pub(crate) struct Quarantine {
    record: Arc<Record>,
    blocks: Mutex<VecDeque<Block>>,
}

/// The memory of one of them, and how many vtable pointers it starts with.
#[derive(Debug)]
struct Block {
    memory: NonNull<u8>,
    layout: Layout,
    pointers: usize,
}

// SAFETY: S6: the memory is used by the stubs of its vtable alone, until it is freed once.
unsafe impl Send for Block {}

/// More blocks than this nobody keeps: the oldest are freed.
const MOST: usize = 1 << 16;

/// One interface of a class: its name, and those of its methods.
#[derive(Debug)]
pub(crate) struct InterfaceNames {
    pub(crate) interface: &'static str,
    pub(crate) methods: &'static [&'static str],
}

/// A class of objects that the session lends.
pub(crate) trait LentObject: Class {
    /// Its interfaces: one for each vtable pointer that it starts with.
    const INTERFACES: &'static [InterfaceNames];

    fn loan(&self) -> &Loan;
}

/// What the session knows of an object that it has lent.
#[derive(Debug)]
pub(crate) struct Loan {
    quarantine: Arc<Quarantine>,
    /// What the record calls it.
    object: String,
    /// Whether the session has a reference of its own.
    is_kept: Arc<AtomicBool>,
}

/// The session's own reference on an object that it lends.
pub(crate) struct OwnReference<V: Interface> {
    object: ManuallyDrop<ComPtr<V>>,
    is_kept: Arc<AtomicBool>,
}

impl Quarantine {
    pub(crate) fn new(record: &Arc<Record>) -> Arc<Self> {
        Arc::new(Self { record: Arc::clone(record), blocks: Mutex::default() })
    }

    /// The loan of an object whose one reference is the borrower's.
    pub(crate) fn loan(self: &Arc<Self>, object: impl Into<String>) -> Loan {
        let is_kept = Arc::new(AtomicBool::new(false));
        Loan { quarantine: Arc::clone(self), object: object.into(), is_kept }
    }

    /// The loan of an object whose one reference is the session's own.
    pub(crate) fn own_loan(self: &Arc<Self>, object: impl Into<String>) -> Loan {
        let loan = self.loan(object);
        loan.is_kept.store(true, Ordering::Release);
        loan
    }
}

impl Drop for Quarantine {
    fn drop(&mut self) {
        for block in std::mem::take(&mut *lock(&self.blocks)) {
            block.free();
        }
    }
}

impl Block {
    fn free(self) {
        {
            let mut labels = lock(&LABELS);
            for at in 0..self.pointers {
                labels.remove(&self.memory.cast::<*const ()>().as_ptr().wrapping_add(at).addr());
            }
        }
        // SAFETY: S6: allocated with this layout, and freed once: the block is gone.
        unsafe { dealloc(self.memory.as_ptr(), self.layout) };
    }
}

impl Loan {
    /// The session's own reference.
    ///
    /// # Safety
    /// `object` is the object of this loan, with the reference that is the session's.
    pub(crate) unsafe fn own<V: Interface>(&self, object: ComPtr<V>) -> OwnReference<V> {
        OwnReference { object: ManuallyDrop::new(object), is_kept: Arc::clone(&self.is_kept) }
    }

    /// Tells that the object was called when nobody may call it.
    pub(crate) fn tell(&self, call: impl Into<String>, kind: MisuseKind) {
        self.quarantine.record.note(&self.object, Misuse { kind, call: call.into() });
    }
}

impl<V: Interface> OwnReference<V> {
    /// How many references there are apart from this one.
    pub(crate) fn others(&self) -> u32 {
        ComPtr::clone(&self.object).release().saturating_sub(1)
    }
}

impl<V: Interface> Deref for OwnReference<V> {
    type Target = ComPtr<V>;

    fn deref(&self) -> &ComPtr<V> {
        &self.object
    }
}

impl<V: Interface> std::fmt::Debug for OwnReference<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.object.fmt(f)
    }
}

impl<V: Interface> Drop for OwnReference<V> {
    fn drop(&mut self) {
        self.is_kept.store(false, Ordering::Release);
        // SAFETY: F1: dropped once, in the reference's own end.
        unsafe { ManuallyDrop::drop(&mut self.object) };
    }
}

/// The last Release of an object that the session lends: it ends, and stubs stand in its memory. If
/// the session still has its own reference, it was one Release too many, and the object lives on.
///
/// # Safety
/// As for [`Class::last`]; the object was boxed.
pub(crate) unsafe fn release_last<C: LentObject>(this: NonNull<C>) {
    let (quarantine, object) = {
        // SAFETY: O4: the caller's promise: it is alive until the end of this function.
        let object = unsafe { this.as_ref() };
        let loan = object.loan();
        if loan.is_kept.load(Ordering::Acquire) {
            loan.tell("Release", MisuseKind::ReleasedTooOften);
            object.count().up();
            return;
        }
        (Arc::clone(&loan.quarantine), loan.object.clone())
    };
    // SAFETY: O4: nobody else has a reference; it is not used after this, but for its memory.
    unsafe { this.drop_in_place() };
    let memory = this.cast::<u8>();
    for (at, names) in C::INTERFACES.iter().enumerate() {
        // SAFETY: O2: it starts with that many vtable pointers.
        let place = unsafe { this.cast::<&'static Slots>().add(at) };
        // SAFETY: S6: inside the object's memory, which nobody uses any more.
        unsafe { place.write(STUBS) };
        let label = Label { record: Arc::clone(&quarantine.record), object: object.clone(), names };
        lock(&LABELS).insert(place.addr().get(), label);
    }
    let block = Block { memory, layout: Layout::new::<C>(), pointers: C::INTERFACES.len() };
    let oldest = {
        let mut blocks = lock(&quarantine.blocks);
        blocks.push_back(block);
        if blocks.len() > MOST { blocks.pop_front() } else { None }
    };
    if let Some(oldest) = oldest {
        oldest.free();
    }
}

/// What is told of a released object.
struct Label {
    record: Arc<Record>,
    object: String,
    names: &'static InterfaceNames,
}

/// Of every released object in the process, by the address of each of its interfaces.
static LABELS: Mutex<BTreeMap<usize, Label>> = Mutex::new(BTreeMap::new());

/// More methods than any interface of MAPI's has.
const METHODS: usize = 64;

/// The vtable of a released object: IUnknown, then stubs that know their slots.
#[repr(C)]
struct Slots {
    query_interface: unsafe extern "system" fn(This, In<Iid>, Out<*mut c_void>) -> Code,
    add_ref: unsafe extern "system" fn(This) -> u32,
    release: unsafe extern "system" fn(This) -> u32,
    /// The caller cleans up the arguments, on every machine that the session runs on.
    others: [unsafe extern "system" fn(This) -> usize; METHODS - 3],
}

macro_rules! late_slots {
    ($($slot:literal)*) => { [$(late::<$slot>),*] };
}

const STUBS: &Slots = &Slots {
    query_interface,
    add_ref,
    release,
    others: late_slots!(
        3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35
        36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63
    ),
};

/// Tells of a call; what a method answers then: IMalloc's give nothing, all others a code.
fn tell(this: This, slot: usize, kind: MisuseKind) -> usize {
    let invalid = Code::INVALID_OBJECT.0.cast_unsigned() as usize;
    let (record, object, call, answer) = {
        let labels = lock(&LABELS);
        let Some(label) = labels.get(&this.raw().addr()) else { return invalid };
        let names = label.names;
        let method = names.methods.get(slot).copied().unwrap_or("a method that it does not have");
        let answer = if names.interface == "IMalloc" { 0 } else { invalid };
        (Arc::clone(&label.record), label.object.clone(), format!("{}::{method}", names.interface), answer)
    };
    record.note(&object, Misuse { kind, call });
    answer
}

unsafe extern "system" fn query_interface(this: This, _iid: In<Iid>, out: Out<*mut c_void>) -> Code {
    out.clear();
    tell(this, 0, MisuseKind::UsedAfterRelease);
    Code::INVALID_OBJECT
}

unsafe extern "system" fn add_ref(this: This) -> u32 {
    tell(this, 1, MisuseKind::UsedAfterRelease);
    0
}

unsafe extern "system" fn release(this: This) -> u32 {
    tell(this, 2, MisuseKind::ReleasedTooOften);
    0
}

unsafe extern "system" fn late<const SLOT: usize>(this: This) -> usize {
    tell(this, SLOT, MisuseKind::UsedAfterRelease)
}
