//! Property values between Rust and MAPI: `SPropValue` and its arrays, in both directions. Blocks of memory live in
//! `memory.rs`, the values themselves in `provider/value.rs`.
#![allow(unsafe_code, reason = "the tag of a value says which arm of its union is there")]

use super::memory::{Allocators, Block};
use super::strings::{ansi_bytes, ansi_text, wide_text, wide_units};
use crate::error::{Error, Result};
use crate::prop_value::{PropValue, Property};
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::iid::Iid;
use crate::shapes::param::In;
use crate::shapes::structs::*;
use crate::shapes::tag::PropTag;
use std::ptr::NonNull;

/// One property to be written: its text takes the width that `tag` says.
pub type Asked = (PropTag, PropValue);

/// An `SPropValue` array on a root of its own.
pub fn array(allocators: &Allocators, values: &[Asked]) -> Result<Block<SPropValue>> {
    let block = allocators.block::<SPropValue>(values.len())?;
    for (index, (tag, value)) in values.iter().enumerate() {
        block.put(0, index, encoded(*tag, value, &block)?)?;
    }
    Ok(block)
}

/// The same for properties whose text is Unicode.
pub fn unicode_array(allocators: &Allocators, properties: &[Property]) -> Result<Block<SPropValue>> {
    let asked: Vec<Asked> = properties.iter().map(|property| (property.tag, property.value.clone())).collect();
    array(allocators, &asked)
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

fn encoded<T>(tag: PropTag, value: &PropValue, block: &Block<T>) -> Result<SPropValue> {
    let wide = !matches!(tag.kind(), PT_STRING8 | PT_MV_STRING8);
    let kind = match (value, wide) {
        (PropValue::Text(_), false) => PT_STRING8,
        (PropValue::Texts(_), false) => PT_MV_STRING8,
        _ => value.kind(),
    };
    Ok(SPropValue { prop_tag: tag.with_kind(kind).0, align_pad: 0, value: union_of(value, wide, block)? })
}

fn union_of<T>(value: &PropValue, wide: bool, block: &Block<T>) -> Result<PropUnion> {
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
        PropValue::Text(text) if wide => union.lpsz_w = block.copy(&wide_units(text))?.as_ptr(),
        PropValue::Text(text) => union.lpsz_a = block.copy(&ansi_bytes(text))?.as_ptr(),
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

fn union_of_many<T>(value: &PropValue, wide: bool, block: &Block<T>) -> Result<PropUnion> {
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
            let values = values.iter().map(|bytes| binary(bytes, block));
            let values = values.collect::<Result<Vec<_>>>()?;
            many!(union.mv_bin, SBinaryArray.lpbin, &values, block);
        }
        PropValue::Texts(texts) if wide => {
            let texts = texts.iter().map(|text| block.copy(&wide_units(text)));
            let texts = texts.map(|text| text.map(NonNull::as_ptr));
            let texts = texts.collect::<Result<Vec<_>>>()?;
            many!(union.mv_sz_w, SWStringArray.lppsz_w, &texts, block);
        }
        PropValue::Texts(texts) => {
            let texts = texts.iter().map(|text| block.copy(&ansi_bytes(text)));
            let texts = texts.map(|text| text.map(NonNull::as_ptr));
            let texts = texts.collect::<Result<Vec<_>>>()?;
            many!(union.mv_sz_a, SLPSTRArray.lppsz_a, &texts, block);
        }
        _ => {}
    }
    Ok(union)
}

fn binary<T>(bytes: &[u8], block: &Block<T>) -> Result<SBinary> {
    Ok(SBinary { cb: count(bytes.len())?, lpb: block.copy(bytes)?.as_ptr() })
}

fn file_time(time: u64) -> FILETIME {
    FILETIME { low_date_time: time as u32, high_date_time: (time >> 32) as u32 }
}

fn time_of(time: FILETIME) -> u64 {
    u64::from(time.high_date_time) << 32 | u64::from(time.low_date_time)
}

/// The properties of an array that MAPI or a client passes (M2).
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for a null pointer where something should stand, `MAPI_E_INVALID_TYPE` for a type of no
/// header.
pub fn decoded(length: u32, values: In<SPropValue>) -> Result<Vec<Property>> {
    let values = values.slice(length).ok_or_else(missing)?;
    values.iter().map(decoded_one).collect()
}

/// One property of such an array; text comes as Unicode.
pub fn decoded_one(value: &SPropValue) -> Result<Property> {
    let tag = PropTag(value.prop_tag);
    let decoded = match tag.kind() & MV_FLAG {
        0 => decoded_single(tag.kind(), &value.value)?,
        _ => decoded_many(tag.kind(), &value.value)?,
    };
    Ok(Property::new(tag, decoded))
}

