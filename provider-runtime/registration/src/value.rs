//! One value as it stands in the file, and back: names of flags, longs low byte first, bytes as hex
//! digits (INF-4, INF-5). What is refused is in `check.rs`.

use provider_abi::hex::{hex, unhex};
use provider_abi::prop_value::PropValue;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;

/// The properties that the file calls by name (INF-6, INF-8).
const NAMES: [(&str, PropTag); 12] = [
    ("PR_DISPLAY_NAME", tags::DISPLAY_NAME),
    ("PR_PROVIDER_DISPLAY", tags::PROVIDER_DISPLAY),
    ("PR_PROVIDER_DLL_NAME", tags::PROVIDER_DLL_NAME),
    ("PR_RESOURCE_TYPE", tags::RESOURCE_TYPE),
    ("PR_RESOURCE_FLAGS", tags::RESOURCE_FLAGS),
    ("PR_SERVICE_DLL_NAME", tags::SERVICE_DLL_NAME),
    ("PR_SERVICE_ENTRY_NAME", tags::SERVICE_ENTRY_NAME),
    ("PR_SERVICE_SUPPORT_FILES", tags::SERVICE_SUPPORT_FILES),
    ("PR_SERVICE_DELETE_FILES", tags::SERVICE_DELETE_FILES),
    ("PR_SERVICE_UID", tags::SERVICE_UID),
    ("PR_STATUS_CODE", tags::STATUS_CODE),
    ("PR_MDB_PROVIDER", tags::MDB_PROVIDER),
];

/// PR_RESOURCE_TYPE (INF-8).
pub(super) const TYPES: &[(&str, u32)] = &[
    ("MAPI_STORE_PROVIDER", MAPI_STORE_PROVIDER),
    ("MAPI_AB_PROVIDER", MAPI_AB_PROVIDER),
    ("MAPI_TRANSPORT_PROVIDER", MAPI_TRANSPORT_PROVIDER),
    ("MAPI_PROFILE_PROVIDER", MAPI_PROFILE_PROVIDER),
    ("MAPI_HOOK_PROVIDER", MAPI_HOOK_PROVIDER),
];

/// PR_RESOURCE_FLAGS of a service (INF-7).
pub(super) const SERVICE_FLAGS: &[(&str, u32)] = &[
    ("SERVICE_DEFAULT_STORE", SERVICE_DEFAULT_STORE),
    ("SERVICE_SINGLE_COPY", SERVICE_SINGLE_COPY),
    ("SERVICE_CREATE_WITH_STORE", SERVICE_CREATE_WITH_STORE),
    ("SERVICE_PRIMARY_IDENTITY", SERVICE_PRIMARY_IDENTITY),
    ("SERVICE_NO_PRIMARY_IDENTITY", SERVICE_NO_PRIMARY_IDENTITY),
];

/// PR_RESOURCE_FLAGS of a provider.
pub(super) const STATUS_FLAGS: &[(&str, u32)] = &[
    ("STATUS_DEFAULT_OUTBOUND", STATUS_DEFAULT_OUTBOUND),
    ("STATUS_DEFAULT_STORE", STATUS_DEFAULT_STORE),
    ("STATUS_PRIMARY_IDENTITY", STATUS_PRIMARY_IDENTITY),
    ("STATUS_SIMPLE_STORE", STATUS_SIMPLE_STORE),
    ("STATUS_XP_PREFER_LAST", STATUS_XP_PREFER_LAST),
    ("STATUS_NO_PRIMARY_IDENTITY", STATUS_NO_PRIMARY_IDENTITY),
    ("STATUS_NO_DEFAULT_STORE", STATUS_NO_DEFAULT_STORE),
    ("STATUS_TEMP_SECTION", STATUS_TEMP_SECTION),
    ("STATUS_OWN_STORE", STATUS_OWN_STORE),
    ("STATUS_NEED_IPM_TREE", STATUS_NEED_IPM_TREE),
    ("STATUS_PRIMARY_STORE", STATUS_PRIMARY_STORE),
    ("STATUS_SECONDARY_STORE", STATUS_SECONDARY_STORE),
];

/// Whether it is a secret of the profile's (CFG-5).
pub(super) fn is_secure(tag: PropTag) -> bool {
    (0x67F0..=0x67FF).contains(&tag.id())
}

/// A property's key: eight hex digits, id then type; text as 8-bit text, which the file is.
pub(super) fn key(tag: PropTag) -> String {
    let kind = if tag.kind() == PT_UNICODE { PT_STRING8 } else { tag.kind() };
    format!("{:08x}", tag.with_kind(kind).0)
}

/// The property that a key means; `None` for a key that is neither hex digits nor a known name.
pub(super) fn tag(key: &str) -> Option<PropTag> {
    let known = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
    known.map(|(_, tag)| *tag).or_else(|| match unhex(key)?.try_into() {
        Ok(bytes) => Some(PropTag(u32::from_be_bytes(bytes))),
        Err(_) => None,
    })
}

/// The names of all bits, or of the one number; `None` if one has no name, or nothing is set.
pub(super) fn named(number: u32, names: &[(&str, u32)]) -> Option<String> {
    if let Some((name, _)) = names.iter().find(|(_, known)| *known == number) {
        return Some((*name).into());
    }
    let set: Vec<_> = names.iter().filter(|(_, flag)| number & flag != 0).collect();
    let known = set.iter().fold(0, |bits, (_, flag)| bits | flag);
    let names: Vec<_> = set.iter().map(|(name, _)| *name).collect();
    (known == number && number != 0).then(|| names.join("|"))
}

/// A value as it stands in the file; `None` for a type that cannot.
pub(super) fn written(value: &PropValue) -> Option<String> {
    match value {
        PropValue::Text(text) => Some(text.clone()),
        PropValue::I32(number) => Some(hex(&number.to_le_bytes())),
        PropValue::Binary(bytes) => Some(hex(bytes)),
        _ => None,
    }
}

/// The value that stands in the file for a property of this type.
///
/// # Errors
/// What the type needs in its place.
pub(super) fn read(tag: PropTag, text: &str) -> Result<PropValue, &'static str> {
    match tag.kind() {
        PT_STRING8 | PT_UNICODE => Ok(PropValue::Text(text.into())),
        PT_MV_STRING8 | PT_MV_UNICODE => Ok(PropValue::Texts(list(text).map(String::from).collect())),
        PT_LONG => long(text).map(PropValue::from).ok_or("needs eight hex digits, low byte first, or names of flags"),
        PT_BINARY => unhex(text).map(PropValue::Binary).ok_or("needs hex digits, two for each byte"),
        _ => Err("is of a type that cannot stand in the file"),
    }
}

/// The names in a list (INF-3).
pub(super) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|name| !name.is_empty())
}

/// Hex digits, or names with `|` between them, which is seen in practice.
fn long(text: &str) -> Option<u32> {
    if let Some(bytes) = unhex(text) {
        return bytes.try_into().ok().map(u32::from_le_bytes);
    }
    let all = || TYPES.iter().chain(SERVICE_FLAGS).chain(STATUS_FLAGS);
    let flag = |name: &str| all().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, flag)| *flag);
    text.split('|').try_fold(0, |bits, name| Some(bits | flag(name.trim())?))
}
