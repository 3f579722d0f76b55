//! One text or binary property of a lent message, or of an attachment, as an `IStream`: COM's
//! interface, with COM's codes. Who opens it is in `properties.rs`.
#![allow(unsafe_code, reason = "a class is declared, texts are read up to their zero, and another stream is called")]

use super::parts::{Bag, MessageState};
use super::value::put;
use crate::objects;
use crate::process::{InterfaceNames, LentObject, Loan, release_last};
use crate::record::what::process::MisuseKind;
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::error::Result;
use provider_abi::interfaces::istream::{self, IStream};
use provider_abi::lock::lock;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_ISequentialStream, IID_IStream, Iid};
use provider_abi::shapes::istream::*;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::FILETIME;
use provider_abi::shapes::tag::PropTag;
use provider_abi::strings::{ansi_bytes, ansi_text, wide_text, wide_units};
use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex};

/// The most bytes that a stream holds.
const MOST: u64 = 256 << 20;
/// How many bytes CopyTo hands on at once.
const PIECE: u64 = 64 << 10;

/// `E_NOTIMPL`
const NOT_IMPLEMENTED: Code = Code(0x8000_4001_u32.cast_signed());

/// What every method of a stream gives: COM's codes are not MAPI's, so no `Error` is made of them.
type Done<T> = Result<T, Code>;

#[repr(C)]
struct Stream {
    methods: &'static IStreamVtbl,
    count: Count,
    state: Arc<MessageState>,
    /// Where the property is.
    bag: Arc<Bag>,
    /// Which one; its type says what the bytes are.
    tag: PropTag,
    is_writable: bool,
    content: Mutex<Content>,
    loan: Loan,
}

/// The bytes, where the client stands in them, and whether the bag has not got them yet.
struct Content {
    bytes: Vec<u8>,
    position: u64,
    is_changed: bool,
}

const METHODS: &IStreamVtbl = &istream::vtable::<Stream, 0>();

/// The bytes of a value, as its stream under `tag` has them: text in the width of the tag, without
/// a zero at its end.
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
    state: &Arc<MessageState>,
    bag: &Arc<Bag>,
    tag: PropTag,
    is_writable: bool,
    bytes: Option<Vec<u8>>,
) -> *mut c_void {
    let content = Content { is_changed: bytes.is_none(), bytes: bytes.unwrap_or_default(), position: 0 };
    let stream = Stream {
        methods: METHODS,
        count: Count::one(),
        state: Arc::clone(state),
        bag: Arc::clone(bag),
        tag,
        is_writable,
        content: Mutex::new(content),
        loan: state.quarantine.loan("stream"),
    };
    Box::into_raw(Box::new(stream)).cast()
}

impl Content {
    /// At most `count` bytes from where the client stands, which moves past them.
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

    /// Writes where the client stands, which moves past it.
    fn write(&mut self, new: &[u8]) -> Done<()> {
        let end = self.position.checked_add(new.len() as u64).ok_or(MEDIUM_FULL)?;
        if new.is_empty() {
            return Ok(()); // also far past the end, where nothing is to come
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
        if let Some(code) = self.state.faults.strike("stream", "a call") {
            return code;
        }
        if self.state.is_closed() {
            self.loan.tell("IStream", MisuseKind::UsedAfterLoan);
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

    /// Copies into another stream piece by piece, up to the end. No lock is held while that stream
    /// is called, which may be this one.
    fn copy(&self, into: &ComPtr<IStreamVtbl>, count: u64, read: Out<'_, u64>, written: Out<'_, u64>) -> Done<()> {
        let mut left = count;
        let mut all_read = 0;
        let mut all_written = 0;
        while left > 0 {
            let piece = lock(&self.content).take(left.min(PIECE)).to_vec();
            if piece.is_empty() {
                break; // the end
            }
            let length = piece.len() as u32;
            let mut done = 0;
            let write = into.methods().sequential.write;
            // SAFETY: O3: as long as its count says, and ours until the call returns.
            let bytes = unsafe { In::from_raw(piece.as_ptr()) };
            // SAFETY: F1: alive; no lock is held (S3).
            let code = unsafe { write(into.this(), bytes, length, Out::from(&mut done)) };
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
        objects::slot(iid, &[&[IID_IStream, IID_ISequentialStream]], self.state.is_closed())
    }

    /// What was not committed is gone: some stores keep it, and a program that relies on that loses
    /// it in the others.
    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `open`.
        unsafe { release_last(this) };
    }

    fn refuse(this: Receiver<'_, Self>) -> Code {
        this.answer(|| Err(NOT_IMPLEMENTED))
    }
}

impl LentObject for Stream {
    const INTERFACES: &'static [InterfaceNames] = &[InterfaceNames { interface: "IStream", methods: istream::NAMES }];

    fn loan(&self) -> &Loan {
        &self.loan
    }
}

impl IStream for Stream {
    /// At the end there are fewer bytes, or none, and that is no failure.
    fn read(this: Receiver<'_, Self>, into: Option<&mut [MaybeUninit<u8>]>, done: Out<'_, u32>) -> Code {
        done.write(0);
        this.call(|content| {
            let into = into.ok_or(INVALID_POINTER)?;
            let bytes = content.take(into.len() as u64);
            let room = into.get_mut(..bytes.len()).ok_or(INVALID_POINTER)?;
            room.write_copy_of_slice(bytes);
            done.write(bytes.len() as u32);
            Ok(())
        })
    }

    /// All or nothing.
    fn write(this: Receiver<'_, Self>, from: Option<&[u8]>, done: Out<'_, u32>) -> Code {
        done.write(0);
        this.changing(|content| {
            let from = from.ok_or(INVALID_POINTER)?;
            content.write(from)?;
            done.write(from.len() as u32);
            Ok(())
        })
    }

    fn seek(this: Receiver<'_, Self>, distance: i64, from: u32, position: Out<'_, u64>) -> Code {
        position.write(0);
        this.call(|content| {
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

    fn set_size(this: Receiver<'_, Self>, size: u64) -> Code {
        this.changing(|content| content.resize(size))
    }

    fn copy_to(
        this: Receiver<'_, Self>,
        into: Option<Lent<'_, IStreamVtbl>>,
        count: u64,
        read: Out<'_, u64>,
        written: Out<'_, u64>,
    ) -> Code {
        read.write(0);
        written.write(0);
        this.answer(|| {
            let into = into.ok_or(INVALID_POINTER)?.keep();
            this.copy(&into, count, read, written)
        })
    }

    fn commit(this: Receiver<'_, Self>, _flags: u32) -> Code {
        this.call(|content| {
            this.settle(content);
            Ok(())
        })
    }

    /// There are no locks.
    fn lock_region(this: Receiver<'_, Self>, _offset: u64, _length: u64, _kind: u32) -> Code {
        this.answer(|| Err(INVALID_FUNCTION))
    }

    /// There are no locks.
    fn unlock_region(this: Receiver<'_, Self>, _offset: u64, _length: u64, _kind: u32) -> Code {
        this.answer(|| Err(INVALID_FUNCTION))
    }

    /// The size and the access; it has no name.
    fn stat(this: Receiver<'_, Self>, out: Out<'_, STATSTG>, _flags: u32) -> Code {
        /// `STGM_READWRITE`; reading alone is 0.
        const READ_WRITE: u32 = 2;
        this.call(|content| {
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
                mode: if this.is_writable { READ_WRITE } else { 0 },
                locks_supported: 0,
                class: Iid([0; 16]),
                state_bits: 0,
                reserved: 0,
            });
            Ok(())
        })
    }
}
