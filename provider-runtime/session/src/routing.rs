//! Whose object an entry identifier is of: stores, status rows, and what providers have registered
//! a UID for (OPEN-1 to OPEN-12, NOTIF-13). The identifiers of stores are taken apart in
//! `wrapping.rs`.
#![allow(unsafe_code, reason = "logon objects are called over their vtables")]

use super::address_book::{ROOT, open_root};
use super::arguments::entry_argument;
use super::kind::{Kind, LogonObject};
use super::logon::{Inside, Logon, Stage};
use super::notify::SESSION;
use super::provider::Provider;
use super::record::Call;
use super::record::what::ProviderEvent;
use super::record::what::provider::{Advise, CompareEntries, CompareStores, Open, OpenStatus, Unadvise};
use super::sink::LentSink;
use super::state::State;
use super::status::{is_mapis_own, row_of};
use super::wish::OpenStore;
use super::wrapping::{Wrapped, read};
use provider_abi::error::{Error, Result, ok};
use provider_abi::lock::lock;
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

/// An object that was opened, with a reference for the client.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) kind: u32,
    pub(crate) object: *mut c_void,
    /// The logon that it came from.
    pub(crate) logon: u64,
}

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

/// A client's connection to a session, and whose it is.
#[derive(Debug)]
pub(crate) struct Route {
    number: usize,
    to: Option<(Arc<Logon>, usize)>,
}

impl State {
    /// Logons of clients, oldest first: the spooler's serve the spooler alone.
    pub(crate) fn client_logons(&self) -> Vec<Arc<Logon>> {
        let logons = lock(&self.logons).clone();
        logons.into_iter().filter(|logon| !logon.provider.is_spoolers).collect()
    }

    /// UID-6: the first logon that has registered the identifier's UID, unless its end has begun
    /// (OPEN-12).
    fn owner_of(&self, entry: &[u8]) -> Option<Arc<Logon>> {
        let uid = entry.get(UID)?;
        let has =
            |logon: &&Arc<Logon>| logon.stage() == Stage::Active && lock(&logon.kept).uids.iter().any(|own| own == uid);
        self.client_logons().iter().find(has).cloned()
    }

    /// The number of the logon that an identifier leads to.
    pub(crate) fn owner_number(&self, entry: &[u8]) -> Option<u64> {
        let of_row = |row| self.provider_rows().into_iter().find(|(_, other)| other.number == row);
        match row_of(entry) {
            Some(row) => of_row(row).map(|(logon, _)| logon.number),
            None => self.owner_of(entry).map(|logon| logon.number),
        }
    }

    /// `IMAPISession::OpenEntry`
    ///
    /// # Errors
    /// `MAPI_E_UNKNOWN_ENTRYID` where nobody has registered its UID (T-44, T-102); what the
    /// provider answers (OPEN-3).
    pub(crate) fn open_entry(self: &Arc<Self>, entry: &[u8], interface: Option<Iid>, flags: u32) -> Result<Found> {
        if let Some(row) = row_of(entry) {
            return self.open_status(row, interface, flags);
        }
        if entry == ROOT {
            return open_root(self, interface);
        }
        if !matches!(read(entry), Wrapped::No(_)) {
            return self.open_entry_as_store(entry, interface, flags);
        }
        let lent = self.lent_owner(entry, |logon| Open { logon, left: None }.into())?;
        let wanted = interface.as_ref().map_or(In::null(), In::from);
        let (length, entry) = entry_argument(Some(entry));
        let open = lent.object.open_entry().ok_or(Code::NO_SUPPORT)?;
        self.open_on(lent, |object, kind, opened| {
            // SAFETY: F1: alive while `object` is; the arguments are ours until it returns.
            unsafe { open(object.this(), length, entry, wanted, flags, kind, opened) }
        })
    }

