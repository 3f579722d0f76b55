//! `IXPLogon`
#![allow(unsafe_code, reason = "methods are called over vtables")]

use crate::arguments::Arguments;
use crate::world::{Held, chance};
use provider_runtime::abi::ixp_logon::IXPLogonVtbl;
use provider_runtime::abi::param::In;
use provider_runtime::prelude::*;
use support::raw::methods;

/// `IXPLogon`
pub(super) fn logon(on: &Held, a: &mut Arguments<'_>) -> Code {
    let m: IXPLogonVtbl = methods(on.raw());
    if chance(3) {
        return any_of!(on, a, m; [transport_logoff(a.flags())]);
    }
    any_of!(on, a, m; [
        address_types(a.flags_out(), a.count_out(), a.borrowed_out(), a.count_out(), a.borrowed_out()),
        register_options(a.flags_out(), a.count_out(), a.borrowed_out()),
        transport_notify(a.flags_out(), a.datum()),
        idle(a.flags()),
        idle(0),
        submit_message(a.flags() & 1, a.message(), a.word_out(), a.word_out()),
        submit_message(0, a.message(), a.word_out(), a.word_out()),
        submit_message(a.flags(), a.message(), a.word_out(), a.word_out()),
        end_message(a.word(), a.flags_out()),
        end_message(a.word(), a.flags_out()),
        poll(a.count_out()),
        start_message(0, a.message(), a.word_out()),
        start_message(a.flags(), a.message(), a.word_out()),
        open_status_entry(a.iid(), a.flags(), a.count_out(), a.object_out()),
        open_status_entry(In::null(), 0, a.count_out(), a.object_out()),
        validate_state(a.word(), a.flags()),
        flush_queues(a.word(), a.length(), a.bytes(), a.flags()),
    ])
}
