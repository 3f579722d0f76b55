//! Whose object an entry identifier is of: stores, status rows, and what providers have registered
//! a UID for (OPEN-1 to OPEN-12, NOTIF-13). The identifiers of stores are taken apart in
//! `model/store_ids.rs`.
#![allow(unsafe_code, reason = "logon objects are called over their vtables")]

use super::address_book_object::{ROOT, answers, book_object, open_root};
use crate::foreign::{LogonObject, entry_argument, identity};
use crate::kind::Kind;
use crate::logon::LogonPolicy;
use crate::model::{
    ClientCalls, Inside, Logon, OpenStore, OpenedObject, Provider, Route, Stage, State, StoreId, is_mapis_own,
    read_store_id, row_of,
};
use crate::notify::{SESSION, next_connection};
use crate::objects::LentSink;
use crate::record::Call;
use crate::record::what::ProviderEvent;
use crate::record::what::provider::{Advise, CompareEntries, CompareStores, Open, OpenStatus, Unadvise};
use provider_abi::error::{Error, Result, ok};
use provider_abi::lock::lock;
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::ims_provider::IMSProviderVtbl;
use provider_abi::shapes::param::{In, Out};
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::Arc;

/// Where the UID stands in an identifier (UID-4).
const UID: std::ops::Range<usize> = 4..20;

/// A logon object for one call that is recorded already, with a reference of the call's own. Taken
/// apart in this order, the reference goes before the logon's end may go on (LOGOFF-13).
struct Lent<'r> {
    logon: Arc<Logon>,
    inside: Inside,
    call: Call<'r, ProviderEvent>,
    object: LogonObject,
}

/// The event of a call on a logon, by the logon's number.
type EventOf = fn(u64) -> ProviderEvent;

/// The objects of all providers, for one session's clients.
pub(super) struct Routing<'s> {
    pub(super) state: &'s Arc<State>,
}

impl<'s> Routing<'s> {
    /// UID-6: the first logon that has registered the identifier's UID, unless its end has begun
    /// (OPEN-12).
    fn owner_of(&self, entry: &[u8]) -> Option<Arc<Logon>> {
        let uid = entry.get(UID)?;
        let has = |logon: &&Arc<Logon>| {
            logon.stage() == Stage::Active && lock(&logon.registrations).uids.iter().any(|own| own == uid)
        };
        self.state.client_logons().iter().find(has).cloned()
    }

    /// The number of the logon that an identifier leads to.
    pub(crate) fn owner_number(&self, entry: &[u8]) -> Option<u64> {
        let of_row = |row| self.state.provider_rows().into_iter().find(|(_, other)| other.number == row);
        match row_of(entry) {
            Some(row) => of_row(row).map(|(logon, _)| logon.number),
            None => self.owner_of(entry).map(|logon| logon.number),
        }
    }

    /// Opens what an identifier is of. `IMAPISession::OpenEntry`
    ///
    /// # Errors
    /// `MAPI_E_UNKNOWN_ENTRYID` where nobody has registered its UID (T-44, T-102); what the
    /// provider answers (OPEN-3).
    pub(crate) fn open_entry(&self, entry: &[u8], interface: Option<Iid>, flags: u32) -> Result<OpenedObject> {
        if let Some(row) = row_of(entry) {
            return self.open_status(row, interface, flags);
        }
        if entry == ROOT {
            return open_root(self.state, interface);
        }
        if !matches!(read_store_id(entry), StoreId::No(_)) {
            return self.open_entry_as_store(entry, interface, flags);
        }
        let lent = self.lent_owner(entry, |logon| Open { logon, ..Open::default() }.into())?;
        let wanted = interface.as_ref().map_or(In::null(), In::from);
        let (length, entry) = entry_argument(Some(entry));
        let open = lent.object.open_entry().ok_or(Code::NO_SUPPORT)?;
        self.open_on(lent, |object, kind, opened| {
            // SAFETY: F1: alive while `object` is; the arguments are ours until it returns.
            unsafe { open(object.this(), length, entry, wanted, flags, kind, opened) }
        })
    }