    /// The owner of an identifier, for one call.
    fn lent_owner(&self, entry: &[u8], event: EventOf) -> Result<Lent<'_>> {
        let lent = self.owner_of(entry).and_then(|logon| self.lent(&logon, event));
        lent.ok_or_else(|| Error::new(Code::UNKNOWN_ENTRYID, "no provider has registered this identifier's UID"))
    }

    /// A logon for one call, recorded before another thread can end it; `None` if that has begun
    /// (OPEN-12).
    fn lent(&self, logon: &Arc<Logon>, event: EventOf) -> Option<Lent<'_>> {
        let begin = || self.record.call(&logon.name(), event(logon.number));
        let (inside, call, object) = logon.lent(begin)?;
        Some(Lent { logon: Arc::clone(logon), inside, call, object })
    }

    /// OPEN-2
    fn open_entry_as_store(self: &Arc<Self>, entry: &[u8], interface: Option<Iid>, flags: u32) -> Result<Found> {
        let mut access = MDB_NO_DIALOG;
        access |= if flags & MAPI_MODIFY != 0 { MDB_WRITE } else { 0 };
        access |= flags & MAPI_BEST_ACCESS;
        let mut asked = OpenStore::new().entry(entry).flags(access);
        if let Some(iid) = interface {
            asked = asked.interface(iid);
        }
        let opened = self.open_store(&asked)?;
        Ok(Found { kind: MAPI_STORE, object: opened.store, logon: opened.logon.number })
    }

    /// STATOBJ-1
    fn open_status(&self, row: u64, interface: Option<Iid>, flags: u32) -> Result<Found> {
        let gone = || Error::new(Code::UNKNOWN_ENTRYID, "the status row is gone");
        let rows = self.provider_rows();
        let Some((logon, _)) = rows.into_iter().find(|(_, other)| other.number == row) else {
            let own = is_mapis_own(row);
            return Err(if own { Error::new(Code::NO_SUPPORT, "a row of MAPI's own") } else { gone() });
        };
        self.status_of(&logon, interface, flags)?.ok_or_else(gone)
    }

    /// `IMSLogon::OpenStatusEntry` or its like; `None` if the logon's end has begun.
    pub(crate) fn status_of(&self, logon: &Arc<Logon>, interface: Option<Iid>, flags: u32) -> Result<Option<Found>> {
        let Some(lent) = self.lent(logon, |logon| OpenStatus { logon, left: None }.into()) else { return Ok(None) };
        let wanted = interface.as_ref().map_or(In::null(), In::from);
        let open = lent.object.open_status_entry();
        let found = self.open_on(lent, |object, kind, opened| {
            // SAFETY: F1: alive while `object` is; the arguments are ours until it returns.
            unsafe { open(object.this(), wanted, flags, kind, opened) }
        });
        found.map(Some)
    }

    /// `IABLogon::OpenEntry` without an identifier; `None` if the logon's end has begun.
    pub(crate) fn root_of(&self, logon: &Arc<Logon>, flags: u32) -> Result<Option<Found>> {
        let Some(lent) = self.lent(logon, |logon| Open { logon, left: None }.into()) else { return Ok(None) };
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
        lent: Lent<'_>,
        open: impl FnOnce(&LogonObject, Out<u32>, Out<*mut c_void>) -> Code,
    ) -> Result<Found> {
        let Lent { logon, inside: _inside, call, object } = lent;
        let mut kind = 0;
        let mut opened = null_mut();
        let code = open(&object, Out::from(&mut kind), Out::from(&mut opened));
        if code.is_failure() {
            call.set_left(!opened.is_null());
            call.done(code);
            let error = Error::new(code, self.text_of(&object, code));
            self.last.keep(&error);
            return Err(error);
        }
        call.done(code);
        if opened.is_null() {
            return Err(Code::CALL_FAILED.into());
        }
        Ok(Found { kind, object: opened, logon: logon.number })
    }

    /// What a logon says of its last failure; a transport's says nothing (LASTERR-3).
    pub(crate) fn text_of(&self, object: &LogonObject, code: Code) -> String {
        let mut error = null_mut();
        let Some(get_last_error) = object.get_last_error() else { return String::new() };
        // SAFETY: F1: alive while `object` is; `error` is ours until it returns.
        let told = unsafe { get_last_error(object.this(), code, MAPI_UNICODE, Out::from(&mut error)) };
        if told.is_failure() {
            return String::new();
        }
        // SAFETY: S4: what a call that succeeded gave, for us to free.
        unsafe { self.take_error(error, MAPI_UNICODE) }.unwrap_or_default()
    }

    /// `IMAPISession::CompareEntryIDs`: a provider is asked only about two identifiers of its own
    /// (OPEN-7, OPEN-8).
    pub(crate) fn same_entry(&self, first: &[u8], second: &[u8]) -> Result<bool> {
        match (read(first), read(second)) {
            (Wrapped::Store { dll, entry }, Wrapped::Store { dll: other_dll, entry: other }) if dll == other_dll => {
                self.same_store(dll, entry, other)
            }
            (Wrapped::No(_), Wrapped::No(_)) => self.same_object(first, second),
            _ => Ok(first == second),
        }
    }

    fn same_store(&self, dll: &[u8], first: &[u8], second: &[u8]) -> Result<bool> {
        let Some(turn) = self.turn() else { return Err(Code::BUSY.into()) };
        let providers = lock(&self.providers).clone();
        let is_it = |one: &&Arc<Provider>| one.kind == Kind::Store && one.dll.as_bytes() == dll && !one.is_spoolers;
        let known = providers.iter().find(is_it);
        // SAFETY: S4: a store's provider object.
        let lent = known.and_then(|known| Some((known, unsafe { known.lent::<IMSProviderVtbl>(&turn) }?)));
        let Some((known, object)) = lent else {
            return Ok(first == second);
        };
        let (length, one) = entry_argument(Some(first));
        let (other_length, other) = entry_argument(Some(second));
        let mut same = 0;
        let call = self.record.call(&known.name(), CompareStores { provider: known.number });
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
        let siblings = self.client_logons().into_iter().filter(|other| Arc::ptr_eq(&other.provider, &logon.provider));
        let is_own = siblings.into_iter().any(|other| lock(&other.kept).uids.iter().any(|own| own == uid));
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
    pub(crate) fn advise(&self, entry: Option<&[u8]>, mask: u32, sink: Option<LentSink<'_>>) -> Result<usize> {
        let Some(entry) = entry else { return self.advise_own(SESSION, mask, sink) };
        let Lent { logon, inside: _inside, call, object } =
            self.lent_owner(entry, |logon| Advise { logon, left: None }.into())?;
        let (length, entry) = entry_argument(Some(entry));
        let mut connection = 0;
        let advise = object.advise().ok_or(Code::NO_SUPPORT)?;
        let sink = sink.map_or(null_mut(), LentSink::raw);
        let out = Out::from(&mut connection);
        // SAFETY: F1: alive while `object` is; so is the sink, until this call returns.
        let code = unsafe { advise(object.this(), length, entry, mask, sink, out) };
        call.set_left(code.is_failure() && connection != 0);
        ok(call.done(code))?;
        let number = super::notify::next_connection();
        lock(&self.routes).push(Route { number, to: Some((logon, connection)) });
        Ok(number)
    }

    /// `IMAPISession::Unadvise`. A provider whose end has begun has cancelled it already (NOTIF-4).
    pub(crate) fn unadvise(&self, connection: usize) -> Result<()> {
        let route = {
            let mut routes = lock(&self.routes);
            let at = routes.iter().position(|route| route.number == connection);
            at.map(|at| routes.swap_remove(at))
        };
        let Some((logon, connection)) = route.and_then(|route| route.to) else {
            return self.unadvise_own(connection);
        };
        let lent = self.lent(&logon, |logon| Unadvise { logon }.into());
        let Some(Lent { inside: _inside, call, object, .. }) = lent else { return Ok(()) };
        let Some(unadvise) = object.unadvise() else { return Ok(()) };
        // SAFETY: F1: alive while `object` is.
        ok(call.done(unsafe { unadvise(object.this(), connection) }))
    }
}

/// The answer of an `OpenEntry` of the session's.
pub(crate) fn open(
    state: &Arc<State>,
    entry: Option<&[u8]>,
    interface: Option<&Iid>,
    flags: u32,
    kind: Out<'_, u32>,
    opened: Out<'_, *mut c_void>,
) -> Result<()> {
    let kind = kind.needed()?;
    let opened = opened.needed()?;
    let entry = entry.ok_or(Code::INVALID_PARAMETER)?;
    let found = state.open_entry(entry, interface.copied(), flags)?;
    kind.write(found.kind);
    opened.write(found.object);
    Ok(())
}

/// The answer of a `CompareEntryIDs` of the session's.
pub(crate) fn compare(state: &State, first: Option<&[u8]>, second: Option<&[u8]>, same: Out<'_, u32>) -> Result<()> {
    let same = same.needed()?;
    let (Some(first), Some(second)) = (first, second) else { return Err(Code::INVALID_PARAMETER.into()) };
    same.write(u32::from(state.same_entry(first, second)?));
    Ok(())
}
