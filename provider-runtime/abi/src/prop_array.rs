//! Property values between Rust and MAPI: `SPropValue` and its arrays, in both directions. Blocks
//! of memory live in `memory.rs`, the values themselves in `prop_value.rs`.
#![allow(unsafe_code, reason = "the tag of a value says which arm of its union is there")]

use super::memory::{Allocators, Block, Root};
use super::strings::{ansi_text, wide_text};
use crate::error::{Error, Result};
use crate::params::{Array, each, read_at, slice_at};
use crate::prop_value::{PropValue, Property};
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::iid::Iid;
use crate::shapes::structs::*;
use crate::shapes::tag::PropTag;
use std::ptr::NonNull;

/// An `SPropValue` array on a root of its own; text is in the width that its tag says.
pub fn unicode_array(allocators: &Allocators, properties: &[Property]) -> Result<Block<SPropValue>> {
    let room = properties.iter().map(|one| room_of(&one.value)).fold(0, usize::saturating_add);
    let block = allocators.roomy::<SPropValue>(properties.len(), room)?;
    for (index, Property { tag, value }) in properties.iter().enumerate() {
        block.put(0, index, encoded(*tag, value, &block)?)?;
    }
    Ok(block)
}

/// The room that most values need beside their place in an array; others get blocks of their own.
fn room_of(value: &PropValue) -> usize {
    /// What comes before it may end anywhere.
    const ALIGNMENT: usize = 8;
    match value {
        PropValue::Text(text) => text.len().saturating_add(1).saturating_mul(2).saturating_add(ALIGNMENT),
        PropValue::Binary(bytes) => bytes.len().saturating_add(ALIGNMENT),
        _ => 0,
    }
}

/// An `SPropTagArray` on a root of its own.
pub fn tag_array(allocators: &Allocators, tags: &[PropTag]) -> Result<Block<SPropTagArray>> {
    let block = allocators.counted::<SPropTagArray, u32>(tags.len())?;
    let offset = std::mem::offset_of!(SPropTagArray, prop_tag);
    block.put(0, 0, count(tags.len())?)?;
    for (index, tag) in tags.iter().enumerate() {
        block.put(offset, index, tag.0)?;
    }
    Ok(block)
}

/// An `SPropProblemArray` on a root of its own.
pub fn problem_array(allocators: &Allocators, problems: &[SPropProblem]) -> Result<Block<SPropProblemArray>> {
    let block = allocators.counted::<SPropProblemArray, SPropProblem>(problems.len())?;
    let offset = std::mem::offset_of!(SPropProblemArray, problem);
    block.put(0, 0, count(problems.len())?)?;
    for (index, problem) in problems.iter().enumerate() {
        block.put(offset, index, *problem)?;
    }
    Ok(block)
}

fn count(length: usize) -> Result<u32> {
    u32::try_from(length).map_err(|_| Code::NOT_ENOUGH_MEMORY.into())
}

fn encoded(tag: PropTag, value: &PropValue, block: &Root) -> Result<SPropValue> {
    let wide = !matches!(tag.kind(), PT_STRING8 | PT_MV_STRING8);
    let kind = match (value, wide) {
        (PropValue::Text(_), false) => PT_STRING8,
        (PropValue::Texts(_), false) => PT_MV_STRING8,
        _ => value.kind(),
    };
    Ok(SPropValue { prop_tag: tag.with_kind(kind).0, align_pad: 0, value: union_of(value, wide, block)? })
}

/// The value of a property, with everything that it leads to in `block`.
pub(crate) fn union_of(value: &PropValue, wide: bool, block: &Root) -> Result<PropUnion> {
    let mut union = PropUnion { li: 0 };
    match value {
        PropValue::Null | PropValue::Object => {}
        PropValue::I16(value) => union.i = *value,
        PropValue::I32(value) => union.l = *value,
        PropValue::F32(value) => union.flt = *value,
        PropValue::F64(value) | PropValue::AppTime(value) => union.dbl = *value,
        PropValue::I64(value) | PropValue::Currency(value) => union.li = *value,
        PropValue::Error(code) => union.err = *code,
        PropValue::Bool(value) => union.b = u16::from(*value),
        PropValue::Time(value) => union.ft = file_time(*value),
        PropValue::Guid(bytes) => union.lpguid = block.copy(&[Iid(*bytes)])?.as_ptr(),
        PropValue::Binary(bytes) => union.bin = binary(bytes, block)?,
        PropValue::Text(text) if wide => union.lpsz_w = block.wide(text)?.as_ptr(),
        PropValue::Text(text) => union.lpsz_a = block.ansi(text)?.as_ptr(),
        many => return union_of_many(many, wide, block),
    }
    Ok(union)
}

