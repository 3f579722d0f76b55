//! `IStream`.
#![allow(unsafe_code, reason = "objects are called over their vtables")]

use super::item::Item;
use provider_abi::error::ok;
use provider_runtime::abi::istream::{IStreamVtbl, STATSTG, STREAM_SEEK_SET};
use provider_runtime::abi::param::Out;
use provider_runtime::prelude::*;
use std::mem::MaybeUninit;
use support::raw::argument;

/// A stream.
#[derive(Clone)]
pub struct StreamCalls(pub Item);

impl StreamCalls {
    fn methods(&self) -> IStreamVtbl {
        self.0.methods()
    }

    /// `Read`: so many bytes at most.
    ///
    /// # Errors
    /// The stream's code.
    pub fn read(&self, most: usize) -> Result<Vec<u8>> {
        let mut bytes = vec![0; most];
        let mut done = 0;
        let read = self.methods().sequential.read;
        // SAFETY: O3: as many bytes as the count says.
        let into = unsafe { Out::from_raw(bytes.as_mut_ptr()) };
        // SAFETY: O1, O3: our reference; the arguments are ours until it returns.
        ok(unsafe { read(self.0.this(), into, most as u32, Out::from(&mut done)) })?;
        bytes.truncate(done as usize);
        Ok(bytes)
    }

    /// All bytes, from the first one on.
    ///
    /// # Errors
    /// The stream's code.
    pub fn all(&self) -> Result<Vec<u8>> {
        self.seek(0, STREAM_SEEK_SET)?;
        let size = self.size()?;
        self.read(usize::try_from(size).unwrap())
    }

    /// `Write`: how many bytes were written.
    ///
    /// # Errors
    /// The stream's code.
    pub fn write(&self, bytes: &[u8]) -> Result<u32> {
        let mut done = 0;
        let write = self.methods().sequential.write;
        // SAFETY: O1, O3: as above.
        ok(unsafe { write(self.0.this(), argument(bytes), bytes.len() as u32, Out::from(&mut done)) })?;
        Ok(done)
    }

    /// `Seek`: where it stands then.
    ///
    /// # Errors
    /// The stream's code.
    pub fn seek(&self, distance: i64, from: u32) -> Result<u64> {
        let mut position = 0;
        let seek = self.methods().seek;
        // SAFETY: O1, O3: as above.
        ok(unsafe { seek(self.0.this(), distance, from, Out::from(&mut position)) })?;
        Ok(position)
    }

    /// `SetSize`
    ///
    /// # Errors
    /// The stream's code.
    pub fn set_size(&self, size: u64) -> Result<()> {
        let set = self.methods().set_size;
        // SAFETY: O1: our reference.
        ok(unsafe { set(self.0.this(), size) })
    }

    /// `Commit`
    ///
    /// # Errors
    /// The stream's code.
    pub fn commit(&self) -> Result<()> {
        let commit = self.methods().commit;
        // SAFETY: O1: our reference.
        ok(unsafe { commit(self.0.this(), 0) })
    }

    /// `Revert`
    ///
    /// # Errors
    /// The stream's code.
    pub fn revert(&self) -> Result<()> {
        let revert = self.methods().revert;
        // SAFETY: O1: our reference.
        ok(unsafe { revert(self.0.this()) })
    }

    /// `CopyTo`: how many bytes were read and written.
    ///
    /// # Errors
    /// The stream's code.
    pub fn copy_to(&self, into: &Self, count: u64) -> Result<(u64, u64)> {
        let mut read = 0;
        let mut written = 0;
        let copy = self.methods().copy_to;
        let outputs = (Out::from(&mut read), Out::from(&mut written));
        // SAFETY: O1, O3: as above.
        ok(unsafe { copy(self.0.this(), into.0.raw(), count, outputs.0, outputs.1) })?;
        Ok((read, written))
    }

    /// How many bytes there are. `Stat`
    ///
    /// # Errors
    /// The stream's code.
    pub fn size(&self) -> Result<u64> {
        let mut stat = MaybeUninit::<STATSTG>::uninit();
        let get = self.methods().stat;
        // SAFETY: O3: room for one.
        let out = unsafe { Out::from_raw(stat.as_mut_ptr()) };
        // SAFETY: O1, O3: as above.
        ok(unsafe { get(self.0.this(), out, 1) })?;
        // SAFETY: M2: the call has written it.
        Ok(unsafe { stat.assume_init() }.size)
    }
}
