//! `IABLogon`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]
#![allow(clippy::too_many_arguments, reason = "a method has the parameters that MAPI gives it")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::iid::Iid;
use crate::shapes::structs::{ADRLIST, ENTRYID, MAPIERROR, SPropTagArray};
use core::ffi::c_void;

use crate::class::{Class, Receiver, unknown};
use crate::com_ptr::Lent;
use crate::params::bytes_at;
use crate::shapes::iab_logon::IABLogonVtbl;
use crate::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use crate::shapes::imapi_prop::IMAPIPropVtbl;

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
    "OpenTemplateID",
    "GetOneOffTable",
    "PrepareRecips",
];

/// The methods of `IABLogon`. What a class does not have is refused (ERR-2).
pub trait IABLogon: Class {
    /// `IABLogon::GetLastError`
    fn get_last_error(
        this: Receiver<'_, Self>,
        _result: Code,
        _flags: u32,
        _mapi_error: Out<'_, *mut MAPIERROR>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IABLogon::Logoff`
    fn logoff(this: Receiver<'_, Self>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IABLogon::OpenEntry`
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

    /// `IABLogon::CompareEntryIDs`
    fn compare_entry_ids(
        this: Receiver<'_, Self>,
        _entry_id1: Option<&[u8]>,
        _entry_id2: Option<&[u8]>,
        _flags: u32,
        _result: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IABLogon::Advise`
    fn advise(
        this: Receiver<'_, Self>,
        _entry_id: Option<&[u8]>,
        _event_mask: u32,
        _advise_sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
        _connection: Out<'_, usize>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IABLogon::Unadvise`
    fn unadvise(this: Receiver<'_, Self>, _connection: usize) -> Code {
        Self::refuse(this)
    }

    /// `IABLogon::OpenStatusEntry`
    fn open_status_entry(
        this: Receiver<'_, Self>,
        _interface: Option<&Iid>,
        _flags: u32,
        _obj_type: Out<'_, u32>,
        _entry: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IABLogon::OpenTemplateID`
    fn open_template_id(
        this: Receiver<'_, Self>,
        _template_id: Option<&[u8]>,
        _template_flags: u32,
        _mapi_prop_data: Option<Lent<'_, IMAPIPropVtbl>>,
        _interface: Option<&Iid>,
        _mapi_prop_new: Out<'_, *mut c_void>,
        _mapi_prop_sibling: Option<Lent<'_, IMAPIPropVtbl>>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IABLogon::GetOneOffTable`
    fn get_one_off_table(this: Receiver<'_, Self>, _flags: u32, _table: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }

    /// `IABLogon::PrepareRecips`
    fn prepare_recips(
        this: Receiver<'_, Self>,
        _flags: u32,
        _prop_tag_array: In<'_, SPropTagArray>,
        _recip_list: Out<'_, ADRLIST>,
    ) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IABLogon` as its interface number SLOT.
pub const fn vtable<C: IABLogon, const SLOT: usize>() -> IABLogonVtbl {
    IABLogonVtbl {
        unknown: unknown::<C, SLOT>(),
        get_last_error: get_last_error::<C, SLOT>,
        logoff: logoff::<C, SLOT>,
        open_entry: open_entry::<C, SLOT>,
        compare_entry_ids: compare_entry_ids::<C, SLOT>,
        advise: advise::<C, SLOT>,
        unadvise: unadvise::<C, SLOT>,
        open_status_entry: open_status_entry::<C, SLOT>,
        open_template_id: open_template_id::<C, SLOT>,
        get_one_off_table: get_one_off_table::<C, SLOT>,
        prepare_recips: prepare_recips::<C, SLOT>,
    }
}

unsafe extern "system" fn get_last_error<C: IABLogon, const SLOT: usize>(
    this: This,
    result: Code,
    flags: u32,
    mapi_error: Out<*mut MAPIERROR>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_last_error(this, result, flags, mapi_error)
}

unsafe extern "system" fn logoff<C: IABLogon, const SLOT: usize>(this: This, flags: u32) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::logoff(this, flags)
}

unsafe extern "system" fn open_entry<C: IABLogon, const SLOT: usize>(
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

unsafe extern "system" fn compare_entry_ids<C: IABLogon, const SLOT: usize>(
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

unsafe extern "system" fn advise<C: IABLogon, const SLOT: usize>(
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

unsafe extern "system" fn unadvise<C: IABLogon, const SLOT: usize>(this: This, connection: usize) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::unadvise(this, connection)
}

unsafe extern "system" fn open_status_entry<C: IABLogon, const SLOT: usize>(
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

unsafe extern "system" fn open_template_id<C: IABLogon, const SLOT: usize>(
    this: This,
    template_id_size: u32,
    template_id: In<ENTRYID>,
    template_flags: u32,
    mapi_prop_data: *mut c_void,
    interface: In<Iid>,
    mapi_prop_new: Out<*mut c_void>,
    mapi_prop_sibling: *mut c_void,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let template_id = unsafe { bytes_at(template_id.raw().cast(), template_id_size) };
    // SAFETY: O3: null, or an object of that interface.
    let mapi_prop_data = unsafe { Lent::new(mapi_prop_data) };
    // SAFETY: O3: null, or an object of that interface.
    let mapi_prop_sibling = unsafe { Lent::new(mapi_prop_sibling) };
    C::open_template_id(
        this,
        template_id,
        template_flags,
        mapi_prop_data,
        interface.get(),
        mapi_prop_new,
        mapi_prop_sibling,
    )
}

unsafe extern "system" fn get_one_off_table<C: IABLogon, const SLOT: usize>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_one_off_table(this, flags, table)
}

unsafe extern "system" fn prepare_recips<C: IABLogon, const SLOT: usize>(
    this: This,
    flags: u32,
    prop_tag_array: In<SPropTagArray>,
    recip_list: Out<ADRLIST>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::prepare_recips(this, flags, prop_tag_array, recip_list)
}
