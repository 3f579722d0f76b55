//! `IMAPIFolder`: what a client makes, copies, moves and deletes in a folder (`FOLD-*`). What it
//! has as a container is in `shared/container.rs`. Each method here checks its arguments; the work
//! is in
//! `making.rs`, `deleting.rs`, `copying.rs` and `state.rs`, what they share in `batch.rs`.

mod batch;
mod copied;
mod copying;
mod deleting;
mod listing;
mod making;
mod state;

use super::message_state::READ_FLAGS;
use super::opened::Inside;
use crate::bridge::shared::content::with_content;
use crate::logon::object::OpenedObject;
use crate::provider::{FolderObject, StoreProvider};
use batch::FolderCall;
use provider_abi::class::Receiver;
use provider_abi::com_ptr::Lent;
use provider_abi::error::Result;
use provider_abi::interfaces::imapi_folder::IMAPIFolder;
use provider_abi::lists;
use provider_abi::params::only;
use provider_abi::prop_object::opened_for_reading;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IMAPIContainer, IID_IMAPIFolder, IID_IMAPIProp, IID_IMessage, IID_IUnknown, Iid};
use provider_abi::shapes::imapi_progress::IMAPIProgressVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::SBinaryArray;
use std::ffi::c_void;
use std::sync::Arc;

/// `DELETE_HARD_DELETE`: here nothing is deleted otherwise (FOLD-27).
const DELETE_HARD_DELETE: u32 = 0x0000_0010;

/// A folder of a client's, while the author's provider is lent.
struct LentFolder<'a, P: StoreProvider> {
    object: &'a OpenedObject<P>,
    provider: &'a P,
    folder: Arc<dyn FolderObject<P>>,
}

impl<'a, P: StoreProvider> LentFolder<'a, P> {
    /// The folder of an object.
    fn of(object: &'a OpenedObject<P>, provider: &'a P) -> Result<Self> {
        let folder = with_content(object, provider, |content| match content.inside() {
            Inside::Folder(folder) => Ok(Arc::clone(folder)),
            _ => Err(Code::NO_SUPPORT.into()),
        })?;
        Ok(Self { object, provider, folder })
    }

    /// The folder of an object that its client may change (FOLD-2).
    fn to_change(object: &'a OpenedObject<P>, provider: &'a P) -> Result<Self> {
        let folder = Self::of(object, provider)?;
        if object.role.is_writable { Ok(folder) } else { Err(opened_for_reading()) }
    }

    /// The author's key of it; the root's is empty.
    fn key(&self) -> &[u8] {
        self.object.role.key.bytes().unwrap_or_default()
    }
}

/// What a client may see a message as; a page names a container's interface, a slip (FOLD-1).
const MESSAGE: &[Iid] = &[IID_IMessage, IID_IMAPIProp, IID_IUnknown];

/// What a client may see a folder as (FOLD-23).
const FOLDER: &[Iid] = &[IID_IMAPIFolder, IID_IMAPIContainer, IID_IMAPIProp, IID_IUnknown];

/// Refuses an interface that is none of these; none at all is the first.
fn check_interface(interface: Option<&Iid>, known: &[Iid]) -> Result<()> {
    if interface.is_none_or(|iid| known.contains(iid)) { Ok(()) } else { Err(Code::INTERFACE_NOT_SUPPORTED.into()) }
}

impl<P: StoreProvider> IMAPIFolder for OpenedObject<P> {
    fn create_message(
        this: Receiver<'_, Self>,
        interface: Option<&Iid>,
        flags: u32,
        message: Out<'_, *mut c_void>,
    ) -> Code {
        message.clear();
        this.call(|provider| {
            let out = message.needed()?;
            only(flags, MAPI_ASSOCIATED | MAPI_DEFERRED_ERRORS | ITEMPROC_FORCE)?;
            check_interface(interface, MESSAGE)?;
            out.write(LentFolder::to_change(&this, provider)?.create_message(flags & MAPI_ASSOCIATED != 0)?);
            Ok(Code::OK)
        })
    }

    fn create_folder(
        this: Receiver<'_, Self>,
        kind: u32,
        name: In<'_, c_void>,
        comment: In<'_, c_void>,
        interface: Option<&Iid>,
        flags: u32,
        folder: Out<'_, *mut c_void>,
    ) -> Code {
        folder.clear();
        this.call(|provider| {
            let out = folder.needed()?;
            only(flags, MAPI_UNICODE | OPEN_IF_EXISTS | MAPI_DEFERRED_ERRORS)?;
            check_interface(interface, FOLDER)?;
            let folder = LentFolder::to_change(&this, provider)?;
            out.write(folder.create_folder(kind, name, comment, flags)?);
            Ok(Code::OK)
        })
    }

