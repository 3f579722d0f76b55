//! A provider's objects as a client uses them: safe wrappers over the vtables, which free what they
//! are given. Stores are in `store.rs`, what is inside of messages in `contents.rs`,
//! tables in `table.rs`, sinks in `sink.rs`.
#![allow(unsafe_code, reason = "a provider's objects are called over their vtables")]

use super::handle::{Handle, Reference};
use super::object_calls::ObjectCalls;
use super::status_object::StatusObject;
use super::table::Table;
use crate::foreign::TagWords;
use crate::model::{OpenedObject, State};
use crate::record::what::session::{ClientCall, GetLastError, GetProps};
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Result, ok};
use provider_abi::prop_array;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::imapi_container::IMAPIContainerVtbl;
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::tag::PropTag;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Anything with properties that a client has a reference on: a folder, a message, a status object,
/// a store.
///
/// It goes on working after the end, as invalidated objects do: every method then gives
/// `MAPI_E_INVALID_OBJECT`.
#[derive(Debug)]
pub struct Object {
    pub(super) calls: ObjectCalls,
    kind: u32,
}

impl Object {
    /// # Safety
    /// What was found is null, or a live object whose interface starts with `IMAPIProp`, with a
    /// reference for us.
    #[track_caller]
    pub(super) unsafe fn from_raw(
        found: &OpenedObject,
        state: &Arc<State>,
        name: String,
        entry: Option<&[u8]>,
    ) -> Option<Self> {
        // SAFETY: F1: the caller's promise.
        let object = unsafe { ComPtr::from_raw(found.object) }?;
        let object = Reference::new(object, state, &name, found.logon);
        let state = Handle::new(state, &name, entry, found.logon);
        Some(Self { calls: ObjectCalls { object, state, name, logon: found.logon }, kind: found.kind })
    }

    /// Its `PR_OBJECT_TYPE`, as the open said.
    pub fn kind(&self) -> u32 {
        self.kind
    }

    /// The interface pointer, for calls that only a test makes.
    pub fn as_raw(&self) -> *mut c_void {
        self.calls.state.has_raw_clients.store(true, Ordering::Release);
        self.calls.object.raw()
    }

    /// One more reference for the client.
    #[must_use]
    #[track_caller]
    pub fn another(&self) -> Self {
        Self { calls: self.calls.another(), kind: self.kind }
    }

    /// One property, text as Unicode.
    ///
    /// # Errors
    /// The object's code, or the one that stands in place of the value.
    pub fn get(&self, tag: impl Into<PropTag>) -> Result<PropValue> {
        let (code, values) = self.get_props(Some(&[tag.into()]), MAPI_UNICODE);
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
        let code = self.calls.event_with(
            GetProps { call: ClientCall::on(self.calls.logon) },
            |methods: &IMAPIPropVtbl, this| {
                let get_props = methods.get_props;
                // SAFETY: S1: the client's reference; the arguments are ours until it returns.
                let code = unsafe { get_props(this, tags, flags, Out::from(&mut count), Out::from(&mut values)) };
                (code, !values.is_null())
            },
        );
        if code.is_failure() {
            return (code, Vec::new()); // MEM-3: what stands in the outputs is nobody's
        }
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        match unsafe { self.calls.state.outputs().take_values(count, values) } {
            Ok(values) => (code, values),
            Err(error) => (error.code(), Vec::new()),
        }
    }

    /// The tags of the properties that it has. `IMAPIProp::GetPropList`
    ///
    /// # Errors
    /// The object's code; `MAPI_E_CORRUPT_DATA` for an array that is none.
    pub fn prop_list(&self, flags: u32) -> Result<Vec<PropTag>> {
        let mut list = null_mut();
        ok(self.calls.event_with(self.calls.work("GetPropList"), |methods: &IMAPIPropVtbl, this| {
            // SAFETY: S1: the client's reference; `list` is ours until it returns.
            let code = unsafe { (methods.get_prop_list)(this, flags, Out::from(&mut list)) };
            (code, !list.is_null())
        }))?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { self.calls.state.outputs().take_tags(list) }
    }

