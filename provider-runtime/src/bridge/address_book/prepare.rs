//! `IABLogon::PrepareRecips`: what a client wants of recipients, merged into their list. Who they are the author says.
#![allow(unsafe_code, reason = "the recipients' list is changed in place, and its old values freed")]

use super::logon::BookLogonObject;
use crate::com::core::Core;
use crate::provider::{AddressBookProvider, EntryId, MailUserObject, OpenedAddress};
use provider_abi::access::Access;
use provider_abi::class::object;
use provider_abi::entry_id;
use provider_abi::error::Result;
use provider_abi::params::only;
use provider_abi::prop_array::{self, Asked};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::requested::{answers, tag_list};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MAPI_CACHE_ONLY, MAPI_MAILUSER};
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::{ADRENTRY, ADRLIST, SPropTagArray};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::mem::offset_of;

/// `IABLogon::PrepareRecips`: those of this address book get the wanted properties, in that order, before all others; what
/// the list says already stays. The rest are somebody else's, or resolved by nobody. Who is gone keeps what he has, and is
/// told at the end.
pub(super) unsafe extern "system" fn prepare_recips<P: AddressBookProvider>(
    this: This,
    flags: u32,
    wanted: In<SPropTagArray>,
    list: Out<ADRLIST>,
) -> Code {
    let logon = object::<BookLogonObject<P>, 0>(&this);
    logon.call(|state| {
        only(flags, MAPI_CACHE_ONLY)?;
        // The counts alone: an array without an element is shorter than its struct.
        let count = |place: *const u8| In::<u32>::new(place.cast()).read();
        if count(wanted.raw().cast()).is_none_or(|tags| tags == 0) {
            return Ok(Code::OK); // there is nothing to do
        }
        let wanted = tag_list(wanted)?.unwrap_or_default();
        let entries = count(list.raw().cast_const().cast()).ok_or(Code::INVALID_PARAMETER)?;
        let first = list.raw().cast::<u8>().wrapping_add(offset_of!(ADRLIST, entries)).cast::<ADRENTRY>();
        let mut is_gone = false;
        for index in 0..entries as usize {
            is_gone |= !prepare(&logon.core, state, &wanted, Out::new(first.wrapping_add(index)))?;
        }
        if is_gone { Err(Code::NOT_FOUND.into()) } else { Ok(Code::OK) }
    })
}

/// One recipient; whether he is there, if he is ours. Until all of it is made, the old values stay.
fn prepare<P: AddressBookProvider>(
    core: &Core<P>,
    state: &P,
    wanted: &[PropTag],
    place: Out<ADRENTRY>,
) -> Result<bool> {
    let Some(old) = place.read() else { return Ok(true) };
    let values = In::new(old.prop_vals.cast_const()).slice(old.c_values).unwrap_or_default();
    let row = values.iter().map(|value| Ok((PropTag(value.prop_tag), prop_array::decoded_one(value)?.value)));
    // What cannot be read cannot be merged: it stays as it is.
    let Ok(row) = row.collect::<Result<Vec<Asked>>>() else { return Ok(true) };
    let entry = row.iter().find(|(tag, _)| *tag == tags::ENTRYID).and_then(|(_, own)| own.as_binary());
    let Some(Ok(key)) = entry.map(|entry| entry_id::key(entry, &core.uids())) else { return Ok(true) };
    let opened = match state.open(Some(key).filter(|key| !key.is_empty()).map(EntryId), Access::Read) {
        Err(error) if [Code::NOT_FOUND, Code::UNKNOWN_ENTRYID].contains(&error.code()) => return Ok(false),
        opened => opened?,
    };
    let OpenedAddress::MailUser(user) = opened else { return Ok(true) };
    let merged = merged(state, &*user, wanted, row)?;
    let block = prop_array::array(&core.link.host.memory, &merged)?;
    let c_values = u32::try_from(merged.len()).map_err(|_| Code::NOT_ENOUGH_MEMORY)?;
    place.write(ADRENTRY { c_values, prop_vals: block.into_raw(), ..old });
    // SAFETY: M1: each entry's values are a root of their own, and all of them have been copied.
    unsafe { core.link.host.memory.free(old.prop_vals.cast()) };
    Ok(true)
}

/// The wanted ones first, each as the list has it, else as the author says; then what else the list has.
fn merged<P: AddressBookProvider>(
    state: &P,
    user: &dyn MailUserObject<P>,
    wanted: &[PropTag],
    row: Vec<Asked>,
) -> Result<Vec<Asked>> {
    let said = row.iter().filter(|(_, value)| !matches!(value, PropValue::Error(_)));
    let mut known: Vec<_> = said.map(|(tag, value)| Property::new(*tag, value.clone())).collect();
    if let Some((_, entry)) = row.iter().find(|(tag, _)| *tag == tags::ENTRYID) {
        known.push(Property::new(tags::RECORD_KEY, entry.clone()));
    }
    known.push(Property::new(tags::OBJECT_TYPE, MAPI_MAILUSER));
    let mut merged = answers(wanted, 0, &known, || user.tags(state), |tag| user.get(state, tag))?;
    merged.extend(row.into_iter().filter(|(tag, _)| !wanted.iter().any(|other| other.id() == tag.id())));
    Ok(merged)
}
