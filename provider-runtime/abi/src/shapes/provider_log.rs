//! `IProviderLog`: the one interface that is ours and not MAPI's. Written by hand.
//!
//! The session's IMalloc answers it; real MAPI's does not, and the provider then does without.

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use super::iid::Iid;
use crate::param::{In, This};
use core::ffi::c_void;

/// The interface's id: {7A1F0C5E-3B52-4E7D-9A44-6D1C8E2B90F1}.
#[allow(non_upper_case_globals, reason = "spelled as its vtable, like MAPI's own")]
pub const IID_IProviderLog: Iid =
    Iid([0x5e, 0x0c, 0x1f, 0x7a, 0x52, 0x3b, 0x7d, 0x4e, 0x9a, 0x44, 0x6d, 0x1c, 0x8e, 0x2b, 0x90, 0xf1]);

/// The methods of `IProviderLog`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IProviderLogVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// Slot 3: `(level, length, text)`: one line of UTF-8; level 1 is an error, 2 a warning, 3
    /// information.
    pub write_line: unsafe extern "system" fn(This, u32, u32, In<u8>) -> Code,
    /// Slot 4: `(lpMapiInit)`: `MAPIInitialize` for the calling thread.
    pub initialize: unsafe extern "system" fn(This, In<c_void>) -> Code,
    /// Slot 5: `MAPIUninitialize` for the calling thread.
    pub uninitialize: unsafe extern "system" fn(This),
}
