//! `IMAPIProgress`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::param::{Out, This};
use crate::shapes::code::Code;

use crate::class::{Class, Receiver, unknown};
use crate::shapes::imapi_progress::IMAPIProgressVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] =
    &["QueryInterface", "AddRef", "Release", "Progress", "GetFlags", "GetMax", "GetMin", "SetLimits"];

/// The methods of `IMAPIProgress`. What a class does not have is refused (ERR-2).
pub trait IMAPIProgress: Class {
    /// `IMAPIProgress::Progress`
    fn progress(this: Receiver<'_, Self>, _value: u32, _count: u32, _total: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProgress::GetFlags`
    fn get_flags(this: Receiver<'_, Self>, _flags: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProgress::GetMax`
    fn get_max(this: Receiver<'_, Self>, _max: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProgress::GetMin`
    fn get_min(this: Receiver<'_, Self>, _min: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProgress::SetLimits`
    fn set_limits(this: Receiver<'_, Self>, _min: Out<'_, u32>, _max: Out<'_, u32>, _flags: Out<'_, u32>) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IMAPIProgress` as its interface number SLOT.
pub const fn vtable<C: IMAPIProgress, const SLOT: usize>() -> IMAPIProgressVtbl {
    IMAPIProgressVtbl {
        unknown: unknown::<C, SLOT>(),
        progress: progress::<C, SLOT>,
        get_flags: get_flags::<C, SLOT>,
        get_max: get_max::<C, SLOT>,
        get_min: get_min::<C, SLOT>,
        set_limits: set_limits::<C, SLOT>,
    }
}

unsafe extern "system" fn progress<C: IMAPIProgress, const SLOT: usize>(
    this: This,
    value: u32,
    count: u32,
    total: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::progress(this, value, count, total)
}

unsafe extern "system" fn get_flags<C: IMAPIProgress, const SLOT: usize>(this: This, flags: Out<u32>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_flags(this, flags)
}

unsafe extern "system" fn get_max<C: IMAPIProgress, const SLOT: usize>(this: This, max: Out<u32>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_max(this, max)
}

unsafe extern "system" fn get_min<C: IMAPIProgress, const SLOT: usize>(this: This, min: Out<u32>) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_min(this, min)
}

unsafe extern "system" fn set_limits<C: IMAPIProgress, const SLOT: usize>(
    this: This,
    min: Out<u32>,
    max: Out<u32>,
    flags: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::set_limits(this, min, max, flags)
}
