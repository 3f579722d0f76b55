//! `IProviderAdmin`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::iid::Iid;
use crate::shapes::structs::{MAPIERROR, MAPIUID, SPropValue};
use core::ffi::c_void;

use crate::class::{Class, Receiver, unknown};
use crate::params::Array;
use crate::shapes::iprovider_admin::IProviderAdminVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &[
    "QueryInterface",
    "AddRef",
    "Release",
    "GetLastError",
    "GetProviderTable",
    "CreateProvider",
    "DeleteProvider",
    "OpenProfileSection",
];

/// The methods of `IProviderAdmin`. What a class does not have is refused (ERR-2).
pub trait IProviderAdmin: Class {
    /// `IProviderAdmin::GetLastError`
    fn get_last_error(
        this: Receiver<'_, Self>,
        _result: Code,
        _flags: u32,
        _mapi_error: Out<'_, *mut MAPIERROR>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IProviderAdmin::GetProviderTable`
    fn get_provider_table(this: Receiver<'_, Self>, _flags: u32, _table: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }

    /// `IProviderAdmin::CreateProvider`
    fn create_provider(
        this: Receiver<'_, Self>,
        _provider: In<'_, c_void>,
        _props: Option<Array<'_, SPropValue>>,
        _ui_param: usize,
        _flags: u32,
        _uid: Out<'_, MAPIUID>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IProviderAdmin::DeleteProvider`
    fn delete_provider(this: Receiver<'_, Self>, _uid: Option<&MAPIUID>) -> Code {
        Self::refuse(this)
    }

    /// `IProviderAdmin::OpenProfileSection`
    fn open_profile_section(
        this: Receiver<'_, Self>,
        _uid: Option<&MAPIUID>,
        _interface: Option<&Iid>,
        _flags: u32,
        _prof_sect: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IProviderAdmin` as its interface number SLOT.
pub const fn vtable<C: IProviderAdmin, const SLOT: usize>() -> IProviderAdminVtbl {
    IProviderAdminVtbl {
        unknown: unknown::<C, SLOT>(),
        get_last_error: get_last_error::<C, SLOT>,
        get_provider_table: get_provider_table::<C, SLOT>,
        create_provider: create_provider::<C, SLOT>,
        delete_provider: delete_provider::<C, SLOT>,
        open_profile_section: open_profile_section::<C, SLOT>,
    }
}

unsafe extern "system" fn get_last_error<C: IProviderAdmin, const SLOT: usize>(
    this: This,
    result: Code,
    flags: u32,
    mapi_error: Out<*mut MAPIERROR>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_last_error(this, result, flags, mapi_error)
}

unsafe extern "system" fn get_provider_table<C: IProviderAdmin, const SLOT: usize>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_provider_table(this, flags, table)
}

unsafe extern "system" fn create_provider<C: IProviderAdmin, const SLOT: usize>(
    this: This,
    provider: In<c_void>,
    values_count: u32,
    props: In<SPropValue>,
    ui_param: usize,
    flags: u32,
    uid: Out<MAPIUID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let props = unsafe { Array::at(props.raw().cast(), values_count) };
    C::create_provider(this, provider, props, ui_param, flags, uid)
}

unsafe extern "system" fn delete_provider<C: IProviderAdmin, const SLOT: usize>(this: This, uid: In<MAPIUID>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::delete_provider(this, uid.get())
}

unsafe extern "system" fn open_profile_section<C: IProviderAdmin, const SLOT: usize>(
    this: This,
    uid: In<MAPIUID>,
    interface: In<Iid>,
    flags: u32,
    prof_sect: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::open_profile_section(this, uid.get(), interface.get(), flags, prof_sect)
}
