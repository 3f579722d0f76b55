//! What a client does in a folder: making, deleting, copying and moving messages and folders, read
//! flags, message status (`IMAPIFolder`). Its tables are in `object.rs`.
#![allow(unsafe_code, reason = "a provider's objects are called over their vtables")]

use super::object::{Object, kind_name};
use crate::foreign::entry_argument;
use crate::model::OpenedObject;
use crate::record::what::session::{ClientCall, OpenObject};
use provider_abi::error::Result;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::IID_IMAPIFolder;
use provider_abi::shapes::imapi_folder::IMAPIFolderVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::{SBinary, SBinaryArray};
use provider_abi::strings::wide_units;
use std::ffi::c_void;
use std::ptr::null_mut;

/// A folder whose contents a client changes. Errors carry the text of its `GetLastError`; a call
/// over several messages may succeed with `MAPI_W_PARTIAL_COMPLETION` (FOLD-20).
///
/// ```no_run
/// # use provider_session::{Folder, Object};
/// # use provider_abi::shapes::flag::{MESSAGE_MOVE, OPEN_IF_EXISTS};
/// # fn file(inbox: &Object, entries: &[Vec<u8>]) -> provider_abi::error::Result<()> {
/// let archive = Folder::of(inbox)?.create_folder("Archive", None, OPEN_IF_EXISTS)?;
/// let code = Folder::of(inbox)?.copy_messages(entries, &archive, MESSAGE_MOVE)?;
/// assert_eq!(code, provider_abi::error::Code::OK);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Folder<'o> {
    folder: &'o Object,
}

/// Identifiers as the argument of a call.
struct Entries {
    _each: Vec<SBinary>,
    list: SBinaryArray,
}

impl Entries {
    fn of(entries: &[Vec<u8>]) -> Result<Self> {
        let one = |entry: &Vec<u8>| {
            let cb = u32::try_from(entry.len()).map_err(|_| Code::INVALID_PARAMETER)?;
            Ok(SBinary { cb, lpb: entry.as_ptr().cast_mut() })
        };
        let mut each = entries.iter().map(one).collect::<Result<Vec<_>>>()?;
        let c_values = u32::try_from(each.len()).map_err(|_| Code::INVALID_PARAMETER)?;
        let list = SBinaryArray { c_values, lpbin: each.as_mut_ptr() };
        Ok(Self { _each: each, list })
    }

    fn argument(&self) -> In<'_, SBinaryArray> {
        // SAFETY: O3: as many identifiers as the count says, lent by the caller of `of` and kept
        // by `self`.
        unsafe { In::from_raw(&raw const self.list) }
    }
}

impl<'o> Folder<'o> {
    /// Of this folder.
    ///
    /// # Errors
    /// `MAPI_E_NO_SUPPORT` if it is no folder.
    pub fn of(folder: &'o Object) -> Result<Self> {
        if folder.kind() == MAPI_FOLDER { Ok(Self { folder }) } else { Err(Code::NO_SUPPORT.into()) }
    }

    /// A new message, which its save makes permanent (FOLD-1): `MAPI_ASSOCIATED` or nothing.
    /// `IMAPIFolder::CreateMessage`
    ///
    /// # Errors
    /// The folder's code.
    #[track_caller]
    pub fn create_message(&self, flags: u32) -> Result<Object> {
        self.made("CreateMessage", MAPI_MESSAGE, |methods, this, out| {
            // SAFETY: S1: the client's reference; the output is ours until it returns.
            unsafe { (methods.create_message)(this, In::null(), flags, out) }
        })
    }

    /// A new folder; with `OPEN_IF_EXISTS`, maybe one that is there (FOLD-4, FOLD-5).
    /// `IMAPIFolder::CreateFolder`
    ///
    /// # Errors
    /// The folder's code: `MAPI_E_COLLISION` for a name that is there.
    #[track_caller]
    pub fn create_folder(&self, name: &str, comment: Option<&str>, flags: u32) -> Result<Object> {
        let name = wide_units(name);
        let comment = comment.map(wide_units);
        // SAFETY: O3: a text with its zero, ours until the call returns.
        let text = |units: &Vec<u16>| unsafe { In::from_raw(units.as_ptr().cast::<c_void>()) };
        let name = text(&name);
        let comment = comment.as_ref().map_or(In::null(), text);
        self.made("CreateFolder", MAPI_FOLDER, |methods, this, out| {
            let create = methods.create_folder;
            let flags = flags | MAPI_UNICODE;
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            unsafe { create(this, FOLDER_GENERIC, name, comment, In::null(), flags, out) }
        })
    }

    /// Copies or moves messages into another folder of any store: `MESSAGE_MOVE` or nothing.
    /// `IMAPIFolder::CopyMessages`
    ///
    /// # Errors
    /// The folder's code.
    pub fn copy_messages(&self, entries: &[Vec<u8>], to: &Object, flags: u32) -> Result<Code> {
        let list = Entries::of(entries)?;
        let iid = In::from(&IID_IMAPIFolder);
        let to = to.calls.object.raw();
        self.done("CopyMessages", |methods, this| {
            let copy = methods.copy_messages;
            // SAFETY: S1: the client's references; the list is lent until it returns.
            unsafe { copy(this, list.argument(), iid, to, 0, null_mut(), flags) }
        })
    }

