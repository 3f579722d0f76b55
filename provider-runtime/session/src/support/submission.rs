//! What a store asks of MAPI for a message that is to be sent, or has been: resends, recipients,
//! where it goes afterwards, reports of having been read (SUBMIT-1, SUBMIT-6, SUBMIT-15, XPM-43);
//! the preprocessors that transports register (SUBMIT-3). The queue is the store's, and the spooler
//! is in `spooler/`.
#![allow(unsafe_code, reason = "texts and a message come as raw arguments")]

use super::expanding::{Expanded, expand};
use super::own_store::folder;
use super::support_object::SupportObject;
use crate::foreign::MessageCalls;
use crate::model::{Preprocessor, State};
use crate::record::what::support::{
    AddPreprocessor, CompleteMessage, FinishSent, MakeStorage, PrepareMessage, ReportRead,
};
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::params::only;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::imessage::IMessageVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::MAPIUID;
use provider_abi::shapes::tags;
use provider_abi::strings;
use std::ffi::c_void;
use std::time::SystemTime;

/// `MAPI_NON_READ`
const NON_READ: u32 = 1;

/// A store's message, lent for the call.
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for a null pointer.
fn message_of<'s>(message: Option<Lent<'_, IMessageVtbl>>, state: &'s State) -> Result<MessageCalls<'s>> {
    let message = message.ok_or_else(|| Error::new(Code::INVALID_PARAMETER, "no message"))?;
    MessageCalls::from_com(message.keep(), state.outputs())
}

/// What the store of one support object asks for its messages.
pub(super) struct Submission<'s> {
    pub(super) support: &'s SupportObject,
}

