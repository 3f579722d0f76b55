//! `IMAPIFolder`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]
#![allow(clippy::too_many_arguments, reason = "a method has the parameters that MAPI gives it")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::iid::Iid;
use crate::shapes::structs::{ENTRYID, SBinaryArray, SSortOrderSet};
use core::ffi::c_void;

use super::imapi_container::IMAPIContainer;
use crate::class::Receiver;
use crate::com_ptr::Lent;
use crate::params::bytes_at;
use crate::shapes::imapi_folder::IMAPIFolderVtbl;
use crate::shapes::imapi_progress::IMAPIProgressVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &[
    "QueryInterface",
    "AddRef",
    "Release",
    "GetLastError",
    "SaveChanges",
    "GetProps",
    "GetPropList",
    "OpenProperty",
    "SetProps",
    "DeleteProps",
    "CopyTo",
    "CopyProps",
    "GetNamesFromIDs",
    "GetIDsFromNames",
    "GetContentsTable",
    "GetHierarchyTable",
    "OpenEntry",
    "SetSearchCriteria",
    "GetSearchCriteria",
    "CreateMessage",
    "CopyMessages",
    "DeleteMessages",
    "CreateFolder",
    "CopyFolder",
    "DeleteFolder",
    "SetReadFlags",
    "GetMessageStatus",
    "SetMessageStatus",
    "SaveContentsSort",
    "EmptyFolder",
];

