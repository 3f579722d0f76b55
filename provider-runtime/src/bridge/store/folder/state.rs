//! Whether a folder's messages were read, and their status in it (FOLD-40 to FOLD-44). What that
//! makes of one message is in `message_state.rs`.

use super::LentFolder;
use super::batch::{Batch, FolderCall};
use super::listing::Listing;
use crate::bridge::store::message_state::{changed_read_flags, message_of, number, read_flag_change, state_changes};
use crate::lent::ObjectKind;
use crate::provider::StoreProvider;
use provider_abi::access::Access;
use provider_abi::error::{Code, Result};
use provider_abi::prop_value::Property;
use provider_abi::shapes::tags;

impl<P: StoreProvider> LentFolder<'_, P> {
    /// `IMAPIFolder::SetReadFlags`: of these messages, or of all normal ones (MSG-45).
    pub(super) fn set_read_flags(&self, entries: Option<&[&[u8]]>, call: FolderCall<'_>, flags: u32) -> Result<Code> {
        read_flag_change(flags, 0)?;
        let memory = &self.object.logon.link.host.memory;
        let mut batch = Batch::new(&self.object.logon.link, &call, entries.map_or(0, <[_]>::len));
        let mut changed = false;
        let mut set = |key: Result<&[u8]>| {
            let outcome = key.and_then(|key| {
                let message = message_of(self.provider, key, Access::Best)?;
                if !changed_read_flags(self.provider, &*message, flags)?.is_empty() {
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
        let message = message_of(self.provider, self.key_of(entry)?, Access::Read)?;
        Ok(number(self.provider, &*message, tags::MSG_STATUS)?.unwrap_or(0))
    }

    /// `IMAPIFolder::SetMessageStatus`: the status before (FOLD-42).
    pub(super) fn set_message_status(&self, entry: &[u8], status: u32, mask: u32) -> Result<u32> {
        let key = self.key_of(entry)?;
        let message = message_of(self.provider, key, Access::Best)?;
        let before = number(self.provider, &*message, tags::MSG_STATUS)?.unwrap_or(0);
        let after = before & !mask | status & mask;
        if after != before {
            message.commit(self.provider, &state_changes(vec![Property::new(tags::MSG_STATUS, after)]))?;
            self.telling().modified(key, ObjectKind::Message, self.key());
        }
        Ok(before)
    }
}
