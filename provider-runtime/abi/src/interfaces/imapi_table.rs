//! `IMAPITable`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::structs::{MAPIERROR, SPropTagArray, SRestriction, SRowSet, SSortOrderSet};
use core::ffi::c_void;

use crate::class::{Class, Receiver, unknown};
use crate::com_ptr::Lent;
use crate::params::bytes_at;
use crate::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use crate::shapes::imapi_table::IMAPITableVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &[
    "QueryInterface",
    "AddRef",
    "Release",
    "GetLastError",
    "Advise",
    "Unadvise",
    "GetStatus",
    "SetColumns",
    "QueryColumns",
    "GetRowCount",
    "SeekRow",
    "SeekRowApprox",
    "QueryPosition",
    "FindRow",
    "Restrict",
    "CreateBookmark",
    "FreeBookmark",
    "SortTable",
    "QuerySortOrder",
    "QueryRows",
    "Abort",
    "ExpandRow",
    "CollapseRow",
    "WaitForCompletion",
    "GetCollapseState",
    "SetCollapseState",
];

/// The methods of `IMAPITable`. What a class does not have is refused (ERR-2).
pub trait IMAPITable: Class {
    /// `IMAPITable::GetLastError`
    fn get_last_error(
        this: Receiver<'_, Self>,
        _result: Code,
        _flags: u32,
        _mapi_error: Out<'_, *mut MAPIERROR>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::Advise`
    fn advise(
        this: Receiver<'_, Self>,
        _event_mask: u32,
        _advise_sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
        _connection: Out<'_, usize>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::Unadvise`
    fn unadvise(this: Receiver<'_, Self>, _connection: usize) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::GetStatus`
    fn get_status(this: Receiver<'_, Self>, _table_status: Out<'_, u32>, _table_type: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::SetColumns`
    fn set_columns(this: Receiver<'_, Self>, _prop_tag_array: In<'_, SPropTagArray>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::QueryColumns`
    fn query_columns(this: Receiver<'_, Self>, _flags: u32, _prop_tag_array: Out<'_, *mut SPropTagArray>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::GetRowCount`
    fn get_row_count(this: Receiver<'_, Self>, _flags: u32, _count: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::SeekRow`
    fn seek_row(this: Receiver<'_, Self>, _origin: usize, _row_count: i32, _rows_sought: Out<'_, i32>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::SeekRowApprox`
    fn seek_row_approx(this: Receiver<'_, Self>, _numerator: u32, _denominator: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::QueryPosition`
    fn query_position(
        this: Receiver<'_, Self>,
        _row: Out<'_, u32>,
        _numerator: Out<'_, u32>,
        _denominator: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::FindRow`
    fn find_row(this: Receiver<'_, Self>, _restriction: In<'_, SRestriction>, _origin: usize, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::Restrict`
    fn restrict(this: Receiver<'_, Self>, _restriction: In<'_, SRestriction>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::CreateBookmark`
    fn create_bookmark(this: Receiver<'_, Self>, _position: Out<'_, usize>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::FreeBookmark`
    fn free_bookmark(this: Receiver<'_, Self>, _position: usize) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::SortTable`
    fn sort_table(this: Receiver<'_, Self>, _sort_criteria: In<'_, SSortOrderSet>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::QuerySortOrder`
    fn query_sort_order(this: Receiver<'_, Self>, _sort_criteria: Out<'_, *mut SSortOrderSet>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::QueryRows`
    fn query_rows(this: Receiver<'_, Self>, _row_count: i32, _flags: u32, _rows: Out<'_, *mut SRowSet>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::Abort`
    fn abort(this: Receiver<'_, Self>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::ExpandRow`
    fn expand_row(
        this: Receiver<'_, Self>,
        _instance_key: Option<&[u8]>,
        _row_count: u32,
        _flags: u32,
        _rows: Out<'_, *mut SRowSet>,
        _more_rows: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::CollapseRow`
    fn collapse_row(
        this: Receiver<'_, Self>,
        _instance_key: Option<&[u8]>,
        _flags: u32,
        _row_count: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::WaitForCompletion`
    fn wait_for_completion(this: Receiver<'_, Self>, _flags: u32, _timeout: u32, _table_status: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::GetCollapseState`
    fn get_collapse_state(
        this: Receiver<'_, Self>,
        _flags: u32,
        _instance_key: Option<&[u8]>,
        _collapse_state_size: Out<'_, u32>,
        _collapse_state: Out<'_, *mut u8>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPITable::SetCollapseState`
    fn set_collapse_state(
        this: Receiver<'_, Self>,
        _flags: u32,
        _collapse_state: Option<&[u8]>,
        _location: Out<'_, usize>,
    ) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IMAPITable` as its interface number SLOT.
pub const fn vtable<C: IMAPITable, const SLOT: usize>() -> IMAPITableVtbl {
    IMAPITableVtbl {
        unknown: unknown::<C, SLOT>(),
        get_last_error: get_last_error::<C, SLOT>,
        advise: advise::<C, SLOT>,
        unadvise: unadvise::<C, SLOT>,
        get_status: get_status::<C, SLOT>,
        set_columns: set_columns::<C, SLOT>,
        query_columns: query_columns::<C, SLOT>,
        get_row_count: get_row_count::<C, SLOT>,
        seek_row: seek_row::<C, SLOT>,
        seek_row_approx: seek_row_approx::<C, SLOT>,
        query_position: query_position::<C, SLOT>,
        find_row: find_row::<C, SLOT>,
        restrict: restrict::<C, SLOT>,
        create_bookmark: create_bookmark::<C, SLOT>,
        free_bookmark: free_bookmark::<C, SLOT>,
        sort_table: sort_table::<C, SLOT>,
        query_sort_order: query_sort_order::<C, SLOT>,
        query_rows: query_rows::<C, SLOT>,
        abort: abort::<C, SLOT>,
        expand_row: expand_row::<C, SLOT>,
        collapse_row: collapse_row::<C, SLOT>,
        wait_for_completion: wait_for_completion::<C, SLOT>,
        get_collapse_state: get_collapse_state::<C, SLOT>,
        set_collapse_state: set_collapse_state::<C, SLOT>,
    }
}

unsafe extern "system" fn get_last_error<C: IMAPITable, const SLOT: usize>(
    this: This,
    result: Code,
    flags: u32,
    mapi_error: Out<*mut MAPIERROR>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_last_error(this, result, flags, mapi_error)
}

unsafe extern "system" fn advise<C: IMAPITable, const SLOT: usize>(
    this: This,
    event_mask: u32,
    advise_sink: *mut c_void,
    connection: Out<usize>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let advise_sink = unsafe { Lent::new(advise_sink) };
    C::advise(this, event_mask, advise_sink, connection)
}

unsafe extern "system" fn unadvise<C: IMAPITable, const SLOT: usize>(this: This, connection: usize) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::unadvise(this, connection)
}

unsafe extern "system" fn get_status<C: IMAPITable, const SLOT: usize>(
    this: This,
    table_status: Out<u32>,
    table_type: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_status(this, table_status, table_type)
}

unsafe extern "system" fn set_columns<C: IMAPITable, const SLOT: usize>(
    this: This,
    prop_tag_array: In<SPropTagArray>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::set_columns(this, prop_tag_array, flags)
}

unsafe extern "system" fn query_columns<C: IMAPITable, const SLOT: usize>(
    this: This,
    flags: u32,
    prop_tag_array: Out<*mut SPropTagArray>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::query_columns(this, flags, prop_tag_array)
}

unsafe extern "system" fn get_row_count<C: IMAPITable, const SLOT: usize>(
    this: This,
    flags: u32,
    count: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_row_count(this, flags, count)
}

unsafe extern "system" fn seek_row<C: IMAPITable, const SLOT: usize>(
    this: This,
    origin: usize,
    row_count: i32,
    rows_sought: Out<i32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::seek_row(this, origin, row_count, rows_sought)
}

unsafe extern "system" fn seek_row_approx<C: IMAPITable, const SLOT: usize>(
    this: This,
    numerator: u32,
    denominator: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::seek_row_approx(this, numerator, denominator)
}

unsafe extern "system" fn query_position<C: IMAPITable, const SLOT: usize>(
    this: This,
    row: Out<u32>,
    numerator: Out<u32>,
    denominator: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::query_position(this, row, numerator, denominator)
}

unsafe extern "system" fn find_row<C: IMAPITable, const SLOT: usize>(
    this: This,
    restriction: In<SRestriction>,
    origin: usize,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::find_row(this, restriction, origin, flags)
}

unsafe extern "system" fn restrict<C: IMAPITable, const SLOT: usize>(
    this: This,
    restriction: In<SRestriction>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::restrict(this, restriction, flags)
}

unsafe extern "system" fn create_bookmark<C: IMAPITable, const SLOT: usize>(this: This, position: Out<usize>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::create_bookmark(this, position)
}

unsafe extern "system" fn free_bookmark<C: IMAPITable, const SLOT: usize>(this: This, position: usize) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::free_bookmark(this, position)
}

unsafe extern "system" fn sort_table<C: IMAPITable, const SLOT: usize>(
    this: This,
    sort_criteria: In<SSortOrderSet>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::sort_table(this, sort_criteria, flags)
}

unsafe extern "system" fn query_sort_order<C: IMAPITable, const SLOT: usize>(
    this: This,
    sort_criteria: Out<*mut SSortOrderSet>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::query_sort_order(this, sort_criteria)
}

unsafe extern "system" fn query_rows<C: IMAPITable, const SLOT: usize>(
    this: This,
    row_count: i32,
    flags: u32,
    rows: Out<*mut SRowSet>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::query_rows(this, row_count, flags, rows)
}

unsafe extern "system" fn abort<C: IMAPITable, const SLOT: usize>(this: This) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::abort(this)
}

unsafe extern "system" fn expand_row<C: IMAPITable, const SLOT: usize>(
    this: This,
    instance_key_size: u32,
    instance_key: In<u8>,
    row_count: u32,
    flags: u32,
    rows: Out<*mut SRowSet>,
    more_rows: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let instance_key = unsafe { bytes_at(instance_key.raw().cast(), instance_key_size) };
    C::expand_row(this, instance_key, row_count, flags, rows, more_rows)
}

unsafe extern "system" fn collapse_row<C: IMAPITable, const SLOT: usize>(
    this: This,
    instance_key_size: u32,
    instance_key: In<u8>,
    flags: u32,
    row_count: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let instance_key = unsafe { bytes_at(instance_key.raw().cast(), instance_key_size) };
    C::collapse_row(this, instance_key, flags, row_count)
}

unsafe extern "system" fn wait_for_completion<C: IMAPITable, const SLOT: usize>(
    this: This,
    flags: u32,
    timeout: u32,
    table_status: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::wait_for_completion(this, flags, timeout, table_status)
}

unsafe extern "system" fn get_collapse_state<C: IMAPITable, const SLOT: usize>(
    this: This,
    flags: u32,
    instance_key_size: u32,
    instance_key: In<u8>,
    collapse_state_size: Out<u32>,
    collapse_state: Out<*mut u8>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let instance_key = unsafe { bytes_at(instance_key.raw().cast(), instance_key_size) };
    C::get_collapse_state(this, flags, instance_key, collapse_state_size, collapse_state)
}

unsafe extern "system" fn set_collapse_state<C: IMAPITable, const SLOT: usize>(
    this: This,
    flags: u32,
    collapse_state_size: u32,
    collapse_state: In<u8>,
    location: Out<usize>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let collapse_state = unsafe { bytes_at(collapse_state.raw().cast(), collapse_state_size) };
    C::set_collapse_state(this, flags, collapse_state, location)
}
