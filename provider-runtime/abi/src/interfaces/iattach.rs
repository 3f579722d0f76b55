//! `IAttach`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.

use super::imapi_prop::IMAPIProp;
use crate::shapes::iattach::IAttachVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &[
    "QueryInterface",
    "AddRef",
    "Release",
    "GetLastError",
    "SaveChanges",
    "GetProps",
    "GetPropList",
    "OpenProperty",
    "SetProps",
    "DeleteProps",
    "CopyTo",
    "CopyProps",
    "GetNamesFromIDs",
    "GetIDsFromNames",
];

/// The methods of `IAttach`. What a class does not have is refused (ERR-2).
pub trait IAttach: IMAPIProp {}

/// The vtable of a class that has `IAttach` as its interface number SLOT.
pub const fn vtable<C: IAttach, const SLOT: usize>() -> IAttachVtbl {
    IAttachVtbl { prop: super::imapi_prop::vtable::<C, SLOT>() }
}
