//! Where a store's messages arrive, and the folders that mail clients look for: receive folders
//! (STORE-6 to STORE-9) and the store's properties that lead to special folders (STORE-25,
//! STORE-27).
#![allow(unsafe_code, reason = "only the caller of a method guarantees the zero at the end of a text")]

use super::object::StoreObject;
use crate::bridge::shared::table::open_table;
use crate::lent::EntryId;
use crate::logon::open_value::RowKind;
use crate::provider::{AuthorRows, SpecialFolder, StoreProvider, Table, What};
use provider_abi::access::Access;
use provider_abi::class::Receiver;
use provider_abi::entry_id::{self, long_term};
use provider_abi::error::Result;
use provider_abi::memory::Allocators;
use provider_abi::params::only;
use provider_abi::prop_object::opened_for_reading;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_DEFERRED_ERRORS, MAPI_UNICODE};
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::ENTRYID;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::strings::{ansi_bytes, text, wide_units};
use provider_abi::table::{ValueRow, fold_case};
use provider_abi::uid::Uid;
use provider_abi::wanted::Wanted;
use std::ffi::c_void;

/// The store's methods that are about where messages arrive.
pub(super) struct ReceiveCalls<'a, P: StoreProvider>(pub(super) Receiver<'a, StoreObject<P>>);

/// The properties of a store that lead to its special folders.
pub(super) const SPECIAL: &[PropTag] = &[
    tags::VALID_FOLDER_MASK,
    tags::IPM_SUBTREE_ENTRYID,
    tags::IPM_OUTBOX_ENTRYID,
    tags::IPM_WASTEBASKET_ENTRYID,
    tags::IPM_SENTMAIL_ENTRYID,
    tags::VIEWS_ENTRYID,
    tags::COMMON_VIEWS_ENTRYID,
    tags::FINDER_ENTRYID,
];

/// Those of them that the store has.
pub(super) fn special_tags<P: StoreProvider>(provider: &P) -> Result<Vec<PropTag>> {
    let folders = provider.special_folders()?;
    let mut tags = Vec::new();
    let there = SpecialFolder::ALL.iter().filter(|(folder, ..)| folders.key(*folder).is_some());
    there.for_each(|(.., tag)| tags.extend(*tag));
    tags.extend([tags::VALID_FOLDER_MASK, tags::STORE_STATE]);
    Ok(tags)
}

/// Answers those that are wanted, and that the author does not answer himself.
pub(super) fn derive<P: StoreProvider>(provider: &P, uid: &Uid, wanted: &mut Wanted<'_>) -> Result<()> {
    if wanted.wants(tags::STORE_STATE) {
        wanted.put(tags::STORE_STATE, 0_u32); // STORE-24: nothing is searched
    }
    if !SPECIAL.iter().any(|tag| wanted.wants(*tag)) {
        return Ok(());
    }
    let folders = provider.special_folders()?;
    let mut mask = 0;
    for (folder, bit, tag) in SpecialFolder::ALL {
        let Some(key) = folders.key(folder) else { continue };
        mask |= bit;
        if let Some(tag) = tag {
            wanted.binary(tag, &long_term(uid, key));
        }
    }
    wanted.put(tags::VALID_FOLDER_MASK, mask);
    Ok(())
}

/// Makes folders those that mail clients look for, named by their identifiers. The mask follows
/// from which there are.
pub(super) fn set_special<P: StoreProvider>(provider: &P, changes: &[&Property]) -> Result<()> {
    for change in changes {
        let which = SpecialFolder::ALL.iter().find(|(.., tag)| tag.is_some_and(|tag| tag.id() == change.tag.id()));
        let Some((which, ..)) = which else { continue };
        let entry = change.value.as_binary().ok_or(Code::INVALID_TYPE)?;
        provider.set_special_folder(*which, entry_id::key(entry, &[provider.uid(), P::UID])?)?;
    }
    Ok(())
}

impl<P: StoreProvider> ReceiveCalls<'_, P> {
    /// `IMsgStore::SetReceiveFolder` (STORE-8)
    pub(super) fn set_receive_folder(self, class: In<'_, c_void>, flags: u32, entry: Option<&[u8]>) -> Code {
        let this = self.0;
        this.call(|provider| {
            only(flags, MAPI_UNICODE)?;
            if !this.logon.is_writable {
                return Err(opened_for_reading());
            }
            // SAFETY: O3: the class comes in the width that the call's own flags say.
            let class = unsafe { text(class, flags) }.unwrap_or_default();
            let entry = entry.filter(|entry| !entry.is_empty());
            let key = entry.map(|entry| entry_id::key(entry, &this.logon.uids())).transpose()?;
            let is_there = provider.receive_folders()?.iter().any(|(other, _)| fold_case(other) == fold_case(&class));
            match key {
                None if class.is_empty() => return Err(Code::INVALID_PARAMETER.into()), // the default stays
                None if !is_there => return Ok(Code::OK),
                Some(key) => match provider.open((!key.is_empty()).then_some(EntryId(key)), Access::Read)?.what {
                    What::Folder(_) => {}
                    What::Message(_) => return Err(Code::INVALID_ENTRYID.into()),
                },
                None => {}
            }
            provider.set_receive_folder(&class, key)?;
            Ok(Code::OK)
        })
    }
}

