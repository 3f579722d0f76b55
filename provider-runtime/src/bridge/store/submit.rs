//! Messages that are read, and that are sent: `IMessage::SetReadFlag`, `IMessage::SubmitMessage`.
//! The queue itself is in `queue.rs`.
#![allow(unsafe_code, reason = "IMAPISupport is called over its vtable")]

use super::message_state::{READ_FLAGS, changed_read_flags, is_queued, message_of, number, read_flag_change};
use super::opened::StoreContent;
use super::saving;
use super::telling::Telling;
use crate::bridge::shared::content::with_content;
use crate::draft::{DraftNode, NewValue, OpenNode, SaveMode};
use crate::lent::ObjectKind;
use crate::logon::object::OpenedObject;
use crate::provider::{MessageObject, StoreProvider};
use provider_abi::access::Access;
use provider_abi::class::{Receiver, interface};
use provider_abi::error::{Code, Error, Result, ok};
use provider_abi::params::only;
use provider_abi::prop_object::opened_for_reading;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::tags;
use std::ptr::NonNull;

/// The methods of a message that lead out of it.
pub(super) struct MessageCalls<'a, P: StoreProvider>(pub(super) Receiver<'a, OpenedObject<P>>);

impl<P: StoreProvider> MessageCalls<'_, P> {
    /// `IMessage::SetReadFlag` (MSG-40 to MSG-44): also on a message that was opened for reading.
    pub(super) fn set_read_flag(self, flags: u32) -> Code {
        let this = self.0;
        this.call(|provider| {
            only(flags, READ_FLAGS | MAPI_DEFERRED_ERRORS)?;
            if !this.logon.is_writable {
                return Err(opened_for_reading());
            }
            let flags = flags & READ_FLAGS;
            let is_pending = |draft: &OpenNode<P>| draft.is_new() || !draft.is_outermost();
            let is_pending = with_content(&this, provider, |content| Ok(content.draft().is_some_and(is_pending)))?;
            if is_pending {
                // MSG-43: the bit is for the first save, or for that of the message outside.
                return StoreContent::with_draft(&this, provider, |draft| {
                    let before = number(provider, &**draft, tags::MESSAGE_FLAGS).ok().flatten();
                    let before = before.unwrap_or(MSGFLAG_READ);
                    let (after, _) = read_flag_change(flags, before)?;
                    draft.set_values([(tags::MESSAGE_FLAGS, NewValue::Held(after.into()))])?;
                    Ok(Code::OK)
                });
            }
            let key = this.role.key.bytes().ok_or_else(opened_for_reading)?;
            // As it is now: the object may be of an earlier time.
            let message = message_of(provider, key, Access::Best)?;
            let changed = changed_read_flags(provider, &*message, flags)?;
            if changed.is_empty() {
                return Ok(Code::OK);
            }
            with_content(&this, provider, |content| match content.draft() {
                Some(draft) => draft.note_stored(&changed),
                None => Ok(()),
            })?;
            if let Ok(parent) = message.parent(provider) {
                let telling = Telling { logon: &this.logon, provider };
                telling.modified(key, ObjectKind::Message, &parent);
                telling.key_changed(&parent);
            }
            Ok(Code::OK)
        })
    }

    /// `IMessage::SubmitMessage` (SUBMIT-1): into the outgoing queue, in the commit that saves it.
    pub(super) fn submit_message(self, flags: u32) -> Code {
        let this = self.0;
        this.call(|provider| {
            only(flags, FORCE_SUBMIT)?;
            let draft = StoreContent::with_draft(&this, provider, |draft| Ok(DraftNode::clone(draft)))?;
            let Some(queue) = provider.queue().filter(|_| draft.is_outermost()) else {
                return Err(Error::new(Code::NO_SUPPORT, "nothing can be sent from here"));
            };
            let before = number(provider, &draft, tags::MESSAGE_FLAGS)?.unwrap_or(0);
            let logon = &this.logon;
            let is_spoolers = logon.kind_state.spooler.is_spoolers();
            if before & MSGFLAG_SUBMIT != 0 && !is_spoolers {
                return Err(Error::new(Code::SUBMITTED, "the message was submitted"));
            }
            if draft.recipients(provider)?.is_empty() {
                return Err(Error::new(Code::NO_RECIPIENTS, "the message is for nobody"));
            }
            if logon.kind_state.spooler.has_to_tell() {
                logon.link.notify_spooler(NOTIFY_READYTOSEND)?;
            }
            // A message that a spooler has preprocessed is complete (SUBMIT-3).
            let submit_flags = if is_spoolers { 0 } else { self.prepared(before)? };
            let is_queued = match this.role.key.bytes().filter(|_| is_spoolers) {
                Some(key) => is_queued(&queue.keys()?, key),
                None => false,
            };
            let mode = SaveMode { is_forced: flags & FORCE_SUBMIT != 0, submits: Some(submit_flags), is_queued };
            let saved = draft.save(provider, mode)?;
            StoreContent::with_draft(&this, provider, |draft| {
                saving::tell_of_message(draft, &this, provider, saved);
                Ok(Code::OK)
            })
        })
    }

    /// What MAPI does with the message before it is queued: PR_SUBMIT_FLAGS. MAPI calls back into
    /// the message.
    fn prepared(&self, flags: u32) -> Result<u32> {
        let this = &*self.0;
        let message = interface(NonNull::from(this), 0);
        this.logon.link.lend(|support| {
            let methods = support.methods();
            if flags & MSGFLAG_RESEND != 0 {
                let mut nothing = 0;
                // SAFETY: F1: both alive; no lock of ours is held.
                ok(unsafe { (methods.prepare_submit)(support.this(), message, Out::from(&mut nothing)) })?;
            }
            let mut needs = 0;
            // SAFETY: F1: as above.
            ok(unsafe { (methods.expand_recips)(support.this(), message, Out::from(&mut needs)) })?;
            Ok(if needs & NEEDS_PREPROCESSING != 0 { SUBMITFLAG_PREPROCESS } else { 0 })
        })
    }
}
