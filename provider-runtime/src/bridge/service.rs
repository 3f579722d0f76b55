//! What is behind `ServiceEntry` (SVC-*): each provider of a library is asked in turn. Finding its section is in
//! `lent/admin.rs`, the C signature in `entry.rs`.
#![allow(unsafe_code, reason = "MAPI's objects come to ServiceEntry as raw pointers")]

use super::provider::{Init, init_store};
use crate::com::host::Host;
use crate::com::kind::Served;
use crate::com::link::Link;
use crate::com::wall::settled;
use crate::provider::{Service, ServiceAction, ServiceContext, StoreProvider};
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Result, ok};
use provider_abi::last_error::tell;
use provider_abi::memory::Allocators;
use provider_abi::prop_array;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::{MAPIERROR, SPropValue};
use std::ffi::c_void;
use std::marker::PhantomData;
use std::sync::Arc;

/// A provider as its library exports it.
pub struct Exported {
    /// What is behind its init function.
    pub init: fn(&Init, Out<u32>, Out<*mut c_void>) -> Code,
    name: &'static str,
    configure: fn(&Service) -> Result<()>,
}

/// A store, exported.
pub const fn store<P: StoreProvider>() -> Exported {
    exported::<P>(init_store::<P>)
}

/// A provider of any kind, exported.
pub(super) const fn exported<P: Served>(init: fn(&Init, Out<u32>, Out<*mut c_void>) -> Code) -> Exported {
    let configure =
        |service: &Service| (P::ASK.configure)(&ServiceContext { service, kind: P::ASK.kind, provider: PhantomData });
    Exported { init, name: P::NAME, configure }
}

/// The arguments of `MSGSERVICEENTRY` (SVC-2), as the entry point received them.
pub struct ServiceCall {
    /// `lpMAPISup`
    pub support: *mut c_void,
    /// `ulUIParam`
    pub window: usize,
    /// `ulFlags`
    pub flags: u32,
    /// `ulContext`
    pub context: u32,
    /// `cValues`
    pub count: u32,
    /// `lpProps`
    pub properties: In<SPropValue>,
    /// `lpProviderAdmin`
    pub admin: *mut c_void,
    /// `lppMapiError`
    pub error: Out<*mut MAPIERROR>,
}

/// `MSGSERVICEENTRY`, behind its C signature. Shares no state with any provider (SVC-10); the first failure is the answer.
pub fn service_entry(call: &ServiceCall, providers: &[Exported]) -> Code {
    call.error.clear();
    let Some(action) = ServiceAction::of(call.context) else {
        return Code::NO_SUPPORT; // SVC-7, and providers are created and deleted by MAPI alone
    };
    let link = match call.link() {
        Ok(link) => link,
        Err(error) => return error.code(),
    };
    let ask = |provider: &Exported| settled(|| (provider.configure)(&call.service(action, &link)?)).err();
    let refusal = providers.iter().find_map(|provider| Some((provider.name, ask(provider)?)));
    let code = refusal.map_or(Code::OK, |(name, error)| tell(&link.host.memory, call.flags, name, &error, call.error));
    Link::let_go(&link); // SVC-4: nothing is kept, whatever an author keeps
    code
}

impl ServiceCall {
    /// The configuration support object, held like a logon's until the call is over, and its allocators.
    fn link(&self) -> Result<Arc<Link>> {
        // SAFETY: F1: MAPI lends a live support object for the call, or none.
        let support =
            unsafe { ComPtr::<IMAPISupportVtbl>::clone_from_raw(self.support) }.ok_or(Code::INVALID_PARAMETER)?;
        let mut given = (None, None, None);
        let get = support.methods().get_mem_alloc_routines;
        let (allocate, more, free) = (Out::from(&mut given.0), Out::from(&mut given.1), Out::from(&mut given.2));
        // SAFETY: F1: alive; the outputs are ours until it returns.
        ok(unsafe { get(support.this(), allocate, more, free) })?;
        Ok(Arc::new(Link::new(support, Arc::new(Host::new(Allocators::of(given)?, None, false)))))
    }

    fn service(&self, action: ServiceAction, link: &Arc<Link>) -> Result<Service> {
        let given = match action {
            ServiceAction::Configure => prop_array::decoded(self.count, self.properties)?,
            _ => Vec::new(), // SVC-3
        };
        // SAFETY: F1: MAPI lends a live administration object for the call, or none.
        let admin = unsafe { ComPtr::clone_from_raw(self.admin) };
        Ok(Service { action, flags: self.flags, window: self.window, given, admin, link: Arc::clone(link) })
    }
}
