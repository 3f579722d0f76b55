//! Whether messages were read, and their status in the folder (FOLD-40 to FOLD-44, MSG-40 to
//! MSG-44): state beside what was written in a message, stored by a commit that says so.

use super::LentFolder;
use super::batch::{Batch, FolderCall};
use super::listing::Listing;
use crate::lent::{EntryId, ObjectKind};
use crate::provider::{MessageChanges, MessageObject, MessagePart, StoreProvider, ValueChanges, What};
use provider_abi::access::Access;
use provider_abi::error::{Code, Error, Result};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tags;

/// The flags of SetReadFlag and SetReadFlags.
pub(in crate::bridge::store) const READ_FLAGS: u32 =
    SUPPRESS_RECEIPT | CLEAR_READ_FLAG | GENERATE_RECEIPT_ONLY | CLEAR_RN_PENDING | CLEAR_NRN_PENDING;

/// What SetReadFlag makes of PR_MESSAGE_FLAGS, and whether no receipt is wanted any more (MSG-40).
/// Reports are not made here: who wants one is told by the pending bits that stay.
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for flags that exclude each other.
pub(in crate::bridge::store) fn read_flag_change(flags: u32, before: u32) -> Result<(u32, bool)> {
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

/// Sets or clears that a stored message was read: whether that changed anything.
///
/// # Errors
/// The author's.
pub(in crate::bridge::store) fn changed_read_flags<P: StoreProvider>(
    provider: &P,
    message: &dyn MessageObject<P>,
    flags: u32,
) -> Result<bool> {
    let before = number(provider, message, tags::MESSAGE_FLAGS)?.unwrap_or(MSGFLAG_READ);
    let (after, is_unwanted) = read_flag_change(flags, before)?;
    let mut set = Vec::new();
    if after != before {
        set.push(Property::new(tags::MESSAGE_FLAGS, after));
    }
    if is_unwanted {
        set.push(Property::new(tags::READ_RECEIPT_REQUESTED, false));
    }
    let changes = !set.is_empty();
    if changes {
        message.commit(provider, &state_changes(set))?;
    }
    Ok(changes)
}

/// Changes of a message's state alone.
pub(in crate::bridge::store) fn state_changes(set: Vec<Property>) -> MessageChanges {
    let values = ValueChanges { set, ..ValueChanges::default() };
    let part = MessagePart { within: None, is_new: false, values, recipients: None, attachments: Vec::new() };
    MessageChanges { parts: vec![part], is_associated: false, is_forced: false, submits: false, is_state_only: true }
}

/// A number that a message has.
fn number<P: StoreProvider>(
    provider: &P,
    message: &dyn MessageObject<P>,
    tag: provider_abi::shapes::tag::PropTag,
) -> Result<Option<u32>> {
    match message.get(provider, tag) {
        Ok(PropValue::I32(number)) => Ok(Some(number.cast_unsigned())),
        Ok(_) => Ok(None),
        Err(error) if error.code() == Code::NOT_FOUND => Ok(None),
        Err(error) => Err(error),
    }
}

impl<P: StoreProvider> LentFolder<'_, P> {
    /// A message of this store.
    pub(super) fn open_message(&self, key: &[u8], access: Access) -> Result<Box<dyn MessageObject<P>>> {
        match self.provider.open(Some(EntryId(key)), access)?.what {
            What::Message(message) => Ok(message),
            What::Folder(_) => Err(Error::new(Code::NOT_FOUND, "no message")),
        }
    }

    /// `IMAPIFolder::SetReadFlags`: of these messages, or of all normal ones (MSG-45).
    pub(super) fn set_read_flags(&self, entries: Option<&[&[u8]]>, call: FolderCall<'_>, flags: u32) -> Result<Code> {
        read_flag_change(flags, 0)?;
        let memory = &self.object.logon.link.host.memory;
        let mut batch = Batch::new(&self.object.logon.link, &call, entries.map_or(0, <[_]>::len));
        let mut changed = false;
        let mut set = |key: Result<&[u8]>| {
            let outcome = key.and_then(|key| {
                let message = self.open_message(key, Access::Best)?;
                if changed_read_flags(self.provider, &*message, flags)? {
                    changed = true;
                    self.telling().modified(key, ObjectKind::Message, self.key());
                }
                Ok(())
            });
            batch.report(outcome)
        };
        match entries {
            Some(entries) => _ = entries.iter().all(|entry| set(self.key_of(entry))),
            None => {
                let all = Listing::of(self.folder.contents(self.provider)?).all(self.provider, memory, &[])?;
                let _ = all.iter().all(|row| set(Ok(&row.key)));
            }
        }
        if changed {
            self.telling().folder_changed(self.key(), &*self.folder);
        }
        batch.code()
    }

    /// `IMAPIFolder::GetMessageStatus`
    pub(super) fn message_status(&self, entry: &[u8]) -> Result<u32> {
        let message = self.open_message(self.key_of(entry)?, Access::Read)?;
        Ok(number(self.provider, &*message, tags::MSG_STATUS)?.unwrap_or(0))
    }

    /// `IMAPIFolder::SetMessageStatus`: the status before (FOLD-42).
    pub(super) fn set_message_status(&self, entry: &[u8], status: u32, mask: u32) -> Result<u32> {
        let key = self.key_of(entry)?;
        let message = self.open_message(key, Access::Best)?;
        let before = number(self.provider, &*message, tags::MSG_STATUS)?.unwrap_or(0);
        let after = before & !mask | status & mask;
        if after != before {
            message.commit(self.provider, &state_changes(vec![Property::new(tags::MSG_STATUS, after)]))?;
            self.telling().modified(key, ObjectKind::Message, self.key());
        }
        Ok(before)
    }
}
