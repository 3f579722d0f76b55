//! A folder of any provider as the session calls it (`IMAPIFolder`). Its properties are in
//! `props.rs`; what is copied between two folders is in `copying/`.
#![allow(unsafe_code, reason = "a provider's folders are called over their vtables")]

use super::arguments::entry_argument;
use super::messages::MessageCalls;
use super::props::Props;
use super::rows::TableRows;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_UNICODE, PT_BINARY};
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::iid::IID_IMAPIFolder;
use provider_abi::shapes::imapi_folder::IMAPIFolderVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::{SBinary, SBinaryArray};
use provider_abi::shapes::tags;
use provider_abi::strings::wide_units;
use std::ffi::c_void;
use std::ptr::null_mut;

/// The most entries that are read of one folder's table.
const MOST: usize = 1 << 20;

/// A folder, with a reference.
#[derive(Clone)]
pub(crate) struct FolderCalls<'s> {
    pub(crate) folder: ComPtr<IMAPIFolderVtbl>,
    pub(crate) props: Props<'s>,
}

type GetTable = unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code;

impl<'s> FolderCalls<'s> {
    /// An object as a folder; `None` if it is none.
    pub(crate) fn of(props: &Props<'s>) -> Option<Self> {
        Some(Self { folder: props.object.query()?, props: props.clone() })
    }

    fn entries(&self, get: GetTable, flags: u32) -> Result<Vec<Vec<u8>>> {
        let mut table = null_mut();
        let flags = flags | MAPI_UNICODE;
        // SAFETY: F1: alive while `self` is; `table` is ours until it returns.
        self.props.answered(unsafe { get(self.folder.this(), flags, Out::from(&mut table)) })?;
        // SAFETY: F1: the call succeeded, so it gave a reference on a table.
        let table = unsafe { ComPtr::from_raw(table) }.ok_or(Code::CALL_FAILED)?;
        let table = TableRows { table, outputs: self.props.outputs };
        table.set_columns(&[tags::ENTRYID])?;
        let entry = |row: Vec<Property>| match row.into_iter().next().map(|first| first.value) {
            Some(PropValue::Binary(entry)) => Ok(entry),
            _ => Err(Error::new(Code::CORRUPT_DATA, "a row of a folder's table has no identifier")),
        };
        table.all(MOST)?.into_iter().map(entry).collect()
    }

    /// The identifiers of the messages in it; of the associated ones with `MAPI_ASSOCIATED`.
    ///
    /// # Errors
    /// The folder's or its table's code; what [`TableRows::all`] says.
    pub(crate) fn messages(&self, flags: u32) -> Result<Vec<Vec<u8>>> {
        self.entries(self.folder.methods().container.get_contents_table, flags)
    }

    /// The identifiers of the folders in it.
    ///
    /// # Errors
    /// As for [`messages`](Self::messages).
    pub(crate) fn folders(&self) -> Result<Vec<Vec<u8>>> {
        self.entries(self.folder.methods().container.get_hierarchy_table, 0)
    }

