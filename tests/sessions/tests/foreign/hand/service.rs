//! The message service's entry point.

use super::raw::{add_ref, put};
use super::{Habit, hand_of};
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::{MAPIERROR, SPropValue};
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::ptr::null_mut;

/// `ServiceEntry` of the provider in this DLL: it has nothing to configure.
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
    let Some(hand) = hand_of(DLL) else { return Code::CALL_FAILED };
    hand.say("configure");
    hand.configuration.set(support);
    if hand.has(Habit::KeepsTheConfiguration) {
        add_ref(support);
    }
    Code::OK
}
