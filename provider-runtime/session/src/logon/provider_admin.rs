//! `IProviderAdmin` for the length of one `ServiceEntry` call: the service's providers and their
//! profile sections (SVC-8).
#![allow(unsafe_code, reason = "a class is declared, and its object is boxed and freed by hand")]

use crate::model::State;
use crate::process::{InterfaceNames, LentObject, Loan, OwnReference, release_last};
use crate::profile::{MessageService, Section, access};
use crate::tables::{Rows, session_table};
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result};
use provider_abi::interfaces::iprovider_admin::{self, IProviderAdmin};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::{IID_IProviderAdmin, IID_IUnknown, Iid};
use provider_abi::shapes::iprovider_admin::IProviderAdminVtbl;
use provider_abi::shapes::param::Out;
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
    loan: Loan,
}

const METHODS: &IProviderAdminVtbl = &iprovider_admin::vtable::<ProviderAdmin, 0>();

/// The object, with one reference, the session's own.
pub(crate) fn object(state: &Arc<State>, service: &Arc<MessageService>) -> OwnReference<IProviderAdminVtbl> {
    let object = Box::leak(Box::new(ProviderAdmin {
        methods: METHODS,
        count: Count::one(),
        state: Arc::clone(state),
        service: Arc::clone(service),
        loan: state.memory.quarantine.own_loan(format!("IProviderAdmin of {}", service.name())),
    }));
    // SAFETY: F1: just made, with its one reference for us.
    let own = unsafe { ComPtr::from_non_null(NonNull::from(&mut *object).cast()) };
    // SAFETY: S6: the object of this loan, with that reference.
    unsafe { object.loan.own(own) }
}

impl LentObject for ProviderAdmin {
    const INTERFACES: &'static [InterfaceNames] =
        &[InterfaceNames { interface: "IProviderAdmin", methods: iprovider_admin::NAMES }];

    fn loan(&self) -> &Loan {
        &self.loan
    }
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
        unsafe { release_last(this) };
    }
}

impl ProviderAdmin {
    fn call(&self, name: &str, work: impl FnOnce() -> Result<()>) -> Code {
        let planned = self.state.memory.faults.strike("admin", name);
        planned.unwrap_or_else(|| work().map_or_else(|error: Error| error.code(), |()| Code::OK))
    }
}

/// Making and deleting providers of a service is a dialog's business, which the session has none
/// of.
impl IProviderAdmin for ProviderAdmin {
    fn get_provider_table(this: Receiver<'_, Self>, flags: u32, out: Out<'_, *mut c_void>) -> Code {
        out.clear();
        this.call("GetProviderTable", || {
            out.needed()?.write(session_table(&this.state, Rows::Providers(Arc::clone(&this.service)), flags));
            Ok(())
        })
    }

    fn open_profile_section(
        this: Receiver<'_, Self>,
        uid: Option<&MAPIUID>,
        _interface: Option<&Iid>,
        flags: u32,
        out: Out<'_, *mut c_void>,
    ) -> Code {
        out.clear();
        this.call("OpenProfileSection", || {
            let out = out.needed()?;
            let uid = uid.map(|uid| uid.ab.as_slice());
            let section = this.state.registry.section_of_service(&this.service, uid, flags)?;
            out.write(Section::object(&section, access(flags), &this.state.memory, &this.state.record, None)?);
            Ok(())
        })
    }
}
