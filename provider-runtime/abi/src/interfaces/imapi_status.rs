//! `IMAPIStatus`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::param::{In, This};
use crate::shapes::code::Code;
use crate::shapes::structs::ENTRYID;
use core::ffi::c_void;

use super::imapi_prop::IMAPIProp;
use crate::class::Receiver;
use crate::params::bytes_at;
use crate::shapes::imapi_status::IMAPIStatusVtbl;

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
    "ValidateState",
    "SettingsDialog",
    "ChangePassword",
    "FlushQueues",
];

/// The methods of `IMAPIStatus`. What a class does not have is refused (ERR-2).
pub trait IMAPIStatus: IMAPIProp {
    /// `IMAPIStatus::ValidateState`
    fn validate_state(this: Receiver<'_, Self>, _ui_param: usize, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIStatus::SettingsDialog`
    fn settings_dialog(this: Receiver<'_, Self>, _ui_param: usize, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIStatus::ChangePassword`
    fn change_password(
        this: Receiver<'_, Self>,
        _old_pass: In<'_, c_void>,
        _new_pass: In<'_, c_void>,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIStatus::FlushQueues`
    fn flush_queues(this: Receiver<'_, Self>, _ui_param: usize, _target_transport: Option<&[u8]>, _flags: u32) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IMAPIStatus` as its interface number SLOT.
pub const fn vtable<C: IMAPIStatus, const SLOT: usize>() -> IMAPIStatusVtbl {
    IMAPIStatusVtbl {
        prop: super::imapi_prop::vtable::<C, SLOT>(),
        validate_state: validate_state::<C, SLOT>,
        settings_dialog: settings_dialog::<C, SLOT>,
        change_password: change_password::<C, SLOT>,
        flush_queues: flush_queues::<C, SLOT>,
    }
}

unsafe extern "system" fn validate_state<C: IMAPIStatus, const SLOT: usize>(
    this: This,
    ui_param: usize,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::validate_state(this, ui_param, flags)
}

unsafe extern "system" fn settings_dialog<C: IMAPIStatus, const SLOT: usize>(
    this: This,
    ui_param: usize,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::settings_dialog(this, ui_param, flags)
}

unsafe extern "system" fn change_password<C: IMAPIStatus, const SLOT: usize>(
    this: This,
    old_pass: In<c_void>,
    new_pass: In<c_void>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::change_password(this, old_pass, new_pass, flags)
}

unsafe extern "system" fn flush_queues<C: IMAPIStatus, const SLOT: usize>(
    this: This,
    ui_param: usize,
    target_transport_size: u32,
    target_transport: In<ENTRYID>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let target_transport = unsafe { bytes_at(target_transport.raw().cast(), target_transport_size) };
    C::flush_queues(this, ui_param, target_transport, flags)
}
