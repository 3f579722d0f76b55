//! What stores and transports say to the spooler through their support objects (SPL-1 to SPL-4). What it does about it is in
//! `spooler/`.
#![allow(unsafe_code, reason = "the methods of IMAPISupport take raw arguments")]

use super::{Of, SupportObject};
use crate::kind::Kind;
use crate::logon::Logon;
use crate::message::{Message, read_recipients};
use crate::state::State;
use provider_abi::class::object;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::ok;
use provider_abi::lock::lock;
use provider_abi::prop_array;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::mem::offset_of;
use std::ptr::null_mut;
use std::sync::Arc;

impl SupportObject {
    fn of_transport(&self) -> Option<&Arc<Logon>> {
        match &self.of {
            Of::Logon(logon) if logon.provider.kind == Kind::Transport => Some(logon),
            _ => None,
        }
    }
}

/// SPL-1: a store may say two things, a transport the rest.
pub(super) unsafe extern "system" fn spooler_notify(this: This, flags: u32, data: *mut c_void) -> Code {
    let support = object::<SupportObject, 0>(&this);
    support.call("sup.spooler_notify", &format!("{flags:#x}"), "SPL-1", |_, call| {
        call.fact("flags", flags.into());
        let Some(transport) = support.of_transport() else {
            let known = NOTIFY_READYTOSEND | NOTIFY_NEWMAIL_RECEIVED;
            return if flags & !known == 0 { Ok(()) } else { Err(Code::NO_SUPPORT.into()) };
        };
        let is_about_one = flags & NOTIFY_SENTDEFERRED != 0;
        let entry = In::<SBinary>::new(data.cast_const().cast()).read().filter(|_| is_about_one);
        let entry = entry.and_then(|entry| In::new(entry.lpb.cast_const()).some_bytes(entry.cb));
        lock(&transport.said).hear(flags, entry)
    })
}

/// SPL-4: nobody has anything else to do meanwhile; a message that a client has cancelled is to be stopped.
pub(super) unsafe extern "system" fn spooler_yield(this: This, _flags: u32) -> Code {
    let support = object::<SupportObject, 0>(&this);
    let is_cancelled = |state: &State| support.of_transport().is_some_and(|logon| state.is_cancelled_for(logon));
    let mut is_to_stop = false;
    let code = support.call("sup.yield", "", "SPL-4", |state, _| {
        is_to_stop = is_cancelled(state);
        Ok(())
    });
    if is_to_stop && code == Code::OK { Code::W_CANCEL_MESSAGE } else { code }
}

/// A report for recipients of a message: what failed is told to its sender. The list is freed only if this succeeds.
pub(super) unsafe extern "system" fn status_recips(this: This, message: *mut c_void, list: In<ADRLIST>) -> Code {
    let support = object::<SupportObject, 0>(&this);
    support.call("sup.status_recips", "", "XPLOGON-8", |state, call| {
        let recipients = read_recipients(list)?;
        call.fact("count", recipients.len() as u64);
        let subject = subject_of(state, message)?;
        let message = Message::new().with(tags::SUBJECT, subject);
        state.report_undelivered(&message, recipients, "the transport could not deliver to this recipient");
        free_list(state, list);
        Ok(())
    })
}

/// PR_SUBJECT of a message that a transport names; empty if it has none.
fn subject_of(state: &State, message: *mut c_void) -> provider_abi::error::Result<String> {
    // SAFETY: F1, O3: the transport lends it for the call; this takes a reference of its own.
    let message = unsafe { ComPtr::<IMAPIPropVtbl>::clone_from_raw(message) }.ok_or(Code::INVALID_PARAMETER)?;
    let tags = SPropTagArray { c_values: 1, prop_tag: [tags::SUBJECT.0] };
    let (mut count, mut values) = (0, null_mut());
    let get_props = message.methods().get_props;
    let (count_out, values_out) = (Out::from(&mut count), Out::from(&mut values));
    // SAFETY: F1: alive while `message` is; the arguments are ours until it returns.
    ok(unsafe { get_props(message.this(), In::from(&tags), MAPI_UNICODE, count_out, values_out) })?;
    let found = prop_array::decoded(count, In::new(values.cast_const()));
    state.free(values.cast());
    let subject = found?.into_iter().next().and_then(|found| found.value.as_text().map(str::to_owned));
    Ok(subject.unwrap_or_default())
}

/// The list and each entry's properties, which are roots of their own (MEM-4). It has been read, so its count is right.
fn free_list(state: &State, list: In<ADRLIST>) {
    let count = In::<u32>::new(list.raw().cast()).read().unwrap_or(0);
    let first = list.raw().cast::<u8>().wrapping_add(offset_of!(ADRLIST, entries));
    for entry in In::<ADRENTRY>::new(first.cast()).slice(count).unwrap_or_default() {
        state.free(entry.prop_vals.cast());
    }
    state.free(list.raw().cast_mut().cast());
}