/// The classes that have a folder, the default one first, each with the folder's key.
fn folders<P: StoreProvider>(provider: &P) -> Result<Vec<(String, Vec<u8>)>> {
    let special = provider.special_folders()?;
    let mut all = provider.receive_folders()?;
    if !all.iter().any(|(class, _)| class.is_empty()) {
        let inbox = special.key(SpecialFolder::Inbox).unwrap_or_default();
        all.insert(0, (String::new(), inbox.to_vec()));
    }
    Ok(all)
}

/// The longest class that is the wanted one, or that it begins with up to a dot (STORE-6).
fn matching<'f>(all: &'f [(String, Vec<u8>)], class: &str) -> Option<&'f (String, Vec<u8>)> {
    let class = fold_case(class);
    let fits = |other: &str| {
        let other = fold_case(other);
        let rest = class.strip_prefix(&other);
        other.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    all.iter().filter(|(other, _)| fits(other)).max_by_key(|(other, _)| other.len())
}

/// Where the answers of GetReceiveFolder go.
pub(super) struct ReceiveFolder<'a> {
    pub(super) length: Out<'a, u32>,
    pub(super) entry: Out<'a, *mut ENTRYID>,
    pub(super) class: Out<'a, *mut c_void>,
}

impl<P: StoreProvider> ReceiveCalls<'_, P> {
    /// `IMsgStore::GetReceiveFolder`
    pub(super) fn get_receive_folder(self, class: In<'_, c_void>, flags: u32, out: &ReceiveFolder<'_>) -> Code {
        out.length.write(0);
        out.entry.clear();
        out.class.clear();
        let this = self.0;
        this.call(|provider| {
            let length = out.length.needed()?;
            let entry = out.entry.needed()?;
            only(flags, MAPI_UNICODE)?;
            // SAFETY: O3: the class comes in the width that the call's own flags say.
            let class = unsafe { text(class, flags) }.unwrap_or_default();
            let all = folders(provider)?;
            let (matched, key) = matching(&all, &class).ok_or(Code::NOT_FOUND)?;
            let memory = &this.logon.link.host.memory;
            let id = long_term(&this.logon.uid(), key);
            let block = memory.copy(&id)?;
            if !out.class.is_null() {
                out.class.write(class_text(memory, matched, flags)?);
            }
            length.write(id.len() as u32);
            entry.write(block.into_raw().cast());
            Ok(Code::OK)
        })
    }
}

/// A text on a root of its own, in the width that the flags say.
fn class_text(memory: &Allocators, text: &str, flags: u32) -> Result<*mut c_void> {
    if flags & MAPI_UNICODE != 0 {
        return Ok(memory.copy(&wide_units(text))?.into_raw().cast());
    }
    Ok(memory.copy(&ansi_bytes(text))?.into_raw().cast())
}

impl<P: StoreProvider> ReceiveCalls<'_, P> {
    /// `IMsgStore::GetReceiveFolderTable` (STORE-9)
    pub(super) fn get_receive_folder_table(self, flags: u32, out: Out<'_, *mut c_void>) -> Code {
        out.clear();
        let this = self.0;
        this.call(|provider| {
            let out = out.needed()?;
            only(flags, MAPI_UNICODE | MAPI_DEFERRED_ERRORS)?;
            let rows = folders(provider)?.into_iter().map(|(class, key)| {
                let entry = long_term(&this.logon.uid(), &key);
                let values = vec![
                    Property::new(tags::ENTRYID, entry.as_slice()),
                    Property::new(tags::RECORD_KEY, entry),
                    Property::new(tags::MESSAGE_CLASS, class.as_str()),
                ];
                ValueRow { key: class.into_bytes(), values }
            });
            let table = Table { columns: Vec::new(), rows: AuthorRows::Values(rows.collect()) };
            let parent = ("store", &[][..]);
            out.write(open_table(parent, &this.logon, RowKind::Receive, table, flags, "GetReceiveFolderTable"));
            Ok(Code::OK)
        })
    }
}
