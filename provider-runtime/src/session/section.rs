//! The provider's profile section as an `IProfSect` (LOGON-5, LOGON-6). What stands in it is in `profile.rs`.

use crate::abi::code::Code;
use crate::abi::flag::MAPI_UNICODE;
use crate::abi::iid::{IID_IMAPIProp, IID_IProfSect, IID_IUnknown, Iid};
use crate::abi::imapi_prop::IMAPIPropVtbl;
use crate::abi::iprof_sect::IProfSectVtbl;
use crate::abi::param::{In, Out, This};
use crate::abi::structs::*;
use crate::abi::tags;
use crate::com::asked::{answers, in_width, tag_list};
use crate::com::class::{Class, Count, object, unknown};
use crate::com::memory::Allocators;
use crate::com::refused::{Refuser, no_support};
use crate::com::values;
use crate::error::{Error, Result};
use crate::provider::Property;
use crate::sync::lock;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// The section's values, and who has it open.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) values: Mutex<Vec<Property>>,
    is_written: AtomicBool,
    open: AtomicUsize,
}

#[repr(C)]
struct SectionObject {
    methods: &'static IProfSectVtbl,
    count: Count,
    section: Arc<Section>,
    writable: bool,
    memory: Allocators,
}

impl Section {
    pub(crate) fn new(values: Vec<Property>) -> Self {
        Self { values: Mutex::new(values), is_written: AtomicBool::new(false), open: AtomicUsize::new(0) }
    }

    /// How many objects a provider has not given back (V-42).
    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::Acquire)
    }

    /// An object with one reference, the caller's. For writing, it is exclusive (LOGON-6).
    pub(crate) fn object(this: &Arc<Self>, writable: bool, memory: Allocators) -> Result<*mut c_void> {
        if writable && this.is_written.swap(true, Ordering::AcqRel) {
            return Err(Error::new(Code::NO_ACCESS, "the section is open for writing already"));
        }
        this.open.fetch_add(1, Ordering::AcqRel);
        let object =
            SectionObject { methods: METHODS, count: Count::one(), section: Arc::clone(this), writable, memory };
        Ok(Box::into_raw(Box::new(object)).cast())
    }
}

const METHODS: &IProfSectVtbl = &IProfSectVtbl {
    prop: IMAPIPropVtbl {
        unknown: unknown::<SectionObject, 0>(),
        get_last_error: no_support::<SectionObject, _>(),
        save_changes,
        get_props,
        get_prop_list,
        open_property: no_support::<SectionObject, _>(),
        set_props,
        delete_props: no_support::<SectionObject, _>(),
        copy_to: no_support::<SectionObject, _>(),
        copy_props: no_support::<SectionObject, _>(),
        get_names_from_ids: no_support::<SectionObject, _>(),
        get_ids_from_names: no_support::<SectionObject, _>(),
    },
};

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for SectionObject {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let known = [IID_IUnknown, IID_IProfSect, IID_IMAPIProp].contains(&iid);
        if known { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `Section::object`.
        let object = unsafe { Box::from_raw(this.as_ptr()) };
        let _ = object.methods;
        if object.writable {
            object.section.is_written.store(false, Ordering::Release);
        }
        object.section.open.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Refuser for SectionObject {
    fn refuse(_this: &This) -> Code {
        Code::NO_SUPPORT
    }
}

fn answer(work: impl FnOnce() -> Result<Code>) -> Code {
    work().unwrap_or_else(|error| error.code())
}

unsafe extern "system" fn save_changes(_this: This, _flags: u32) -> Code {
    Code::OK // SetProps writes through
}

unsafe extern "system" fn get_props(
    this: This,
    tags: In<SPropTagArray>,
    flags: u32,
    count: Out<u32>,
    values: Out<*mut SPropValue>,
) -> Code {
    values.clear();
    count.write(0);
    let object = object::<SectionObject, 0>(&this);
    answer(|| {
        let held = lock(&object.section.values).clone();
        let all = || held.iter().map(|value| value.tag.with_kind(0)).collect();
        let wanted = tag_list(tags)?.unwrap_or_else(all);
        // Text whose width the caller leaves open comes as Unicode: what the profile keeps.
        let none = |_| Err(Error::from(Code::NOT_FOUND));
        let found = answers(&wanted, flags | MAPI_UNICODE, &held, || Ok(Vec::new()), none)?;
        let amiss = found.iter().any(|(tag, _)| tag.kind() == crate::abi::flag::PT_ERROR);
        count.needed()?.write(found.len() as u32);
        values.needed()?.write(values::array(&object.memory, &found)?.into_raw());
        Ok(if amiss { Code::W_ERRORS_RETURNED } else { Code::OK })
    })
}

unsafe extern "system" fn get_prop_list(this: This, flags: u32, list: Out<*mut SPropTagArray>) -> Code {
    list.clear();
    let object = object::<SectionObject, 0>(&this);
    answer(|| {
        let held = lock(&object.section.values).clone();
        let tags = held.iter().map(|value| value.tag.with_kind(in_width(value.tag.kind(), flags)));
        let tags: Vec<_> = tags.collect();
        list.needed()?.write(values::tag_array(&object.memory, &tags)?.into_raw());
        Ok(Code::OK)
    })
}

/// MAPI's own properties cannot be written at logon (LOGON-5).
unsafe extern "system" fn set_props(
    this: This,
    count: u32,
    values: In<SPropValue>,
    problems: Out<*mut SPropProblemArray>,
) -> Code {
    problems.clear();
    let object = object::<SectionObject, 0>(&this);
    answer(|| {
        if !object.writable {
            return Err(Code::NO_ACCESS.into());
        }
        let changes = values::decoded(count, values)?;
        let computed = [tags::RESOURCE_FLAGS, tags::PROVIDER_DLL_NAME].map(|tag| tag.id());
        let is_computed = |change: &Property| computed.contains(&change.tag.id());
        let refused = (0..).zip(&changes).filter(|(_, change)| is_computed(change));
        let refused =
            refused.map(|(index, change)| SPropProblem { index, prop_tag: change.tag.0, scode: Code::COMPUTED });
        let refused: Vec<_> = refused.collect();
        if !refused.is_empty() {
            problems.write(values::problem_array(&object.memory, &refused)?.into_raw());
        }
        let mut held = lock(&object.section.values);
        for change in changes.into_iter().filter(|change| !is_computed(change)) {
            held.retain(|other| other.tag.id() != change.tag.id());
            held.push(change);
        }
        Ok(Code::OK)
    })
}