    /// Opens an entry.
    ///
    /// # Errors
    /// The folder's code.
    pub(crate) fn open(&self, entry: &[u8], flags: u32) -> Result<Props<'s>> {
        let mut kind = 0;
        let mut opened = null_mut();
        let (length, entry) = entry_argument(Some(entry));
        let open_entry = self.folder.methods().container.open_entry;
        let outputs = (Out::from(&mut kind), Out::from(&mut opened));
        // SAFETY: F1: alive while `self` is; the arguments are ours until it returns.
        let code = unsafe { open_entry(self.folder.this(), length, entry, In::null(), flags, outputs.0, outputs.1) };
        self.props.answered(code)?;
        // SAFETY: F1: the call succeeded, so it gave a reference.
        unsafe { self.opened(opened) }
    }

    /// Opens a message for reading.
    ///
    /// # Errors
    /// The folder's code; `MAPI_E_NOT_FOUND` if the entry is no message.
    pub(crate) fn open_message(&self, entry: &[u8]) -> Result<MessageCalls<'s>> {
        MessageCalls::of(&self.open(entry, 0)?).ok_or_else(|| Code::NOT_FOUND.into())
    }

    /// Opens a folder, with these flags.
    ///
    /// # Errors
    /// The folder's code; `MAPI_E_NOT_FOUND` if the entry is no folder.
    pub(crate) fn open_folder(&self, entry: &[u8], flags: u32) -> Result<Self> {
        Self::of(&self.open(entry, flags)?).ok_or_else(|| Code::NOT_FOUND.into())
    }

    /// A new message, which its save makes permanent (FOLD-1).
    ///
    /// # Errors
    /// The folder's code.
    pub(crate) fn create_message(&self, flags: u32) -> Result<MessageCalls<'s>> {
        let mut created = null_mut();
        let create = self.folder.methods().create_message;
        // SAFETY: F1: alive while `self` is; `created` is ours until it returns.
        self.props.answered(unsafe { create(self.folder.this(), In::null(), flags, Out::from(&mut created)) })?;
        // SAFETY: F1: the call succeeded, so it gave a reference on an IMessage.
        let message = unsafe { ComPtr::from_raw(created) }.ok_or(Code::CALL_FAILED)?;
        MessageCalls::from_com(message, self.props.outputs)
    }

    /// A new folder (FOLD-4).
    ///
    /// # Errors
    /// The folder's code: `MAPI_E_COLLISION` for a name that is there, without `OPEN_IF_EXISTS`.
    pub(crate) fn create_folder(&self, kind: u32, name: &str, comment: Option<&str>, flags: u32) -> Result<Self> {
        let name = wide_units(name);
        let comment = comment.map(wide_units);
        // SAFETY: O3: a text with its zero, ours until the call returns.
        let text = |units: &Vec<u16>| unsafe { In::from_raw(units.as_ptr().cast::<c_void>()) };
        let name = text(&name);
        let comment = comment.as_ref().map_or(In::null(), text);
        let mut created = null_mut();
        let create = self.folder.methods().create_folder;
        let flags = flags | MAPI_UNICODE;
        let out = Out::from(&mut created);
        // SAFETY: F1: alive while `self` is; the arguments are ours until it returns.
        let code = unsafe { create(self.folder.this(), kind, name, comment, In::null(), flags, out) };
        self.props.answered(code)?;
        // SAFETY: F1: the call succeeded, so it gave a reference.
        let created = unsafe { self.opened(created) }?;
        Self::of(&created).ok_or_else(|| Code::INTERFACE_NOT_SUPPORTED.into())
    }

    /// Copies or moves one message by the folder's own CopyMessages.
    ///
    /// # Errors
    /// As for [`delete_message`](Self::delete_message).
    pub(crate) fn copy_message(&self, entry: &[u8], to: &FolderCalls<'_>, flags: u32) -> Result<()> {
        let copy = self.folder.methods().copy_messages;
        let this = self.folder.this();
        let to = to.folder.raw();
        let iid = In::from(&IID_IMAPIFolder);
        self.with_one(entry, |list| {
            // SAFETY: F1: both alive while the two are; the list is ours until it returns.
            unsafe { copy(this, list, iid, to, 0, null_mut(), flags) }
        })
    }

    /// Deletes one message.
    ///
    /// # Errors
    /// The folder's code; `MAPI_E_NO_ACCESS` if it says that not all are gone (FOLD-20).
    pub(crate) fn delete_message(&self, entry: &[u8]) -> Result<()> {
        let delete = self.folder.methods().delete_messages;
        let this = self.folder.this();
        self.with_one(entry, |list| {
            // SAFETY: F1: alive while `self` is; the list is ours until it returns.
            unsafe { delete(this, list, 0, null_mut(), 0) }
        })
    }

    /// A call with a list of one message.
    fn with_one(&self, entry: &[u8], call: impl FnOnce(In<'_, SBinaryArray>) -> Code) -> Result<()> {
        let cb = u32::try_from(entry.len()).map_err(|_| Code::INVALID_PARAMETER)?;
        let mut one = SBinary { cb, lpb: entry.as_ptr().cast_mut() };
        let list = SBinaryArray { c_values: 1, lpbin: &raw mut one };
        // SAFETY: O3: one identifier, as its counts say, ours until the call returns.
        self.whole(call(unsafe { In::from_raw(&raw const list) }))
    }

    /// Deletes an empty folder in it (FOLD-28).
    ///
    /// # Errors
    /// As for [`delete_message`](Self::delete_message).
    pub(crate) fn delete_folder(&self, entry: &[u8]) -> Result<()> {
        let (length, entry) = entry_argument(Some(entry));
        let delete = self.folder.methods().delete_folder;
        // SAFETY: F1: alive while `self` is; the identifier is ours until it returns.
        let code = unsafe { delete(self.folder.this(), length, entry, 0, null_mut(), 0) };
        self.whole(code)
    }

    fn whole(&self, code: Code) -> Result<()> {
        self.props.answered(code)?;
        if code == Code::W_PARTIAL_COMPLETION { Err(Code::NO_ACCESS.into()) } else { Ok(()) }
    }

    /// # Safety
    /// `object` is null, or a live object with a reference for us.
    unsafe fn opened(&self, object: *mut c_void) -> Result<Props<'s>> {
        // SAFETY: F1: the caller's promise.
        let object = unsafe { ComPtr::<IUnknownVtbl>::from_raw(object) }.ok_or(Code::CALL_FAILED)?;
        Props::of(&object, self.props.outputs).ok_or_else(|| Code::INTERFACE_NOT_SUPPORTED.into())
    }

    /// What tells a folder from every other one: its store's key and its own (PROP-124); its
    /// identifier, where it has no keys.
    pub(crate) fn key(&self) -> Option<Vec<u8>> {
        let keys = self.props.get(&[tags::STORE_RECORD_KEY, tags::RECORD_KEY, tags::ENTRYID]).ok()?;
        let bytes = |property: &Property| match &property.value {
            PropValue::Binary(bytes) if property.tag.kind() == PT_BINARY => Some(bytes.clone()),
            _ => None,
        };
        match keys.iter().map(bytes).collect::<Vec<_>>().as_slice() {
            [Some(store), Some(own), _] => Some([&store[..], own].concat()),
            [_, _, Some(entry)] => Some(entry.clone()),
            _ => None,
        }
    }
}
