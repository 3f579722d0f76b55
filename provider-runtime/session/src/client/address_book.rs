//! The address book as a client in Rust uses it (`IAddrBook`). What it opens and what it is made of
//! is in `address_book_object.rs`, what it has in common with other objects in `object.rs`.
#![allow(unsafe_code, reason = "IAddrBook is called over its vtable")]

use super::object::{Object, kind_name};
use super::routing::Routing;
use super::settle::settle;
use super::sink::Sink;
use crate::foreign::entry_argument;
use provider_abi::error::{Result, ok};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iaddr_book::IAddrBookVtbl;
use provider_abi::shapes::param::Out;

/// The integrated address book (`IAddrBook`). Dropping it is its Release.
#[derive(Debug)]
pub struct AddressBook {
    pub(super) object: Object,
    pub(super) code: Code,
}

impl std::ops::Deref for AddressBook {
    type Target = Object;

    fn deref(&self) -> &Object {
        &self.object
    }
}

impl AddressBook {
    /// What `OpenAddressBook` answered: `S_OK`, or `MAPI_W_ERRORS_RETURNED` if an address book
    /// could not be logged on.
    pub fn code(&self) -> Code {
        self.code
    }

    /// `IAddrBook::OpenEntry`; without an entry, the root over all address books.
    ///
    /// # Errors
    /// `MAPI_E_UNKNOWN_ENTRYID` for an identifier that is nobody's, else what its provider answers.
    #[track_caller]
    pub fn open(&self, entry: Option<&[u8]>, flags: u32) -> Result<Object> {
        self.object.calls.open(entry, flags, |methods: &IAddrBookVtbl| methods.open_entry, None)
    }

    /// `IABLogon::OpenEntry` without an identifier, of each address book that is logged on: its
    /// root, whatever the root over all of them shows of it.
    #[track_caller]
    pub fn roots(&self, flags: u32) -> Vec<Result<Object>> {
        let state = &self.object.calls.state;
        let mut roots = Vec::new();
        let routing = Routing { state };
        for logon in state.active_books() {
            // No closure: it would be the one that opens, and not the client (SESSION-10).
            roots.push(match routing.root_of(&logon, flags) {
                Ok(Some(found)) => {
                    // SAFETY: F1: the call succeeded, so it gave a reference; a container starts
                    // with IMAPIProp.
                    let root = unsafe { Object::from_raw(&found, state, kind_name(found.kind).into(), None) };
                    root.ok_or_else(|| Code::CALL_FAILED.into())
                }
                Ok(None) => Err(Code::END_OF_SESSION.into()),
                Err(error) => Err(error),
            });
        }
        settle(state);
        roots
    }

    /// Whether two identifiers are of one entry. `IAddrBook::CompareEntryIDs`
    ///
    /// # Errors
    /// What the provider of both answers.
    pub fn compare(&self, first: &[u8], second: &[u8]) -> Result<bool> {
        let (length, one) = entry_argument(Some(first));
        let (other_length, other) = entry_argument(Some(second));
        let mut same = 0;
        ok(self.object.calls.event(self.object.calls.work("CompareEntryIDs"), |methods: &IAddrBookVtbl, this| {
            let compare = methods.compare_entry_ids;
            // SAFETY: S1: the client's reference; the arguments are ours until it returns.
            unsafe { compare(this, length, one, other_length, other, 0, Out::from(&mut same)) }
        }))?;
        Ok(same != 0)
    }

    /// `IAddrBook::Advise`: the connection.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn advise(&self, entry: &[u8], mask: u32, sink: &Sink) -> Result<usize> {
        let (length, entry) = entry_argument(Some(entry));
        let mut connection = 0;
        ok(self.object.calls.event_giving(self.object.calls.work("Advise"), |methods: &IAddrBookVtbl, this| {
            let advise = methods.advise;
            let out = Out::from(&mut connection);
            // SAFETY: S1: the client's reference; the sink is lent until it returns.
            let code = unsafe { advise(this, length, entry, mask, sink.raw(), out) };
            (code, connection)
        }))?;
        Ok(connection)
    }

    /// Ends a subscription. `IAddrBook::Unadvise`
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` for a connection that there is not, else what the provider answers.
    pub fn unadvise(&self, connection: usize) -> Result<()> {
        ok(self.object.calls.event(self.object.calls.work("Unadvise"), |methods: &IAddrBookVtbl, this| {
            // SAFETY: S1: the client's reference.
            unsafe { (methods.unadvise)(this, connection) }
        }))
    }
}