    /// The owner of an identifier, for one call.
    fn lent_owner(&self, entry: &[u8], event: EventOf) -> Result<Lent<'s>> {
        let lent = self.owner_of(entry).and_then(|logon| self.lent(&logon, event));
        lent.ok_or_else(|| Error::new(Code::UNKNOWN_ENTRYID, "no provider has registered this identifier's UID"))
    }

    /// A logon for one call, recorded before another thread can end it; `None` if that has begun
    /// (OPEN-12).
    fn lent(&self, logon: &Arc<Logon>, event: EventOf) -> Option<Lent<'s>> {
        let begin = || self.state.record.call(&logon.name(), event(logon.number));
        let (inside, call, object) = logon.call_object(begin)?;
        Some(Lent { logon: Arc::clone(logon), inside, call, object })
    }

    /// Opens a store by its identifier, as OpenMsgStore does (OPEN-2).
    fn open_entry_as_store(&self, entry: &[u8], interface: Option<Iid>, flags: u32) -> Result<OpenedObject> {
        let mut access = MDB_NO_DIALOG;
        access |= if flags & MAPI_MODIFY != 0 { MDB_WRITE } else { 0 };
        access |= flags & MAPI_BEST_ACCESS;
        let mut asked = OpenStore::new().entry(entry).flags(access);
        if let Some(iid) = interface {
            asked = asked.interface(iid);
        }
        let opened = LogonPolicy { state: self.state }.open_store(&asked)?;
        Ok(OpenedObject { kind: MAPI_STORE, object: opened.store, logon: opened.logon.number })
    }

    /// Opens the status object of a row (STATOBJ-1).
    fn open_status(&self, row: u64, interface: Option<Iid>, flags: u32) -> Result<OpenedObject> {
        let gone = || Error::new(Code::UNKNOWN_ENTRYID, "the status row is gone");
        let rows = self.state.provider_rows();
        let Some((logon, _)) = rows.into_iter().find(|(_, other)| other.number == row) else {
            let own = is_mapis_own(row);
            return Err(if own { Error::new(Code::NO_SUPPORT, "a row of MAPI's own") } else { gone() });
        };
        self.status_of(&logon, interface, flags)?.ok_or_else(gone)
    }

    /// `IMSLogon::OpenStatusEntry`, `IABLogon::OpenStatusEntry` or `IXPLogon::OpenStatusEntry`;
    /// `None` if the logon's end has begun.
    ///
    /// # Errors
    /// What the provider answers.
    pub(crate) fn status_of(
        &self,
        logon: &Arc<Logon>,
        interface: Option<Iid>,
        flags: u32,
    ) -> Result<Option<OpenedObject>> {
        let Some(lent) = self.lent(logon, |logon| OpenStatus { logon, ..OpenStatus::default() }.into()) else {
            return Ok(None);
        };
        let wanted = interface.as_ref().map_or(In::null(), In::from);
        let open = lent.object.open_status_entry();
        let found = self.open_on(lent, |object, kind, opened| {
            // SAFETY: F1: alive while `object` is; the arguments are ours until it returns.
            unsafe { open(object.this(), wanted, flags, kind, opened) }
        });
        found.map(Some)
    }

    /// `IABLogon::OpenEntry` without an identifier; `None` if the logon's end has begun.
    ///
    /// # Errors
    /// What the provider answers; `MAPI_E_NO_SUPPORT` if its kind opens nothing.
    pub(crate) fn root_of(&self, logon: &Arc<Logon>, flags: u32) -> Result<Option<OpenedObject>> {
        let Some(lent) = self.lent(logon, |logon| Open { logon, ..Open::default() }.into()) else { return Ok(None) };
        let open = lent.object.open_entry().ok_or(Code::NO_SUPPORT)?;
        let found = self.open_on(lent, |object, kind, opened| {
            // SAFETY: F1: alive while `object` is; the arguments are ours until it returns.
            unsafe { open(object.this(), 0, In::null(), In::null(), flags, kind, opened) }
        });
        found.map(Some)
    }

    /// One call that opens an object through a logon; a failure's text is kept for `GetLastError`
    /// (LASTERR-4).
    fn open_on(
        &self,
        lent: Lent<'s>,
        open: impl FnOnce(&LogonObject, Out<u32>, Out<*mut c_void>) -> Code,
    ) -> Result<OpenedObject> {
        let Lent { logon, inside: _inside, call, object } = lent;
        let mut kind = 0;
        let mut opened = null_mut();
        let code = open(&object, Out::from(&mut kind), Out::from(&mut opened));
        if code.is_failure() {
            call.set_left(!opened.is_null());
            call.done(code);
            let error = Error::new(code, object.text_of(code, &self.state.outputs()));
            self.state.last.keep(&error);
            return Err(error);
        }
        call.set_nothing(opened.is_null());
        call.done(code);
        if opened.is_null() {
            return Err(Code::CALL_FAILED.into());
        }
        Ok(OpenedObject { kind, object: opened, logon: logon.number })
    }

    /// `IMAPISession::CompareEntryIDs`: a provider is asked only about two identifiers of its own
    /// (OPEN-7, OPEN-8).
    ///
    /// # Errors
    /// What the provider answers; `MAPI_E_BUSY`, about stores, while another thread logs on or off.
    pub(crate) fn same_entry(&self, first: &[u8], second: &[u8]) -> Result<bool> {
        match (read_store_id(first), read_store_id(second)) {
            (StoreId::Store { dll, entry }, StoreId::Store { dll: other_dll, entry: other }) if dll == other_dll => {
                self.same_store(dll, entry, other)
            }
            (StoreId::No(_), StoreId::No(_)) => self.same_object(first, second),
            _ => Ok(first == second),
        }
    }

    fn same_store(&self, dll: &[u8], first: &[u8], second: &[u8]) -> Result<bool> {
        let Some(lifecycle) = self.state.lifecycle() else { return Err(Code::BUSY.into()) };
        let providers = lock(&self.state.providers).clone();
        let is_it = |one: &&Arc<Provider>| one.kind == Kind::Store && one.dll.as_bytes() == dll && !one.is_spoolers;
        let known = providers.iter().find(is_it);
        // SAFETY: S4: a store's provider object.
        let lent = known.and_then(|known| Some((known, unsafe { known.lent::<IMSProviderVtbl>(&lifecycle) }?)));
        let Some((known, object)) = lent else {
            return Ok(first == second);
        };
        let (length, one) = entry_argument(Some(first));
        let (other_length, other) = entry_argument(Some(second));
        let mut same = 0;
        let call = self.state.record.call(&known.name(), CompareStores { provider: known.number });
        let compare = object.methods().compare_store_ids;
        // SAFETY: F1: alive while `object` is; the arguments are ours until it returns.
        let code = unsafe { compare(object.this(), length, one, other_length, other, 0, Out::from(&mut same)) };
        ok(call.done(code))?;
        Ok(same != 0)
    }

    fn same_object(&self, first: &[u8], second: &[u8]) -> Result<bool> {
        let (Some(logon), Some(uid)) = (self.owner_of(first), second.get(UID)) else {
            return Ok(first == second);
        };
        let siblings =
            self.state.client_logons().into_iter().filter(|other| Arc::ptr_eq(&other.provider, &logon.provider));
        let is_own = siblings.into_iter().any(|other| lock(&other.registrations).uids.iter().any(|own| own == uid));
        let lent = if is_own { self.lent(&logon, |logon| CompareEntries { logon }.into()) } else { None };
        let Some(Lent { inside: _inside, call, object, .. }) = lent else { return Ok(false) };
        let (length, one) = entry_argument(Some(first));
        let (other_length, other) = entry_argument(Some(second));
        let mut same = 0;
        let Some(compare) = object.compare_entry_ids() else { return Ok(first == second) };
        // SAFETY: F1: alive while `object` is; the arguments are ours until it returns.
        let code = unsafe { compare(object.this(), length, one, other_length, other, 0, Out::from(&mut same)) };
        ok(call.done(code))?;
        Ok(same != 0)
    }

    /// `IMAPISession::Advise`: by the owner of the entry; without one, the session's own events
    /// (NOTIF-13, SESSION-7).
    ///
    /// # Errors
    /// `MAPI_E_UNKNOWN_ENTRYID` for an entry that is nobody's, else what its provider answers; of
    /// the session's own events, `MAPI_E_INVALID_PARAMETER` without a sink, and
    /// `MAPI_E_END_OF_SESSION`.
    pub(crate) fn advise(&self, entry: Option<&[u8]>, mask: u32, sink: Option<LentSink<'_>>) -> Result<usize> {
        let Some(entry) = entry else {
            return self.state.notifications.advise(SESSION, mask, sink, || self.state.has_ended());
        };
        let Lent { logon, inside: _inside, call, object } =
            self.lent_owner(entry, |logon| Advise { logon, left: None, nothing: None }.into())?;
        let (length, entry) = entry_argument(Some(entry));
        let mut connection = 0;
        let advise = object.advise().ok_or(Code::NO_SUPPORT)?;
        let sink = sink.map_or(null_mut(), LentSink::raw);
        let out = Out::from(&mut connection);
        // SAFETY: F1: alive while `object` is; so is the sink, until this call returns.
        let code = unsafe { advise(object.this(), length, entry, mask, sink, out) };
        call.set_left(code.is_failure() && connection != 0);
        call.set_nothing(!code.is_failure() && connection == 0);
        ok(call.done(code))?;
        let number = next_connection();
        lock(&self.state.routes).push(Route { number, logon, connection });
        Ok(number)
    }

    /// `IMAPISession::Unadvise`. A provider whose end has begun has cancelled it already (NOTIF-4).
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` for a connection that there is not, else what the provider answers.
    pub(crate) fn unadvise(&self, connection: usize) -> Result<()> {
        let route = {
            let mut routes = lock(&self.state.routes);
            let at = routes.iter().position(|route| route.number == connection);
            at.map(|at| routes.swap_remove(at))
        };
        let Some(route) = route else {
            return self.state.notifications.unadvise(connection);
        };
        let Route { ref logon, connection, .. } = route;
        let lent = self.lent(logon, |logon| Unadvise { logon }.into());
        let Some(Lent { inside: _inside, call, object, .. }) = lent else { return Ok(()) };
        let Some(unadvise) = object.unadvise() else { return Ok(()) };
        // SAFETY: F1: alive while `object` is.
        let done = ok(call.done(unsafe { unadvise(object.this(), connection) }));
        // The provider has it still, so its client may cancel it again.
        done.inspect_err(|_| lock(&self.state.routes).push(route))
    }

    /// Which logon an object that was opened by an identifier came from; 0: the
    /// session's own, or nobody can tell.
    ///
    /// # Safety
    /// `object` is null, or a live object that the caller has a reference on.
    pub(crate) unsafe fn logon_of(&self, entry: &[u8], object: *mut c_void) -> u64 {
        let logons = self.state.logons.live();
        // SAFETY: F1: the caller's promise.
        let object = unsafe { identity(object) };
        // An object may stand where the store of a logon that has ended stood.
        let is_its_store = |logon: &&Arc<Logon>| logon.stage() == Stage::Active && logon.opened(object);
        let by_store = logons.iter().rev().find(is_its_store).map(|logon| logon.number);
        by_store.or_else(|| self.owner_number(entry)).unwrap_or(0)
    }
}

/// [`Routing`] for support objects.
pub(super) struct ForProviders;

impl ClientCalls for ForProviders {
    fn open_entry(&self, state: &Arc<State>, entry: &[u8], interface: Option<Iid>, flags: u32) -> Result<OpenedObject> {
        Routing { state }.open_entry(entry, interface, flags)
    }

    fn same_entry(&self, state: &Arc<State>, first: &[u8], second: &[u8]) -> Result<bool> {
        Routing { state }.same_entry(first, second)
    }

    fn open_address_book(&self, state: &Arc<State>, interface: Option<Iid>, flags: u32) -> Result<(*mut c_void, Code)> {
        open_address_book(state, interface, flags)
    }
}

/// `IMAPISession::OpenAddressBook`: an `IAddrBook` with a reference, and a warning if an address
/// book could not be logged on (REACT-9).
///
/// # Errors
/// `MAPI_E_INTERFACE_NOT_SUPPORTED`, `MAPI_E_UNKNOWN_FLAGS`, `MAPI_E_BUSY`,
/// `MAPI_E_END_OF_SESSION`.
pub(super) fn open_address_book(state: &Arc<State>, interface: Option<Iid>, flags: u32) -> Result<(*mut c_void, Code)> {
    answers(interface)?;
    only(flags, AB_NO_DIALOG)?;
    let code = LogonPolicy { state }.log_on_address_books(flags)?;
    Ok((book_object(state), code))
}
