//! Messages that are read, and that are sent: `IMessage::SetReadFlag`, `IMessage::SubmitMessage`,
//! and the store's part of the outgoing queue (`SUBMIT-*`).

use super::folder::{READ_FLAGS, changed_read_flags, read_flag_change};
use super::message::with_draft;
use super::opened::Inside;
use super::telling::Telling;
use crate::bridge::shared::content::with_content;
use crate::draft::NewValue;
use crate::lent::ObjectKind;
use crate::logon::object::OpenedObject;
use crate::provider::{Properties, StoreProvider};
use provider_abi::class::Receiver;
use provider_abi::error::{Code, Result};
use provider_abi::params::only;
use provider_abi::prop_object::opened_for_reading;
use provider_abi::prop_value::PropValue;
use provider_abi::shapes::flag::{MAPI_DEFERRED_ERRORS, MSGFLAG_READ};
use provider_abi::shapes::tags;

/// Whether a message waits to be sent.
pub(super) fn is_queued(queued: &[Vec<u8>], key: &[u8]) -> bool {
    queued.iter().any(|other| other == key)
}

/// `IMessage::SetReadFlag` (MSG-40 to MSG-44): also on a message that was opened for reading.
pub(super) fn set_read_flag<P: StoreProvider>(this: Receiver<'_, OpenedObject<P>>, flags: u32) -> Code {
    this.call(|provider| {
        only(flags, READ_FLAGS | MAPI_DEFERRED_ERRORS)?;
        if !this.logon.is_writable {
            return Err(opened_for_reading());
        }
        let flags = flags & READ_FLAGS;
        let is_new = with_content(&this, provider, |content| Ok(content.draft().is_some_and(|draft| draft.is_new())))?;
        if is_new {
            // MSG-43: the bit is for the first save.
            return with_draft(&this, provider, |draft| {
                let before = match draft.get(provider, tags::MESSAGE_FLAGS) {
                    Ok(PropValue::I32(before)) => before.cast_unsigned(),
                    _ => MSGFLAG_READ,
                };
                let (after, _) = read_flag_change(flags, before)?;
                draft.set_values([(tags::MESSAGE_FLAGS, NewValue::Held(after.into()))])?;
                Ok(Code::OK)
            });
        }
        let (changed, parent) = with_content(&this, provider, |content| match (content.draft(), content.inside()) {
            (Some(draft), Inside::Message(message)) => {
                Ok((draft.change_state(provider, |base| changed_read_flags(provider, base, flags))?, message.parent(provider)))
            }
            (None, Inside::Message(message)) => {
                Ok((changed_read_flags(provider, message, flags)?, message.parent(provider)))
            }
            _ => Err(Code::NO_SUPPORT.into()),
        })?;
        if let (true, Some(key), Ok(parent)) = (changed, this.role.key.bytes(), parent) {
            let telling = Telling { logon: &this.logon, provider };
            telling.modified(key, ObjectKind::Message, &parent);
            telling.key_changed(&parent);
        }
        Ok(Code::OK)
    })
}

/// `IMessage::SubmitMessage` (SUBMIT-1)
pub(super) fn submit_message<P: StoreProvider>(this: Receiver<'_, OpenedObject<P>>, flags: u32) -> Code {
    let _ = flags;
    this.call(|_| -> Result<Code> { Err(Code::NO_SUPPORT.into()) })
}
