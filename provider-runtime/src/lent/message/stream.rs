//! `IStream`: a property that is too long for one block of memory, read or written piece by piece.
//! Short ones are read in `lent/prop.rs`.
#![allow(unsafe_code, reason = "IStream is called over its vtable")]

use super::super::prop::{self, PropPtr};
use super::loan::Bound;
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Code, Error, Result, ok};
use provider_abi::memory::Allocators;
use provider_abi::prop_value::PropValue;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::IID_IStream;
use provider_abi::shapes::istream::IStreamVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::tag::PropTag;
use std::io::{self, Read, Write};
use std::marker::PhantomData;

/// A long property as bytes (`IStream`): text is UTF-16, the low byte first.
///
/// What is written counts from [`flush`](Write::flush) on, which says whether it could be kept;
/// Drop flushes too, and says nothing.
pub struct Stream<'m> {
    stream: ComPtr<IStreamVtbl>,
    bound: Bound<'m>,
    /// Whether something was written and not committed.
    is_ahead: bool,
}

/// `STGM_READ`, `STGM_WRITE | STGM_CREATE`: objidl.h's, not MAPI's.
const READ: u32 = 0;
const WRITE_NEW: u32 = 0x0000_0001 | 0x0000_1000;

impl<'m> Stream<'m> {
    /// A stream on a property that is there.
    pub(super) fn reading(object: &'m PropPtr, tag: PropTag) -> Result<Self> {
        Self::open(object, tag, READ, 0)
    }

    /// A stream on a property that begins anew.
    pub(super) fn writing(object: &'m PropPtr, tag: PropTag) -> Result<Self> {
        Self::open(object, tag, WRITE_NEW, MAPI_CREATE | MAPI_MODIFY)
    }

    fn open(object: &'m PropPtr, tag: PropTag, mode: u32, flags: u32) -> Result<Self> {
        let mut stream = std::ptr::null_mut();
        let open_property = object.methods().open_property;
        let wanted = In::from(&IID_IStream);
        let out = Out::from(&mut stream);
        // SAFETY: F1: alive.
        let code = unsafe { open_property(object.this(), tag.0, wanted, mode, flags, out) };
        // SAFETY: F1: what the call gave (MEM-8).
        let stream = unsafe { ComPtr::from_call(code, stream) }?;
        Ok(Self { stream, bound: PhantomData, is_ahead: false })
    }

    /// All bytes that are left.
    fn rest(&mut self) -> Result<Vec<u8>> {
        /// More is read piece by piece, or not at all.
        const MOST: usize = 64 << 20;
        let mut bytes = Vec::new();
        let mut piece = [0; 16 << 10];
        loop {
            let length = self.piece(&mut piece)?;
            if bytes.len() + length > MOST {
                return Err(Error::new(Code::TOO_BIG, "longer than 64 MB: read it as a stream"));
            }
            match piece.get(..length) {
                None | Some([]) => return Ok(bytes),
                Some(read) => bytes.extend_from_slice(read),
            }
        }
    }

    /// `ISequentialStream::Read`
    fn piece(&mut self, into: &mut [u8]) -> Result<usize> {
        let mut length = 0;
        let read = self.stream.methods().sequential.read;
        let most = length_of(into);
        // SAFETY: O3: there is room for that many bytes.
        let out = unsafe { Out::from_raw(into.as_mut_ptr()) };
        // SAFETY: F1: alive.
        ok(unsafe { read(self.stream.this(), out, most, Out::from(&mut length)) })?;
        Ok(length.min(most) as usize) // whatever it says, there was room for no more
    }
}

/// What one call can move: the rest is another call's.
fn length_of(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

impl Read for Stream<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.piece(into).map_err(io::Error::other)
    }
}

impl Write for Stream<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut length = 0;
        let write = self.stream.methods().sequential.write;
        let most = length_of(bytes);
        // SAFETY: O3: that many bytes.
        let from = unsafe { In::from_raw(bytes.as_ptr()) };
        // SAFETY: F1: alive.
        ok(unsafe { write(self.stream.this(), from, most, Out::from(&mut length)) }).map_err(io::Error::other)?;
        self.is_ahead = true;
        Ok(length.min(most) as usize)
    }

    /// `IStream::Commit`
    fn flush(&mut self) -> io::Result<()> {
        let commit = self.stream.methods().commit;
        // SAFETY: F1: alive.
        ok(unsafe { commit(self.stream.this(), 0) }).map_err(io::Error::other)?;
        self.is_ahead = false;
        Ok(())
    }
}

impl Drop for Stream<'_> {
    fn drop(&mut self) {
        if self.is_ahead {
            let _ = self.flush(); // who wants to know flushes
        }
    }
}

impl std::fmt::Debug for Stream<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream").finish_non_exhaustive()
    }
}

/// One property; `None` if the object has none.
pub(super) fn get(object: &PropPtr, memory: &Allocators, tag: PropTag) -> Result<Option<PropValue>> {
    match prop::get(object, memory, tag)? {
        PropValue::Error(Code::NOT_FOUND) => Ok(None),
        PropValue::Error(code) => Err(code.into()),
        value => Ok(Some(value)),
    }
}

/// Some bytes of a property, as one value or as a stream.
enum Found {
    Whole(PropValue),
    Streamed(Vec<u8>),
}

fn whole(object: &PropPtr, memory: &Allocators, tag: PropTag) -> Result<Option<Found>> {
    match get(object, memory, tag) {
        Err(error) if error.code() == Code::NOT_ENOUGH_MEMORY => {
            Ok(Some(Found::Streamed(Stream::reading(object, tag)?.rest()?)))
        }
        found => Ok(found?.map(Found::Whole)),
    }
}

/// A text of at most 64 MB, also if it is too long for `GetProps`.
pub(super) fn text(object: &PropPtr, memory: &Allocators, tag: PropTag) -> Result<Option<String>> {
    Ok(match whole(object, memory, tag.with_kind(PT_UNICODE))? {
        Some(Found::Whole(PropValue::Text(text))) => Some(text),
        Some(Found::Streamed(bytes)) => Some(decoded(&bytes)),
        _ => None,
    })
}

/// As [`text`], of a binary property.
pub(super) fn bytes(object: &PropPtr, memory: &Allocators, tag: PropTag) -> Result<Option<Vec<u8>>> {
    Ok(match whole(object, memory, tag.with_kind(PT_BINARY))? {
        Some(Found::Whole(PropValue::Binary(bytes)) | Found::Streamed(bytes)) => Some(bytes),
        _ => None,
    })
}

/// UTF-16 up to its zero, if it has one; broken pairs become replacement characters.
fn decoded(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
    char::decode_utf16(units.take_while(|unit| *unit != 0))
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}
