//! `IABProvider`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]
#![allow(clippy::too_many_arguments, reason = "a method has the parameters that MAPI gives it")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::structs::MAPIERROR;
use core::ffi::c_void;

use crate::class::{Class, Receiver, unknown};
use crate::com_ptr::Lent;
use crate::shapes::iab_provider::IABProviderVtbl;
use crate::shapes::imapi_support::IMAPISupportVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &["QueryInterface", "AddRef", "Release", "Shutdown", "Logon"];

/// The methods of `IABProvider`. What a class does not have is refused (ERR-2).
pub trait IABProvider: Class {
    /// `IABProvider::Shutdown`
    fn shutdown(this: Receiver<'_, Self>, _flags: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IABProvider::Logon`
    fn logon(
        this: Receiver<'_, Self>,
        _mapi_sup: Option<Lent<'_, IMAPISupportVtbl>>,
        _ui_param: usize,
        _profile_name: In<'_, c_void>,
        _flags: u32,
        _security_size: Out<'_, u32>,
        _security: Out<'_, *mut u8>,
        _mapi_error: Out<'_, *mut MAPIERROR>,
        _ab_logon: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IABProvider` as its interface number SLOT.
pub const fn vtable<C: IABProvider, const SLOT: usize>() -> IABProviderVtbl {
    IABProviderVtbl { unknown: unknown::<C, SLOT>(), shutdown: shutdown::<C, SLOT>, logon: logon::<C, SLOT> }
}

unsafe extern "system" fn shutdown<C: IABProvider, const SLOT: usize>(this: This, flags: Out<u32>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::shutdown(this, flags)
}

unsafe extern "system" fn logon<C: IABProvider, const SLOT: usize>(
    this: This,
    mapi_sup: *mut c_void,
    ui_param: usize,
    profile_name: In<c_void>,
    flags: u32,
    security_size: Out<u32>,
    security: Out<*mut u8>,
    mapi_error: Out<*mut MAPIERROR>,
    ab_logon: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let mapi_sup = unsafe { Lent::new(mapi_sup) };
    C::logon(this, mapi_sup, ui_param, profile_name, flags, security_size, security, mapi_error, ab_logon)
}
