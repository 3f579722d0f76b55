//! `IMAPISession`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]
#![allow(clippy::too_many_arguments, reason = "a method has the parameters that MAPI gives it")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::iid::Iid;
use crate::shapes::structs::{ENTRYID, MAPIERROR, MAPIUID, SPropValue};
use core::ffi::c_void;

use crate::class::{Class, Receiver, unknown};
use crate::com_ptr::Lent;
use crate::params::bytes_at;
use crate::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use crate::shapes::imapi_folder::IMAPIFolderVtbl;
use crate::shapes::imapi_session::IMAPISessionVtbl;
use crate::shapes::imessage::IMessageVtbl;
use crate::shapes::imsg_store::IMsgStoreVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &[
    "QueryInterface",
    "AddRef",
    "Release",
    "GetLastError",
    "GetMsgStoresTable",
    "OpenMsgStore",
    "OpenAddressBook",
    "OpenProfileSection",
    "GetStatusTable",
    "OpenEntry",
    "CompareEntryIDs",
    "Advise",
    "Unadvise",
    "MessageOptions",
    "QueryDefaultMessageOpt",
    "EnumAdrTypes",
    "QueryIdentity",
    "Logoff",
    "SetDefaultStore",
    "AdminServices",
    "ShowForm",
    "PrepareForm",
];

