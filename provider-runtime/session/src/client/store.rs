//! An open message store as a client uses it (`IMsgStore`). What it has in common with other
//! objects is in `object.rs`.
#![allow(unsafe_code, reason = "IMsgStore is called over its vtable")]

use super::object::Object;
use super::routing::Routing;
use super::settle::settle;
use super::sink::Sink;
use crate::foreign::{entry_argument, identity, seen_as};
use crate::model::{OpenedObject, OpenedStore, Stage, State};
use crate::record::what::session::{StoreLogoff, StoreRelease};
use provider_abi::error::{Result, ok};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::MAPI_STORE;
use provider_abi::shapes::iid::{IID_IMsgStore, Iid};
use provider_abi::shapes::imsg_store::IMsgStoreVtbl;
use provider_abi::shapes::param::Out;
use std::mem::ManuallyDrop;
use std::sync::Arc;

/// An open message store (`IMsgStore`). Dropping it is its Release.
#[derive(Debug)]
pub struct Store {
    object: ManuallyDrop<Object>,
    is_duplicate: bool,
    code: Code,
}

impl std::ops::Deref for Store {
    type Target = Object;

    fn deref(&self) -> &Object {
        &self.object
    }
}

impl Store {
    /// # Safety
    /// As for `Object::from_raw`, with `IMsgStore`, or with the interface that was asked for.
    #[track_caller]
    pub(crate) unsafe fn from_raw(opened: &OpenedStore, asked: Option<Iid>, state: &Arc<State>) -> Option<Self> {
        let logon = opened.logon.number;
        let is_other = asked.is_some_and(|iid| iid != IID_IMsgStore);
        // SAFETY: F1: the caller's promise.
        let object = if is_other { unsafe { seen_as::<IMsgStoreVtbl>(opened.store) } } else { opened.store };
        let found = OpenedObject { kind: MAPI_STORE, object, logon };
        let entry = opened.logon.registration.entry();
        // SAFETY: F1: the caller's promise.
        let object = unsafe { Object::from_raw(&found, state, format!("store {logon}"), entry.as_deref()) }?;
        Some(Self { object: ManuallyDrop::new(object), is_duplicate: opened.is_duplicate, code: opened.code })
    }

    /// Whether the store was open already, so that there is no logon of its own (MSLOGON-6).
    pub fn is_duplicate(&self) -> bool {
        self.is_duplicate
    }

    /// What the logon call answered: `S_OK`, or a warning.
    pub fn code(&self) -> Code {
        self.code
    }

    /// Opens an object of the store; without an entry, its root folder. `IMsgStore::OpenEntry`
    ///
    /// # Errors
    /// The store's code.
    #[track_caller]
    pub fn open(&self, entry: Option<&[u8]>, flags: u32) -> Result<Object> {
        self.open_as(entry, flags, None)
    }

    /// Opens an object under an interface, if one is wanted. `IMsgStore::OpenEntry`
    ///
    /// # Errors
    /// The store's code.
    #[track_caller]
    pub fn open_as(&self, entry: Option<&[u8]>, flags: u32, wanted: Option<Iid>) -> Result<Object> {
        self.object.calls.open(entry, flags, |methods: &IMsgStoreVtbl| methods.open_entry, wanted)
    }

    /// Whether two identifiers are of one object. `IMsgStore::CompareEntryIDs`
    ///
    /// # Errors
    /// The store's code.
    pub fn compare(&self, first: &[u8], second: &[u8]) -> Result<bool> {
        let (length, one) = entry_argument(Some(first));
        let (other_length, other) = entry_argument(Some(second));
        let mut same = 0;
        ok(self.object.calls.event(self.object.calls.work("CompareEntryIDs"), |methods: &IMsgStoreVtbl, this| {
            let compare = methods.compare_entry_ids;
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            unsafe { compare(this, length, one, other_length, other, 0, Out::from(&mut same)) }
        }))?;
        Ok(same != 0)
    }

