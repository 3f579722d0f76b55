//! One text or binary property of a lent message, or of an attachment, as an `IStream`: COM's interface, with COM's codes.
//! Who opens it is in `object.rs`.
#![allow(unsafe_code, reason = "the methods of IStream take raw arguments")]

use super::lent::{Bag, Lent};
use super::put;
use crate::husk;
use provider_abi::class::{Class, Count, object, unknown};
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::Result;
use provider_abi::lock::lock;
use provider_abi::no_support::{Refuser, no_support};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_ISequentialStream, IID_IStream, Iid};
use provider_abi::shapes::istream::*;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::FILETIME;
use provider_abi::shapes::tag::PropTag;
use provider_abi::strings::{ansi_bytes, ansi_text, wide_text, wide_units};
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex};

/// The most bytes that a stream holds.
const MOST: u64 = 256 << 20;
/// How many bytes CopyTo hands on at once.
const PIECE: u64 = 64 << 10;

/// `STG_E_INVALIDFUNCTION`
const INVALID_FUNCTION: Code = Code(0x8003_0001_u32.cast_signed());
/// `STG_E_ACCESSDENIED`
const ACCESS_DENIED: Code = Code(0x8003_0005_u32.cast_signed());
/// `STG_E_INVALIDPOINTER`
const INVALID_POINTER: Code = Code(0x8003_0009_u32.cast_signed());
/// `STG_E_MEDIUMFULL`
const MEDIUM_FULL: Code = Code(0x8003_0070_u32.cast_signed());
/// `E_NOTIMPL`
const NOT_IMPLEMENTED: Code = Code(0x8000_4001_u32.cast_signed());

/// What every method of a stream gives: COM's codes are not MAPI's, so no `Error` is made of them.
type Done<T> = Result<T, Code>;

#[repr(C)]
struct Stream {
    methods: &'static IStreamVtbl,
    count: Count,
    lent: Arc<Lent>,
    /// Where the property is.
    bag: Arc<Bag>,
    /// Which one; its type says what the bytes are.
    tag: PropTag,
    is_writable: bool,
    content: Mutex<Content>,
}

/// The bytes, where the client stands in them, and whether the bag has not got them yet.
struct Content {
    bytes: Vec<u8>,
    position: u64,
    is_changed: bool,
}

const METHODS: &IStreamVtbl = &IStreamVtbl {
    sequential: ISequentialStreamVtbl { unknown: unknown::<Stream, 0>(), read, write },
    seek,
    set_size,
    copy_to,
    commit,
    revert: no_support::<Stream, _>(),
    lock_region,
    unlock_region,
    stat,
    clone: no_support::<Stream, _>(),
};

/// The bytes of a value, as its stream under `tag` has them: text in the width of the tag, without a zero at its end.
///
/// # Errors
/// `MAPI_E_INVALID_TYPE` if the value has another type.
pub(super) fn bytes_of(tag: PropTag, value: &PropValue) -> Result<Vec<u8>> {
    match (tag.kind(), value) {
        (PT_BINARY, PropValue::Binary(bytes)) => Ok(bytes.clone()),
        (PT_UNICODE, PropValue::Text(text)) => {
            let units = wide_units(text);
            Ok(units
                .split_last()
                .map_or(&[][..], |(_, units)| units)
                .iter()
                .copied()
                .flat_map(u16::to_le_bytes)
                .collect())
        }
        (PT_STRING8, PropValue::Text(text)) => {
            let mut bytes = ansi_bytes(text);
            bytes.pop();
            Ok(bytes)
        }
        _ => Err(Code::INVALID_TYPE.into()),
    }
}

/// The value that bytes are under `tag`: text up to its first zero, if it has one.
fn value_of(tag: PropTag, bytes: &[u8]) -> PropValue {
    match tag.kind() {
        PT_UNICODE => {
            let (units, _) = bytes.as_chunks::<2>();
            let units: Vec<_> = units.iter().map(|unit| u16::from_le_bytes(*unit)).chain([0]).collect();
            // SAFETY: M2: ours, with a zero at its end.
            unsafe { wide_text(units.as_ptr()) }.into()
        }
        PT_STRING8 => {
            let bytes: Vec<_> = bytes.iter().copied().chain([0]).collect();
            // SAFETY: M2: ours, with a zero at its end.
            unsafe { ansi_text(bytes.as_ptr().cast()) }.into_owned().into()
        }
        _ => bytes.into(),
    }
}

