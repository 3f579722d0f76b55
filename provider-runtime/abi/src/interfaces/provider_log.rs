//! `IProviderLog`: its methods as a class has them, and the vtable that leads to them. Written by
//! hand.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::class::{Class, Receiver, unknown};
use crate::param::{In, This};
use crate::params::bytes_at;
use crate::shapes::code::Code;
use crate::shapes::provider_log::IProviderLogVtbl;
use core::ffi::c_void;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &["QueryInterface", "AddRef", "Release", "WriteLine", "Initialize", "Uninitialize"];

/// The methods of `IProviderLog`.
pub trait IProviderLog: Class {
    /// One line of UTF-8; level 1 is an error, 2 a warning, 3 information.
    fn write_line(this: Receiver<'_, Self>, level: u32, text: Option<&[u8]>) -> Code;
    /// `MAPIInitialize` for the calling thread.
    fn initialize(this: Receiver<'_, Self>) -> Code;
    /// `MAPIUninitialize` for the calling thread.
    fn uninitialize(this: Receiver<'_, Self>);
}

/// The vtable of a class that has `IProviderLog` as its interface number SLOT.
pub const fn vtable<C: IProviderLog, const SLOT: usize>() -> IProviderLogVtbl {
    IProviderLogVtbl {
        unknown: unknown::<C, SLOT>(),
        write_line: write_line::<C, SLOT>,
        initialize: initialize::<C, SLOT>,
        uninitialize: uninitialize::<C, SLOT>,
    }
}

unsafe extern "system" fn write_line<C: IProviderLog, const SLOT: usize>(
    this: This,
    level: u32,
    length: u32,
    text: In<u8>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let text = unsafe { bytes_at(text.raw(), length) };
    C::write_line(this, level, text)
}

unsafe extern "system" fn initialize<C: IProviderLog, const SLOT: usize>(this: This, _init: In<c_void>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    C::initialize(unsafe { Receiver::new::<SLOT>(this) })
}

unsafe extern "system" fn uninitialize<C: IProviderLog, const SLOT: usize>(this: This) {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    C::uninitialize(unsafe { Receiver::new::<SLOT>(this) });
}
