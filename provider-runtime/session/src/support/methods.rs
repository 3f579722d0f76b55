//! Which methods a support object has: who may call each (SUP-1), and the way from `IMAPISupport`
//! to the file that does it. What a class has by default is refused.

use super::{SupportObject, kept, one_off, requests, spooling};
use crate::kind::Kind;
use crate::notify;
use crate::record::what::SupportEvent;
use crate::sink::LentSink;
use provider_abi::class::Receiver;
use provider_abi::com_ptr::Lent;
use provider_abi::interfaces::imapi_support::IMAPISupport;
use provider_abi::params::Array;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::imessage::IMessageVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::*;
use std::ffi::c_void;

/// Whom a support object is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum User {
    Store,
    AddressBook,
    Transport,
    /// A message service, for one call of `ServiceEntry`.
    Service,
}

use User::{AddressBook, Service, Store, Transport};

const ALL: &[User] = &[Store, AddressBook, Transport, Service];
/// SVC-4: what has to do with a logon is not for `ServiceEntry`.
const LOGONS: &[User] = &[Store, AddressBook, Transport];

/// SUP-1: whom a method is for.
fn users(method: &SupportEvent) -> &'static [User] {
    match method {
        SupportEvent::GetLastError(_)
        | SupportEvent::GetAllocators(_)
        | SupportEvent::OpenSection(_)
        | SupportEvent::NewUid(_)
        | SupportEvent::MakeInvalid(_)
        | SupportEvent::GetConfiguration(_) => ALL,
        SupportEvent::Subscribe(_)
        | SupportEvent::Unsubscribe(_)
        | SupportEvent::Notify(_)
        | SupportEvent::AddRow(_)
        | SupportEvent::ChangeRow(_)
        | SupportEvent::CreateOneOff(_)
        | SupportEvent::OpenEntry(_)
        | SupportEvent::CompareEntries(_)
        | SupportEvent::OpenBook(_)
        | SupportEvent::WrapEntry(_) => LOGONS,
        // UID-3: a transport says by AddressTypes which identifiers are its own.
        SupportEvent::AddUid(_) => &[Store, AddressBook],
        // An address book has nothing to do with the spooler, and a store does not send.
        SupportEvent::NotifySpooler(_) => &[Store, Transport],
        SupportEvent::Yield(_) | SupportEvent::ReportRecipients(_) => &[Transport],
        SupportEvent::LogoffTransports(_) | SupportEvent::ModifyProfile(_) => &[Store],
        // These are no methods, or are not refused by whom they are for.
        SupportEvent::AddRef(_)
        | SupportEvent::Release(_)
        | SupportEvent::Late(_)
        | SupportEvent::Other(_)
        | SupportEvent::WriteSection(_)
        | SupportEvent::ForgetUid(_)
        | SupportEvent::ForgetRow(_)
        | SupportEvent::ForgetSubscription(_) => &[],
    }
}

/// Whether a method is for a user.
pub(super) fn is_for(method: &SupportEvent, user: User) -> bool {
    users(method).contains(&user)
}

impl User {
    pub(super) fn of(kind: Kind) -> Self {
        match kind {
            Kind::Store => Store,
            Kind::AddressBook => AddressBook,
            Kind::Transport => Transport,
        }
    }
}

