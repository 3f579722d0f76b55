//! `IMAPISupport::MakeInvalid`: a provider's object, in a block of MAPI's memory, becomes a stub of
//! MAPI's own (INVAL-1, INVAL-2). Our own objects do without it: they are invalidated in their
//! place (`invalidated.rs`).
#![allow(unsafe_code, reason = "a provider's block is overwritten with a stub of a COM object")]

use crate::process::{Memory, free_of};
use provider_abi::error::{Error, Result};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::{IID_IUnknown, Iid};
use provider_abi::shapes::param::{In, Out, This};
use std::ffi::c_void;
use std::sync::atomic::{AtomicU32, Ordering};

/// What a provider's block becomes: the sixteen bytes that INVAL-2 asks for.
#[repr(C)]
struct Stub {
    methods: *const Slots,
    count: AtomicU32,
    /// Which set of allocators frees it.
    memory: u32,
}

/// More methods than any interface of MAPI's has.
const MOST: usize = 64;
/// Slots of several types: IUnknown's three, then one and the same.
#[repr(C)]
struct Slots {
    query_interface: unsafe extern "system" fn(This, In<Iid>, Out<*mut c_void>) -> Code,
    add_ref: unsafe extern "system" fn(This) -> u32,
    release: unsafe extern "system" fn(This) -> u32,
    /// The caller cleans up whatever it passed, on every machine that the session runs on.
    others: [unsafe extern "system" fn(This) -> Code; MOST],
}

const SLOTS: &Slots = &Slots { query_interface, add_ref, release, others: [invalid; MOST] };

/// Makes `object` a stub with `count` references.
///
/// # Safety
/// If `object` is a live root of `memory`, it is an object with `count` references, and nobody uses
/// anything else of what stands in it.
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for a block that is none of MAPI's, or too small (INVAL-6), and for a
/// size that is no object's.
pub(crate) unsafe fn make_stub(memory: &Memory, object: *mut c_void, count: u32, methods: u32) -> Result<()> {
    let wrong = |text: &'static str| Err(Error::new(Code::INVALID_PARAMETER, text));
    if !(3..=MOST as u32 + 3).contains(&methods) || count == 0 {
        return wrong("no object has so many methods, or references");
    }
    if memory.size_of(object).is_none_or(|size| size < size_of::<Stub>()) {
        return wrong("the object does not stand in a block of MAPI's memory"); // INVAL-6
    }
    let stub = Stub { methods: SLOTS, count: AtomicU32::new(count), memory: memory.number() };
    // SAFETY: S5: a live root of at least that size, as just looked up; MAPI's blocks are aligned
    // for it (M1). Nobody uses what is overwritten, by the caller's promise.
    unsafe { object.cast::<Stub>().write(stub) };
    Ok(())
}

/// # Safety
/// `this` is the argument of a method of [`SLOTS`], inside that method.
unsafe fn stub<'a>(this: This) -> &'a Stub {
    // SAFETY: O1: a live stub, as long as its caller's reference, which outlives the call.
    unsafe { &*this.raw().cast::<Stub>() }
}

unsafe extern "system" fn query_interface(this: This, iid: In<Iid>, out: Out<*mut c_void>) -> Code {
    out.clear();
    if iid.read() != Some(IID_IUnknown) {
        return Code::INVALID_OBJECT;
    }
    // SAFETY: O1: this method's own argument.
    unsafe { stub(this) }.count.fetch_add(1, Ordering::Relaxed);
    out.write(this.raw());
    Code::OK
}

unsafe extern "system" fn add_ref(this: This) -> u32 {
    // SAFETY: O1: as above.
    unsafe { stub(this) }.count.fetch_add(1, Ordering::Relaxed) + 1
}

unsafe extern "system" fn release(this: This) -> u32 {
    // SAFETY: O1: as above.
    let stub = unsafe { stub(this) };
    let memory = stub.memory;
    let left = stub.count.fetch_sub(1, Ordering::AcqRel) - 1;
    if left == 0 {
        // SAFETY: S5: the last reference is gone, and nothing of the stub is used after this
        // (INVAL-2: "and frees it").
        unsafe { free_of(memory, this.raw()) };
    }
    left
}

unsafe extern "system" fn invalid(_this: This) -> Code {
    Code::INVALID_OBJECT
}
