//! `IMAPIStatus`, and the call that opens it (STATOBJ-*). The row in the status table is in `com/core.rs`.
#![allow(unsafe_code, reason = "the methods of IMAPIStatus take raw arguments")]

use super::prop::{self, Given, Source};
use crate::com::core::{Core, Listed, Registered};
use crate::com::kind::Served;
use crate::com::object::{Object, Role, Shape, StatusObject, StatusRole};
use crate::provider::Properties;
use provider_abi::class::{interface, object};
use provider_abi::error::Result;
use provider_abi::lock::lock;
use provider_abi::no_support::no_support;
use provider_abi::params::only;
use provider_abi::prop_value::PropValue;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IMAPIProp, IID_IMAPIStatus, IID_IUnknown, Iid};
use provider_abi::shapes::imapi_status::IMAPIStatusVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::ENTRYID;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl<P: Served> StatusObject<P> {
    const METHODS: &'static IMAPIStatusVtbl = &IMAPIStatusVtbl {
        prop: prop::methods::<P, StatusRole>(),
        validate_state: validate_state::<P, StatusRole>,
        settings_dialog: no_support::<StatusObject<P>, _>(),
        change_password: no_support::<StatusObject<P>, _>(),
        flush_queues: flush_queues::<P>,
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

/// OpenStatusEntry of any logon (STATOBJ-2): one object a logon; MAPI_MODIFY gives the same, read-only one.
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

/// `IMAPIStatus::ValidateState`, `IXPLogon::ValidateState` (STATOBJ-6): the row says what the provider knows.
pub(super) unsafe extern "system" fn validate_state<P: Served, R: Role<P>>(this: This, _: usize, flags: u32) -> Code {
    let object = object::<Object<P, R>, 0>(&this);
    object.call(|_| {
        only(flags, VALIDATE_STATE)?;
        object.core.link.tell_status().map(|()| Code::OK)
    })
}

/// `IMAPIStatus::FlushQueues`
unsafe extern "system" fn flush_queues<P: Served>(this: This, _: usize, _: u32, _: In<ENTRYID>, flags: u32) -> Code {
    let status = object::<StatusObject<P>, 0>(&this);
    status.call(|state| (P::ASK.flush)(state, &status.core.link, flags).map(|()| Code::OK))
}

/// SUPPRESS_UI, and all that STATOBJ-6 lists from REFRESH_XP_HEADER_CACHE to SHOW_XP_SESSION_UI.
const VALIDATE_STATE: u32 = SUPPRESS_UI | 0x007F_0000;

/// STATOBJ-5: the row's columns, those that MAPI fills in too (STATUS-2). A status object has nothing of the author's.
impl<P> Properties<P> for Registered {
    fn tags(&self, _: &P) -> Result<Vec<PropTag>> {
        Ok(self.columns.iter().map(|column| column.tag).collect())
    }

    fn get(&self, _: &P, tag: PropTag) -> Result<PropValue> {
        let column = self.columns.iter().find(|column| column.tag.id() == tag.id());
        Ok(column.ok_or(Code::NOT_FOUND)?.value.clone())
    }
}

impl<P: Served> Source<P> for StatusRole {
    const GIVEN: &'static [Given<P, Self>] = &[
        (tags::STATUS_CODE, |object, _| Some(object.core.link.status.load(Ordering::Relaxed).into())),
        (tags::OBJECT_TYPE, |_, _| Some(MAPI_STATUS.into())),
        (tags::RESOURCE_TYPE, |_, _| Some(P::ASK.kind.into())),
    ];
    const IS_WRITABLE: fn(&StatusObject<P>) -> bool = |_| false;

    fn own<R>(object: &StatusObject<P>, _: &P, work: impl FnOnce(&dyn Properties<P>) -> Result<R>) -> Result<R> {
        work(object.core.registered.get_or_init(Registered::default))
    }
}