/// The rows of a set that MAPI gave for us to free (MEM-2), each with the values that can be read; none for no set.
pub fn rows(allocators: &Allocators, set: *mut SRowSet) -> Vec<Vec<Property>> {
    // The count alone: a set without a row is shorter than the struct.
    let count = In::<u32>::new(set.cast_const().cast()).read().unwrap_or_default();
    let first = set.cast_const().cast::<u8>().wrapping_add(std::mem::offset_of!(SRowSet, row)).cast::<SRow>();
    let rows = In::new(first).slice(count).unwrap_or_default().iter().map(|row| {
        let values = In::new(row.props.cast_const()).slice(row.c_values).unwrap_or_default();
        let properties = values.iter().filter_map(|value| decoded_one(value).ok()).collect();
        // SAFETY: M1: a block of its own for each row, and everything of it has been copied.
        unsafe { allocators.free(row.props.cast()) };
        properties
    });
    let rows = rows.collect();
    // SAFETY: M1: as above.
    unsafe { allocators.free(set.cast()) };
    rows
}

fn missing() -> Error {
    Error::new(Code::INVALID_PARAMETER, "a null pointer where values should stand")
}

fn unknown_type(kind: u16) -> Error {
    Error::new(Code::INVALID_TYPE, format!("property type {kind:#06x} is unknown"))
}

/// Reads an arm of the union: every bit pattern is a value of every arm, the pointers are checked after.
macro_rules! arm {
    ($union:ident . $arm:ident) => {
        // SAFETY: M2: the tag says which arm is there, and plain numbers and pointers have no invalid patterns.
        unsafe { $union.$arm }
    };
}

fn decoded_single(kind: u16, union: &PropUnion) -> Result<PropValue> {
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
        PT_STRING8 => PropValue::Text(ansi(arm!(union.lpsz_a))?),
        PT_UNICODE => PropValue::Text(wide(arm!(union.lpsz_w))?),
        PT_BINARY => PropValue::Binary(bytes(&arm!(union.bin))?),
        PT_CLSID => {
            let guid = In::new(arm!(union.lpguid).cast_const());
            PropValue::Guid(guid.read().ok_or_else(missing)?.0)
        }
        other => return Err(unknown_type(other)),
    })
}

fn decoded_many(kind: u16, union: &PropUnion) -> Result<PropValue> {
    Ok(match kind {
        PT_MV_I2 => PropValue::I16s(list(arm!(union.mv_i).c_values, arm!(union.mv_i).lpi)?.to_vec()),
        PT_MV_LONG => PropValue::I32s(list(arm!(union.mv_l).c_values, arm!(union.mv_l).lpl)?.to_vec()),
        PT_MV_R4 => PropValue::F32s(list(arm!(union.mv_flt).c_values, arm!(union.mv_flt).lpflt)?.to_vec()),
        PT_MV_DOUBLE => PropValue::F64s(list(arm!(union.mv_dbl).c_values, arm!(union.mv_dbl).lpdbl)?.to_vec()),
        PT_MV_APPTIME => PropValue::AppTimes(list(arm!(union.mv_at).c_values, arm!(union.mv_at).lpat)?.to_vec()),
        PT_MV_I8 => PropValue::I64s(list(arm!(union.mv_li).c_values, arm!(union.mv_li).lpli)?.to_vec()),
        PT_MV_CURRENCY => {
            let values = list(arm!(union.mv_cur).c_values, arm!(union.mv_cur).lpcur)?;
            PropValue::Currencies(values.iter().map(|value| value.int64).collect())
        }
        PT_MV_SYSTIME => {
            let values = list(arm!(union.mv_ft).c_values, arm!(union.mv_ft).lpft)?;
            PropValue::Times(values.iter().copied().map(time_of).collect())
        }
        PT_MV_CLSID => {
            let values = list(arm!(union.mv_guid).c_values, arm!(union.mv_guid).lpguid)?;
            PropValue::Guids(values.iter().map(|value| value.0).collect())
        }
        PT_MV_BINARY => {
            let values = list(arm!(union.mv_bin).c_values, arm!(union.mv_bin).lpbin)?;
            PropValue::Binaries(values.iter().map(bytes).collect::<Result<_>>()?)
        }
        PT_MV_STRING8 => {
            let values = list(arm!(union.mv_sz_a).c_values, arm!(union.mv_sz_a).lppsz_a)?;
            PropValue::Texts(values.iter().copied().map(ansi).collect::<Result<_>>()?)
        }
        PT_MV_UNICODE => {
            let values = list(arm!(union.mv_sz_w).c_values, arm!(union.mv_sz_w).lppsz_w)?;
            PropValue::Texts(values.iter().copied().map(wide).collect::<Result<_>>()?)
        }
        other => return Err(unknown_type(other)),
    })
}

fn list<'a, E>(length: u32, values: *mut E) -> Result<&'a [E]> {
    In::new(values.cast_const()).slice(length).ok_or_else(missing)
}

fn bytes(binary: &SBinary) -> Result<Vec<u8>> {
    list(binary.cb, binary.lpb).map(<[u8]>::to_vec)
}

fn ansi(text: *mut u8) -> Result<String> {
    if text.is_null() {
        return Err(missing());
    }
    // SAFETY: M2: not null, so a text of the tag's width.
    Ok(unsafe { ansi_text(text.cast_const().cast()) }.into_owned())
}

fn wide(text: *mut u16) -> Result<String> {
    if text.is_null() {
        return Err(missing());
    }
    // SAFETY: M2: not null, so a text of the tag's width.
    Ok(unsafe { wide_text(text) })
}
