//! `ISequentialStream` and `IStream`: their methods as a class has them, and the vtable that leads
//! to them. Written by hand.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::class::{Class, Receiver, unknown};
use crate::com_ptr::Lent;
use crate::param::{In, Out, This};
use crate::params::slice_at;
use crate::shapes::code::Code;
use crate::shapes::istream::{ISequentialStreamVtbl, IStreamVtbl, STATSTG};
use core::ffi::c_void;
use core::mem::MaybeUninit;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &[
    "QueryInterface",
    "AddRef",
    "Release",
    "Read",
    "Write",
    "Seek",
    "SetSize",
    "CopyTo",
    "Commit",
    "Revert",
    "LockRegion",
    "UnlockRegion",
    "Stat",
    "Clone",
];

/// The methods of `IStream`, those of `ISequentialStream` among them.
pub trait IStream: Class {
    /// `ISequentialStream::Read`: `None` for a null pointer that should have room.
    fn read(this: Receiver<'_, Self>, into: Option<&mut [MaybeUninit<u8>]>, done: Out<'_, u32>) -> Code;
    /// `ISequentialStream::Write`: `None` for a null pointer that should have bytes.
    fn write(this: Receiver<'_, Self>, from: Option<&[u8]>, done: Out<'_, u32>) -> Code;
    /// `IStream::Seek`
    fn seek(this: Receiver<'_, Self>, distance: i64, from: u32, position: Out<'_, u64>) -> Code;
    /// `IStream::SetSize`
    fn set_size(this: Receiver<'_, Self>, size: u64) -> Code;
    /// `IStream::CopyTo`
    fn copy_to(
        this: Receiver<'_, Self>,
        into: Option<Lent<'_, IStreamVtbl>>,
        count: u64,
        read: Out<'_, u64>,
        written: Out<'_, u64>,
    ) -> Code;
    /// `IStream::Commit`
    fn commit(this: Receiver<'_, Self>, flags: u32) -> Code;
    /// `IStream::Revert`
    fn revert(this: Receiver<'_, Self>) -> Code {
        Self::refuse(this)
    }
    /// `IStream::LockRegion`
    fn lock_region(this: Receiver<'_, Self>, offset: u64, length: u64, kind: u32) -> Code;
    /// `IStream::UnlockRegion`
    fn unlock_region(this: Receiver<'_, Self>, offset: u64, length: u64, kind: u32) -> Code;
    /// `IStream::Stat`
    fn stat(this: Receiver<'_, Self>, out: Out<'_, STATSTG>, flags: u32) -> Code;
    /// `IStream::Clone`
    fn clone(this: Receiver<'_, Self>, _out: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IStream` as its interface number SLOT.
pub const fn vtable<C: IStream, const SLOT: usize>() -> IStreamVtbl {
    IStreamVtbl {
        sequential: ISequentialStreamVtbl {
            unknown: unknown::<C, SLOT>(),
            read: read::<C, SLOT>,
            write: write::<C, SLOT>,
        },
        seek: seek::<C, SLOT>,
        set_size: set_size::<C, SLOT>,
        copy_to: copy_to::<C, SLOT>,
        commit: commit::<C, SLOT>,
        revert: revert::<C, SLOT>,
        lock_region: lock_region::<C, SLOT>,
        unlock_region: unlock_region::<C, SLOT>,
        stat: stat::<C, SLOT>,
        clone: clone::<C, SLOT>,
    }
}

unsafe extern "system" fn read<C: IStream, const SLOT: usize>(
    this: This,
    into: Out<u8>,
    length: u32,
    done: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    let first = into.raw().cast::<MaybeUninit<u8>>();
    // SAFETY: O3: if it is not null, there is room for that many bytes, which nobody else uses
    // until it returns.
    let into = (!first.is_null()).then(|| unsafe { core::slice::from_raw_parts_mut(first, length as usize) });
    C::read(this, into, done)
}

unsafe extern "system" fn write<C: IStream, const SLOT: usize>(
    this: This,
    from: In<u8>,
    length: u32,
    done: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let from = unsafe { slice_at(from.raw(), length) };
    C::write(this, from, done)
}

unsafe extern "system" fn seek<C: IStream, const SLOT: usize>(
    this: This,
    distance: i64,
    from: u32,
    position: Out<u64>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::seek(this, distance, from, position)
}

unsafe extern "system" fn set_size<C: IStream, const SLOT: usize>(this: This, size: u64) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::set_size(this, size)
}

unsafe extern "system" fn copy_to<C: IStream, const SLOT: usize>(
    this: This,
    into: *mut c_void,
    count: u64,
    read: Out<u64>,
    written: Out<u64>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let into = unsafe { Lent::new(into) };
    C::copy_to(this, into, count, read, written)
}

unsafe extern "system" fn commit<C: IStream, const SLOT: usize>(this: This, flags: u32) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::commit(this, flags)
}

unsafe extern "system" fn revert<C: IStream, const SLOT: usize>(this: This) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::revert(this)
}

unsafe extern "system" fn lock_region<C: IStream, const SLOT: usize>(
    this: This,
    offset: u64,
    length: u64,
    kind: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::lock_region(this, offset, length, kind)
}

unsafe extern "system" fn unlock_region<C: IStream, const SLOT: usize>(
    this: This,
    offset: u64,
    length: u64,
    kind: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::unlock_region(this, offset, length, kind)
}

unsafe extern "system" fn stat<C: IStream, const SLOT: usize>(this: This, out: Out<STATSTG>, flags: u32) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::stat(this, out, flags)
}

unsafe extern "system" fn clone<C: IStream, const SLOT: usize>(this: This, out: Out<*mut c_void>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::clone(this, out)
}
