//! A provider's objects as a client uses them: safe wrappers over the vtables, which free what they
//! are given. Stores are in `store.rs`, tables in `table.rs`, sinks in `sink.rs`; what comes out of
//! calls is read in `outputs.rs`.
#![allow(unsafe_code, reason = "a provider's objects are called over their vtables")]

use super::arguments::{TagWords, entry_argument};
use super::held::{Handle, Reference};
use super::identity::seen_as;
use super::record::what::SessionEvent;
use super::record::what::session::{
    ClientCall, GetLastError, GetProps, OpenObject, StatusCall, StatusFlush, StatusPassword, StatusSettings,
    StatusValidate, Work,
};
use super::routing::Found;
use super::state::State;
use super::table::Table;
use provider_abi::com_ptr::{ComPtr, Interface};
use provider_abi::error::{Result, ok};
use provider_abi::prop_array;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::imapi_container::IMAPIContainerVtbl;
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::imapi_status::IMAPIStatusVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tag::PropTag;
use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::ptr::{NonNull, null_mut};
use std::sync::Arc;

/// Anything with properties that a client has a reference on: a folder, a message, a status object,
/// a store.
///
/// It goes on working after the end, as invalidated objects do: every method then gives
/// `MAPI_E_INVALID_OBJECT`.
#[derive(Debug)]
pub struct Object {
    object: Reference<IMAPIPropVtbl>,
    pub(super) state: Handle,
    pub(super) name: String,
    kind: u32,
    /// Which logon it came from; 0: nobody can tell.
    pub(super) logon: u64,
}

impl Object {
    /// # Safety
    /// What was found is null, or a live object whose interface starts with `IMAPIProp`, with a
    /// reference for us.
    #[track_caller]
    pub(super) unsafe fn from_raw(
        found: &Found,
        state: &Arc<State>,
        name: String,
        entry: Option<&[u8]>,
    ) -> Option<Self> {
        // SAFETY: F1: the caller's promise.
        let object = unsafe { ComPtr::from_raw(found.object) }?;
        let object = Reference::new(object, state);
        let state = Handle::new(state, &name, entry, found.logon);
        Some(Self { object, state, name, kind: found.kind, logon: found.logon })
    }

    /// Its `PR_OBJECT_TYPE`, as the open said.
    pub fn kind(&self) -> u32 {
        self.kind
    }

    /// The interface pointer, for calls that only a test makes.
    pub fn as_raw(&self) -> *mut c_void {
        self.object.raw()
    }

    /// One more reference for the client.
    #[must_use]
    #[track_caller]
    pub fn another(&self) -> Self {
        Self {
            object: self.object.clone(),
            state: self.state.another(),
            name: self.name.clone(),
            kind: self.kind,
            logon: self.logon,
        }
    }

    /// One property, text as Unicode.
    ///
    /// # Errors
    /// The object's code, or the one that stands in place of the value.
    pub fn get(&self, tag: PropTag) -> Result<PropValue> {
        let (code, values) = self.get_props(Some(&[tag]), MAPI_UNICODE);
        ok(code)?;
        match values.into_iter().next().map(|property| property.value) {
            Some(PropValue::Error(code)) => Err(code.into()),
            Some(value) => Ok(value),
            None => Err(Code::CALL_FAILED.into()),
        }
    }

    /// `IMAPIProp::GetProps`: the code, and the values under the tags that came out.
    pub fn get_props(&self, tags: Option<&[PropTag]>, flags: u32) -> (Code, Vec<Property>) {
        let tags = tags.map(TagWords::of);
        let tags = tags.as_ref().map_or(In::null(), TagWords::argument);
        let mut count = 0;
        let mut values = null_mut();
        let code = self.event_with(GetProps { call: ClientCall::on(self.logon) }, |methods: &IMAPIPropVtbl, this| {
            let get_props = methods.get_props;
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { get_props(this, tags, flags, Out::from(&mut count), Out::from(&mut values)) };
            (code, !values.is_null())
        });
        if code.is_failure() {
            return (code, Vec::new()); // MEM-3: what stands in the outputs is nobody's
        }
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        match unsafe { self.state.take_values(count, values) } {
            Ok(values) => (code, values),
            Err(error) => (error.code(), Vec::new()),
        }
    }