    fn copy_messages(
        this: Receiver<'_, Self>,
        list: In<'_, SBinaryArray>,
        interface: Option<&Iid>,
        destination: *mut c_void,
        ui_param: usize,
        progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        flags: u32,
    ) -> Code {
        this.call(|provider| {
            only(flags, MESSAGE_MOVE | MESSAGE_DIALOG | MAPI_DECLINE_OK)?;
            let entries = lists::entry_ids(list)?.ok_or(Code::INVALID_PARAMETER)?;
            if destination.is_null() {
                return Err(Code::INVALID_PARAMETER.into());
            }
            check_interface(interface, FOLDER)?;
            let call = FolderCall { ui_param, progress, shows: flags & MESSAGE_DIALOG != 0 };
            let moves = flags & MESSAGE_MOVE != 0;
            let folder = if moves { LentFolder::to_change(&this, provider) } else { LentFolder::of(&this, provider) };
            copying::Copying { from: &folder?, call, destination, interface, flags }.messages(list, &entries)
        })
    }

    fn copy_folder(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        interface: Option<&Iid>,
        destination: *mut c_void,
        name: In<'_, c_void>,
        ui_param: usize,
        progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        flags: u32,
    ) -> Code {
        this.call(|provider| {
            only(flags, FOLDER_MOVE | FOLDER_DIALOG | COPY_SUBFOLDERS | MAPI_UNICODE | MAPI_DECLINE_OK)?;
            let entry = entry.ok_or(Code::INVALID_PARAMETER)?;
            if destination.is_null() {
                return Err(Code::INVALID_PARAMETER.into());
            }
            check_interface(interface, FOLDER)?;
            let call = FolderCall { ui_param, progress, shows: flags & FOLDER_DIALOG != 0 };
            let moves = flags & FOLDER_MOVE != 0;
            let folder = if moves { LentFolder::to_change(&this, provider) } else { LentFolder::of(&this, provider) };
            copying::Copying { from: &folder?, call, destination, interface, flags }.folder(entry, name)
        })
    }

    fn delete_messages(
        this: Receiver<'_, Self>,
        list: In<'_, SBinaryArray>,
        ui_param: usize,
        progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        flags: u32,
    ) -> Code {
        this.call(|provider| {
            only(flags, MESSAGE_DIALOG | DELETE_HARD_DELETE)?;
            let entries = lists::entry_ids(list)?.ok_or(Code::INVALID_PARAMETER)?;
            let call = FolderCall { ui_param, progress, shows: flags & MESSAGE_DIALOG != 0 };
            LentFolder::to_change(&this, provider)?.delete_messages(&entries, call)
        })
    }

    fn delete_folder(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        ui_param: usize,
        progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        flags: u32,
    ) -> Code {
        this.call(|provider| {
            only(flags, DEL_MESSAGES | DEL_FOLDERS | FOLDER_DIALOG | DELETE_HARD_DELETE)?;
            let entry = entry.ok_or(Code::INVALID_PARAMETER)?;
            let call = FolderCall { ui_param, progress, shows: flags & FOLDER_DIALOG != 0 };
            LentFolder::to_change(&this, provider)?.delete_folder(entry, call, flags)
        })
    }

    fn empty_folder(
        this: Receiver<'_, Self>,
        ui_param: usize,
        progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        flags: u32,
    ) -> Code {
        this.call(|provider| {
            only(flags, FOLDER_DIALOG | DEL_ASSOCIATED | DELETE_HARD_DELETE)?;
            let call = FolderCall { ui_param, progress, shows: flags & FOLDER_DIALOG != 0 };
            LentFolder::to_change(&this, provider)?.empty(call, flags & DEL_ASSOCIATED != 0)
        })
    }

    fn set_read_flags(
        this: Receiver<'_, Self>,
        list: In<'_, SBinaryArray>,
        ui_param: usize,
        progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        flags: u32,
    ) -> Code {
        this.call(|provider| {
            let known = READ_FLAGS | MESSAGE_DIALOG | MAPI_DEFERRED_ERRORS;
            only(flags, known)?;
            let entries = lists::entry_ids(list)?;
            let call = FolderCall { ui_param, progress, shows: flags & MESSAGE_DIALOG != 0 };
            let folder = LentFolder::of(&this, provider)?;
            if !this.logon.is_writable {
                return Err(opened_for_reading());
            }
            folder.set_read_flags(entries.as_deref(), call, flags & READ_FLAGS)
        })
    }

    fn get_message_status(this: Receiver<'_, Self>, entry: Option<&[u8]>, flags: u32, status: Out<'_, u32>) -> Code {
        status.write(0);
        this.call(|provider| {
            let status = status.needed()?;
            only(flags, 0)?;
            let entry = entry.ok_or(Code::INVALID_PARAMETER)?;
            status.write(LentFolder::of(&this, provider)?.message_status(entry)?);
            Ok(Code::OK)
        })
    }

    fn set_message_status(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        status: u32,
        mask: u32,
        old: Out<'_, u32>,
    ) -> Code {
        old.write(0);
        this.call(|provider| {
            let entry = entry.ok_or(Code::INVALID_PARAMETER)?;
            if !this.logon.is_writable {
                return Err(opened_for_reading());
            }
            old.write(LentFolder::of(&this, provider)?.set_message_status(entry, status, mask)?);
            Ok(Code::OK)
        })
    }
}
