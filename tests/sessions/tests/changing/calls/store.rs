//! `IMsgStore`, but for StoreLogoff.
#![allow(unsafe_code, reason = "objects are called over their vtables")]

use super::folder::FolderCalls;
use super::item::Item;
use super::message::MessageCalls;
use super::sink::Sink;
use super::table::TableCalls;
use provider_abi::error::ok;
use provider_abi::params::bytes_at;
use provider_runtime::abi::flag::{MAPI_MODIFY, MAPI_UNICODE, fnevNewMail};
use provider_runtime::abi::imsg_store::IMsgStoreVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::{NEWMAIL_NOTIFICATION, NOTIFICATION, NotificationUnion};
use provider_runtime::prelude::*;
use std::ops::Deref;
use std::ptr::null_mut;
use support::raw::{argument, argument_of};

/// A message store.
#[derive(Clone)]
pub struct StoreCalls(pub Item);

impl Deref for StoreCalls {
    type Target = Item;

    fn deref(&self) -> &Item {
        &self.0
    }
}

impl StoreCalls {
    fn own(&self) -> IMsgStoreVtbl {
        self.0.methods()
    }

    /// `OpenEntry`
    ///
    /// # Errors
    /// The store's code.
    pub fn open(&self, entry: Option<&[u8]>, flags: u32) -> Result<Item> {
        let mut kind = 0;
        let mut opened = null_mut();
        let open = self.own().open_entry;
        let bytes = entry.unwrap_or_default();
        let first = if entry.is_some() { argument(bytes) } else { In::null() };
        let outputs = (Out::from(&mut kind), Out::from(&mut opened));
        // SAFETY: O1, O3: our reference; the arguments are ours until it returns.
        let code = unsafe { open(self.this(), bytes.len() as u32, first, In::null(), flags, outputs.0, outputs.1) };
        self.given(code, opened)
    }

    /// The root folder, for changing.
    ///
    /// # Errors
    /// The store's code.
    pub fn root(&self) -> Result<FolderCalls> {
        self.open(None, MAPI_MODIFY).map(FolderCalls)
    }

    /// A folder, for changing.
    ///
    /// # Errors
    /// The store's code.
    pub fn folder(&self, entry: &[u8]) -> Result<FolderCalls> {
        self.open(Some(entry), MAPI_MODIFY).map(FolderCalls)
    }

    /// A message, for changing.
    ///
    /// # Errors
    /// The store's code.
    pub fn message(&self, entry: &[u8]) -> Result<MessageCalls> {
        self.open(Some(entry), MAPI_MODIFY).map(MessageCalls)
    }

    /// `Advise`: the connection.
    ///
    /// # Errors
    /// The store's code.
    pub fn advise(&self, entry: Option<&[u8]>, mask: u32, sink: &Sink) -> Result<usize> {
        let mut connection = 0;
        let advise = self.own().advise;
        let bytes = entry.unwrap_or_default();
        let first = if entry.is_some() { argument(bytes) } else { In::null() };
        let length = bytes.len() as u32;
        let out = Out::from(&mut connection);
        // SAFETY: O1, O3: as above.
        ok(unsafe { advise(self.this(), length, first, mask, sink.raw(), out) })?;
        Ok(connection)
    }

    /// `Unadvise`
    ///
    /// # Errors
    /// The store's code.
    pub fn unadvise(&self, connection: usize) -> Result<()> {
        let unadvise = self.own().unadvise;
        // SAFETY: O1: our reference.
        ok(unsafe { unadvise(self.this(), connection) })
    }

    /// `CompareEntryIDs`: its code, and the result.
    pub fn compare(&self, one: &[u8], other: &[u8]) -> (Code, u32) {
        let mut same = 7;
        let compare = self.own().compare_entry_ids;
        let one = (one.len() as u32, argument(one));
        let other = (other.len() as u32, argument(other));
        // SAFETY: O1, O3: as above.
        let code = unsafe { compare(self.this(), one.0, one.1, other.0, other.1, 0, Out::from(&mut same)) };
        (code, same)
    }

