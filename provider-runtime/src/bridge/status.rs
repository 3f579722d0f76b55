//! `IMAPIStatus`, and the call that opens it (STATOBJ-*). The row in the status table is in `com/core.rs`.

use super::prop::{self, Given, Source};
use crate::abi::code::Code;
use crate::abi::flag::*;
use crate::abi::iid::{IID_IMAPIProp, IID_IMAPIStatus, IID_IUnknown, Iid};
use crate::abi::imapi_status::IMAPIStatusVtbl;
use crate::abi::param::{In, Out, This};
use crate::abi::tags;
use crate::com::class::{interface, object};
use crate::com::core::{Core, Listed, Registered};
use crate::com::kind::Served;
use crate::com::object::{Object, Role, Shape, StatusObject, StatusRole};
use crate::com::params::only;
use crate::com::refused::no_support;
use crate::error::Result;
use crate::provider::{Properties, Property};
use crate::sync::lock;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl<P: Served> StatusObject<P> {
    const METHODS: &'static IMAPIStatusVtbl = &IMAPIStatusVtbl {
        prop: prop::methods::<P, StatusRole>(),
        validate_state: validate_state::<P>,
        settings_dialog: no_support::<StatusObject<P>, _>(),
        change_password: no_support::<StatusObject<P>, _>(),
        flush_queues: no_support::<StatusObject<P>, _>(),
    };
}

impl<P: Served> Role<P> for StatusRole {
    fn shape(&self) -> &'static Shape {
        const { &Shape::of(MAPI_STATUS, "status object", &[IID_IMAPIStatus, IID_IMAPIProp], StatusObject::<P>::METHODS) }
    }

    fn last(object: &StatusObject<P>) {
        lock(&object.core.status).take_if(|status| std::ptr::eq(status.0.as_ptr(), object));
    }
}

/// `IMSLogon::OpenStatusEntry`, `IABLogon::OpenStatusEntry` (STATOBJ-2): one object a logon; MAPI_MODIFY gives the same, read-only one.
pub(super) unsafe extern "system" fn open_status_entry<P: Served, R: Role<P>>(
    this: This,
    wanted: In<Iid>,
    flags: u32,
    kind: Out<u32>,
    status: Out<*mut c_void>,
) -> Code {
    status.clear();
    kind.write(0);
    let logon = object::<Object<P, R>, 0>(&this);
    logon.call(|_| {
        let (kind, status) = (kind.needed()?, status.needed()?);
        only(flags, MAPI_MODIFY)?;
        if !wanted.read().is_none_or(|iid| [IID_IMAPIStatus, IID_IMAPIProp, IID_IUnknown].contains(&iid)) {
            return Err(Code::INTERFACE_NOT_SUPPORTED.into());
        }
        kind.write(MAPI_STATUS);
        status.write(interface(the_status_object(&logon.core), 0));
        Ok(Code::OK)
    })
}

/// The cached object with a reference for the caller, unless its last Release is under way.
fn the_status_object<P: Served>(core: &Arc<Core<P>>) -> NonNull<StatusObject<P>> {
    let mut cached = lock(&core.status);
    if let Some(Listed(status)) = &*cached {
        // SAFETY: O4: cached, so not freed while the lock is held.
        if unsafe { status.as_ref() }.count.up_unless_zero() {
            return *status;
        }
    }
    let status = StatusObject::new(Arc::clone(core), StatusRole);
    *cached = Some(Listed(status));
    status
}

/// `IMAPIStatus::ValidateState` (STATOBJ-6): the row says what the provider knows.
unsafe extern "system" fn validate_state<P: Served>(this: This, _window: usize, flags: u32) -> Code {
    let object = object::<StatusObject<P>, 0>(&this);
    object.call(|_| {
        only(flags, VALIDATE_STATE)?;
        let status = object.core.link.status.load(Ordering::Relaxed);
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

fn told<P: Served>(object: &StatusObject<P>) -> Option<&Registered> {
    object.core.registered.get()
}

/// A status object has nothing of the author's.
impl<P> Properties<P> for StatusRole {}

impl<P: Served> Source<P> for StatusRole {
    /// STATOBJ-5: the row's columns, those that MAPI fills in too (STATUS-2).
    const GIVEN: &'static [Given<P, Self>] = &[
        (tags::DISPLAY_NAME, |object, _| Some(told(object).map_or(P::NAME, |told| &told.name).into())),
        (tags::PROVIDER_DISPLAY, |_, _| Some(P::NAME.into())),
        (tags::STATUS_CODE, |object, _| Some(object.core.link.status.load(Ordering::Relaxed).into())),
        (tags::RESOURCE_METHODS, |_, _| Some(STATUS_VALIDATE_STATE.into())),
        (tags::OBJECT_TYPE, |_, _| Some(MAPI_STATUS.into())),
        (tags::RESOURCE_TYPE, |_, _| Some(P::ASK.kind.into())),
        (tags::RESOURCE_FLAGS, |object, _| Some(told(object)?.flags?.into())),
        (tags::PROVIDER_DLL_NAME, |object, _| Some(told(object)?.dll.as_deref()?.into())),
    ];
    const ALL: bool = false;
    const IS_WRITABLE: fn(&StatusObject<P>) -> bool = |_| false;

    fn own<R>(object: &StatusObject<P>, _: &P, work: impl FnOnce(&dyn Properties<P>) -> Result<R>) -> Result<R> {
        work(&object.role)
    }
}
