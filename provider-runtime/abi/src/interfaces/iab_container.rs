//! `IABContainer`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::structs::{ADRLIST, ENTRYID, FlagList, SBinaryArray, SPropTagArray};
use core::ffi::c_void;

use super::imapi_container::IMAPIContainer;
use crate::class::Receiver;
use crate::com_ptr::Lent;
use crate::params::bytes_at;
use crate::shapes::iab_container::IABContainerVtbl;
use crate::shapes::imapi_progress::IMAPIProgressVtbl;

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
    "CreateEntry",
    "CopyEntries",
    "DeleteEntries",
    "ResolveNames",
];

/// The methods of `IABContainer`. What a class does not have is refused (ERR-2).
pub trait IABContainer: IMAPIContainer {
    /// `IABContainer::CreateEntry`
    fn create_entry(
        this: Receiver<'_, Self>,
        _entry_id: Option<&[u8]>,
        _create_flags: u32,
        _mapi_prop_entry: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IABContainer::CopyEntries`
    fn copy_entries(
        this: Receiver<'_, Self>,
        _entries: In<'_, SBinaryArray>,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _flags: u32,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IABContainer::DeleteEntries`
    fn delete_entries(this: Receiver<'_, Self>, _entries: In<'_, SBinaryArray>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IABContainer::ResolveNames`
    fn resolve_names(
        this: Receiver<'_, Self>,
        _prop_tag_array: In<'_, SPropTagArray>,
        _flags: u32,
        _adr_list: Out<'_, ADRLIST>,
        _flag_list: Out<'_, FlagList>,
    ) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IABContainer` as its interface number SLOT.
pub const fn vtable<C: IABContainer, const SLOT: usize>() -> IABContainerVtbl {
    IABContainerVtbl {
        container: super::imapi_container::vtable::<C, SLOT>(),
        create_entry: create_entry::<C, SLOT>,
        copy_entries: copy_entries::<C, SLOT>,
        delete_entries: delete_entries::<C, SLOT>,
        resolve_names: resolve_names::<C, SLOT>,
    }
}

unsafe extern "system" fn create_entry<C: IABContainer, const SLOT: usize>(
    this: This,
    entry_id_size: u32,
    entry_id: In<ENTRYID>,
    create_flags: u32,
    mapi_prop_entry: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let entry_id = unsafe { bytes_at(entry_id.raw().cast(), entry_id_size) };
    C::create_entry(this, entry_id, create_flags, mapi_prop_entry)
}

unsafe extern "system" fn copy_entries<C: IABContainer, const SLOT: usize>(
    this: This,
    entries: In<SBinaryArray>,
    ui_param: usize,
    progress: *mut c_void,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let progress = unsafe { Lent::new(progress) };
    C::copy_entries(this, entries, ui_param, progress, flags)
}

unsafe extern "system" fn delete_entries<C: IABContainer, const SLOT: usize>(
    this: This,
    entries: In<SBinaryArray>,
    flags: u32,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::delete_entries(this, entries, flags)
}

unsafe extern "system" fn resolve_names<C: IABContainer, const SLOT: usize>(
    this: This,
    prop_tag_array: In<SPropTagArray>,
    flags: u32,
    adr_list: Out<ADRLIST>,
    flag_list: Out<FlagList>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::resolve_names(this, prop_tag_array, flags, adr_list, flag_list)
}
