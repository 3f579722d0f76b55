//! `IMAPIProp`, which most interfaces begin with, and `IMAPIStatus`.
#![allow(unsafe_code, reason = "methods are called over vtables")]

use crate::arguments::Arguments;
use crate::world::{Held, chance};
use provider_runtime::abi::flag::{MAPI_CREATE, MAPI_MODIFY};
use provider_runtime::abi::imapi_prop::IMAPIPropVtbl;
use provider_runtime::abi::imapi_status::IMAPIStatusVtbl;
use provider_runtime::prelude::*;
use support::raw::methods;

/// How something is opened that is made there.
const NEW: u32 = MAPI_CREATE | MAPI_MODIFY;

/// `IMAPIProp`
pub(super) fn prop(on: &Held, a: &mut Arguments<'_>) -> Code {
    let m: IMAPIPropVtbl = methods(on.raw());
    let few = a.few();
    any_of!(on, a, m; [
        get_last_error(a.code(), a.flags(), a.error_out()),
        save_changes(a.flags()),
        get_props(a.tags(), a.flags(), a.count_out(), a.values_out()),
        get_prop_list(a.flags(), a.tags_out()),
        open_property(a.number(), a.iid(), a.number(), a.flags(), a.object_out()),
        open_property(a.streamed(), a.stream_iid(), 0, NEW, a.object_out()),
        open_property(tags::ATTACH_DATA_OBJ::ID.0, a.message_iid(), 0, NEW, a.object_out()),
        save_changes(0),
        set_props(few, a.values(few), a.problems_out()),
        delete_props(a.tags(), a.problems_out()),
        copy_to(few, a.iids(few), a.tags(), 0, a.progress(), a.iid(), a.object(), a.flags(), a.problems_out()),
        copy_props(a.tags(), 0, a.progress(), a.iid(), a.object(), a.flags(), a.problems_out()),
        get_names_from_ids(a.tags_out(), a.iid(), a.flags(), a.count_out(), a.block_out()),
        get_ids_from_names(few, a.names(few), a.flags(), a.tags_out()),
    ])
}

/// `IMAPIStatus`
pub(super) fn status(on: &Held, a: &mut Arguments<'_>) -> Code {
    if chance(50) {
        return prop(on, a);
    }
    let m: IMAPIStatusVtbl = methods(on.raw());
    any_of!(on, a, m; [
        validate_state(a.word(), a.flags()),
        settings_dialog(a.word(), a.flags()),
        change_password(a.text(), a.text(), a.flags()),
        flush_queues(a.word(), a.length(), a.bytes(), a.flags()),
    ])
}
