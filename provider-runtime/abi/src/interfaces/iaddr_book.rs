//! `IAddrBook`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]
#![allow(clippy::too_many_arguments, reason = "a method has the parameters that MAPI gives it")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::entry::{ButtonCallback, DismissModeless};
use crate::shapes::iid::Iid;
use crate::shapes::structs::{ADRENTRY, ADRLIST, ENTRYID, SPropTagArray, SPropValue, SRowSet};
use core::ffi::c_void;

use super::imapi_prop::IMAPIProp;
use crate::class::Receiver;
use crate::com_ptr::Lent;
use crate::params::bytes_at;
use crate::shapes::iaddr_book::IAddrBookVtbl;
use crate::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &[
    "QueryInterface",
    "AddRef",
    "Release",
    "GetLastError",
    "SaveChanges",
    "GetProps",
    "GetPropList",
    "OpenProperty",
    "SetProps",
    "DeleteProps",
    "CopyTo",
    "CopyProps",
    "GetNamesFromIDs",
    "GetIDsFromNames",
    "OpenEntry",
    "CompareEntryIDs",
    "Advise",
    "Unadvise",
    "CreateOneOff",
    "NewEntry",
    "ResolveName",
    "Address",
    "Details",
    "RecipOptions",
    "QueryDefaultRecipOpt",
    "GetPAB",
    "SetPAB",
    "GetDefaultDir",
    "SetDefaultDir",
    "GetSearchPath",
    "SetSearchPath",
    "PrepareRecips",
];

/// The methods of `IAddrBook`. What a class does not have is refused (ERR-2).
pub trait IAddrBook: IMAPIProp {
    /// `IAddrBook::OpenEntry`
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

