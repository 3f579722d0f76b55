//! MAPI's part, as small as it can be: allocators, a support object, a profile section. It records
//! nothing unless it is asked to, so what is measured is the provider's work.
#![allow(unsafe_code, reason = "MAPI's side has vtables and allocators")]

use libc::{free as give_back, malloc};
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::interfaces::imapi_prop::IMAPIProp;
use provider_abi::interfaces::imapi_support::{self, IMAPISupport};
use provider_abi::interfaces::iprof_sect::{self, IProfSect};
use provider_abi::memory::Allocators;
use provider_abi::params::{Array, slice_at};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use provider_abi::shapes::flag::{LOGOFF_COMPLETE, PT_ERROR};
use provider_abi::shapes::iid::{IID_IMAPIProp, IID_IMAPISup, IID_IProfSect, IID_IUnknown, Iid};
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use provider_abi::shapes::iprof_sect::IProfSectVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tag::PropTag;
use std::ffi::c_void;
use std::ptr::{NonNull, null_mut};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};

/// What stands in front of each block: the next block that goes with it.
#[repr(C, align(16))]
struct Head {
    next: *mut Head,
}

/// A block of `size` bytes behind a head that leads to `next`.
fn block(size: u32, next: *mut Head) -> *mut Head {
    // SAFETY: M1: any size may be asked for.
    let head: *mut Head = unsafe { malloc(size as usize + size_of::<Head>()) }.cast();
    assert!(!head.is_null());
    // SAFETY: M1: just made, and at least as long as a head.
    unsafe { head.write(Head { next }) };
    head
}

unsafe extern "system" fn allocate(size: u32, out: *mut *mut c_void) -> Code {
    let first = block(size, null_mut()).wrapping_add(1);
    // SAFETY: O3: the caller's output.
    unsafe { out.write(first.cast()) };
    Code::OK
}

unsafe extern "system" fn more(size: u32, root: *mut c_void, out: *mut *mut c_void) -> Code {
    let root = root.cast::<Head>().wrapping_sub(1);
    // SAFETY: M1: the root is a block of ours, which one thread fills.
    let root = unsafe { &mut *root };
    root.next = block(size, root.next);
    // SAFETY: O3: the caller's output.
    unsafe { out.write(root.next.wrapping_add(1).cast()) };
    Code::OK
}

unsafe extern "system" fn free(first: *mut c_void) -> u32 {
    let mut head = if first.is_null() { null_mut() } else { first.cast::<Head>().wrapping_sub(1) };
    while !head.is_null() {
        // SAFETY: M1: a block of ours, freed once: by its root.
        let next = unsafe { &*head }.next;
        // SAFETY: M1: as above.
        unsafe { give_back(head.cast()) };
        head = next;
    }
    0
}

/// `MAPIAllocateBuffer`, `MAPIAllocateMore`, `MAPIFreeBuffer`
pub(crate) const ALLOCATORS: (AllocateBuffer, AllocateMore, FreeBuffer) = (allocate, more, free);

/// Gives a provider's answer back.
pub(crate) fn free_buffer(block: *mut c_void) {
    // SAFETY: M1: null, or a block of ours.
    unsafe { free(block) };
}

/// The same three, as our own code uses them.
fn memory() -> Allocators {
    // SAFETY: M1: they are as the page says.
    unsafe { Allocators::given(Some(allocate), Some(more), Some(free)) }.unwrap()
}

static IS_RECORDING: AtomicBool = AtomicBool::new(false);
static CALLS: Mutex<Vec<&str>> = Mutex::new(Vec::new());

#[inline]
fn record(call: &'static str) {
    if IS_RECORDING.load(Ordering::Relaxed) {
        CALLS.lock().unwrap().push(call);
    }
}

/// Which calls a provider makes meanwhile.
pub(crate) fn calls_during(work: impl FnOnce()) -> Vec<&'static str> {
    IS_RECORDING.store(true, Ordering::Relaxed);
    work();
    IS_RECORDING.store(false, Ordering::Relaxed);
    std::mem::take(&mut *CALLS.lock().unwrap())
}

/// An object of the host's, which is there as long as the process.
#[repr(C)]
struct Lasting<V: 'static> {
    methods: &'static V,
    count: Count,
}

impl<V> Lasting<V> {
    fn object(methods: &'static V) -> NonNull<Self> {
        NonNull::from(Box::leak(Box::new(Self { methods, count: Count::one() })))
    }
}

/// The support object of one provider.
type SupportObject = Lasting<IMAPISupportVtbl>;
/// The profile section of all providers: nothing is in it, and what is written is dropped.
type SectionObject = Lasting<IProfSectVtbl>;

