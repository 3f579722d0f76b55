//! `IMessage`.
#![allow(unsafe_code, reason = "objects are called over their vtables")]

use super::item::Item;
use super::table::TableCalls;
use provider_abi::error::ok;
use provider_abi::prop_array::unicode_array;
use provider_runtime::abi::flag::MAPI_UNICODE;
use provider_runtime::abi::imessage::IMessageVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::ADRENTRY;
use provider_runtime::prelude::*;
use std::ops::Deref;
use std::ptr::null_mut;

/// A message.
#[derive(Clone)]
pub struct MessageCalls(pub Item);

impl Deref for MessageCalls {
    type Target = Item;

    fn deref(&self) -> &Item {
        &self.0
    }
}

/// A list of recipients as a client has it: its words, and the blocks that they lead to.
struct RecipientList {
    words: Vec<u64>,
    blocks: Vec<*mut std::ffi::c_void>,
}

impl MessageCalls {
    /// `GetRecipientTable`
    ///
    /// # Errors
    /// The message's code.
    pub fn recipients(&self) -> Result<TableCalls> {
        let mut table = null_mut();
        let get = self.methods::<IMessageVtbl>().get_recipient_table;
        // SAFETY: O1, O3: our reference; the output is ours until it returns.
        let code = unsafe { get(self.this(), MAPI_UNICODE, Out::from(&mut table)) };
        self.given(code, table).map(TableCalls)
    }

    /// `GetAttachmentTable`
    ///
    /// # Errors
    /// The message's code.
    pub fn attachments(&self) -> Result<TableCalls> {
        let mut table = null_mut();
        let get = self.methods::<IMessageVtbl>().get_attachment_table;
        // SAFETY: O1, O3: as above.
        let code = unsafe { get(self.this(), MAPI_UNICODE, Out::from(&mut table)) };
        self.given(code, table).map(TableCalls)
    }

    /// `OpenAttach`
    ///
    /// # Errors
    /// The message's code.
    pub fn open_attachment(&self, number: u32, flags: u32) -> Result<Item> {
        let mut attachment = null_mut();
        let open = self.methods::<IMessageVtbl>().open_attach;
        // SAFETY: O1, O3: as above.
        let code = unsafe { open(self.this(), number, In::null(), flags, Out::from(&mut attachment)) };
        self.given(code, attachment)
    }

    /// `CreateAttach`: its number, and itself.
    ///
    /// # Errors
    /// The message's code.
    pub fn create_attachment(&self) -> Result<(u32, Item)> {
        let mut number = u32::MAX;
        let mut attachment = null_mut();
        let create = self.methods::<IMessageVtbl>().create_attach;
        let outputs = (Out::from(&mut number), Out::from(&mut attachment));
        // SAFETY: O1, O3: as above.
        let code = unsafe { create(self.this(), In::null(), 0, outputs.0, outputs.1) };
        let attachment = self.given(code, attachment)?;
        Ok((number, attachment))
    }

    /// `DeleteAttach`
    ///
    /// # Errors
    /// The message's code.
    pub fn delete_attachment(&self, number: u32) -> Result<()> {
        let delete = self.methods::<IMessageVtbl>().delete_attach;
        // SAFETY: O1: our reference.
        ok(unsafe { delete(self.this(), number, 0, null_mut(), 0) })
    }

    /// `ModifyRecipients`
    ///
    /// # Errors
    /// The message's code.
    pub fn modify_recipients(&self, flags: u32, rows: &[Vec<Property>]) -> Result<()> {
        let mut list = RecipientList { words: vec![rows.len() as u64], blocks: Vec::new() };
        for row in rows {
            let block = unicode_array(&self.memory, row)?.into_raw();
            list.blocks.push(block.cast());
            list.words.extend([(row.len() as u64) << 32, block as u64]);
        }
        let modify = self.methods::<IMessageVtbl>().modify_recipients;
        // SAFETY: O3: laid out as the entries of such a list are, see below.
        let argument = unsafe { In::from_raw(list.words.as_ptr().cast()) };
        // SAFETY: O1, O3: our reference; the list is ours until it returns.
        let code = unsafe { modify(self.this(), flags, argument) };
        list.blocks.iter().for_each(|block| self.free(*block));
        ok(code)
    }

    /// `SubmitMessage`
    ///
    /// # Errors
    /// The message's code.
    pub fn submit(&self, flags: u32) -> Result<()> {
        let submit = self.methods::<IMessageVtbl>().submit_message;
        // SAFETY: O1: our reference.
        ok(unsafe { submit(self.this(), flags) })
    }

    /// `SetReadFlag`
    ///
    /// # Errors
    /// The message's code.
    pub fn set_read_flag(&self, flags: u32) -> Result<()> {
        let set = self.methods::<IMessageVtbl>().set_read_flag;
        // SAFETY: O1: our reference.
        ok(unsafe { set(self.this(), flags) })
    }
}

const _: () = assert!(size_of::<ADRENTRY>() == 16, "a reserved number, a count, and a pointer");