/// The methods of `IMAPISession`. What a class does not have is refused (ERR-2).
pub trait IMAPISession: Class {
    /// `IMAPISession::GetLastError`
    fn get_last_error(
        this: Receiver<'_, Self>,
        _result: Code,
        _flags: u32,
        _mapi_error: Out<'_, *mut MAPIERROR>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::GetMsgStoresTable`
    fn get_msg_stores_table(this: Receiver<'_, Self>, _flags: u32, _table: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::OpenMsgStore`
    fn open_msg_store(
        this: Receiver<'_, Self>,
        _ui_param: usize,
        _entry_id: Option<&[u8]>,
        _interface: Option<&Iid>,
        _flags: u32,
        _mdb: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::OpenAddressBook`
    fn open_address_book(
        this: Receiver<'_, Self>,
        _ui_param: usize,
        _interface: Option<&Iid>,
        _flags: u32,
        _adr_book: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::OpenProfileSection`
    fn open_profile_section(
        this: Receiver<'_, Self>,
        _uid: Option<&MAPIUID>,
        _interface: Option<&Iid>,
        _flags: u32,
        _prof_sect: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::GetStatusTable`
    fn get_status_table(this: Receiver<'_, Self>, _flags: u32, _table: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::OpenEntry`
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

    /// `IMAPISession::CompareEntryIDs`
    fn compare_entry_ids(
        this: Receiver<'_, Self>,
        _entry_id1: Option<&[u8]>,
        _entry_id2: Option<&[u8]>,
        _flags: u32,
        _result: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::Advise`
    fn advise(
        this: Receiver<'_, Self>,
        _entry_id: Option<&[u8]>,
        _event_mask: u32,
        _advise_sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
        _connection: Out<'_, usize>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::Unadvise`
    fn unadvise(this: Receiver<'_, Self>, _connection: usize) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::MessageOptions`
    fn message_options(
        this: Receiver<'_, Self>,
        _ui_param: usize,
        _flags: u32,
        _adr_type: In<'_, c_void>,
        _message: Option<Lent<'_, IMessageVtbl>>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::QueryDefaultMessageOpt`
    fn query_default_message_opt(
        this: Receiver<'_, Self>,
        _adr_type: In<'_, c_void>,
        _flags: u32,
        _values_count: Out<'_, u32>,
        _options: Out<'_, *mut SPropValue>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::EnumAdrTypes`
    fn enum_adr_types(
        this: Receiver<'_, Self>,
        _flags: u32,
        _adr_types_count: Out<'_, u32>,
        _lpppsz_adr_types: Out<'_, *mut *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::QueryIdentity`
    fn query_identity(
        this: Receiver<'_, Self>,
        _entry_id_size: Out<'_, u32>,
        _entry_id: Out<'_, *mut ENTRYID>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::Logoff`
    fn logoff(this: Receiver<'_, Self>, _ui_param: usize, _flags: u32, _reserved: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::SetDefaultStore`
    fn set_default_store(this: Receiver<'_, Self>, _flags: u32, _entry_id: Option<&[u8]>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::AdminServices`
    fn admin_services(this: Receiver<'_, Self>, _flags: u32, _service_admin: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::ShowForm`
    fn show_form(
        this: Receiver<'_, Self>,
        _ui_param: usize,
        _msg_store: Option<Lent<'_, IMsgStoreVtbl>>,
        _parent_folder: Option<Lent<'_, IMAPIFolderVtbl>>,
        _interface: Option<&Iid>,
        _message_token: usize,
        _message_sent: Option<Lent<'_, IMessageVtbl>>,
        _flags: u32,
        _message_status: u32,
        _message_flags: u32,
        _access: u32,
        _message_class: In<'_, u8>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISession::PrepareForm`
    fn prepare_form(
        this: Receiver<'_, Self>,
        _interface: Option<&Iid>,
        _message: Option<Lent<'_, IMessageVtbl>>,
        _message_token: Out<'_, usize>,
    ) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IMAPISession` as its interface number SLOT.
pub const fn vtable<C: IMAPISession, const SLOT: usize>() -> IMAPISessionVtbl {
    IMAPISessionVtbl {
        unknown: unknown::<C, SLOT>(),
        get_last_error: get_last_error::<C, SLOT>,
        get_msg_stores_table: get_msg_stores_table::<C, SLOT>,
        open_msg_store: open_msg_store::<C, SLOT>,
        open_address_book: open_address_book::<C, SLOT>,
        open_profile_section: open_profile_section::<C, SLOT>,
        get_status_table: get_status_table::<C, SLOT>,
        open_entry: open_entry::<C, SLOT>,
        compare_entry_ids: compare_entry_ids::<C, SLOT>,
        advise: advise::<C, SLOT>,
        unadvise: unadvise::<C, SLOT>,
        message_options: message_options::<C, SLOT>,
        query_default_message_opt: query_default_message_opt::<C, SLOT>,
        enum_adr_types: enum_adr_types::<C, SLOT>,
        query_identity: query_identity::<C, SLOT>,
        logoff: logoff::<C, SLOT>,
        set_default_store: set_default_store::<C, SLOT>,
        admin_services: admin_services::<C, SLOT>,
        show_form: show_form::<C, SLOT>,
        prepare_form: prepare_form::<C, SLOT>,
    }
}

unsafe extern "system" fn get_last_error<C: IMAPISession, const SLOT: usize>(
    this: This,
    result: Code,
    flags: u32,
    mapi_error: Out<*mut MAPIERROR>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_last_error(this, result, flags, mapi_error)
}

unsafe extern "system" fn get_msg_stores_table<C: IMAPISession, const SLOT: usize>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_msg_stores_table(this, flags, table)
}

unsafe extern "system" fn open_msg_store<C: IMAPISession, const SLOT: usize>(
    this: This,
    ui_param: usize,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    interface: In<Iid>,
    flags: u32,
    mdb: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::open_msg_store(this, ui_param, entry_id, interface.get(), flags, mdb)
}

unsafe extern "system" fn open_address_book<C: IMAPISession, const SLOT: usize>(
    this: This,
    ui_param: usize,
    interface: In<Iid>,
    flags: u32,
    adr_book: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::open_address_book(this, ui_param, interface.get(), flags, adr_book)
}

unsafe extern "system" fn open_profile_section<C: IMAPISession, const SLOT: usize>(
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

unsafe extern "system" fn get_status_table<C: IMAPISession, const SLOT: usize>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_status_table(this, flags, table)
}

unsafe extern "system" fn open_entry<C: IMAPISession, const SLOT: usize>(
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

unsafe extern "system" fn compare_entry_ids<C: IMAPISession, const SLOT: usize>(
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

unsafe extern "system" fn advise<C: IMAPISession, const SLOT: usize>(
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

unsafe extern "system" fn unadvise<C: IMAPISession, const SLOT: usize>(this: This, connection: usize) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::unadvise(this, connection)
}

unsafe extern "system" fn message_options<C: IMAPISession, const SLOT: usize>(
    this: This,
    ui_param: usize,
    flags: u32,
    adr_type: In<c_void>,
    message: *mut c_void,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let message = unsafe { Lent::new(message) };
    C::message_options(this, ui_param, flags, adr_type, message)
}

unsafe extern "system" fn query_default_message_opt<C: IMAPISession, const SLOT: usize>(
    this: This,
    adr_type: In<c_void>,
    flags: u32,
    values_count: Out<u32>,
    options: Out<*mut SPropValue>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::query_default_message_opt(this, adr_type, flags, values_count, options)
}

unsafe extern "system" fn enum_adr_types<C: IMAPISession, const SLOT: usize>(
    this: This,
    flags: u32,
    adr_types_count: Out<u32>,
    lpppsz_adr_types: Out<*mut *mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::enum_adr_types(this, flags, adr_types_count, lpppsz_adr_types)
}

unsafe extern "system" fn query_identity<C: IMAPISession, const SLOT: usize>(
    this: This,
    entry_id_size: Out<u32>,
    entry_id: Out<*mut ENTRYID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::query_identity(this, entry_id_size, entry_id)
}

unsafe extern "system" fn logoff<C: IMAPISession, const SLOT: usize>(
    this: This,
    ui_param: usize,
    flags: u32,
    reserved: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::logoff(this, ui_param, flags, reserved)
}

unsafe extern "system" fn set_default_store<C: IMAPISession, const SLOT: usize>(
    this: This,
    flags: u32,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::set_default_store(this, flags, entry_id)
}

unsafe extern "system" fn admin_services<C: IMAPISession, const SLOT: usize>(
    this: This,
    flags: u32,
    service_admin: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::admin_services(this, flags, service_admin)
}

unsafe extern "system" fn show_form<C: IMAPISession, const SLOT: usize>(
    this: This,
    ui_param: usize,
    msg_store: *mut c_void,
    parent_folder: *mut c_void,
    interface: In<Iid>,
    message_token: usize,
    message_sent: *mut c_void,
    flags: u32,
    message_status: u32,
    message_flags: u32,
    access: u32,
    message_class: In<u8>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let msg_store = unsafe { Lent::new(msg_store) };
    // SAFETY: O3: null, or an object of that interface.
    let parent_folder = unsafe { Lent::new(parent_folder) };
    // SAFETY: O3: null, or an object of that interface.
    let message_sent = unsafe { Lent::new(message_sent) };
    C::show_form(
        this,
        ui_param,
        msg_store,
        parent_folder,
        interface.get(),
        message_token,
        message_sent,
        flags,
        message_status,
        message_flags,
        access,
        message_class,
    )
}

unsafe extern "system" fn prepare_form<C: IMAPISession, const SLOT: usize>(
    this: This,
    interface: In<Iid>,
    message: *mut c_void,
    message_token: Out<usize>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let message = unsafe { Lent::new(message) };
    C::prepare_form(this, interface.get(), message, message_token)
}
