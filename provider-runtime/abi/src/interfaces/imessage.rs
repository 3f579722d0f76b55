//! `IMessage`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::iid::Iid;
use crate::shapes::structs::ADRLIST;
use core::ffi::c_void;

use super::imapi_prop::IMAPIProp;
use crate::class::Receiver;
use crate::com_ptr::Lent;
use crate::shapes::imapi_progress::IMAPIProgressVtbl;
use crate::shapes::imessage::IMessageVtbl;

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
    "GetAttachmentTable",
    "OpenAttach",
    "CreateAttach",
    "DeleteAttach",
    "GetRecipientTable",
    "ModifyRecipients",
    "SubmitMessage",
    "SetReadFlag",
];

/// The methods of `IMessage`. What a class does not have is refused (ERR-2).
pub trait IMessage: IMAPIProp {
    /// `IMessage::GetAttachmentTable`
    fn get_attachment_table(this: Receiver<'_, Self>, _flags: u32, _table: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }

    /// `IMessage::OpenAttach`
    fn open_attach(
        this: Receiver<'_, Self>,
        _attachment_num: u32,
        _interface: Option<&Iid>,
        _flags: u32,
        _attach: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMessage::CreateAttach`
    fn create_attach(
        this: Receiver<'_, Self>,
        _interface: Option<&Iid>,
        _flags: u32,
        _attachment_num: Out<'_, u32>,
        _attach: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMessage::DeleteAttach`
    fn delete_attach(
        this: Receiver<'_, Self>,
        _attachment_num: u32,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMessage::GetRecipientTable`
    fn get_recipient_table(this: Receiver<'_, Self>, _flags: u32, _table: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }

    /// `IMessage::ModifyRecipients`
    fn modify_recipients(this: Receiver<'_, Self>, _flags: u32, _mods: In<'_, ADRLIST>) -> Code {
        Self::refuse(this)
    }

    /// `IMessage::SubmitMessage`
    fn submit_message(this: Receiver<'_, Self>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMessage::SetReadFlag`
    fn set_read_flag(this: Receiver<'_, Self>, _flags: u32) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IMessage` as its interface number SLOT.
pub const fn vtable<C: IMessage, const SLOT: usize>() -> IMessageVtbl {
    IMessageVtbl {
        prop: super::imapi_prop::vtable::<C, SLOT>(),
        get_attachment_table: get_attachment_table::<C, SLOT>,
        open_attach: open_attach::<C, SLOT>,
        create_attach: create_attach::<C, SLOT>,
        delete_attach: delete_attach::<C, SLOT>,
        get_recipient_table: get_recipient_table::<C, SLOT>,
        modify_recipients: modify_recipients::<C, SLOT>,
        submit_message: submit_message::<C, SLOT>,
        set_read_flag: set_read_flag::<C, SLOT>,
    }
}

unsafe extern "system" fn get_attachment_table<C: IMessage, const SLOT: usize>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_attachment_table(this, flags, table)
}

unsafe extern "system" fn open_attach<C: IMessage, const SLOT: usize>(
    this: This,
    attachment_num: u32,
    interface: In<Iid>,
    flags: u32,
    attach: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::open_attach(this, attachment_num, interface.get(), flags, attach)
}

unsafe extern "system" fn create_attach<C: IMessage, const SLOT: usize>(
    this: This,
    interface: In<Iid>,
    flags: u32,
    attachment_num: Out<u32>,
    attach: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::create_attach(this, interface.get(), flags, attachment_num, attach)
}

unsafe extern "system" fn delete_attach<C: IMessage, const SLOT: usize>(
    this: This,
    attachment_num: u32,
    ui_param: usize,
    progress: *mut c_void,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let progress = unsafe { Lent::new(progress) };
    C::delete_attach(this, attachment_num, ui_param, progress, flags)
}

unsafe extern "system" fn get_recipient_table<C: IMessage, const SLOT: usize>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_recipient_table(this, flags, table)
}

unsafe extern "system" fn modify_recipients<C: IMessage, const SLOT: usize>(
    this: This,
    flags: u32,
    mods: In<ADRLIST>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::modify_recipients(this, flags, mods)
}

unsafe extern "system" fn submit_message<C: IMessage, const SLOT: usize>(this: This, flags: u32) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::submit_message(this, flags)
}

unsafe extern "system" fn set_read_flag<C: IMessage, const SLOT: usize>(this: This, flags: u32) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::set_read_flag(this, flags)
}
