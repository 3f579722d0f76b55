//! A client's sink, which calls in again when it is told something.
#![allow(unsafe_code, reason = "a class is declared")]

use super::{answer, died};
use crate::face::Face;
use crate::world::{Held, World};
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::interfaces::imapi_advise_sink::{self, IMAPIAdviseSink};
use provider_abi::params::Array;
use provider_runtime::abi::iid::{IID_IMAPIAdviseSink, IID_IUnknown, Iid};
use provider_runtime::abi::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_runtime::abi::structs::NOTIFICATION;
use provider_runtime::prelude::*;
use std::ptr::NonNull;

#[repr(C)]
struct Sink {
    methods: &'static IMAPIAdviseSinkVtbl,
    count: Count,
}

/// A sink with one reference.
pub(crate) fn new(world: &World) -> Held {
    const METHODS: &IMAPIAdviseSinkVtbl = &imapi_advise_sink::vtable::<Sink, 0>();
    Held::new(world.graves.add(Sink { methods: METHODS, count: Count::one() }), Face::Unknown)
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for Sink {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let _ = self.methods;
        let is_known = [IID_IUnknown, IID_IMAPIAdviseSink].contains(&iid);
        if is_known { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(_: NonNull<Self>) {
        died("a sink");
    }
}

impl IMAPIAdviseSink for Sink {
    fn on_notify(this: Receiver<'_, Self>, _: Option<Array<'_, NOTIFICATION>>) -> u32 {
        let _ = answer("OnNotify", &this.count);
        0
    }
}
