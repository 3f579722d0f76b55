//! Property values as authors see them: Rust values for every `PT_*` type. MAPI's memory and layout
//! are in `prop_array.rs`.

use crate::error::{Code, Error, Result};
use crate::shapes::flag::*;
use crate::shapes::iid::Iid;
use crate::shapes::tag::PropTag;
use crate::tag::{AppTime, Currency, Object, ValueFor};
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
    /// A property. A plain tag takes the type of the value.
    pub fn new<K: Into<PropTag>>(tag: K, value: impl ValueFor<K>) -> Self {
        let value = value.into();
        Self { tag: tag.into().with_kind(value.kind()), value }
    }
}

/// The value of a property (`SPropValue`), for every `PT_*` type of MAPI's own headers.
///
/// `PT_STRING8` and `PT_UNICODE` are both [`Text`](Self::Text): the runtime converts at the border,
/// to the type that the client asked for.
#[derive(Debug, PartialEq)]
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

/// Derived, it would be copied into each part of a library that clones a value.
impl Clone for PropValue {
    #[inline(never)]
    fn clone(&self) -> Self {
        match self {
            Self::Null => Self::Null,
            Self::I16(value) => Self::I16(*value),
            Self::I32(value) => Self::I32(*value),
            Self::F32(value) => Self::F32(*value),
            Self::F64(value) => Self::F64(*value),
            Self::Currency(value) => Self::Currency(*value),
            Self::AppTime(value) => Self::AppTime(*value),
            Self::Error(value) => Self::Error(*value),
            Self::Bool(value) => Self::Bool(*value),
            Self::Object => Self::Object,
            Self::I64(value) => Self::I64(*value),
            Self::Text(value) => Self::Text(value.clone()),
            Self::Time(value) => Self::Time(*value),
            Self::Guid(value) => Self::Guid(*value),
            Self::Binary(value) => Self::Binary(value.clone()),
            Self::I16s(value) => Self::I16s(value.clone()),
            Self::I32s(value) => Self::I32s(value.clone()),
            Self::F32s(value) => Self::F32s(value.clone()),
            Self::F64s(value) => Self::F64s(value.clone()),
            Self::Currencies(value) => Self::Currencies(value.clone()),
            Self::AppTimes(value) => Self::AppTimes(value.clone()),
            Self::I64s(value) => Self::I64s(value.clone()),
            Self::Texts(value) => Self::Texts(value.clone()),
            Self::Times(value) => Self::Times(value.clone()),
            Self::Guids(value) => Self::Guids(value.clone()),
            Self::Binaries(value) => Self::Binaries(value.clone()),
        }
    }
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
    Vec<u8> => Binary, &[u8] => Binary, [u8; 16] => Guid, Vec<i16> => I16s, Vec<i32> => I32s, Vec<i64> => I64s,
    Vec<String> => Texts, Vec<[u8; 16]> => Guids, Vec<Vec<u8>> => Binaries);

impl From<u32> for PropValue {
    /// Flag words are `PT_LONG`: the bits are kept.
    fn from(bits: u32) -> Self {
        Self::I32(bits.cast_signed())
    }
}

/// 1601 to 1970, in units of 100 nanoseconds.
const BEFORE_1970: u64 = 116_444_736_000_000_000;
/// Such units in a second.
const A_SECOND: u64 = 10_000_000;

impl From<SystemTime> for PropValue {
    /// A `PT_SYSTIME`; a time before 1601 is its first moment, one that is too far off its last.
    fn from(time: SystemTime) -> Self {
        let units = |length: Duration| u64::try_from(length.as_nanos() / 100).unwrap_or(u64::MAX);
        Self::Time(match time.duration_since(UNIX_EPOCH) {
            Ok(since) => BEFORE_1970.saturating_add(units(since)),
            Err(before) => BEFORE_1970.saturating_sub(units(before.duration())),
        })
    }
}

impl TryFrom<&PropValue> for SystemTime {
    type Error = Error;

    /// The time that a `PT_SYSTIME` says.
    ///
    /// # Errors
    /// `MAPI_E_INVALID_TYPE` for a value that is no time, `MAPI_E_TOO_BIG` for one that is further
    /// off than the system's clock can say.
    fn try_from(value: &PropValue) -> Result<Self> {
        let PropValue::Time(units) = value else {
            return Err(Error::new(Code::INVALID_TYPE, format!("a value of type {:#06x} is no time", value.kind())));
        };
        let length = |units: u64| Duration::new(units / A_SECOND, (units % A_SECOND) as u32 * 100);
        let time = match units.checked_sub(BEFORE_1970) {
            Some(since) => UNIX_EPOCH.checked_add(length(since)),
            None => UNIX_EPOCH.checked_sub(length(BEFORE_1970 - units)),
        };
        time.ok_or_else(|| Error::new(Code::TOO_BIG, format!("a time of {units} units is beyond the system's clock")))
    }
}

impl From<Object> for PropValue {
    fn from(_: Object) -> Self {
        Self::Object
    }
}

impl From<Currency> for PropValue {
    fn from(amount: Currency) -> Self {
        Self::Currency(amount.0)
    }
}

impl From<AppTime> for PropValue {
    fn from(days: AppTime) -> Self {
        Self::AppTime(days.0)
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

    #[test]
    fn a_time_comes_back_as_it_was() {
        let back = |value| SystemTime::try_from(&value).ok();
        let hour = Duration::from_secs(3600);
        for time in [UNIX_EPOCH, UNIX_EPOCH + hour, UNIX_EPOCH - hour, UNIX_EPOCH + Duration::new(1, 100)] {
            assert_eq!(back(PropValue::from(time)), Some(time));
        }
        let first = UNIX_EPOCH.checked_sub(Duration::from_secs(11_644_473_600));
        assert_eq!(back(PropValue::Time(0)), first);
        assert_eq!(first.map(PropValue::from), Some(PropValue::Time(0)));
    }

    #[test]
    fn a_time_that_nobody_can_say_is_an_error_and_no_panic() {
        let told = |value| SystemTime::try_from(&value).map_err(|error| error.code());
        assert_eq!(told(PropValue::I64(1)), Err(Code::INVALID_TYPE));
        assert_eq!(told(PropValue::Error(Code::NOT_FOUND)), Err(Code::INVALID_TYPE));
        // The system's clock says it, or does not.
        match told(PropValue::Time(u64::MAX)) {
            Ok(last) => assert_eq!(PropValue::from(last), PropValue::Time(u64::MAX)),
            Err(code) => assert_eq!(code, Code::TOO_BIG),
        }
        let furthest = UNIX_EPOCH.checked_add(Duration::from_secs(i64::MAX as u64 / 2));
        assert!(furthest.is_none_or(|time| PropValue::from(time) == PropValue::Time(u64::MAX)));
    }
}
