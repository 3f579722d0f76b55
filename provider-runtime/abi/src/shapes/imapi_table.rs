//! `IMAPITable`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use super::structs::{MAPIERROR, SPropTagArray, SRestriction, SRowSet, SSortOrderSet};
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// The methods of `IMAPITable`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMAPITableVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IMAPITable::GetLastError`, slot 3: `(hResult, ulFlags, lppMAPIError)`.
    pub get_last_error: unsafe extern "system" fn(This, Code, u32, Out<*mut MAPIERROR>) -> Code,
    /// `IMAPITable::Advise`, slot 4: `(ulEventMask, lpAdviseSink, lpulConnection)`.
    pub advise: unsafe extern "system" fn(This, u32, *mut c_void, Out<usize>) -> Code,
    /// `IMAPITable::Unadvise`, slot 5: `(ulConnection)`.
    pub unadvise: unsafe extern "system" fn(This, usize) -> Code,
    /// `IMAPITable::GetStatus`, slot 6: `(lpulTableStatus, lpulTableType)`.
    pub get_status: unsafe extern "system" fn(This, Out<u32>, Out<u32>) -> Code,
    /// `IMAPITable::SetColumns`, slot 7: `(lpPropTagArray, ulFlags)`.
    pub set_columns: unsafe extern "system" fn(This, In<SPropTagArray>, u32) -> Code,
    /// `IMAPITable::QueryColumns`, slot 8: `(ulFlags, lpPropTagArray)`.
    pub query_columns: unsafe extern "system" fn(This, u32, Out<*mut SPropTagArray>) -> Code,
    /// `IMAPITable::GetRowCount`, slot 9: `(ulFlags, lpulCount)`.
    pub get_row_count: unsafe extern "system" fn(This, u32, Out<u32>) -> Code,
    /// `IMAPITable::SeekRow`, slot 10: `(bkOrigin, lRowCount, lplRowsSought)`.
    pub seek_row: unsafe extern "system" fn(This, usize, i32, Out<i32>) -> Code,
    /// `IMAPITable::SeekRowApprox`, slot 11: `(ulNumerator, ulDenominator)`.
    pub seek_row_approx: unsafe extern "system" fn(This, u32, u32) -> Code,
    /// `IMAPITable::QueryPosition`, slot 12: `(lpulRow, lpulNumerator, lpulDenominator)`.
    pub query_position: unsafe extern "system" fn(This, Out<u32>, Out<u32>, Out<u32>) -> Code,
    /// `IMAPITable::FindRow`, slot 13: `(lpRestriction, bkOrigin, ulFlags)`.
    pub find_row: unsafe extern "system" fn(This, In<SRestriction>, usize, u32) -> Code,
    /// `IMAPITable::Restrict`, slot 14: `(lpRestriction, ulFlags)`.
    pub restrict: unsafe extern "system" fn(This, In<SRestriction>, u32) -> Code,
    /// `IMAPITable::CreateBookmark`, slot 15: `(lpbkPosition)`.
    pub create_bookmark: unsafe extern "system" fn(This, Out<usize>) -> Code,
    /// `IMAPITable::FreeBookmark`, slot 16: `(bkPosition)`.
    pub free_bookmark: unsafe extern "system" fn(This, usize) -> Code,
    /// `IMAPITable::SortTable`, slot 17: `(lpSortCriteria, ulFlags)`.
    pub sort_table: unsafe extern "system" fn(This, In<SSortOrderSet>, u32) -> Code,
    /// `IMAPITable::QuerySortOrder`, slot 18: `(lppSortCriteria)`.
    pub query_sort_order: unsafe extern "system" fn(This, Out<*mut SSortOrderSet>) -> Code,
    /// `IMAPITable::QueryRows`, slot 19: `(lRowCount, ulFlags, lppRows)`.
    pub query_rows: unsafe extern "system" fn(This, i32, u32, Out<*mut SRowSet>) -> Code,
    /// `IMAPITable::Abort`, slot 20: `()`.
    pub abort: unsafe extern "system" fn(This) -> Code,
    /// `IMAPITable::ExpandRow`, slot 21: `(cbInstanceKey, pbInstanceKey, ulRowCount, ulFlags,
    /// lppRows, lpulMoreRows)`.
    pub expand_row: unsafe extern "system" fn(This, u32, In<u8>, u32, u32, Out<*mut SRowSet>, Out<u32>) -> Code,
    /// `IMAPITable::CollapseRow`, slot 22: `(cbInstanceKey, pbInstanceKey, ulFlags,
    /// lpulRowCount)`.
    pub collapse_row: unsafe extern "system" fn(This, u32, In<u8>, u32, Out<u32>) -> Code,
    /// `IMAPITable::WaitForCompletion`, slot 23: `(ulFlags, ulTimeout, lpulTableStatus)`.
    pub wait_for_completion: unsafe extern "system" fn(This, u32, u32, Out<u32>) -> Code,
    /// `IMAPITable::GetCollapseState`, slot 24: `(ulFlags, cbInstanceKey, lpbInstanceKey,
    /// lpcbCollapseState, lppbCollapseState)`.
    pub get_collapse_state: unsafe extern "system" fn(This, u32, u32, In<u8>, Out<u32>, Out<*mut u8>) -> Code,
    /// `IMAPITable::SetCollapseState`, slot 25: `(ulFlags, cbCollapseState, pbCollapseState,
    /// lpbkLocation)`.
    pub set_collapse_state: unsafe extern "system" fn(This, u32, u32, In<u8>, Out<usize>) -> Code,
}