    /// Deletes messages. `IMAPIFolder::DeleteMessages`
    ///
    /// # Errors
    /// The folder's code.
    pub fn delete_messages(&self, entries: &[Vec<u8>], flags: u32) -> Result<Code> {
        let list = Entries::of(entries)?;
        self.done("DeleteMessages", |methods, this| {
            // SAFETY: S1: the client's reference; the list is lent until it returns.
            unsafe { (methods.delete_messages)(this, list.argument(), 0, null_mut(), flags) }
        })
    }

    /// Copies or moves a folder of this one into another, under a name of its own if one is given:
    /// `FOLDER_MOVE`, `COPY_SUBFOLDERS` (FOLD-31). `IMAPIFolder::CopyFolder`
    ///
    /// # Errors
    /// The folder's code.
    pub fn copy_folder(&self, entry: &[u8], to: &Object, name: Option<&str>, flags: u32) -> Result<Code> {
        let (length, entry) = entry_argument(Some(entry));
        let name = name.map(wide_units);
        // SAFETY: O3: a text with its zero, ours until the call returns.
        let text = |units: &Vec<u16>| unsafe { In::from_raw(units.as_ptr().cast::<c_void>()) };
        let name = name.as_ref().map_or(In::null(), text);
        let iid = In::from(&IID_IMAPIFolder);
        let to = to.calls.object.raw();
        let flags = flags | MAPI_UNICODE;
        self.done("CopyFolder", |methods, this| {
            let copy = methods.copy_folder;
            // SAFETY: S1: the client's references; the arguments are ours until it returns.
            unsafe { copy(this, length, entry, iid, to, name, 0, null_mut(), flags) }
        })
    }

    /// Deletes a folder of this one: `DEL_MESSAGES`, `DEL_FOLDERS` (FOLD-28).
    /// `IMAPIFolder::DeleteFolder`
    ///
    /// # Errors
    /// The folder's code.
    pub fn delete_folder(&self, entry: &[u8], flags: u32) -> Result<Code> {
        let (length, entry) = entry_argument(Some(entry));
        self.done("DeleteFolder", |methods, this| {
            // SAFETY: S1: the client's reference; the identifier is ours until it returns.
            unsafe { (methods.delete_folder)(this, length, entry, 0, null_mut(), flags) }
        })
    }

    /// Deletes all that is in it: `DEL_ASSOCIATED` or nothing (FOLD-30).
    /// `IMAPIFolder::EmptyFolder`
    ///
    /// # Errors
    /// The folder's code.
    pub fn empty(&self, flags: u32) -> Result<Code> {
        self.done("EmptyFolder", |methods, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.empty_folder)(this, 0, null_mut(), flags) }
        })
    }

    /// Sets or clears that messages were read; `None`: all of the folder (FOLD-40).
    /// `IMAPIFolder::SetReadFlags`
    ///
    /// # Errors
    /// The folder's code.
    pub fn set_read_flags(&self, entries: Option<&[Vec<u8>]>, flags: u32) -> Result<Code> {
        let list = entries.map(Entries::of).transpose()?;
        self.done("SetReadFlags", |methods, this| {
            let list = list.as_ref().map_or(In::null(), Entries::argument);
            // SAFETY: S1: the client's reference; the list is lent until it returns.
            unsafe { (methods.set_read_flags)(this, list, 0, null_mut(), flags) }
        })
    }

    /// The status of a message in this folder (FOLD-42). `IMAPIFolder::GetMessageStatus`
    ///
    /// # Errors
    /// The folder's code.
    pub fn status(&self, entry: &[u8]) -> Result<u32> {
        let (length, entry) = entry_argument(Some(entry));
        let mut status = 0;
        self.done("GetMessageStatus", |methods, this| {
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            unsafe { (methods.get_message_status)(this, length, entry, 0, Out::from(&mut status)) }
        })?;
        Ok(status)
    }

    /// Sets the bits of a message's status that the mask names: the status before (FOLD-42).
    /// `IMAPIFolder::SetMessageStatus`
    ///
    /// # Errors
    /// The folder's code.
    pub fn set_status(&self, entry: &[u8], status: u32, mask: u32) -> Result<u32> {
        let (length, entry) = entry_argument(Some(entry));
        let mut before = 0;
        self.done("SetMessageStatus", |methods, this| {
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            unsafe { (methods.set_message_status)(this, length, entry, status, mask, Out::from(&mut before)) }
        })?;
        Ok(before)
    }

    fn done(&self, method: &str, call: impl FnOnce(&IMAPIFolderVtbl, This) -> Code) -> Result<Code> {
        let calls = &self.folder.calls;
        let code = calls.event(calls.work(method), call);
        calls.answered(code)?;
        Ok(code)
    }

    #[track_caller]
    fn made(
        &self,
        method: &str,
        kind: u32,
        call: impl FnOnce(&IMAPIFolderVtbl, This, Out<'_, *mut c_void>) -> Code,
    ) -> Result<Object> {
        let calls = &self.folder.calls;
        let mut made = null_mut();
        let event = OpenObject { call: ClientCall::on(calls.logon), method: method.into() };
        calls.answered(calls.event_giving(event, |methods: &IMAPIFolderVtbl, this| {
            let code = call(methods, this, Out::from(&mut made));
            (code, made.addr())
        }))?;
        let found = OpenedObject { kind, object: made, logon: calls.logon };
        // SAFETY: F1: the call succeeded, so it gave a reference on such an object.
        let object = unsafe { Object::from_raw(&found, &calls.state, kind_name(kind).into(), None) };
        object.ok_or_else(|| Code::CALL_FAILED.into())
    }
}