/// A stream with one reference, the caller's; without bytes, it is new and empty.
pub(super) fn open(
    lent: &Arc<Lent>,
    bag: &Arc<Bag>,
    tag: PropTag,
    is_writable: bool,
    bytes: Option<Vec<u8>>,
) -> *mut c_void {
    let content = Content { is_changed: bytes.is_none(), bytes: bytes.unwrap_or_default(), position: 0 };
    let (lent, bag, content) = (Arc::clone(lent), Arc::clone(bag), Mutex::new(content));
    Box::into_raw(Box::new(Stream { methods: METHODS, count: Count::one(), lent, bag, tag, is_writable, content }))
        .cast()
}

impl Content {
    /// At most `count` bytes from where the client stands, which moves behind them.
    fn take(&mut self, count: u64) -> &[u8] {
        let rest = usize::try_from(self.position).ok().and_then(|at| self.bytes.get(at..)).unwrap_or_default();
        let count = usize::try_from(count).unwrap_or(usize::MAX).min(rest.len());
        self.position += count as u64;
        rest.get(..count).unwrap_or_default()
    }

    /// Makes it that long; new bytes are zero.
    fn resize(&mut self, length: u64) -> Done<()> {
        let wanted = usize::try_from(length).ok().filter(|_| length <= MOST).ok_or(MEDIUM_FULL)?;
        let more = wanted.saturating_sub(self.bytes.len());
        self.bytes.try_reserve(more).map_err(|_| MEDIUM_FULL)?;
        self.bytes.resize(wanted, 0);
        self.is_changed = true;
        Ok(())
    }

    /// Writes where the client stands, which moves behind it.
    fn write(&mut self, new: &[u8]) -> Done<()> {
        let end = self.position.checked_add(new.len() as u64).ok_or(MEDIUM_FULL)?;
        if new.is_empty() {
            return Ok(()); // also far behind the end, where nothing is to come
        }
        self.resize(end.max(self.bytes.len() as u64))?;
        // Both are inside, as the resize has gone well.
        let place = self.bytes.get_mut(self.position as usize..end as usize);
        place.ok_or(MEDIUM_FULL)?.copy_from_slice(new);
        self.position = end;
        Ok(())
    }
}

impl Stream {
    fn answer(&self, work: impl FnOnce() -> Done<()>) -> Code {
        let _ = self.methods;
        if self.lent.is_closed() {
            return Code::INVALID_OBJECT;
        }
        work().err().unwrap_or(Code::OK)
    }

    /// A call on the bytes. Nothing foreign is called inside.
    fn call(&self, work: impl FnOnce(&mut Content) -> Done<()>) -> Code {
        self.answer(|| work(&mut lock(&self.content)))
    }

    fn changing(&self, work: impl FnOnce(&mut Content) -> Done<()>) -> Code {
        self.call(|content| if self.is_writable { work(content) } else { Err(ACCESS_DENIED) })
    }

    /// What was written goes into the working copy of the object that has the property.
    fn settle(&self, content: &mut Content) {
        if std::mem::take(&mut content.is_changed) {
            put(&mut lock(&self.bag), Property::new(self.tag, value_of(self.tag, &content.bytes)));
        }
    }
}

// SAFETY: O2: one vtable pointer first; IStream starts with the slots of ISequentialStream.
unsafe impl Class for Stream {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        husk::slot(iid, &[IID_IStream, IID_ISequentialStream], self.lent.is_closed())
    }

    /// What was not committed is gone: some stores keep it, and whoever relies on that loses it in the others.
    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `open`.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}

impl Refuser for Stream {
    fn refuse(this: &This) -> Code {
        object::<Self, 0>(this).answer(|| Err(NOT_IMPLEMENTED))
    }
}

