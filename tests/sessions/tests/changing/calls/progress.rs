//! A client's progress object: what it was told, and when its user cancels.
#![allow(unsafe_code, reason = "a class is declared, and its object is boxed and freed by hand")]

use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::ComPtr;
use provider_abi::interfaces::imapi_progress::{self, IMAPIProgress};
use provider_runtime::abi::code::Code;
use provider_runtime::abi::iid::{IID_IMAPIProgress, IID_IUnknown, Iid};
use provider_runtime::abi::imapi_progress::IMAPIProgressVtbl;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex};

/// A progress object.
pub struct Progress {
    object: ComPtr<IMAPIProgressVtbl>,
    told: Arc<Mutex<Vec<(u32, u32)>>>,
}

#[repr(C)]
struct ProgressObject {
    methods: &'static IMAPIProgressVtbl,
    count: Count,
    told: Arc<Mutex<Vec<(u32, u32)>>>,
    cancels_after: usize,
}

impl Progress {
    /// One whose user cancels after so many items.
    pub fn cancelling_after(cancels_after: usize) -> Self {
        const METHODS: &IMAPIProgressVtbl = &imapi_progress::vtable::<ProgressObject, 0>();
        let told = Arc::default();
        let count = Count::one();
        let object = ProgressObject { methods: METHODS, count, told: Arc::clone(&told), cancels_after };
        let object = NonNull::from(Box::leak(Box::new(object))).cast();
        // SAFETY: F1: just made, with its one reference for us.
        Self { object: unsafe { ComPtr::from_non_null(object) }, told }
    }

    /// Its pointer.
    pub fn raw(&self) -> *mut c_void {
        self.object.raw()
    }

    /// What it was told: how many of how many.
    pub fn told(&self) -> Vec<(u32, u32)> {
        self.told.lock().unwrap().clone()
    }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for ProgressObject {
    fn count(&self) -> &Count {
        let _ = self.methods;
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        if [IID_IUnknown, IID_IMAPIProgress].contains(&iid) { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed above.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}

impl IMAPIProgress for ProgressObject {
    fn progress(this: Receiver<'_, Self>, _value: u32, count: u32, total: u32) -> Code {
        let mut told = this.told.lock().unwrap();
        told.push((count, total));
        if told.len() >= this.cancels_after { Code::USER_CANCEL } else { Code::OK }
    }
}
