//! `IMSLogon`. What it shares with the store is in `entries.rs`, the status object it opens in `status.rs`.
#![allow(unsafe_code, reason = "the methods of IMSLogon take raw arguments")]

use super::entries;
use super::prop::get_last_error;
use super::status::open_status_entry;
use crate::com::core::Core;
use crate::com::object::{LogonObject, LogonRole, Role, Shape};
use crate::provider::StoreProvider;
use provider_abi::class::{object, unknown};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::IID_IMSLogon;
use provider_abi::shapes::ims_logon::IMSLogonVtbl;
use provider_abi::shapes::param::{Out, This};
use std::sync::Arc;

impl<P: StoreProvider> LogonObject<P> {
    const METHODS: &'static IMSLogonVtbl = &IMSLogonVtbl {
        unknown: unknown::<Self, 0>(),
        get_last_error: get_last_error::<P, LogonRole>,
        logoff: logoff::<P>,
        open_entry: entries::open_entry::<P, LogonRole>,
        compare_entry_ids: entries::compare_entry_ids::<P, LogonRole>,
        advise: entries::advise::<P, LogonRole>,
        unadvise: entries::unadvise::<P, LogonRole>,
        open_status_entry: open_status_entry::<P, LogonRole>,
    };
}

impl<P: StoreProvider> Role<P> for LogonRole {
    fn shape(&self) -> &'static Shape {
        const { &Shape::of(0, "logon", &[IID_IMSLogon], LogonObject::<P>::METHODS) }
    }

    /// LOGOFF-7: without Logoff, its work first.
    fn last(object: &LogonObject<P>) {
        Core::end(&object.core);
    }
}

/// `IMSLogon::Logoff`: forcibly (LOGOFF-4), whatever the flags say (LOGOFF-3), once (LOGOFF-6).
unsafe extern "system" fn logoff<P: StoreProvider>(this: This, _flags: Out<u32>) -> Code {
    let core = Arc::clone(&object::<LogonObject<P>, 0>(&this).core);
    Core::end(&core); // from here on `this` may be gone
    Code::OK
}
