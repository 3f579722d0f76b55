//! A provider's objects as a client uses them: safe wrappers over the vtables, which free what they are given. Tables are
//! in `table.rs`, sinks in `sink.rs`.

use super::end::logoff_flags;
use super::sink::Sink;
use super::state::State;
use super::table::Table;
use crate::abi::code::Code;
use crate::abi::flag::MAPI_UNICODE;
use crate::abi::i_unknown::IUnknownVtbl;
use crate::abi::iid;
use crate::abi::iid::Iid;
use crate::abi::imapi_container::IMAPIContainerVtbl;
use crate::abi::imapi_prop::IMAPIPropVtbl;
use crate::abi::imapi_status::IMAPIStatusVtbl;
use crate::abi::ims_logon::IMSLogonVtbl;
use crate::abi::ims_provider::IMSProviderVtbl;
use crate::abi::imsg_store::IMsgStoreVtbl;
use crate::abi::param::{In, Out, This};
use crate::abi::structs::*;
use crate::abi::tag::PropTag;
use crate::com::foreign::{Foreign, Interface};
use crate::com::params::{ansi_text, wide_text};
use crate::com::values;
use crate::error::{Error, Result};
use crate::provider::{PropValue, Property};
use std::ffi::c_void;
use std::mem::{ManuallyDrop, offset_of};
use std::ptr::null_mut;
use std::sync::Arc;

macro_rules! interfaces {
    ($($vtable:ty: $iid:expr),+ $(,)?) => { $(
        // SAFETY: O2: the headers derive every interface from IUnknown, and `abi/` nests it first.
        unsafe impl Interface for $vtable {
            const IID: Iid = $iid;
        }
    )+ };
}
interfaces! {
    IMSProviderVtbl: iid::IID_IMSProvider,
    IMSLogonVtbl: iid::IID_IMSLogon,
    IMsgStoreVtbl: iid::IID_IMsgStore,
    IMAPIPropVtbl: iid::IID_IMAPIProp,
    IMAPIContainerVtbl: iid::IID_IMAPIContainer,
    IMAPIStatusVtbl: iid::IID_IMAPIStatus,
    crate::abi::imapi_table::IMAPITableVtbl: iid::IID_IMAPITable,
}

/// A code as a result: warnings are successes.
pub(crate) fn ok(code: Code) -> Result<()> {
    if code.is_failure() { Err(Error::from(code)) } else { Ok(()) }
}

/// Anything with properties that a client has a reference on: a folder, a message, a status object, a store.
///
/// It goes on working behind the end, as husks do: every method then gives `MAPI_E_INVALID_OBJECT`.
#[derive(Debug)]
pub struct Object {
    object: Foreign<IMAPIPropVtbl>,
    state: Arc<State>,
    name: String,
    kind: u32,
}

