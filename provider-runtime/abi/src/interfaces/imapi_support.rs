//! `IMAPISupport`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]
#![allow(clippy::too_many_arguments, reason = "a method has the parameters that MAPI gives it")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::entry::{AllocateBuffer, AllocateMore, ButtonCallback, DismissModeless, FreeBuffer};
use crate::shapes::iid::Iid;
use crate::shapes::structs::{
    ADRLIST, ENTRYID, MAPIERROR, MAPIUID, NOTIFICATION, NOTIFKEY, SBinaryArray, SPropProblemArray, SPropTagArray,
    SPropValue,
};
use core::ffi::c_void;

use crate::class::{Class, Receiver, unknown};
use crate::com_ptr::Lent;
use crate::params::{Array, bytes_at, slice_at};
use crate::shapes::i_unknown::IUnknownVtbl;
use crate::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use crate::shapes::imapi_progress::IMAPIProgressVtbl;
use crate::shapes::imapi_prop::IMAPIPropVtbl;
use crate::shapes::imapi_support::IMAPISupportVtbl;
use crate::shapes::imapi_table::IMAPITableVtbl;
use crate::shapes::imessage::IMessageVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &[
    "QueryInterface",
    "AddRef",
    "Release",
    "GetLastError",
    "GetMemAllocRoutines",
    "Subscribe",
    "Unsubscribe",
    "Notify",
    "ModifyStatusRow",
    "OpenProfileSection",
    "RegisterPreprocessor",
    "NewUID",
    "MakeInvalid",
    "SpoolerYield",
    "SpoolerNotify",
    "CreateOneOff",
    "SetProviderUID",
    "CompareEntryIDs",
    "OpenTemplateID",
    "OpenEntry",
    "GetOneOffTable",
    "Address",
    "Details",
    "NewEntry",
    "DoConfigPropsheet",
    "CopyMessages",
    "CopyFolder",
    "DoCopyTo",
    "DoCopyProps",
    "DoProgressDialog",
    "ReadReceipt",
    "PrepareSubmit",
    "ExpandRecips",
    "UpdatePAB",
    "DoSentMail",
    "OpenAddressBook",
    "Preprocess",
    "CompleteMsg",
    "StoreLogoffTransports",
    "StatusRecips",
    "WrapStoreEntryID",
    "ModifyProfile",
    "IStorageFromStream",
    "GetSvcConfigSupportObj",
];