    /// `SetReceiveFolder`
    ///
    /// # Errors
    /// The store's code.
    pub fn set_receive_folder(&self, class: &str, entry: Option<&[u8]>) -> Result<()> {
        let class: Vec<u16> = class.encode_utf16().chain([0]).collect();
        let set = self.own().set_receive_folder;
        let bytes = entry.unwrap_or_default();
        let first = if entry.is_some() { argument(bytes) } else { In::null() };
        // SAFETY: O1, O3: as above.
        ok(unsafe { set(self.this(), argument(&class), MAPI_UNICODE, bytes.len() as u32, first) })
    }

    /// `GetReceiveFolder`: the folder's identifier.
    ///
    /// # Errors
    /// The store's code.
    pub fn receive_folder(&self, class: &str) -> Result<Vec<u8>> {
        let class: Vec<u16> = class.encode_utf16().chain([0]).collect();
        let mut length = 0;
        let mut entry = null_mut();
        let get = self.own().get_receive_folder;
        let outputs = (Out::from(&mut length), Out::from(&mut entry));
        // SAFETY: O1, O3: as above.
        ok(unsafe { get(self.this(), argument(&class), MAPI_UNICODE, outputs.0, outputs.1, Out::null()) })?;
        // SAFETY: M2: as long as the length says.
        let bytes = unsafe { bytes_at(entry.cast_const().cast(), length) }.unwrap().to_vec();
        self.free(entry.cast());
        Ok(bytes)
    }

    /// `GetOutgoingQueue`
    ///
    /// # Errors
    /// The store's code.
    pub fn queue(&self) -> Result<TableCalls> {
        let mut table = null_mut();
        let get = self.own().get_outgoing_queue;
        // SAFETY: O1, O3: as above.
        let code = unsafe { get(self.this(), 0, Out::from(&mut table)) };
        self.given(code, table).map(TableCalls)
    }

    /// `AbortSubmit`
    ///
    /// # Errors
    /// The store's code.
    pub fn abort_submit(&self, entry: &[u8]) -> Result<()> {
        let abort = self.own().abort_submit;
        // SAFETY: O1, O3: as above.
        ok(unsafe { abort(self.this(), entry.len() as u32, argument(entry), 0) })
    }

    /// `SetLockState`
    ///
    /// # Errors
    /// The store's code.
    pub fn set_lock_state(&self, message: &Item, state: u32) -> Result<()> {
        let set = self.own().set_lock_state;
        // SAFETY: O1, O3: as above.
        ok(unsafe { set(self.this(), message.raw(), state) })
    }

    /// `FinishedMsg`
    ///
    /// # Errors
    /// The store's code.
    pub fn finished(&self, entry: &[u8]) -> Result<()> {
        let finished = self.own().finished_msg;
        // SAFETY: O1, O3: as above.
        ok(unsafe { finished(self.this(), 0, entry.len() as u32, argument(entry)) })
    }

    /// `NotifyNewMail`
    ///
    /// # Errors
    /// The store's code.
    pub fn notify_new_mail(&self, entry: &[u8], parent: &[u8]) -> Result<()> {
        let newmail = NEWMAIL_NOTIFICATION {
            cb_entry_id: entry.len() as u32,
            entry_id: entry.as_ptr().cast_mut().cast(),
            cb_parent_id: parent.len() as u32,
            parent_id: parent.as_ptr().cast_mut().cast(),
            flags: MAPI_UNICODE,
            message_class: null_mut(),
            message_flags: 0,
        };
        let told = NOTIFICATION { event_type: fnevNewMail, align_pad: 0, info: NotificationUnion { newmail } };
        let notify = self.own().notify_new_mail;
        // SAFETY: O1, O3: as above.
        ok(unsafe { notify(self.this(), argument_of(&told)) })
    }
}
