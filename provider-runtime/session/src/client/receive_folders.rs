//! Where messages arrive in a store (`IMsgStore::GetReceiveFolder`), as a client asks for it.
#![allow(unsafe_code, reason = "IMsgStore is called over its vtable")]

use super::store::Store;
use crate::foreign::entry_argument;
use provider_abi::error::{Result, ok};
use provider_abi::shapes::flag::MAPI_UNICODE;
use provider_abi::shapes::imsg_store::IMsgStoreVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::strings::wide_units;
use std::ptr::null_mut;

/// The folders of a store that messages arrive in.
#[derive(Clone, Copy, Debug)]
pub struct ReceiveFolders<'s> {
    store: &'s Store,
}

impl<'s> ReceiveFolders<'s> {
    /// Of this store.
    pub fn of(store: &'s Store) -> Self {
        Self { store }
    }

    /// Lets messages of a class arrive in a folder; without one, in none of their own (STORE-8).
    /// `IMsgStore::SetReceiveFolder`
    ///
    /// # Errors
    /// The store's code.
    pub fn set(&self, class: &str, folder: Option<&[u8]>) -> Result<()> {
        let calls = &self.store.calls;
        let class = wide_units(class);
        // SAFETY: O3: a text with its zero, for as long as the units stay.
        let class = unsafe { In::from_raw(class.as_ptr().cast()) };
        let (length, entry) = entry_argument(folder);
        calls.answered(calls.event(calls.work("SetReceiveFolder"), |methods: &IMsgStoreVtbl, this| {
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            unsafe { (methods.set_receive_folder)(this, class, MAPI_UNICODE, length, entry) }
        }))
    }

    /// The identifier of the folder that messages of a class arrive in, and the class that it is
    /// registered for. `IMsgStore::GetReceiveFolder`
    ///
    /// # Errors
    /// The store's code; `MAPI_E_CORRUPT_DATA` for an identifier that is none.
    pub fn folder_of(&self, class: &str) -> Result<(Vec<u8>, String)> {
        let calls = &self.store.calls;
        let class = wide_units(class);
        // SAFETY: O3: a text with its zero, for as long as the units stay.
        let class = unsafe { In::from_raw(class.as_ptr().cast()) };
        let mut length = 0;
        let mut entry = null_mut();
        let mut explicit = null_mut();
        ok(calls.event_with(calls.work("GetReceiveFolder"), |methods: &IMsgStoreVtbl, this| {
            let get = methods.get_receive_folder;
            let outputs = (Out::from(&mut length), Out::from(&mut entry), Out::from(&mut explicit));
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            let code = unsafe { get(this, class, MAPI_UNICODE, outputs.0, outputs.1, outputs.2) };
            (code, !entry.is_null() || !explicit.is_null())
        }))?;
        let outputs = calls.state.outputs();
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        let entry = unsafe { outputs.take_bytes(length, entry.cast()) };
        // SAFETY: S4: as above, a text in Unicode.
        let explicit = unsafe { outputs.take_text(explicit.cast()) };
        Ok((entry?, explicit?))
    }
}
