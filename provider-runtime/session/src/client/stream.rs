//! A value of a provider's as a client reads and writes it in parts (`IStream`). What opens it is
//! in `contents.rs` and `changes.rs`.
#![allow(unsafe_code, reason = "IStream is called over its vtable")]

use super::handle::{Handle, Reference};
use super::settle::settle;
use crate::model::State;
use crate::record::what::session::{ClientCall, Work};
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Result, ok};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::istream::{IStreamVtbl, STATSTG, STREAM_SEEK_SET};
use provider_abi::shapes::param::{In, Out, This};
use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A stream over a value. Dropping it is its Release, which commits nothing.
#[derive(Debug)]
pub struct Stream {
    stream: Reference<IStreamVtbl>,
    state: Handle,
    logon: u64,
}

/// `STATFLAG_NONAME`
const STATFLAG_NONAME: u32 = 1;

/// How many bytes [`Stream::rest`] asks for at once.
const PIECE: u32 = 64 << 10;

impl Stream {
    /// # Safety
    /// `stream` is null, or a live stream with a reference for us.
    #[track_caller]
    pub(super) unsafe fn from_raw(stream: *mut c_void, state: &Arc<State>, logon: u64) -> Option<Self> {
        // SAFETY: F1: the caller's promise.
        let stream = unsafe { ComPtr::from_raw(stream) }?;
        let stream = Reference::new(stream, state, "stream", logon);
        Some(Self { stream, state: Handle::new(state, "stream", None, logon), logon })
    }

    /// The interface pointer, for calls that only a test makes.
    pub fn as_raw(&self) -> *mut c_void {
        self.state.has_raw_clients.store(true, Ordering::Release);
        self.stream.raw()
    }

    /// The next bytes, at most `most`; fewer at the end. `ISequentialStream::Read`
    ///
    /// # Errors
    /// The stream's code; `MAPI_E_CALL_FAILED` if it says that it gave more than it was asked for.
    pub fn read(&self, most: u32) -> Result<Vec<u8>> {
        let mut bytes = vec![0; most as usize];
        let mut count = 0;
        ok(self.call("Read", |methods, this| {
            // SAFETY: O3: room for as many bytes as the count beside it says.
            let room = unsafe { Out::from_raw(bytes.as_mut_ptr()) };
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            unsafe { (methods.sequential.read)(this, room, most, Out::from(&mut count)) }
        }))?;
        if count > most {
            return Err(Code::CALL_FAILED.into());
        }
        bytes.truncate(count as usize);
        Ok(bytes)
    }

    /// Everything from here to the end.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    pub fn rest(&self) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        loop {
            let piece = self.read(PIECE)?;
            if piece.is_empty() {
                return Ok(all);
            }
            all.extend(piece);
        }
    }

    /// How many bytes the value has. `IStream::Stat`
    ///
    /// # Errors
    /// The stream's code.
    pub fn size(&self) -> Result<u64> {
        let mut about = MaybeUninit::<STATSTG>::zeroed();
        ok(self.call("Stat", |methods, this| {
            // SAFETY: O3: room for what Stat writes; the name is not asked for.
            let room = unsafe { Out::from_raw(about.as_mut_ptr()) };
            // SAFETY: S1: the client's reference; the room is ours until it returns.
            unsafe { (methods.stat)(this, room, STATFLAG_NONAME) }
        }))?;
        // SAFETY: M2: numbers and a pointer, of which zeros are some.
        Ok(unsafe { about.assume_init() }.size)
    }

    /// Goes to a position, in bytes from the beginning. `IStream::Seek`
    ///
    /// # Errors
    /// The stream's code.
    pub fn seek(&self, position: u64) -> Result<()> {
        let position = i64::try_from(position).map_err(|_| Code::INVALID_PARAMETER)?;
        ok(self.call("Seek", |methods, this| {
            // SAFETY: S1: the client's reference; nothing comes out.
            unsafe { (methods.seek)(this, position, STREAM_SEEK_SET, Out::null()) }
        }))
    }

    /// Writes bytes at the position, all of them. `ISequentialStream::Write`
    ///
    /// # Errors
    /// The stream's code; `MAPI_E_NOT_ENOUGH_DISK` if it took fewer.
    pub fn write(&self, bytes: &[u8]) -> Result<()> {
        for piece in bytes.chunks(PIECE as usize) {
            let mut count = 0;
            // SAFETY: O3: as many bytes as the count beside it says, the caller's until it returns.
            let from = unsafe { In::from_raw(piece.as_ptr()) };
            ok(self.call("Write", |methods, this| {
                // SAFETY: S1: the client's reference; the count is ours until it returns.
                unsafe { (methods.sequential.write)(this, from, piece.len() as u32, Out::from(&mut count)) }
            }))?;
            if count as usize != piece.len() {
                return Err(Code::NOT_ENOUGH_DISK.into());
            }
        }
        Ok(())
    }

    /// Cuts or extends the value, in bytes. `IStream::SetSize`
    ///
    /// # Errors
    /// The stream's code.
    pub fn set_size(&self, size: u64) -> Result<()> {
        ok(self.call("SetSize", |methods, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.set_size)(this, size) }
        }))
    }

    /// What was written reaches the object (PROP-38). `IStream::Commit`
    ///
    /// # Errors
    /// The stream's code.
    pub fn commit(&self) -> Result<()> {
        ok(self.call("Commit", |methods, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.commit)(this, 0) }
        }))
    }

    /// What was written since the last commit is forgotten. `IStream::Revert`
    ///
    /// # Errors
    /// The stream's code.
    pub fn revert(&self) -> Result<()> {
        ok(self.call("Revert", |methods, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.revert)(this) }
        }))
    }

    fn call(&self, method: &str, call: impl FnOnce(&IStreamVtbl, This) -> Code) -> Code {
        let work = Work { call: ClientCall::on(self.logon), method: method.into() };
        let recorded = self.state.record.call("stream", work);
        let code = call(self.stream.methods(), self.stream.this());
        recorded.done(code);
        settle(&self.state);
        code
    }
}
