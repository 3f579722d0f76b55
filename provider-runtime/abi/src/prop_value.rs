//! Property values as authors see them: Rust values for every `PT_*` type. MAPI's memory and layout
//! are in `prop_array.rs`.

use crate::error::Code;
use crate::shapes::flag::*;
use crate::shapes::iid::Iid;
use crate::shapes::tag::PropTag;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// One property: its tag and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Which property. Its type is the type of the value; text counts as Unicode.
    pub tag: PropTag,
    /// Its value.
    pub value: PropValue,
}

impl Property {
    /// A property whose tag takes the type of the value.
    pub fn new(tag: PropTag, value: impl Into<PropValue>) -> Self {
        let value = value.into();
        Self { tag: tag.with_kind(value.kind()), value }
    }
}

/// The value of a property (`SPropValue`), for every `PT_*` type of MAPI's own headers.
///
/// `PT_STRING8` and `PT_UNICODE` are both [`Text`](Self::Text): the runtime converts at the border,
/// to the type that the client asked for.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum PropValue {
    /// `PT_NULL`
    Null,
    /// `PT_I2`
    I16(i16),
    /// `PT_LONG`
    I32(i32),
    /// `PT_R4`
    F32(f32),
    /// `PT_DOUBLE`
    F64(f64),
    /// `PT_CURRENCY`: ten-thousandths.
    Currency(i64),
    /// `PT_APPTIME`: days since 30 December 1899.
    AppTime(f64),
    /// `PT_ERROR`: why there is no value.
    Error(Code),
    /// `PT_BOOLEAN`
    Bool(bool),
    /// `PT_OBJECT`: there is an object, to be opened by `OpenProperty`.
    Object,
    /// `PT_I8`
    I64(i64),
    /// `PT_UNICODE`, `PT_STRING8`
    Text(String),
    /// `PT_SYSTIME`: units of 100 nanoseconds since 1 January 1601, UTC.
    Time(u64),
    /// `PT_CLSID`: sixteen bytes as they stand in memory.
    Guid([u8; 16]),
    /// `PT_BINARY`
    Binary(Vec<u8>),
    /// `PT_MV_I2`
    I16s(Vec<i16>),
    /// `PT_MV_LONG`
    I32s(Vec<i32>),
    /// `PT_MV_R4`
    F32s(Vec<f32>),
    /// `PT_MV_DOUBLE`
    F64s(Vec<f64>),
    /// `PT_MV_CURRENCY`
    Currencies(Vec<i64>),
    /// `PT_MV_APPTIME`
    AppTimes(Vec<f64>),
    /// `PT_MV_I8`
    I64s(Vec<i64>),
    /// `PT_MV_UNICODE`, `PT_MV_STRING8`
    Texts(Vec<String>),
    /// `PT_MV_SYSTIME`
    Times(Vec<u64>),
    /// `PT_MV_CLSID`
    Guids(Vec<[u8; 16]>),
    /// `PT_MV_BINARY`
    Binaries(Vec<Vec<u8>>),
}

impl PropValue {
    /// Whether it is a list of values without one, which no client can set (PROP-50).
    pub fn is_empty_list(&self) -> bool {
        match self {
            Self::I16s(values) => values.is_empty(),
            Self::I32s(values) => values.is_empty(),
            Self::F32s(values) => values.is_empty(),
            Self::F64s(values) | Self::AppTimes(values) => values.is_empty(),
            Self::I64s(values) | Self::Currencies(values) => values.is_empty(),
            Self::Times(values) => values.is_empty(),
            Self::Guids(values) => values.is_empty(),
            Self::Binaries(values) => values.is_empty(),
            Self::Texts(values) => values.is_empty(),
            _ => false,
        }
    }