fn slot_of(iid: Iid, known: &[Iid]) -> Result<usize, Code> {
    if iid == IID_IUnknown || known.contains(&iid) { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for SupportObject {
    fn count(&self) -> &Count {
        record("a count of the support object's");
        &self.count
    }
    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        slot_of(iid, &[IID_IMAPISup])
    }
    unsafe fn last(_: NonNull<Self>) {}
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for SectionObject {
    fn count(&self) -> &Count {
        record("a count of the section's");
        &self.count
    }
    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        slot_of(iid, &[IID_IMAPIProp, IID_IProfSect])
    }
    unsafe fn last(_: NonNull<Self>) {}
}

/// A support object of its own, for one provider.
pub(crate) fn support_object() -> *mut c_void {
    const METHODS: &IMAPISupportVtbl = &imapi_support::vtable::<SupportObject, 0>();
    SupportObject::object(METHODS).as_ptr().cast()
}

/// The one section.
struct Section(NonNull<SectionObject>);
// SAFETY: O1: nothing in it changes but its count.
unsafe impl Send for Section {}
// SAFETY: O1: as above.
unsafe impl Sync for Section {}

fn section() -> NonNull<SectionObject> {
    const METHODS: &IProfSectVtbl = &iprof_sect::vtable::<SectionObject, 0>();
    static SECTION: OnceLock<Section> = OnceLock::new();
    SECTION.get_or_init(|| Section(SectionObject::object(METHODS))).0
}

impl IMAPISupport for SupportObject {
    fn modify_status_row(_: Receiver<'_, Self>, _: Option<Array<'_, SPropValue>>, _: u32) -> Code {
        record("ModifyStatusRow");
        Code::OK
    }
    fn open_profile_section(_: Receiver<'_, Self>, _: Option<&MAPIUID>, _: u32, out: Out<'_, *mut c_void>) -> Code {
        record("OpenProfileSection");
        let section = section();
        // SAFETY: O1: it is there as long as the process.
        unsafe { section.as_ref() }.count.up();
        out.write(section.as_ptr().cast());
        Code::OK
    }
    fn new_uid(_: Receiver<'_, Self>, out: Out<'_, MAPIUID>) -> Code {
        record("NewUID");
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = u128::from(NEXT.fetch_add(1, Ordering::Relaxed));
        out.write(MAPIUID { ab: number.to_ne_bytes() });
        Code::OK
    }
    fn set_provider_uid(_: Receiver<'_, Self>, _: Option<&MAPIUID>, _: u32) -> Code {
        record("SetProviderUID");
        Code::OK
    }
    fn wrap_store_entry_id(
        _: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        size: Out<'_, u32>,
        out: Out<'_, *mut ENTRYID>,
    ) -> Code {
        record("WrapStoreEntryID");
        /// MAPI puts so much before it.
        const HEADER: [u8; 24] = [9; 24];
        let wrapped = [&HEADER, entry.unwrap_or_default()].concat();
        let block = memory().block::<u8>(wrapped.len()).unwrap().into_raw();
        // SAFETY: M1: as long as that.
        unsafe { block.copy_from_nonoverlapping(wrapped.as_ptr(), wrapped.len()) };
        size.write(wrapped.len() as u32);
        out.write(block.cast());
        Code::OK
    }
    fn store_logoff_transports(_: Receiver<'_, Self>, flags: Out<'_, u32>) -> Code {
        record("StoreLogoffTransports");
        flags.write(flags.read().unwrap_or(0) | LOGOFF_COMPLETE);
        Code::OK
    }
}

impl IProfSect for SectionObject {}

impl IMAPIProp for SectionObject {
    fn get_props(
        _: Receiver<'_, Self>,
        tags: In<'_, SPropTagArray>,
        _: u32,
        count: Out<'_, u32>,
        out: Out<'_, *mut SPropValue>,
    ) -> Code {
        record("GetProps of the section");
        let wanted = tags.read().map_or(0, |tags| tags.c_values);
        let first = tags.raw().cast::<u32>().wrapping_add(1);
        // SAFETY: O3: as many as the count before them says.
        let tags = unsafe { slice_at(first, wanted) }.unwrap_or_default();
        let block = memory().block::<SPropValue>(tags.len()).unwrap();
        for (place, tag) in tags.iter().enumerate() {
            let prop_tag = PropTag(*tag).with_kind(PT_ERROR).0;
            let value = PropUnion { err: Code::NOT_FOUND };
            block.put(0, place, SPropValue { prop_tag, align_pad: 0, value }).unwrap();
        }
        count.write(wanted);
        out.write(block.into_raw());
        Code::W_ERRORS_RETURNED
    }
    fn set_props(
        _: Receiver<'_, Self>,
        _: Option<Array<'_, SPropValue>>,
        problems: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        record("SetProps of the section");
        problems.clear();
        Code::OK
    }
}