/// A multi-value arm: the count and the copied array.
macro_rules! many {
    ($union:ident . $arm:ident, $array:ident . $pointer:ident, $values:expr, $block:expr) => {
        $union.$arm = $array { c_values: count($values.len())?, $pointer: $block.copy($values)?.as_ptr() }
    };
}

fn union_of_many(value: &PropValue, wide: bool, block: &Root) -> Result<PropUnion> {
    let mut union = PropUnion { li: 0 };
    match value {
        PropValue::I16s(values) => many!(union.mv_i, SShortArray.lpi, values, block),
        PropValue::I32s(values) => many!(union.mv_l, SLongArray.lpl, values, block),
        PropValue::F32s(values) => many!(union.mv_flt, SRealArray.lpflt, values, block),
        PropValue::F64s(values) => many!(union.mv_dbl, SDoubleArray.lpdbl, values, block),
        PropValue::AppTimes(values) => many!(union.mv_at, SAppTimeArray.lpat, values, block),
        PropValue::I64s(values) => many!(union.mv_li, SLargeIntegerArray.lpli, values, block),
        PropValue::Currencies(values) => {
            let values: Vec<_> = values.iter().map(|value| CY { int64: *value }).collect();
            many!(union.mv_cur, SCurrencyArray.lpcur, &values, block);
        }
        PropValue::Times(values) => {
            let values: Vec<_> = values.iter().copied().map(file_time).collect();
            many!(union.mv_ft, SDateTimeArray.lpft, &values, block);
        }
        PropValue::Guids(values) => {
            let values: Vec<_> = values.iter().copied().map(Iid).collect();
            many!(union.mv_guid, SGuidArray.lpguid, &values, block);
        }
        PropValue::Binaries(values) => {
            let values = each(values, &|bytes| binary(bytes, block))?;
            many!(union.mv_bin, SBinaryArray.lpbin, &values, block);
        }
        PropValue::Texts(texts) if wide => {
            let texts = each(texts, &|text| block.wide(text).map(NonNull::as_ptr))?;
            many!(union.mv_sz_w, SWStringArray.lppsz_w, &texts, block);
        }
        PropValue::Texts(texts) => {
            let texts = each(texts, &|text| block.ansi(text).map(NonNull::as_ptr))?;
            many!(union.mv_sz_a, SLPSTRArray.lppsz_a, &texts, block);
        }
        _ => {}
    }
    Ok(union)
}

pub(crate) fn binary(bytes: &[u8], block: &Root) -> Result<SBinary> {
    Ok(SBinary { cb: count(bytes.len())?, lpb: block.copy(bytes)?.as_ptr() })
}

fn file_time(time: u64) -> FILETIME {
    FILETIME { low_date_time: time as u32, high_date_time: (time >> 32) as u32 }
}

fn time_of(time: FILETIME) -> u64 {
    u64::from(time.high_date_time) << 32 | u64::from(time.low_date_time)
}

impl Array<'_, SPropValue> {
    /// The properties of an array that MAPI or a client passes (M2).
    ///
    /// # Errors
    /// `MAPI_E_INVALID_PARAMETER` for a null pointer where something should stand,
    /// `MAPI_E_INVALID_TYPE` for a type of no header.
    pub fn decoded(self) -> Result<Vec<Property>> {
        // SAFETY: M2: an array argument has everything that its values lead to.
        each(self.values(), &|value| unsafe { decoded(value) })
    }

    /// The properties of such an array that can be read.
    pub fn readable(self) -> Vec<Property> {
        // SAFETY: M2: as above.
        self.values().iter().filter_map(|value| unsafe { decoded(value) }.ok()).collect()
    }
}

