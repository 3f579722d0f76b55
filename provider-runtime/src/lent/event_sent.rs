//! How an event is told to MAPI (`IMAPISupport::Notify`): to those who have subscribed to the
//! object, and to the store or the whole address book.
#![allow(unsafe_code, reason = "NOTIFICATION is a union of what events can say")]

use super::event::Event;
use crate::logon::support_calls::notify;
use crate::logon::support_link::SupportLink;
use provider_abi::error::Result;
use provider_abi::shapes::flag::{MAPI_UNICODE, fnevNewMail};
use provider_abi::shapes::structs::{ENTRYID, NOTIFICATION};

impl Event {
    /// Tells MAPI of it. MAPI's clients hear of it later, never inside (NOTIF-7).
    ///
    /// # Errors
    /// `MAPI_E_NOT_INITIALIZED` while `logon` has not returned, `MAPI_E_END_OF_SESSION` once the
    /// logon has ended, else what MAPI answers (NOTIF-8).
    pub(crate) fn tell(&self, link: &SupportLink) -> Result<()> {
        let entry = link.long_term(&self.entry)?;
        let parent = self.parent.as_ref().map(|key| link.long_term(key)).transpose()?;
        let old = match &self.old {
            Some((key, folder)) => Some((link.long_term(key)?, link.long_term(folder)?)),
            None => None,
        };
        let notification = self.notification(&entry, parent.as_deref(), old.as_ref());
        let mut told = [Some(entry.as_slice()), link.root_entry_id()].into_iter().flatten();
        told.try_for_each(|key| link.lend(|support| notify(support, key, &notification)))
    }

    /// NOTIF-8: unused members are zero; all identifiers are long-term (NOTE-20).
    fn notification(&self, entry: &[u8], parent: Option<&[u8]>, old: Option<&(Vec<u8>, Vec<u8>)>) -> NOTIFICATION {
        let id = |bytes: &[u8]| -> (u32, *mut ENTRYID) { (bytes.len() as u32, bytes.as_ptr().cast_mut().cast()) };
        let none = (0, std::ptr::null_mut());
        let (length, entry) = id(entry);
        let (parent_length, parent) = parent.map_or(none, id);
        // SAFETY: M2: numbers and pointers alone: zeroes are a notification that says nothing.
        let mut notification = unsafe { std::mem::zeroed::<NOTIFICATION>() };
        notification.event_type = self.mask;
        if self.mask == fnevNewMail {
            // SAFETY: M2: as above; the arm is ours to choose.
            let mail = unsafe { &mut notification.info.newmail };
            (mail.cb_entry_id, mail.entry_id, mail.flags) = (length, entry, MAPI_UNICODE);
            (mail.cb_parent_id, mail.parent_id) = (parent_length, parent);
        } else {
            // SAFETY: M2: as above.
            let object = unsafe { &mut notification.info.obj };
            (object.cb_entry_id, object.entry_id, object.obj_type) = (length, entry, self.object as u32);
            (object.cb_parent_id, object.parent_id) = (parent_length, parent);
            (object.cb_old_id, object.old_id) = old.map_or(none, |(key, _)| id(key));
            (object.cb_old_parent_id, object.old_parent_id) = old.map_or(none, |(_, folder)| id(folder));
        }
        notification
    }
}
