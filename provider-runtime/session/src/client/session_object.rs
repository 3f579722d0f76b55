//! `IMAPISession`, for a client in any language. What it does is in `logon/`, `entries.rs`,
//! `tables/` and `leaving.rs`; the wrapper for clients in Rust is `session.rs`.
#![allow(unsafe_code, reason = "a class is declared, and its object is boxed and freed by hand")]

use super::entries::{self, EntryObject};
use super::leaving::{Client, Leaving};
use super::mapi::Initialized;
use super::routing::open_address_book;
use crate::logon::LogonPolicy;
use crate::model::{OpenStore, State};
use crate::objects::{LentSink, slot};
use crate::profile::{Section, access};
use crate::record::what::session::ClientLate;
use crate::shutdown::FastShutdown;
use crate::spooler::Rounds;
use crate::tables::{Rows, primary_identity, session_table};
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result};
use provider_abi::interfaces::imapi_client_shutdown::{self, IMAPIClientShutdown};
use provider_abi::interfaces::imapi_session::{self, IMAPISession};
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{
    IID_IMAPIClientShutdown, IID_IMAPIProp, IID_IMAPISession, IID_IProfSect, IID_IUnknown, Iid,
};
use provider_abi::shapes::imapi_client_shutdown::IMAPIClientShutdownVtbl;
use provider_abi::shapes::imapi_session::IMAPISessionVtbl;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::structs::{ENTRYID, MAPIERROR, MAPIUID};
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;

#[repr(C)]
struct SessionObject {
    methods: &'static IMAPISessionVtbl,
    shutdown: &'static IMAPIClientShutdownVtbl,
    count: Count,
    state: Arc<State>,
    client: Client,
    /// A `MAPIInitialize` of the session's own, given back after everything else.
    initialized: Option<Initialized>,
}

const METHODS: &IMAPISessionVtbl = &imapi_session::vtable::<SessionObject, 0>();
const SHUTDOWN: &IMAPIClientShutdownVtbl = &imapi_client_shutdown::vtable::<SessionObject, 1>();

/// The object of a session, with one reference: its last Release logs off (SESSION-12).
pub(crate) fn make(state: &Arc<State>, initialized: Option<Initialized>) -> ComPtr<IMAPISessionVtbl> {
    state.clients.come();
    let object = Box::new(SessionObject {
        methods: METHODS,
        shutdown: SHUTDOWN,
        count: Count::one(),
        state: Arc::clone(state),
        client: Client::default(),
        initialized,
    });
    // SAFETY: F1: just made, with its one reference for us.
    unsafe { ComPtr::from_non_null(NonNull::from(Box::leak(object)).cast()) }
}

impl SessionObject {
    /// Whether only Release is left (SESSION-5). After a fast shutdown there should not even be
    /// this question (FAST-11).
    fn is_over(&self) -> bool {
        if self.state.is_frozen() {
            self.state.record.note("session", ClientLate {});
        }
        self.state.has_ended() || self.client.has_left()
    }

    fn call(&self, work: impl FnOnce(&Arc<State>) -> Result<Code>) -> Code {
        entries::call(self, work)
    }

    fn call_fast(&self, phase: fn(&FastShutdown<'_>) -> Code) -> Code {
        self.session().map_or_else(|code| code, |state| phase(&FastShutdown { state }))
    }

    fn own_table(&self, rows: Rows, flags: u32, out: Out<'_, *mut c_void>) -> Code {
        out.clear();
        self.call(|state| {
            only(flags, MAPI_UNICODE)?;
            if matches!(rows, Rows::Status) {
                Rounds { state }.start_transports();
            }
            out.needed()?.write(session_table(state, rows, flags));
            Ok(Code::OK)
        })
    }
}

// SAFETY: O2: two vtable pointers first, for slots 0 and 1.
unsafe impl Class for SessionObject {
    fn count(&self) -> &Count {
        &self.count
    }

    /// FAST-1. After its end, IUnknown is refused, too (SESSION-5).
    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        self.session()?;
        slot(iid, &[&[IID_IMAPISession], &[IID_IMAPIClientShutdown]], false)
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `make`.
        let object = unsafe { Box::from_raw(this.as_ptr()) };
        Leaving { state: &object.state, client: &object.client }.release();
        drop(object.initialized);
    }

    fn refuse(this: Receiver<'_, Self>) -> Code {
        this.call(|_| Err(Code::NO_SUPPORT.into()))
    }
}

impl EntryObject for SessionObject {
    fn session(&self) -> Result<&Arc<State>, Code> {
        if self.is_over() { Err(Code::END_OF_SESSION) } else { Ok(&self.state) }
    }

    fn note_advised(&self, connection: usize) {
        self.client.note_advised(connection);
    }

    fn note_unadvised(&self, connection: usize) {
        self.client.note_unadvised(connection);
    }
}