    /// `IAddrBook::CompareEntryIDs`
    fn compare_entry_ids(
        this: Receiver<'_, Self>,
        _entry_id1: Option<&[u8]>,
        _entry_id2: Option<&[u8]>,
        _flags: u32,
        _result: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::Advise`
    fn advise(
        this: Receiver<'_, Self>,
        _entry_id: Option<&[u8]>,
        _event_mask: u32,
        _advise_sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
        _connection: Out<'_, usize>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::Unadvise`
    fn unadvise(this: Receiver<'_, Self>, _connection: usize) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::CreateOneOff`
    fn create_one_off(
        this: Receiver<'_, Self>,
        _name: In<'_, c_void>,
        _adr_type: In<'_, c_void>,
        _address: In<'_, c_void>,
        _flags: u32,
        _entry_id_size: Out<'_, u32>,
        _entry_id: Out<'_, *mut ENTRYID>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::NewEntry`
    fn new_entry(
        this: Receiver<'_, Self>,
        _ui_param: usize,
        _flags: u32,
        _eid_container: Option<&[u8]>,
        _eid_new_entry_tpl: Option<&[u8]>,
        _eid_new_entry_size: Out<'_, u32>,
        _eid_new_entry: Out<'_, *mut ENTRYID>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::ResolveName`
    fn resolve_name(
        this: Receiver<'_, Self>,
        _ui_param: usize,
        _flags: u32,
        _new_entry_title: In<'_, c_void>,
        _adr_list: Out<'_, ADRLIST>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::Address`
    fn address(
        this: Receiver<'_, Self>,
        _ui_param: Out<'_, usize>,
        _adr_parms: Out<'_, c_void>,
        _adr_list: Out<'_, *mut ADRLIST>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::Details`
    fn details(
        this: Receiver<'_, Self>,
        _ui_param: Out<'_, usize>,
        _dismiss: Option<DismissModeless>,
        _dismiss_context: *mut c_void,
        _entry_id: Option<&[u8]>,
        _button_callback: Option<ButtonCallback>,
        _button_context: *mut c_void,
        _button_text: In<'_, c_void>,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::RecipOptions`
    fn recip_options(this: Receiver<'_, Self>, _ui_param: usize, _flags: u32, _recip: Out<'_, ADRENTRY>) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::QueryDefaultRecipOpt`
    fn query_default_recip_opt(
        this: Receiver<'_, Self>,
        _adr_type: In<'_, c_void>,
        _flags: u32,
        _values_count: Out<'_, u32>,
        _options: Out<'_, *mut SPropValue>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::GetPAB`
    fn get_pab(this: Receiver<'_, Self>, _entry_id_size: Out<'_, u32>, _entry_id: Out<'_, *mut ENTRYID>) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::SetPAB`
    fn set_pab(this: Receiver<'_, Self>, _entry_id: Option<&[u8]>) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::GetDefaultDir`
    fn get_default_dir(
        this: Receiver<'_, Self>,
        _entry_id_size: Out<'_, u32>,
        _entry_id: Out<'_, *mut ENTRYID>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::SetDefaultDir`
    fn set_default_dir(this: Receiver<'_, Self>, _entry_id: Option<&[u8]>) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::GetSearchPath`
    fn get_search_path(this: Receiver<'_, Self>, _flags: u32, _search_path: Out<'_, *mut SRowSet>) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::SetSearchPath`
    fn set_search_path(this: Receiver<'_, Self>, _flags: u32, _search_path: In<'_, SRowSet>) -> Code {
        Self::refuse(this)
    }

    /// `IAddrBook::PrepareRecips`
    fn prepare_recips(
        this: Receiver<'_, Self>,
        _flags: u32,
        _prop_tag_array: In<'_, SPropTagArray>,
        _recip_list: Out<'_, ADRLIST>,
    ) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IAddrBook` as its interface number SLOT.
pub const fn vtable<C: IAddrBook, const SLOT: usize>() -> IAddrBookVtbl {
    IAddrBookVtbl {
        prop: super::imapi_prop::vtable::<C, SLOT>(),
        open_entry: open_entry::<C, SLOT>,
        compare_entry_ids: compare_entry_ids::<C, SLOT>,
        advise: advise::<C, SLOT>,
        unadvise: unadvise::<C, SLOT>,
        create_one_off: create_one_off::<C, SLOT>,
        new_entry: new_entry::<C, SLOT>,
        resolve_name: resolve_name::<C, SLOT>,
        address: address::<C, SLOT>,
        details: details::<C, SLOT>,
        recip_options: recip_options::<C, SLOT>,
        query_default_recip_opt: query_default_recip_opt::<C, SLOT>,
        get_pab: get_pab::<C, SLOT>,
        set_pab: set_pab::<C, SLOT>,
        get_default_dir: get_default_dir::<C, SLOT>,
        set_default_dir: set_default_dir::<C, SLOT>,
        get_search_path: get_search_path::<C, SLOT>,
        set_search_path: set_search_path::<C, SLOT>,
        prepare_recips: prepare_recips::<C, SLOT>,
    }
}

unsafe extern "system" fn open_entry<C: IAddrBook, const SLOT: usize>(
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

unsafe extern "system" fn compare_entry_ids<C: IAddrBook, const SLOT: usize>(
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

unsafe extern "system" fn advise<C: IAddrBook, const SLOT: usize>(
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

unsafe extern "system" fn unadvise<C: IAddrBook, const SLOT: usize>(this: This, connection: usize) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::unadvise(this, connection)
}

unsafe extern "system" fn create_one_off<C: IAddrBook, const SLOT: usize>(
    this: This,
    name: In<c_void>,
    adr_type: In<c_void>,
    address: In<c_void>,
    flags: u32,
    entry_id_size: Out<u32>,
    entry_id: Out<*mut ENTRYID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::create_one_off(this, name, adr_type, address, flags, entry_id_size, entry_id)
}

unsafe extern "system" fn new_entry<C: IAddrBook, const SLOT: usize>(
    this: This,
    ui_param: usize,
    flags: u32,
    eid_container_size: u32,
    eid_container: In<ENTRYID>,
    eid_new_entry_tpl_size: u32,
    eid_new_entry_tpl: In<ENTRYID>,
    eid_new_entry_size: Out<u32>,
    eid_new_entry: Out<*mut ENTRYID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let eid_container = unsafe { bytes_at(eid_container.raw().cast(), eid_container_size) };
    // SAFETY: O3: as long as its count says.
    let eid_new_entry_tpl = unsafe { bytes_at(eid_new_entry_tpl.raw().cast(), eid_new_entry_tpl_size) };
    C::new_entry(this, ui_param, flags, eid_container, eid_new_entry_tpl, eid_new_entry_size, eid_new_entry)
}

unsafe extern "system" fn resolve_name<C: IAddrBook, const SLOT: usize>(
    this: This,
    ui_param: usize,
    flags: u32,
    new_entry_title: In<c_void>,
    adr_list: Out<ADRLIST>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::resolve_name(this, ui_param, flags, new_entry_title, adr_list)
}

unsafe extern "system" fn address<C: IAddrBook, const SLOT: usize>(
    this: This,
    ui_param: Out<usize>,
    adr_parms: Out<c_void>,
    adr_list: Out<*mut ADRLIST>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::address(this, ui_param, adr_parms, adr_list)
}

unsafe extern "system" fn details<C: IAddrBook, const SLOT: usize>(
    this: This,
    ui_param: Out<usize>,
    dismiss: Option<DismissModeless>,
    dismiss_context: *mut c_void,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    button_callback: Option<ButtonCallback>,
    button_context: *mut c_void,
    button_text: In<c_void>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::details(this, ui_param, dismiss, dismiss_context, entry_id, button_callback, button_context, button_text, flags)
}

unsafe extern "system" fn recip_options<C: IAddrBook, const SLOT: usize>(
    this: This,
    ui_param: usize,
    flags: u32,
    recip: Out<ADRENTRY>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::recip_options(this, ui_param, flags, recip)
}

unsafe extern "system" fn query_default_recip_opt<C: IAddrBook, const SLOT: usize>(
    this: This,
    adr_type: In<c_void>,
    flags: u32,
    values_count: Out<u32>,
    options: Out<*mut SPropValue>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::query_default_recip_opt(this, adr_type, flags, values_count, options)
}

unsafe extern "system" fn get_pab<C: IAddrBook, const SLOT: usize>(
    this: This,
    entry_id_size: Out<u32>,
    entry_id: Out<*mut ENTRYID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_pab(this, entry_id_size, entry_id)
}

unsafe extern "system" fn set_pab<C: IAddrBook, const SLOT: usize>(
    this: This,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::set_pab(this, entry_id)
}

unsafe extern "system" fn get_default_dir<C: IAddrBook, const SLOT: usize>(
    this: This,
    entry_id_size: Out<u32>,
    entry_id: Out<*mut ENTRYID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_default_dir(this, entry_id_size, entry_id)
}

unsafe extern "system" fn set_default_dir<C: IAddrBook, const SLOT: usize>(
    this: This,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::set_default_dir(this, entry_id)
}

unsafe extern "system" fn get_search_path<C: IAddrBook, const SLOT: usize>(
    this: This,
    flags: u32,
    search_path: Out<*mut SRowSet>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_search_path(this, flags, search_path)
}

unsafe extern "system" fn set_search_path<C: IAddrBook, const SLOT: usize>(
    this: This,
    flags: u32,
    search_path: In<SRowSet>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::set_search_path(this, flags, search_path)
}

unsafe extern "system" fn prepare_recips<C: IAddrBook, const SLOT: usize>(
    this: This,
    flags: u32,
    prop_tag_array: In<SPropTagArray>,
    recip_list: Out<ADRLIST>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::prepare_recips(this, flags, prop_tag_array, recip_list)
}