impl IMAPISupport for SupportObject {
    fn get_last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        requests::get_last_error(&this, code, flags, error)
    }

    fn get_mem_alloc_routines(
        this: Receiver<'_, Self>,
        allocate: Out<'_, Option<AllocateBuffer>>,
        more: Out<'_, Option<AllocateMore>>,
        free: Out<'_, Option<FreeBuffer>>,
    ) -> Code {
        requests::get_mem_alloc_routines(&this, allocate, more, free)
    }

    fn subscribe(
        this: Receiver<'_, Self>,
        key: In<'_, NOTIFKEY>,
        mask: u32,
        _flags: u32,
        sink: Option<LentSink<'_>>,
        connection: Out<'_, usize>,
    ) -> Code {
        notify::subscribe(&this, key, mask, sink, connection)
    }

    fn unsubscribe(this: Receiver<'_, Self>, connection: usize) -> Code {
        notify::unsubscribe(&this, connection)
    }

    fn notify(
        this: Receiver<'_, Self>,
        key: In<'_, NOTIFKEY>,
        notifications: Option<Array<'_, NOTIFICATION>>,
        _flags: Out<'_, u32>,
    ) -> Code {
        notify::notify(&this, key, notifications)
    }

    fn modify_status_row(this: Receiver<'_, Self>, columns: Option<Array<'_, SPropValue>>, flags: u32) -> Code {
        kept::modify_status_row(&this, columns, flags)
    }

    fn open_profile_section(
        this: Receiver<'_, Self>,
        uid: Option<&MAPIUID>,
        flags: u32,
        section: Out<'_, *mut c_void>,
    ) -> Code {
        requests::open_profile_section(&this, uid, flags, section)
    }

    fn new_uid(this: Receiver<'_, Self>, uid: Out<'_, MAPIUID>) -> Code {
        requests::new_uid(&this, uid)
    }

    fn make_invalid(this: Receiver<'_, Self>, flags: u32, object: *mut c_void, count: u32, methods: u32) -> Code {
        requests::make_invalid(this, flags, object, count, methods)
    }

    fn spooler_yield(this: Receiver<'_, Self>, _flags: u32) -> Code {
        spooling::spooler_yield(&this)
    }

    fn spooler_notify(this: Receiver<'_, Self>, flags: u32, data: *mut c_void) -> Code {
        spooling::spooler_notify(this, flags, data)
    }

    fn create_one_off(
        this: Receiver<'_, Self>,
        name: In<'_, c_void>,
        kind: In<'_, c_void>,
        address: In<'_, c_void>,
        flags: u32,
        length: Out<'_, u32>,
        entry: Out<'_, *mut ENTRYID>,
    ) -> Code {
        one_off::create_one_off(this, name, kind, address, flags, length, entry)
    }

    fn set_provider_uid(this: Receiver<'_, Self>, uid: Option<&MAPIUID>, flags: u32) -> Code {
        kept::set_provider_uid(&this, uid, flags)
    }

    fn compare_entry_ids(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        other: Option<&[u8]>,
        _flags: u32,
        same: Out<'_, u32>,
    ) -> Code {
        requests::compare_entry_ids(&this, entry, other, same)
    }

    fn open_entry(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        interface: Option<&Iid>,
        flags: u32,
        kind: Out<'_, u32>,
        opened: Out<'_, *mut c_void>,
    ) -> Code {
        requests::open_entry(&this, entry, interface, flags, kind, opened)
    }

    fn open_address_book(
        this: Receiver<'_, Self>,
        interface: Option<&Iid>,
        flags: u32,
        out: Out<'_, *mut c_void>,
    ) -> Code {
        requests::open_address_book(&this, interface, flags, out)
    }

    fn store_logoff_transports(this: Receiver<'_, Self>, flags: Out<'_, u32>) -> Code {
        kept::store_logoff_transports(&this, flags)
    }

    fn status_recips(this: Receiver<'_, Self>, message: Option<Lent<'_, IMessageVtbl>>, list: In<'_, ADRLIST>) -> Code {
        spooling::status_recips(&this, message, list)
    }

    fn wrap_store_entry_id(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        length: Out<'_, u32>,
        wrapped: Out<'_, *mut ENTRYID>,
    ) -> Code {
        requests::wrap_store_entry_id(&this, entry, length, wrapped)
    }

    fn modify_profile(this: Receiver<'_, Self>, _flags: u32) -> Code {
        kept::modify_profile(&this)
    }

    fn get_svc_config_support_obj(this: Receiver<'_, Self>, _flags: u32, out: Out<'_, *mut c_void>) -> Code {
        requests::get_svc_config_support_obj(&this, out)
    }
}
