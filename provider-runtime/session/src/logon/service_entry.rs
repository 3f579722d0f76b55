//! `ServiceEntry` as MAPI calls it: the configuration support object, the provider administration,
//! and what becomes of the answer (SVC-*). When a logon leads here is in `policy.rs`.
#![allow(unsafe_code, reason = "ServiceEntry is called with raw arguments")]

use super::initialization::Initialization;
use super::provider_admin;
use crate::model::State;
use crate::process::MallocObject;
use crate::profile::MessageService;
use crate::record::what::process::{LeftMalloc, Owner};
use crate::record::what::{Flag, session};
use crate::support::SupportObject;
use provider_abi::error::{Error, Result};
use provider_abi::prop_array;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::ServiceEntry;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::param::{In, Out};
use std::ptr::null_mut;
use std::sync::Arc;

/// One call.
pub(crate) struct ServiceCall<'c> {
    pub(crate) context: u32,
    pub(crate) flags: u32,
    /// For `MSG_SERVICE_CONFIGURE` alone (SVC-3).
    pub(crate) properties: &'c [Property],
    /// Which request it serves.
    pub(crate) request: Option<u64>,
}

/// The `ServiceEntry` calls of one session.
pub(crate) struct ServiceCalls<'s> {
    pub(crate) state: &'s Arc<State>,
}

impl ServiceCalls<'_> {
    /// Has a service configured from the profile alone, without properties (REACT-3).
    ///
    /// # Errors
    /// As for [`call`](Self::call).
    pub(crate) fn configure(&self, service: &Arc<MessageService>, flags: u32, request: Option<u64>) -> Result<()> {
        self.call(service, &ServiceCall { context: MSG_SERVICE_CONFIGURE, flags, properties: &[], request })
    }

    /// One call of a service's entry point.
    ///
    /// # Errors
    /// `MAPI_E_NOT_INITIALIZED` for a service without one (SVC-1), else its own, with the text of
    /// its MAPIERROR.
    pub(crate) fn call(&self, service: &Arc<MessageService>, wanted: &ServiceCall<'_>) -> Result<()> {
        let event = session::ServiceEntry {
            service: service.number,
            context: wanted.context,
            request: wanted.request,
            quiet: Flag(wanted.flags & (SERVICE_UI_ALWAYS | SERVICE_UI_ALLOWED) == 0),
            ..session::ServiceEntry::default()
        };
        let call = self.state.record.call(&service.name(), event);
        let entry = match self.entry_of(service) {
            Ok(entry) => entry,
            Err(error) => {
                call.done(error.code());
                return Err(error);
            }
        };
        let (support, number) = SupportObject::for_service_entry(self.state, service);
        call.set(|entry| entry.config = Some(number));
        let done = self.call_entry(entry, service, support.as_ptr().cast(), wanted);
        // SAFETY: S2: kept until the session is gone.
        let left = unsafe { support.as_ref() }.close();
        let (code, text, admin_held) = done?;
        call.set(|entry| entry.held = Some((left + admin_held).into()));
        call.done(code);
        if self.state.options.unloads_eagerly {
            self.state.loads.free_of(&self.state.record, 0);
        }
        match code {
            code if !code.is_failure() => Ok(()),
            Code::NO_SUPPORT if self.may_lack(wanted.context) => Ok(()), // SVC-7, T-14
            code => Err(Error::new(code, text)),
        }
    }

    /// The service's entry point (SVC-1).
    fn entry_of(&self, service: &MessageService) -> Result<ServiceEntry> {
        let none = || Error::new(Code::NOT_INITIALIZED, "the message service has no ServiceEntry");
        let (dll, name) = service.entry().ok_or_else(none)?;
        Initialization { state: self.state }.module(&dll, Some(&name), 0)?.service.ok_or_else(none)
    }

    fn may_lack(&self, context: u32) -> bool {
        [MSG_SERVICE_INSTALL, MSG_SERVICE_DELETE, MSG_SERVICE_UNINSTALL].contains(&context)
    }

    /// The call itself: its code, its text, and how many references it kept of what it was given.
    fn call_entry(
        &self,
        entry: ServiceEntry,
        service: &Arc<MessageService>,
        support: *mut std::ffi::c_void,
        wanted: &ServiceCall<'_>,
    ) -> Result<(Code, String, u32)> {
        let malloc = MallocObject::make(&self.state.memory.quarantine, &self.state.record, &service.name());
        let admin = provider_admin::object(self.state, service);
        // SVC-3
        let given = if wanted.context == MSG_SERVICE_CONFIGURE { wanted.properties } else { &[] };
        let values = prop_array::unicode_array(&self.state.memory.allocators, given)?.into_raw();
        let argument = if given.is_empty() {
            In::null()
        } else {
            // SAFETY: M1: a block of our own, with as many values as are given; it is freed after
            // the call.
            unsafe { In::from_raw(values.cast_const()) }
        };
        let count = given.len() as u32;
        let flags = wanted.flags | MAPI_UNICODE;
        let context = wanted.context;
        let mut error = null_mut();
        let out = if self.state.leaves_out() { Out::null() } else { Out::from(&mut error) };
        // SAFETY: S4: an entry point of that signature; the arguments are ours until it returns.
        let code =
            unsafe { entry(null_mut(), malloc.raw(), support, 0, flags, context, count, argument, admin.raw(), out) };
        // SAFETY: M1: our block, lent until here.
        unsafe { self.state.outputs().free(values.cast()) };
        // SAFETY: S4: null, or what the call gave for us to free (SVC-9).
        let text = unsafe { self.state.outputs().take_error(error, MAPI_UNICODE) }.unwrap_or_default();
        let held = malloc.others();
        if held > 0 {
            let owner = Owner::Service(service.number);
            self.state.record.note(&service.name(), LeftMalloc { owner, count: held.into() });
        }
        Ok((code, text, admin.others()))
    }
}