impl IMAPISession for SessionObject {
    fn get_last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        entries::get_last_error(&*this, code, flags, error)
    }

    fn get_msg_stores_table(this: Receiver<'_, Self>, flags: u32, out: Out<'_, *mut c_void>) -> Code {
        this.own_table(Rows::Stores, flags, out)
    }

    /// A section that is no provider's and no service's: those are not for clients (SVC-8).
    fn open_profile_section(
        this: Receiver<'_, Self>,
        uid: Option<&MAPIUID>,
        interface: Option<&Iid>,
        flags: u32,
        out: Out<'_, *mut c_void>,
    ) -> Code {
        out.clear();
        this.call(|state| {
            let out = out.needed()?;
            let uid = uid.ok_or_else(|| Error::new(Code::INVALID_PARAMETER, "a section has a UID"))?;
            only(flags, MAPI_MODIFY | MAPI_BEST_ACCESS | MAPI_DEFERRED_ERRORS)?;
            if interface.is_some_and(|iid| ![IID_IProfSect, IID_IMAPIProp, IID_IUnknown].contains(iid)) {
                return Err(Code::INTERFACE_NOT_SUPPORTED.into());
            }
            let section = state.registry.own_section(&uid.ab, flags)?;
            out.write(Section::object(&section, access(flags), &state.memory, &state.record, None)?);
            Ok(Code::OK)
        })
    }

    /// STATUS-9: it waits for the spooler's start-up.
    fn get_status_table(this: Receiver<'_, Self>, flags: u32, out: Out<'_, *mut c_void>) -> Code {
        this.own_table(Rows::Status, flags, out)
    }

    /// A warning of the provider's logon comes through, and `GetLastError` tells its text.
    fn open_msg_store(
        this: Receiver<'_, Self>,
        _window: usize,
        entry: Option<&[u8]>,
        interface: Option<&Iid>,
        flags: u32,
        store: Out<'_, *mut c_void>,
    ) -> Code {
        store.clear();
        this.call(|state| {
            let store = store.needed()?;
            let mut asked = OpenStore::new().flags(flags & !MAPI_UNICODE);
            if let Some(entry) = entry.filter(|entry| !entry.is_empty()) {
                asked = asked.entry(entry);
            }
            if let Some(iid) = interface {
                asked = asked.interface(*iid);
            }
            let opened = LogonPolicy { state }.open_store(&asked)?;
            store.write(opened.store);
            Ok(opened.code)
        })
    }

    /// REACT-9: a warning, with an address book all the same, where a provider failed.
    fn open_address_book(
        this: Receiver<'_, Self>,
        _window: usize,
        interface: Option<&Iid>,
        flags: u32,
        out: Out<'_, *mut c_void>,
    ) -> Code {
        out.clear();
        this.call(|state| {
            let out = out.needed()?;
            let (book, code) = open_address_book(state, interface.copied(), flags)?;
            out.write(book);
            Ok(code)
        })
    }

    fn open_entry(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        interface: Option<&Iid>,
        flags: u32,
        kind: Out<'_, u32>,
        opened: Out<'_, *mut c_void>,
    ) -> Code {
        entries::open_entry(&*this, entry, interface, flags, kind, opened)
    }

    fn compare_entry_ids(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        other: Option<&[u8]>,
        _flags: u32,
        same: Out<'_, u32>,
    ) -> Code {
        entries::compare_entry_ids(&*this, entry, other, same)
    }

    /// Without an entry, it is about the session's own events (SESSION-7).
    fn advise(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        mask: u32,
        sink: Option<LentSink<'_>>,
        connection: Out<'_, usize>,
    ) -> Code {
        entries::advise(&*this, entry, mask, sink, connection)
    }

    fn unadvise(this: Receiver<'_, Self>, connection: usize) -> Code {
        entries::unadvise(&*this, connection)
    }

    /// Whose the primary identity is (STATUS-13).
    fn query_identity(this: Receiver<'_, Self>, length: Out<'_, u32>, entry: Out<'_, *mut ENTRYID>) -> Code {
        length.write(0);
        entry.clear();
        this.call(|state| {
            let length = length.needed()?;
            let entry = entry.needed()?;
            Rounds { state }.start_transports();
            let Some(bytes) = primary_identity(state) else { return Ok(Code::W_NO_SERVICE) };
            let block = state.memory.allocators.block::<u8>(bytes.len())?;
            for (index, byte) in bytes.iter().enumerate() {
                block.put(0, index, *byte)?;
            }
            length.write(bytes.len() as u32);
            entry.write(block.into_raw().cast());
            Ok(Code::OK)
        })
    }

    /// The client leaves its session (SESSION-4, SESSION-5).
    fn logoff(this: Receiver<'_, Self>, _window: usize, flags: u32, reserved: u32) -> Code {
        Leaving { state: &this.state, client: &this.client }.log_off(flags, reserved)
    }
}

/// What a client with QueryInterface gets for a fast shutdown (FAST-1).
impl IMAPIClientShutdown for SessionObject {
    fn query_fast_shutdown(this: Receiver<'_, Self>) -> Code {
        this.call_fast(|fast| fast.query())
    }

    fn notify_process_shutdown(this: Receiver<'_, Self>) -> Code {
        this.call_fast(|fast| fast.notify())
    }

    fn do_fast_shutdown(this: Receiver<'_, Self>) -> Code {
        this.call_fast(|fast| fast.shut_down())
    }
}
