//! A client's sink by hand: what happens inside its first AddRef is its test's, and how many
//! references are on it, its test reads.
#![allow(unsafe_code, reason = "a sink by hand has a vtable")]

use super::object::{methods, release as release_of};
use provider_runtime::abi::i_unknown::IUnknownVtbl;
use provider_runtime::abi::iid::Iid;
use provider_runtime::abi::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_runtime::abi::imapi_session::IMAPISessionVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::NOTIFICATION;
use provider_runtime::prelude::*;
use provider_runtime::session::Session;
use std::cell::{Cell, RefCell};
use std::ffi::c_void;

/// The sink. It must outlive all who hold it.
#[repr(C)]
pub struct HookedSink<'h> {
    methods: &'static IMAPIAdviseSinkVtbl,
    references: Cell<u32>,
    hook: RefCell<Option<Box<dyn FnOnce() + 'h>>>,
}

const METHODS: &IMAPIAdviseSinkVtbl =
    &IMAPIAdviseSinkVtbl { unknown: IUnknownVtbl { query_interface, add_ref, release }, on_notify };

impl<'h> HookedSink<'h> {
    /// A sink with one reference, the test's, inside whose first AddRef `hook` runs.
    pub fn new(hook: impl FnOnce() + 'h) -> Self {
        Self { methods: METHODS, references: Cell::new(1), hook: RefCell::new(Some(Box::new(hook))) }
    }

    /// Its pointer.
    pub fn raw(&self) -> *mut c_void {
        let _ = self.methods;
        std::ptr::from_ref(self).cast_mut().cast()
    }

    /// `IMAPISession::Advise` on the session's own events: the code, and the connection.
    pub fn advise(&self, session: &Session, mask: u32) -> (Code, usize) {
        let object = session.pointer();
        let mut connection = 7;
        let advise = methods::<IMAPISessionVtbl>(object).advise;
        // SAFETY: O1, O3: the reference that was just taken; the output is ours.
        let code = unsafe { advise(This::new(object), 0, In::null(), mask, self.raw(), Out::from(&mut connection)) };
        release_of(object);
        (code, connection)
    }

    /// The test's own among them.
    pub fn references(&self) -> u32 {
        self.references.get()
    }
}

fn sink<'s>(this: &'s This) -> &'s HookedSink<'s> {
    // SAFETY: O1: the test keeps it.
    unsafe { &*this.raw().cast() }
}

unsafe extern "system" fn query_interface(_: This, _: In<Iid>, _: Out<*mut c_void>) -> Code {
    Code::INTERFACE_NOT_SUPPORTED
}

unsafe extern "system" fn add_ref(this: This) -> u32 {
    let sink = sink(&this);
    sink.references.set(sink.references.get() + 1);
    let hook = sink.hook.take();
    if let Some(hook) = hook {
        hook();
    }
    sink.references.get()
}

unsafe extern "system" fn release(this: This) -> u32 {
    let references = &sink(&this).references;
    references.set(references.get() - 1);
    references.get()
}

unsafe extern "system" fn on_notify(_: This, _: u32, _: In<NOTIFICATION>) -> u32 {
    0
}
