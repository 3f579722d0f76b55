//! What stores, logons and containers have in common: OpenEntry, CompareEntryIDs, Advise, Unadvise (OPEN-3 to OPEN-6,
//! NOTIF-2 to NOTIF-5). The objects that come out live in `folder.rs`, `message.rs` and
//! `address_book/`.
#![allow(unsafe_code, reason = "methods that several interfaces share take raw arguments")]

use super::container::{Content, Opens, Wish};
use crate::com::core::Core;
use crate::com::kind::Served;
use crate::com::object::{Object, Role};
use crate::provider::EntryId;
use provider_abi::access::Access;
use provider_abi::class::object;
use provider_abi::entry_id;
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::ENTRYID;
use provider_abi::uid::Uid;
use std::ffi::c_void;
use std::sync::Arc;

/// `SHOW_SOFT_DELETES` and the two cache flags, which Outlook passes; they stand in no MAPI header and change nothing.
const HARMLESS: u32 = 0x0000_0002 | 0x0000_0200 | 0x0000_4000;

/// `IMsgStore::OpenEntry`, `IMSLogon::OpenEntry`, `IABLogon::OpenEntry`, `IMAPIContainer::OpenEntry`
pub(crate) unsafe extern "system" fn open_entry<P: Opens, R: Role<P>>(
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
        only(flags, MAPI_MODIFY | MAPI_BEST_ACCESS | MAPI_DEFERRED_ERRORS | HARMLESS)?;
        let core = &object.core;
        let (entry, access) = (entry_of(core, length, entry)?, access(core, flags)?);
        let wish = Wish { entry, access, wanted: wanted.read(), parent: object.role.shape().name };
        let (its_kind, child) = P::Opened::open(core, state, &wish)?;
        kind.write(its_kind);
        opened.write(child);
        Ok(Code::OK)
    })
}

/// The author's key; `None` for the root: no identifier, or one with nothing behind the UID (OPEN-4).
fn entry_of<'a, P: Served>(core: &Core<P>, length: u32, entry: In<ENTRYID>) -> Result<Option<EntryId<'a>>> {
    let entry = entry.some_bytes(length).map(|bytes| entry_id::key(bytes, &core.uids())).transpose()?;
    Ok(entry.filter(|entry| !entry.is_empty()).map(EntryId))
}

/// OPEN-5: read-only unless asked otherwise; a store opened for reading gives nothing more (MSLOGON-2).
fn access<P: Served>(core: &Core<P>, flags: u32) -> Result<Access> {
    match Access::of(flags, MAPI_MODIFY) {
        Access::Write if !core.writable => Err(Error::new(Code::NO_ACCESS, "the store was opened for reading")),
        Access::Best if !core.writable => Ok(Access::Read),
        access => Ok(access),
    }
}

/// CompareEntryIDs of stores and logons.
pub(crate) unsafe extern "system" fn compare_entry_ids<P: Served, R: Role<P>>(
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
    let foreign = |key: &Result<&[u8]>| key.as_ref().is_err_and(|error| error.code() == Code::UNKNOWN_ENTRYID);
    if foreign(&known) || foreign(&other) {
        return Ok(false);
    }
    let same_key = known? == other?;
    Ok(same_key && first.get(4..20) == second.get(4..20))
}

/// Advise of stores and logons: no identifier means the widest object (NOTIF-2).
pub(crate) unsafe extern "system" fn advise<P: Served, R: Role<P>>(
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
            None => core.link.widest().unwrap_or_default().to_vec(),
            Some(bytes) => {
                let key = entry_id::key(bytes, &core.uids())?;
                entry_id::long_term(&core.uid(), key)
            }
        };
        let made = core.link.subscribe(&key, mask, sink)?;
        lock(&core.subscriptions).push(made);
        connection.write(made);
        Ok(Code::OK)
    })
}

/// Unadvise of stores and logons (NOTIF-4, NOTIF-5).
pub(crate) unsafe extern "system" fn unadvise<P: Served, R: Role<P>>(this: This, connection: usize) -> Code {
    let object = object::<Object<P, R>, 0>(&this);
    object.call(|_| {
        if !object.core.forget(connection) {
            return Err(Error::new(Code::NOT_FOUND, "no such connection"));
        }
        object.core.link.unsubscribe(connection)?;
        Ok(Code::OK)
    })
}