    /// `IMAPIProp::GetPropList`
    ///
    /// # Errors
    /// The object's code; `MAPI_E_CORRUPT_DATA` for an array that is none.
    pub fn prop_list(&self, flags: u32) -> Result<Vec<PropTag>> {
        let mut list = null_mut();
        ok(self.event_with(self.work("GetPropList"), |methods: &IMAPIPropVtbl, this| {
            // SAFETY: S1: the client's reference; `list` is ours until it returns.
            let code = unsafe { (methods.get_prop_list)(this, flags, Out::from(&mut list)) };
            (code, !list.is_null())
        }))?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { self.state.take_tags(list) }
    }

    /// `IMAPIProp::SetProps`: the problems, by index.
    ///
    /// # Errors
    /// As for [`prop_list`](Self::prop_list).
    pub fn set_props(&self, properties: &[Property]) -> Result<Vec<(u32, Code)>> {
        let block = prop_array::unicode_array(&self.state.memory.allocators, properties)?;
        let raw = block.into_raw();
        // SAFETY: M1: a block of our own, with as many values as there are properties; it is freed
        // after the call.
        let values = unsafe { In::from_raw(raw.cast_const()) };
        let mut problems = null_mut();
        let code = self.event_with(self.work("SetProps"), |methods: &IMAPIPropVtbl, this| {
            let set_props = methods.set_props;
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { set_props(this, properties.len() as u32, values, Out::from(&mut problems)) };
            (code, !problems.is_null())
        });
        // SAFETY: M1: our block, lent until here.
        unsafe { self.state.free(raw.cast()) };
        ok(code)?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { self.state.take_problems(problems) }
    }

