//! `ISequentialStream` and `IStream`: COM's, not MAPI's, so that no table has them. Written by
//! hand, from objidl.h.

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use super::iid::Iid;
use super::structs::FILETIME;
use crate::param::{In, Out, This};
use core::ffi::c_void;

/// `STREAM_SEEK_SET`
pub const STREAM_SEEK_SET: u32 = 0;
/// `STREAM_SEEK_CUR`
pub const STREAM_SEEK_CUR: u32 = 1;
/// `STREAM_SEEK_END`
pub const STREAM_SEEK_END: u32 = 2;
/// `STGTY_STREAM`, of [`STATSTG::kind`].
pub const STGTY_STREAM: u32 = 2;

/// `STG_E_INVALIDFUNCTION`
pub const INVALID_FUNCTION: Code = Code(0x8003_0001_u32.cast_signed());
/// `STG_E_ACCESSDENIED`
pub const ACCESS_DENIED: Code = Code(0x8003_0005_u32.cast_signed());
/// `STG_E_INVALIDPOINTER`
pub const INVALID_POINTER: Code = Code(0x8003_0009_u32.cast_signed());
/// `STG_E_MEDIUMFULL`
pub const MEDIUM_FULL: Code = Code(0x8003_0070_u32.cast_signed());

/// The methods of `ISequentialStream`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ISequentialStreamVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `ISequentialStream::Read`, slot 3: `(pv, cb, pcbRead)`.
    pub read: unsafe extern "system" fn(This, Out<u8>, u32, Out<u32>) -> Code,
    /// `ISequentialStream::Write`, slot 4: `(pv, cb, pcbWritten)`.
    pub write: unsafe extern "system" fn(This, In<u8>, u32, Out<u32>) -> Code,
}

/// The methods of `IStream`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IStreamVtbl {
    /// `ISequentialStream`, from slot 0.
    pub sequential: ISequentialStreamVtbl,
    /// `IStream::Seek`, slot 5: `(dlibMove, dwOrigin, plibNewPosition)`.
    pub seek: unsafe extern "system" fn(This, i64, u32, Out<u64>) -> Code,
    /// `IStream::SetSize`, slot 6: `(libNewSize)`.
    pub set_size: unsafe extern "system" fn(This, u64) -> Code,
    /// `IStream::CopyTo`, slot 7: `(pstm, cb, pcbRead, pcbWritten)`.
    pub copy_to: unsafe extern "system" fn(This, *mut c_void, u64, Out<u64>, Out<u64>) -> Code,
    /// `IStream::Commit`, slot 8: `(grfCommitFlags)`.
    pub commit: unsafe extern "system" fn(This, u32) -> Code,
    /// `IStream::Revert`, slot 9: `()`.
    pub revert: unsafe extern "system" fn(This) -> Code,
    /// `IStream::LockRegion`, slot 10: `(libOffset, cb, dwLockType)`.
    pub lock_region: unsafe extern "system" fn(This, u64, u64, u32) -> Code,
    /// `IStream::UnlockRegion`, slot 11: `(libOffset, cb, dwLockType)`.
    pub unlock_region: unsafe extern "system" fn(This, u64, u64, u32) -> Code,
    /// `IStream::Stat`, slot 12: `(pstatstg, grfStatFlag)`.
    pub stat: unsafe extern "system" fn(This, Out<STATSTG>, u32) -> Code,
    /// `IStream::Clone`, slot 13: `(ppstm)`.
    pub clone: unsafe extern "system" fn(This, Out<*mut c_void>) -> Code,
}

/// `STATSTG`: what a stream says of itself.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct STATSTG {
    /// `pwcsName`: its name, if it was asked for and has one.
    pub name: *mut u16,
    /// `type`
    pub kind: u32,
    /// `cbSize`: bytes.
    pub size: u64,
    /// `mtime`
    pub modified: FILETIME,
    /// `ctime`
    pub created: FILETIME,
    /// `atime`
    pub accessed: FILETIME,
    /// `grfMode`
    pub mode: u32,
    /// `grfLocksSupported`
    pub locks_supported: u32,
    /// `clsid`
    pub class: Iid,
    /// `grfStateBits`
    pub state_bits: u32,
    /// `reserved`
    pub reserved: u32,
}

const _: () = assert!(size_of::<STATSTG>() == if size_of::<usize>() == 8 { 80 } else { 72 });
const _: () = assert!(size_of::<IStreamVtbl>() == 14 * size_of::<usize>());
