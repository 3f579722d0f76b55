//! Methods that a raw store lacks: a refusal for each list of parameters that one of them has.
#![allow(unsafe_code, reason = "methods that MAPI calls")]

use super::objects::Thing;
use provider_runtime::abi::iid::Iid;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::ffi::c_void;

/// A method type that has a refusal.
pub trait Refusal {
    const METHOD: Self;
}

macro_rules! refusals {
    ($(($($parameter:ty),*))+) => { $(
        impl Refusal for unsafe extern "system" fn(This, $($parameter),*) -> Code {
            const METHOD: Self = {
                unsafe extern "system" fn method(this: This, $(_: $parameter),*) -> Code {
                    Thing::of(&this).answers(|_| Code::NO_SUPPORT)
                }
                method
            };
        }
    )+ };
}
refusals! {
    (u32)
    (usize, u32)
    (*mut c_void, u32)
    (In<NOTIFICATION>)
    (u32, In<ADRLIST>)
    (u32, In<ENTRYID>, u32)
    (u32, Out<*mut c_void>)
    (u32, u32, In<ENTRYID>)
    (In<c_void>, In<c_void>, u32)
    (u32, usize, *mut c_void, u32)
    (usize, u32, In<ENTRYID>, u32)
    (In<c_void>, u32, u32, In<ENTRYID>)
    (u32, In<Iid>, u32, Out<*mut c_void>)
    (In<Iid>, u32, Out<u32>, Out<*mut c_void>)
    (u32, In<Iid>, u32, u32, Out<*mut c_void>)
    (In<SPropTagArray>, Out<*mut SPropProblemArray>)
    (u32, In<SPropValue>, Out<*mut SPropProblemArray>)
    (u32, In<*const MAPINAMEID>, u32, Out<*mut SPropTagArray>)
    (In<c_void>, u32, Out<u32>, Out<*mut ENTRYID>, Out<*mut c_void>)
    (Out<*mut SPropTagArray>, In<Iid>, u32, Out<u32>, Out<*mut *mut MAPINAMEID>)
    (In<SPropTagArray>, usize, *mut c_void, In<Iid>, *mut c_void, u32, Out<*mut SPropProblemArray>)
    (u32, In<Iid>, In<SPropTagArray>, usize, *mut c_void, In<Iid>, *mut c_void, u32, Out<*mut SPropProblemArray>)
}

/// The refusal for a slot.
pub const fn none<F: Refusal>() -> F {
    F::METHOD
}