    /// `IMAPIProp::SaveChanges`
    ///
    /// # Errors
    /// The object's code.
    pub fn save(&self, flags: u32) -> Result<()> {
        ok(self.event(self.work("SaveChanges"), |methods: &IMAPIPropVtbl, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.save_changes)(this, flags) }
        }))
    }

    /// `IMAPIProp::GetLastError`: the text for a code, if there is one; it comes in the width that
    /// `flags` say.
    ///
    /// # Errors
    /// The object's code.
    pub fn last_error(&self, code: Code, flags: u32) -> Result<Option<String>> {
        let mut error = null_mut();
        let event = GetLastError { call: ClientCall::on(self.logon), method: "GetLastError".into() };
        ok(self.event_with(event, |methods: &IMAPIPropVtbl, this| {
            // SAFETY: S1: the client's reference; `error` is ours until it returns.
            let code = unsafe { (methods.get_last_error)(this, code, flags, Out::from(&mut error)) };
            (code, !error.is_null())
        }))?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        Ok(unsafe { self.state.take_error(error, flags) })
    }

    /// `IMAPIContainer::GetContentsTable`, of a folder or an address book's container.
    ///
    /// # Errors
    /// The object's code; `MAPI_E_NO_SUPPORT` if it is no container.
    #[track_caller]
    pub fn contents(&self, flags: u32) -> Result<Table> {
        self.table("GetContentsTable", flags, |methods| methods.get_contents_table)
    }

    /// `IMAPIContainer::GetHierarchyTable`, of the same.
    ///
    /// # Errors
    /// As for [`contents`](Self::contents).
    #[track_caller]
    pub fn hierarchy(&self, flags: u32) -> Result<Table> {
        self.table("GetHierarchyTable", flags, |methods| methods.get_hierarchy_table)
    }

    #[track_caller]
    fn table(&self, name: &str, flags: u32, method: impl FnOnce(&IMAPIContainerVtbl) -> OpenTable) -> Result<Table> {
        let mut table = null_mut();
        self.is_container()?;
        let event = OpenObject { call: ClientCall::on(self.logon), method: name.into() };
        ok(self.event_with(event, |methods: &IMAPIContainerVtbl, this| {
            let open_table = method(methods);
            // SAFETY: S1: the client's reference; `table` is ours until it returns.
            let code = unsafe { open_table(this, flags, Out::from(&mut table)) };
            (code, !table.is_null())
        }))?;
        // SAFETY: F1: the call succeeded, so it gave a reference.
        unsafe { Table::from_raw(table, &self.state, self.logon) }.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// `IMAPIContainer::OpenEntry`, of the same.
    ///
    /// # Errors
    /// As for [`contents`](Self::contents).
    #[track_caller]
    pub fn open_entry(&self, entry: Option<&[u8]>, flags: u32) -> Result<Object> {
        self.is_container()?;
        self.open_with(entry, flags, |methods: &IMAPIContainerVtbl| methods.open_entry, None)
    }

    fn is_container(&self) -> Result<()> {
        let is_container = [MAPI_FOLDER, MAPI_ABCONT].contains(&self.kind);
        if is_container { Ok(()) } else { Err(Code::NO_SUPPORT.into()) }
    }

    /// `IMAPIStatus::ValidateState`, of a status object.
    ///
    /// # Errors
    /// The object's code; `MAPI_E_NO_SUPPORT` if it is no status object.
    pub fn validate_state(&self, flags: u32) -> Result<()> {
        let call = StatusCall::on(self.logon, STATUS_VALIDATE_STATE);
        self.on_status(StatusValidate { call }, |methods, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.validate_state)(this, 0, flags) }
        })
    }

    /// `IMAPIStatus::ChangePassword`, of a status object.
    ///
    /// # Errors
    /// As for [`validate_state`](Self::validate_state).
    pub fn change_password(&self) -> Result<()> {
        let call = StatusCall::on(self.logon, STATUS_CHANGE_PASSWORD);
        self.on_status(StatusPassword { call }, |methods, this| {
            // SAFETY: S1: the client's reference; no passwords are passed.
            unsafe { (methods.change_password)(this, In::null(), In::null(), 0) }
        })
    }

    /// `IMAPIStatus::SettingsDialog`, of a status object: `UI_READONLY` or nothing.
    ///
    /// # Errors
    /// As for [`validate_state`](Self::validate_state).
    pub fn settings_dialog(&self, flags: u32) -> Result<()> {
        let call = StatusCall::on(self.logon, STATUS_SETTINGS_DIALOG);
        self.on_status(StatusSettings { call }, |methods, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.settings_dialog)(this, 0, flags) }
        })
    }

    /// `IMAPIStatus::FlushQueues`, of a status object.
    ///
    /// # Errors
    /// As for [`validate_state`](Self::validate_state).
    pub fn flush_queues(&self, flags: u32) -> Result<()> {
        let call = StatusCall::on(self.logon, STATUS_FLUSH_QUEUES);
        self.on_status(StatusFlush { call }, |methods, this| {
            // SAFETY: S1: the client's reference; no transport is named.
            unsafe { (methods.flush_queues)(this, 0, 0, In::null(), flags) }
        })
    }

    fn on_status(
        &self,
        event: impl Into<SessionEvent>,
        call: impl FnOnce(&IMAPIStatusVtbl, This) -> Code,
    ) -> Result<()> {
        if self.kind != MAPI_STATUS {
            return Err(Code::NO_SUPPORT.into());
        }
        ok(self.event(event, call))
    }

    #[track_caller]
    pub(super) fn open_with<V: Interface>(
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
        ok(self.event_with(event, |methods: &V, this| {
            let open_entry = method(methods);
            let kind = Out::from(&mut kind);
            let out = Out::from(&mut opened);
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { open_entry(this, length, entry, wanted, flags, kind, out) };
            (code, !opened.is_null())
        }))?;
        // SAFETY: F1: the call succeeded, so it gave a reference, under the interface that was
        // asked for.
        let opened = if is_asked { unsafe { seen_as::<IMAPIPropVtbl>(opened) } } else { opened };
        // What one of the session's own objects opened may be of any logon.
        // SAFETY: F1: as above.
        let of_session = || given.map_or(0, |entry| unsafe { self.state.logon_of(entry, opened) });
        let logon = if self.logon == 0 { of_session() } else { self.logon };
        let found = Found { kind, object: opened, logon };
        // SAFETY: F1: as above; whatever has an entry identifier starts with IMAPIProp.
        let object = unsafe { Object::from_raw(&found, &self.state, kind_name(kind).into(), given) };
        object.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// A method of its that has no event of its own.
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
        self.state.settle(); // NOTIF-7: the call that caused them has returned
        code
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

    /// `IUnknown::Release`: how many references are left (ERR-5). Dropping it is the same.
    pub fn release(self) -> u32 {
        self.object.release()
    }
}

type OpenTable = unsafe extern "system" fn(This, u32, Out<*mut c_void>) -> Code;
type OpenEntry = unsafe extern "system" fn(This, u32, In<ENTRYID>, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code;

/// What the record calls an object of a PR_OBJECT_TYPE.
pub(crate) fn kind_name(kind: u32) -> &'static str {
    match kind {
        MAPI_STORE => "store",
        MAPI_FOLDER => "folder",
        MAPI_MESSAGE => "message",
        MAPI_STATUS => "status",
        MAPI_ABCONT => "container",
        MAPI_MAILUSER => "mail user",
        _ => "object",
    }
}
