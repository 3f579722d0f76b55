//! `IProviderAdmin` for the length of one `ServiceEntry` call: the service's providers and their profile sections (SVC-8).
#![allow(unsafe_code, reason = "the methods of IProviderAdmin take raw arguments")]

use super::own_rows::{Rows, table};
use super::section::Section;
use super::services::MessageService;
use super::state::State;
use provider_abi::access::Access;
use provider_abi::class::{Class, Count, object as object_of, unknown};
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result};
use provider_abi::no_support::{Refuser, no_support};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IProviderAdmin, IID_IUnknown, Iid};
use provider_abi::shapes::iprovider_admin::IProviderAdminVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::MAPIUID;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;

#[repr(C)]
struct ProviderAdmin {
    methods: &'static IProviderAdminVtbl,
    count: Count,
    state: Arc<State>,
    service: Arc<MessageService>,
}

/// Making and deleting providers of a service is a dialog's business, which the session has none of.
const METHODS: &IProviderAdminVtbl = &IProviderAdminVtbl {
    unknown: unknown::<ProviderAdmin, 0>(),
    get_last_error: no_support::<ProviderAdmin, _>(),
    get_provider_table,
    create_provider: no_support::<ProviderAdmin, _>(),
    delete_provider: no_support::<ProviderAdmin, _>(),
    open_profile_section,
};

/// The object, with one reference.
pub(crate) fn object(state: &Arc<State>, service: &Arc<MessageService>) -> ComPtr<IProviderAdminVtbl> {
    let (state, service) = (Arc::clone(state), Arc::clone(service));
    let object = Box::new(ProviderAdmin { methods: METHODS, count: Count::one(), state, service });
    // SAFETY: F1: just made, with its one reference for us.
    unsafe { ComPtr::from_non_null(NonNull::from(Box::leak(object)).cast()) }
}

/// How many references there are on it beside the session's.
pub(crate) fn held(admin: &ComPtr<IProviderAdminVtbl>) -> u32 {
    let this = admin.this();
    let object = object_of::<ProviderAdmin, 0>(&this);
    let _ = object.methods;
    object.count.now().saturating_sub(1)
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for ProviderAdmin {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let known = [IID_IUnknown, IID_IProviderAdmin].contains(&iid);
        if known { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `object`.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}

impl Refuser for ProviderAdmin {
    fn refuse(_this: &This) -> Code {
        Code::NO_SUPPORT
    }
}

unsafe extern "system" fn get_provider_table(this: This, flags: u32, out: Out<*mut c_void>) -> Code {
    out.clear();
    let admin = object_of::<ProviderAdmin, 0>(&this);
    let Ok(out) = out.needed() else { return Code::INVALID_PARAMETER };
    out.write(table(&admin.state, Rows::Providers(Arc::clone(&admin.service)), flags));
    Code::OK
}

unsafe extern "system" fn open_profile_section(
    this: This,
    uid: In<MAPIUID>,
    _interface: In<Iid>,
    flags: u32,
    out: Out<*mut c_void>,
) -> Code {
    out.clear();
    let admin = object_of::<ProviderAdmin, 0>(&this);
    let work = || {
        let out = out.needed()?;
        let uid = uid.read().map(|uid| uid.ab.to_vec());
        let section = admin.state.section_of_service(&admin.service, uid.as_deref())?;
        out.write(Section::object(&section, access(flags), &admin.state, None)?);
        Ok(())
    };
    work().map_or_else(|error: Error| error.code(), |()| Code::OK)
}

/// What a caller of `OpenProfileSection` wants to do.
pub(crate) fn access(flags: u32) -> Access {
    if flags & MAPI_BEST_ACCESS != 0 {
        Access::Best
    } else if flags & MAPI_MODIFY != 0 {
        Access::Write
    } else {
        Access::Read
    }
}

impl State {
    /// The section of a service, or of one of its providers, by UID.
    pub(crate) fn section_of_service(&self, service: &Arc<MessageService>, uid: Option<&[u8]>) -> Result<Arc<Section>> {
        let Some(uid) = uid else { return Ok(Arc::clone(&service.section)) };
        let all = self.registry.all();
        let own = all.iter().filter(|one| Arc::ptr_eq(&one.service, service));
        let found = own.filter(|one| one.uid().as_deref() == Some(uid)).find_map(|one| one.section.clone());
        found.ok_or_else(|| Error::new(Code::NOT_FOUND, "the service has no such section"))
    }
}
