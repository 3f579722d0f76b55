//! The calls of `IMAPISupport` that a logon makes. Those for its status row are in `status_row.rs`,
//! the ones that an author makes through his own handle in `lent/support.rs`.
#![allow(unsafe_code, reason = "IMAPISupport is called over its vtable")]

use super::support_link::SupportLink;
use crate::sync::depth;
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::entry_id;
use provider_abi::error::{Code, Error, Result, ok};
use provider_abi::memory::Allocators;
use provider_abi::params::bytes_at;
use provider_abi::shapes::flag::{MAPI_UNICODE, NOTIFY_SENTDEFERRED, fnevTableModified};
use provider_abi::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tags;
use provider_abi::strings::wide_units;
use provider_abi::table::RowEvent;
use provider_abi::uid::Uid;
use std::ptr::null_mut;

impl SupportLink {
    /// `IMAPISupport::SetProviderUID` (UID-1).
    pub(crate) fn register_uid(&self, uid: &Uid) -> Result<()> {
        self.lend(|support| {
            let uid = MAPIUID { ab: *uid.bytes() };
            // SAFETY: F1: alive while lent.
            ok(unsafe { (support.methods().set_provider_uid)(support.this(), In::from(&uid), 0) })
        })
    }

    /// `IMAPISupport::NewUID`
    pub(crate) fn new_uid(&self) -> Result<Uid> {
        self.lend(|support| {
            let mut uid = MAPIUID { ab: [0; 16] };
            // SAFETY: F1: alive while lent.
            ok(unsafe { (support.methods().new_uid)(support.this(), Out::from(&mut uid)) })?;
            if uid.ab == [0; 16] { Err(nothing("UID")) } else { Ok(Uid::new(uid.ab)) }
        })
    }

    /// `IMAPISupport::SpoolerNotify` of an event without data (SPL-1).
    pub(crate) fn notify_spooler(&self, event: u32) -> Result<()> {
        // SAFETY: F1: alive while lent.
        self.lend(|support| ok(unsafe { (support.methods().spooler_notify)(support.this(), event, null_mut()) }))
    }

    /// `IMAPISupport::SpoolerNotify`: a deferred message is to be submitted again.
    pub(crate) fn notify_spooler_of_deferred(&self, entry: &[u8]) -> Result<()> {
        let cb = u32::try_from(entry.len()).map_err(|_| Code::INVALID_PARAMETER)?;
        let mut entry = SBinary { cb, lpb: entry.as_ptr().cast_mut() };
        let data = (&raw mut entry).cast();
        self.lend(|support| {
            // SAFETY: F1: alive while lent; the event's data are an SBinary.
            ok(unsafe { (support.methods().spooler_notify)(support.this(), NOTIFY_SENTDEFERRED, data) })
        })
    }

    /// `IMAPISupport::SpoolerYield`: its code, which may be a warning.
    pub(crate) fn spooler_yield(&self) -> Result<Code> {
        self.lend(|support| {
            let spooler_yield = support.methods().spooler_yield;
            // SAFETY: F1: alive while lent.
            let code = unsafe { spooler_yield(support.this(), 0) };
            ok(code).map(|()| code)
        })
    }

    /// `IMAPISupport::StoreLogoffTransports`: the flags that come back (STORELOGOFF-11).
    pub(crate) fn store_logoff_transports(&self, mut flags: u32) -> Result<u32> {
        self.lend(|support| {
            // SAFETY: F1: alive while lent.
            ok(unsafe { (support.methods().store_logoff_transports)(support.this(), Out::from(&mut flags)) })
        })?;
        Ok(flags)
    }

    /// `IMAPISupport::WrapStoreEntryID` (OPEN-11).
    pub(crate) fn wrap(&self, entry: &[u8]) -> Result<Vec<u8>> {
        self.lend(|support| {
            let mut length = 0;
            let mut wrapped = null_mut();
            let wrap = support.methods().wrap_store_entry_id;
            // SAFETY: O3: as many bytes as `entry` has.
            let own = unsafe { In::from_raw(entry.as_ptr().cast()) };
            let size = entry.len() as u32;
            // SAFETY: F1: alive while lent.
            let code = unsafe { wrap(support.this(), size, own, (&mut length).into(), Out::from(&mut wrapped)) };
            // SAFETY: M1: what the call gave.
            unsafe { self.take_entry_id(code, wrapped, length) }
        })
    }

    /// `IMAPISupport::CreateOneOff`: the identifier of somebody who is in no address book.
    pub(crate) fn one_off(&self, name: &str, address_type: &str, address: &str) -> Result<Vec<u8>> {
        self.lend(|support| {
            let texts = [name, address_type, address].map(wide_units);
            // SAFETY: O3: each ends with its zero.
            let [name, kind, address] = texts.each_ref().map(|text| unsafe { In::from_raw(text.as_ptr().cast()) });
            let mut length = 0;
            let mut entry = null_mut();
            let size = Out::from(&mut length);
            let create = support.methods().create_one_off;
            // SAFETY: F1: alive while lent; the texts have the width of the flag.
            let code =
                unsafe { create(support.this(), name, kind, address, MAPI_UNICODE, size, Out::from(&mut entry)) };
            // SAFETY: M1: what the call gave.
            unsafe { self.take_entry_id(code, entry, length) }
        })
    }

