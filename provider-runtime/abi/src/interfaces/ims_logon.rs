//! `IMSLogon`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::iid::Iid;
use crate::shapes::structs::{ENTRYID, MAPIERROR};
use core::ffi::c_void;

use crate::class::{Class, Receiver, unknown};
use crate::com_ptr::Lent;
use crate::params::bytes_at;
use crate::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use crate::shapes::ims_logon::IMSLogonVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &[
    "QueryInterface",
    "AddRef",
    "Release",
    "GetLastError",
    "Logoff",
    "OpenEntry",
    "CompareEntryIDs",
    "Advise",
    "Unadvise",
    "OpenStatusEntry",
];

/// The methods of `IMSLogon`. What a class does not have is refused (ERR-2).
pub trait IMSLogon: Class {
    /// `IMSLogon::GetLastError`
    fn get_last_error(
        this: Receiver<'_, Self>,
        _result: Code,
        _flags: u32,
        _mapi_error: Out<'_, *mut MAPIERROR>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMSLogon::Logoff`
    fn logoff(this: Receiver<'_, Self>, _flags: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IMSLogon::OpenEntry`
    fn open_entry(
        this: Receiver<'_, Self>,
        _entry_id: Option<&[u8]>,
        _interface: Option<&Iid>,
        _flags: u32,
        _obj_type: Out<'_, u32>,
        _unk: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMSLogon::CompareEntryIDs`
    fn compare_entry_ids(
        this: Receiver<'_, Self>,
        _entry_id1: Option<&[u8]>,
        _entry_id2: Option<&[u8]>,
        _flags: u32,
        _result: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMSLogon::Advise`
    fn advise(
        this: Receiver<'_, Self>,
        _entry_id: Option<&[u8]>,
        _event_mask: u32,
        _advise_sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
        _connection: Out<'_, usize>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMSLogon::Unadvise`
    fn unadvise(this: Receiver<'_, Self>, _connection: usize) -> Code {
        Self::refuse(this)
    }

    /// `IMSLogon::OpenStatusEntry`
    fn open_status_entry(
        this: Receiver<'_, Self>,
        _interface: Option<&Iid>,
        _flags: u32,
        _obj_type: Out<'_, u32>,
        _entry: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IMSLogon` as its interface number SLOT.
pub const fn vtable<C: IMSLogon, const SLOT: usize>() -> IMSLogonVtbl {
    IMSLogonVtbl {
        unknown: unknown::<C, SLOT>(),
        get_last_error: get_last_error::<C, SLOT>,
        logoff: logoff::<C, SLOT>,
        open_entry: open_entry::<C, SLOT>,
        compare_entry_ids: compare_entry_ids::<C, SLOT>,
        advise: advise::<C, SLOT>,
        unadvise: unadvise::<C, SLOT>,
        open_status_entry: open_status_entry::<C, SLOT>,
    }
}

unsafe extern "system" fn get_last_error<C: IMSLogon, const SLOT: usize>(
    this: This,
    result: Code,
    flags: u32,
    mapi_error: Out<*mut MAPIERROR>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_last_error(this, result, flags, mapi_error)
}

unsafe extern "system" fn logoff<C: IMSLogon, const SLOT: usize>(this: This, flags: Out<u32>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::logoff(this, flags)
}

unsafe extern "system" fn open_entry<C: IMSLogon, const SLOT: usize>(
    this: This,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    interface: In<Iid>,
    flags: u32,
    obj_type: Out<u32>,
    unk: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::open_entry(this, entry_id, interface.get(), flags, obj_type, unk)
}

unsafe extern "system" fn compare_entry_ids<C: IMSLogon, const SLOT: usize>(
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
    C::compare_entry_ids(this, entry_id1, entry_id2, flags, result)
}

unsafe extern "system" fn advise<C: IMSLogon, const SLOT: usize>(
    this: This,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    event_mask: u32,
    advise_sink: *mut c_void,
    connection: Out<usize>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    // SAFETY: O3: null, or an object of that interface.
    let advise_sink = unsafe { Lent::new(advise_sink) };
    C::advise(this, entry_id, event_mask, advise_sink, connection)
}

unsafe extern "system" fn unadvise<C: IMSLogon, const SLOT: usize>(this: This, connection: usize) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::unadvise(this, connection)
}

unsafe extern "system" fn open_status_entry<C: IMSLogon, const SLOT: usize>(
    this: This,
    interface: In<Iid>,
    flags: u32,
    obj_type: Out<u32>,
    entry: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::open_status_entry(this, interface.get(), flags, obj_type, entry)
}