    /// The `PT_*` type word; text is `PT_UNICODE`.
    pub fn kind(&self) -> u16 {
        match self {
            Self::Null => PT_NULL,
            Self::I16(_) => PT_I2,
            Self::I32(_) => PT_LONG,
            Self::F32(_) => PT_R4,
            Self::F64(_) => PT_DOUBLE,
            Self::Currency(_) => PT_CURRENCY,
            Self::AppTime(_) => PT_APPTIME,
            Self::Error(_) => PT_ERROR,
            Self::Bool(_) => PT_BOOLEAN,
            Self::Object => PT_OBJECT,
            Self::I64(_) => PT_I8,
            Self::Text(_) => PT_UNICODE,
            Self::Time(_) => PT_SYSTIME,
            Self::Guid(_) => PT_CLSID,
            Self::Binary(_) => PT_BINARY,
            Self::I16s(_) => PT_MV_I2,
            Self::I32s(_) => PT_MV_LONG,
            Self::F32s(_) => PT_MV_R4,
            Self::F64s(_) => PT_MV_DOUBLE,
            Self::Currencies(_) => PT_MV_CURRENCY,
            Self::AppTimes(_) => PT_MV_APPTIME,
            Self::I64s(_) => PT_MV_I8,
            Self::Texts(_) => PT_MV_UNICODE,
            Self::Times(_) => PT_MV_SYSTIME,
            Self::Guids(_) => PT_MV_CLSID,
            Self::Binaries(_) => PT_MV_BINARY,
        }
    }

    /// The text, if it is one.
    #[inline]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The bytes, if it is binary.
    #[inline]
    pub fn as_binary(&self) -> Option<&[u8]> {
        match self {
            Self::Binary(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The number, if it is a `PT_LONG`.
    #[inline]
    pub fn as_i32(&self) -> Option<i32> {
        match self {
            Self::I32(number) => Some(*number),
            _ => None,
        }
    }
}

macro_rules! values_from {
    ($($from:ty => $variant:ident),+ $(,)?) => { $(
        impl From<$from> for PropValue {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        }
    )+ };
}
values_from!(i16 => I16, i32 => I32, f32 => F32, f64 => F64, bool => Bool, i64 => I64, String => Text, &str => Text,
    Vec<u8> => Binary, &[u8] => Binary, Vec<String> => Texts, Vec<i32> => I32s, Vec<Vec<u8>> => Binaries);

impl From<u32> for PropValue {
    /// Flag words are `PT_LONG`: the bits are kept.
    fn from(bits: u32) -> Self {
        Self::I32(bits.cast_signed())
    }
}

impl From<SystemTime> for PropValue {
    /// A `PT_SYSTIME`; a time before 1601 is its first moment.
    fn from(time: SystemTime) -> Self {
        /// 1601 to 1970, in units of 100 nanoseconds.
        const BEFORE_1970: u64 = 116_444_736_000_000_000;
        let units = |length: Duration| u64::try_from(length.as_nanos() / 100).unwrap_or(u64::MAX);
        Self::Time(match time.duration_since(UNIX_EPOCH) {
            Ok(since) => BEFORE_1970.saturating_add(units(since)),
            Err(before) => BEFORE_1970.saturating_sub(units(before.duration())),
        })
    }
}

impl From<Code> for PropValue {
    fn from(code: Code) -> Self {
        Self::Error(code)
    }
}

impl From<Iid> for PropValue {
    fn from(id: Iid) -> Self {
        Self::Guid(id.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_counts_from_1601_and_never_below_it() {
        let since_1970 = |seconds| PropValue::from(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(since_1970(0), PropValue::Time(116_444_736_000_000_000));
        assert_eq!(since_1970(1_772_525_700), PropValue::Time(134_169_993_000_000_000));
        let before = |seconds| UNIX_EPOCH.checked_sub(Duration::from_secs(seconds)).map(PropValue::from);
        assert_eq!(before(1), Some(PropValue::Time(116_444_735_990_000_000)));
        assert_eq!(before(20_000_000_000), Some(PropValue::Time(0)));
    }
}
