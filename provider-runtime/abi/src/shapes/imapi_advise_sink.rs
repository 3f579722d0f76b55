//! `IMAPIAdviseSink`. Made by `tests/abi/write.py`.

use super::i_unknown::IUnknownVtbl;
use super::structs::NOTIFICATION;
use crate::param::{In, This};

/// The methods of `IMAPIAdviseSink`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMAPIAdviseSinkVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IMAPIAdviseSink::OnNotify`, slot 3: `(cNotif, lpNotifications)`.
    pub on_notify: unsafe extern "system" fn(This, u32, In<NOTIFICATION>) -> u32,
}
