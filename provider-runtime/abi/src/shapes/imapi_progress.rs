//! `IMAPIProgress`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use crate::param::{Out, This};

/// The methods of `IMAPIProgress`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMAPIProgressVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IMAPIProgress::Progress`, slot 3: `(ulValue, ulCount, ulTotal)`.
    pub progress: unsafe extern "system" fn(This, u32, u32, u32) -> Code,
    /// `IMAPIProgress::GetFlags`, slot 4: `(lpulFlags)`.
    pub get_flags: unsafe extern "system" fn(This, Out<u32>) -> Code,
    /// `IMAPIProgress::GetMax`, slot 5: `(lpulMax)`.
    pub get_max: unsafe extern "system" fn(This, Out<u32>) -> Code,
    /// `IMAPIProgress::GetMin`, slot 6: `(lpulMin)`.
    pub get_min: unsafe extern "system" fn(This, Out<u32>) -> Code,
    /// `IMAPIProgress::SetLimits`, slot 7: `(lpulMin, lpulMax, lpulFlags)`.
    pub set_limits: unsafe extern "system" fn(This, Out<u32>, Out<u32>, Out<u32>) -> Code,
}
