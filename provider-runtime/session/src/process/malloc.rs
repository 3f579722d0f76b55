//! The session's IMalloc, which is also where a provider's log lines go. The allocators that
//! providers really use are in `memory.rs`.
#![allow(unsafe_code, reason = "a class is declared, and its object is boxed and freed by hand")]

use super::quarantine::{InterfaceNames, LentObject, Loan, OwnReference, Quarantine, release_last};
use crate::record::Record;
use crate::record::what::ProcessEvent;
use crate::record::what::process::{LogError, LogLine, LogWarning, ThreadBegins, ThreadEnds};
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::ComPtr;
use provider_abi::interfaces::imalloc::{self, IMalloc};
use provider_abi::interfaces::provider_log::{self, IProviderLog};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::{IID_IMalloc, IID_IUnknown, Iid};
use provider_abi::shapes::imalloc::IMallocVtbl;
use provider_abi::shapes::provider_log::{IID_IProviderLog, IProviderLogVtbl};
use std::ffi::c_void;
use std::ptr::{NonNull, null_mut};
use std::sync::Arc;

/// `IMalloc` and `IProviderLog`.
#[repr(C)]
pub(crate) struct MallocObject {
    malloc: &'static IMallocVtbl,
    log: &'static IProviderLogVtbl,
    count: Count,
    record: Arc<Record>,
    /// Who was given it, as the record names them.
    name: String,
    loan: Loan,
}

const MALLOC: &IMallocVtbl = &imalloc::vtable::<MallocObject, 0>();
const LOG: &IProviderLogVtbl = &provider_log::vtable::<MallocObject, 1>();

impl MallocObject {
    /// The object, with one reference, the session's own.
    pub(crate) fn make(quarantine: &Arc<Quarantine>, record: &Arc<Record>, name: &str) -> OwnReference<IMallocVtbl> {
        let loan = quarantine.own_loan(format!("IMalloc of {name}"));
        let record = Arc::clone(record);
        let object = Self { malloc: MALLOC, log: LOG, count: Count::one(), record, name: name.into(), loan };
        let object = Box::leak(Box::new(object));
        // SAFETY: F1: just made, with its one reference for us.
        let own = unsafe { ComPtr::from_non_null(NonNull::from(&mut *object).cast()) };
        // SAFETY: S6: the object of this loan, with that reference.
        unsafe { object.loan.own(own) }
    }
}

// SAFETY: O2: two vtable pointers first, for slots 0 and 1.
unsafe impl Class for MallocObject {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        if [IID_IUnknown, IID_IMalloc].contains(&iid) {
            Ok(0)
        } else if iid == IID_IProviderLog {
            Ok(1)
        } else {
            Err(Code::INTERFACE_NOT_SUPPORTED)
        }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `make`.
        unsafe { release_last(this) };
    }
}

impl LentObject for MallocObject {
    const INTERFACES: &'static [InterfaceNames] = &[
        InterfaceNames { interface: "IMalloc", methods: imalloc::NAMES },
        InterfaceNames { interface: "IProviderLog", methods: provider_log::NAMES },
    ];

    fn loan(&self) -> &Loan {
        &self.loan
    }
}

/// The COM allocator: no provider needs it for MAPI's memory, so it has none to give.
impl IMalloc for MallocObject {
    fn alloc(_this: Receiver<'_, Self>, _size: usize) -> *mut c_void {
        null_mut()
    }

    fn realloc(_this: Receiver<'_, Self>, _block: *mut c_void, _size: usize) -> *mut c_void {
        null_mut()
    }

    fn free(_this: Receiver<'_, Self>, _block: *mut c_void) {}

    fn get_size(_this: Receiver<'_, Self>, _block: *mut c_void) -> usize {
        0
    }

    fn did_alloc(_this: Receiver<'_, Self>, _block: *mut c_void) -> i32 {
        -1 // "cannot tell"
    }

    fn heap_minimize(_this: Receiver<'_, Self>) {}
}

impl IProviderLog for MallocObject {
    fn write_line(this: Receiver<'_, Self>, level: u32, text: Option<&[u8]>) -> Code {
        let text = String::from_utf8_lossy(text.unwrap_or_default()).into_owned();
        let event: ProcessEvent = match level {
            1 => LogError { text }.into(),
            2 => LogWarning { text }.into(),
            _ => LogLine { text }.into(),
        };
        this.record.note(&this.name, event);
        Code::OK
    }

    fn initialize(this: Receiver<'_, Self>) -> Code {
        this.record.note("worker", ThreadBegins {});
        Code::OK
    }

    fn uninitialize(this: Receiver<'_, Self>) {
        this.record.note("worker", ThreadEnds {});
    }
}
