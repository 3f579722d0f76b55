//! A provider's objects as a client uses them: safe wrappers over the vtables, which free what they are given. Stores are
//! in `store.rs`, tables in `table.rs`, sinks in `sink.rs`; what comes out of calls is read in `outputs.rs`.
#![allow(unsafe_code, reason = "a provider's objects are called over their vtables")]

use super::events::Facts;
use super::held::{Handle, Reference};
use super::identity::seen_as;
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

/// Anything with properties that a client has a reference on: a folder, a message, a status object, a store.
///
/// It goes on working behind the end, as husks do: every method then gives `MAPI_E_INVALID_OBJECT`.
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
    /// What was found is null, or a live object whose interface starts with `IMAPIProp`, with a reference for us.
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
        let (state, kind, logon) = (Handle::new(state, &name, entry, found.logon), found.kind, found.logon);
        Some(Self { object, state, name, kind, logon })
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
        let tags = tags.map(tag_words);
        let tags = tags.as_ref().map_or(In::null(), |words| In::new(words.as_ptr().cast()));
        let (mut count, mut values) = (0, null_mut());
        let code = self.event_with("store.get", "", |methods: &IMAPIPropVtbl, this| {
            let get_props = methods.get_props;
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { get_props(this, tags, flags, Out::from(&mut count), Out::from(&mut values)) };
            (code, !values.is_null())
        });
        if code.is_failure() {
            return (code, Vec::new()); // MEM-3: what stands in the outputs is nobody's
        }
        match self.state.take_values(count, values) {
            Ok(values) => (code, values),
            Err(error) => (error.code(), Vec::new()),
        }
    }

    /// `IMAPIProp::GetPropList`
    pub fn prop_list(&self, flags: u32) -> Result<Vec<PropTag>> {
        let mut list = null_mut();
        ok(self.event_with("store.work", "GetPropList", |methods: &IMAPIPropVtbl, this| {
            // SAFETY: S1: the client's reference; `list` is ours until it returns.
            let code = unsafe { (methods.get_prop_list)(this, flags, Out::from(&mut list)) };
            (code, !list.is_null())
        }))?;
        self.state.take_tags(list)
    }

    /// `IMAPIProp::SetProps`: the problems, by index.
    pub fn set_props(&self, properties: &[Property]) -> Result<Vec<(u32, Code)>> {
        let block = prop_array::unicode_array(&self.state.memory.allocators, properties)?;
        let raw = block.into_raw();
        let mut problems = null_mut();
        let code = self.event_with("store.work", "SetProps", |methods: &IMAPIPropVtbl, this| {
            let (count, set_props) = (properties.len() as u32, methods.set_props);
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { set_props(this, count, In::new(raw), Out::from(&mut problems)) };
            (code, !problems.is_null())
        });
        self.state.free(raw.cast());
        ok(code)?;
        self.state.take_problems(problems)
    }

    /// `IMAPIProp::SaveChanges`
    pub fn save(&self, flags: u32) -> Result<()> {
        ok(self.event("store.work", "SaveChanges", |methods: &IMAPIPropVtbl, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.save_changes)(this, flags) }
        }))
    }

    /// `IMAPIProp::GetLastError`: the text for a code, if there is one; it comes in the width that `flags` say.
    pub fn last_error(&self, code: Code, flags: u32) -> Result<Option<String>> {
        let mut error = null_mut();
        ok(self.event_with("store.error", "GetLastError", |methods: &IMAPIPropVtbl, this| {
            // SAFETY: S1: the client's reference; `error` is ours until it returns.
            let code = unsafe { (methods.get_last_error)(this, code, flags, Out::from(&mut error)) };
            (code, !error.is_null())
        }))?;
        Ok(self.state.take_error(error, flags))
    }

    /// `IMAPIContainer::GetContentsTable`, of a folder or an address book's container.
    #[track_caller]
    pub fn contents(&self, flags: u32) -> Result<Table> {
        self.table("GetContentsTable", flags, |methods| methods.get_contents_table)
    }

    /// `IMAPIContainer::GetHierarchyTable`, of the same.
    #[track_caller]
    pub fn hierarchy(&self, flags: u32) -> Result<Table> {
        self.table("GetHierarchyTable", flags, |methods| methods.get_hierarchy_table)
    }

    #[track_caller]
    fn table(&self, detail: &str, flags: u32, method: impl FnOnce(&IMAPIContainerVtbl) -> OpenTable) -> Result<Table> {
        let mut table = null_mut();
        self.is_container()?;
        ok(self.event_with("store.open", detail, |methods: &IMAPIContainerVtbl, this| {
            let open_table = method(methods);
            // SAFETY: S1: the client's reference; `table` is ours until it returns.
            let code = unsafe { open_table(this, flags, Out::from(&mut table)) };
            (code, !table.is_null())
        }))?;
        // SAFETY: F1: the call succeeded, so it gave a reference.
        unsafe { Table::from_raw(table, &self.state, self.logon) }.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// `IMAPIContainer::OpenEntry`, of the same.
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
    pub fn validate_state(&self, flags: u32) -> Result<()> {
        self.on_status("status.validate", STATUS_VALIDATE_STATE, |methods, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.validate_state)(this, 0, flags) }
        })
    }

    /// `IMAPIStatus::ChangePassword`, of a status object.
    pub fn change_password(&self) -> Result<()> {
        self.on_status("status.password", STATUS_CHANGE_PASSWORD, |methods, this| {
            // SAFETY: S1: the client's reference; no passwords are passed.
            unsafe { (methods.change_password)(this, In::null(), In::null(), 0) }
        })
    }

    /// `IMAPIStatus::SettingsDialog`, of a status object: `UI_READONLY` or nothing.
    pub fn settings_dialog(&self, flags: u32) -> Result<()> {
        self.on_status("status.settings", STATUS_SETTINGS_DIALOG, |methods, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.settings_dialog)(this, 0, flags) }
        })
    }

    /// `IMAPIStatus::FlushQueues`, of a status object.
    pub fn flush_queues(&self, flags: u32) -> Result<()> {
        self.on_status("status.flush", STATUS_FLUSH_QUEUES, |methods, this| {
            // SAFETY: S1: the client's reference; no transport is named.
            unsafe { (methods.flush_queues)(this, 0, 0, In::null(), flags) }
        })
    }

    fn on_status(
        &self,
        event: &'static str,
        method: u32,
        call: impl FnOnce(&IMAPIStatusVtbl, This) -> Code,
    ) -> Result<()> {
        if self.kind != MAPI_STATUS {
            return Err(Code::NO_SUPPORT.into());
        }
        let facts = [("logon", self.logon), ("method", method.into())];
        ok(self.recorded(event, "", &facts, |methods, this| (call(methods, this), false)))
    }

    #[track_caller]
    pub(super) fn open_with<V: Interface>(
        &self,
        entry: Option<&[u8]>,
        flags: u32,
        method: impl FnOnce(&V) -> OpenEntry,
        wanted: Option<Iid>,
    ) -> Result<Object> {
        let (given, asked) = (entry, wanted.is_some());
        let (length, entry) = entry_argument(entry);
        let wanted = wanted.as_ref().map_or(In::null(), In::from);
        let (mut kind, mut opened) = (0, null_mut());
        ok(self.event_with("store.open", "OpenEntry", |methods: &V, this| {
            let open_entry = method(methods);
            let (kind, out) = (Out::from(&mut kind), Out::from(&mut opened));
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { open_entry(this, length, entry, wanted, flags, kind, out) };
            (code, !opened.is_null())
        }))?;
        // SAFETY: F1: the call succeeded, so it gave a reference, under the interface that was asked for.
        let opened = if asked { unsafe { seen_as::<IMAPIPropVtbl>(opened) } } else { opened };
        // What one of the session's own objects opened may be of any logon.
        let of_session = || given.map_or(0, |entry| self.state.logon_of(entry, opened));
        let logon = if self.logon == 0 { of_session() } else { self.logon };
        let found = Found { kind, object: opened, logon };
        // SAFETY: F1: as above; whatever has an entry identifier starts with IMAPIProp.
        let object = unsafe { Object::from_raw(&found, &self.state, kind_name(kind).into(), given) };
        object.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// A call without outputs.
    pub(super) fn event<V: Interface>(
        &self,
        event: &'static str,
        detail: &str,
        call: impl FnOnce(&V, This) -> Code,
    ) -> Code {
        self.event_with(event, detail, |methods, this| (call(methods, this), false))
    }

    /// A call, and whether it has set an output (V-43).
    pub(super) fn event_with<V: Interface>(
        &self,
        event: &'static str,
        detail: &str,
        call: impl FnOnce(&V, This) -> (Code, bool),
    ) -> Code {
        self.recorded(event, detail, &[("logon", self.logon)], call)
    }

    fn recorded<V: Interface>(
        &self,
        event: &'static str,
        detail: &str,
        facts: Facts<'_>,
        call: impl FnOnce(&V, This) -> (Code, bool),
    ) -> Code {
        let recorded = self.state.record.call(event, &self.name, detail, "", facts);
        let (code, is_set) = self.call(call);
        if code.is_failure() && is_set {
            recorded.fact("left", 1);
        }
        recorded.done(code);
        self.state.settle(); // NOTIF-7: the call that caused them has returned
        code
    }

    /// Calls a method of the interface that the object really has.
    pub(super) fn call<V: Interface, R>(&self, call: impl FnOnce(&V, This) -> R) -> R {
        // SAFETY: F1: a live object's pointer is not null.
        let object = unsafe { NonNull::new_unchecked(self.object.raw()) };
        // SAFETY: S1, S4: the client's reference keeps it; callers name the interface that its kind says.
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

/// An entry identifier as the two arguments of a call; without one, nothing.
pub(crate) fn entry_argument(entry: Option<&[u8]>) -> (u32, In<ENTRYID>) {
    entry.map_or((0, In::null()), |entry| (entry.len() as u32, In::new(entry.as_ptr().cast())))
}

/// An SPropTagArray.
pub(crate) fn tag_words(tags: &[PropTag]) -> Vec<u32> {
    std::iter::once(tags.len() as u32).chain(tags.iter().map(|tag| tag.0)).collect()
}
