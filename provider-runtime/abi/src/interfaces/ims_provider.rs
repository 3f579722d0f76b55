//! `IMSProvider`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]
#![allow(clippy::too_many_arguments, reason = "a method has the parameters that MAPI gives it")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::iid::Iid;
use crate::shapes::structs::{ENTRYID, MAPIERROR};
use core::ffi::c_void;

use crate::class::{Class, Receiver, unknown};
use crate::com_ptr::Lent;
use crate::params::bytes_at;
use crate::shapes::imapi_support::IMAPISupportVtbl;
use crate::shapes::ims_provider::IMSProviderVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] =
    &["QueryInterface", "AddRef", "Release", "Shutdown", "Logon", "SpoolerLogon", "CompareStoreIDs"];

/// The methods of `IMSProvider`. What a class does not have is refused (ERR-2).
pub trait IMSProvider: Class {
    /// `IMSProvider::Shutdown`
    fn shutdown(this: Receiver<'_, Self>, _flags: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IMSProvider::Logon`
    fn logon(
        this: Receiver<'_, Self>,
        _mapi_sup: Option<Lent<'_, IMAPISupportVtbl>>,
        _ui_param: usize,
        _profile_name: In<'_, c_void>,
        _entry_id: Option<&[u8]>,
        _flags: u32,
        _interface: Option<&Iid>,
        _spool_security_size: Out<'_, u32>,
        _spool_security: Out<'_, *mut u8>,
        _mapi_error: Out<'_, *mut MAPIERROR>,
        _ms_logon: Out<'_, *mut c_void>,
        _mdb: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMSProvider::SpoolerLogon`
    fn spooler_logon(
        this: Receiver<'_, Self>,
        _mapi_sup: Option<Lent<'_, IMAPISupportVtbl>>,
        _ui_param: usize,
        _profile_name: In<'_, c_void>,
        _entry_id: Option<&[u8]>,
        _flags: u32,
        _interface: Option<&Iid>,
        _spool_security: Option<&[u8]>,
        _mapi_error: Out<'_, *mut MAPIERROR>,
        _ms_logon: Out<'_, *mut c_void>,
        _mdb: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMSProvider::CompareStoreIDs`
    fn compare_store_ids(
        this: Receiver<'_, Self>,
        _entry_id1: Option<&[u8]>,
        _entry_id2: Option<&[u8]>,
        _flags: u32,
        _result: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IMSProvider` as its interface number SLOT.
pub const fn vtable<C: IMSProvider, const SLOT: usize>() -> IMSProviderVtbl {
    IMSProviderVtbl {
        unknown: unknown::<C, SLOT>(),
        shutdown: shutdown::<C, SLOT>,
        logon: logon::<C, SLOT>,
        spooler_logon: spooler_logon::<C, SLOT>,
        compare_store_ids: compare_store_ids::<C, SLOT>,
    }
}

unsafe extern "system" fn shutdown<C: IMSProvider, const SLOT: usize>(this: This, flags: Out<u32>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::shutdown(this, flags)
}

unsafe extern "system" fn logon<C: IMSProvider, const SLOT: usize>(
    this: This,
    mapi_sup: *mut c_void,
    ui_param: usize,
    profile_name: In<c_void>,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    flags: u32,
    interface: In<Iid>,
    spool_security_size: Out<u32>,
    spool_security: Out<*mut u8>,
    mapi_error: Out<*mut MAPIERROR>,
    ms_logon: Out<*mut c_void>,
    mdb: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let mapi_sup = unsafe { Lent::new(mapi_sup) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::logon(
        this,
        mapi_sup,
        ui_param,
        profile_name,
        entry_id,
        flags,
        interface.get(),
        spool_security_size,
        spool_security,
        mapi_error,
        ms_logon,
        mdb,
    )
}

unsafe extern "system" fn spooler_logon<C: IMSProvider, const SLOT: usize>(
    this: This,
    mapi_sup: *mut c_void,
    ui_param: usize,
    profile_name: In<c_void>,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    flags: u32,
    interface: In<Iid>,
    spool_security_size: u32,
    spool_security: In<u8>,
    mapi_error: Out<*mut MAPIERROR>,
    ms_logon: Out<*mut c_void>,
    mdb: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let mapi_sup = unsafe { Lent::new(mapi_sup) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    // SAFETY: O3: as long as its count says.
    let spool_security = unsafe { bytes_at(spool_security.raw().cast(), spool_security_size) };
    C::spooler_logon(
        this,
        mapi_sup,
        ui_param,
        profile_name,
        entry_id,
        flags,
        interface.get(),
        spool_security,
        mapi_error,
        ms_logon,
        mdb,
    )
}

unsafe extern "system" fn compare_store_ids<C: IMSProvider, const SLOT: usize>(
    this: This,
    entry_id1_size: u32,
    entry_id1: In<ENTRYID>,
    entry_id2_size: u32,
    entry_id2: In<ENTRYID>,
    flags: u32,
    result: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id1 = unsafe { bytes_at(entry_id1.raw().cast(), entry_id1_size) };
    // SAFETY: O3: as long as its count says.
    let entry_id2 = unsafe { bytes_at(entry_id2.raw().cast(), entry_id2_size) };
    C::compare_store_ids(this, entry_id1, entry_id2, flags, result)
}
