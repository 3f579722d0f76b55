//! Values that clients write through streams: where they go, and as what (PROP-38).

use super::node::io_error;
use super::{DraftNode, NewValue};
use crate::logon::open_value::WrittenBytes;
use crate::provider::Spooled;
use provider_abi::ansi;
use provider_abi::error::{Code, Error, Result};
use provider_abi::large_value::LargeValue;
use provider_abi::lock::lock;
use provider_abi::prop_value::PropValue;
use provider_abi::shapes::flag::{PT_BINARY, PT_STRING8, PT_UNICODE};
use provider_abi::shapes::tag::PropTag;
use provider_abi::wanted::MOST_BYTES;
use std::io;
use std::sync::{Arc, Mutex};

/// Text of more bytes is not taken: it would have to be in memory as a whole.
const MOST_TEXT: u64 = 64 << 20;

/// What has a property that is written through a stream.
pub(crate) trait StreamTarget<P>: Send + Sync {
    /// Takes what was written. The provider is lent, unless the stream is at its last Release: who
    /// needs it then has not got the value.
    ///
    /// # Errors
    /// Why the property is as it was.
    fn take(&self, provider: Option<&P>, tag: PropTag, value: NewValue) -> Result<()>;
}

impl<P: 'static> StreamTarget<P> for DraftNode<P> {
    fn take(&self, _provider: Option<&P>, tag: PropTag, value: NewValue) -> Result<()> {
        self.set_values([(tag, value)])
    }
}

impl NewValue {
    /// What a stream of this type has written: text is held, as are few bytes.
    ///
    /// # Errors
    /// `MAPI_E_NOT_ENOUGH_MEMORY` for text of more than 64 MiB.
    pub(crate) fn written(bytes: &Arc<Spooled>, kind: u16) -> Result<Self> {
        if kind == PT_BINARY && bytes.len() > MOST_BYTES as u64 {
            return Ok(Self::Large(Arc::clone(bytes)));
        }
        held_value(bytes, kind).map(Self::Held)
    }
}

/// The value as a whole.
///
/// # Errors
/// `MAPI_E_NOT_ENOUGH_MEMORY` for more than 64 MiB.
fn held_value(bytes: &Spooled, kind: u16) -> Result<PropValue> {
    let held = bytes.held(MOST_TEXT).map_err(io_error)?;
    let held = held.ok_or_else(|| Error::new(Code::NOT_ENOUGH_MEMORY, "more than 64 MiB cannot be held"))?;
    Ok(match kind {
        PT_UNICODE => {
            let units =
                held.chunks_exact(2).filter_map(|pair| pair.first_chunk()).map(|pair| u16::from_le_bytes(*pair));
            PropValue::Text(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        }
        PT_STRING8 => PropValue::Text(ansi::decode(&held).into()),
        _ => PropValue::Binary(held),
    })
}

/// A property that a client writes through a stream.
pub(crate) struct WrittenProperty<P> {
    target: Box<dyn StreamTarget<P>>,
    tag: PropTag,
    /// The type of the bytes; the tag has text as Unicode.
    kind: u16,
    state: Mutex<Written>,
}

struct Written {
    bytes: Arc<Spooled>,
    /// Whether the property does not have these bytes yet.
    is_pending: bool,
}

impl<P> WrittenProperty<P> {
    /// These bytes, which the property has, unless they are new.
    pub(crate) fn new(target: Box<dyn StreamTarget<P>>, tag: PropTag, kind: u16, bytes: Spooled, is_new: bool) -> Self {
        let state = Mutex::new(Written { bytes: Arc::new(bytes), is_pending: is_new });
        Self { target, tag, kind, state }
    }

    /// Changes the bytes: those that were handed over are copied first.
    fn change(&self, work: impl FnOnce(&Spooled) -> io::Result<()>) -> Result<()> {
        let state = &mut *lock(&self.state);
        if Arc::get_mut(&mut state.bytes).is_none() {
            state.bytes = Arc::new(state.bytes.copy().map_err(io_error)?);
        }
        state.is_pending = true;
        work(&state.bytes).map_err(io_error)
    }

    fn hand_over(&self, provider: Option<&P>) -> Result<()> {
        let bytes = {
            let state = lock(&self.state);
            if !state.is_pending {
                return Ok(());
            }
            Arc::clone(&state.bytes)
        };
        self.target.take(provider, self.tag, NewValue::written(&bytes, self.kind)?)?;
        let state = &mut *lock(&self.state);
        state.is_pending &= !Arc::ptr_eq(&state.bytes, &bytes);
        Ok(())
    }
}

impl<P> WrittenBytes<P> for WrittenProperty<P> {
    fn len(&self) -> u64 {
        lock(&self.state).bytes.len()
    }

    fn read_at(&self, at: u64, buffer: &mut [u8]) -> Result<usize> {
        let bytes = Arc::clone(&lock(&self.state).bytes);
        bytes.read_at(at, buffer).map_err(io_error)
    }

    fn write_at(&self, at: u64, bytes: &[u8]) -> Result<()> {
        self.change(|all| all.write_at(at, bytes))
    }

    fn set_len(&self, to: u64) -> Result<()> {
        self.change(|all| all.set_len(to))
    }

    fn commit(&self, provider: &P) -> Result<()> {
        self.hand_over(Some(provider))
    }
}

/// What was written and not committed is taken as well (PROP-38).
impl<P> Drop for WrittenProperty<P> {
    fn drop(&mut self) {
        let _ = self.hand_over(None);
    }
}

/// A large value of an author's, copied piece by piece.
///
/// # Errors
/// The author's, or what the file came to.
pub(crate) fn spooled<P: 'static>(value: &dyn LargeValue<P>, provider: &P) -> Result<Spooled> {
    const PIECE: usize = 64 << 10;
    let copy = Spooled::default();
    let mut piece = vec![0; PIECE];
    while copy.len() < value.len() {
        let left = usize::try_from(value.len() - copy.len()).unwrap_or(usize::MAX);
        let room = piece.get_mut(..left.min(PIECE)).unwrap_or_default();
        let read = value.read_at(provider, copy.len(), room)?;
        let read = room.get(..read).filter(|read| !read.is_empty());
        let read = read.ok_or_else(|| Error::new(Code::OBJECT_CHANGED, "a value is shorter than it was"))?;
        copy.write_at(copy.len(), read).map_err(io_error)?;
    }
    Ok(copy)
}