    /// `IMsgStore::Advise`: the connection. Without an entry, the whole store.
    ///
    /// # Errors
    /// The store's code.
    pub fn advise(&self, entry: Option<&[u8]>, mask: u32, sink: &Sink) -> Result<usize> {
        let mut connection = 0;
        let (length, entry) = entry_argument(entry);
        ok(self.object.calls.event_giving(self.object.calls.work("Advise"), |methods: &IMsgStoreVtbl, this| {
            let advise = methods.advise;
            let out = Out::from(&mut connection);
            // SAFETY: S1: the client's reference; the sink is lent until it returns.
            let code = unsafe { advise(this, length, entry, mask, sink.raw(), out) };
            (code, connection)
        }))?;
        Ok(connection)
    }

    /// Ends a subscription. `IMsgStore::Unadvise`
    ///
    /// # Errors
    /// The store's code.
    pub fn unadvise(&self, connection: usize) -> Result<()> {
        ok(self.object.calls.event(self.object.calls.work("Unadvise"), |methods: &IMsgStoreVtbl, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.unadvise)(this, connection) }
        }))
    }

    /// `IMsgStore::StoreLogoff`: the code, and the flags that came back.
    pub fn store_logoff(&self, mut flags: u32) -> (Code, u32) {
        let own = &self.object.calls;
        let call = own.state.record.call(&own.name, StoreLogoff { logon: own.logon, flags, back: None });
        let code = own.call::<IMsgStoreVtbl, _>(|methods, this| {
            // SAFETY: S1: the client's reference; `flags` is ours until it returns.
            unsafe { (methods.store_logoff)(this, Out::from(&mut flags)) }
        });
        call.set(|logoff| logoff.back = Some(flags));
        call.done(code);
        settle(&own.state);
        (code, flags)
    }

    /// `IMSLogon::OpenStatusEntry` of the logon that opened the store, as MAPI does for a client
    /// (STATOBJ-1).
    ///
    /// # Errors
    /// `MAPI_E_END_OF_SESSION` if the logon has ended (OPEN-12), else what the provider answers.
    #[track_caller]
    pub fn status(&self, flags: u32) -> Result<Object> {
        let logons = self.object.calls.state.logons.live();
        // SAFETY: S1: the client's reference.
        let own = unsafe { identity(self.as_raw()) };
        let logon = logons.iter().find(|logon| logon.opened(own) && logon.stage() == Stage::Active);
        let logon = logon.ok_or(Code::END_OF_SESSION)?;
        let found =
            Routing { state: &self.object.calls.state }.status_of(logon, None, flags)?.ok_or(Code::END_OF_SESSION)?;
        // SAFETY: F1: the call succeeded, so it gave a reference.
        let status = unsafe { Object::from_raw(&found, &self.object.calls.state, "status".into(), None) };
        status.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// One more reference for the client.
    #[must_use]
    #[track_caller]
    pub fn another(&self) -> Self {
        let object = ManuallyDrop::new(self.object.another());
        Self { object, is_duplicate: true, code: self.code }
    }

    /// `IUnknown::Release`: how many references are left (ERR-5). The last one closes the store
    /// (STORELOGOFF-8).
    pub fn release(self) -> u32 {
        ManuallyDrop::new(self).close()
    }

    fn close(&mut self) -> u32 {
        // SAFETY: S1: taken out once: the wrapper is used no more.
        let object = unsafe { ManuallyDrop::take(&mut self.object) };
        let state = Arc::clone(&*object.calls.state);
        if state.is_frozen() {
            return object.release(); // FAST-11: of nothing
        }
        let release = StoreRelease { logon: object.calls.logon, ..StoreRelease::default() };
        let call = state.record.call(&object.calls.name, release);
        let left = state.releases.during(|| object.release());
        call.set(|release| release.left = Some(left));
        call.done(Code::OK);
        settle(&state);
        left
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}
