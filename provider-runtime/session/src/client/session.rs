//! A session as a client in Rust has it: a safe wrapper over `IMAPISession`, and what a test can
//! see as well. The object itself is in `session_object.rs`.
#![allow(unsafe_code, reason = "IMAPISession is called over its vtable")]

use super::address_book::AddressBook;
use super::ipm_subtree::IpmSubtree;
use super::mapi::Mapi;
use super::object::{Object, kind_name};
use super::routing::Routing;
use super::settle::settle;
use super::sink::Sink;
use super::store::Store;
use super::table::Table;
use crate::foreign::{entry_argument, identity};
use crate::logon::{LogonPolicy, ServiceCall, ServiceCalls};
use crate::model::{OpenStore, OpenedObject, OpenedStore, Options, State};
use crate::process::Memory;
use crate::profile::Profile;
use crate::record::Event;
use crate::shutdown::{Reporting, ShutdownReport};
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result, ok};
use provider_abi::params::bytes_at;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::MsProviderInit;
use provider_abi::shapes::flag::{MAPI_ADDRBOOK, MAPI_UNICODE};
use provider_abi::shapes::imapi_session::IMAPISessionVtbl;
use provider_abi::shapes::param::{In, Out};
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A client's session. Dropping it is its Release, and logs off if nobody else has a reference
/// (SESSION-12).
#[derive(Debug)]
pub struct Session {
    pub(crate) state: Arc<State>,
    pub(crate) object: ComPtr<IMAPISessionVtbl>,
}

impl Session {
    /// A session with one provider, initialised at once: the shortest way to test it. The profile
    /// has one message service with one store provider, whose DLL is linked into the program.
    ///
    /// # Errors
    /// As for [`start_with`](Self::start_with).
    pub fn start(entry: MsProviderInit) -> Result<Self> {
        Self::start_with(entry, Options::default())
    }

    /// Starts a session with one provider and the given options.
    ///
    /// # Errors
    /// The provider's code, or `MAPI_E_VERSION` if its version is none that the session accepts
    /// (VER-4 to VER-6); `MAPI_E_NOT_FOUND` for a profile without a store; `MAPI_E_SESSION_LIMIT`
    /// if all allocators are taken.
    pub fn start_with(entry: MsProviderInit, options: Options) -> Result<Self> {
        Self::try_start(entry, options).map_err(|(error, _)| error)
    }

    /// The same; a failure comes with what was recorded.
    ///
    /// # Errors
    /// As for [`start_with`](Self::start_with).
    pub fn try_start(entry: MsProviderInit, options: Options) -> Result<Self, (Error, ShutdownReport)> {
        Mapi::start(entry, options)
    }

    /// Opens a message store. `IMAPISession::OpenMsgStore`
    ///
    /// # Errors
    /// The provider's code with the text of its MAPIERROR (REACT-7); `MAPI_E_NOT_FOUND` for a name
    /// that no store has; `MAPI_E_INTERFACE_NOT_SUPPORTED`; `MAPI_E_END_OF_SESSION` after the end;
    /// `MAPI_E_BUSY` inside a call of the provider's while another thread logs on or off.
    #[track_caller]
    pub fn open_store(&self, wanted: &OpenStore) -> Result<Store> {
        let opened = if wanted.is_beyond_a_client() {
            LogonPolicy { state: &self.state }.open_store(wanted)
        } else {
            self.open_msg_store(wanted)
        };
        // No closure: it would be the one that opens, and not the client (SESSION-10).
        let store = match opened {
            // SAFETY: F1: the call succeeded, so the store came with a reference for the client.
            Ok(opened) => Ok(unsafe { Store::from_raw(&opened, wanted.interface, &self.state) }),
            Err(error) => Err(error),
        };
        settle(&self.state); // a panic that goes on here takes the store with it
        let store: Store = store?.ok_or(Code::INTERFACE_NOT_SUPPORTED)?;
        if wanted.makes_special_folders && !store.is_duplicate() {
            IpmSubtree::of(&store).at_open(wanted.flags);
        }
        Ok(store)
    }

