//! The state of stored messages: whether they were read, their status, whether they wait to be sent
//! (FOLD-40 to FOLD-44, MSG-40 to MSG-44). It stands beside what was written in them, and a commit
//! that says so stores it.

use crate::lent::EntryId;
use crate::provider::{MessageChanges, MessageObject, MessagePart, StoreProvider, ValueChanges, What};
use provider_abi::access::Access;
use provider_abi::error::{Code, Error, Result};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;

/// A message of the store, as it is now.
///
/// # Errors
/// The author's; `MAPI_E_NOT_FOUND` for a folder.
pub(super) fn message_of<P: StoreProvider>(
    provider: &P,
    key: &[u8],
    access: Access,
) -> Result<Box<dyn MessageObject<P>>> {
    match provider.open(Some(EntryId(key)), access)?.what {
        What::Message(message) => Ok(message),
        What::Folder(_) => Err(Error::new(Code::NOT_FOUND, "no message")),
    }
}

/// Whether a message waits to be sent.
pub(super) fn is_queued(queued: &[Vec<u8>], key: &[u8]) -> bool {
    queued.iter().any(|other| other == key)
}

/// The flags of SetReadFlag and SetReadFlags.
pub(super) const READ_FLAGS: u32 =
    SUPPRESS_RECEIPT | CLEAR_READ_FLAG | GENERATE_RECEIPT_ONLY | CLEAR_RN_PENDING | CLEAR_NRN_PENDING;

/// What SetReadFlag makes of PR_MESSAGE_FLAGS, and whether no receipt is wanted any more (MSG-40).
/// Reports are not made here: who wants one is told by the pending bits that stay.
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for flags that exclude each other.
pub(super) fn read_flag_change(flags: u32, before: u32) -> Result<(u32, bool)> {
    let clears = flags & CLEAR_READ_FLAG != 0;
    if clears && flags & (SUPPRESS_RECEIPT | GENERATE_RECEIPT_ONLY) != 0 {
        return Err(Error::new(Code::INVALID_PARAMETER, "the flags of SetReadFlag exclude each other"));
    }
    let is_unwanted = flags & (SUPPRESS_RECEIPT | GENERATE_RECEIPT_ONLY) == SUPPRESS_RECEIPT | GENERATE_RECEIPT_ONLY;
    let mut after = before;
    if flags & (CLEAR_RN_PENDING | CLEAR_NRN_PENDING) != 0 {
        after &= if flags & CLEAR_RN_PENDING != 0 { !MSGFLAG_RN_PENDING } else { !0 };
        after &= if flags & CLEAR_NRN_PENDING != 0 { !MSGFLAG_NRN_PENDING } else { !0 };
    } else if clears {
        after &= !MSGFLAG_READ;
    } else if flags & GENERATE_RECEIPT_ONLY == 0 {
        after |= MSGFLAG_READ;
    }
    if is_unwanted || flags & SUPPRESS_RECEIPT != 0 {
        after &= !MSGFLAG_RN_PENDING;
    }
    Ok((after, is_unwanted))
}

/// Sets or clears that a stored message was read: the values that have changed.
///
/// # Errors
/// The author's.
pub(super) fn changed_read_flags<P: StoreProvider>(
    provider: &P,
    message: &dyn MessageObject<P>,
    flags: u32,
) -> Result<Vec<Property>> {
    let before = number(provider, message, tags::MESSAGE_FLAGS)?.unwrap_or(MSGFLAG_READ);
    let (after, is_unwanted) = read_flag_change(flags, before)?;
    let mut set = Vec::new();
    if after != before {
        set.push(Property::new(tags::MESSAGE_FLAGS, after));
    }
    if is_unwanted {
        set.push(Property::new(tags::READ_RECEIPT_REQUESTED, false));
    }
    if !set.is_empty() {
        message.commit(provider, &state_changes(set.clone()))?;
    }
    Ok(set)
}

/// Changes of a message's state alone.
pub(super) fn state_changes(set: Vec<Property>) -> MessageChanges {
    let values = ValueChanges { set, ..ValueChanges::default() };
    let part = MessagePart { within: None, is_new: false, values, recipients: None, attachments: Vec::new() };
    MessageChanges { parts: vec![part], is_associated: false, is_forced: false, submits: false, is_state_only: true }
}

/// A number that a message has.
///
/// # Errors
/// The author's.
pub(super) fn number<P: StoreProvider>(
    provider: &P,
    message: &dyn MessageObject<P>,
    tag: PropTag,
) -> Result<Option<u32>> {
    match message.get(provider, tag) {
        Ok(PropValue::I32(number)) => Ok(Some(number.cast_unsigned())),
        Ok(_) => Ok(None),
        Err(error) if error.code() == Code::NOT_FOUND => Ok(None),
        Err(error) => Err(error),
    }
}
