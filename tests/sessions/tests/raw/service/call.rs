//! The arguments of a `ServiceEntry` call, and what it came to. The host that lends its objects is
//! in `host.rs`.
#![allow(unsafe_code, reason = "MAPI's part by hand is played over vtables")]

use super::host::{What, free_buffer, give, take};
use super::values::wide;
use core::ffi::c_void;
use provider_runtime::abi::entry::ServiceEntry;
use provider_runtime::abi::flag::MAPI_UNICODE;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::ptr::{dangling_mut, null_mut};
use support::raw::argument;

/// The arguments of one call; the support and administration objects are the host's.
#[derive(Clone, Default)]
pub struct Call {
    pub context: u32,
    pub flags: u32,
    pub window: usize,
    pub given: Vec<(PropTag, Given)>,
    /// Says how many are given though there is no array.
    pub claims: u32,
    pub without_support: bool,
    pub without_admin: bool,
    pub without_error: bool,
}

/// A value that is given.
#[derive(Clone, Copy)]
pub enum Given {
    Wide(&'static str),
    /// In the code page.
    Narrow(&'static [u8]),
    Number(i32),
}

/// What a call came to: the code, and of a MAPIERROR the text and the component.
pub type Told = (Code, Option<(String, String)>);

impl Call {
    pub fn new(context: u32) -> Self {
        Self { context, ..Self::default() }
    }

    pub fn of(self, entry: ServiceEntry) -> Told {
        let units: Vec<Vec<u16>> = self.given.iter().map(|(_, given)| given.units()).collect();
        let bytes: Vec<Vec<u8>> = self.given.iter().map(|(_, given)| given.bytes()).collect();
        let given = self.given.iter().zip(units.iter().zip(&bytes)).map(|((tag, given), (units, bytes))| {
            let value = match given {
                Given::Wide(_) => PropUnion { lpsz_w: units.as_ptr().cast_mut() },
                Given::Narrow(_) => PropUnion { lpsz_a: bytes.as_ptr().cast_mut() },
                Given::Number(number) => PropUnion { l: *number },
            };
            SPropValue { prop_tag: tag.0, align_pad: 0, value }
        });
        let given: Vec<_> = given.collect();
        let values = if given.is_empty() { In::null() } else { argument(&given) };
        let support = if self.without_support { null_mut() } else { give(What::Support) };
        let admin = if self.without_admin { null_mut() } else { give(What::Admin) };
        let mut error = dangling_mut::<MAPIERROR>();
        let out = if self.without_error { Out::null() } else { Out::from(&mut error) };
        let count = given.len() as u32 + self.claims;
        let no = null_mut();
        // SAFETY: O3: objects and arrays of the test's, there until it returns.
        let code = unsafe { entry(no, no, support, self.window, self.flags, self.context, count, values, admin, out) };
        take(support);
        take(admin);
        let error = if self.without_error { null_mut() } else { error };
        let told = (!error.is_null()).then(|| text_of(error, self.flags));
        // SAFETY: M1: one root, and the test's to free (SVC-9).
        unsafe { free_buffer(error.cast()) };
        (code, told)
    }
}

fn text_of(error: *mut MAPIERROR, flags: u32) -> (String, String) {
    // SAFETY: M2: a MAPIERROR that the call gave.
    let error = unsafe { error.read() };
    let text = |text: *mut c_void| {
        if flags & MAPI_UNICODE != 0 {
            // SAFETY: M2: as the flag says.
            return unsafe { wide(text.cast()) };
        }
        // SAFETY: M2: as the flag says.
        let bytes = unsafe { std::ffi::CStr::from_ptr(text.cast()) };
        bytes.to_bytes().iter().map(|byte| char::from(*byte)).collect()
    };
    (text(error.error), text(error.component))
}

impl Given {
    fn units(&self) -> Vec<u16> {
        match self {
            Self::Wide(text) => text.encode_utf16().chain([0]).collect(),
            _ => Vec::new(),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Narrow(bytes) => [bytes, &[0][..]].concat(),
            _ => Vec::new(),
        }
    }
}
