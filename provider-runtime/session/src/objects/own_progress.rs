//! The progress object of `DoProgressDialog`: nobody sees it, and nobody cancels (PROP-88).
#![allow(unsafe_code, reason = "a class is declared, and its object is boxed and freed by hand")]

use crate::process::{InterfaceNames, LentObject, Loan, Memory, release_last};
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::interfaces::imapi_progress::{self, IMAPIProgress};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::{IID_IMAPIProgress, IID_IUnknown, Iid};
use provider_abi::shapes::imapi_progress::IMAPIProgressVtbl;
use provider_abi::shapes::param::Out;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering};

#[repr(C)]
struct OwnProgress {
    methods: &'static IMAPIProgressVtbl,
    count: Count,
    flags: AtomicU32,
    least: AtomicU32,
    most: AtomicU32,
    loan: Loan,
}

const METHODS: &IMAPIProgressVtbl = &imapi_progress::vtable::<OwnProgress, 0>();

/// The value of a progress that is complete, unless its user says another.
const COMPLETE: u32 = 1000;

/// An object with one reference, the caller's; `flags` are `MAPI_TOP_LEVEL` or nothing.
pub(crate) fn own_progress(memory: &Memory, flags: u32) -> *mut c_void {
    let object = OwnProgress {
        methods: METHODS,
        count: Count::one(),
        flags: AtomicU32::new(flags),
        least: AtomicU32::new(0),
        most: AtomicU32::new(COMPLETE),
        loan: memory.quarantine.loan("progress"),
    };
    Box::into_raw(Box::new(object)).cast()
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for OwnProgress {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let known = [IID_IUnknown, IID_IMAPIProgress].contains(&iid);
        if known { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `own_progress`.
        unsafe { release_last(this) };
    }
}

impl LentObject for OwnProgress {
    const INTERFACES: &'static [InterfaceNames] =
        &[InterfaceNames { interface: "IMAPIProgress", methods: imapi_progress::NAMES }];

    fn loan(&self) -> &Loan {
        &self.loan
    }
}

fn tell(number: &AtomicU32, out: Out<'_, u32>) -> Code {
    match out.needed() {
        Ok(out) => {
            out.write(number.load(Ordering::Acquire));
            Code::OK
        }
        Err(_) => Code::INVALID_PARAMETER,
    }
}

impl IMAPIProgress for OwnProgress {
    fn progress(_this: Receiver<'_, Self>, _value: u32, _count: u32, _total: u32) -> Code {
        Code::OK
    }

    fn get_flags(this: Receiver<'_, Self>, flags: Out<'_, u32>) -> Code {
        tell(&this.flags, flags)
    }

    fn get_max(this: Receiver<'_, Self>, max: Out<'_, u32>) -> Code {
        tell(&this.most, max)
    }

    fn get_min(this: Receiver<'_, Self>, min: Out<'_, u32>) -> Code {
        tell(&this.least, min)
    }

    /// What is null stays as it is.
    fn set_limits(this: Receiver<'_, Self>, min: Out<'_, u32>, max: Out<'_, u32>, flags: Out<'_, u32>) -> Code {
        for (number, new) in [(&this.least, min), (&this.most, max), (&this.flags, flags)] {
            if let Some(new) = new.read() {
                number.store(new, Ordering::Release);
            }
        }
        Code::OK
    }
}