impl Object {
    /// # Safety
    /// `object` is null, or a live object whose interface starts with `IMAPIProp`, with a reference for us.
    unsafe fn taken(object: *mut c_void, state: &Arc<State>, name: String, kind: u32) -> Option<Self> {
        // SAFETY: F1: the caller's promise.
        let object = unsafe { Foreign::taken(object) }?;
        Some(Self { object, state: Arc::clone(state), name, kind })
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
    pub fn another(&self) -> Self {
        Self {
            object: Foreign::clone(&self.object),
            state: Arc::clone(&self.state),
            name: self.name.clone(),
            kind: self.kind,
        }
    }

    /// `IUnknown::QueryInterface`: whether it has the interface.
    pub fn query(&self, iid: Iid) -> Code {
        let mut found = null_mut();
        self.call::<IUnknownVtbl, _>(|methods, this| {
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { (methods.query_interface)(this, In::from(&iid), Out::from(&mut found)) };
            // SAFETY: F1: a successful query gave a reference, given back here.
            drop(unsafe { Foreign::<IUnknownVtbl>::taken(found) });
            code
        })
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
        let code = self.event("store.get", "", |methods: &IMAPIPropVtbl, this| {
            let get_props = methods.get_props;
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            unsafe { get_props(this, tags, flags, Out::from(&mut count), Out::from(&mut values)) }
        });
        (code, self.state.take_values(count, values))
    }

    /// `IMAPIProp::GetPropList`
    pub fn prop_list(&self, flags: u32) -> Result<Vec<PropTag>> {
        let mut list = null_mut();
        ok(self.event("store.work", "GetPropList", |methods: &IMAPIPropVtbl, this| {
            // SAFETY: S1: the client's reference; `list` is ours until it returns.
            unsafe { (methods.get_prop_list)(this, flags, Out::from(&mut list)) }
        }))?;
        Ok(self.state.take_tags(list))
    }

    /// `IMAPIProp::SetProps`: the problems, by index.
    pub fn set_props(&self, properties: &[Property]) -> Result<Vec<(u32, Code)>> {
        let block = values::unicode_array(&self.state.memory.allocators, properties)?;
        let raw = block.into_raw();
        let mut problems = null_mut();
        let code = self.event("store.work", "SetProps", |methods: &IMAPIPropVtbl, this| {
            let (count, set_props) = (properties.len() as u32, methods.set_props);
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            unsafe { set_props(this, count, In::new(raw), Out::from(&mut problems)) }
        });
        self.state.free(raw.cast());
        let told = In::new(problems.cast_const()).read().map(|head| {
            let first = problems.cast::<u8>().wrapping_add(offset_of!(SPropProblemArray, problem));
            let all = In::new(first.cast_const().cast::<SPropProblem>()).slice(head.c_problem);
            all.unwrap_or_default().iter().map(|problem| (problem.index, problem.scode)).collect()
        });
        self.state.free(problems.cast());
        ok(code)?;
        Ok(told.unwrap_or_default())
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
        ok(self.event("store.work", "GetLastError", |methods: &IMAPIPropVtbl, this| {
            // SAFETY: S1: the client's reference; `error` is ours until it returns.
            unsafe { (methods.get_last_error)(this, code, flags, Out::from(&mut error)) }
        }))?;
        Ok(self.state.take_error(error, flags))
    }

    /// `IMAPIContainer::GetContentsTable`, of a folder.
    pub fn contents(&self, flags: u32) -> Result<Table> {
        let mut table = null_mut();
        self.is_container()?;
        ok(self.event("store.open", "GetContentsTable", |methods: &IMAPIContainerVtbl, this| {
            // SAFETY: S1: the client's reference; `table` is ours until it returns.
            unsafe { (methods.get_contents_table)(this, flags, Out::from(&mut table)) }
        }))?;
        // SAFETY: F1: the call succeeded, so it gave a reference.
        unsafe { Table::taken(table, &self.state) }.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// `IMAPIContainer::OpenEntry`, of a folder.
    pub fn open_entry(&self, entry: Option<&[u8]>, flags: u32) -> Result<Object> {
        self.is_container()?;
        self.open_with(entry, flags, |methods: &IMAPIContainerVtbl| methods.open_entry, None)
    }

    fn is_container(&self) -> Result<()> {
        let folder = self.kind == crate::abi::flag::MAPI_FOLDER;
        if folder { Ok(()) } else { Err(Code::NO_SUPPORT.into()) }
    }

    /// `IMAPIStatus::ValidateState`, of a status object.
    pub fn validate_state(&self, flags: u32) -> Result<()> {
        self.on_status(|methods, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.validate_state)(this, 0, flags) }
        })
    }

    /// `IMAPIStatus::ChangePassword`, of a status object.
    pub fn change_password(&self) -> Result<()> {
        self.on_status(|methods, this| {
            // SAFETY: S1: the client's reference; no passwords are passed.
            unsafe { (methods.change_password)(this, In::null(), In::null(), 0) }
        })
    }

    fn on_status(&self, call: impl FnOnce(&IMAPIStatusVtbl, This) -> Code) -> Result<()> {
        if self.kind != crate::abi::flag::MAPI_STATUS {
            return Err(Code::NO_SUPPORT.into());
        }
        ok(self.event("store.work", "status", call))
    }

    fn open_with<V: Interface>(
        &self,
        entry: Option<&[u8]>,
        flags: u32,
        method: impl FnOnce(&V) -> OpenEntry,
        wanted: Option<Iid>,
    ) -> Result<Object> {
        let length = entry.map_or(0, |entry| entry.len() as u32);
        let entry = In::new(entry.map_or(std::ptr::null(), |entry| entry.as_ptr().cast::<ENTRYID>()));
        let wanted = wanted.as_ref().map_or(In::null(), In::from);
        let (mut kind, mut opened) = (0, null_mut());
        ok(self.event("store.open", "OpenEntry", |methods: &V, this| {
            let open_entry = method(methods);
            let (kind, opened) = (Out::from(&mut kind), Out::from(&mut opened));
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            unsafe { open_entry(this, length, entry, wanted, flags, kind, opened) }
        }))?;
        let name = match kind {
            crate::abi::flag::MAPI_FOLDER => "folder",
            crate::abi::flag::MAPI_MESSAGE => "message",
            _ => "object",
        };
        // SAFETY: F1: the call succeeded, so it gave a reference; folders and messages start with IMAPIProp.
        let object = unsafe { Object::taken(opened, &self.state, name.into(), kind) };
        object.ok_or_else(|| Code::CALL_FAILED.into())
    }

    fn event<V: Interface>(&self, event: &'static str, detail: &str, call: impl FnOnce(&V, This) -> Code) -> Code {
        let recorded = self.state.record.call(event, &self.name, detail, "");
        recorded.done(self.call(call))
    }

    /// Calls a method of the interface that the object really has.
    fn call<V: Interface, R>(&self, call: impl FnOnce(&V, This) -> R) -> R {
        // SAFETY: S1, S4: the client's reference keeps it; callers name the interface that its kind says.
        let seen = unsafe { Foreign::<V>::taken(self.object.raw()).unwrap_unchecked() };
        let seen = ManuallyDrop::new(seen);
        call(seen.methods(), seen.this())
    }

    /// `IUnknown::Release`: how many references are left (ERR-5). Dropping it is the same.
    pub fn release(self) -> u32 {
        self.object.release()
    }
}

