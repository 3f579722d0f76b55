//! A profile section: it has the provider's UID, and forgets what is set.
#![allow(unsafe_code, reason = "a class is declared, and answers in MAPI's memory")]

use super::{answer, died};
use crate::world::World;
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::interfaces::imapi_prop::{self, IMAPIProp};
use provider_abi::params::{Array, slice_at};
use provider_runtime::abi::flag::PT_ERROR;
use provider_runtime::abi::iid::{IID_IMAPIProp, IID_IProfSect, IID_IUnknown, Iid};
use provider_runtime::abi::imapi_prop::IMAPIPropVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::ptr::NonNull;
use support::raw::Memory;

#[repr(C)]
struct Section {
    methods: &'static IMAPIPropVtbl,
    count: Count,
    memory: Memory,
}

/// A section with one reference.
pub(super) fn new(world: &World) -> *mut c_void {
    const METHODS: &IMAPIPropVtbl = &imapi_prop::vtable::<Section, 0>();
    world.graves.add(Section { methods: METHODS, count: Count::one(), memory: world.memory() })
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for Section {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let _ = self.methods;
        let is_known = [IID_IUnknown, IID_IMAPIProp, IID_IProfSect].contains(&iid);
        if is_known { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(_: NonNull<Self>) {
        died("a section");
    }
}

impl Section {
    /// One value in a block of MAPI's.
    fn one(&self, tag: PropTag) -> Result<*mut SPropValue, Code> {
        let block = self.memory.block(size_of::<SPropValue>());
        let mut value =
            SPropValue { prop_tag: tag.with_kind(PT_ERROR).0, align_pad: 0, value: PropUnion { err: Code::NOT_FOUND } };
        if tag == tags::PROVIDER_UID && !block.is_null() {
            let bytes = self.memory.more(16, block).cast::<u8>();
            if !bytes.is_null() {
                // SAFETY: M1: a block of sixteen bytes.
                unsafe { bytes.write_bytes(fastrand::u8(..3), 16) };
                value = SPropValue {
                    prop_tag: tag.0,
                    align_pad: 0,
                    value: PropUnion { bin: SBinary { cb: 16, lpb: bytes } },
                };
            }
        }
        if block.is_null() {
            return Err(Code::NOT_ENOUGH_MEMORY);
        }
        // SAFETY: M1: a block for one value.
        unsafe { block.cast::<SPropValue>().write(value) };
        Ok(block.cast())
    }
}

impl IMAPIProp for Section {
    fn get_props(
        this: Receiver<'_, Self>,
        tags: In<'_, SPropTagArray>,
        _flags: u32,
        count: Out<'_, u32>,
        values: Out<'_, *mut SPropValue>,
    ) -> Code {
        let asked = tags.read().map(|head| head.c_values);
        // SAFETY: O3: as many tags as it says stand behind the count.
        let tags = unsafe { slice_at(tags.raw().cast::<u32>().wrapping_add(1), asked.unwrap_or_default().min(1)) };
        let tag = tags.and_then(|tags| tags.first().copied()).map(PropTag);
        let made = answer("GetProps", &this.count).and_then(|()| this.one(tag.ok_or(Code::NO_SUPPORT)?));
        match made {
            Ok(one) => {
                count.write(1);
                values.write(one);
                Code::OK
            }
            Err(code) => code,
        }
    }

    fn set_props(
        this: Receiver<'_, Self>,
        _values: Option<Array<'_, SPropValue>>,
        _problems: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        answer("SetProps", &this.count).err().unwrap_or(Code::OK)
    }

    fn save_changes(this: Receiver<'_, Self>, _flags: u32) -> Code {
        answer("SaveChanges", &this.count).err().unwrap_or(Code::OK)
    }
}
