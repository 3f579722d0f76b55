//! One property value as a TOML value, and back: the tag's type decides. Which properties there are
//! is in `table.rs`.

use provider_abi::error::Code;
use provider_abi::hex::{hex, unhex};
use provider_abi::prop_value::PropValue;
use provider_abi::shapes::flag::*;
use toml::Value;

/// What was read, or what the type needs in its place.
type Read<T> = Result<T, &'static str>;

/// The value that stands in the file for a property of type `kind`.
pub(super) fn read(kind: u16, value: &Value) -> Read<PropValue> {
    Ok(match kind {
        PT_NULL => word(value, "null", PropValue::Null).ok_or("needs \"null\"")?,
        PT_OBJECT => word(value, "object", PropValue::Object).ok_or("needs \"object\"")?,
        PT_I2 => PropValue::I16(short(value)?),
        PT_LONG => PropValue::I32(long(value)?),
        PT_R4 => PropValue::F32(single(value)?),
        PT_DOUBLE => PropValue::F64(double(value)?),
        PT_CURRENCY => PropValue::Currency(whole(value)?),
        PT_APPTIME => PropValue::AppTime(double(value)?),
        PT_ERROR => PropValue::Error(Code(long(value)?)),
        PT_BOOLEAN => PropValue::Bool(value.as_bool().ok_or("needs true or false")?),
        PT_I8 => PropValue::I64(whole(value)?),
        PT_UNICODE | PT_STRING8 => PropValue::Text(text(value)?),
        PT_SYSTIME => PropValue::Time(time(value)?),
        PT_CLSID => PropValue::Guid(guid(value)?),
        PT_BINARY => PropValue::Binary(bytes(value)?),
        PT_MV_I2 => PropValue::I16s(each(value, short)?),
        PT_MV_LONG => PropValue::I32s(each(value, long)?),
        PT_MV_R4 => PropValue::F32s(each(value, single)?),
        PT_MV_DOUBLE => PropValue::F64s(each(value, double)?),
        PT_MV_CURRENCY => PropValue::Currencies(each(value, whole)?),
        PT_MV_APPTIME => PropValue::AppTimes(each(value, double)?),
        PT_MV_I8 => PropValue::I64s(each(value, whole)?),
        PT_MV_UNICODE | PT_MV_STRING8 => PropValue::Texts(each(value, text)?),
        PT_MV_SYSTIME => PropValue::Times(each(value, time)?),
        PT_MV_CLSID => PropValue::Guids(each(value, guid)?),
        PT_MV_BINARY => PropValue::Binaries(each(value, bytes)?),
        _ => return Err("the last four digits are no type that a profile can hold"),
    })
}

/// What stands in the file for a value; `None` for a type that a profile cannot hold.
pub(super) fn written(value: &PropValue) -> Option<Value> {
    Some(match value {
        PropValue::Null => "null".into(),
        PropValue::Object => "object".into(),
        PropValue::I16(number) => i64::from(*number).into(),
        PropValue::I32(number) => i64::from(*number).into(),
        PropValue::Error(code) => i64::from(code.0).into(),
        PropValue::Currency(number) | PropValue::I64(number) => (*number).into(),
        PropValue::F32(number) => from_single(number),
        PropValue::F64(number) | PropValue::AppTime(number) => from_double(number),
        PropValue::Bool(value) => (*value).into(),
        PropValue::Text(text) => text.clone().into(),
        PropValue::Time(time) => from_time(time),
        PropValue::Guid(bytes) => hex(bytes).into(),
        PropValue::Binary(bytes) => hex(bytes).into(),
        PropValue::I16s(list) => all(list, |number| i64::from(*number).into()),
        PropValue::I32s(list) => all(list, |number| i64::from(*number).into()),
        PropValue::F32s(list) => all(list, from_single),
        PropValue::F64s(list) | PropValue::AppTimes(list) => all(list, from_double),
        PropValue::Currencies(list) | PropValue::I64s(list) => all(list, |number| (*number).into()),
        PropValue::Texts(list) => all(list, |text| text.clone().into()),
        PropValue::Times(list) => all(list, from_time),
        PropValue::Guids(list) => all(list, |bytes| hex(bytes).into()),
        PropValue::Binaries(list) => all(list, |bytes| hex(bytes).into()),
        _ => return None,
    })
}

fn all<T>(list: &[T], written: impl Fn(&T) -> Value) -> Value {
    Value::Array(list.iter().map(written).collect())
}

/// A NaN's bits say more than TOML's `nan`.
fn from_single(number: &f32) -> Value {
    if number.is_nan() { format!("0x{:08x}", number.to_bits()).into() } else { f64::from(*number).into() }
}

fn from_double(number: &f64) -> Value {
    if number.is_nan() { format!("0x{:016x}", number.to_bits()).into() } else { (*number).into() }
}

/// TOML's numbers end half-way.
fn from_time(time: &u64) -> Value {
    i64::try_from(*time).map_or_else(|_| time.to_string().into(), Value::from)
}

fn each<T>(value: &Value, read: impl Fn(&Value) -> Read<T>) -> Read<Vec<T>> {
    value.as_array().ok_or("needs an array")?.iter().map(read).collect()
}

fn word(value: &Value, wanted: &str, meant: PropValue) -> Option<PropValue> {
    (value.as_str()? == wanted).then_some(meant)
}

fn whole(value: &Value) -> Read<i64> {
    value.as_integer().ok_or("needs a whole number")
}

fn short(value: &Value) -> Read<i16> {
    i16::try_from(whole(value)?).map_err(|_| "needs a whole number from -32768 to 32767")
}

/// Flag words are as often written as bits: 0x80000000 is the highest one.
fn long(value: &Value) -> Read<i32> {
    let number = whole(value)?;
    let bits = |_| u32::try_from(number).map(u32::cast_signed);
    i32::try_from(number).or_else(bits).map_err(|_| "needs a whole number from -2147483648 to 4294967295")
}

fn double(value: &Value) -> Read<f64> {
    let bits = || bits(value.as_str()?, 16).map(f64::from_bits);
    value.as_float().or_else(bits).ok_or("needs a float such as 1.0, or its bits as \"0x\" and 16 hex digits")
}

fn single(value: &Value) -> Read<f32> {
    let rounded = |number: f64| {
        let rounded = number as f32;
        (rounded.is_finite() || !number.is_finite()).then_some(rounded)
    };
    let bits = || Some(f32::from_bits(bits(value.as_str()?, 8)? as u32));
    let read = value.as_float().and_then(rounded).or_else(bits);
    read.ok_or("needs a float such as 1.0 up to 3.4e38, or its bits as \"0x\" and 8 hex digits")
}

fn bits(text: &str, digits: usize) -> Option<u64> {
    let text = text.strip_prefix("0x")?;
    let is_hex = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex { u64::from_str_radix(text, 16).ok() } else { None }
}

fn time(value: &Value) -> Read<u64> {
    let large = || value.as_str()?.parse().ok();
    let number = value.as_integer().and_then(|number| u64::try_from(number).ok());
    number.or_else(large).ok_or("needs a whole number that is not negative, as a text if it is above 2^63")
}

fn text(value: &Value) -> Read<String> {
    value.as_str().map(String::from).ok_or("needs a text")
}

fn bytes(value: &Value) -> Read<Vec<u8>> {
    value.as_str().and_then(unhex).ok_or("needs a text of hex digits, two for each byte")
}

fn guid(value: &Value) -> Read<[u8; 16]> {
    let bytes = value.as_str().and_then(unhex);
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or("needs a text of 32 hex digits")
}
