//! `IMAPIAdviseSink`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::param::{In, This};
use crate::shapes::structs::NOTIFICATION;

use crate::class::{Class, Receiver, unknown};
use crate::params::Array;
use crate::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &["QueryInterface", "AddRef", "Release", "OnNotify"];

/// The methods of `IMAPIAdviseSink`. What a class does not have is refused (ERR-2).
pub trait IMAPIAdviseSink: Class {
    /// `IMAPIAdviseSink::OnNotify`
    fn on_notify(this: Receiver<'_, Self>, notifications: Option<Array<'_, NOTIFICATION>>) -> u32;
}

/// The vtable of a class that has `IMAPIAdviseSink` as its interface number SLOT.
pub const fn vtable<C: IMAPIAdviseSink, const SLOT: usize>() -> IMAPIAdviseSinkVtbl {
    IMAPIAdviseSinkVtbl { unknown: unknown::<C, SLOT>(), on_notify: on_notify::<C, SLOT> }
}

unsafe extern "system" fn on_notify<C: IMAPIAdviseSink, const SLOT: usize>(
    this: This,
    notif_count: u32,
    notifications: In<NOTIFICATION>,
) -> u32 {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let notifications = unsafe { Array::at(notifications.raw().cast(), notif_count) };
    C::on_notify(this, notifications)
}
