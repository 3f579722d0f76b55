//! The entry point of a raw store's message service.
#![allow(unsafe_code, reason = "an entry point that MAPI calls")]

use super::habit::Habit;
use super::state::raw_of;
use crate::raw::object::add_ref;
use crate::raw::pointers::put;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::{MAPIERROR, SPropValue};
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::ptr::null_mut;

/// `ServiceEntry` of the provider in this DLL: it has nothing to configure.
///
/// # Safety
/// MAPI calls it, with the arguments that it calls such an entry point with.
pub unsafe extern "system" fn service_entry<const DLL: usize>(
    _: *mut c_void,
    _: *mut c_void,
    support: *mut c_void,
    _: usize,
    _: u32,
    _: u32,
    _: u32,
    _: In<SPropValue>,
    _: *mut c_void,
    error: Out<*mut MAPIERROR>,
) -> Code {
    put(error, null_mut());
    let Some(raw) = raw_of(DLL) else { return Code::CALL_FAILED };
    raw.say("configure");
    raw.configuration.set(support);
    if raw.has(Habit::KeepsTheConfiguration) {
        add_ref(support);
    }
    Code::OK
}
