//! The support object that an address book's logon is given: what it may call, written down, and
//! nothing else (SUP-1). Its count, its allocators and the profile's sections are those of
//! `../service/host.rs`.
#![allow(unsafe_code, reason = "MAPI's part by hand is played over vtables")]

use crate::service::host::{get_mem_alloc_routines, open_profile_section};
use crate::service::values::decoded;
use core::ffi::c_void;
use provider_runtime::abi::flag::STATUSROW_UPDATE;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::cell::{Cell, RefCell};

/// What stands in its vtable. Every other call is a fault of the host's (T-104).
pub const SLOTS: &[(usize, *const ())] = &[
    (4, get_mem_alloc_routines as *const ()),
    (5, subscribe as *const ()),
    (6, unsubscribe as *const ()),
    (7, notify as *const ()),
    (8, modify_status_row as *const ()),
    (9, section as *const ()),
    (16, set_provider_uid as *const ()),
];

std::thread_local! {
    static UIDS: RefCell<Vec<[u8; 16]>> = const { RefCell::new(Vec::new()) };
    static ROW: RefCell<Vec<Property>> = const { RefCell::new(Vec::new()) };
    static KEYS: RefCell<Vec<(usize, Vec<u8>)>> = const { RefCell::new(Vec::new()) };
    static NOTIFIED: Cell<usize> = const { Cell::new(0) };
}

/// The UIDs that were registered since it was asked last.
pub fn uids() -> Vec<[u8; 16]> {
    UIDS.take()
}

/// The row that was added last.
pub fn row() -> Vec<Property> {
    ROW.with_borrow(Clone::clone)
}

/// The keys of the subscriptions that nobody has cancelled.
pub fn keys() -> Vec<Vec<u8>> {
    KEYS.with_borrow(|keys| keys.iter().map(|(_, key)| key.clone()).collect())
}

/// How often MAPI was told of an event.
pub fn notified() -> usize {
    NOTIFIED.get()
}

extern "system" fn set_provider_uid(_: This, uid: In<MAPIUID>, flags: u32) -> Code {
    assert_eq!(flags, 0);
    // SAFETY: O3: a UID of the provider's.
    UIDS.with_borrow_mut(|uids| uids.push(unsafe { uid.raw().read() }.ab));
    Code::OK
}

extern "system" fn modify_status_row(_: This, count: u32, values: In<SPropValue>, flags: u32) -> Code {
    // SAFETY: O3: as many as the count says.
    let values = unsafe { std::slice::from_raw_parts(values.raw(), count as usize) };
    let new: Vec<_> = values.iter().map(decoded).collect();
    if flags & STATUSROW_UPDATE == 0 {
        ROW.set(new);
    }
    Code::OK
}

extern "system" fn section(this: This, uid: In<MAPIUID>, flags: u32, section: Out<*mut c_void>) -> Code {
    open_profile_section(this, uid, In::null(), flags, section)
}

extern "system" fn subscribe(
    _: This,
    key: In<NOTIFKEY>,
    _mask: u32,
    flags: u32,
    _sink: *mut c_void,
    out: Out<usize>,
) -> Code {
    assert_eq!(flags, 0); // NOTIF-7
    let bytes = key.raw().cast::<u8>();
    // SAFETY: O3: a count, then that many bytes.
    let length = unsafe { key.raw().cast::<u32>().read() } as usize;
    // SAFETY: O3: as above.
    let key = unsafe { std::slice::from_raw_parts(bytes.add(4), length) };
    let connection = KEYS.with_borrow_mut(|keys| {
        let connection = keys.last().map_or(1, |(last, _)| last + 1);
        keys.push((connection, key.to_vec()));
        connection
    });
    // SAFETY: O3: the provider's own.
    unsafe { out.raw().write(connection) };
    Code::OK
}

extern "system" fn unsubscribe(_: This, connection: usize) -> Code {
    KEYS.with_borrow_mut(|keys| match keys.iter().position(|(other, _)| *other == connection) {
        Some(at) => {
            keys.remove(at);
            Code::OK
        }
        None => Code::NOT_FOUND,
    })
}

extern "system" fn notify(_: This, _: In<NOTIFKEY>, count: u32, _: In<NOTIFICATION>, _: Out<u32>) -> Code {
    NOTIFIED.set(NOTIFIED.get() + count as usize);
    Code::OK
}
