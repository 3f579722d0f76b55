//! What `ServiceEntry` does (SVC-*): each provider of a library is asked in turn. Finding its
//! section is in `lent/admin.rs`, the C signature in `entry.rs`.
#![allow(unsafe_code, reason = "the arguments of ServiceEntry are raw")]
#![allow(clippy::too_many_arguments, reason = "an entry point has the parameters that MAPI gives it")]

use super::init::InitFunction;
use crate::lent::{Service, ServiceAction};
use crate::logon::declared::{Declared, kind};
use crate::logon::host::Host;
use crate::logon::kind::Provider;
use crate::logon::panics::catch_panic_as_error;
use crate::logon::support_calls::allocators;
use crate::logon::support_link::SupportLink;
use crate::provider::{AddressBookProvider, ServiceContext, StoreProvider, TransportProvider};
use provider_abi::com_ptr::Lent;
use provider_abi::error::Result;
use provider_abi::last_error::tell;
use provider_abi::params::Array;
use provider_abi::prop_array::null_values;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use provider_abi::shapes::iprovider_admin::IProviderAdminVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::{MAPIERROR, SPropValue};
use std::ffi::c_void;
use std::marker::PhantomData;
use std::sync::Arc;

/// A provider as its library exports it.
pub struct Exported {
    /// What its init function does.
    pub init: InitFunction,
    name: &'static str,
    configure: fn(&Service) -> Result<()>,
}

/// A kind whose providers can be asked to configure a service.
pub trait Configurable<P> {
    /// Asks the author.
    ///
    /// # Errors
    /// What he returns.
    fn configure(context: &ServiceContext<'_, P>) -> Result<()>;
}

impl<P: StoreProvider> Configurable<P> for kind::Store {
    fn configure(context: &ServiceContext<'_, P>) -> Result<()> {
        P::configure(context)
    }
}

impl<P: AddressBookProvider> Configurable<P> for kind::AddressBook {
    fn configure(context: &ServiceContext<'_, P>) -> Result<()> {
        P::configure(context)
    }
}

impl<P: TransportProvider> Configurable<P> for kind::Transport {
    fn configure(context: &ServiceContext<'_, P>) -> Result<()> {
        P::configure(context)
    }
}

/// A provider of any kind, exported.
pub(super) const fn exported<P>(init: InitFunction) -> Exported
where
    P: Provider + Declared<Kind: Configurable<P>>,
{
    let configure = |service: &Service| {
        let context = ServiceContext { service, kind: P::CALLBACKS.kind, provider: PhantomData };
        <P::Kind as Configurable<P>>::configure(&context)
    };
    Exported { init, name: P::NAME, configure }
}

/// The arguments of `MSGSERVICEENTRY` (SVC-2), as the entry point received them.
pub struct ServiceCall<'a> {
    support: Option<Lent<'a, IMAPISupportVtbl>>,
    window: usize,
    flags: u32,
    context: u32,
    properties: Option<Array<'a, SPropValue>>,
    admin: Option<Lent<'a, IProviderAdminVtbl>>,
    error: Out<'a, *mut MAPIERROR>,
}

impl<'a> ServiceCall<'a> {
    /// The arguments.
    ///
    /// # Safety
    /// They are what MAPI's page of `MSGSERVICEENTRY` says.
    pub unsafe fn new(
        support: *mut c_void,
        window: usize,
        flags: u32,
        context: u32,
        count: u32,
        properties: In<'a, SPropValue>,
        admin: *mut c_void,
        error: Out<'a, *mut MAPIERROR>,
    ) -> Self {
        // SAFETY: O3: the caller's promise.
        let support = unsafe { Lent::new(support) };
        // SAFETY: O3: the caller's promise.
        let properties = unsafe { Array::at(properties.raw(), count) };
        // SAFETY: O3: the caller's promise.
        let admin = unsafe { Lent::new(admin) };
        Self { support, window, flags, context, properties, admin, error }
    }
}

/// `MSGSERVICEENTRY`, of which the C signature is in `entry.rs`. Shares no state with any provider
/// (SVC-10); the first failure is the answer.
pub fn service_entry(call: &ServiceCall<'_>, providers: &[Exported]) -> Code {
    call.error.clear();
    let Some(action) = ServiceAction::of(call.context) else {
        return Code::NO_SUPPORT; // SVC-7, and providers are created and deleted by MAPI alone
    };
    let link = match call.link() {
        Ok(link) => link,
        Err(error) => return error.code(),
    };
    let ask = |provider: &Exported| catch_panic_as_error(|| (provider.configure)(&call.service(action, &link)?)).err();
    let refusal = providers.iter().find_map(|provider| Some((provider.name, ask(provider)?)));
    let code = refusal.map_or(Code::OK, |(name, error)| tell(&link.host.memory, call.flags, name, &error, call.error));
    SupportLink::release_support(&link); // SVC-4: nothing is kept, whatever an author keeps
    code
}

impl ServiceCall<'_> {
    /// The configuration support object, held like a logon's until the call is over, and its
    /// allocators.
    fn link(&self) -> Result<Arc<SupportLink>> {
        let support = self.support.ok_or(Code::INVALID_PARAMETER)?.keep();
        let memory = allocators(&support)?;
        Ok(Arc::new(SupportLink::new(support, Arc::new(Host::new(memory, None, false)))))
    }

    fn service(&self, action: ServiceAction, link: &Arc<SupportLink>) -> Result<Service> {
        let properties = match (action, self.properties) {
            (ServiceAction::Configure, Some(properties)) => properties.decoded()?,
            (ServiceAction::Configure, None) => return Err(null_values()),
            _ => Vec::new(), // SVC-3
        };
        let admin = self.admin.map(Lent::keep);
        let link = Arc::clone(link);
        Ok(Service { action, flags: self.flags, window: self.window, properties, admin, link })
    }
}
