//! How the value of a property stands in the file, for every type there is: beside its type, as
//! SQLite's own kinds where they fit, else as bytes.
//!
//! | type | in the file |
//! |---|---|
//! | whole numbers, times, currencies, codes | INTEGER |
//! | floating-point numbers | REAL; what is not a number is NULL |
//! | text | TEXT; a long one is a BLOB of its UTF-16, little-endian |
//! | bytes, GUIDs | BLOB |
//! | several values of one length | BLOB: one after the other, little-endian |
//! | several texts or binaries | BLOB: before each its length in bytes, four bytes little-endian |
//! | objects, nothing | NULL |

use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};

/// Text with more bytes is kept so that it can be read in parts.
pub(crate) const LONG: usize = 64 * 1024;

/// A value as it goes into the file.
///
/// # Errors
/// `MAPI_E_INVALID_TYPE` for a type that nobody knows yet.
pub(crate) fn to_sql(value: &PropValue) -> Result<ToSqlOutput<'_>> {
    let number = |number: i64| ToSqlOutput::Owned(Value::Integer(number));
    let real = |number: f64| ToSqlOutput::Owned(Value::Real(number));
    let bytes = |bytes: Vec<u8>| ToSqlOutput::Owned(Value::Blob(bytes));
    Ok(match value {
        PropValue::Null | PropValue::Object => ToSqlOutput::Owned(Value::Null),
        PropValue::I16(value) => number((*value).into()),
        PropValue::I32(value) => number((*value).into()),
        PropValue::I64(value) | PropValue::Currency(value) => number(*value),
        PropValue::Time(value) => number(value.cast_signed()),
        PropValue::Bool(value) => number((*value).into()),
        PropValue::Error(code) => number(code.0.into()),
        PropValue::F32(value) => real((*value).into()),
        PropValue::F64(value) | PropValue::AppTime(value) => real(*value),
        PropValue::Text(text) if text.len() > LONG => bytes(utf16(text)),
        PropValue::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        PropValue::Binary(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
        PropValue::Guid(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
        several => bytes(all_bytes(several)?),
    })
}

/// Text as its stream has it.
fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn all_bytes(values: &PropValue) -> Result<Vec<u8>> {
    Ok(match values {
        PropValue::I16s(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
        PropValue::I32s(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
        PropValue::F32s(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
        PropValue::F64s(values) | PropValue::AppTimes(values) => {
            values.iter().flat_map(|value| value.to_le_bytes()).collect()
        }
        PropValue::Currencies(values) | PropValue::I64s(values) => {
            values.iter().flat_map(|value| value.to_le_bytes()).collect()
        }
        PropValue::Times(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
        PropValue::Guids(values) => values.concat(),
        PropValue::Texts(values) => with_lengths(values.iter().map(String::as_bytes))?,
        PropValue::Binaries(values) => with_lengths(values.iter().map(Vec::as_slice))?,
        _ => return Err(Error::new(Code::INVALID_TYPE, "values of this type are not kept")),
    })
}

fn with_lengths<'a>(values: impl Iterator<Item = &'a [u8]>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for value in values {
        bytes.extend(u32::try_from(value.len()).or_code(Code::TOO_BIG)?.to_le_bytes());
        bytes.extend(value);
    }
    Ok(bytes)
}

/// A value as it was before it went into the file.
///
/// # Errors
/// `MAPI_E_CORRUPT_DATA` for what was not written so.
pub(crate) fn from_sql(kind: u16, value: ValueRef<'_>) -> Result<PropValue> {
    Ok(match (kind, value) {
        (PT_NULL, _) => PropValue::Null,
        (PT_OBJECT, _) => PropValue::Object,
        (PT_I2, ValueRef::Integer(value)) => PropValue::I16(value.try_into().or_code(Code::CORRUPT_DATA)?),
        (PT_LONG, ValueRef::Integer(value)) => PropValue::I32(value.try_into().or_code(Code::CORRUPT_DATA)?),
        (PT_ERROR, ValueRef::Integer(value)) => PropValue::Error(Code(value.try_into().or_code(Code::CORRUPT_DATA)?)),
        (PT_BOOLEAN, ValueRef::Integer(value)) => PropValue::Bool(value != 0),
        (PT_I8, ValueRef::Integer(value)) => PropValue::I64(value),
        (PT_CURRENCY, ValueRef::Integer(value)) => PropValue::Currency(value),
        (PT_SYSTIME, ValueRef::Integer(value)) => PropValue::Time(value.cast_unsigned()),
        (PT_R4, value) => PropValue::F32(real(value)? as f32),
        (PT_DOUBLE, value) => PropValue::F64(real(value)?),
        (PT_APPTIME, value) => PropValue::AppTime(real(value)?),
        (PT_UNICODE, ValueRef::Text(text)) => PropValue::Text(String::from_utf8_lossy(text).into_owned()),
        (PT_UNICODE, ValueRef::Blob(bytes)) => PropValue::Text(text_of(bytes)),
        (PT_BINARY, ValueRef::Blob(bytes)) => PropValue::Binary(bytes.to_vec()),
        (PT_CLSID, ValueRef::Blob(bytes)) => PropValue::Guid(bytes.try_into().or_code(Code::CORRUPT_DATA)?),
        (kind, ValueRef::Blob(bytes)) => several(kind, bytes)?,
        _ => return Err(corrupt()),
    })
}

fn corrupt() -> Error {
    Error::new(Code::CORRUPT_DATA, "the file holds a value that is not of its type")
}

fn real(value: ValueRef<'_>) -> Result<f64> {
    match value {
        ValueRef::Null => Ok(f64::NAN),
        ValueRef::Real(value) => Ok(value),
        _ => Err(corrupt()),
    }
}

/// The text of UTF-16 bytes; half a letter in there becomes the replacement character.
pub(crate) fn text_of(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0.iter().copied();
    char::decode_utf16(units.map(u16::from_le_bytes))
        .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// The text of UTF-16 bytes, if that is what they are.
pub(crate) fn exact_text(bytes: &[u8]) -> Option<String> {
    let (units, rest) = bytes.as_chunks::<2>();
    let text = char::decode_utf16(units.iter().copied().map(u16::from_le_bytes)).collect::<Result<_, _>>().ok();
    text.filter(|_| rest.is_empty())
}

fn several(kind: u16, bytes: &[u8]) -> Result<PropValue> {
    Ok(match kind {
        PT_MV_I2 => PropValue::I16s(each(bytes, i16::from_le_bytes)?),
        PT_MV_LONG => PropValue::I32s(each(bytes, i32::from_le_bytes)?),
        PT_MV_R4 => PropValue::F32s(each(bytes, f32::from_le_bytes)?),
        PT_MV_DOUBLE => PropValue::F64s(each(bytes, f64::from_le_bytes)?),
        PT_MV_APPTIME => PropValue::AppTimes(each(bytes, f64::from_le_bytes)?),
        PT_MV_CURRENCY => PropValue::Currencies(each(bytes, i64::from_le_bytes)?),
        PT_MV_I8 => PropValue::I64s(each(bytes, i64::from_le_bytes)?),
        PT_MV_SYSTIME => PropValue::Times(each(bytes, u64::from_le_bytes)?),
        PT_MV_CLSID => PropValue::Guids(each(bytes, |guid| guid)?),
        PT_MV_UNICODE => {
            let texts = by_lengths(bytes)?.into_iter().map(|text| String::from_utf8_lossy(text).into_owned());
            PropValue::Texts(texts.collect())
        }
        PT_MV_BINARY => PropValue::Binaries(by_lengths(bytes)?.into_iter().map(<[u8]>::to_vec).collect()),
        _ => return Err(corrupt()),
    })
}

fn each<T, const N: usize>(bytes: &[u8], read: impl Fn([u8; N]) -> T) -> Result<Vec<T>> {
    let (values, rest) = bytes.as_chunks::<N>();
    if rest.is_empty() { Ok(values.iter().map(|value| read(*value)).collect()) } else { Err(corrupt()) }
}

fn by_lengths(mut bytes: &[u8]) -> Result<Vec<&[u8]>> {
    let mut values = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let length = usize::try_from(u32::from_le_bytes(*length)).or_code(Code::CORRUPT_DATA)?;
        let (value, rest) = rest.split_at_checked(length).ok_or_else(corrupt)?;
        values.push(value);
        bytes = rest;
    }
    if bytes.is_empty() { Ok(values) } else { Err(corrupt()) }
}
