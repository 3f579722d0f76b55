//! Values that are too large to be held: read by position, with the provider lent to each call.

use crate::ansi;
use crate::error::Result;
use crate::prop_value::PropValue;
use crate::requested::as_unicode;
use crate::shapes::flag::PT_UNICODE;

/// A large value of an author's, as bytes: of text those of its UTF-16, little-endian, without a
/// zero at the end.
///
/// A client reads it through a stream. It is never asked for more than it has.
pub trait LargeValue<P>: Send + Sync + 'static {
    /// How many bytes it has.
    fn len(&self) -> u64;

    /// Whether it has no bytes.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads from this position on: how many bytes, at least one before the end.
    ///
    /// # Errors
    /// [`Code::OBJECT_CHANGED`](crate::error::Code::OBJECT_CHANGED) if the value is another one
    /// than when it was opened (PROP-41), else why it cannot be read.
    fn read_at(&self, provider: &P, at: u64, buffer: &mut [u8]) -> Result<usize>;
}

/// The bytes of a value as its stream has them (PROP-39), in the width that the tag says; `None`
/// for a value that has no stream.
pub fn stream_bytes(value: PropValue, kind: u16) -> Option<Vec<u8>> {
    match value {
        PropValue::Binary(bytes) => Some(bytes),
        PropValue::Text(text) if kind == PT_UNICODE => {
            let mut bytes = Vec::with_capacity(text.len() * 2);
            text.encode_utf16().for_each(|unit| bytes.extend(unit.to_le_bytes()));
            Some(bytes)
        }
        PropValue::Text(text) if as_unicode(kind) == PT_UNICODE => Some(ansi::encode(&text).to_vec()),
        _ => None,
    }
}
