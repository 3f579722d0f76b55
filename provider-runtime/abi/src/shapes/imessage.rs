//! `IMessage`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::iid::Iid;
use super::imapi_prop::IMAPIPropVtbl;
use super::structs::ADRLIST;
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IMessage`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMessageVtbl {
    /// `IMAPIProp`, from slot 0.
    pub prop: IMAPIPropVtbl,
    /// `IMessage::GetAttachmentTable`, slot 14: `(ulFlags, lppTable)`.
    pub get_attachment_table: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
    /// `IMessage::OpenAttach`, slot 15: `(ulAttachmentNum, lpInterface, ulFlags, lppAttach)`.
    pub open_attach: unsafe extern "system" fn(This, u32, In<Iid>, u32, Out<*mut c_void>) -> Code,
    /// `IMessage::CreateAttach`, slot 16: `(lpInterface, ulFlags, lpulAttachmentNum, lppAttach)`.
    pub create_attach: unsafe extern "system" fn(This, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code,
    /// `IMessage::DeleteAttach`, slot 17: `(ulAttachmentNum, ulUIParam, lpProgress, ulFlags)`.
    pub delete_attach: unsafe extern "system" fn(This, u32, usize, *mut c_void, u32) -> Code,
    /// `IMessage::GetRecipientTable`, slot 18: `(ulFlags, lppTable)`.
    pub get_recipient_table: unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code,
    /// `IMessage::ModifyRecipients`, slot 19: `(ulFlags, lpMods)`.
    pub modify_recipients: unsafe extern "system" fn(This, u32, In<ADRLIST>) -> Code,
    /// `IMessage::SubmitMessage`, slot 20: `(ulFlags)`.
    pub submit_message: unsafe extern "system" fn(This, u32) -> Code,
    /// `IMessage::SetReadFlag`, slot 21: `(ulFlags)`.
    pub set_read_flag: unsafe extern "system" fn(This, u32) -> Code,
}
