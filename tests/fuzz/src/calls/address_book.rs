//! `IABLogon`, `IABContainer`
#![allow(unsafe_code, reason = "methods are called over vtables")]

use super::containers;
use crate::arguments::Arguments;
use crate::world::{Held, chance};
use provider_runtime::abi::iab_container::IABContainerVtbl;
use provider_runtime::abi::iab_logon::IABLogonVtbl;
use provider_runtime::abi::param::In;
use provider_runtime::prelude::*;
use support::raw::methods;

/// `IABLogon`
pub(super) fn logon(on: &Held, a: &mut Arguments<'_>) -> Code {
    let m: IABLogonVtbl = methods(on.raw());
    if chance(3) {
        return any_of!(on, a, m; [logoff(a.flags())]);
    }
    any_of!(on, a, m; [
        get_last_error(a.code(), a.flags(), a.error_out()),
        open_entry(a.length(), a.bytes(), a.iid(), a.flags(), a.count_out(), a.object_out()),
        open_entry(a.length(), a.bytes(), In::null(), 0, a.count_out(), a.object_out()),
        open_entry(0, In::null(), In::null(), 0, a.count_out(), a.object_out()),
        compare_entry_ids(a.length(), a.bytes(), a.length(), a.bytes(), a.flags(), a.count_out()),
        advise(a.length(), a.bytes(), a.events(), a.sink(), a.word_out()),
        unadvise(a.word()),
        open_status_entry(a.iid(), a.flags(), a.count_out(), a.object_out()),
        open_template_id(a.length(), a.bytes(), a.flags(), a.object(), a.iid(), a.object_out(), a.object()),
        get_one_off_table(a.flags(), a.object_out()),
        prepare_recips(a.flags(), a.tags(), a.recipients()),
        prepare_recips(0, a.tags(), a.recipients()),
    ])
}

/// `IABContainer`
pub(super) fn container(on: &Held, a: &mut Arguments<'_>) -> Code {
    if chance(75) {
        return containers::container(on, a);
    }
    let m: IABContainerVtbl = methods(on.raw());
    any_of!(on, a, m; [
        create_entry(a.length(), a.bytes(), a.flags(), a.object_out()),
        copy_entries(a.entries(), 0, a.progress(), a.flags()),
        delete_entries(a.entries(), a.flags()),
        resolve_names(a.tags(), a.flags(), a.recipients(), a.states()),
    ])
}
