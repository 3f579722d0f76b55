//! `IABLogon`. What it shares with stores is in `bridge/entries.rs`, the status object it opens in `bridge/status.rs`.
#![allow(unsafe_code, reason = "the methods of IABLogon take raw arguments")]

use super::prepare;
use crate::bridge::entries;
use crate::bridge::prop::get_last_error;
use crate::bridge::status::open_status_entry;
use crate::com::core::Core;
use crate::com::object::{Object, Role, Shape};
use crate::provider::AddressBookProvider;
use provider_abi::class::{object, unknown};
use provider_abi::no_support::no_support;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iab_logon::IABLogonVtbl;
use provider_abi::shapes::iid::IID_IABLogon;
use provider_abi::shapes::param::This;
use std::sync::Arc;

/// `IABLogon` of `P`.
pub type BookLogonObject<P> = Object<P, BookLogonRole>;

/// The logon object of an address book.
pub struct BookLogonRole;

impl<P: AddressBookProvider> BookLogonObject<P> {
    const METHODS: &'static IABLogonVtbl = &IABLogonVtbl {
        unknown: unknown::<Self, 0>(),
        get_last_error: get_last_error::<P, BookLogonRole>,
        logoff: logoff::<P>,
        open_entry: entries::open_entry::<P, BookLogonRole>,
        compare_entry_ids: entries::compare_entry_ids::<P, BookLogonRole>,
        advise: entries::advise::<P, BookLogonRole>,
        unadvise: entries::unadvise::<P, BookLogonRole>,
        open_status_entry: open_status_entry::<P, BookLogonRole>,
        open_template_id: no_support::<Self, _>(),
        get_one_off_table: no_support::<Self, _>(),
        prepare_recips: prepare::prepare_recips::<P>,
    };
}

impl<P: AddressBookProvider> Role<P> for BookLogonRole {
    fn shape(&self) -> &'static Shape {
        const { &Shape::of(0, "logon", &[IID_IABLogon], BookLogonObject::<P>::METHODS) }
    }

    /// LOGOFF-7: without Logoff, its work first.
    fn last(object: &BookLogonObject<P>) {
        Core::end(&object.core);
    }
}

/// `IABLogon::Logoff`: forcibly (LOGOFF-4), whatever the flags say (LOGOFF-3), once (LOGOFF-6).
unsafe extern "system" fn logoff<P: AddressBookProvider>(this: This, _flags: u32) -> Code {
    let core = Arc::clone(&object::<BookLogonObject<P>, 0>(&this).core);
    Core::end(&core); // from here on `this` may be gone
    Code::OK
}
