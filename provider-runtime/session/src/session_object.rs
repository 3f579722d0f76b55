//! `IMAPISession`, for a client in any language. What it does is in `reaction.rs`, `routing.rs`, `own_rows.rs` and `end.rs`;
//! the wrapper for clients in Rust is `open.rs`.
#![allow(unsafe_code, reason = "the methods of IMAPISession take raw arguments")]

use super::address_book;
use super::clients::Client;
use super::mapi::Initialized;
use super::own_rows::{Rows, table};
use super::routing::{compare, open};
use super::state::State;
use super::wish::OpenStore;
use provider_abi::class::{Class, Count, object, unknown};
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::Result;
use provider_abi::no_support::{Refuser, no_support};
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IMAPIClientShutdown, IID_IMAPISession, IID_IUnknown, Iid};
use provider_abi::shapes::imapi_client_shutdown::IMAPIClientShutdownVtbl;
use provider_abi::shapes::imapi_session::IMAPISessionVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::{ENTRYID, MAPIERROR};
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[repr(C)]
struct SessionObject {
    methods: &'static IMAPISessionVtbl,
    shutdown: &'static IMAPIClientShutdownVtbl,
    count: Count,
    state: Arc<State>,
    client: Client,
    /// Whether it has logged off: its session may go on with others (SESSION-9).
    has_left: AtomicBool,
    /// A `MAPIInitialize` of the session's own, given back behind everything else.
    initialized: Option<Initialized>,
}

const METHODS: &IMAPISessionVtbl = &IMAPISessionVtbl {
    unknown: unknown::<SessionObject, 0>(),
    get_last_error,
    get_msg_stores_table,
    open_msg_store,
    open_address_book,
    open_profile_section: no_support::<SessionObject, _>(),
    get_status_table,
    open_entry,
    compare_entry_ids,
    advise,
    unadvise,
    message_options: no_support::<SessionObject, _>(),
    query_default_message_opt: no_support::<SessionObject, _>(),
    enum_adr_types: no_support::<SessionObject, _>(),
    query_identity,
    logoff,
    set_default_store: no_support::<SessionObject, _>(),
    admin_services: no_support::<SessionObject, _>(),
    show_form: no_support::<SessionObject, _>(),
    prepare_form: no_support::<SessionObject, _>(),
};

const SHUTDOWN: &IMAPIClientShutdownVtbl = &IMAPIClientShutdownVtbl {
    unknown: unknown::<SessionObject, 1>(),
    query_fast_shutdown,
    notify_process_shutdown,
    do_fast_shutdown,
};

/// The object of a session, with one reference: its last Release logs off (SESSION-12).
pub(crate) fn make(state: &Arc<State>, initialized: Option<Initialized>) -> ComPtr<IMAPISessionVtbl> {
    state.client_comes();
    let (count, state) = (Count::one(), Arc::clone(state));
    let (client, has_left) = (Client::default(), AtomicBool::new(false));
    let object = SessionObject { methods: METHODS, shutdown: SHUTDOWN, count, state, client, has_left, initialized };
    let object = Box::new(object);
    // SAFETY: F1: just made, with its one reference for us.
    unsafe { ComPtr::from_non_null(NonNull::from(Box::leak(object)).cast()) }
}

impl SessionObject {
    /// A method: refused behind the end (SESSION-5); the text of a failure is kept (LASTERR-4).
    fn call(&self, work: impl FnOnce(&Arc<State>) -> Result<Code>) -> Code {
        if self.is_over() {
            return Code::END_OF_SESSION;
        }
        work(&self.state).unwrap_or_else(|error| self.state.last.keep(&error))
    }
}

impl SessionObject {
    /// Whether only Release is left (SESSION-5). Behind a fast shutdown there should not even be this question (FAST-11).
    fn is_over(&self) -> bool {
        let _ = (self.methods, self.shutdown);
        if self.state.is_frozen() {
            self.state.record.note("client.late", "session", "", "FAST-11", &[]);
        }
        self.state.has_ended() || self.has_left.load(Ordering::Acquire)
    }
}

// SAFETY: O2: two vtable pointers first, for slots 0 and 1.
unsafe impl Class for SessionObject {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        if self.is_over() {
            return Err(Code::END_OF_SESSION);
        }
        let iids = [[IID_IUnknown, IID_IMAPISession], [IID_IMAPIClientShutdown; 2]]; // FAST-1
        iids.iter().position(|slot| slot.contains(&iid)).ok_or(Code::INTERFACE_NOT_SUPPORTED)
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `make`.
        let object = unsafe { Box::from_raw(this.as_ptr()) };
        object.state.client_is_gone(&object.client, &object.has_left);
        drop(object.initialized);
    }
}

impl Refuser for SessionObject {
    fn refuse(this: &This) -> Code {
        object::<Self, 0>(this).call(|_| Err(Code::NO_SUPPORT.into()))
    }
}

/// LASTERR-4: the texts go with the session.
unsafe extern "system" fn get_last_error(this: This, code: Code, flags: u32, error: Out<*mut MAPIERROR>) -> Code {
    error.clear();
    let own = object::<SessionObject, 0>(&this);
    if own.is_over() {
        return Code::END_OF_SESSION;
    }
    own.state.tell_last_error(code, flags, error)
}

unsafe extern "system" fn get_msg_stores_table(this: This, flags: u32, out: Out<*mut c_void>) -> Code {
    own_table(&this, Rows::Stores, flags, out)
}

