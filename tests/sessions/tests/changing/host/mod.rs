//! MAPI's part for one message store, by hand: it loads the provider, logs on clients and the
//! spooler, passes on notifications, and does for stores what a test says. What clients call is in
//! `calls/`; the session, which plays MAPI's part in full, is elsewhere.
#![allow(unsafe_code, reason = "a host calls a provider over vtables")]

mod copying;
mod memory;
mod support_object;

pub use support_object::Answers;

use crate::calls::{Item, StoreCalls};
use memory::{Blocks, allocators};
use provider_abi::com_ptr::ComPtr;
use provider_runtime::abi::entry::MsProviderInit;
use provider_runtime::abi::ims_logon::IMSLogonVtbl;
use provider_runtime::abi::ims_provider::IMSProviderVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::prelude::*;
use std::ptr::null_mut;
use std::sync::Arc;
use support::raw::argument;

/// One process's MAPI, with one store provider. Clones are the same.
#[derive(Clone)]
pub struct Host {
    entry: MsProviderInit,
    blocks: Arc<Blocks>,
    answers: Arc<Answers>,
}

/// One provider object, a logon of it, and the store that the logon gave.
pub struct HostLogon {
    provider: ComPtr<IMSProviderVtbl>,
    logon: Option<ComPtr<IMSLogonVtbl>>,
    store: Option<StoreCalls>,
}

impl Host {
    /// A host of the provider with this entry point.
    pub fn new(entry: MsProviderInit) -> Self {
        Self { entry, blocks: Arc::new(Blocks::new()), answers: Arc::default() }
    }

    /// What it answers, and what it was asked.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The calling thread works for this host, too.
    pub fn join(&self) {
        self.blocks.join();
    }

    /// How many blocks of memory were not given back.
    pub fn blocks(&self) -> i64 {
        self.blocks.live()
    }

    /// `IMSProvider::Logon` on a provider object of its own.
    ///
    /// # Errors
    /// The provider's code.
    pub fn log_on(&self, flags: u32) -> Result<HostLogon> {
        self.log_on_as(flags, false)
    }

    /// `IMSProvider::SpoolerLogon` on a provider object of its own.
    ///
    /// # Errors
    /// The provider's code.
    pub fn log_on_spooler(&self, flags: u32) -> Result<HostLogon> {
        self.log_on_as(flags, true)
    }

    /// A provider object of the entry point's.
    fn provider(&self) -> Result<ComPtr<IMSProviderVtbl>> {
        let memory = allocators();
        let mut version = 0;
        let mut provider = null_mut();
        let allocate = memory.allocate();
        let more = memory.more();
        let free = memory.free_function();
        let version = Out::from(&mut version);
        let out = Out::from(&mut provider);
        // SAFETY: O3, M1: as the page of the entry point says.
        let code = unsafe {
            (self.entry)(null_mut(), null_mut(), Some(allocate), Some(more), Some(free), 0, 0x0001_0010, version, out)
        };
        // SAFETY: F1: what the call gave.
        unsafe { ComPtr::from_call(code, provider) }
    }

    fn log_on_as(&self, flags: u32, is_spooler: bool) -> Result<HostLogon> {
        let memory = allocators();
        let provider = self.provider()?;
        let support = support_object::new(&self.answers);
        let profile: Vec<u16> = "test\0".encode_utf16().collect();
        let [mut logon, mut store] = [null_mut(); 2];
        let mut error = null_mut();
        let flags = flags | provider_runtime::abi::flag::MAPI_UNICODE;
        let outputs = (Out::from(&mut error), Out::from(&mut logon), Out::from(&mut store));
        let support = support.raw();
        let name = argument(&profile);
        let code = if is_spooler {
            let call = provider.methods().spooler_logon;
            // SAFETY: F1, O3: alive; the arguments are ours until it returns.
            unsafe {
                call(
                    provider.this(),
                    support,
                    0,
                    name,
                    0,
                    In::null(),
                    flags,
                    In::null(),
                    0,
                    In::null(),
                    outputs.0,
                    outputs.1,
                    outputs.2,
                )
            }
        } else {
            let call = provider.methods().logon;
            // SAFETY: F1, O3: as above.
            unsafe {
                call(
                    provider.this(),
                    support,
                    0,
                    name,
                    0,
                    In::null(),
                    flags,
                    In::null(),
                    Out::null(),
                    Out::null(),
                    outputs.0,
                    outputs.1,
                    outputs.2,
                )
            }
        };
        // SAFETY: M1: null, or given for us to free.
        unsafe { memory.free(error.cast()) };
        // SAFETY: F1: what the call gave.
        let logon = unsafe { ComPtr::from_call(code, logon) }?;
        // SAFETY: F1: as above.
        let store = unsafe { Item::from_call(code, store, memory) }?;
        Ok(HostLogon { provider, logon: Some(logon), store: Some(StoreCalls(store)) })
    }
}

impl HostLogon {
    /// The store.
    pub fn store(&self) -> &StoreCalls {
        self.store.as_ref().unwrap()
    }

    /// Ends it as MAPI does: the store's last Release, `IMSLogon::Logoff`, Shutdown, Release.
    pub fn end(self) {
        drop(self);
    }
}

impl Drop for HostLogon {
    fn drop(&mut self) {
        drop(self.store.take());
        if let Some(logon) = self.logon.take() {
            let mut flags = 0;
            // SAFETY: F1, O3: alive; the output is ours until it returns.
            unsafe { (logon.methods().logoff)(logon.this(), Out::from(&mut flags)) };
        }
        let mut flags = 0;
        // SAFETY: F1, O3: as above.
        unsafe { (self.provider.methods().shutdown)(self.provider.this(), Out::from(&mut flags)) };
    }
}
