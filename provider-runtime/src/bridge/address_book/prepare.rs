//! `IABLogon::PrepareRecips`: what a client wants of recipients, merged into their list. Who they
//! are the author says.
#![allow(unsafe_code, reason = "the recipients' list is changed in place, and its old values freed")]

use super::logon::BookLogonObject;
use crate::lent::EntryId;
use crate::logon::state::LogonState;
use crate::provider::{AddressBookProvider, MailUserObject, OpenedAddress};
use provider_abi::access::Access;
use provider_abi::class::Receiver;
use provider_abi::entry_id;
use provider_abi::error::Result;
use provider_abi::memory::{Allocators, Block};
use provider_abi::params::{Array, only, read_at};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::requested::tag_list;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_CACHE_ONLY, MAPI_MAILUSER, PT_UNSPECIFIED};
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::{ADRENTRY, ADRLIST, SPropTagArray, SPropValue};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::wanted::Wanted;
use std::mem::offset_of;

/// `IABLogon::PrepareRecips`: those of this address book get the wanted properties, in that order,
/// before all others; what the list says already stays. The rest are somebody else's, or resolved
/// by nobody. A recipient that is gone keeps what it has, and the call says so at its end.
pub(super) fn prepare_recips<P: AddressBookProvider>(
    this: Receiver<'_, BookLogonObject<P>>,
    flags: u32,
    wanted: In<'_, SPropTagArray>,
    list: Out<'_, ADRLIST>,
) -> Code {
    this.call(|provider| {
        only(flags, MAPI_CACHE_ONLY)?;
        // SAFETY: O3: null, or it starts with its count; an array without a tag is shorter than its
        // struct.
        let tag_count = unsafe { read_at(wanted.raw().cast::<u32>()) };
        if tag_count.is_none_or(|tags| tags == 0) {
            return Ok(Code::OK); // there is nothing to do
        }
        let wanted = tag_list(wanted)?.unwrap_or_default();
        // SAFETY: O3: null, or it starts with its count.
        let count = unsafe { read_at(list.raw().cast_const().cast::<u32>()) }.ok_or(Code::INVALID_PARAMETER)?;
        let first = list.raw().cast::<u8>().wrapping_add(offset_of!(ADRLIST, entries)).cast::<ADRENTRY>();
        let mut is_gone = false;
        for index in 0..count as usize {
            // SAFETY: O3: the list has that many, to be exchanged by this call.
            let entry = unsafe { Out::from_raw(first.wrapping_add(index)) };
            is_gone |= !prepare(&this.logon, provider, wanted, entry)?;
        }
        if is_gone { Err(Code::NOT_FOUND.into()) } else { Ok(Code::OK) }
    })
}

/// Prepares one recipient. Whether it is there, if it is one of ours. Until all of it is made, the
/// old values stay.
fn prepare<P: AddressBookProvider>(
    logon: &LogonState<P>,
    provider: &P,
    wanted: &[PropTag],
    place: Out<'_, ADRENTRY>,
) -> Result<bool> {
    let Some(old) = place.read() else { return Ok(true) };
    // SAFETY: O3, M2: as many values as it says.
    let values = unsafe { Array::at(old.prop_vals.cast_const(), old.c_values) };
    // What cannot be read cannot be merged: it stays as it is.
    let Some(Ok(row)) = values.map(decoded_row) else { return Ok(true) };
    let entry = row.iter().find(|own| own.tag == tags::ENTRYID).and_then(|own| own.value.as_binary());
    let Some(Ok(key)) = entry.map(|entry| entry_id::key(entry, &logon.uids())) else { return Ok(true) };
    let opened = match provider.open(Some(key).filter(|key| !key.is_empty()).map(EntryId), Access::Read) {
        Err(error) if [Code::NOT_FOUND, Code::UNKNOWN_ENTRYID].contains(&error.code()) => return Ok(false),
        opened => opened?,
    };
    let OpenedAddress::MailUser(user) = opened else { return Ok(true) };
    let memory = &logon.link.host.memory;
    let merged = merged(memory, provider, &*user, wanted, &row)?;
    place.write(ADRENTRY { c_values: merged.0, prop_vals: merged.1.into_raw(), ..old });
    // SAFETY: M1: each entry's values are a root of their own, and all of them have been copied.
    unsafe { memory.free(old.prop_vals.cast()) };
    Ok(true)
}

/// The values under the tags that they have in the list: text keeps its width.
fn decoded_row(values: Array<'_, SPropValue>) -> Result<Vec<Property>> {
    let tags = values.values().iter().map(|value| PropTag(value.prop_tag));
    Ok(tags.zip(values.decoded()?).map(|(tag, property)| Property { tag, ..property }).collect())
}

/// The wanted ones first, each as the list has it, else as the author says; then what else the list
/// has. How many there are, and the values.
fn merged<P: AddressBookProvider>(
    memory: &Allocators,
    provider: &P,
    user: &dyn MailUserObject<P>,
    wanted: &[PropTag],
    row: &[Property],
) -> Result<(u32, Block<SPropValue>)> {
    let is_wanted = |property: &&Property| wanted.iter().any(|tag| tag.id() == property.tag.id());
    let others = row.iter().filter(|property| !is_wanted(property)).map(|property| property.tag);
    let tags: Vec<_> = wanted.iter().copied().chain(others).collect();
    let is_open = wanted.iter().any(|tag| tag.kind() == PT_UNSPECIFIED);
    let own = if is_open { user.tags(provider)? } else { Vec::new() };
    let mut merged = Wanted::new(memory, &tags, 0, &own)?;
    // An error says nothing of a property that its author may know by now.
    let is_said = |property: &&Property| !is_wanted(property) || !matches!(property.value, PropValue::Error(_));
    for Property { tag, value } in row.iter().filter(is_said) {
        merged.value(*tag, value);
    }
    if let Some(entry) = row.iter().find(|property| property.tag == tags::ENTRYID) {
        merged.value(tags::RECORD_KEY, &entry.value);
    }
    merged.put(tags::OBJECT_TYPE, MAPI_MAILUSER);
    merged.ask(|wanted| user.get_many(provider, wanted))?;
    let count = u32::try_from(tags.len()).map_err(|_| Code::NOT_ENOUGH_MEMORY)?;
    Ok((count, merged.finish()?.0))
}
