//! What MAPI is told of a new logon (LOGON-7): its UIDs, its row in the status table, its names in
//! the profile.

use crate::lent::ProfileSection;
use crate::logon::kind::Provider;
use crate::logon::state::{LogonState, Reported, ok_unless_out_of_memory};
use crate::logon::support_link::SupportLink;
use provider_abi::access::Access;
use provider_abi::error::{Error, Result};
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::tags;
use provider_abi::uid::Uid;
use std::sync::atomic::Ordering;

/// Says which UIDs this logon's entry identifiers may carry, and registers each once (UID-1,
/// UID-7); `root` identifies the object that all others are in.
pub(in crate::bridge) fn register_uids(link: &SupportLink, uids: [Uid; 2], root: Vec<u8>) -> Result<()> {
    link.set_identifiers(uids, root);
    let [uid, other] = uids;
    link.register_uid(&uid)?;
    if other == uid { Ok(()) } else { link.register_uid(&other) }
}

/// Adds the row to the status table (STATUS-1, STATUS-2, STATUS-4). What it says, but for the
/// status.
pub(in crate::bridge) fn add_status_row<P: Provider>(logon: &LogonState<P>) -> Result<Vec<Property>> {
    let asked = logon.with_provider(|provider| Ok(((P::CALLBACKS.name)(provider), (P::CALLBACKS.columns)(provider))));
    let (name, own) = match asked {
        // It panicked: no client gets a logon that has failed already.
        Err(error) if logon.link.calls.is_failed() => return Err(error),
        asked => asked.unwrap_or_else(|_| (P::NAME.into(), Vec::new())),
    };
    let status = logon.link.status.load(Ordering::SeqCst);
    let mut row = vec![
        Property::new(tags::DISPLAY_NAME, name),
        Property::new(tags::PROVIDER_DISPLAY, P::NAME),
        Property::new(tags::STATUS_CODE, status),
        Property::new(tags::RESOURCE_METHODS, P::CALLBACKS.methods),
    ];
    row.extend(own);
    logon.link.add_status_row(&row, status)?;
    row.retain(|column| column.tag != tags::STATUS_CODE);
    Ok(row)
}

/// Writes the names in `columns` into the profile section (LOGON-5), and of the object that all
/// others are in the entry identifier and the record key, where there is one. A section that is
/// missing or cannot be written costs the logon nothing.
///
/// # Errors
/// `MAPI_E_NOT_ENOUGH_MEMORY`; `MAPI_E_END_OF_SESSION` if MAPI ended the provider from inside one
/// of this logon's own calls out (T-92).
pub(in crate::bridge) fn keep_in_profile<P: Provider>(
    logon: &LogonState<P>,
    columns: Vec<Property>,
    root: Option<(Vec<u8>, &[u8])>,
) -> Result<()> {
    let is_name = |column: &&Property| [tags::DISPLAY_NAME, tags::PROVIDER_DISPLAY].contains(&column.tag);
    let mut own = Vec::new();
    columns.iter().filter(is_name).for_each(|name| own.push(name.clone()));
    let mut reported = Reported { columns, ..Reported::default() };
    if let Some((entry, key)) = root {
        own.extend([Property::new(tags::ENTRYID, entry.as_slice()), Property::new(tags::RECORD_KEY, key)]);
        reported.entry = entry;
    }
    if let Some(section) = ok_unless_out_of_memory(ProfileSection::of_provider(&logon.link, Access::Write))? {
        for tag in [tags::PROVIDER_DLL_NAME, tags::RESOURCE_FLAGS] {
            let value = ok_unless_out_of_memory(section.get(tag))?.flatten();
            reported.columns.extend(value.map(|value| Property::new(tag, value)));
        }
        ok_unless_out_of_memory(section.set(&own))?;
    }
    let _ = logon.reported.set(reported);
    if logon.link.calls.is_closed() {
        return Err(Error::new(Code::END_OF_SESSION, "the provider was ended while it logged on"));
    }
    Ok(())
}
