//! One section as a TOML table: keys and values, each property once. How sections make a profile is
//! in `text.rs`.

use super::error::{Place, ProfileError};
use super::service::is_secure;
use super::values;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::collections::HashSet;
use toml::{Table, Value};

/// The properties that MAPI knows in profiles (INF-6, INF-8, LOGON-5); each has the type that
/// stands here.
const NAMES: [(&str, PropTag); 15] = [
    ("PR_SERVICE_NAME", tags::SERVICE_NAME),
    ("PR_SERVICE_UID", tags::SERVICE_UID),
    ("PR_SERVICE_DLL_NAME", tags::SERVICE_DLL_NAME),
    ("PR_SERVICE_ENTRY_NAME", tags::SERVICE_ENTRY_NAME),
    ("PR_SERVICE_SUPPORT_FILES", tags::SERVICE_SUPPORT_FILES),
    ("PR_SERVICE_DELETE_FILES", tags::SERVICE_DELETE_FILES),
    ("PR_PROVIDER_UID", tags::PROVIDER_UID),
    ("PR_PROVIDER_DLL_NAME", tags::PROVIDER_DLL_NAME),
    ("PR_PROVIDER_DISPLAY", tags::PROVIDER_DISPLAY),
    ("PR_PROVIDER_ORDINAL", tags::PROVIDER_ORDINAL),
    ("PR_DISPLAY_NAME", tags::DISPLAY_NAME),
    ("PR_RESOURCE_TYPE", tags::RESOURCE_TYPE),
    ("PR_RESOURCE_FLAGS", tags::RESOURCE_FLAGS),
    ("PR_ENTRYID", tags::ENTRYID),
    ("PR_RECORD_KEY", tags::RECORD_KEY),
];

/// Resource types have names in mapisvc.inf (INF-5), so they have them here.
const TYPES: [(&str, u32); 3] = [
    ("MAPI_STORE_PROVIDER", MAPI_STORE_PROVIDER),
    ("MAPI_AB_PROVIDER", MAPI_AB_PROVIDER),
    ("MAPI_TRANSPORT_PROVIDER", MAPI_TRANSPORT_PROVIDER),
];

/// Which properties a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// All but secure ones.
    Plain,
    /// Secure ones alone (CFG-5).
    Secure,
}

/// The properties of a table.
pub(super) fn read(table: &Table, holds: Holds, place: &Place<'_>) -> Result<Vec<Property>, ProfileError> {
    let mut section = Vec::with_capacity(table.len());
    let mut ids = HashSet::new();
    for (key, value) in table {
        let wrong = |text: &str| place.wrong(format!("{key}: {text}"));
        let tag = tag(key).ok_or_else(|| wrong("neither eight hex digits nor a name that is known here"))?;
        match (holds, is_secure(tag)) {
            (Holds::Plain, true) => {
                return Err(ProfileError::Secure { file: place.file.into(), at: place.at.clone(), key: key.clone() });
            }
            (Holds::Secure, false) => return Err(wrong("not a secure property: the ids of those are 67F0 to 67FF")),
            _ => {}
        }
        checked(tag, &mut ids).map_err(|text| wrong(&text))?;
        let named = if tag == tags::RESOURCE_TYPE { resource_type(value) } else { None };
        let value = named.map_or_else(|| values::read(tag.kind(), value), Ok).map_err(wrong)?;
        section.push(Property { tag, value });
    }
    Ok(section)
}

/// The table of these properties, or of those among them that the file holds.
pub(super) fn written(section: &[Property], holds: Holds, place: &Place<'_>) -> Result<Table, ProfileError> {
    let mut ids = HashSet::new();
    let mut table = Table::new();
    for Property { tag, value } in section {
        let wrong = |text: &str| place.wrong(format!("{}: {text}", key(*tag)));
        if is_secure(*tag) != (holds == Holds::Secure) {
            continue;
        }
        checked(*tag, &mut ids).map_err(|text| wrong(&text))?;
        if as_unicode(tag.kind()) != value.kind() {
            return Err(wrong("its value has another type"));
        }
        let named = if *tag == tags::RESOURCE_TYPE { named_type(value) } else { None };
        let shown = named.or_else(|| values::written(value)).ok_or_else(|| wrong("a profile cannot hold its type"))?;
        table.insert(key(*tag), shown);
    }
    Ok(table)
}

/// The name of a property, else its tag as hex digits.
pub(super) fn key(tag: PropTag) -> String {
    let known = NAMES.iter().find(|(_, known)| *known == tag);
    known.map_or_else(|| format!("{:08X}", tag.0), |(name, _)| (*name).into())
}

fn tag(key: &str) -> Option<PropTag> {
    let known = NAMES.iter().find(|(name, _)| *name == key);
    let digits = || (key.len() == 8 && key.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(key);
    let parsed = || u32::from_str_radix(digits()?, 16).ok().map(PropTag);
    known.map(|(_, tag)| *tag).or_else(parsed)
}

/// Each id once, and each property that MAPI knows with the type that it has.
fn checked(tag: PropTag, ids: &mut HashSet<u16>) -> Result<(), String> {
    let known = NAMES.iter().find(|(_, known)| known.id() == tag.id());
    if let Some((name, known)) = known.filter(|(_, known)| as_unicode(known.kind()) != as_unicode(tag.kind())) {
        return Err(format!("{name} has another type, {:04X}", known.kind()));
    }
    if ids.insert(tag.id()) { Ok(()) } else { Err("another key has the same property id".into()) }
}

/// Text is one type, whatever its width.
fn as_unicode(kind: u16) -> u16 {
    match kind {
        PT_STRING8 => PT_UNICODE,
        PT_MV_STRING8 => PT_MV_UNICODE,
        kind => kind,
    }
}

fn resource_type(value: &Value) -> Option<PropValue> {
    let name = value.as_str()?;
    TYPES.iter().find(|(known, _)| *known == name).map(|(_, number)| (*number).into())
}

fn named_type(value: &PropValue) -> Option<Value> {
    let number = value.as_i32()?.cast_unsigned();
    TYPES.iter().find(|(_, known)| *known == number).map(|(name, _)| (*name).into())
}