/// One property; text comes as Unicode.
///
/// # Safety
/// What the value's pointers lead to is there, as the tag and the counts say.
///
/// # Errors
/// As for an array of one.
pub unsafe fn decoded(value: &SPropValue) -> Result<Property> {
    let tag = PropTag(value.prop_tag);
    let decoded = match tag.kind() & MV_FLAG {
        // SAFETY: M2: the caller's promise.
        0 => unsafe { decoded_single(tag.kind(), &value.value) }?,
        // SAFETY: M2: as above.
        _ => unsafe { decoded_many(tag.kind(), &value.value) }?,
    };
    Ok(Property::new(tag, decoded))
}

/// Some of the values of a finished answer; text comes as Unicode.
///
/// # Errors
/// `MAPI_E_CALL_FAILED` for more values than the block has.
pub(crate) fn decoded_part(block: &Block<SPropValue>, from: usize, count: usize) -> Result<Vec<PropValue>> {
    let values = block.part(from, count)?;
    // SAFETY: M1: what stands in the block is written by `Wanted`, as its tags say.
    each(values, &|value| Ok(unsafe { decoded(value) }?.value))
}

/// The rows of a set that MAPI gave for us to free (MEM-2), each with the values that can be read;
/// none for no set.
///
/// # Safety
/// `set` is null, or the set that a method has given, each of whose blocks comes from `allocators`;
/// nobody uses it any more.
pub unsafe fn take_rows(allocators: &Allocators, set: *mut SRowSet) -> Vec<Vec<Property>> {
    // The count alone: a set without a row is shorter than the struct.
    // SAFETY: M2: the caller's promise.
    let count = unsafe { read_at(set.cast_const().cast::<u32>()) }.unwrap_or_default();
    let first = set.cast_const().cast::<u8>().wrapping_add(std::mem::offset_of!(SRowSet, row)).cast::<SRow>();
    // SAFETY: M2: as above.
    let rows = unsafe { slice_at(first, count) }.unwrap_or_default().iter().map(|row| {
        // SAFETY: M2: as above.
        let values = unsafe { Array::at(row.props.cast_const(), row.c_values) };
        let properties = values.map(Array::readable).unwrap_or_default();
        // SAFETY: M1: a block of its own for each row, and everything of it has been copied.
        unsafe { allocators.free(row.props.cast()) };
        properties
    });
    let rows = rows.collect();
    // SAFETY: M1: as above.
    unsafe { allocators.free(set.cast()) };
    rows
}

/// The error of a method that is given a count, and no values.
pub fn null_values() -> Error {
    Error::new(Code::INVALID_PARAMETER, "a null pointer where values should stand")
}

fn unknown_type(kind: u16) -> Error {
    Error::new(Code::INVALID_TYPE, format!("property type {kind:#06x} is unknown"))
}

/// Reads an arm of the union: every bit pattern is a value of every arm, the pointers are checked
/// after.
macro_rules! arm {
    ($union:ident . $arm:ident) => {
        // SAFETY: M2: the tag says which arm is there, and plain numbers and pointers have no
        // invalid patterns.
        unsafe { $union.$arm }
    };
}

/// Follows the pointer of an arm.
macro_rules! pointed {
    ($read:ident ( $arm:expr )) => {{
        let arm = $arm;
        // SAFETY: M2: the tag says what the arm points at.
        unsafe { $read(arm) }?
    }};
}

/// # Safety
/// As for [`decoded`]; `kind` is the tag's.
unsafe fn decoded_single(kind: u16, union: &PropUnion) -> Result<PropValue> {
    Ok(match kind {
        PT_NULL => PropValue::Null,
        PT_OBJECT => PropValue::Object,
        PT_I2 => PropValue::I16(arm!(union.i)),
        PT_LONG => PropValue::I32(arm!(union.l)),
        PT_R4 => PropValue::F32(arm!(union.flt)),
        PT_DOUBLE => PropValue::F64(arm!(union.dbl)),
        PT_APPTIME => PropValue::AppTime(arm!(union.at)),
        PT_CURRENCY => PropValue::Currency(arm!(union.cur).int64),
        PT_I8 => PropValue::I64(arm!(union.li)),
        PT_ERROR => PropValue::Error(arm!(union.err)),
        PT_BOOLEAN => PropValue::Bool(arm!(union.b) != 0),
        PT_SYSTIME => PropValue::Time(time_of(arm!(union.ft))),
        PT_STRING8 => PropValue::Text(pointed!(ansi(arm!(union.lpsz_a)))),
        PT_UNICODE => PropValue::Text(pointed!(wide(arm!(union.lpsz_w)))),
        PT_BINARY => PropValue::Binary(pointed!(bytes(&arm!(union.bin)))),
        PT_CLSID => {
            let guid = arm!(union.lpguid).cast_const();
            // SAFETY: M2: null, or one GUID.
            let guid = unsafe { read_at(guid) };
            PropValue::Guid(guid.ok_or_else(null_values)?.0)
        }
        other => return Err(unknown_type(other)),
    })
}