/// `ISequentialStream::Read`: at the end there are fewer bytes, or none, and that is no failure.
unsafe extern "system" fn read(this: This, into: Out<u8>, length: u32, done: Out<u32>) -> Code {
    done.write(0);
    object::<Stream, 0>(&this).call(|content| {
        if into.is_null() {
            return Err(INVALID_POINTER);
        }
        let bytes = content.take(length.into());
        // SAFETY: O3: not null, so there is room for `length` bytes, and here are no more; ours overlap nothing of his.
        unsafe { into.raw().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
        done.write(bytes.len() as u32);
        Ok(())
    })
}

/// `ISequentialStream::Write`: all or nothing.
unsafe extern "system" fn write(this: This, from: In<u8>, length: u32, done: Out<u32>) -> Code {
    done.write(0);
    object::<Stream, 0>(&this).changing(|content| {
        content.write(from.slice(length).ok_or(INVALID_POINTER)?)?;
        done.write(length);
        Ok(())
    })
}

unsafe extern "system" fn seek(this: This, distance: i64, from: u32, position: Out<u64>) -> Code {
    position.write(0);
    object::<Stream, 0>(&this).call(|content| {
        let start = match from {
            STREAM_SEEK_SET => 0,
            STREAM_SEEK_CUR => content.position,
            STREAM_SEEK_END => content.bytes.len() as u64,
            _ => return Err(INVALID_FUNCTION),
        };
        content.position = start.checked_add_signed(distance).ok_or(INVALID_FUNCTION)?;
        position.write(content.position);
        Ok(())
    })
}

unsafe extern "system" fn set_size(this: This, size: u64) -> Code {
    object::<Stream, 0>(&this).changing(|content| content.resize(size))
}

/// `IStream::CopyTo`: piece by piece, up to the end; no lock is held while the other stream is called, which may be this one.
unsafe extern "system" fn copy_to(
    this: This,
    into: *mut c_void,
    count: u64,
    read: Out<u64>,
    written: Out<u64>,
) -> Code {
    read.write(0);
    written.write(0);
    let stream = object::<Stream, 0>(&this);
    stream.answer(|| {
        // SAFETY: O3: null, or a stream that the caller lends for the call.
        let into = unsafe { ComPtr::<ISequentialStreamVtbl>::clone_from_raw(into) }.ok_or(INVALID_POINTER)?;
        let mut left = count;
        let (mut all_read, mut all_written) = (0, 0);
        while left > 0 {
            let piece = lock(&stream.content).take(left.min(PIECE)).to_vec();
            if piece.is_empty() {
                break; // the end
            }
            let (length, mut done) = (piece.len() as u32, 0);
            let write = into.methods().write;
            // SAFETY: F1: alive; the piece is ours until it returns, and no lock is held (S3).
            let code = unsafe { write(into.this(), In::new(piece.as_ptr()), length, Out::from(&mut done)) };
            left = left.saturating_sub(length.into());
            all_read += u64::from(length);
            all_written += u64::from(done.min(length));
            read.write(all_read);
            written.write(all_written);
            if code.is_failure() {
                return Err(code);
            }
            if done < length {
                return Err(MEDIUM_FULL);
            }
        }
        Ok(())
    })
}

unsafe extern "system" fn commit(this: This, _flags: u32) -> Code {
    let stream = object::<Stream, 0>(&this);
    stream.call(|content| {
        stream.settle(content);
        Ok(())
    })
}

/// `IStream::LockRegion`: there are no locks.
unsafe extern "system" fn lock_region(this: This, _offset: u64, _length: u64, _kind: u32) -> Code {
    object::<Stream, 0>(&this).answer(|| Err(INVALID_FUNCTION))
}

/// `IStream::UnlockRegion`: as above.
unsafe extern "system" fn unlock_region(this: This, _offset: u64, _length: u64, _kind: u32) -> Code {
    object::<Stream, 0>(&this).answer(|| Err(INVALID_FUNCTION))
}

/// `IStream::Stat`: the size and the access; it has no name.
unsafe extern "system" fn stat(this: This, out: Out<STATSTG>, _flags: u32) -> Code {
    /// `STGM_READWRITE`; reading alone is 0.
    const READ_WRITE: u32 = 2;
    let stream = object::<Stream, 0>(&this);
    stream.call(|content| {
        if out.is_null() {
            return Err(INVALID_POINTER);
        }
        let never = FILETIME { low_date_time: 0, high_date_time: 0 };
        out.write(STATSTG {
            name: std::ptr::null_mut(),
            kind: STGTY_STREAM,
            size: content.bytes.len() as u64,
            modified: never,
            created: never,
            accessed: never,
            mode: if stream.is_writable { READ_WRITE } else { 0 },
            locks_supported: 0,
            class: Iid([0; 16]),
            state_bits: 0,
            reserved: 0,
        });
        Ok(())
    })
}
