//! `IMAPIContainer`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::iid::Iid;
use crate::shapes::structs::{ENTRYID, SBinaryArray, SRestriction};
use core::ffi::c_void;

use super::imapi_prop::IMAPIProp;
use crate::class::Receiver;
use crate::params::bytes_at;
use crate::shapes::imapi_container::IMAPIContainerVtbl;

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
    "GetContentsTable",
    "GetHierarchyTable",
    "OpenEntry",
    "SetSearchCriteria",
    "GetSearchCriteria",
];

/// The methods of `IMAPIContainer`. What a class does not have is refused (ERR-2).
pub trait IMAPIContainer: IMAPIProp {
    /// `IMAPIContainer::GetContentsTable`
    fn get_contents_table(this: Receiver<'_, Self>, _flags: u32, _table: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIContainer::GetHierarchyTable`
    fn get_hierarchy_table(this: Receiver<'_, Self>, _flags: u32, _table: Out<'_, *mut c_void>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIContainer::OpenEntry`
    fn open_entry(
        this: Receiver<'_, Self>,
        _entry_id: Option<&[u8]>,
        _interface: Option<&Iid>,
        _flags: u32,
        _obj_type: Out<'_, u32>,
        _unk: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIContainer::SetSearchCriteria`
    fn set_search_criteria(
        this: Receiver<'_, Self>,
        _restriction: In<'_, SRestriction>,
        _container_list: In<'_, SBinaryArray>,
        _search_flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIContainer::GetSearchCriteria`
    fn get_search_criteria(
        this: Receiver<'_, Self>,
        _flags: u32,
        _restriction: Out<'_, *mut SRestriction>,
        _container_list: Out<'_, *mut SBinaryArray>,
        _search_state: Out<'_, u32>,
    ) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IMAPIContainer` as its interface number SLOT.
pub const fn vtable<C: IMAPIContainer, const SLOT: usize>() -> IMAPIContainerVtbl {
    IMAPIContainerVtbl {
        prop: super::imapi_prop::vtable::<C, SLOT>(),
        get_contents_table: get_contents_table::<C, SLOT>,
        get_hierarchy_table: get_hierarchy_table::<C, SLOT>,
        open_entry: open_entry::<C, SLOT>,
        set_search_criteria: set_search_criteria::<C, SLOT>,
        get_search_criteria: get_search_criteria::<C, SLOT>,
    }
}

unsafe extern "system" fn get_contents_table<C: IMAPIContainer, const SLOT: usize>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_contents_table(this, flags, table)
}

unsafe extern "system" fn get_hierarchy_table<C: IMAPIContainer, const SLOT: usize>(
    this: This,
    flags: u32,
    table: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_hierarchy_table(this, flags, table)
}

unsafe extern "system" fn open_entry<C: IMAPIContainer, const SLOT: usize>(
    this: This,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    interface: In<Iid>,
    flags: u32,
    obj_type: Out<u32>,
    unk: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::open_entry(this, entry_id, interface.get(), flags, obj_type, unk)
}

unsafe extern "system" fn set_search_criteria<C: IMAPIContainer, const SLOT: usize>(
    this: This,
    restriction: In<SRestriction>,
    container_list: In<SBinaryArray>,
    search_flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::set_search_criteria(this, restriction, container_list, search_flags)
}

unsafe extern "system" fn get_search_criteria<C: IMAPIContainer, const SLOT: usize>(
    this: This,
    flags: u32,
    restriction: Out<*mut SRestriction>,
    container_list: Out<*mut SBinaryArray>,
    search_state: Out<u32>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_search_criteria(this, flags, restriction, container_list, search_state)
}
