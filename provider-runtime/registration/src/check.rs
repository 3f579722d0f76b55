//! What MAPI would misread: names, texts and properties that are refused before they are written,
//! each with its rule. How a good value is written is in `value.rs`.

use super::error::InfError;
use super::{document, value};
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::{PT_STRING8, PT_UNICODE};
use provider_abi::shapes::tags;

/// The global sections (INF-2).
const GLOBAL: [&str; 3] = ["Services", "Default Services", "Help File Mappings"];

/// Properties that the file must not have, or that the generator writes itself.
const NEVER: [(u16, &str, &str); 11] = [
    (tags::SERVICE_UID.id(), "MAPI makes it, and it must not appear in the file", "INF-6"),
    (tags::PROVIDER_UID.id(), "MAPI makes it", "INF-6"),
    (tags::STATUS_CODE.id(), "it belongs in the status table, not in the file", "INF-13"),
    (tags::SERVICE_DLL_NAME.id(), OURS, "INF-6"),
    (tags::SERVICE_ENTRY_NAME.id(), OURS, "INF-6"),
    (tags::SERVICE_SUPPORT_FILES.id(), OURS, "INF-6"),
    (tags::DISPLAY_NAME.id(), OURS, "INF-8"),
    (tags::PROVIDER_DISPLAY.id(), OURS, "INF-8"),
    (tags::PROVIDER_DLL_NAME.id(), OURS, "INF-8"),
    (tags::RESOURCE_TYPE.id(), OURS, "INF-8"),
    (tags::RESOURCE_FLAGS.id(), OURS, "INF-8"),
];
const OURS: &str = "it would stand twice: it follows from the rest of the registration";

/// A text that comes back from the file as it went in.
pub(super) fn text(what: &str, text: &str) -> Result<(), InfError> {
    let refused = |why: &str, rule| Err(InfError::refused(what, why, rule));
    let quote = |quote: char| text.len() > 1 && text.starts_with(quote) && text.ends_with(quote);
    if text.chars().any(char::is_control) {
        return refused("it has a line end or another control character, and an entry is one line", "INF-4");
    }
    if document::bare(text) != text {
        return refused("it starts or ends with a blank, which is not read back", "INF-5");
    }
    if quote('"') || quote('\'') {
        return refused("it stands in quotes, which are not read back", "INF-5");
    }
    if document::ansi(text).is_none() {
        return refused("it has characters that are not in the ANSI code page", "INF-9");
    }
    Ok(())
}

/// The name of a service's section.
pub(super) fn section_name(name: &str) -> Result<(), InfError> {
    let what = format!("section name `{name}`");
    let refused = |why: &str, rule| Err(InfError::refused(&what, why, rule));
    text(&what, name)?;
    if name.is_empty() {
        return refused("it is empty", "INF-2");
    }
    if name.contains(['[', ']', '=', ';']) {
        return refused("a bracket, an equals sign or a semicolon would end it too early", "INF-2");
    }
    if name.contains(',') {
        return refused("a comma separates names in a list", "INF-3");
    }
    if GLOBAL.iter().any(|global| document::same(global, name)) {
        return refused("it is one of the global sections", "INF-2");
    }
    Ok(())
}

/// The name of a DLL, or its full path: what is left of it when MAPI has put `32` before the first
/// period (INF-9, T-88).
pub(super) fn dll(name: &str) -> Result<(), InfError> {
    let what = format!("DLL name `{name}`");
    let refused = |why: &str| Err(InfError::refused(&what, why, "INF-9"));
    text(&what, name)?;
    let file = file_name(name);
    let Some((stem, extension)) = file.split_once('.') else {
        return refused("it has no suffix `.dll`, before which MAPI would put its `32`");
    };
    if name.matches('.').count() > 1 {
        return refused("it has a second period, and MAPI puts its `32` before the first one");
    }
    if !extension.eq_ignore_ascii_case("dll") || stem.is_empty() {
        return refused("it is not `.dll` after a name");
    }
    if stem.ends_with("32") {
        return refused("it ends in `32`, which MAPI puts there itself: write the name without it");
    }
    if name.contains(['<', '>', '"', '|', '?', '*', ',', ';']) || file.contains(':') {
        return refused("it has a character that no file name has, or one that separates names in a list");
    }
    let drive = |name: &str| name.as_bytes().get(1..3) == Some(br":\") || name.starts_with(r"\\");
    if file != name && !drive(name) {
        return refused("it is neither a name alone nor a full path");
    }
    Ok(())
}

/// The part of a path after its last separator.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['\\', '/']).next().unwrap_or_default()
}

/// A property of a section: not a secret, not one of MAPI's, and of the type that its tag says.
pub(super) fn property(property: &Property) -> Result<(), InfError> {
    let key = value::key(property.tag);
    let refused = |why: &str, rule| Err(InfError::refused(&key, why, rule));
    if value::is_secure(property.tag) {
        return refused("a secure property is kept in the profile, never in the file", "CFG-5, INF-11");
    }
    if let Some((_, why, rule)) = NEVER.iter().find(|(id, ..)| *id == property.tag.id()) {
        return refused(why, rule);
    }
    let kind = if property.tag.kind() == PT_STRING8 { PT_UNICODE } else { property.tag.kind() };
    if kind != property.value.kind() {
        return refused("its value has another type than its tag says", "INF-4");
    }
    Ok(())
}
