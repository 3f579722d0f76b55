//! What stores, logons and folders have in common: OpenEntry, CompareEntryIDs, Advise, Unadvise (OPEN-3 to OPEN-6,
//! NOTIF-2 to NOTIF-5). The objects that come out live in `folder.rs`, `message.rs` and `table.rs`.

use crate::abi::code::Code;
use crate::abi::flag::*;
use crate::abi::iid::Iid;
use crate::abi::param::{In, Out, This};
use crate::abi::structs::ENTRYID;
use crate::com::class::{interface, object};
use crate::com::core::Core;
use crate::com::entry_id;
use crate::com::object::{Object, Origin, Role, Value};
use crate::com::params::only;
use crate::error::{Error, Result};
use crate::provider::{Access, EntryId, StoreProvider, Uid};
use crate::sync::lock;
use std::ffi::c_void;
use std::sync::Arc;

/// `SHOW_SOFT_DELETES` and the two cache flags, which Outlook passes; they stand in no MAPI header and change nothing.
const HARMLESS: u32 = 0x0000_0002 | 0x0000_0200 | 0x0000_4000;

/// `IMsgStore::OpenEntry`, `IMSLogon::OpenEntry`, `IMAPIContainer::OpenEntry`
pub(crate) unsafe extern "system" fn open_entry<P: StoreProvider, R: Role<P>>(
    this: This,
    length: u32,
    entry: In<ENTRYID>,
    wanted: In<Iid>,
    flags: u32,
    kind: Out<u32>,
    opened: Out<*mut c_void>,
) -> Code {
    opened.clear();
    kind.write(0);
    let object = object::<Object<P, R>, 0>(&this);
    object.call(|state| {
        let (kind, opened) = (kind.needed()?, opened.needed()?);
        let known = MAPI_MODIFY | MAPI_BEST_ACCESS | MAPI_DEFERRED_ERRORS;
        only(flags, known | HARMLESS)?;
        let core = &object.core;
        let entry = entry_of(core, length, entry)?;
        let access = access(core, flags)?;
        let value = Value::Opened(state.open(entry, access)?);
        let shape = value.shape();
        if !wanted.read().is_none_or(|iid| shape.answers(iid)) {
            return Err(Code::INTERFACE_NOT_SUPPORTED.into());
        }
        let key = entry.map_or(Vec::new(), |entry| entry.bytes().to_vec());
        let origin = || Origin { method: "OpenEntry", parent: object.role.name().into(), entry: key.clone() };
        let child = core.adopt(value, Some(key.clone()), access != Access::Read, origin);
        kind.write(shape as u32);
        opened.write(interface(child, 0));
        Ok(Code::OK)
    })
}

/// The author's key; `None` for the root: no identifier, or one with nothing behind the UID (OPEN-4).
fn entry_of<'a, P: StoreProvider>(core: &Core<P>, length: u32, entry: In<ENTRYID>) -> Result<Option<EntryId<'a>>> {
    let Some(bytes) = entry.some_bytes(length) else {
        return Ok(None);
    };
    let entry = entry_id::key(bytes, &core.uids())?;
    Ok((!entry.bytes().is_empty()).then_some(entry))
}

/// OPEN-5: read-only unless asked otherwise; a store opened for reading gives nothing more (MSLOGON-2).
fn access<P: StoreProvider>(core: &Core<P>, flags: u32) -> Result<Access> {
    match Access::of(flags, MAPI_MODIFY) {
        Access::Write if !core.writable => Err(Error::new(Code::NO_ACCESS, "the store was opened for reading")),
        Access::Best if !core.writable => Ok(Access::Read),
        access => Ok(access),
    }
}

/// `IMsgStore::CompareEntryIDs`, `IMSLogon::CompareEntryIDs`
pub(crate) unsafe extern "system" fn compare_entry_ids<P: StoreProvider, R: Role<P>>(
    this: This,
    first_length: u32,
    first: In<ENTRYID>,
    second_length: u32,
    second: In<ENTRYID>,
    flags: u32,
    result: Out<u32>,
) -> Code {
    result.write(0);
    let object = object::<Object<P, R>, 0>(&this);
    object.call(|_| {
        result.needed()?;
        only(flags, 0)?;
        result.write(same(&object.core.uids(), (first, first_length), (second, second_length))?.into());
        Ok(Code::OK)
    })
}

/// Whether both are identifiers of one object of ours; somebody else's is equal to none (OPEN-7).
pub(super) fn same(uids: &[Uid], first: (In<ENTRYID>, u32), second: (In<ENTRYID>, u32)) -> Result<bool> {
    let first = first.0.bytes(first.1).ok_or(Code::INVALID_PARAMETER)?;
    let second = second.0.bytes(second.1).ok_or(Code::INVALID_PARAMETER)?;
    let (known, other) = (entry_id::key(first, uids), entry_id::key(second, uids));
    let foreign = |key: &Result<EntryId<'_>>| key.as_ref().is_err_and(|error| error.code() == Code::UNKNOWN_ENTRYID);
    if foreign(&known) || foreign(&other) {
        return Ok(false);
    }
    let same_key = known? == other?;
    Ok(same_key && first.get(4..20) == second.get(4..20))
}

/// `IMsgStore::Advise`, `IMSLogon::Advise`: no identifier means the store (NOTIF-2).
pub(crate) unsafe extern "system" fn advise<P: StoreProvider, R: Role<P>>(
    this: This,
    length: u32,
    entry: In<ENTRYID>,
    mask: u32,
    sink: *mut c_void,
    connection: Out<usize>,
) -> Code {
    connection.write(0);
    let object = object::<Object<P, R>, 0>(&this);
    object.call(|_| {
        let connection = connection.needed()?;
        if sink.is_null() || mask == 0 {
            return Err(Code::INVALID_PARAMETER.into());
        }
        let core: &Arc<Core<P>> = &object.core;
        let key = match entry.some_bytes(length) {
            None => core.link.store().unwrap_or_default().to_vec(),
            Some(bytes) => {
                let key = entry_id::key(bytes, &core.uids())?;
                entry_id::long_term(&core.uid(), key.bytes())
            }
        };
        let made = core.link.subscribe(&key, mask, sink)?;
        lock(&core.subscriptions).push(made);
        connection.write(made);
        Ok(Code::OK)
    })
}

/// `IMsgStore::Unadvise`, `IMSLogon::Unadvise` (NOTIF-4, NOTIF-5)
pub(crate) unsafe extern "system" fn unadvise<P: StoreProvider, R: Role<P>>(this: This, connection: usize) -> Code {
    let object = object::<Object<P, R>, 0>(&this);
    object.call(|_| {
        if !object.core.forget(connection) {
            return Err(Error::new(Code::NOT_FOUND, "no such connection"));
        }
        object.core.link.unsubscribe(connection)?;
        Ok(Code::OK)
    })
}
