//! `IProfSect`. Made by `tests/abi/write.py`.

use super::imapi_prop::IMAPIPropVtbl;

/// The methods of `IProfSect`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IProfSectVtbl {
    /// `IMAPIProp`, from slot 0.
    pub prop: IMAPIPropVtbl,
}
