//! `IMsgServiceAdmin`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]
#![allow(clippy::too_many_arguments, reason = "a method has the parameters that MAPI gives it")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::iid::Iid;
use crate::shapes::structs::{MAPIERROR, MAPIUID, SPropValue};
use core::ffi::c_void;

use crate::class::{Class, Receiver, unknown};
use crate::params::Array;
use crate::shapes::imsg_service_admin::IMsgServiceAdminVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &[
    "QueryInterface",
    "AddRef",
    "Release",
    "GetLastError",
    "GetMsgServiceTable",
    "CreateMsgService",
    "DeleteMsgService",
    "CopyMsgService",
    "RenameMsgService",
    "ConfigureMsgService",
    "OpenProfileSection",
    "MsgServiceTransportOrder",
    "AdminProviders",
    "SetPrimaryIdentity",
    "GetProviderTable",
];

/// The methods of `IMsgServiceAdmin`. What a class does not have is refused (ERR-2).
pub trait IMsgServiceAdmin: Class {
    /// `IMsgServiceAdmin::GetLastError`
    fn get_last_error(
        this: Receiver<'_, Self>,
        _result: Code,
        _flags: u32,
        _mapi_error: Out<'_, *mut MAPIERROR>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMsgServiceAdmin::GetMsgServiceTable`
    fn get_msg_service_table(this: Receiver<'_, Self>, _flags: u32, _table: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }

    /// `IMsgServiceAdmin::CreateMsgService`
    fn create_msg_service(
        this: Receiver<'_, Self>,
        _service: In<'_, c_void>,
        _display_name: In<'_, c_void>,
        _ui_param: usize,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMsgServiceAdmin::DeleteMsgService`
    fn delete_msg_service(this: Receiver<'_, Self>, _uid: Option<&MAPIUID>) -> Code {
        Self::refuse(this)
    }

    /// `IMsgServiceAdmin::CopyMsgService`
    fn copy_msg_service(
        this: Receiver<'_, Self>,
        _uid: Option<&MAPIUID>,
        _display_name: In<'_, c_void>,
        _interface_to_copy: Option<&Iid>,
        _interface_dst: Option<&Iid>,
        _object_dst: *mut c_void,
        _ui_param: usize,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMsgServiceAdmin::RenameMsgService`
    fn rename_msg_service(
        this: Receiver<'_, Self>,
        _uid: Option<&MAPIUID>,
        _flags: u32,
        _display_name: In<'_, c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMsgServiceAdmin::ConfigureMsgService`
    fn configure_msg_service(
        this: Receiver<'_, Self>,
        _uid: Option<&MAPIUID>,
        _ui_param: usize,
        _flags: u32,
        _props: Option<Array<'_, SPropValue>>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMsgServiceAdmin::OpenProfileSection`
    fn open_profile_section(
        this: Receiver<'_, Self>,
        _uid: Option<&MAPIUID>,
        _interface: Option<&Iid>,
        _flags: u32,
        _prof_sect: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMsgServiceAdmin::MsgServiceTransportOrder`
    fn msg_service_transport_order(
        this: Receiver<'_, Self>,
        _uid_count: u32,
        _uid_list: Option<&MAPIUID>,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMsgServiceAdmin::AdminProviders`
    fn admin_providers(
        this: Receiver<'_, Self>,
        _uid: Option<&MAPIUID>,
        _flags: u32,
        _provider_admin: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMsgServiceAdmin::SetPrimaryIdentity`
    fn set_primary_identity(this: Receiver<'_, Self>, _uid: Option<&MAPIUID>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMsgServiceAdmin::GetProviderTable`
    fn get_provider_table(this: Receiver<'_, Self>, _flags: u32, _table: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IMsgServiceAdmin` as its interface number SLOT.
pub const fn vtable<C: IMsgServiceAdmin, const SLOT: usize>() -> IMsgServiceAdminVtbl {
    IMsgServiceAdminVtbl {
        unknown: unknown::<C, SLOT>(),
        get_last_error: get_last_error::<C, SLOT>,
        get_msg_service_table: get_msg_service_table::<C, SLOT>,
        create_msg_service: create_msg_service::<C, SLOT>,
        delete_msg_service: delete_msg_service::<C, SLOT>,
        copy_msg_service: copy_msg_service::<C, SLOT>,
        rename_msg_service: rename_msg_service::<C, SLOT>,
        configure_msg_service: configure_msg_service::<C, SLOT>,
        open_profile_section: open_profile_section::<C, SLOT>,
        msg_service_transport_order: msg_service_transport_order::<C, SLOT>,
        admin_providers: admin_providers::<C, SLOT>,
        set_primary_identity: set_primary_identity::<C, SLOT>,
        get_provider_table: get_provider_table::<C, SLOT>,
    }
}

unsafe extern "system" fn get_last_error<C: IMsgServiceAdmin, const SLOT: usize>(
    this: This,
    result: Code,
    flags: u32,
    mapi_error: Out<*mut MAPIERROR>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_last_error(this, result, flags, mapi_error)
}

unsafe extern "system" fn get_msg_service_table<C: IMsgServiceAdmin, const SLOT: usize>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_msg_service_table(this, flags, table)
}

unsafe extern "system" fn create_msg_service<C: IMsgServiceAdmin, const SLOT: usize>(
    this: This,
    service: In<c_void>,
    display_name: In<c_void>,
    ui_param: usize,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::create_msg_service(this, service, display_name, ui_param, flags)
}

unsafe extern "system" fn delete_msg_service<C: IMsgServiceAdmin, const SLOT: usize>(
    this: This,
    uid: In<MAPIUID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::delete_msg_service(this, uid.get())
}

unsafe extern "system" fn copy_msg_service<C: IMsgServiceAdmin, const SLOT: usize>(
    this: This,
    uid: In<MAPIUID>,
    display_name: In<c_void>,
    interface_to_copy: In<Iid>,
    interface_dst: In<Iid>,
    object_dst: *mut c_void,
    ui_param: usize,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::copy_msg_service(
        this,
        uid.get(),
        display_name,
        interface_to_copy.get(),
        interface_dst.get(),
        object_dst,
        ui_param,
        flags,
    )
}

unsafe extern "system" fn rename_msg_service<C: IMsgServiceAdmin, const SLOT: usize>(
    this: This,
    uid: In<MAPIUID>,
    flags: u32,
    display_name: In<c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::rename_msg_service(this, uid.get(), flags, display_name)
}

unsafe extern "system" fn configure_msg_service<C: IMsgServiceAdmin, const SLOT: usize>(
    this: This,
    uid: In<MAPIUID>,
    ui_param: usize,
    flags: u32,
    values_count: u32,
    props: In<SPropValue>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let props = unsafe { Array::at(props.raw().cast(), values_count) };
    C::configure_msg_service(this, uid.get(), ui_param, flags, props)
}

unsafe extern "system" fn open_profile_section<C: IMsgServiceAdmin, const SLOT: usize>(
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

unsafe extern "system" fn msg_service_transport_order<C: IMsgServiceAdmin, const SLOT: usize>(
    this: This,
    uid_count: u32,
    uid_list: In<MAPIUID>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::msg_service_transport_order(this, uid_count, uid_list.get(), flags)
}

unsafe extern "system" fn admin_providers<C: IMsgServiceAdmin, const SLOT: usize>(
    this: This,
    uid: In<MAPIUID>,
    flags: u32,
    provider_admin: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::admin_providers(this, uid.get(), flags, provider_admin)
}

unsafe extern "system" fn set_primary_identity<C: IMsgServiceAdmin, const SLOT: usize>(
    this: This,
    uid: In<MAPIUID>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::set_primary_identity(this, uid.get(), flags)
}

unsafe extern "system" fn get_provider_table<C: IMsgServiceAdmin, const SLOT: usize>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_provider_table(this, flags, table)
}
