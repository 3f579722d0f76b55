//! A profile section as one session has it, and as an `IProfSect` (LOGON-5, LOGON-6, CFG-5).
#![allow(unsafe_code, reason = "a class is declared, and its object is boxed and freed by hand")]

use crate::process::{Faults, InterfaceNames, LentObject, Loan, Memory, release_last};
use crate::record::Record;
use crate::record::what::support::WriteSection;
use provider_abi::access::Access;
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::error::{Error, Result};
use provider_abi::interfaces::iprof_sect::{self, IProfSect};
use provider_abi::last_error::{LastError, get_last_error};
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::prop_object::{PropObject, Properties, Work, opened_for_reading};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::requested::{Row, Values};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_BEST_ACCESS, MAPI_MODIFY, PROP_ID_SECURE_MAX, PROP_ID_SECURE_MIN};
use provider_abi::shapes::iid::{IID_IMAPIProp, IID_IProfSect, IID_IUnknown, Iid};
use provider_abi::shapes::iprof_sect::IProfSectVtbl;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::structs::MAPIERROR;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
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
    is_writable: bool,
    memory: Allocators,
    /// Which calls on it are to fail.
    faults: Arc<Faults>,
    record: Arc<Record>,
    last: LastError,
    /// The logon that opened it; `None`: `ServiceEntry` did.
    opener: Option<Arc<Opener>>,
    loan: Loan,
}

/// A logon, as its profile sections know it.
#[derive(Debug)]
pub(crate) struct Opener {
    /// The logon's number.
    pub(crate) logon: u64,
    /// The sections that were opened for it and are not given back.
    open: AtomicU64,
    are_told: AtomicBool,
}

impl Opener {
    pub(crate) fn new(logon: u64) -> Self {
        Self { logon, open: AtomicU64::new(0), are_told: AtomicBool::new(false) }
    }

    /// How many sections should have been given back by now; each logon says so once.
    pub(crate) fn see_sections(&self) -> u64 {
        let open = self.open.load(Ordering::Acquire);
        if open > 0 && !self.are_told.swap(true, Ordering::AcqRel) { open } else { 0 }
    }
}

/// Secure properties: given to everybody who asks for one, and in no list (CFG-5).
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
        memory: &Memory,
        record: &Arc<Record>,
        opener: Option<&Arc<Opener>>,
    ) -> Result<*mut c_void> {
        let is_writable = access != Access::Read && !this.is_written.swap(true, Ordering::AcqRel);
        if access == Access::Write && !is_writable {
            return Err(Error::new(Code::NO_ACCESS, "the section is open for writing already"));
        }
        if let Some(opener) = opener {
            opener.open.fetch_add(1, Ordering::AcqRel);
        }
        let object = SectionObject {
            methods: METHODS,
            count: Count::one(),
            section: Arc::clone(this),
            is_writable,
            memory: memory.allocators,
            faults: Arc::clone(&memory.faults),
            record: Arc::clone(record),
            last: LastError::default(),
            opener: opener.cloned(),
            loan: memory.quarantine.loan("profile section"),
        };
        Ok(Box::into_raw(Box::new(object)).cast())
    }
}

const METHODS: &IProfSectVtbl = &iprof_sect::vtable::<SectionObject, 0>();

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
        unsafe { release_last(this) };
    }
}

impl Drop for SectionObject {
    fn drop(&mut self) {
        if self.is_writable {
            self.section.is_written.store(false, Ordering::Release);
        }
        if let Some(opener) = &self.opener {
            opener.open.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

impl LentObject for SectionObject {
    const INTERFACES: &'static [InterfaceNames] =
        &[InterfaceNames { interface: "IProfSect", methods: iprof_sect::NAMES }];

    fn loan(&self) -> &Loan {
        &self.loan
    }
}

impl IProfSect for SectionObject {}

impl SectionObject {
    /// A method.
    fn call(&self, work: impl FnOnce() -> Result<Code>) -> Code {
        if let Some(code) = self.faults.strike("section", "a call") {
            return code;
        }
        work().unwrap_or_else(|error| self.last.keep(&error))
    }
}

impl PropObject for SectionObject {
    fn with_properties(this: Receiver<'_, Self>, work: &mut dyn Work) -> Code {
        this.call(|| {
            let values = lock(&this.section.values).clone();
            work.run(&mut SectionValues { object: &this, values })
        })
    }

    fn last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        this.call(|| get_last_error(&this.last, code, &this.memory, flags, "MAPI", error))
    }

    fn save(this: Receiver<'_, Self>, _flags: u32) -> Code {
        this.call(|| Ok(Code::OK)) // SetProps writes through
    }
}

/// The properties of a section for one call: its values as they were when the call began.
struct SectionValues<'a> {
    object: &'a SectionObject,
    values: Vec<Property>,
}

impl Values for SectionValues<'_> {
    fn held(&self, tag: PropTag) -> Option<PropValue> {
        Row(&self.values).held(tag)
    }

    /// Secure properties can be asked for, and are in no list (CFG-5).
    fn tags(&self) -> Result<Vec<PropTag>> {
        let tags = self.values.iter().map(|value| value.tag);
        Ok(tags.filter(|tag| !SECURE.contains(&tag.id())).collect())
    }
}

impl Properties for SectionValues<'_> {
    fn memory(&self) -> &Allocators {
        &self.object.memory
    }

    fn check_writable(&self) -> Result<()> {
        if self.object.is_writable { Ok(()) } else { Err(opened_for_reading()) }
    }

    /// MAPI's own properties cannot be written (LOGON-5). The record says which of them were meant
    /// to be (V-14).
    fn refusals(&self, tags: &[PropTag]) -> Result<Vec<Option<Code>>> {
        let computed = tags.iter().filter(|tag| is_computed(**tag)).map(|tag| tag.0).collect();
        let logon = self.object.opener.as_ref().map(|opener| opener.logon);
        self.object.record.note("section", WriteSection { computed, logon });
        Ok(tags.iter().map(|tag| is_mapis(*tag).then_some(Code::COMPUTED)).collect())
    }

    fn set(&mut self, changes: Vec<Property>) -> Result<()> {
        let mut values = lock(&self.object.section.values);
        for change in changes {
            values.retain(|other| other.tag.id() != change.tag.id());
            values.push(change);
        }
        Ok(())
    }
}

/// What a provider cannot write (LOGON-5), and what nobody but MAPI does.
fn is_mapis(tag: PropTag) -> bool {
    is_computed(tag) || MAPIS_OWN.contains(&tag.id())
}

fn is_computed(tag: PropTag) -> bool {
    [tags::RESOURCE_FLAGS, tags::PROVIDER_DLL_NAME].iter().any(|computed| computed.id() == tag.id())
}

/// What a caller of `OpenProfileSection` wants to do.
pub(crate) fn access(flags: u32) -> Access {
    if flags & MAPI_BEST_ACCESS != 0 {
        Access::Best
    } else if flags & MAPI_MODIFY != 0 {
        Access::Write
    } else {
        Access::Read
    }
}
