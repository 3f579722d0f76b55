//! `IMAPIFolder`, and what it has of `IMAPIContainer`.
#![allow(unsafe_code, reason = "objects are called over their vtables")]

use super::item::Item;
use super::message::MessageCalls;
use super::progress::Progress;
use super::table::TableCalls;
use provider_abi::error::ok;
use provider_runtime::abi::flag::{FOLDER_GENERIC, MAPI_ASSOCIATED, MAPI_UNICODE};
use provider_runtime::abi::iid::Iid;
use provider_runtime::abi::imapi_folder::IMAPIFolderVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::{SBinary, SBinaryArray};
use provider_runtime::prelude::*;
use std::ops::Deref;
use std::ptr::null_mut;
use support::raw::{argument, argument_of};

/// A folder.
#[derive(Clone)]
pub struct FolderCalls(pub Item);

impl Deref for FolderCalls {
    type Target = Item;

    fn deref(&self) -> &Item {
        &self.0
    }
}

/// An ENTRYLIST over a test's identifiers.
struct EntryList {
    entries: Vec<SBinary>,
}

impl EntryList {
    fn of(entries: &[&[u8]]) -> Self {
        let binary = |entry: &&[u8]| SBinary { cb: entry.len() as u32, lpb: entry.as_ptr().cast_mut() };
        Self { entries: entries.iter().map(binary).collect() }
    }

    fn array(&self) -> SBinaryArray {
        SBinaryArray { c_values: self.entries.len() as u32, lpbin: self.entries.as_ptr().cast_mut() }
    }
}

