//! The messages of a store that wait to be sent, as a client sees them (`IMsgStore::AbortSubmit`,
//! `IMsgStore::GetOutgoingQueue`). What sends one is in `message_changes.rs`.
#![allow(unsafe_code, reason = "IMsgStore is called over its vtable")]

use super::store::Store;
use super::table::Table;
use crate::foreign::entry_argument;
use provider_abi::error::Result;
use provider_abi::shapes::imsg_store::IMsgStoreVtbl;

/// The outgoing queue of a store. Errors carry the text of its `GetLastError`.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'s> {
    store: &'s Store,
}

impl<'s> Outgoing<'s> {
    /// Of this store.
    pub fn of(store: &'s Store) -> Self {
        Self { store }
    }

    /// Takes a message back that waits to be sent (SUBMIT-8). `IMsgStore::AbortSubmit`
    ///
    /// # Errors
    /// The store's code: `MAPI_E_NOT_IN_QUEUE`, `MAPI_E_UNABLE_TO_ABORT`.
    pub fn abort(&self, entry: &[u8]) -> Result<()> {
        let calls = &self.store.calls;
        let (length, entry) = entry_argument(Some(entry));
        calls.answered(calls.event(calls.work("AbortSubmit"), |methods: &IMsgStoreVtbl, this| {
            // SAFETY: S1: the client's reference; the identifier is ours until it returns.
            unsafe { (methods.abort_submit)(this, length, entry, 0) }
        }))
    }

    /// The table of the messages that wait to be sent (SUBMIT-4). `IMsgStore::GetOutgoingQueue`
    ///
    /// # Errors
    /// The store's code.
    #[track_caller]
    pub fn table(&self) -> Result<Table> {
        self.store.calls.open_table("GetOutgoingQueue", 0, |methods: &IMsgStoreVtbl| methods.get_outgoing_queue)
    }
}
