//! What stores and transports say to the spooler through their support objects (SPL-1 to SPL-4).
//! What the spooler does about it is in `spooler/`.
#![allow(unsafe_code, reason = "lists and identifiers of a transport say themselves how long they are")]

use super::support_object::{Purpose, SupportObject};
use crate::kind::Kind;
use crate::message::{Message, read_recipients};
use crate::model::{Logon, State};
use crate::record::what::support::{NotifySpooler, ReportRecipients, Yield};
use provider_abi::class::Receiver;
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::error::{Result, ok};
use provider_abi::lock::lock;
use provider_abi::params::{Array, bytes_at, read_at, slice_at};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::imessage::IMessageVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::mem::offset_of;
use std::ptr::null_mut;
use std::sync::Arc;

impl SupportObject {
    fn of_transport(&self) -> Option<&Arc<Logon>> {
        match &self.purpose {
            Purpose::Logon(logon) if logon.provider.kind == Kind::Transport => Some(logon),
            _ => None,
        }
    }
}

/// SPL-1: a store may say two things, a transport the rest.
pub(super) fn spooler_notify(support: Receiver<'_, SupportObject>, flags: u32, data: *mut c_void) -> Code {
    support.call(NotifySpooler { whose: support.whose(), flags }, |_, _| {
        let Some(transport) = support.of_transport() else {
            let known = NOTIFY_READYTOSEND | NOTIFY_NEWMAIL_RECEIVED;
            return if flags & !known == 0 { Ok(()) } else { Err(Code::NO_SUPPORT.into()) };
        };
        let is_about_one = flags & NOTIFY_SENTDEFERRED != 0;
        // SAFETY: O3: with this flag, null or the message's identifier, which stays for the call.
        let entry = is_about_one.then(|| unsafe { bytes_of(data.cast_const().cast()) });
        lock(&transport.notices).add(flags, entry.flatten())
    })
}

/// The bytes of an `SBinary`; `None` for no bytes.
///
/// # Safety
/// `binary` is null, or one that stays for `'a` with as many bytes as its count says.
unsafe fn bytes_of<'a>(binary: *const SBinary) -> Option<&'a [u8]> {
    // SAFETY: M2: the caller's promise.
    let binary = unsafe { read_at(binary) }?;
    // SAFETY: M2: as above.
    unsafe { bytes_at(binary.lpb.cast_const(), binary.cb) }.filter(|bytes| !bytes.is_empty())
}

/// SpoolerYield (SPL-4): it returns at once, with `MAPI_W_CANCEL_MESSAGE` if the message in hand
/// was cancelled.
pub(super) fn spooler_yield(support: &SupportObject) -> Code {
    let is_cancelled =
        |state: &State| support.of_transport().is_some_and(|logon| state.spooler.is_cancelled_for(logon));
    let mut is_to_stop = false;
    let code = support.call(Yield { whose: support.whose() }, |state, _| {
        is_to_stop = is_cancelled(state);
        Ok(())
    });
    if is_to_stop && code == Code::OK { Code::W_CANCEL_MESSAGE } else { code }
}

/// A report for recipients of a message: what failed is told to its sender. The list is freed only
/// if this succeeds.
pub(super) fn status_recips(
    support: &SupportObject,
    message: Option<Lent<'_, IMessageVtbl>>,
    list: In<'_, ADRLIST>,
) -> Code {
    support.call(ReportRecipients { whose: support.whose(), count: None }, |state, call| {
        let recipients = read_recipients(list)?;
        call.set(|report| report.count = Some(recipients.len() as u64));
        let message = message.ok_or(Code::INVALID_PARAMETER)?.keep();
        let subject = subject_of(&message, state)?;
        let report = Message::new().with(tags::SUBJECT, subject);
        state.spooler.report_undelivered(
            &state.record,
            &report,
            recipients,
            "the transport could not deliver to this recipient",
        );
        // SAFETY: M1: from here on the list is the session's to free; everything of it has been
        // copied.
        unsafe { free_list(state, list.raw().cast_mut()) };
        Ok(())
    })
}

/// PR_SUBJECT of a message that a transport names; empty if it has none.
fn subject_of(message: &ComPtr<IMessageVtbl>, state: &State) -> Result<String> {
    let tags = SPropTagArray { c_values: 1, prop_tag: [tags::SUBJECT.0] };
    let mut count = 0;
    let mut values = null_mut();
    let get_props = message.methods().prop.get_props;
    // SAFETY: O3: one tag, as its count says, that is ours until the call returns.
    let tags = unsafe { In::from_raw(&tags) };
    let count_out = Out::from(&mut count);
    let values_out = Out::from(&mut values);
    // SAFETY: F1: alive while `message` is.
    ok(unsafe { get_props(message.this(), tags, MAPI_UNICODE, count_out, values_out) })?;
    // SAFETY: S4: a call that succeeded gave an array as long as its count says.
    let found = unsafe { Array::at(values.cast_const(), count) }.map(Array::decoded);
    // SAFETY: M1: the message gave the array for us to free (MEM-2); everything of it has been
    // copied.
    unsafe { state.outputs().free(values.cast()) };
    let first = found.ok_or(Code::INVALID_PARAMETER)??.into_iter().next();
    let subject = first.and_then(|found| found.value.as_text().map(str::to_owned));
    Ok(subject.unwrap_or_default())
}

/// Frees a list and each entry's properties, which are roots of their own (MEM-4).
///
/// # Safety
/// It is a list with as many entries as its count says, all of it in MAPI's memory, that nobody
/// uses any more.
unsafe fn free_list(state: &State, list: *mut ADRLIST) {
    // SAFETY: M2: the caller's promise.
    let count = unsafe { read_at(list.cast_const().cast::<u32>()) }.unwrap_or_default();
    let first = list.cast_const().cast::<u8>().wrapping_add(offset_of!(ADRLIST, entries)).cast::<ADRENTRY>();
    // SAFETY: M2: as above.
    for entry in unsafe { slice_at(first, count) }.unwrap_or_default() {
        // SAFETY: M1: the caller's promise.
        unsafe { state.outputs().free(entry.prop_vals.cast()) };
    }
    // SAFETY: M1: the caller's promise.
    unsafe { state.outputs().free(list.cast()) };
}
