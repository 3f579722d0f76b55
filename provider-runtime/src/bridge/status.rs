//! `IMAPIStatus`, and the call that opens it (STATOBJ-*). The row in the status table is in `logon_call.rs`.

use super::prop::{self, Source};
use crate::abi::code::Code;
use crate::abi::flag::*;
use crate::abi::iid::{IID_IMAPIProp, IID_IMAPIStatus, IID_IUnknown, Iid};
use crate::abi::imapi_status::IMAPIStatusVtbl;
use crate::abi::param::{In, Out, This};
use crate::abi::tag::PropTag;
use crate::abi::tags;
use crate::com::class::{interface, object};
use crate::com::core::{Core, Status};
use crate::com::object::{LogonObject, Role, StatusObject, StatusRole};
use crate::com::params::only;
use crate::com::refused::no_support;
use crate::error::Result;
use crate::lent::status_row;
use crate::provider::{PropValue, Property, StoreProvider};
use crate::sync::lock;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl<P: StoreProvider> StatusObject<P> {
    const METHODS: &'static IMAPIStatusVtbl = &IMAPIStatusVtbl {
        prop: prop::methods::<P, StatusRole>(),
        validate_state: validate_state::<P>,
        settings_dialog: no_support::<StatusObject<P>, _>(),
        change_password: no_support::<StatusObject<P>, _>(),
        flush_queues: no_support::<StatusObject<P>, _>(),
    };
}

impl<P: StoreProvider> Role<P> for StatusRole {
    fn interfaces(&self) -> &'static [Iid] {
        &[IID_IMAPIStatus, IID_IMAPIProp]
    }

    fn vtable(&self) -> *const c_void {
        std::ptr::from_ref(StatusObject::<P>::METHODS).cast()
    }

    fn name(&self) -> &'static str {
        "status object"
    }

    fn last(object: &StatusObject<P>) {
        let mut status = lock(&object.core.status);
        let is_this = |status: &Status<P>| std::ptr::eq(status.0.as_ptr(), object);
        if status.as_ref().is_some_and(is_this) {
            *status = None;
        }
    }
}

/// `IMSLogon::OpenStatusEntry` (STATOBJ-2): one object a logon; MAPI_MODIFY gives the same, read-only one.
pub(super) unsafe extern "system" fn open_status_entry<P: StoreProvider>(
    this: This,
    wanted: In<Iid>,
    flags: u32,
    kind: Out<u32>,
    status: Out<*mut c_void>,
) -> Code {
    status.clear();
    kind.write(0);
    let logon = object::<LogonObject<P>, 0>(&this);
    logon.call(|_| {
        let (kind, status) = (kind.needed()?, status.needed()?);
        only(flags, MAPI_MODIFY)?;
        let wanted = wanted.read().unwrap_or(IID_IMAPIStatus);
        if ![IID_IMAPIStatus, IID_IMAPIProp, IID_IUnknown].contains(&wanted) {
            return Err(Code::INTERFACE_NOT_SUPPORTED.into());
        }
        kind.write(MAPI_STATUS);
        status.write(interface(the_status_object(&logon.core), 0));
        Ok(Code::OK)
    })
}

/// The cached object with a reference for the caller, unless its last Release is under way.
fn the_status_object<P: StoreProvider>(core: &Arc<Core<P>>) -> NonNull<StatusObject<P>> {
    let mut cached = lock(&core.status);
    if let Some(Status(status)) = &*cached {
        // SAFETY: O4: cached, so not freed while the lock is held.
        if unsafe { status.as_ref() }.count.up_unless_zero() {
            return *status;
        }
    }
    let status = StatusObject::new(Arc::clone(core), StatusRole);
    *cached = Some(Status(status));
    status
}

/// `IMAPIStatus::ValidateState` (STATOBJ-6): the row says what the provider knows.
unsafe extern "system" fn validate_state<P: StoreProvider>(this: This, _window: usize, flags: u32) -> Code {
    let object = object::<StatusObject<P>, 0>(&this);
    object.call(|_| {
        only(flags, VALIDATE_STATE)?;
        let status = object.core.link.status().load(Ordering::Relaxed);
        let row = [Property::new(tags::STATUS_CODE, status)];
        object.core.link.modify_status_row(&row, STATUSROW_UPDATE)?;
        Ok(Code::OK)
    })
}

const VALIDATE_STATE: u32 = SUPPRESS_UI
    | REFRESH_XP_HEADER_CACHE
    | PROCESS_XP_HEADER_CACHE
    | FORCE_XP_CONNECT
    | FORCE_XP_DISCONNECT
    | CONFIG_CHANGED
    | ABORT_XP_HEADER_OPERATION
    | SHOW_XP_SESSION_UI;

impl<P: StoreProvider> Source<P> for StatusRole {
    /// STATOBJ-5: the row's columns, those that MAPI fills in too (STATUS-2).
    fn given(object: &StatusObject<P>, _of: &P) -> Vec<Property> {
        let core = &object.core;
        let mut given = status_row(P::NAME, core.link.status().load(Ordering::Relaxed));
        given.push(Property::new(tags::OBJECT_TYPE, MAPI_STATUS));
        given.push(Property::new(tags::RESOURCE_TYPE, MAPI_STORE_PROVIDER));
        let Some(registered) = core.registered.get() else {
            return given;
        };
        if let Some(flags) = registered.flags {
            given.push(Property::new(tags::RESOURCE_FLAGS, flags));
        }
        if let Some(dll) = &registered.dll {
            given.push(Property::new(tags::PROVIDER_DLL_NAME, dll.as_str()));
        }
        if let Some(name) = given.iter_mut().find(|row| row.tag == tags::DISPLAY_NAME) {
            name.value = registered.name.as_str().into();
        }
        given
    }

    fn tags(_object: &StatusObject<P>, _of: &P) -> Result<Vec<PropTag>> {
        Ok(Vec::new())
    }

    fn get(_object: &StatusObject<P>, _of: &P, _tag: PropTag) -> Result<PropValue> {
        Err(Code::NOT_FOUND.into())
    }

    fn set(_object: &StatusObject<P>, _of: &P, _changes: &[Property]) -> Result<()> {
        Err(Code::NO_ACCESS.into())
    }

    fn save(_object: &StatusObject<P>, _of: &P) -> Result<()> {
        Err(Code::NO_ACCESS.into())
    }

    fn is_writable(_object: &StatusObject<P>) -> bool {
        false
    }
}
