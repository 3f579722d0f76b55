//! A stream of any provider, read or written piece by piece (`IStream`).
#![allow(unsafe_code, reason = "a provider's streams are called over their vtables")]

use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result, ok};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::istream::{IStreamVtbl, MEDIUM_FULL, STATSTG};
use provider_abi::shapes::param::{In, Out};
use std::mem::MaybeUninit;

/// How many bytes are in hand at once.
const PIECE: usize = 64 << 10;

/// The largest value that MAPI's 32-bit counts can say.
const LARGEST: u64 = u32::MAX as u64;

/// `STATFLAG_NONAME`
const STATFLAG_NONAME: u32 = 1;

/// A stream, with a reference.
pub(crate) struct Pieces(pub(crate) ComPtr<IStreamVtbl>);

impl Pieces {
    /// Copies everything from here to the end into another stream, which is committed then. The
    /// number of bytes has to be the one that `Stat` has said, where that can say it (PROP-39).
    ///
    /// # Errors
    /// A stream's code; `MAPI_E_CORRUPT_DATA` for another number of bytes, or for one that claims
    /// more than there was room for; `MAPI_E_TOO_BIG` past what a property can be. The other stream
    /// is reverted then.
    pub(crate) fn copy_into(&self, other: &Self) -> Result<()> {
        let done = self.pour(other).and_then(|()| other.commit());
        if done.is_err() {
            other.revert();
        }
        done
    }

    fn pour(&self, other: &Self) -> Result<()> {
        let announced = self.size();
        let most = announced.unwrap_or(LARGEST).min(LARGEST);
        let mut piece = vec![0; PIECE];
        let mut all = 0_u64;
        loop {
            let read = self.read(&mut piece)?;
            let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            all += bytes.len() as u64;
            if all > most {
                let code = if announced.is_some() { Code::CORRUPT_DATA } else { Code::TOO_BIG };
                return Err(Error::new(code, "a stream has more bytes than it may have"));
            }
            other.write(bytes)?;
        }
        match announced {
            Some(size) if size != all => Err(Error::new(Code::CORRUPT_DATA, "a stream ends before its size")),
            _ => Ok(()),
        }
    }

    /// Bytes into the room: how many; none at the end.
    fn read(&self, room: &mut [u8]) -> Result<usize> {
        let mut count = 0;
        let read = self.0.methods().sequential.read;
        // SAFETY: O3: as many bytes as the count beside it says, ours until the call returns.
        let out = unsafe { Out::from_raw(room.as_mut_ptr()) };
        // SAFETY: F1: alive while `self` is.
        ok(unsafe { read(self.0.this(), out, room.len() as u32, Out::from(&mut count)) })?;
        if count as usize > room.len() {
            return Err(Error::new(Code::CORRUPT_DATA, "a stream read more than there was room for"));
        }
        Ok(count as usize)
    }

    fn write(&self, bytes: &[u8]) -> Result<()> {
        let mut count = 0;
        let write = self.0.methods().sequential.write;
        // SAFETY: O3: as many bytes as the count beside it says, ours until the call returns.
        let from = unsafe { In::from_raw(bytes.as_ptr()) };
        // SAFETY: F1: alive while `self` is.
        ok(unsafe { write(self.0.this(), from, bytes.len() as u32, Out::from(&mut count)) })?;
        if count as usize == bytes.len() { Ok(()) } else { Err(MEDIUM_FULL.into()) }
    }

    /// How many bytes it says that it has; `None` if it does not say.
    fn size(&self) -> Option<u64> {
        let mut about = MaybeUninit::<STATSTG>::zeroed();
        let stat = self.0.methods().stat;
        // SAFETY: O3: room for what Stat writes; the name is not asked for.
        let room = unsafe { Out::from_raw(about.as_mut_ptr()) };
        // SAFETY: F1: alive while `self` is; the room is ours until it returns.
        let code = unsafe { stat(self.0.this(), room, STATFLAG_NONAME) };
        // SAFETY: M2: numbers and a pointer, of which zeros are some.
        (!code.is_failure()).then(|| unsafe { about.assume_init() }.size)
    }

    fn commit(&self) -> Result<()> {
        let commit = self.0.methods().commit;
        // SAFETY: F1: alive while `self` is.
        ok(unsafe { commit(self.0.this(), 0) })
    }

    /// Forgets what was written, where the stream can; one that cannot keeps it uncommitted.
    fn revert(&self) {
        let revert = self.0.methods().revert;
        // SAFETY: F1: alive while `self` is.
        unsafe { revert(self.0.this()) };
    }
}