/// Reads the array of a multi-value arm.
macro_rules! values {
    ($union:ident . $arm:ident . $pointer:ident) => {{
        let array = arm!($union.$arm);
        // SAFETY: M2: its array is as long as its count says.
        unsafe { list(array.c_values, array.$pointer) }?
    }};
}

/// # Safety
/// As for [`decoded`]; `kind` is the tag's.
unsafe fn decoded_many(kind: u16, union: &PropUnion) -> Result<PropValue> {
    Ok(match kind {
        PT_MV_I2 => PropValue::I16s(values!(union.mv_i.lpi).to_vec()),
        PT_MV_LONG => PropValue::I32s(values!(union.mv_l.lpl).to_vec()),
        PT_MV_R4 => PropValue::F32s(values!(union.mv_flt.lpflt).to_vec()),
        PT_MV_DOUBLE => PropValue::F64s(values!(union.mv_dbl.lpdbl).to_vec()),
        PT_MV_APPTIME => PropValue::AppTimes(values!(union.mv_at.lpat).to_vec()),
        PT_MV_I8 => PropValue::I64s(values!(union.mv_li.lpli).to_vec()),
        PT_MV_CURRENCY => PropValue::Currencies(values!(union.mv_cur.lpcur).iter().map(|value| value.int64).collect()),
        PT_MV_SYSTIME => PropValue::Times(values!(union.mv_ft.lpft).iter().copied().map(time_of).collect()),
        PT_MV_CLSID => PropValue::Guids(values!(union.mv_guid.lpguid).iter().map(|value| value.0).collect()),
        PT_MV_BINARY => {
            // SAFETY: M2: each as long as its count says.
            PropValue::Binaries(each(values!(union.mv_bin.lpbin), &|value| unsafe { bytes(value) })?)
        }
        PT_MV_STRING8 => {
            // SAFETY: M2: texts of the tag's width.
            PropValue::Texts(each(values!(union.mv_sz_a.lppsz_a), &|value| unsafe { ansi(*value) })?)
        }
        PT_MV_UNICODE => {
            // SAFETY: M2: as above.
            PropValue::Texts(each(values!(union.mv_sz_w.lppsz_w), &|value| unsafe { wide(*value) })?)
        }
        other => return Err(unknown_type(other)),
    })
}

/// # Safety
/// `values` is null, or has that many.
unsafe fn list<'a, E>(length: u32, values: *mut E) -> Result<&'a [E]> {
    // SAFETY: M2: the caller's promise.
    unsafe { slice_at(values.cast_const(), length) }.ok_or_else(null_values)
}

/// # Safety
/// Its pointer is null, or has as many bytes as its count says.
unsafe fn bytes(binary: &SBinary) -> Result<Vec<u8>> {
    // SAFETY: M2: the caller's promise.
    unsafe { list(binary.cb, binary.lpb) }.map(<[u8]>::to_vec)
}

/// # Safety
/// `text` is null, or ends with a zero.
unsafe fn ansi(text: *mut u8) -> Result<String> {
    if text.is_null() {
        return Err(null_values());
    }
    // SAFETY: M2: the caller's promise.
    Ok(unsafe { ansi_text(text.cast_const().cast()) }.into_owned())
}

/// # Safety
/// `text` is null, or ends with a zero.
unsafe fn wide(text: *mut u16) -> Result<String> {
    if text.is_null() {
        return Err(null_values());
    }
    // SAFETY: M2: the caller's promise.
    Ok(unsafe { wide_text(text) })
}