/// The methods of `IMAPIFolder`. What a class does not have is refused (ERR-2).
pub trait IMAPIFolder: IMAPIContainer {
    /// `IMAPIFolder::CreateMessage`
    fn create_message(
        this: Receiver<'_, Self>,
        _interface: Option<&Iid>,
        _flags: u32,
        _message: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIFolder::CopyMessages`
    fn copy_messages(
        this: Receiver<'_, Self>,
        _msg_list: In<'_, SBinaryArray>,
        _interface: Option<&Iid>,
        _dest_folder: *mut c_void,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIFolder::DeleteMessages`
    fn delete_messages(
        this: Receiver<'_, Self>,
        _msg_list: In<'_, SBinaryArray>,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIFolder::CreateFolder`
    fn create_folder(
        this: Receiver<'_, Self>,
        _folder_type: u32,
        _folder_name: In<'_, c_void>,
        _folder_comment: In<'_, c_void>,
        _interface: Option<&Iid>,
        _flags: u32,
        _folder: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIFolder::CopyFolder`
    fn copy_folder(
        this: Receiver<'_, Self>,
        _entry_id: Option<&[u8]>,
        _interface: Option<&Iid>,
        _dest_folder: *mut c_void,
        _new_folder_name: In<'_, c_void>,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIFolder::DeleteFolder`
    fn delete_folder(
        this: Receiver<'_, Self>,
        _entry_id: Option<&[u8]>,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIFolder::SetReadFlags`
    fn set_read_flags(
        this: Receiver<'_, Self>,
        _msg_list: In<'_, SBinaryArray>,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIFolder::GetMessageStatus`
    fn get_message_status(
        this: Receiver<'_, Self>,
        _entry_id: Option<&[u8]>,
        _flags: u32,
        _message_status: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIFolder::SetMessageStatus`
    fn set_message_status(
        this: Receiver<'_, Self>,
        _entry_id: Option<&[u8]>,
        _new_status: u32,
        _new_status_mask: u32,
        _old_status: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIFolder::SaveContentsSort`
    fn save_contents_sort(this: Receiver<'_, Self>, _sort_criteria: In<'_, SSortOrderSet>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIFolder::EmptyFolder`
    fn empty_folder(
        this: Receiver<'_, Self>,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IMAPIFolder` as its interface number SLOT.
pub const fn vtable<C: IMAPIFolder, const SLOT: usize>() -> IMAPIFolderVtbl {
    IMAPIFolderVtbl {
        container: super::imapi_container::vtable::<C, SLOT>(),
        create_message: create_message::<C, SLOT>,
        copy_messages: copy_messages::<C, SLOT>,
        delete_messages: delete_messages::<C, SLOT>,
        create_folder: create_folder::<C, SLOT>,
        copy_folder: copy_folder::<C, SLOT>,
        delete_folder: delete_folder::<C, SLOT>,
        set_read_flags: set_read_flags::<C, SLOT>,
        get_message_status: get_message_status::<C, SLOT>,
        set_message_status: set_message_status::<C, SLOT>,
        save_contents_sort: save_contents_sort::<C, SLOT>,
        empty_folder: empty_folder::<C, SLOT>,
    }
}

unsafe extern "system" fn create_message<C: IMAPIFolder, const SLOT: usize>(
    this: This,
    interface: In<Iid>,
    flags: u32,
    message: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::create_message(this, interface.get(), flags, message)
}

unsafe extern "system" fn copy_messages<C: IMAPIFolder, const SLOT: usize>(
    this: This,
    msg_list: In<SBinaryArray>,
    interface: In<Iid>,
    dest_folder: *mut c_void,
    ui_param: usize,
    progress: *mut c_void,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let progress = unsafe { Lent::new(progress) };
    C::copy_messages(this, msg_list, interface.get(), dest_folder, ui_param, progress, flags)
}

unsafe extern "system" fn delete_messages<C: IMAPIFolder, const SLOT: usize>(
    this: This,
    msg_list: In<SBinaryArray>,
    ui_param: usize,
    progress: *mut c_void,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let progress = unsafe { Lent::new(progress) };
    C::delete_messages(this, msg_list, ui_param, progress, flags)
}

unsafe extern "system" fn create_folder<C: IMAPIFolder, const SLOT: usize>(
    this: This,
    folder_type: u32,
    folder_name: In<c_void>,
    folder_comment: In<c_void>,
    interface: In<Iid>,
    flags: u32,
    folder: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::create_folder(this, folder_type, folder_name, folder_comment, interface.get(), flags, folder)
}

unsafe extern "system" fn copy_folder<C: IMAPIFolder, const SLOT: usize>(
    this: This,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    interface: In<Iid>,
    dest_folder: *mut c_void,
    new_folder_name: In<c_void>,
    ui_param: usize,
    progress: *mut c_void,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    // SAFETY: O3: null, or an object of that interface.
    let progress = unsafe { Lent::new(progress) };
    C::copy_folder(this, entry_id, interface.get(), dest_folder, new_folder_name, ui_param, progress, flags)
}

unsafe extern "system" fn delete_folder<C: IMAPIFolder, const SLOT: usize>(
    this: This,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    ui_param: usize,
    progress: *mut c_void,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    // SAFETY: O3: null, or an object of that interface.
    let progress = unsafe { Lent::new(progress) };
    C::delete_folder(this, entry_id, ui_param, progress, flags)
}

unsafe extern "system" fn set_read_flags<C: IMAPIFolder, const SLOT: usize>(
    this: This,
    msg_list: In<SBinaryArray>,
    ui_param: usize,
    progress: *mut c_void,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let progress = unsafe { Lent::new(progress) };
    C::set_read_flags(this, msg_list, ui_param, progress, flags)
}

unsafe extern "system" fn get_message_status<C: IMAPIFolder, const SLOT: usize>(
    this: This,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    flags: u32,
    message_status: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::get_message_status(this, entry_id, flags, message_status)
}

unsafe extern "system" fn set_message_status<C: IMAPIFolder, const SLOT: usize>(
    this: This,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    new_status: u32,
    new_status_mask: u32,
    old_status: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::set_message_status(this, entry_id, new_status, new_status_mask, old_status)
}

unsafe extern "system" fn save_contents_sort<C: IMAPIFolder, const SLOT: usize>(
    this: This,
    sort_criteria: In<SSortOrderSet>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::save_contents_sort(this, sort_criteria, flags)
}

unsafe extern "system" fn empty_folder<C: IMAPIFolder, const SLOT: usize>(
    this: This,
    ui_param: usize,
    progress: *mut c_void,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let progress = unsafe { Lent::new(progress) };
    C::empty_folder(this, ui_param, progress, flags)
}