/// The methods of `IMAPISupport`. What a class does not have is refused (ERR-2).
pub trait IMAPISupport: Class {
    /// `IMAPISupport::GetLastError`
    fn get_last_error(
        this: Receiver<'_, Self>,
        _result: Code,
        _flags: u32,
        _mapi_error: Out<'_, *mut MAPIERROR>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::GetMemAllocRoutines`
    fn get_mem_alloc_routines(
        this: Receiver<'_, Self>,
        _allocate_buffer: Out<'_, Option<AllocateBuffer>>,
        _allocate_more: Out<'_, Option<AllocateMore>>,
        _free_buffer: Out<'_, Option<FreeBuffer>>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::Subscribe`
    fn subscribe(
        this: Receiver<'_, Self>,
        _key: In<'_, NOTIFKEY>,
        _event_mask: u32,
        _flags: u32,
        _advise_sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
        _connection: Out<'_, usize>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::Unsubscribe`
    fn unsubscribe(this: Receiver<'_, Self>, _connection: usize) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::Notify`
    fn notify(
        this: Receiver<'_, Self>,
        _key: In<'_, NOTIFKEY>,
        _notifications: Option<Array<'_, NOTIFICATION>>,
        _flags: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::ModifyStatusRow`
    fn modify_status_row(this: Receiver<'_, Self>, _column_vals: Option<Array<'_, SPropValue>>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::OpenProfileSection`
    fn open_profile_section(
        this: Receiver<'_, Self>,
        _uid: Option<&MAPIUID>,
        _flags: u32,
        _profile_obj: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::RegisterPreprocessor`
    fn register_preprocessor(
        this: Receiver<'_, Self>,
        _muid: Option<&MAPIUID>,
        _adr_type: In<'_, c_void>,
        _dll_name: In<'_, c_void>,
        _preprocess: In<'_, u8>,
        _remove_preprocess_info: In<'_, u8>,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::NewUID`
    fn new_uid(this: Receiver<'_, Self>, _muid: Out<'_, MAPIUID>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::MakeInvalid`
    fn make_invalid(
        this: Receiver<'_, Self>,
        _flags: u32,
        _object: *mut c_void,
        _ref_count: u32,
        _methods_count: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::SpoolerYield`
    fn spooler_yield(this: Receiver<'_, Self>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::SpoolerNotify`
    fn spooler_notify(this: Receiver<'_, Self>, _flags: u32, _data: *mut c_void) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::CreateOneOff`
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

    /// `IMAPISupport::SetProviderUID`
    fn set_provider_uid(this: Receiver<'_, Self>, _provider_id: Option<&MAPIUID>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::CompareEntryIDs`
    fn compare_entry_ids(
        this: Receiver<'_, Self>,
        _entry1: Option<&[u8]>,
        _entry2: Option<&[u8]>,
        _compare_flags: u32,
        _result: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::OpenTemplateID`
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

    /// `IMAPISupport::OpenEntry`
    fn open_entry(
        this: Receiver<'_, Self>,
        _entry_id: Option<&[u8]>,
        _interface: Option<&Iid>,
        _open_flags: u32,
        _obj_type: Out<'_, u32>,
        _unk: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::GetOneOffTable`
    fn get_one_off_table(this: Receiver<'_, Self>, _flags: u32, _table: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::Address`
    fn address(
        this: Receiver<'_, Self>,
        _ui_param: Out<'_, usize>,
        _adr_parms: Out<'_, c_void>,
        _adr_list: Out<'_, *mut ADRLIST>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::Details`
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

    /// `IMAPISupport::NewEntry`
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

    /// `IMAPISupport::DoConfigPropsheet`
    fn do_config_propsheet(
        this: Receiver<'_, Self>,
        _ui_param: usize,
        _flags: u32,
        _title: In<'_, c_void>,
        _display_table: Option<Lent<'_, IMAPITableVtbl>>,
        _c_onfig_data: Option<Lent<'_, IMAPIPropVtbl>>,
        _top_page: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::CopyMessages`
    fn copy_messages(
        this: Receiver<'_, Self>,
        _src_interface: Option<&Iid>,
        _src_folder: *mut c_void,
        _msg_list: In<'_, SBinaryArray>,
        _dest_interface: Option<&Iid>,
        _dest_folder: *mut c_void,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::CopyFolder`
    fn copy_folder(
        this: Receiver<'_, Self>,
        _src_interface: Option<&Iid>,
        _src_folder: *mut c_void,
        _entry_id: Option<&[u8]>,
        _dest_interface: Option<&Iid>,
        _dest_folder: *mut c_void,
        _lsz_new_folder_name: In<'_, c_void>,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::DoCopyTo`
    fn do_copy_to(
        this: Receiver<'_, Self>,
        _src_interface: Option<&Iid>,
        _src_obj: *mut c_void,
        _exclude: Option<&[Iid]>,
        _exclude_props: In<'_, SPropTagArray>,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _dest_interface: Option<&Iid>,
        _dest_obj: *mut c_void,
        _flags: u32,
        _problems: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::DoCopyProps`
    fn do_copy_props(
        this: Receiver<'_, Self>,
        _src_interface: Option<&Iid>,
        _src_obj: *mut c_void,
        _include_props: In<'_, SPropTagArray>,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _dest_interface: Option<&Iid>,
        _dest_obj: *mut c_void,
        _flags: u32,
        _problems: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::DoProgressDialog`
    fn do_progress_dialog(
        this: Receiver<'_, Self>,
        _ui_param: usize,
        _flags: u32,
        _progress: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::ReadReceipt`
    fn read_receipt(
        this: Receiver<'_, Self>,
        _flags: u32,
        _read_message: Option<Lent<'_, IMessageVtbl>>,
        _empty_message: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::PrepareSubmit`
    fn prepare_submit(
        this: Receiver<'_, Self>,
        _message: Option<Lent<'_, IMessageVtbl>>,
        _flags: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::ExpandRecips`
    fn expand_recips(this: Receiver<'_, Self>, _message: Option<Lent<'_, IMessageVtbl>>, _flags: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::UpdatePAB`
    fn update_pab(this: Receiver<'_, Self>, _flags: u32, _message: Option<Lent<'_, IMessageVtbl>>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::DoSentMail`
    fn do_sent_mail(this: Receiver<'_, Self>, _flags: u32, _message: Option<Lent<'_, IMessageVtbl>>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::OpenAddressBook`
    fn open_address_book(
        this: Receiver<'_, Self>,
        _interface: Option<&Iid>,
        _flags: u32,
        _adr_book: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::Preprocess`
    fn preprocess(this: Receiver<'_, Self>, _flags: u32, _entry_id: Option<&[u8]>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::CompleteMsg`
    fn complete_msg(this: Receiver<'_, Self>, _flags: u32, _entry_id: Option<&[u8]>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::StoreLogoffTransports`
    fn store_logoff_transports(this: Receiver<'_, Self>, _flags: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::StatusRecips`
    fn status_recips(
        this: Receiver<'_, Self>,
        _message: Option<Lent<'_, IMessageVtbl>>,
        _recip_list: In<'_, ADRLIST>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::WrapStoreEntryID`
    fn wrap_store_entry_id(
        this: Receiver<'_, Self>,
        _orig_entry: Option<&[u8]>,
        _wrapped_entry_size: Out<'_, u32>,
        _wrapped_entry: Out<'_, *mut ENTRYID>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::ModifyProfile`
    fn modify_profile(this: Receiver<'_, Self>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::IStorageFromStream`
    fn i_storage_from_stream(
        this: Receiver<'_, Self>,
        _unk_in: Option<Lent<'_, IUnknownVtbl>>,
        _interface: Option<&Iid>,
        _flags: u32,
        _storage_out: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPISupport::GetSvcConfigSupportObj`
    fn get_svc_config_support_obj(this: Receiver<'_, Self>, _flags: u32, _svc_support: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IMAPISupport` as its interface number SLOT.
pub const fn vtable<C: IMAPISupport, const SLOT: usize>() -> IMAPISupportVtbl {
    IMAPISupportVtbl {
        unknown: unknown::<C, SLOT>(),
        get_last_error: get_last_error::<C, SLOT>,
        get_mem_alloc_routines: get_mem_alloc_routines::<C, SLOT>,
        subscribe: subscribe::<C, SLOT>,
        unsubscribe: unsubscribe::<C, SLOT>,
        notify: notify::<C, SLOT>,
        modify_status_row: modify_status_row::<C, SLOT>,
        open_profile_section: open_profile_section::<C, SLOT>,
        register_preprocessor: register_preprocessor::<C, SLOT>,
        new_uid: new_uid::<C, SLOT>,
        make_invalid: make_invalid::<C, SLOT>,
        spooler_yield: spooler_yield::<C, SLOT>,
        spooler_notify: spooler_notify::<C, SLOT>,
        create_one_off: create_one_off::<C, SLOT>,
        set_provider_uid: set_provider_uid::<C, SLOT>,
        compare_entry_ids: compare_entry_ids::<C, SLOT>,
        open_template_id: open_template_id::<C, SLOT>,
        open_entry: open_entry::<C, SLOT>,
        get_one_off_table: get_one_off_table::<C, SLOT>,
        address: address::<C, SLOT>,
        details: details::<C, SLOT>,
        new_entry: new_entry::<C, SLOT>,
        do_config_propsheet: do_config_propsheet::<C, SLOT>,
        copy_messages: copy_messages::<C, SLOT>,
        copy_folder: copy_folder::<C, SLOT>,
        do_copy_to: do_copy_to::<C, SLOT>,
        do_copy_props: do_copy_props::<C, SLOT>,
        do_progress_dialog: do_progress_dialog::<C, SLOT>,
        read_receipt: read_receipt::<C, SLOT>,
        prepare_submit: prepare_submit::<C, SLOT>,
        expand_recips: expand_recips::<C, SLOT>,
        update_pab: update_pab::<C, SLOT>,
        do_sent_mail: do_sent_mail::<C, SLOT>,
        open_address_book: open_address_book::<C, SLOT>,
        preprocess: preprocess::<C, SLOT>,
        complete_msg: complete_msg::<C, SLOT>,
        store_logoff_transports: store_logoff_transports::<C, SLOT>,
        status_recips: status_recips::<C, SLOT>,
        wrap_store_entry_id: wrap_store_entry_id::<C, SLOT>,
        modify_profile: modify_profile::<C, SLOT>,
        i_storage_from_stream: i_storage_from_stream::<C, SLOT>,
        get_svc_config_support_obj: get_svc_config_support_obj::<C, SLOT>,
    }
}

unsafe extern "system" fn get_last_error<C: IMAPISupport, const SLOT: usize>(
    this: This,
    result: Code,
    flags: u32,
    mapi_error: Out<*mut MAPIERROR>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_last_error(this, result, flags, mapi_error)
}

unsafe extern "system" fn get_mem_alloc_routines<C: IMAPISupport, const SLOT: usize>(
    this: This,
    allocate_buffer: Out<Option<AllocateBuffer>>,
    allocate_more: Out<Option<AllocateMore>>,
    free_buffer: Out<Option<FreeBuffer>>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_mem_alloc_routines(this, allocate_buffer, allocate_more, free_buffer)
}

unsafe extern "system" fn subscribe<C: IMAPISupport, const SLOT: usize>(
    this: This,
    key: In<NOTIFKEY>,
    event_mask: u32,
    flags: u32,
    advise_sink: *mut c_void,
    connection: Out<usize>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let advise_sink = unsafe { Lent::new(advise_sink) };
    C::subscribe(this, key, event_mask, flags, advise_sink, connection)
}

unsafe extern "system" fn unsubscribe<C: IMAPISupport, const SLOT: usize>(this: This, connection: usize) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::unsubscribe(this, connection)
}

unsafe extern "system" fn notify<C: IMAPISupport, const SLOT: usize>(
    this: This,
    key: In<NOTIFKEY>,
    notification_count: u32,
    notifications: In<NOTIFICATION>,
    flags: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let notifications = unsafe { Array::at(notifications.raw().cast(), notification_count) };
    C::notify(this, key, notifications, flags)
}

unsafe extern "system" fn modify_status_row<C: IMAPISupport, const SLOT: usize>(
    this: This,
    values_count: u32,
    column_vals: In<SPropValue>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let column_vals = unsafe { Array::at(column_vals.raw().cast(), values_count) };
    C::modify_status_row(this, column_vals, flags)
}

unsafe extern "system" fn open_profile_section<C: IMAPISupport, const SLOT: usize>(
    this: This,
    uid: In<MAPIUID>,
    flags: u32,
    profile_obj: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::open_profile_section(this, uid.get(), flags, profile_obj)
}

unsafe extern "system" fn register_preprocessor<C: IMAPISupport, const SLOT: usize>(
    this: This,
    muid: In<MAPIUID>,
    adr_type: In<c_void>,
    dll_name: In<c_void>,
    preprocess: In<u8>,
    remove_preprocess_info: In<u8>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::register_preprocessor(this, muid.get(), adr_type, dll_name, preprocess, remove_preprocess_info, flags)
}

unsafe extern "system" fn new_uid<C: IMAPISupport, const SLOT: usize>(this: This, muid: Out<MAPIUID>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::new_uid(this, muid)
}

unsafe extern "system" fn make_invalid<C: IMAPISupport, const SLOT: usize>(
    this: This,
    flags: u32,
    object: *mut c_void,
    ref_count: u32,
    methods_count: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::make_invalid(this, flags, object, ref_count, methods_count)
}

unsafe extern "system" fn spooler_yield<C: IMAPISupport, const SLOT: usize>(this: This, flags: u32) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::spooler_yield(this, flags)
}

unsafe extern "system" fn spooler_notify<C: IMAPISupport, const SLOT: usize>(
    this: This,
    flags: u32,
    data: *mut c_void,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::spooler_notify(this, flags, data)
}

unsafe extern "system" fn create_one_off<C: IMAPISupport, const SLOT: usize>(
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

unsafe extern "system" fn set_provider_uid<C: IMAPISupport, const SLOT: usize>(
    this: This,
    provider_id: In<MAPIUID>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::set_provider_uid(this, provider_id.get(), flags)
}

unsafe extern "system" fn compare_entry_ids<C: IMAPISupport, const SLOT: usize>(
    this: This,
    entry1_size: u32,
    entry1: In<ENTRYID>,
    entry2_size: u32,
    entry2: In<ENTRYID>,
    compare_flags: u32,
    result: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry1 = unsafe { bytes_at(entry1.raw().cast(), entry1_size) };
    // SAFETY: O3: as long as its count says.
    let entry2 = unsafe { bytes_at(entry2.raw().cast(), entry2_size) };
    C::compare_entry_ids(this, entry1, entry2, compare_flags, result)
}

unsafe extern "system" fn open_template_id<C: IMAPISupport, const SLOT: usize>(
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

unsafe extern "system" fn open_entry<C: IMAPISupport, const SLOT: usize>(
    this: This,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    interface: In<Iid>,
    open_flags: u32,
    obj_type: Out<u32>,
    unk: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::open_entry(this, entry_id, interface.get(), open_flags, obj_type, unk)
}

unsafe extern "system" fn get_one_off_table<C: IMAPISupport, const SLOT: usize>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_one_off_table(this, flags, table)
}

unsafe extern "system" fn address<C: IMAPISupport, const SLOT: usize>(
    this: This,
    ui_param: Out<usize>,
    adr_parms: Out<c_void>,
    adr_list: Out<*mut ADRLIST>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::address(this, ui_param, adr_parms, adr_list)
}

unsafe extern "system" fn details<C: IMAPISupport, const SLOT: usize>(
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

unsafe extern "system" fn new_entry<C: IMAPISupport, const SLOT: usize>(
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

unsafe extern "system" fn do_config_propsheet<C: IMAPISupport, const SLOT: usize>(
    this: This,
    ui_param: usize,
    flags: u32,
    title: In<c_void>,
    display_table: *mut c_void,
    c_onfig_data: *mut c_void,
    top_page: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let display_table = unsafe { Lent::new(display_table) };
    // SAFETY: O3: null, or an object of that interface.
    let c_onfig_data = unsafe { Lent::new(c_onfig_data) };
    C::do_config_propsheet(this, ui_param, flags, title, display_table, c_onfig_data, top_page)
}

unsafe extern "system" fn copy_messages<C: IMAPISupport, const SLOT: usize>(
    this: This,
    src_interface: In<Iid>,
    src_folder: *mut c_void,
    msg_list: In<SBinaryArray>,
    dest_interface: In<Iid>,
    dest_folder: *mut c_void,
    ui_param: usize,
    progress: *mut c_void,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let progress = unsafe { Lent::new(progress) };
    C::copy_messages(
        this,
        src_interface.get(),
        src_folder,
        msg_list,
        dest_interface.get(),
        dest_folder,
        ui_param,
        progress,
        flags,
    )
}

unsafe extern "system" fn copy_folder<C: IMAPISupport, const SLOT: usize>(
    this: This,
    src_interface: In<Iid>,
    src_folder: *mut c_void,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    dest_interface: In<Iid>,
    dest_folder: *mut c_void,
    lsz_new_folder_name: In<c_void>,
    ui_param: usize,
    progress: *mut c_void,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    // SAFETY: O3: null, or an object of that interface.
    let progress = unsafe { Lent::new(progress) };
    C::copy_folder(
        this,
        src_interface.get(),
        src_folder,
        entry_id,
        dest_interface.get(),
        dest_folder,
        lsz_new_folder_name,
        ui_param,
        progress,
        flags,
    )
}

unsafe extern "system" fn do_copy_to<C: IMAPISupport, const SLOT: usize>(
    this: This,
    src_interface: In<Iid>,
    src_obj: *mut c_void,
    ciid_exclude: u32,
    exclude: In<Iid>,
    exclude_props: In<SPropTagArray>,
    ui_param: usize,
    progress: *mut c_void,
    dest_interface: In<Iid>,
    dest_obj: *mut c_void,
    flags: u32,
    problems: Out<*mut SPropProblemArray>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let exclude = unsafe { slice_at(exclude.raw().cast(), ciid_exclude) };
    // SAFETY: O3: null, or an object of that interface.
    let progress = unsafe { Lent::new(progress) };
    C::do_copy_to(
        this,
        src_interface.get(),
        src_obj,
        exclude,
        exclude_props,
        ui_param,
        progress,
        dest_interface.get(),
        dest_obj,
        flags,
        problems,
    )
}

unsafe extern "system" fn do_copy_props<C: IMAPISupport, const SLOT: usize>(
    this: This,
    src_interface: In<Iid>,
    src_obj: *mut c_void,
    include_props: In<SPropTagArray>,
    ui_param: usize,
    progress: *mut c_void,
    dest_interface: In<Iid>,
    dest_obj: *mut c_void,
    flags: u32,
    problems: Out<*mut SPropProblemArray>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let progress = unsafe { Lent::new(progress) };
    C::do_copy_props(
        this,
        src_interface.get(),
        src_obj,
        include_props,
        ui_param,
        progress,
        dest_interface.get(),
        dest_obj,
        flags,
        problems,
    )
}

unsafe extern "system" fn do_progress_dialog<C: IMAPISupport, const SLOT: usize>(
    this: This,
    ui_param: usize,
    flags: u32,
    progress: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::do_progress_dialog(this, ui_param, flags, progress)
}

unsafe extern "system" fn read_receipt<C: IMAPISupport, const SLOT: usize>(
    this: This,
    flags: u32,
    read_message: *mut c_void,
    empty_message: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let read_message = unsafe { Lent::new(read_message) };
    C::read_receipt(this, flags, read_message, empty_message)
}

unsafe extern "system" fn prepare_submit<C: IMAPISupport, const SLOT: usize>(
    this: This,
    message: *mut c_void,
    flags: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let message = unsafe { Lent::new(message) };
    C::prepare_submit(this, message, flags)
}

unsafe extern "system" fn expand_recips<C: IMAPISupport, const SLOT: usize>(
    this: This,
    message: *mut c_void,
    flags: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let message = unsafe { Lent::new(message) };
    C::expand_recips(this, message, flags)
}

unsafe extern "system" fn update_pab<C: IMAPISupport, const SLOT: usize>(
    this: This,
    flags: u32,
    message: *mut c_void,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let message = unsafe { Lent::new(message) };
    C::update_pab(this, flags, message)
}

unsafe extern "system" fn do_sent_mail<C: IMAPISupport, const SLOT: usize>(
    this: This,
    flags: u32,
    message: *mut c_void,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let message = unsafe { Lent::new(message) };
    C::do_sent_mail(this, flags, message)
}

unsafe extern "system" fn open_address_book<C: IMAPISupport, const SLOT: usize>(
    this: This,
    interface: In<Iid>,
    flags: u32,
    adr_book: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::open_address_book(this, interface.get(), flags, adr_book)
}

unsafe extern "system" fn preprocess<C: IMAPISupport, const SLOT: usize>(
    this: This,
    flags: u32,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::preprocess(this, flags, entry_id)
}

unsafe extern "system" fn complete_msg<C: IMAPISupport, const SLOT: usize>(
    this: This,
    flags: u32,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::complete_msg(this, flags, entry_id)
}

unsafe extern "system" fn store_logoff_transports<C: IMAPISupport, const SLOT: usize>(
    this: This,
    flags: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::store_logoff_transports(this, flags)
}

unsafe extern "system" fn status_recips<C: IMAPISupport, const SLOT: usize>(
    this: This,
    message: *mut c_void,
    recip_list: In<ADRLIST>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let message = unsafe { Lent::new(message) };
    C::status_recips(this, message, recip_list)
}

unsafe extern "system" fn wrap_store_entry_id<C: IMAPISupport, const SLOT: usize>(
    this: This,
    orig_entry_size: u32,
    orig_entry: In<ENTRYID>,
    wrapped_entry_size: Out<u32>,
    wrapped_entry: Out<*mut ENTRYID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let orig_entry = unsafe { bytes_at(orig_entry.raw().cast(), orig_entry_size) };
    C::wrap_store_entry_id(this, orig_entry, wrapped_entry_size, wrapped_entry)
}

unsafe extern "system" fn modify_profile<C: IMAPISupport, const SLOT: usize>(this: This, flags: u32) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::modify_profile(this, flags)
}

unsafe extern "system" fn i_storage_from_stream<C: IMAPISupport, const SLOT: usize>(
    this: This,
    unk_in: *mut c_void,
    interface: In<Iid>,
    flags: u32,
    storage_out: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let unk_in = unsafe { Lent::new(unk_in) };
    C::i_storage_from_stream(this, unk_in, interface.get(), flags, storage_out)
}

unsafe extern "system" fn get_svc_config_support_obj<C: IMAPISupport, const SLOT: usize>(
    this: This,
    flags: u32,
    svc_support: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_svc_config_support_obj(this, flags, svc_support)
}