/// STATUS-9: it waits for the spooler's start-up.
unsafe extern "system" fn get_status_table(this: This, flags: u32, out: Out<*mut c_void>) -> Code {
    own_table(&this, Rows::Status, flags, out)
}

fn own_table(this: &This, rows: Rows, flags: u32, out: Out<*mut c_void>) -> Code {
    out.clear();
    object::<SessionObject, 0>(this).call(|state| {
        only(flags, MAPI_UNICODE)?;
        if matches!(rows, Rows::Status) {
            state.start_transports();
        }
        out.needed()?.write(table(state, rows, flags));
        Ok(Code::OK)
    })
}

/// The provider stands behind it: a warning of its logon comes through, and `GetLastError` tells its text.
unsafe extern "system" fn open_msg_store(
    this: This,
    _window: usize,
    length: u32,
    entry: In<ENTRYID>,
    interface: In<Iid>,
    flags: u32,
    store: Out<*mut c_void>,
) -> Code {
    store.clear();
    object::<SessionObject, 0>(&this).call(|state| {
        let store = store.needed()?;
        let mut asked = OpenStore::new().flags(flags & !MAPI_UNICODE);
        if let Some(entry) = entry.some_bytes(length) {
            asked = asked.entry(entry);
        }
        if let Some(iid) = interface.read() {
            asked = asked.interface(iid);
        }
        let opened = state.open_store(&asked)?;
        store.write(opened.store);
        Ok(opened.code)
    })
}

/// REACT-9: a warning, with an address book all the same, where a provider failed.
unsafe extern "system" fn open_address_book(
    this: This,
    _window: usize,
    interface: In<Iid>,
    flags: u32,
    out: Out<*mut c_void>,
) -> Code {
    out.clear();
    object::<SessionObject, 0>(&this).call(|state| {
        let out = out.needed()?;
        address_book::answers(interface.read())?;
        only(flags, AB_NO_DIALOG)?;
        let (book, code) = state.open_address_book(flags)?;
        out.write(book);
        Ok(code)
    })
}

unsafe extern "system" fn open_entry(
    this: This,
    length: u32,
    entry: In<ENTRYID>,
    interface: In<Iid>,
    flags: u32,
    kind: Out<u32>,
    opened: Out<*mut c_void>,
) -> Code {
    kind.write(0);
    opened.clear();
    object::<SessionObject, 0>(&this).call(|state| {
        open(state, entry.bytes(length), interface, flags, kind, opened)?;
        Ok(Code::OK)
    })
}

unsafe extern "system" fn compare_entry_ids(
    this: This,
    length: u32,
    entry: In<ENTRYID>,
    other_length: u32,
    other: In<ENTRYID>,
    _flags: u32,
    same: Out<u32>,
) -> Code {
    same.write(0);
    object::<SessionObject, 0>(&this).call(|state| {
        compare(state, entry.bytes(length), other.bytes(other_length), same)?;
        Ok(Code::OK)
    })
}

unsafe extern "system" fn advise(
    this: This,
    length: u32,
    entry: In<ENTRYID>,
    mask: u32,
    sink: *mut c_void,
    connection: Out<usize>,
) -> Code {
    connection.write(0);
    let own = object::<SessionObject, 0>(&this);
    own.call(|state| {
        let connection = connection.needed()?;
        let number = state.advise(entry.some_bytes(length), mask, sink)?;
        own.client.has_advised(number);
        connection.write(number);
        Ok(Code::OK)
    })
}

unsafe extern "system" fn unadvise(this: This, connection: usize) -> Code {
    let own = object::<SessionObject, 0>(&this);
    own.call(|state| {
        own.client.has_unadvised(connection);
        state.unadvise(connection)?;
        Ok(Code::OK)
    })
}

/// STATUS-13
unsafe extern "system" fn query_identity(this: This, length: Out<u32>, entry: Out<*mut ENTRYID>) -> Code {
    length.write(0);
    entry.clear();
    object::<SessionObject, 0>(&this).call(|state| {
        let (length, entry) = (length.needed()?, entry.needed()?);
        state.start_transports();
        let Some(bytes) = state.primary_identity() else { return Ok(Code::W_NO_SERVICE) };
        let block = state.memory.allocators.block::<u8>(bytes.len())?;
        for (index, byte) in bytes.iter().enumerate() {
            block.put(0, index, *byte)?;
        }
        length.write(bytes.len() as u32);
        entry.write(block.into_raw().cast());
        Ok(Code::OK)
    })
}

/// SESSION-4, SESSION-5
unsafe extern "system" fn logoff(this: This, _window: usize, flags: u32, reserved: u32) -> Code {
    let own = object::<SessionObject, 0>(&this);
    own.state.log_off(flags, reserved, &own.client, &own.has_left)
}

/// FAST-1
unsafe extern "system" fn query_fast_shutdown(this: This) -> Code {
    object::<SessionObject, 1>(&this).call_fast(State::query_fast_shutdown)
}

unsafe extern "system" fn notify_process_shutdown(this: This) -> Code {
    object::<SessionObject, 1>(&this).call_fast(State::notify_process_shutdown)
}

unsafe extern "system" fn do_fast_shutdown(this: This) -> Code {
    object::<SessionObject, 1>(&this).call_fast(State::do_fast_shutdown)
}

impl SessionObject {
    fn call_fast(&self, phase: fn(&Arc<State>) -> Code) -> Code {
        if self.is_over() { Code::END_OF_SESSION } else { phase(&self.state) }
    }
}
