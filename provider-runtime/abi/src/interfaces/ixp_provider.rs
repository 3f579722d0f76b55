//! `IXPProvider`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::structs::MAPIERROR;
use core::ffi::c_void;

use crate::class::{Class, Receiver, unknown};
use crate::com_ptr::Lent;
use crate::shapes::imapi_support::IMAPISupportVtbl;
use crate::shapes::ixp_provider::IXPProviderVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &["QueryInterface", "AddRef", "Release", "Shutdown", "TransportLogon"];

/// The methods of `IXPProvider`. What a class does not have is refused (ERR-2).
pub trait IXPProvider: Class {
    /// `IXPProvider::Shutdown`
    fn shutdown(this: Receiver<'_, Self>, _flags: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IXPProvider::TransportLogon`
    fn transport_logon(
        this: Receiver<'_, Self>,
        _mapi_sup: Option<Lent<'_, IMAPISupportVtbl>>,
        _ui_param: usize,
        _profile_name: In<'_, c_void>,
        _flags: Out<'_, u32>,
        _mapi_error: Out<'_, *mut MAPIERROR>,
        _xp_logon: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IXPProvider` as its interface number SLOT.
pub const fn vtable<C: IXPProvider, const SLOT: usize>() -> IXPProviderVtbl {
    IXPProviderVtbl {
        unknown: unknown::<C, SLOT>(),
        shutdown: shutdown::<C, SLOT>,
        transport_logon: transport_logon::<C, SLOT>,
    }
}

unsafe extern "system" fn shutdown<C: IXPProvider, const SLOT: usize>(this: This, flags: Out<u32>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::shutdown(this, flags)
}

unsafe extern "system" fn transport_logon<C: IXPProvider, const SLOT: usize>(
    this: This,
    mapi_sup: *mut c_void,
    ui_param: usize,
    profile_name: In<c_void>,
    flags: Out<u32>,
    mapi_error: Out<*mut MAPIERROR>,
    xp_logon: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let mapi_sup = unsafe { Lent::new(mapi_sup) };
    C::transport_logon(this, mapi_sup, ui_param, profile_name, flags, mapi_error, xp_logon)
}
