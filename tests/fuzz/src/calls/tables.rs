//! `IMAPITable`
#![allow(unsafe_code, reason = "methods are called over vtables")]

use crate::arguments::Arguments;
use crate::world::Held;
use provider_runtime::abi::imapi_table::IMAPITableVtbl;
use provider_runtime::prelude::*;
use support::raw::methods;

/// `IMAPITable`
pub(super) fn table(on: &Held, a: &mut Arguments<'_>) -> Code {
    let m: IMAPITableVtbl = methods(on.raw());
    any_of!(on, a, m; [
        get_last_error(a.code(), a.flags(), a.error_out()),
        advise(a.events(), a.sink(), a.word_out()),
        unadvise(a.word()),
        get_status(a.count_out(), a.count_out()),
        set_columns(a.tags(), a.flags()),
        query_columns(a.flags(), a.tags_out()),
        get_row_count(a.flags(), a.count_out()),
        seek_row(a.word(), a.signed(), a.signed_out()),
        seek_row_approx(a.number(), a.number()),
        query_position(a.count_out(), a.count_out(), a.count_out()),
        find_row(a.restriction(), a.word(), a.flags()),
        restrict(a.restriction(), a.flags()),
        create_bookmark(a.word_out()),
        free_bookmark(a.word()),
        sort_table(a.sort_order(), a.flags()),
        query_sort_order(a.block_out()),
        query_rows(a.signed(), a.flags(), a.rows_out()),
        query_rows(a.signed(), 0, a.rows_out()),
        abort(),
        expand_row(a.length(), a.bytes(), a.number(), a.flags(), a.rows_out(), a.count_out()),
        collapse_row(a.length(), a.bytes(), a.flags(), a.count_out()),
        wait_for_completion(a.flags(), 0, a.count_out()),
        get_collapse_state(a.flags(), a.length(), a.bytes(), a.count_out(), a.bytes_out()),
        set_collapse_state(a.flags(), a.length(), a.bytes(), a.word_out()),
    ])
}
