//! `IMAPIContainer`, as folders and the containers of address books have it.
#![allow(unsafe_code, reason = "methods are called over vtables")]

use super::props::prop;
use crate::arguments::Arguments;
use crate::world::{Held, chance};
use provider_runtime::abi::imapi_container::IMAPIContainerVtbl;
use provider_runtime::prelude::*;
use support::raw::methods;

/// `IMAPIContainer`
pub(super) fn container(on: &Held, a: &mut Arguments<'_>) -> Code {
    if chance(40) {
        return prop(on, a);
    }
    let m: IMAPIContainerVtbl = methods(on.raw());
    any_of!(on, a, m; [
        get_contents_table(a.flags(), a.object_out()),
        get_hierarchy_table(a.flags(), a.object_out()),
        open_entry(a.length(), a.bytes(), a.iid(), a.flags(), a.count_out(), a.object_out()),
        set_search_criteria(a.restriction(), a.entries(), a.flags()),
        get_search_criteria(a.flags(), a.block_out(), a.block_out(), a.count_out()),
    ])
}
