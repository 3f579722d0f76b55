//! One client's calls on one object, each recorded: the reference that it has, and what it is
//! called. Which calls there are is in `object.rs`, `contents.rs`, `store.rs`, `address_book.rs`
//! and `status_object.rs`.
#![allow(unsafe_code, reason = "a provider's objects are called over their vtables")]

use super::handle::{Handle, Reference};
use super::object::{Object, kind_name};
use super::routing::Routing;
use super::settle::settle;
use super::table::Table;
use crate::foreign::{Props, entry_argument, seen_as};
use crate::model::OpenedObject;
use crate::record::what::SessionEvent;
use crate::record::what::session::{ClientCall, Oddity, OpenObject, Work};
use provider_abi::com_ptr::{ComPtr, Interface};
use provider_abi::error::{Result, ok};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::ENTRYID;
use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::ptr::{NonNull, null_mut};

/// One client's calls on one object: its reference, what the record calls it, and its logon.
#[derive(Debug)]
pub(super) struct ObjectCalls {
    pub(super) object: Reference<IMAPIPropVtbl>,
    pub(super) state: Handle,
    pub(super) name: String,
    /// Which logon it came from; 0: the session's own, or nobody can tell.
    pub(super) logon: u64,
}

type OpenTable = unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code;
type OpenEntry = unsafe extern "system" fn(This, u32, In<ENTRYID>, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code;

impl ObjectCalls {
    /// One more reference for the client.
    #[track_caller]
    pub(super) fn another(&self) -> Self {
        let object = self.object.clone();
        Self { object, state: self.state.another(), name: self.name.clone(), logon: self.logon }
    }

    /// The event of a method that has none of its own.
    pub(super) fn work(&self, method: &str) -> Work {
        Work { call: ClientCall::on(self.logon), method: method.into() }
    }

    /// A call without outputs.
    pub(super) fn event<V: Interface>(
        &self,
        event: impl Into<SessionEvent>,
        call: impl FnOnce(&V, This) -> Code,
    ) -> Code {
        self.event_with(event, |methods, this| (call(methods, this), false))
    }

    /// A call, and whether it has set an output (V-43).
    pub(super) fn event_with<V: Interface>(
        &self,
        event: impl Into<SessionEvent>,
        call: impl FnOnce(&V, This) -> (Code, bool),
    ) -> Code {
        let event: SessionEvent = event.into();
        let recorded = self.state.record.call(&self.name, event);
        let (code, is_set) = self.call(call);
        if code.is_failure() && is_set {
            recorded.set_left();
        }
        recorded.done(code);
        settle(&self.state); // NOTIF-7: the call that caused them has returned
        code
    }

    /// A call that gives an object or a connection: its address, or 0.
    pub(super) fn event_giving<V: Interface>(
        &self,
        event: impl Into<SessionEvent>,
        call: impl FnOnce(&V, This) -> (Code, usize),
    ) -> Code {
        let event: SessionEvent = event.into();
        let recorded = self.state.record.call(&self.name, event);
        let (code, gave) = self.call(call);
        match (code.is_failure(), gave) {
            (true, 0) => {}
            (true, _) => recorded.set_left(),
            (false, 0) => recorded.set_odd(Oddity::Nothing),
            (false, _) if gave == self.object.raw().addr() => recorded.set_odd(Oddity::Itself),
            (false, _) => {}
        }
        recorded.done(code);
        settle(&self.state); // NOTIF-7
        code
    }

    /// A code as a result, with the text that the object has for a failure (LASTERR-1).
    pub(super) fn answered(&self, code: Code) -> Result<()> {
        if !code.is_failure() {
            return Ok(());
        }
        Props { object: ComPtr::clone(&self.object), outputs: self.state.outputs() }.answered(code)
    }

    /// Calls a method of the interface that the object really has.
    pub(super) fn call<V: Interface, R>(&self, call: impl FnOnce(&V, This) -> R) -> R {
        // SAFETY: F1: a live object's pointer is not null.
        let object = unsafe { NonNull::new_unchecked(self.object.raw()) };
        // SAFETY: S1, S4: the client's reference keeps it; callers name the interface that its kind
        // says.
        let seen = ManuallyDrop::new(unsafe { ComPtr::<V>::from_non_null(object) });
        call(seen.methods(), seen.this())
    }

    #[track_caller]
    pub(super) fn open<V: Interface>(
        &self,
        entry: Option<&[u8]>,
        flags: u32,
        method: impl FnOnce(&V) -> OpenEntry,
        wanted: Option<Iid>,
    ) -> Result<Object> {
        let given = entry;
        let is_asked = wanted.is_some();
        let (length, entry) = entry_argument(entry);
        let wanted = wanted.as_ref().map_or(In::null(), In::from);
        let mut kind = 0;
        let mut opened = null_mut();
        let event = OpenObject { call: ClientCall::on(self.logon), method: "OpenEntry".into() };
        ok(self.event_giving(event, |methods: &V, this| {
            let open_entry = method(methods);
            let kind = Out::from(&mut kind);
            let out = Out::from(&mut opened);
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { open_entry(this, length, entry, wanted, flags, kind, out) };
            (code, opened.addr())
        }))?;
        // SAFETY: F1: the call succeeded, so it gave a reference, under the interface that was
        // asked for.
        let opened = if is_asked { unsafe { seen_as::<IMAPIPropVtbl>(opened) } } else { opened };
        // What one of the session's own objects opened may be of any logon.
        // SAFETY: F1: as above.
        let of_session = || given.map_or(0, |entry| unsafe { Routing { state: &self.state }.logon_of(entry, opened) });
        let logon = if self.logon == 0 { of_session() } else { self.logon };
        let found = OpenedObject { kind, object: opened, logon };
        // SAFETY: F1: as above; all that has an entry identifier starts with IMAPIProp.
        let object = unsafe { Object::from_raw(&found, &self.state, kind_name(kind).into(), given) };
        object.ok_or_else(|| Code::CALL_FAILED.into())
    }

    #[track_caller]
    pub(super) fn open_table<V: Interface>(
        &self,
        name: &str,
        flags: u32,
        method: impl FnOnce(&V) -> OpenTable,
    ) -> Result<Table> {
        let mut table = null_mut();
        let event = OpenObject { call: ClientCall::on(self.logon), method: name.into() };
        ok(self.event_giving(event, |methods: &V, this| {
            let open_table = method(methods);
            // SAFETY: S1: the client's reference; `table` is ours until it returns.
            let code = unsafe { open_table(this, flags, Out::from(&mut table)) };
            (code, table.addr())
        }))?;
        // SAFETY: F1: the call succeeded, so it gave a reference.
        unsafe { Table::from_raw(table, &self.state, self.logon) }.ok_or_else(|| Code::CALL_FAILED.into())
    }
}
