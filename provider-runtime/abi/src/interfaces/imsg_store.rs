//! `IMsgStore`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::iid::Iid;
use crate::shapes::structs::{ENTRYID, NOTIFICATION};
use core::ffi::c_void;

use super::imapi_prop::IMAPIProp;
use crate::class::Receiver;
use crate::com_ptr::Lent;
use crate::params::bytes_at;
use crate::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use crate::shapes::imessage::IMessageVtbl;
use crate::shapes::imsg_store::IMsgStoreVtbl;

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
    "Advise",
    "Unadvise",
    "CompareEntryIDs",
    "OpenEntry",
    "SetReceiveFolder",
    "GetReceiveFolder",
    "GetReceiveFolderTable",
    "StoreLogoff",
    "AbortSubmit",
    "GetOutgoingQueue",
    "SetLockState",
    "FinishedMsg",
    "NotifyNewMail",
];

/// The methods of `IMsgStore`. What a class does not have is refused (ERR-2).
pub trait IMsgStore: IMAPIProp {
    /// `IMsgStore::Advise`
    fn advise(
        this: Receiver<'_, Self>,
        _entry_id: Option<&[u8]>,
        _event_mask: u32,
        _advise_sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
        _connection: Out<'_, usize>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMsgStore::Unadvise`
    fn unadvise(this: Receiver<'_, Self>, _connection: usize) -> Code {
        Self::refuse(this)
    }

    /// `IMsgStore::CompareEntryIDs`
    fn compare_entry_ids(
        this: Receiver<'_, Self>,
        _entry_id1: Option<&[u8]>,
        _entry_id2: Option<&[u8]>,
        _flags: u32,
        _result: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMsgStore::OpenEntry`
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

    /// `IMsgStore::SetReceiveFolder`
    fn set_receive_folder(
        this: Receiver<'_, Self>,
        _message_class: In<'_, c_void>,
        _flags: u32,
        _entry_id: Option<&[u8]>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMsgStore::GetReceiveFolder`
    fn get_receive_folder(
        this: Receiver<'_, Self>,
        _message_class: In<'_, c_void>,
        _flags: u32,
        _entry_id_size: Out<'_, u32>,
        _entry_id: Out<'_, *mut ENTRYID>,
        _explicit_class: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMsgStore::GetReceiveFolderTable`
    fn get_receive_folder_table(this: Receiver<'_, Self>, _flags: u32, _table: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }

    /// `IMsgStore::StoreLogoff`
    fn store_logoff(this: Receiver<'_, Self>, _flags: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IMsgStore::AbortSubmit`
    fn abort_submit(this: Receiver<'_, Self>, _entry_id: Option<&[u8]>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMsgStore::GetOutgoingQueue`
    fn get_outgoing_queue(this: Receiver<'_, Self>, _flags: u32, _table: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }

    /// `IMsgStore::SetLockState`
    fn set_lock_state(this: Receiver<'_, Self>, _message: Option<Lent<'_, IMessageVtbl>>, _lock_state: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMsgStore::FinishedMsg`
    fn finished_msg(this: Receiver<'_, Self>, _flags: u32, _entry_id: Option<&[u8]>) -> Code {
        Self::refuse(this)
    }

    /// `IMsgStore::NotifyNewMail`
    fn notify_new_mail(this: Receiver<'_, Self>, _notification: In<'_, NOTIFICATION>) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IMsgStore` as its interface number SLOT.
pub const fn vtable<C: IMsgStore, const SLOT: usize>() -> IMsgStoreVtbl {
    IMsgStoreVtbl {
        prop: super::imapi_prop::vtable::<C, SLOT>(),
        advise: advise::<C, SLOT>,
        unadvise: unadvise::<C, SLOT>,
        compare_entry_ids: compare_entry_ids::<C, SLOT>,
        open_entry: open_entry::<C, SLOT>,
        set_receive_folder: set_receive_folder::<C, SLOT>,
        get_receive_folder: get_receive_folder::<C, SLOT>,
        get_receive_folder_table: get_receive_folder_table::<C, SLOT>,
        store_logoff: store_logoff::<C, SLOT>,
        abort_submit: abort_submit::<C, SLOT>,
        get_outgoing_queue: get_outgoing_queue::<C, SLOT>,
        set_lock_state: set_lock_state::<C, SLOT>,
        finished_msg: finished_msg::<C, SLOT>,
        notify_new_mail: notify_new_mail::<C, SLOT>,
    }
}

unsafe extern "system" fn advise<C: IMsgStore, const SLOT: usize>(
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

unsafe extern "system" fn unadvise<C: IMsgStore, const SLOT: usize>(this: This, connection: usize) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::unadvise(this, connection)
}

unsafe extern "system" fn compare_entry_ids<C: IMsgStore, const SLOT: usize>(
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

unsafe extern "system" fn open_entry<C: IMsgStore, const SLOT: usize>(
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

unsafe extern "system" fn set_receive_folder<C: IMsgStore, const SLOT: usize>(
    this: This,
    message_class: In<c_void>,
    flags: u32,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::set_receive_folder(this, message_class, flags, entry_id)
}

unsafe extern "system" fn get_receive_folder<C: IMsgStore, const SLOT: usize>(
    this: This,
    message_class: In<c_void>,
    flags: u32,
    entry_id_size: Out<u32>,
    entry_id: Out<*mut ENTRYID>,
    explicit_class: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_receive_folder(this, message_class, flags, entry_id_size, entry_id, explicit_class)
}

unsafe extern "system" fn get_receive_folder_table<C: IMsgStore, const SLOT: usize>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_receive_folder_table(this, flags, table)
}

unsafe extern "system" fn store_logoff<C: IMsgStore, const SLOT: usize>(this: This, flags: Out<u32>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::store_logoff(this, flags)
}

unsafe extern "system" fn abort_submit<C: IMsgStore, const SLOT: usize>(
    this: This,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::abort_submit(this, entry_id, flags)
}

unsafe extern "system" fn get_outgoing_queue<C: IMsgStore, const SLOT: usize>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_outgoing_queue(this, flags, table)
}

unsafe extern "system" fn set_lock_state<C: IMsgStore, const SLOT: usize>(
    this: This,
    message: *mut c_void,
    lock_state: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let message = unsafe { Lent::new(message) };
    C::set_lock_state(this, message, lock_state)
}

unsafe extern "system" fn finished_msg<C: IMsgStore, const SLOT: usize>(
    this: This,
    flags: u32,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::finished_msg(this, flags, entry_id)
}

unsafe extern "system" fn notify_new_mail<C: IMsgStore, const SLOT: usize>(
    this: This,
    notification: In<NOTIFICATION>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::notify_new_mail(this, notification)
}
