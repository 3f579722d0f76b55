//! `IXPLogon`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::iid::Iid;
use crate::shapes::structs::{ENTRYID, MAPIUID};
use core::ffi::c_void;

use crate::class::{Class, Receiver, unknown};
use crate::com_ptr::Lent;
use crate::params::bytes_at;
use crate::shapes::imessage::IMessageVtbl;
use crate::shapes::ixp_logon::IXPLogonVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &[
    "QueryInterface",
    "AddRef",
    "Release",
    "AddressTypes",
    "RegisterOptions",
    "TransportNotify",
    "Idle",
    "TransportLogoff",
    "SubmitMessage",
    "EndMessage",
    "Poll",
    "StartMessage",
    "OpenStatusEntry",
    "ValidateState",
    "FlushQueues",
];

/// The methods of `IXPLogon`. What a class does not have is refused (ERR-2).
pub trait IXPLogon: Class {
    /// `IXPLogon::AddressTypes`
    fn address_types(
        this: Receiver<'_, Self>,
        _flags: Out<'_, u32>,
        _adr_type_count: Out<'_, u32>,
        _adr_type_array: Out<'_, *mut *mut c_void>,
        _mapiuid_count: Out<'_, u32>,
        _uid_array: Out<'_, *mut *mut MAPIUID>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IXPLogon::RegisterOptions`
    fn register_options(
        this: Receiver<'_, Self>,
        _flags: Out<'_, u32>,
        _options_count: Out<'_, u32>,
        _options: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IXPLogon::TransportNotify`
    fn transport_notify(this: Receiver<'_, Self>, _flags: Out<'_, u32>, _data: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }

    /// `IXPLogon::Idle`
    fn idle(this: Receiver<'_, Self>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IXPLogon::TransportLogoff`
    fn transport_logoff(this: Receiver<'_, Self>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IXPLogon::SubmitMessage`
    fn submit_message(
        this: Receiver<'_, Self>,
        _flags: u32,
        _message: Option<Lent<'_, IMessageVtbl>>,
        _msg_ref: Out<'_, usize>,
        _return_parm: Out<'_, usize>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IXPLogon::EndMessage`
    fn end_message(this: Receiver<'_, Self>, _msg_ref: usize, _flags: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IXPLogon::Poll`
    fn poll(this: Receiver<'_, Self>, _incoming: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IXPLogon::StartMessage`
    fn start_message(
        this: Receiver<'_, Self>,
        _flags: u32,
        _message: Option<Lent<'_, IMessageVtbl>>,
        _msg_ref: Out<'_, usize>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IXPLogon::OpenStatusEntry`
    fn open_status_entry(
        this: Receiver<'_, Self>,
        _interface: Option<&Iid>,
        _flags: u32,
        _obj_type: Out<'_, u32>,
        _entry: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IXPLogon::ValidateState`
    fn validate_state(this: Receiver<'_, Self>, _ui_param: usize, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IXPLogon::FlushQueues`
    fn flush_queues(this: Receiver<'_, Self>, _ui_param: usize, _target_transport: Option<&[u8]>, _flags: u32) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IXPLogon` as its interface number SLOT.
pub const fn vtable<C: IXPLogon, const SLOT: usize>() -> IXPLogonVtbl {
    IXPLogonVtbl {
        unknown: unknown::<C, SLOT>(),
        address_types: address_types::<C, SLOT>,
        register_options: register_options::<C, SLOT>,
        transport_notify: transport_notify::<C, SLOT>,
        idle: idle::<C, SLOT>,
        transport_logoff: transport_logoff::<C, SLOT>,
        submit_message: submit_message::<C, SLOT>,
        end_message: end_message::<C, SLOT>,
        poll: poll::<C, SLOT>,
        start_message: start_message::<C, SLOT>,
        open_status_entry: open_status_entry::<C, SLOT>,
        validate_state: validate_state::<C, SLOT>,
        flush_queues: flush_queues::<C, SLOT>,
    }
}

unsafe extern "system" fn address_types<C: IXPLogon, const SLOT: usize>(
    this: This,
    flags: Out<u32>,
    adr_type_count: Out<u32>,
    adr_type_array: Out<*mut *mut c_void>,
    mapiuid_count: Out<u32>,
    uid_array: Out<*mut *mut MAPIUID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::address_types(this, flags, adr_type_count, adr_type_array, mapiuid_count, uid_array)
}

unsafe extern "system" fn register_options<C: IXPLogon, const SLOT: usize>(
    this: This,
    flags: Out<u32>,
    options_count: Out<u32>,
    options: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::register_options(this, flags, options_count, options)
}

unsafe extern "system" fn transport_notify<C: IXPLogon, const SLOT: usize>(
    this: This,
    flags: Out<u32>,
    data: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::transport_notify(this, flags, data)
}

unsafe extern "system" fn idle<C: IXPLogon, const SLOT: usize>(this: This, flags: u32) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::idle(this, flags)
}

unsafe extern "system" fn transport_logoff<C: IXPLogon, const SLOT: usize>(this: This, flags: u32) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::transport_logoff(this, flags)
}

unsafe extern "system" fn submit_message<C: IXPLogon, const SLOT: usize>(
    this: This,
    flags: u32,
    message: *mut c_void,
    msg_ref: Out<usize>,
    return_parm: Out<usize>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let message = unsafe { Lent::new(message) };
    C::submit_message(this, flags, message, msg_ref, return_parm)
}

unsafe extern "system" fn end_message<C: IXPLogon, const SLOT: usize>(
    this: This,
    msg_ref: usize,
    flags: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::end_message(this, msg_ref, flags)
}

unsafe extern "system" fn poll<C: IXPLogon, const SLOT: usize>(this: This, incoming: Out<u32>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::poll(this, incoming)
}

unsafe extern "system" fn start_message<C: IXPLogon, const SLOT: usize>(
    this: This,
    flags: u32,
    message: *mut c_void,
    msg_ref: Out<usize>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let message = unsafe { Lent::new(message) };
    C::start_message(this, flags, message, msg_ref)
}

unsafe extern "system" fn open_status_entry<C: IXPLogon, const SLOT: usize>(
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

unsafe extern "system" fn validate_state<C: IXPLogon, const SLOT: usize>(
    this: This,
    ui_param: usize,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::validate_state(this, ui_param, flags)
}

unsafe extern "system" fn flush_queues<C: IXPLogon, const SLOT: usize>(
    this: This,
    ui_param: usize,
    target_transport_size: u32,
    target_transport: In<ENTRYID>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let target_transport = unsafe { bytes_at(target_transport.raw().cast(), target_transport_size) };
    C::flush_queues(this, ui_param, target_transport, flags)
}
