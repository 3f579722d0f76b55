//! What stores, logons and containers have in common: OpenEntry, CompareEntryIDs, Advise, Unadvise
//! (OPEN-3 to OPEN-6, NOTIF-2 to NOTIF-5). The objects that come out are in `store/folder.rs`,
//! `store/message.rs` and `address_book/`.

use super::content::{Content, OpenRequest, Opens};
use crate::lent::EntryId;
use crate::logon::kind::Provider;
use crate::logon::object::{Object, Role};
use crate::logon::state::LogonState;
use provider_abi::access::Access;
use provider_abi::class::Receiver;
use provider_abi::com_ptr::Lent;
use provider_abi::entry_id;
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_abi::shapes::param::Out;
use provider_abi::uid::Uid;
use std::ffi::c_void;

/// `SHOW_SOFT_DELETES` and the two cache flags, which Outlook passes; they stand in no MAPI header
/// and change nothing.
const HARMLESS: u32 = 0x0000_0002 | 0x0000_0200 | 0x0000_4000;

/// `IMsgStore::OpenEntry`, `IMSLogon::OpenEntry`, `IABLogon::OpenEntry`,
/// `IMAPIContainer::OpenEntry`
pub(in crate::bridge) fn open_entry<P: Opens, R: Role<P>>(
    this: Receiver<'_, Object<P, R>>,
    entry: Option<&[u8]>,
    interface: Option<&Iid>,
    flags: u32,
    kind: Out<'_, u32>,
    opened: Out<'_, *mut c_void>,
) -> Code {
    opened.clear();
    kind.write(0);
    this.call(|provider| {
        let kind = kind.needed()?;
        let opened = opened.needed()?;
        only(flags, MAPI_MODIFY | MAPI_BEST_ACCESS | MAPI_DEFERRED_ERRORS | HARMLESS)?;
        let request = OpenRequest {
            entry: entry_of(&this.logon, entry)?,
            access: access(this.logon.is_writable, flags)?,
            interface: interface.copied(),
            parent: this.role.shape().name,
        };
        let (its_kind, object) = P::Opened::open(&this.logon, provider, &request)?;
        kind.write(its_kind);
        opened.write(object);
        Ok(Code::OK)
    })
}

/// The author's key; `None` for the root: no identifier, or one with nothing after the UID
/// (OPEN-4).
fn entry_of<'a, P: Provider>(logon: &LogonState<P>, entry: Option<&'a [u8]>) -> Result<Option<EntryId<'a>>> {
    let entry = entry.filter(|bytes| !bytes.is_empty());
    let entry = entry.map(|bytes| entry_id::key(bytes, &logon.uids())).transpose()?;
    Ok(entry.filter(|entry| !entry.is_empty()).map(EntryId))
}

/// OPEN-5: read-only unless asked otherwise; a store opened for reading gives nothing more
/// (MSLOGON-2).
fn access(is_writable: bool, flags: u32) -> Result<Access> {
    match Access::of(flags, MAPI_MODIFY) {
        Access::Write if !is_writable => Err(Error::new(Code::NO_ACCESS, "the store was opened for reading")),
        Access::Best if !is_writable => Ok(Access::Read),
        access => Ok(access),
    }
}

/// CompareEntryIDs of stores and logons.
pub(in crate::bridge) fn compare_entry_ids<P: Provider, R: Role<P>>(
    this: Receiver<'_, Object<P, R>>,
    first: Option<&[u8]>,
    second: Option<&[u8]>,
    flags: u32,
    result: Out<'_, u32>,
) -> Code {
    result.write(0);
    this.call(|_| {
        result.needed()?;
        only(flags, 0)?;
        result.write(are_same(&this.logon.uids(), first, second)?.into());
        Ok(Code::OK)
    })
}

/// Whether both are identifiers of one object of ours; somebody else's costs the call (STORE-3).
pub(in crate::bridge) fn are_same(uids: &[Uid], first: Option<&[u8]>, second: Option<&[u8]>) -> Result<bool> {
    let first = first.ok_or(Code::INVALID_PARAMETER)?;
    let second = second.ok_or(Code::INVALID_PARAMETER)?;
    let known = entry_id::key(first, uids);
    let other = entry_id::key(second, uids);
    let is_foreign = |key: &Result<&[u8]>| key.as_ref().is_err_and(|error| error.code() == Code::UNKNOWN_ENTRYID);
    if is_foreign(&known) || is_foreign(&other) {
        return Err(Error::new(Code::UNKNOWN_ENTRYID, "an identifier of another provider's"));
    }
    let is_same_key = known? == other?;
    Ok(is_same_key && first.get(4..20) == second.get(4..20))
}

/// Advise of stores and logons: no identifier means the object that all others are in (NOTIF-2).
pub(in crate::bridge) fn advise<P: Provider, R: Role<P>>(
    this: Receiver<'_, Object<P, R>>,
    entry: Option<&[u8]>,
    mask: u32,
    sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
    connection: Out<'_, usize>,
) -> Code {
    connection.write(0);
    this.call(|_| {
        let connection = connection.needed()?;
        let sink = sink.filter(|_| mask != 0).ok_or(Code::INVALID_PARAMETER)?;
        let logon = &*this.logon;
        let key = match entry.filter(|bytes| !bytes.is_empty()) {
            None => logon.link.root_entry_id().unwrap_or_default().to_vec(),
            Some(bytes) => entry_id::long_term(&logon.uid(), entry_id::key(bytes, &logon.uids())?),
        };
        let made = logon.link.subscribe(&key, mask, sink)?;
        lock(&logon.subscriptions).push(made);
        connection.write(made);
        Ok(Code::OK)
    })
}

/// Unadvise of stores and logons (NOTIF-4, NOTIF-5).
pub(in crate::bridge) fn unadvise<P: Provider, R: Role<P>>(
    this: Receiver<'_, Object<P, R>>,
    connection: usize,
) -> Code {
    this.call(|_| {
        if !this.logon.forget_subscription(connection) {
            return Err(Error::new(Code::NOT_FOUND, "no such connection"));
        }
        // Out of the list first, so that of two calls at once one alone comes to MAPI. As long as
        // MAPI has it, the logon has it: it can be cancelled again, and the end does.
        this.logon.link.unsubscribe(connection).inspect_err(|_| lock(&this.logon.subscriptions).push(connection))?;
        Ok(Code::OK)
    })
}
