//! `IStream` over a property (PROP-39, PROP-40): a value as it was when the stream was opened, a
//! large one of the author's, or one that is written. Which property is in `open_property.rs`.
#![allow(unsafe_code, reason = "another object's stream is called over its vtable")]

use crate::logon::kind::Provider;
use crate::logon::object::{OpenedObject, Shape};
use crate::logon::open_value::{OpenStream, StreamBytes, Value};
use provider_abi::class::Receiver;
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::error::Result;
use provider_abi::interfaces::istream::{self, IStream};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::{IID_ISequentialStream, IID_IStream, Iid};
use provider_abi::shapes::istream::*;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::FILETIME;
use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicU64, Ordering};

pub(super) fn shape<P: Provider>() -> &'static Shape {
    const IIDS: &[Iid] = &[IID_IStream, IID_ISequentialStream];
    const { &Shape::of(0, "stream", IIDS, const { &istream::vtable::<OpenedObject<P>, 0>() }) }
}

/// What is inside a stream object.
pub(super) fn value<P: Provider>(bytes: StreamBytes<P>) -> Value<P> {
    Value::Stream(Box::new(OpenStream { bytes, position: AtomicU64::new(0) }))
}

/// A call on the stream.
fn with_stream<P: Provider>(
    this: &Receiver<'_, OpenedObject<P>>,
    work: impl FnOnce(&OpenStream<P>, &P) -> Result<()>,
) -> Code {
    this.call(|provider| {
        this.with_value(provider, |value| match value {
            Value::Stream(stream) => work(stream, provider).map(|()| Code::OK),
            _ => Err(Code::NO_SUPPORT.into()),
        })
    })
}

fn refused<P: Provider>(this: &Receiver<'_, OpenedObject<P>>, code: Code) -> Code {
    with_stream(this, |_, _| Err(code.into()))
}

impl<P: Provider> IStream for OpenedObject<P> {
    fn read(this: Receiver<'_, Self>, into: Option<&mut [MaybeUninit<u8>]>, done: Out<'_, u32>) -> Code {
        done.write(0);
        with_stream(&this, |stream, provider| {
            let mut room = into.ok_or(INVALID_POINTER)?;
            let mut read = 0;
            while !room.is_empty() {
                let piece = stream.next(provider, room.len())?;
                let Some((place, rest)) = room.split_at_mut_checked(piece.len()).filter(|_| !piece.is_empty()) else {
                    break; // the end
                };
                place.write_copy_of_slice(&piece);
                read += piece.len();
                done.write(u32::try_from(read).unwrap_or(u32::MAX));
                room = rest;
            }
            Ok(())
        })
    }

    fn write(this: Receiver<'_, Self>, from: Option<&[u8]>, done: Out<'_, u32>) -> Code {
        done.write(0);
        with_stream(&this, |stream, _| {
            let value = stream.written()?;
            let bytes = from.ok_or(INVALID_POINTER)?;
            let at = stream.position.load(Ordering::Acquire);
            value.write_at(at, bytes)?;
            stream.position.store(at + bytes.len() as u64, Ordering::Release);
            done.write(bytes.len() as u32);
            Ok(())
        })
    }

    fn seek(this: Receiver<'_, Self>, distance: i64, from: u32, position: Out<'_, u64>) -> Code {
        position.write(0);
        with_stream(&this, |stream, _| {
            let start = match from {
                STREAM_SEEK_SET => 0,
                STREAM_SEEK_CUR => stream.position.load(Ordering::Acquire),
                STREAM_SEEK_END => stream.len(),
                _ => return Err(INVALID_FUNCTION.into()),
            };
            let now = start.checked_add_signed(distance).ok_or(INVALID_FUNCTION)?;
            stream.position.store(now, Ordering::Release);
            position.write(now);
            Ok(())
        })
    }

    fn set_size(this: Receiver<'_, Self>, size: u64) -> Code {
        with_stream(&this, |stream, _| stream.written()?.set_len(size))
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
        with_stream(&this, |stream, provider| {
            let into = into.ok_or(INVALID_POINTER)?.keep();
            let mut all_read = 0;
            let mut all_written = 0;
            while all_read < count {
                let most = usize::try_from(count - all_read).unwrap_or(usize::MAX);
                let piece = stream.next(provider, most)?;
                if piece.is_empty() {
                    break; // the end
                }
                all_read += piece.len() as u64;
                read.write(all_read);
                let (code, done) = write_to(&into, &piece);
                all_written += u64::from(done).min(piece.len() as u64);
                written.write(all_written);
                if code.is_failure() {
                    return Err(code.into());
                }
                if all_written < all_read {
                    return Err(MEDIUM_FULL.into());
                }
            }
            Ok(())
        })
    }

    /// In a stream for reading there is nothing to commit.
    fn commit(this: Receiver<'_, Self>, _flags: u32) -> Code {
        with_stream(&this, |stream, provider| match &stream.bytes {
            StreamBytes::Written(value) => value.commit(provider),
            StreamBytes::Held(_) | StreamBytes::Large(_) => Ok(()),
        })
    }

    /// What was written stays (PROP-40).
    fn revert(this: Receiver<'_, Self>) -> Code {
        with_stream(&this, |_, _| Ok(()))
    }

    fn lock_region(this: Receiver<'_, Self>, _offset: u64, _length: u64, _kind: u32) -> Code {
        refused(&this, INVALID_FUNCTION)
    }

    fn unlock_region(this: Receiver<'_, Self>, _offset: u64, _length: u64, _kind: u32) -> Code {
        refused(&this, INVALID_FUNCTION)
    }

    /// The size; it has no name.
    fn stat(this: Receiver<'_, Self>, out: Out<'_, STATSTG>, _flags: u32) -> Code {
        with_stream(&this, |stream, _| {
            if out.is_null() {
                return Err(INVALID_POINTER.into());
            }
            let never = FILETIME { low_date_time: 0, high_date_time: 0 };
            out.write(STATSTG {
                name: std::ptr::null_mut(),
                kind: STGTY_STREAM,
                size: stream.len(),
                modified: never,
                created: never,
                accessed: never,
                mode: 0,
                locks_supported: 0,
                class: Iid([0; 16]),
                state_bits: 0,
                reserved: 0,
            });
            Ok(())
        })
    }

    fn clone(this: Receiver<'_, Self>, out: Out<'_, *mut c_void>) -> Code {
        out.clear();
        refused(&this, INVALID_FUNCTION)
    }
}

/// Writes into another object's stream: its code, and how many bytes it took.
fn write_to(into: &ComPtr<IStreamVtbl>, piece: &[u8]) -> (Code, u32) {
    let mut done = 0;
    let write = into.methods().sequential.write;
    // SAFETY: O3: as long as its count says, and ours until the call returns.
    let bytes = unsafe { In::from_raw(piece.as_ptr()) };
    // SAFETY: F1: alive; no lock of ours is held.
    let code = unsafe { write(into.this(), bytes, piece.len() as u32, Out::from(&mut done)) };
    (code, done)
}
