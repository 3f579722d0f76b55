//! A profile section as an `IProfSect` (LOGON-5, LOGON-6, CFG-5). What stands in it is in `profile.rs`.
#![allow(unsafe_code, reason = "the methods of IProfSect take raw arguments")]

use super::events::Record;
use super::logon::Logon;
use super::own_props::Held;
use super::state::State;
use provider_abi::access::Access;
use provider_abi::class::{Class, Count, object, unknown};
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::no_support::{Refuser, no_support};
use provider_abi::prop_array;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_UNICODE, PROP_ID_SECURE_MAX, PROP_ID_SECURE_MIN};
use provider_abi::shapes::iid::{IID_IMAPIProp, IID_IProfSect, IID_IUnknown, Iid};
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::iprof_sect::IProfSectVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// The section's values, and whether somebody writes them.
pub(crate) struct Section {
    pub(crate) values: Mutex<Vec<Property>>,
    is_written: AtomicBool,
}

#[repr(C)]
struct SectionObject {
    methods: &'static IProfSectVtbl,
    count: Count,
    section: Arc<Section>,
    writable: bool,
    memory: Allocators,
    record: Arc<Record>,
    /// The logon that opened it; `None`: `ServiceEntry` did.
    logon: Option<Arc<Logon>>,
}

/// Secure properties: to be had by whoever asks for one, and in no list (CFG-5).
const SECURE: std::ops::RangeInclusive<u16> = PROP_ID_SECURE_MIN..=PROP_ID_SECURE_MAX;
/// What MAPI itself writes about services and providers. Nobody else does.
const MAPIS_OWN: std::ops::RangeInclusive<u16> = 0x3D00..=0x3DFF;

impl std::fmt::Debug for Section {
    /// Without what is secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Section").field(&self.shown()).finish()
    }
}

impl Section {
    pub(crate) fn new(values: Vec<Property>) -> Self {
        Self { values: Mutex::new(values), is_written: AtomicBool::new(false) }
    }

    /// One property, whatever the width of its text.
    pub(crate) fn get(&self, tag: PropTag) -> Option<PropValue> {
        let values = lock(&self.values);
        values.iter().find(|value| value.tag.id() == tag.id()).map(|value| value.value.clone())
    }

    pub(crate) fn text(&self, tag: PropTag) -> Option<String> {
        self.get(tag)?.as_text().map(str::to_owned)
    }

    /// What anybody may see.
    pub(crate) fn shown(&self) -> Vec<Property> {
        lock(&self.values).iter().filter(|value| !SECURE.contains(&value.tag.id())).cloned().collect()
    }

    /// An object with one reference, the caller's. For writing, it is exclusive (LOGON-6).
    pub(crate) fn object(
        this: &Arc<Self>,
        access: Access,
        state: &State,
        logon: Option<&Arc<Logon>>,
    ) -> Result<*mut c_void> {
        let writable = access != Access::Read && !this.is_written.swap(true, Ordering::AcqRel);
        if access == Access::Write && !writable {
            return Err(Error::new(Code::NO_ACCESS, "the section is open for writing already"));
        }
        if let Some(logon) = logon {
            logon.section_is_open();
        }
        let object = SectionObject {
            methods: METHODS,
            count: Count::one(),
            section: Arc::clone(this),
            writable,
            memory: state.memory.allocators,
            record: Arc::clone(&state.record),
            logon: logon.cloned(),
        };
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
        if let Some(logon) = &object.logon {
            logon.section_is_closed();
        }
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
        // Text whose width the caller leaves open comes as Unicode: what the profile keeps.
        listed(&held).get_props(&object.memory, tags, flags | MAPI_UNICODE, count, values)
    })
}

/// Secure properties can be asked for, and are in no list (CFG-5).
fn listed(values: &[Property]) -> Held<'_> {
    Held { values, listed: |tag| !SECURE.contains(&tag.id()) }
}

unsafe extern "system" fn get_prop_list(this: This, flags: u32, list: Out<*mut SPropTagArray>) -> Code {
    list.clear();
    let object = object::<SectionObject, 0>(&this);
    answer(|| {
        let held = lock(&object.section.values).clone();
        listed(&held).prop_list(&object.memory, flags, list)
    })
}

/// What a provider cannot write (LOGON-5), and what nobody but MAPI does.
fn is_mapis(tag: PropTag) -> bool {
    is_computed(tag) || MAPIS_OWN.contains(&tag.id())
}

fn is_computed(tag: PropTag) -> bool {
    [tags::RESOURCE_FLAGS, tags::PROVIDER_DLL_NAME].iter().any(|computed| computed.id() == tag.id())
}

impl SectionObject {
    /// One SetProps, and which of MAPI's own properties it meant to change (V-14).
    fn tell(&self, refused: &[SPropProblem]) {
        let computed = refused.iter().map(|problem| problem.prop_tag).filter(|tag| is_computed(PropTag(*tag)));
        let mut facts: Vec<_> = computed.map(|tag| ("computed", u64::from(tag))).collect();
        facts.extend(self.logon.as_ref().map(|logon| ("logon", logon.number)));
        self.record.note("sect.set", "section", "", "LOGON-5", &facts);
    }
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
        let changes = prop_array::decoded(count, values)?;
        let refused = (0..).zip(&changes).filter(|(_, change)| is_mapis(change.tag));
        let refused =
            refused.map(|(index, change)| SPropProblem { index, prop_tag: change.tag.0, scode: Code::COMPUTED });
        let refused: Vec<_> = refused.collect();
        object.tell(&refused);
        if !refused.is_empty() && !problems.is_null() {
            problems.write(prop_array::problem_array(&object.memory, &refused)?.into_raw());
        }
        let mut held = lock(&object.section.values);
        for change in changes.into_iter().filter(|change| !is_mapis(change.tag)) {
            held.retain(|other| other.tag.id() != change.tag.id());
            held.push(change);
        }
        Ok(Code::OK)
    })
}
