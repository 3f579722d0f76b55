//! `IMAPIProp`: its methods as a class has them, and the vtable that leads to them. Made by
//! `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]
#![allow(clippy::too_many_arguments, reason = "a method has the parameters that MAPI gives it")]

use crate::param::{In, Out, This};
use crate::shapes::code::Code;
use crate::shapes::iid::Iid;
use crate::shapes::structs::{MAPIERROR, MAPINAMEID, SPropProblemArray, SPropTagArray, SPropValue};
use core::ffi::c_void;

use crate::class::{Class, Receiver, unknown};
use crate::com_ptr::Lent;
use crate::params::{Array, slice_at};
use crate::shapes::imapi_progress::IMAPIProgressVtbl;
use crate::shapes::imapi_prop::IMAPIPropVtbl;

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

/// The methods of `IMAPIProp`. What a class does not have is refused (ERR-2).
pub trait IMAPIProp: Class {
    /// `IMAPIProp::GetLastError`
    fn get_last_error(
        this: Receiver<'_, Self>,
        _result: Code,
        _flags: u32,
        _mapi_error: Out<'_, *mut MAPIERROR>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProp::SaveChanges`
    fn save_changes(this: Receiver<'_, Self>, _flags: u32) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProp::GetProps`
    fn get_props(
        this: Receiver<'_, Self>,
        _prop_tag_array: In<'_, SPropTagArray>,
        _flags: u32,
        _values_count: Out<'_, u32>,
        _prop_array: Out<'_, *mut SPropValue>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProp::GetPropList`
    fn get_prop_list(this: Receiver<'_, Self>, _flags: u32, _prop_tag_array: Out<'_, *mut SPropTagArray>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProp::OpenProperty`
    fn open_property(
        this: Receiver<'_, Self>,
        _prop_tag: u32,
        _lpiid: Option<&Iid>,
        _interface_options: u32,
        _flags: u32,
        _unk: Out<'_, *mut c_void>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProp::SetProps`
    fn set_props(
        this: Receiver<'_, Self>,
        _prop_array: Option<Array<'_, SPropValue>>,
        _problems: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProp::DeleteProps`
    fn delete_props(
        this: Receiver<'_, Self>,
        _prop_tag_array: In<'_, SPropTagArray>,
        _problems: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProp::CopyTo`
    fn copy_to(
        this: Receiver<'_, Self>,
        _exclude: Option<&[Iid]>,
        _exclude_props: In<'_, SPropTagArray>,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _interface: Option<&Iid>,
        _dest_obj: *mut c_void,
        _flags: u32,
        _problems: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProp::CopyProps`
    fn copy_props(
        this: Receiver<'_, Self>,
        _include_props: In<'_, SPropTagArray>,
        _ui_param: usize,
        _progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        _interface: Option<&Iid>,
        _dest_obj: *mut c_void,
        _flags: u32,
        _problems: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProp::GetNamesFromIDs`
    fn get_names_from_ids(
        this: Receiver<'_, Self>,
        _prop_tags: Out<'_, *mut SPropTagArray>,
        _prop_set_guid: Option<&Iid>,
        _flags: u32,
        _prop_names_count: Out<'_, u32>,
        _prop_names: Out<'_, *mut *mut MAPINAMEID>,
    ) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIProp::GetIDsFromNames`
    fn get_ids_from_names(
        this: Receiver<'_, Self>,
        _prop_names_count: u32,
        _prop_names: In<'_, *const MAPINAMEID>,
        _flags: u32,
        _prop_tags: Out<'_, *mut SPropTagArray>,
    ) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IMAPIProp` as its interface number SLOT.
pub const fn vtable<C: IMAPIProp, const SLOT: usize>() -> IMAPIPropVtbl {
    IMAPIPropVtbl {
        unknown: unknown::<C, SLOT>(),
        get_last_error: get_last_error::<C, SLOT>,
        save_changes: save_changes::<C, SLOT>,
        get_props: get_props::<C, SLOT>,
        get_prop_list: get_prop_list::<C, SLOT>,
        open_property: open_property::<C, SLOT>,
        set_props: set_props::<C, SLOT>,
        delete_props: delete_props::<C, SLOT>,
        copy_to: copy_to::<C, SLOT>,
        copy_props: copy_props::<C, SLOT>,
        get_names_from_ids: get_names_from_ids::<C, SLOT>,
        get_ids_from_names: get_ids_from_names::<C, SLOT>,
    }
}

unsafe extern "system" fn get_last_error<C: IMAPIProp, const SLOT: usize>(
    this: This,
    result: Code,
    flags: u32,
    mapi_error: Out<*mut MAPIERROR>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_last_error(this, result, flags, mapi_error)
}

unsafe extern "system" fn save_changes<C: IMAPIProp, const SLOT: usize>(this: This, flags: u32) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::save_changes(this, flags)
}

unsafe extern "system" fn get_props<C: IMAPIProp, const SLOT: usize>(
    this: This,
    prop_tag_array: In<SPropTagArray>,
    flags: u32,
    values_count: Out<u32>,
    prop_array: Out<*mut SPropValue>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_props(this, prop_tag_array, flags, values_count, prop_array)
}

unsafe extern "system" fn get_prop_list<C: IMAPIProp, const SLOT: usize>(
    this: This,
    flags: u32,
    prop_tag_array: Out<*mut SPropTagArray>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_prop_list(this, flags, prop_tag_array)
}

unsafe extern "system" fn open_property<C: IMAPIProp, const SLOT: usize>(
    this: This,
    prop_tag: u32,
    lpiid: In<Iid>,
    interface_options: u32,
    flags: u32,
    unk: Out<*mut c_void>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::open_property(this, prop_tag, lpiid.get(), interface_options, flags, unk)
}

unsafe extern "system" fn set_props<C: IMAPIProp, const SLOT: usize>(
    this: This,
    values_count: u32,
    prop_array: In<SPropValue>,
    problems: Out<*mut SPropProblemArray>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let prop_array = unsafe { Array::at(prop_array.raw().cast(), values_count) };
    C::set_props(this, prop_array, problems)
}

unsafe extern "system" fn delete_props<C: IMAPIProp, const SLOT: usize>(
    this: This,
    prop_tag_array: In<SPropTagArray>,
    problems: Out<*mut SPropProblemArray>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::delete_props(this, prop_tag_array, problems)
}

unsafe extern "system" fn copy_to<C: IMAPIProp, const SLOT: usize>(
    this: This,
    ciid_exclude: u32,
    exclude: In<Iid>,
    exclude_props: In<SPropTagArray>,
    ui_param: usize,
    progress: *mut c_void,
    interface: In<Iid>,
    dest_obj: *mut c_void,
    flags: u32,
    problems: Out<*mut SPropProblemArray>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: as long as its count says.
    let exclude = unsafe { slice_at(exclude.raw().cast(), ciid_exclude) };
    // SAFETY: O3: null, or an object of that interface.
    let progress = unsafe { Lent::new(progress) };
    C::copy_to(this, exclude, exclude_props, ui_param, progress, interface.get(), dest_obj, flags, problems)
}

unsafe extern "system" fn copy_props<C: IMAPIProp, const SLOT: usize>(
    this: This,
    include_props: In<SPropTagArray>,
    ui_param: usize,
    progress: *mut c_void,
    interface: In<Iid>,
    dest_obj: *mut c_void,
    flags: u32,
    problems: Out<*mut SPropProblemArray>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    // SAFETY: O3: null, or an object of that interface.
    let progress = unsafe { Lent::new(progress) };
    C::copy_props(this, include_props, ui_param, progress, interface.get(), dest_obj, flags, problems)
}

unsafe extern "system" fn get_names_from_ids<C: IMAPIProp, const SLOT: usize>(
    this: This,
    prop_tags: Out<*mut SPropTagArray>,
    prop_set_guid: In<Iid>,
    flags: u32,
    prop_names_count: Out<u32>,
    prop_names: Out<*mut *mut MAPINAMEID>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_names_from_ids(this, prop_tags, prop_set_guid.get(), flags, prop_names_count, prop_names)
}

unsafe extern "system" fn get_ids_from_names<C: IMAPIProp, const SLOT: usize>(
    this: This,
    prop_names_count: u32,
    prop_names: In<*const MAPINAMEID>,
    flags: u32,
    prop_tags: Out<*mut SPropTagArray>,
) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::get_ids_from_names(this, prop_names_count, prop_names, flags, prop_tags)
}
