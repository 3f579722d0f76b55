//! `IMAPIProp::CopyTo` and `IMAPIProp::CopyProps` (PROP-80 to PROP-93): the arguments are checked
//! here, MAPI's support object copies, to an object of anybody's. It does so for message stores
//! alone; other kinds refuse.
#![allow(unsafe_code, reason = "IMAPISupport is called over its vtable")]

use crate::logon::kind::Provider;
use crate::logon::object::{Object, Role};
use provider_abi::class::interface;
use provider_abi::com_ptr::Lent;
use provider_abi::copy_call::{Copied, CopyCall};
use provider_abi::error::{Code, Error, Result, ok};
use provider_abi::params::only;
use provider_abi::requested::tag_list;
use provider_abi::shapes::flag::{MAPI_DECLINE_OK, MAPI_DIALOG, MAPI_MOVE, MAPI_NOREPLACE, MAPI_STORE_PROVIDER};
use provider_abi::shapes::iid::{IID_IMAPIProp, IID_IUnknown, Iid};
use provider_abi::shapes::param::In;
use std::ptr::NonNull;

/// The arguments are what they have to be: the interface of the destination.
fn check<'a, P: Provider, R: Role<P>>(object: &Object<P, R>, call: &CopyCall<'a>) -> Result<&'a Iid> {
    only(call.flags, MAPI_MOVE | MAPI_NOREPLACE | MAPI_DECLINE_OK | MAPI_DIALOG)?;
    let their_interface = call.interface.ok_or(Code::INVALID_PARAMETER)?;
    if call.destination.is_null() {
        return Err(Code::INVALID_PARAMETER.into());
    }
    if call.destination == interface(NonNull::from(object), 0) {
        return Err(Error::new(Code::NO_ACCESS, "an object is not copied to itself")); // PROP-81
    }
    match &call.copied {
        Copied::Only(tags) => _ = tag_list(*tags)?.ok_or(Code::INVALID_PARAMETER)?,
        Copied::Except(iids, tags) => {
            tag_list(*tags)?;
            if iids.iter().any(|iid| [IID_IMAPIProp, IID_IUnknown].contains(iid)) {
                return Err(Code::INTERFACE_NOT_SUPPORTED.into()); // PROP-83
            }
        }
    }
    Ok(their_interface)
}

/// Hands the work to MAPI, once the arguments are what they have to be.
pub(super) fn copy<P: Provider, R: Role<P>>(object: &Object<P, R>, call: &CopyCall<'_>) -> Result<Code> {
    let their_interface = check(object, call)?;
    let this = interface(NonNull::from(object), 0);
    if P::CALLBACKS.kind != MAPI_STORE_PROVIDER {
        return Err(Code::NO_SUPPORT.into());
    }
    if call.flags & MAPI_DECLINE_OK != 0 {
        return Err(Error::new(Code::DECLINE_COPY, "MAPI copies")); // PROP-85
    }
    let own_interface: &Iid = object.role.shape().iid();
    let progress = call.progress.map_or(std::ptr::null_mut(), Lent::raw);
    object.logon.link.lend(|support| {
        let methods = support.methods();
        let own = In::from(own_interface);
        let theirs = In::from(their_interface);
        let code = match &call.copied {
            // SAFETY: F1: alive while lent; the objects are ours and the client's, who has passed
            // the rest.
            Copied::Only(tags) => unsafe {
                (methods.do_copy_props)(
                    support.this(),
                    own,
                    this,
                    *tags,
                    call.ui_param,
                    progress,
                    theirs,
                    call.destination,
                    call.flags,
                    call.problems,
                )
            },
            Copied::Except(iids, tags) => {
                let count = u32::try_from(iids.len()).map_err(|_| Code::INVALID_PARAMETER)?;
                // SAFETY: O3: as many as the count says.
                let iids = unsafe { In::from_raw(iids.as_ptr()) };
                // SAFETY: F1: as above.
                unsafe {
                    (methods.do_copy_to)(
                        support.this(),
                        own,
                        this,
                        count,
                        iids,
                        *tags,
                        call.ui_param,
                        progress,
                        theirs,
                        call.destination,
                        call.flags,
                        call.problems,
                    )
                }
            }
        };
        ok(code).map(|()| code)
    })
}