impl Submission<'_> {
    /// `PrepareSubmit`: of a message that is sent again, who had it already gets it as a mere copy
    /// (SUBMIT-15).
    pub(super) fn prepare_submit(&self, message: Option<Lent<'_, IMessageVtbl>>, flags: Out<'_, u32>) -> Code {
        let support = self.support;
        let whose = support.whose();
        let method = "PrepareSubmit".into();
        support.call(PrepareMessage { whose, method, changed: None, needs: None }, |state, call| {
            let message = message_of(message, state)?;
            flags.write(0);
            let is_again = message.props.number(tags::MESSAGE_FLAGS).unwrap_or(0) & MSGFLAG_RESEND != 0;
            let mut rows = if is_again { message.recipients()? } else { Vec::new() };
            for row in &mut rows {
                let kind = row.iter().find(|property| property.tag.id() == tags::RECIPIENT_TYPE.id());
                let kind = kind.and_then(|kind| kind.value.as_i32()).unwrap_or(0).cast_unsigned();
                let had_it_not = kind & MAPI_SUBMITTED != 0;
                let kind = if had_it_not { kind & !MAPI_SUBMITTED } else { kind | MAPI_P1 };
                put(row, Property::new(tags::RECIPIENT_TYPE, kind));
                put(row, Property::new(tags::RESPONSIBILITY, !had_it_not));
            }
            if !rows.is_empty() {
                message.modify_recipients(MODRECIP_MODIFY, &rows)?;
            }
            call.set(|prepared| prepared.changed = Some(rows.len() as u64));
            Ok(())
        })
    }

    /// `ExpandRecips`: lists become their members, and nobody is there twice (SUBMIT-1).
    pub(super) fn expand_recips(&self, message: Option<Lent<'_, IMessageVtbl>>, flags: Out<'_, u32>) -> Code {
        let support = self.support;
        flags.write(0);
        let whose = support.whose();
        let method = "ExpandRecips".into();
        support.call(PrepareMessage { whose, method, changed: None, needs: None }, |state, call| {
            let message = message_of(message, state)?;
            let flags = flags.needed()?;
            let Expanded { rows, changed } = expand(message.recipients()?, state);
            if changed > 0 {
                message.modify_recipients(0, &rows)?;
            }
            let is_preprocessed = state
                .logons
                .live()
                .iter()
                .any(|logon| lock(&logon.registrations).preprocessors.iter().any(|one| one.is_for(&rows)));
            // No transport is coupled to a store here: all that is sent goes through the spooler.
            let needs = NEEDS_SPOOLER | if is_preprocessed { NEEDS_PREPROCESSING } else { 0 };
            flags.write(needs);
            call.set(|prepared| {
                prepared.changed = Some(changed);
                prepared.needs = Some(needs);
            });
            Ok(())
        })
    }

    /// `DoSentMail`: the message moves, goes or stays, as it says itself (SUBMIT-6). If that
    /// succeeds, the caller's reference on it is given back here.
    pub(super) fn do_sent_mail(&self, flags: u32, message: Option<Lent<'_, IMessageVtbl>>) -> Code {
        let support = self.support;
        let event = FinishSent { whose: support.whose(), outcome: String::new() };
        support.call(event, |state, call| {
            only(flags, 0)?;
            let sent = message_of(message, state)?;
            let goes = sent.props.value(tags::DELETE_AFTER_SUBMIT) == Some(PropValue::Bool(true));
            let moves_to = sent.props.bytes(tags::SENTMAIL_ENTRYID);
            let outcome = match (goes, &moves_to) {
                (true, _) => "deleted",
                (false, Some(_)) => "moved",
                (false, None) => "stays",
            };
            call.set(|sent| sent.outcome = outcome.into());
            if goes || moves_to.is_some() {
                let entry = sent.props.bytes(tags::ENTRYID).ok_or(Code::INVALID_ENTRYID)?;
                let parent = sent.props.bytes(tags::PARENT_ENTRYID).ok_or(Code::INVALID_ENTRYID)?;
                let parent = folder(&parent, support, state)?;
                match moves_to.filter(|_| !goes) {
                    Some(other) => parent.copy_message(&entry, &folder(&other, support, state)?, MESSAGE_MOVE)?,
                    None => parent.delete_message(&entry)?,
                }
            }
            drop(sent);
            let given = message.ok_or(Code::INVALID_PARAMETER)?.raw();
            // SAFETY: F1: the page of DoSentMail: a success takes the caller's reference.
            drop(unsafe { ComPtr::<IMessageVtbl>::from_raw(given) });
            Ok(())
        })
    }

    /// `ReadReceipt`: an empty message becomes the report that another one was read, or was not
    /// (XPM-43). The store submits it.
    pub(super) fn read_receipt(
        &self,
        flags: u32,
        read: Option<Lent<'_, IMessageVtbl>>,
        empty: Out<'_, *mut c_void>,
    ) -> Code {
        let support = self.support;
        support.call(ReportRead { whose: support.whose() }, |state, _| {
            only(flags, NON_READ)?;
            let read = message_of(read, state)?;
            let report = empty.read().ok_or(Code::INVALID_PARAMETER)?;
            // SAFETY: O3: null, or a live message of the store's.
            let report = message_of(unsafe { Lent::new(report) }, state)?;
            let text = |tag| read.props.text(tag).unwrap_or_default();
            let (ending, words) = if flags & NON_READ == 0 { ("IPNRN", "Read") } else { ("IPNNRN", "Not read") };
            let class = text(tags::MESSAGE_CLASS);
            let subject = text(tags::SUBJECT);
            let class = if class.is_empty() { "IPM.Note".into() } else { class };
            let mut told = vec![
                Property::new(tags::MESSAGE_CLASS, format!("REPORT.{class}.{ending}")),
                Property::new(tags::SUBJECT, format!("{words}: {subject}")),
                Property::new(tags::ORIGINAL_SUBJECT, subject),
                Property::new(tags::REPORT_TIME, SystemTime::now()),
                Property::new(tags::DELETE_AFTER_SUBMIT, true),
            ];
            if let Some(key) = read.props.bytes(tags::SEARCH_KEY) {
                told.push(Property::new(tags::PARENT_KEY, key));
            }
            report.props.set(&told)?;
            report.modify_recipients(0, &[to_be_told(&read)?])
        })
    }

    /// `RegisterPreprocessor`: kept, and told to stores by ExpandRecips; its function is not
    /// called.
    pub(super) fn register_preprocessor(
        &self,
        uid: Option<&MAPIUID>,
        kind: In<'_, c_void>,
        dll: In<'_, c_void>,
        function: In<'_, u8>,
        flags: u32,
    ) -> Code {
        let support = self.support;
        // SAFETY: O3: null, or a text in the width that the flags say, with its zero.
        let kind = unsafe { strings::text(kind, flags) };
        // SAFETY: O3: as above.
        let dll = unsafe { strings::text(dll, flags) };
        // SAFETY: O3: null, or a text of single bytes with its zero: a function's name has one
        // width.
        let function = unsafe { In::from_raw(function.raw().cast()) };
        // SAFETY: O3: as above.
        let function = unsafe { strings::text(function, 0) };
        let name = format!("{}!{}", dll.as_deref().unwrap_or_default(), function.as_deref().unwrap_or_default());
        support.call(AddPreprocessor { whose: support.whose(), function: name }, |_, _| {
            only(flags, MAPI_UNICODE)?;
            if dll.is_none() || function.is_none() {
                return Err(Error::new(Code::INVALID_PARAMETER, "a preprocessor has a DLL and a function"));
            }
            let kind = kind.map(|kind| kind.into_owned()).filter(|kind| !kind.is_empty());
            let added = Preprocessor { uid: uid.map(|uid| uid.ab), address_type: kind };
            let mut registrations = lock(&support.logon()?.registrations);
            if registrations.is_closed {
                return Err(Code::END_OF_SESSION.into());
            }
            registrations.preprocessors.push(added);
            Ok(())
        })
    }

    /// `IStorageFromStream`: OLE's compound files are the system's.
    pub(super) fn storage_from_stream(&self, out: Out<'_, *mut c_void>) -> Code {
        let support = self.support;
        out.clear();
        let reason = "the session has no implementation of OLE's compound files";
        support.call(MakeStorage { whose: support.whose(), reason: reason.into() }, |_, _| {
            Err::<(), _>(Error::new(Code::NO_SUPPORT, reason))
        })
    }

    /// `CompleteMsg`: what a store says that has sent a message without the spooler.
    pub(super) fn complete_msg(&self) -> Code {
        let support = self.support;
        let reason = "the session couples no transport to a store: the spooler completes messages";
        support.call(CompleteMessage { whose: support.whose(), reason: reason.into() }, |_, _| {
            Err::<(), _>(Error::new(Code::NO_SUPPORT, reason))
        })
    }
}

fn put(row: &mut Vec<Property>, new: Property) {
    row.retain(|property| property.tag.id() != new.tag.id());
    row.push(new);
}

/// Who asked to be told, else who sent the message (XPM-26).
fn to_be_told(read: &MessageCalls<'_>) -> Result<Vec<Property>> {
    let mut row = vec![Property::new(tags::RECIPIENT_TYPE, MAPI_TO)];
    let entry = read.props.bytes(tags::REPORT_ENTRYID).or_else(|| read.props.bytes(tags::SENDER_ENTRYID));
    row.extend(entry.map(|entry| Property::new(tags::ENTRYID, entry)));
    let texts = [
        (tags::DISPLAY_NAME, tags::SENDER_NAME),
        (tags::ADDRTYPE, tags::SENDER_ADDRTYPE),
        (tags::EMAIL_ADDRESS, tags::SENDER_EMAIL_ADDRESS),
    ];
    row.extend(texts.into_iter().filter_map(|(tag, from)| Some(Property::new(tag, read.props.text(from)?))));
    if row.len() == 1 {
        return Err(Error::new(Code::NO_RECIPIENTS, "the message does not say whom a report goes to"));
    }
    Ok(row)
}
