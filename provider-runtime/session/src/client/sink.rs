//! Advise sinks: a client's closure as an `IMAPIAdviseSink`. Which subscription is told of what is
//! in `notify/`.
#![allow(unsafe_code, reason = "a class is declared, and its object is boxed and freed by hand")]

use crate::notify::{Copied, Notice};
use crate::process::hold_back_panics;
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::ComPtr;
use provider_abi::interfaces::imapi_advise_sink::{self, IMAPIAdviseSink};
use provider_abi::params::Array;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::{IID_IMAPIAdviseSink, IID_IUnknown, Iid};
use provider_abi::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_abi::shapes::structs::NOTIFICATION;
use std::ffi::c_void;
use std::ptr::NonNull;

/// A client's advise sink, made of a closure.
#[derive(Debug)]
pub struct Sink(ComPtr<IMAPIAdviseSinkVtbl>);

#[repr(C)]
struct SinkObject {
    methods: &'static IMAPIAdviseSinkVtbl,
    count: Count,
    on_notice: Box<dyn Fn(&Notice) + Send + Sync>,
}

impl Sink {
    /// A sink that runs `on_notice` for each notification, on the thread that it comes on. A panic
    /// in it comes out of the client's own call that caused the notification.
    pub fn new(on_notice: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        const METHODS: &IMAPIAdviseSinkVtbl = &imapi_advise_sink::vtable::<SinkObject, 0>();
        let object = Box::new(SinkObject { methods: METHODS, count: Count::one(), on_notice: Box::new(on_notice) });
        let object = NonNull::from(Box::leak(object)).cast();
        // SAFETY: F1: just made, with its one reference for us.
        Self(unsafe { ComPtr::from_non_null(object) })
    }

    /// How many references others have on it.
    pub fn held(&self) -> u32 {
        ComPtr::clone(&self.0).release().saturating_sub(1)
    }

    pub(super) fn raw(&self) -> *mut c_void {
        self.0.raw()
    }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for SinkObject {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let known = [IID_IUnknown, IID_IMAPIAdviseSink].contains(&iid);
        if known { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `Sink::new`.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}

impl IMAPIAdviseSink for SinkObject {
    fn on_notify(this: Receiver<'_, Self>, notifications: Option<Array<'_, NOTIFICATION>>) -> u32 {
        for copy in notifications.map(Copied::all).unwrap_or_default() {
            let notice = copy.notice();
            hold_back_panics(|| (this.on_notice)(&notice));
        }
        0
    }
}
