//! `IMAPIStatus`, and the call that opens it (STATOBJ-*). The row in the status table is in
//! `registration.rs`.
#![allow(unsafe_code, reason = "a logon's list holds its status object without a reference")]

use super::given::GivenList;
use super::prop::Source;
use crate::logon::kind::Provider;
use crate::logon::object::{Object, Role, Shape, StatusObject, StatusRole};
use crate::logon::state::{Listed, LogonState, Reported};
use crate::provider::Properties;
use provider_abi::class::{Receiver, interface};
use provider_abi::error::Result;
use provider_abi::interfaces::imapi_status::{self, IMAPIStatus};
use provider_abi::lock::lock;
use provider_abi::params::only;
use provider_abi::prop_value::PropValue;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IMAPIProp, IID_IMAPIStatus, IID_IUnknown, Iid};
use provider_abi::shapes::param::Out;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::Ordering;

const IIDS: &[Iid] = &[IID_IMAPIStatus, IID_IMAPIProp];

impl<P: Provider> Role<P> for StatusRole {
    fn shape(&self) -> &'static Shape {
        const { &Shape::of(MAPI_STATUS, "status object", IIDS, const { &imapi_status::vtable::<StatusObject<P>, 0>() }) }
    }

    fn last(object: &StatusObject<P>) {
        lock(&object.logon.status).take_if(|status| std::ptr::eq(status.0.as_ptr(), object));
    }
}

impl<P: Provider> IMAPIStatus for StatusObject<P> {
    fn validate_state(this: Receiver<'_, Self>, _window: usize, flags: u32) -> Code {
        validate_state(this, flags)
    }

    fn flush_queues(this: Receiver<'_, Self>, _window: usize, _target: Option<&[u8]>, flags: u32) -> Code {
        this.call(|provider| (P::CALLBACKS.flush)(provider, &this.logon.link, flags).map(|()| Code::OK))
    }
}

/// OpenStatusEntry of any logon (STATOBJ-2): one object a logon; MAPI_MODIFY gives the same,
/// read-only one.
pub(in crate::bridge) fn open_status_entry<P: Provider, R: Role<P>>(
    this: Receiver<'_, Object<P, R>>,
    wanted: Option<&Iid>,
    flags: u32,
    kind: Out<'_, u32>,
    status: Out<'_, *mut c_void>,
) -> Code {
    status.clear();
    kind.write(0);
    this.call(|_| {
        let kind = kind.needed()?;
        let status = status.needed()?;
        only(flags, MAPI_MODIFY)?;
        if !wanted.is_none_or(|iid| IIDS.contains(iid) || *iid == IID_IUnknown) {
            return Err(Code::INTERFACE_NOT_SUPPORTED.into());
        }
        kind.write(MAPI_STATUS);
        status.write(interface(the_status_object(&this.logon), 0));
        Ok(Code::OK)
    })
}

/// The cached object with a reference for the caller, unless its last Release is under way.
fn the_status_object<P: Provider>(logon: &Arc<LogonState<P>>) -> NonNull<StatusObject<P>> {
    let mut cached = lock(&logon.status);
    if let Some(Listed(status)) = &*cached {
        // SAFETY: O4: cached, so not freed while the lock is held.
        if unsafe { status.as_ref() }.count.up_unless_zero() {
            return *status;
        }
    }
    let status = StatusObject::new(Arc::clone(logon), StatusRole);
    *cached = Some(Listed(status));
    status
}

/// `IMAPIStatus::ValidateState`, `IXPLogon::ValidateState` (STATOBJ-6): the row says what the
/// provider knows.
pub(in crate::bridge) fn validate_state<P: Provider, R: Role<P>>(this: Receiver<'_, Object<P, R>>, flags: u32) -> Code {
    this.call(|_| {
        only(flags, VALIDATE_STATE)?;
        this.logon.link.write_status().map(|()| Code::OK)
    })
}

/// SUPPRESS_UI, and all that STATOBJ-6 lists from REFRESH_XP_HEADER_CACHE to SHOW_XP_SESSION_UI.
const VALIDATE_STATE: u32 = SUPPRESS_UI | 0x007F_0000;

/// STATOBJ-5: the row's columns, those that MAPI fills in too (STATUS-2). A status object has
/// nothing of the author's.
impl<P> Properties<P> for Reported {
    fn tags(&self, _: &P) -> Result<Vec<PropTag>> {
        Ok(self.columns.iter().map(|column| column.tag).collect())
    }

    fn get(&self, _: &P, tag: PropTag) -> Result<PropValue> {
        let column = self.columns.iter().find(|column| column.tag.id() == tag.id());
        Ok(column.ok_or(Code::NOT_FOUND)?.value.clone())
    }
}

impl<P: Provider> Source<P> for StatusRole {
    fn given(_object: &StatusObject<P>) -> &'static GivenList<P, Self> {
        const {
            &GivenList::new(&[
                (tags::STATUS_CODE, |object, _, tag, wanted| {
                    wanted.put(tag, object.logon.link.status.load(Ordering::Relaxed));
                }),
                (tags::OBJECT_TYPE, |_, _, tag, wanted| wanted.put(tag, MAPI_STATUS)),
                (tags::RESOURCE_TYPE, |_, _, tag, wanted| wanted.put(tag, P::CALLBACKS.kind)),
            ])
        }
    }

    fn is_writable(_object: &StatusObject<P>) -> bool {
        false
    }

    fn with_own<R>(
        object: &StatusObject<P>,
        _provider: &P,
        work: impl FnOnce(&dyn Properties<P>) -> Result<R>,
    ) -> Result<R> {
        work(object.logon.reported.get_or_init(Reported::default))
    }
}