    /// Over the vtable, as any client does: which logon the store is of, the session knows.
    fn open_msg_store(&self, wanted: &OpenStore) -> Result<OpenedStore> {
        let known: Vec<_> = self.state.client_logons();
        let entry = wanted.identifier(&self.state.registry)?;
        let flags = wanted.flags;
        let (length, given) = entry_argument(entry.as_deref());
        let interface = wanted.interface;
        let interface_argument = interface.as_ref().map_or(In::null(), In::from);
        let open = self.object.methods().open_msg_store;
        let mut store = null_mut();
        let out = Out::from(&mut store);
        // SAFETY: S1: the client's reference; the arguments are ours until it returns.
        let code = unsafe { open(self.object.this(), 0, length, given, interface_argument, flags, out) };
        answered(code, || self.last_error(code))?;
        // SAFETY: F1: the call succeeded, so it gave a store with a reference.
        let own = unsafe { identity(store) };
        let logon = self.state.logons.of_store(own).ok_or(Code::CALL_FAILED)?;
        let is_duplicate = known.iter().any(|other| Arc::ptr_eq(other, &logon));
        Ok(OpenedStore { store, logon, is_duplicate, code, security: Vec::new() })
    }

    /// `IMAPISession::OpenEntry`: an object of any provider's, by its identifier alone
    /// (OPEN-1); also a store, and the status object of a row.
    ///
    /// # Errors
    /// `MAPI_E_UNKNOWN_ENTRYID` for an identifier that is nobody's, else what its provider answers;
    /// `MAPI_E_END_OF_SESSION` after the end.
    #[track_caller]
    pub fn open(&self, entry: &[u8], flags: u32) -> Result<Object> {
        let mut kind = 0;
        let mut opened = null_mut();
        let (length, given) = entry_argument(Some(entry));
        let open_entry = self.object.methods().open_entry;
        let kind_out = Out::from(&mut kind);
        let opened_out = Out::from(&mut opened);
        // SAFETY: S1: the client's reference; the arguments are ours until it returns.
        let code = unsafe { open_entry(self.object.this(), length, given, In::null(), flags, kind_out, opened_out) };
        self.settled(code)?;
        // SAFETY: F1: the call succeeded, so it gave a reference.
        let logon = unsafe { Routing { state: &self.state }.logon_of(entry, opened) };
        let found = OpenedObject { kind, object: opened, logon };
        // SAFETY: F1: as above; all these objects start with IMAPIProp.
        let object = unsafe { Object::from_raw(&found, &self.state, kind_name(kind).into(), Some(entry)) };
        object.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// `IMAPISession::OpenAddressBook`: logs every address book of the profile on that is not yet
    /// (ABLOGON-3).
    ///
    /// # Errors
    /// `MAPI_E_END_OF_SESSION`, `MAPI_E_BUSY`. A provider that fails is none: [`AddressBook::code`]
    /// warns (REACT-9).
    #[track_caller]
    pub fn open_address_book(&self, flags: u32) -> Result<AddressBook> {
        let open = self.object.methods().open_address_book;
        let mut book = null_mut();
        // SAFETY: S1: the client's reference; `book` is ours until it returns.
        let code = unsafe { open(self.object.this(), 0, In::null(), flags, Out::from(&mut book)) };
        self.settled(code)?;
        let found = OpenedObject { kind: MAPI_ADDRBOOK, object: book, logon: 0 };
        // SAFETY: F1: the call succeeded, so it gave a reference; it starts with IMAPIProp.
        let object = unsafe { Object::from_raw(&found, &self.state, "address book".into(), None) };
        Ok(AddressBook { object: object.ok_or(Code::CALL_FAILED)?, code })
    }

    /// Whether two identifiers are of one object. `IMAPISession::CompareEntryIDs`
    ///
    /// # Errors
    /// What the provider of both answers; `MAPI_E_END_OF_SESSION` after the end.
    pub fn compare(&self, first: &[u8], second: &[u8]) -> Result<bool> {
        let (length, one) = entry_argument(Some(first));
        let (other_length, other) = entry_argument(Some(second));
        let compare = self.object.methods().compare_entry_ids;
        let mut same = 0;
        // SAFETY: S1: the client's reference; the arguments are ours until it returns.
        let code = unsafe { compare(self.object.this(), length, one, other_length, other, 0, Out::from(&mut same)) };
        self.settled(code)?;
        Ok(same != 0)
    }

    /// `IMAPISession::GetMsgStoresTable`, text as Unicode.
    ///
    /// # Errors
    /// `MAPI_E_END_OF_SESSION` after the end.
    #[track_caller]
    pub fn stores_table(&self) -> Result<Table> {
        self.table(self.object.methods().get_msg_stores_table)
    }

    /// `IMAPISession::GetStatusTable`, text as Unicode.
    ///
    /// # Errors
    /// `MAPI_E_END_OF_SESSION` after the end.
    #[track_caller]
    pub fn status_table(&self) -> Result<Table> {
        self.table(self.object.methods().get_status_table)
    }

    #[track_caller]
    fn table(
        &self,
        method: unsafe extern "system" fn(provider_abi::shapes::param::This, u32, Out<*mut c_void>) -> Code,
    ) -> Result<Table> {
        let mut table = null_mut();
        // SAFETY: S1: the client's reference; `table` is ours until it returns.
        self.settled(unsafe { method(self.object.this(), MAPI_UNICODE, Out::from(&mut table)) })?;
        // SAFETY: F1: the call succeeded, so it gave a reference.
        unsafe { Table::from_raw(table, &self.state, 0) }.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// `IMAPISession::Advise`: the connection. Without an entry, the session's own events
    /// (NOTIF-13).
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn advise(&self, entry: Option<&[u8]>, mask: u32, sink: &Sink) -> Result<usize> {
        let (length, entry) = entry_argument(entry);
        let advise = self.object.methods().advise;
        let mut connection = 0;
        let out = Out::from(&mut connection);
        // SAFETY: S1: the client's reference; the sink is lent until it returns.
        self.settled(unsafe { advise(self.object.this(), length, entry, mask, sink.raw(), out) })?;
        Ok(connection)
    }

    /// Ends a subscription. `IMAPISession::Unadvise`
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` for a connection that there is not, else what the provider answers;
    /// `MAPI_E_END_OF_SESSION` after the end.
    pub fn unadvise(&self, connection: usize) -> Result<()> {
        // SAFETY: S1: the client's reference.
        self.settled(unsafe { (self.object.methods().unadvise)(self.object.this(), connection) })
    }

    /// `IMAPISession::QueryIdentity`: the identifier of whom the profile's primary identity is;
    /// `None` if no provider of the profile says (STATUS-13).
    ///
    /// # Errors
    /// `MAPI_E_END_OF_SESSION` after the end.
    pub fn query_identity(&self) -> Result<Option<Vec<u8>>> {
        let query = self.object.methods().query_identity;
        let mut length = 0;
        let mut entry = null_mut();
        let length_out = Out::from(&mut length);
        let entry_out = Out::from(&mut entry);
        // SAFETY: S1: the client's reference; the outputs are ours until it returns.
        self.settled(unsafe { query(self.object.this(), length_out, entry_out) })?;
        // SAFETY: S4: a call that succeeded gave as many bytes as it says, or a null pointer.
        let bytes = unsafe { bytes_at(entry.cast_const().cast(), length) }.map(<[u8]>::to_vec);
        // SAFETY: M1: the call gave the block for us to free; it has been copied.
        unsafe { self.state.outputs().free(entry.cast()) };
        Ok(bytes)
    }

    /// `IMAPISession::GetLastError`: the text for a code, if there is one (LASTERR-4).
    ///
    /// # Errors
    /// `MAPI_E_END_OF_SESSION` after the end.
    pub fn last_error(&self, code: Code) -> Result<Option<String>> {
        let get_last_error = self.object.methods().get_last_error;
        let mut error = null_mut();
        // SAFETY: S1: the client's reference; `error` is ours until it returns.
        ok(unsafe { get_last_error(self.object.this(), code, MAPI_UNICODE, Out::from(&mut error)) })?;
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        Ok(unsafe { self.state.outputs().take_error(error, MAPI_UNICODE) })
    }

    /// `IMAPISession::Logoff`: every logon, last in first out, then its provider object (SHUT-1,
    /// SESSION-8). A failure stops nothing (LOGOFF-5, SHUT-6). What came of it, and of everything
    /// before.
    ///
    /// Inside a logoff, or inside a call of the provider's while another thread logs on or off, it
    /// is refused: the record says `MAPI_E_BUSY` (SESSION-13). A second one gets
    /// `MAPI_E_END_OF_SESSION` (SESSION-5).
    pub fn logoff(&self) -> ShutdownReport {
        self.logoff_with(0).1
    }

    /// The same with flags: `MAPI_LOGOFF_SHARED`, `MAPI_LOGOFF_UI` (SESSION-4).
    pub fn logoff_with(&self, flags: u32) -> (Code, ShutdownReport) {
        // SAFETY: S1: the client's reference.
        let code = unsafe { (self.object.methods().logoff)(self.object.this(), 0, flags, 0) };
        if code == Code::BUSY {
            return (code, Reporting { state: &self.state }.so_far());
        }
        settle(&self.state);
        (code, self.report())
    }

    /// What happened so far, and which rules were broken: also what can be seen only at an end.
    ///
    /// Called from inside a provider's call it looks at nothing more: that call is not over
    /// (SESSION-13).
    pub fn report(&self) -> ShutdownReport {
        Reporting { state: &self.state }.whole()
    }

    /// The client's Release: what came of it. The last one logs off (SESSION-12).
    pub fn release(self) -> ShutdownReport {
        drop(self.object);
        Reporting { state: &self.state }.whole()
    }

    /// A code of the session's as a result, with its text; and what waited for the call to return.
    fn settled(&self, code: Code) -> Result<()> {
        settle(&self.state);
        answered(code, || self.last_error(code))
    }

    /// Calls the `ServiceEntry` of the message service of this name (SVC-2): `context` is one of
    /// `MSG_SERVICE_…`, `properties` go with `MSG_SERVICE_CONFIGURE` only (SVC-3).
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` without such a service, `MAPI_E_NOT_INITIALIZED` if it has no entry point
    /// (SVC-1), else its own.
    pub fn configure(&self, service: &str, context: u32, flags: u32, properties: &[Property]) -> Result<()> {
        let services = &self.state.registry.services;
        let found = services.iter().find(|other| other.name() == service);
        let found = found.ok_or_else(|| Error::new(Code::NOT_FOUND, format!("no message service {service}")))?;
        let done =
            ServiceCalls { state: &self.state }.call(found, &ServiceCall { context, flags, properties, request: None });
        settle(&self.state);
        done
    }

    /// The profile as it is now: with what providers have written, and without what the session
    /// does not keep.
    pub fn profile(&self) -> Profile {
        self.state.registry.profile()
    }

    /// Delivers the notifications that are on their way (NOTIF-7): those of workers, and of other
    /// clients' calls. What a wrapper's own call caused is delivered when that call has returned.
    pub fn deliver(&self) {
        settle(&self.state);
    }

    /// All events so far.
    pub fn events(&self) -> Vec<Event> {
        self.state.record.events()
    }

    /// One more reference on the session, as `IMAPISession`, for a client in another language: that
    /// client releases it.
    pub fn pointer(&self) -> *mut c_void {
        self.state.has_raw_clients.store(true, Ordering::Release);
        let object = ComPtr::clone(&self.object);
        let raw = object.raw();
        std::mem::forget(object);
        raw
    }

    /// The session's allocators.
    pub fn memory(&self) -> &Memory {
        &self.state.memory
    }
}

/// A code of a session's as a result, with its text if it is a failure.
fn answered(code: Code, text: impl FnOnce() -> Result<Option<String>>) -> Result<()> {
    let text = if code.is_failure() { text().ok().flatten() } else { None };
    ok(code).map_err(|error| text.map_or(error, |text| Error::new(code, text)))
}
