//! `IMAPIStatus`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::imapi_prop::IMAPIPropVtbl;
use super::structs::ENTRYID;
use crate::param::{In, This};
use core::ffi::c_void;

/// The methods of `IMAPIStatus`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMAPIStatusVtbl {
    /// `IMAPIProp`, from slot 0.
    pub prop: IMAPIPropVtbl,
    /// `IMAPIStatus::ValidateState`, slot 14: `(ulUIParam, ulFlags)`.
    pub validate_state: unsafe extern "system" fn(This, usize, u32) -> Code,
    /// `IMAPIStatus::SettingsDialog`, slot 15: `(ulUIParam, ulFlags)`.
    pub settings_dialog: unsafe extern "system" fn(This, usize, u32) -> Code,
    /// `IMAPIStatus::ChangePassword`, slot 16: `(lpOldPass, lpNewPass, ulFlags)`.
    pub change_password: unsafe extern "system" fn(This, In<c_void>, In<c_void>, u32) -> Code,
    /// `IMAPIStatus::FlushQueues`, slot 17: `(ulUIParam, cbTargetTransport, lpTargetTransport,
    /// ulFlags)`.
    pub flush_queues: unsafe extern "system" fn(This, usize, u32, In<ENTRYID>, u32) -> Code,
}