/// Text, UTF-16, with its zero.
fn units(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

fn raw(progress: Option<&Progress>) -> *mut std::ffi::c_void {
    progress.map_or(null_mut(), Progress::raw)
}

impl FolderCalls {
    fn own(&self) -> IMAPIFolderVtbl {
        self.0.methods()
    }

    /// `CreateMessage`
    ///
    /// # Errors
    /// The folder's code.
    pub fn create_message(&self, flags: u32) -> Result<MessageCalls> {
        let mut message = null_mut();
        let create = self.own().create_message;
        // SAFETY: O1, O3: our reference; the arguments are ours until it returns.
        let code = unsafe { create(self.this(), In::null(), flags, Out::from(&mut message)) };
        self.given(code, message).map(MessageCalls)
    }

    /// `CreateFolder` of a generic folder.
    ///
    /// # Errors
    /// The folder's code.
    pub fn create_folder(&self, name: &str, flags: u32) -> Result<Self> {
        self.create_folder_as(FOLDER_GENERIC, name, None, flags)
    }

    /// `CreateFolder`
    ///
    /// # Errors
    /// The folder's code.
    pub fn create_folder_as(&self, kind: u32, name: &str, comment: Option<&str>, flags: u32) -> Result<Self> {
        let name = units(name);
        let comment = comment.map(units);
        let mut folder = null_mut();
        let create = self.own().create_folder;
        let comment = comment.as_ref().map_or(In::null(), |comment| argument(comment));
        let name = argument(&name);
        let flags = flags | MAPI_UNICODE;
        // SAFETY: O1, O3: as above.
        let code = unsafe { create(self.this(), kind, name, comment, In::null(), flags, Out::from(&mut folder)) };
        self.given(code, folder).map(Self)
    }

    /// `CopyMessages`: its code, which may be a warning.
    pub fn copy_messages(
        &self,
        entries: &[&[u8]],
        interface: Option<&Iid>,
        to: &Item,
        progress: Option<&Progress>,
        flags: u32,
    ) -> Code {
        let list = EntryList::of(entries);
        let array = list.array();
        let copy = self.own().copy_messages;
        let interface = interface.map_or(In::null(), argument_of);
        // SAFETY: O1, O3: as above.
        unsafe { copy(self.this(), argument_of(&array), interface, to.raw(), 0, raw(progress), flags) }
    }

    /// `DeleteMessages`: its code, which may be a warning.
    pub fn delete_messages(&self, entries: &[&[u8]], progress: Option<&Progress>, flags: u32) -> Code {
        let list = EntryList::of(entries);
        let array = list.array();
        let delete = self.own().delete_messages;
        // SAFETY: O1, O3: as above.
        unsafe { delete(self.this(), argument_of(&array), 0, raw(progress), flags) }
    }

    /// `CopyFolder`: its code, which may be a warning.
    pub fn copy_folder(&self, entry: &[u8], to: &Item, name: Option<&str>, flags: u32) -> Code {
        let name = name.map(units);
        let copy = self.own().copy_folder;
        let name = name.as_ref().map_or(In::null(), |name| argument(name));
        let length = entry.len() as u32;
        let entry = argument(entry);
        let flags = flags | MAPI_UNICODE;
        // SAFETY: O1, O3: as above.
        unsafe { copy(self.this(), length, entry, In::null(), to.raw(), name, 0, null_mut(), flags) }
    }

    /// `DeleteFolder`: its code, which may be a warning.
    pub fn delete_folder(&self, entry: &[u8], flags: u32) -> Code {
        let delete = self.own().delete_folder;
        // SAFETY: O1, O3: as above.
        unsafe { delete(self.this(), entry.len() as u32, argument(entry), 0, null_mut(), flags) }
    }

    /// `EmptyFolder`: its code, which may be a warning.
    pub fn empty(&self, flags: u32) -> Code {
        let empty = self.own().empty_folder;
        // SAFETY: O1: our reference.
        unsafe { empty(self.this(), 0, null_mut(), flags) }
    }

    /// `SetReadFlags` of these, or of all: its code, which may be a warning.
    pub fn set_read_flags(&self, entries: Option<&[&[u8]]>, flags: u32) -> Code {
        let list = entries.map(EntryList::of);
        let array = list.as_ref().map(EntryList::array);
        let set = self.own().set_read_flags;
        let list = array.as_ref().map_or(In::null(), argument_of);
        // SAFETY: O1, O3: as above.
        unsafe { set(self.this(), list, 0, null_mut(), flags) }
    }

    /// `GetMessageStatus`
    ///
    /// # Errors
    /// The folder's code.
    pub fn message_status(&self, entry: &[u8]) -> Result<u32> {
        let mut status = u32::MAX;
        let get = self.own().get_message_status;
        let length = entry.len() as u32;
        let entry = argument(entry);
        // SAFETY: O1, O3: as above.
        ok(unsafe { get(self.this(), length, entry, 0, Out::from(&mut status)) })?;
        Ok(status)
    }

    /// `SetMessageStatus`: the status before.
    ///
    /// # Errors
    /// The folder's code.
    pub fn set_message_status(&self, entry: &[u8], status: u32, mask: u32) -> Result<u32> {
        let mut old = u32::MAX;
        let set = self.own().set_message_status;
        let length = entry.len() as u32;
        let entry = argument(entry);
        // SAFETY: O1, O3: as above.
        ok(unsafe { set(self.this(), length, entry, status, mask, Out::from(&mut old)) })?;
        Ok(old)
    }

    /// `GetContentsTable`
    ///
    /// # Errors
    /// The folder's code.
    pub fn contents(&self, flags: u32) -> Result<TableCalls> {
        let mut table = null_mut();
        let get = self.own().container.get_contents_table;
        // SAFETY: O1, O3: as above.
        let code = unsafe { get(self.this(), flags | MAPI_UNICODE, Out::from(&mut table)) };
        self.given(code, table).map(TableCalls)
    }

    /// The table of its associated messages.
    ///
    /// # Errors
    /// The folder's code.
    pub fn associated(&self) -> Result<TableCalls> {
        self.contents(MAPI_ASSOCIATED)
    }

    /// `GetHierarchyTable`
    ///
    /// # Errors
    /// The folder's code.
    pub fn hierarchy(&self) -> Result<TableCalls> {
        let mut table = null_mut();
        let get = self.own().container.get_hierarchy_table;
        // SAFETY: O1, O3: as above.
        let code = unsafe { get(self.this(), MAPI_UNICODE, Out::from(&mut table)) };
        self.given(code, table).map(TableCalls)
    }

    /// `GetSearchCriteria` with no output wanted: its code.
    pub fn search_criteria(&self) -> Code {
        let get = self.own().container.get_search_criteria;
        // SAFETY: O1: our reference; no output is wanted.
        unsafe { get(self.this(), 0, Out::null(), Out::null(), Out::null()) }
    }
}