    /// The bytes that a call has given in a block of MAPI's, which is freed (MEM-2).
    ///
    /// # Safety
    /// `block` is null, or of `length` bytes, made by MAPI's allocator and given by the call that
    /// answered `code`.
    unsafe fn take_entry_id(&self, code: Code, block: *mut ENTRYID, length: u32) -> Result<Vec<u8>> {
        // SAFETY: M2: the caller's promise.
        let bytes = unsafe { bytes_at(block.cast_const().cast(), length) }.map(<[u8]>::to_vec);
        // SAFETY: M1: the caller's promise; it has been copied.
        unsafe { self.host.memory.free(block.cast()) };
        ok(code)?;
        bytes.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// `IMAPISupport::Subscribe` (NOTIF-2): the connection. The sink's references are MAPI's
    /// business (NOTIF-3).
    pub(crate) fn subscribe(&self, key: &[u8], mask: u32, sink: Lent<'_, IMAPIAdviseSinkVtbl>) -> Result<usize> {
        let key = notify_key(key);
        self.lend(|support| {
            let mut connection = 0;
            let subscribe = support.methods().subscribe;
            let out = Out::from(&mut connection);
            // SAFETY: F1: both alive while lent.
            ok(unsafe { subscribe(support.this(), of_key(&key), mask, 0, sink.raw(), out) })?;
            if connection == 0 { Err(nothing("connection")) } else { Ok(connection) }
        })
    }

    /// `IMAPISupport::Unsubscribe` (NOTIF-4).
    pub(crate) fn unsubscribe(&self, connection: usize) -> Result<()> {
        // SAFETY: F1: alive while lent.
        self.lend(|support| ok(unsafe { (support.methods().unsubscribe)(support.this(), connection) }))
    }

    /// The long-term identifier of the object with this key.
    ///
    /// # Errors
    /// `MAPI_E_NOT_INITIALIZED` while the logon has no UID yet.
    pub(crate) fn long_term(&self, key: &[u8]) -> Result<Vec<u8>> {
        let [uid, _] = self.uids().ok_or(Code::NOT_INITIALIZED)?;
        Ok(entry_id::long_term(&uid, key))
    }
}

/// `IMAPISupport::Notify` of what has happened to a row of a table (NOTE-40 to NOTE-43).
///
/// # Errors
/// What MAPI answers.
pub(crate) fn notify_row(link: &SupportLink, key: &[u8], event: &RowEvent) -> Result<()> {
    let instance = |key: &Option<[u8; 16]>| match key {
        Some(bytes) => {
            let bin = SBinary { cb: bytes.len() as u32, lpb: bytes.as_ptr().cast_mut() };
            SPropValue { prop_tag: tags::INSTANCE_KEY.0, align_pad: 0, value: PropUnion { bin } }
        }
        None => SPropValue { prop_tag: tags::NULL.0, align_pad: 0, value: PropUnion { li: 0 } }, // NOTE-50
    };
    let row = event.row.as_ref().map_or(SRow { adr_entry_pad: 0, c_values: 0, props: null_mut() }, |(block, width)| {
        SRow { adr_entry_pad: 0, c_values: *width as u32, props: block.as_ptr() }
    });
    let tab = TABLE_NOTIFICATION {
        table_event: event.event,
        hresult: Code::OK,
        prop_index: instance(&event.key),
        prop_prior: instance(&event.prior),
        row,
        pad: 0,
    };
    let notification = NOTIFICATION { event_type: fnevTableModified, align_pad: 0, info: NotificationUnion { tab } };
    link.lend(|support| notify(support, key, &notification))
}

/// `IMAPISupport::Notify`: of one event, to whom has subscribed to this key.
pub(crate) fn notify(support: &ComPtr<IMAPISupportVtbl>, key: &[u8], notification: &NOTIFICATION) -> Result<()> {
    let key = notify_key(key);
    let mut flags = 0; // NOTIF-7: never NOTIFY_SYNC, the sinks are clients'
    let notify = support.methods().notify;
    // SAFETY: O3: one notification, whose identifiers its maker keeps.
    let notification = unsafe { In::from_raw(notification) };
    // A sink of ours that is called inside must not ask an author, who may hold a lock here.
    let _here = depth::enter();
    // SAFETY: F1: alive while lent.
    ok(unsafe { notify(support.this(), of_key(&key), 1, notification, (&mut flags).into()) })
}

/// MAPI has answered with success, and has given nothing.
pub(crate) fn nothing(what: &str) -> Error {
    Error::new(Code::CALL_FAILED, format!("MAPI succeeded, and gave no {what}"))
}

/// `IMAPISupport::GetMemAllocRoutines`
pub(crate) fn allocators(support: &ComPtr<IMAPISupportVtbl>) -> Result<Allocators> {
    let mut allocate = None;
    let mut more = None;
    let mut free = None;
    let get = support.methods().get_mem_alloc_routines;
    // SAFETY: F1: a reference keeps it alive.
    ok(unsafe { get(support.this(), (&mut allocate).into(), (&mut more).into(), (&mut free).into()) })?;
    // SAFETY: M1: MAPI's own, for as long as the support object is lent.
    unsafe { Allocators::given(allocate, more, free) }
}

/// The bytes as a `NOTIFKEY`: a length, then that many bytes.
fn notify_key(bytes: &[u8]) -> Vec<u32> {
    let mut words = vec![bytes.len() as u32];
    for chunk in bytes.chunks(4) {
        let mut word = [0; 4];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        words.push(u32::from_ne_bytes(word));
    }
    words
}

/// What [`notify_key`] has made, as an argument.
fn of_key(key: &[u32]) -> In<'_, NOTIFKEY> {
    // SAFETY: O3: the length that it starts with says how many bytes follow.
    unsafe { In::from_raw(key.as_ptr().cast()) }
}