type OpenEntry = unsafe extern "system" fn(This, u32, In<ENTRYID>, In<Iid>, u32, Out<u32>, Out<*mut c_void>) -> Code;

/// An SPropTagArray.
pub(crate) fn tag_words(tags: &[PropTag]) -> Vec<u32> {
    std::iter::once(tags.len() as u32).chain(tags.iter().map(|tag| tag.0)).collect()
}

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
    /// As for `Object::taken`, with `IMsgStore`.
    pub(crate) unsafe fn taken(
        store: *mut c_void,
        state: &Arc<State>,
        number: usize,
        is_duplicate: bool,
        code: Code,
    ) -> Option<Self> {
        let kind = crate::abi::flag::MAPI_STORE;
        // SAFETY: F1: the caller's promise.
        let object = unsafe { Object::taken(store, state, format!("store {number}"), kind) }?;
        Some(Self { object: ManuallyDrop::new(object), is_duplicate, code })
    }

    /// Whether the store was open already, so that there is no logon of its own (MSLOGON-6).
    pub fn is_duplicate(&self) -> bool {
        self.is_duplicate
    }

    /// What the logon call answered: `S_OK`, or a warning.
    pub fn code(&self) -> Code {
        self.code
    }

    /// `IMsgStore::OpenEntry`
    pub fn open(&self, entry: Option<&[u8]>, flags: u32) -> Result<Object> {
        self.open_as(entry, flags, None)
    }

    /// `IMsgStore::OpenEntry` with an interface.
    pub fn open_as(&self, entry: Option<&[u8]>, flags: u32, wanted: Option<Iid>) -> Result<Object> {
        self.object.open_with(entry, flags, |methods: &IMsgStoreVtbl| methods.open_entry, wanted)
    }

    /// `IMsgStore::CompareEntryIDs`
    pub fn compare(&self, first: &[u8], second: &[u8]) -> Result<bool> {
        let mut same = 0;
        ok(self.object.event("store.work", "CompareEntryIDs", |methods: &IMsgStoreVtbl, this| {
            let compare = methods.compare_entry_ids;
            let (one, other) = (In::new(first.as_ptr().cast()), In::new(second.as_ptr().cast()));
            let (length, other_length) = (first.len() as u32, second.len() as u32);
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            unsafe { compare(this, length, one, other_length, other, 0, Out::from(&mut same)) }
        }))?;
        Ok(same != 0)
    }

    /// `IMsgStore::Advise`: the connection. Without an entry, the whole store.
    pub fn advise(&self, entry: Option<&[u8]>, mask: u32, sink: &Sink) -> Result<usize> {
        let mut connection = 0;
        let length = entry.map_or(0, |entry| entry.len() as u32);
        let entry = In::new(entry.map_or(std::ptr::null(), |entry| entry.as_ptr().cast::<ENTRYID>()));
        ok(self.object.event("store.work", "Advise", |methods: &IMsgStoreVtbl, this| {
            let (advise, connection) = (methods.advise, Out::from(&mut connection));
            // SAFETY: S1: the client's reference; the sink is lent until it returns.
            unsafe { advise(this, length, entry, mask, sink.raw(), connection) }
        }))?;
        Ok(connection)
    }

    /// `IMsgStore::Unadvise`
    pub fn unadvise(&self, connection: usize) -> Result<()> {
        ok(self.object.event("store.work", "Unadvise", |methods: &IMsgStoreVtbl, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.unadvise)(this, connection) }
        }))
    }

    /// `IMsgStore::StoreLogoff`: the code, and the flags that came back.
    pub fn store_logoff(&self, mut flags: u32) -> (Code, u32) {
        let detail = logoff_flags(flags);
        let code = self.object.event("store.logoff", &detail, |methods: &IMsgStoreVtbl, this| {
            // SAFETY: S1: the client's reference; `flags` is ours until it returns.
            unsafe { (methods.store_logoff)(this, Out::from(&mut flags)) }
        });
        (code, flags)
    }

    /// `IMSLogon::OpenStatusEntry` of the logon that opened the store, as MAPI does for a client (STATOBJ-1).
    ///
    /// # Errors
    /// `MAPI_E_END_OF_SESSION` if the logon has ended (OPEN-12).
    pub fn status(&self, flags: u32) -> Result<Object> {
        let logons = crate::sync::lock(&self.state.logons).clone();
        let active = |logon: &&Arc<super::logon::Logon>| {
            logon.stage() == super::logon::Stage::Active && logon.opened(self.as_raw())
        };
        let logon = logons.iter().find(active).ok_or(Code::END_OF_SESSION)?;
        let (mut kind, mut status) = (0, null_mut());
        let call = self.state.record.call("logon.status", &logon.name(), "", "STATOBJ-1");
        let code = super::end::with::<IMSLogonVtbl, _>(logon.object(), |methods, this| {
            let open = methods.open_status_entry;
            // SAFETY: S1: the session's reference; the arguments are ours until it returns.
            unsafe { open(this, In::null(), flags, Out::from(&mut kind), Out::from(&mut status)) }
        });
        ok(call.done(code.unwrap_or(Code::CALL_FAILED)))?;
        // SAFETY: F1: the call succeeded, so it gave a reference.
        let status = unsafe { Object::taken(status, &self.state, "status".into(), kind) };
        status.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// One more reference for the client.
    #[must_use]
    pub fn another(&self) -> Self {
        let object = ManuallyDrop::new(self.object.another());
        Self { object, is_duplicate: true, code: self.code }
    }

    /// `IUnknown::Release`: how many references are left (ERR-5). The last one closes the store (STORELOGOFF-8).
    pub fn release(self) -> u32 {
        ManuallyDrop::new(self).close()
    }

    fn close(&mut self) -> u32 {
        // SAFETY: S1: taken out once: the wrapper is used no more.
        let object = unsafe { ManuallyDrop::take(&mut self.object) };
        let state = Arc::clone(&object.state);
        let call = state.record.call("store.release", &object.name, "", "STORELOGOFF-8");
        let left = state.while_releasing(|| object.release());
        call.done(Code::OK);
        left
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}

/// What comes out of calls is read and freed.
impl State {
    pub(crate) fn free(&self, block: *mut c_void) {
        // SAFETY: M1: the provider gave it for the client to free (MEM-2), and what was wanted has been copied.
        unsafe { self.memory.allocators.free(block) };
    }

    pub(crate) fn take_values(&self, count: u32, array: *mut SPropValue) -> Vec<Property> {
        let values = read_values(count, array);
        self.free(array.cast());
        values
    }

    pub(crate) fn take_tags(&self, list: *mut SPropTagArray) -> Vec<PropTag> {
        let Some(head) = In::new(list.cast_const()).read() else {
            return Vec::new();
        };
        let first = list.cast::<u32>().wrapping_add(1).cast_const();
        let tags = In::new(first).slice(head.c_values).unwrap_or_default();
        let tags = tags.iter().copied().map(PropTag).collect();
        self.free(list.cast());
        tags
    }

    fn take_error(&self, error: *mut MAPIERROR, flags: u32) -> Option<String> {
        let head = In::new(error.cast_const()).read()?;
        let text = match (head.error.is_null(), flags & MAPI_UNICODE != 0) {
            (true, _) => String::new(),
            (false, true) => wide_text(head.error.cast_const().cast()),
            (false, false) => ansi_text(head.error.cast_const().cast()).into_owned(),
        };
        self.free(error.cast());
        Some(text)
    }
}

/// The values of an array, under the tags as they came: with the width of text.
pub(crate) fn read_values(count: u32, array: *mut SPropValue) -> Vec<Property> {
    let values = In::new(array.cast_const()).slice(count).unwrap_or_default();
    let read = values.iter().map(|value| {
        let tag = PropTag(value.prop_tag);
        let read = values::decoded_one(value);
        let value = read.map_or_else(|error| PropValue::Error(error.code()), |property| property.value);
        Property { tag, value }
    });
    read.collect()
}
