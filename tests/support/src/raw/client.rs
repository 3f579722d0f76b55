//! A client that has no wrapper: it calls the session over its vtable and keeps what it gets.
#![allow(unsafe_code, reason = "a client in another language calls over vtables")]

use super::object::{add_ref, methods, query, release};
use provider_runtime::abi::iid::Iid;
use provider_runtime::abi::imapi_session::IMAPISessionVtbl;
use provider_runtime::abi::imapi_table::IMAPITableVtbl;
use provider_runtime::abi::param::{Out, This};
use provider_runtime::abi::structs::SRowSet;
use provider_runtime::prelude::*;
use provider_runtime::session::Session;
use std::ffi::c_void;
use std::ptr::null_mut;

/// A reference on any object, given back when it is dropped.
pub struct Reference(*mut c_void);

impl Reference {
    /// One that the caller has already.
    fn taken(object: *mut c_void) -> Self {
        Self(object)
    }

    /// One more on the session's newest provider object, as somebody has it who is not MAPI.
    pub fn on_the_provider(session: &Session) -> Self {
        let object = session.by_hand().provider_pointer().unwrap();
        add_ref(object);
        Self(object)
    }
}

impl Reference {
    /// QueryInterface: its code. What it gave is given back.
    pub fn query(&self, iid: Iid) -> Code {
        let (code, found) = query(self.0, iid);
        if !found.is_null() {
            release(found);
        }
        code
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        release(self.0);
    }
}

/// A client with a reference on the session.
pub struct Client(Reference);

// SAFETY: O1: IMAPISession is called on any thread (THR-1).
unsafe impl Send for Client {}

impl Client {
    /// A client with a reference of its own on this session.
    pub fn of(session: &Session) -> Self {
        Self(Reference::taken(session.pointer()))
    }

    /// `Logoff`
    pub fn log_off(&self) -> Code {
        let this = self.0.0;
        let logoff = methods::<IMAPISessionVtbl>(this).logoff;
        // SAFETY: O1: the client's reference.
        unsafe { logoff(This::new(this), 0, 0, 0) }
    }

    /// `GetStatusTable`
    ///
    /// # Errors
    /// What the session answers.
    pub fn status_table(&self) -> Result<Reference> {
        let this = self.0.0;
        let mut table = null_mut();
        let get = methods::<IMAPISessionVtbl>(this).get_status_table;
        // SAFETY: O1, O3: the client's reference; the output is ours.
        let code = unsafe { get(This::new(this), 0, Out::from(&mut table)) };
        if code.is_failure() { Err(code.into()) } else { Ok(Reference::taken(table)) }
    }

    /// Reads the status table and never frees its rows: whether there were any.
    pub fn keeps_rows(&self) -> bool {
        let table = self.status_table().unwrap();
        let mut rows = null_mut::<SRowSet>();
        let query_rows = methods::<IMAPITableVtbl>(table.0).query_rows;
        // SAFETY: O1, O3: the client's reference; the output is ours.
        unsafe { query_rows(This::new(table.0), 10, 0, Out::from(&mut rows)) };
        !rows.is_null()
    }
}