    /// `IMAPIProp::SetProps`: the problems, by index.
    ///
    /// # Errors
    /// As for [`prop_list`](Self::prop_list).
    pub fn set_props(&self, properties: &[Property]) -> Result<Vec<(u32, Code)>> {
        let block = prop_array::unicode_array(&self.calls.state.memory.allocators, properties)?;
        let raw = block.into_raw();
        // SAFETY: M1: a block of our own, with as many values as there are properties; it is freed
        // after the call.
        let values = unsafe { In::from_raw(raw.cast_const()) };
        let mut problems = null_mut();
        let leaves_out = self.calls.state.leaves_out();
        let code = self.calls.event_with(self.calls.work("SetProps"), |methods: &IMAPIPropVtbl, this| {
            let set_props = methods.set_props;
            let out = if leaves_out { Out::null() } else { Out::from(&mut problems) };
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { set_props(this, properties.len() as u32, values, out) };
            (code, !problems.is_null())
        });
        // SAFETY: M1: our block, lent until here.
        unsafe { self.calls.state.outputs().free(raw.cast()) };
        ok(code)?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { self.calls.state.outputs().take_problems(problems) }
    }

    /// Saves what was changed. `IMAPIProp::SaveChanges`
    ///
    /// # Errors
    /// The object's code.
    pub fn save(&self, flags: u32) -> Result<()> {
        ok(self.calls.event(self.calls.work("SaveChanges"), |methods: &IMAPIPropVtbl, this| {
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
        let event = GetLastError { call: ClientCall::on(self.calls.logon), method: "GetLastError".into() };
        ok(self.calls.event_with(event, |methods: &IMAPIPropVtbl, this| {
            // SAFETY: S1: the client's reference; `error` is ours until it returns.
            let code = unsafe { (methods.get_last_error)(this, code, flags, Out::from(&mut error)) };
            (code, !error.is_null())
        }))?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        Ok(unsafe { self.calls.state.outputs().take_error(error, flags) })
    }

    /// The table of what is in a folder, or in an address book's container.
    /// `IMAPIContainer::GetContentsTable`
    ///
    /// # Errors
    /// The object's code; `MAPI_E_NO_SUPPORT` if it is no container.
    #[track_caller]
    pub fn contents(&self, flags: u32) -> Result<Table> {
        check_container(self.kind)?;
        self.calls.open_table("GetContentsTable", flags, |methods: &IMAPIContainerVtbl| methods.get_contents_table)
    }

    /// The table of the containers in a folder, or in an address book's container.
    /// `IMAPIContainer::GetHierarchyTable`
    ///
    /// # Errors
    /// As for [`contents`](Self::contents).
    #[track_caller]
    pub fn hierarchy(&self, flags: u32) -> Result<Table> {
        check_container(self.kind)?;
        self.calls.open_table("GetHierarchyTable", flags, |methods: &IMAPIContainerVtbl| methods.get_hierarchy_table)
    }

    /// Opens an entry of a folder, or of an address book's container. `IMAPIContainer::OpenEntry`
    ///
    /// # Errors
    /// As for [`contents`](Self::contents).
    #[track_caller]
    pub fn open_entry(&self, entry: Option<&[u8]>, flags: u32) -> Result<Object> {
        check_container(self.kind)?;
        self.calls.open(entry, flags, |methods: &IMAPIContainerVtbl| methods.open_entry, None)
    }

    /// Its own methods, if it is a status object. `IMAPIStatus`
    ///
    /// # Errors
    /// `MAPI_E_NO_SUPPORT` if it is no status object.
    pub fn as_status(&self) -> Result<StatusObject<'_>> {
        if self.kind != MAPI_STATUS {
            return Err(Code::NO_SUPPORT.into());
        }
        Ok(StatusObject { calls: &self.calls })
    }

    /// `IUnknown::Release`: how many references are left (ERR-5). Dropping it is the same.
    pub fn release(self) -> u32 {
        self.calls.object.release()
    }
}

fn check_container(kind: u32) -> Result<()> {
    let is_container = [MAPI_FOLDER, MAPI_ABCONT].contains(&kind);
    if is_container { Ok(()) } else { Err(Code::NO_SUPPORT.into()) }
}

/// What the record calls an object of a PR_OBJECT_TYPE.
pub(crate) fn kind_name(kind: u32) -> &'static str {
    match kind {
        MAPI_STORE => "store",
        MAPI_FOLDER => "folder",
        MAPI_MESSAGE => "message",
        MAPI_ATTACH => "attachment",
        MAPI_STATUS => "status",
        MAPI_ABCONT => "container",
        MAPI_MAILUSER => "mail user",
        _ => "object",
    }
}
