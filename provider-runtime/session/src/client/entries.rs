//! What `IMAPISession` and `IAddrBook` do alike: entries are opened, compared and watched, and
//! texts of failures told. The root over all address books shares a part of it. Whose an entry is,
//! and what its provider answers, is in `routing.rs`.

use super::routing::Routing;
use crate::model::State;
use crate::objects::LentSink;
use provider_abi::class::Class;
use provider_abi::error::Result;
use provider_abi::last_error;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::structs::MAPIERROR;
use std::ffi::c_void;
use std::sync::Arc;

/// An object through which a client works with the entries of all providers.
pub(crate) trait EntryObject: Class {
    /// The session that the object is of.
    ///
    /// # Errors
    /// The answer of every method once the object has ended.
    fn session(&self) -> Result<&Arc<State>, Code>;

    /// The client has subscribed through the object.
    fn note_advised(&self, _connection: usize) {}

    /// The client has ended a subscription through the object.
    fn note_unadvised(&self, _connection: usize) {}
}

/// Runs a method, unless its object has ended; the text of a failure is kept (LASTERR-4).
pub(crate) fn call<O: EntryObject>(object: &O, work: impl FnOnce(&Arc<State>) -> Result<Code>) -> Code {
    match object.session() {
        Ok(state) => work(state).unwrap_or_else(|error| state.last.keep(&error)),
        Err(code) => code,
    }
}

/// Opens an entry: `OpenEntry`.
pub(crate) fn open_entry<O: EntryObject>(
    object: &O,
    entry: Option<&[u8]>,
    interface: Option<&Iid>,
    flags: u32,
    kind: Out<'_, u32>,
    opened: Out<'_, *mut c_void>,
) -> Code {
    kind.write(0);
    opened.clear();
    call(object, |state| {
        let kind = kind.needed()?;
        let opened = opened.needed()?;
        let entry = entry.ok_or(Code::INVALID_PARAMETER)?;
        let found = Routing { state }.open_entry(entry, interface.copied(), flags)?;
        kind.write(found.kind);
        opened.write(found.object);
        Ok(Code::OK)
    })
}

/// Whether two identifiers are of one object: `CompareEntryIDs`.
pub(crate) fn compare_entry_ids<O: EntryObject>(
    object: &O,
    entry: Option<&[u8]>,
    other: Option<&[u8]>,
    same: Out<'_, u32>,
) -> Code {
    same.write(0);
    call(object, |state| {
        let same = same.needed()?;
        let (Some(entry), Some(other)) = (entry, other) else { return Err(Code::INVALID_PARAMETER.into()) };
        same.write(u32::from(Routing { state }.same_entry(entry, other)?));
        Ok(Code::OK)
    })
}

/// Subscribes; an empty identifier is none: `Advise`.
pub(crate) fn advise<O: EntryObject>(
    object: &O,
    entry: Option<&[u8]>,
    mask: u32,
    sink: Option<LentSink<'_>>,
    connection: Out<'_, usize>,
) -> Code {
    connection.write(0);
    call(object, |state| {
        let connection = connection.needed()?;
        let number = Routing { state }.advise(entry.filter(|entry| !entry.is_empty()), mask, sink)?;
        object.note_advised(number);
        connection.write(number);
        Ok(Code::OK)
    })
}

/// Ends a subscription: `Unadvise`.
pub(crate) fn unadvise<O: EntryObject>(object: &O, connection: usize) -> Code {
    call(object, |state| {
        Routing { state }.unadvise(connection)?;
        object.note_unadvised(connection);
        Ok(Code::OK)
    })
}

/// `GetLastError`: the session's texts, which go with the session (LASTERR-4). A failure of its own
/// leaves them as they are.
pub(crate) fn get_last_error<O: EntryObject>(
    object: &O,
    code: Code,
    flags: u32,
    error: Out<'_, *mut MAPIERROR>,
) -> Code {
    error.clear();
    let answer = |state: &Arc<State>| {
        let memory = &state.memory.allocators;
        last_error::get_last_error(&state.last, code, memory, flags, "MAPI", error)
    };
    match object.session() {
        Ok(state) => answer(state).unwrap_or_else(|error| error.code()),
        Err(code) => code,
    }
}
