//! `IAttach`. Made by `tests/abi/write.py`.

use super::imapi_prop::IMAPIPropVtbl;

/// The methods of `IAttach`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IAttachVtbl {
    /// `IMAPIProp`, from slot 0.
    pub prop: IMAPIPropVtbl,
}
