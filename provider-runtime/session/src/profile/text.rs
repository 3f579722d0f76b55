//! A profile as a text in TOML, and back: the tables, what a text may leave out, and what it may
//! not. Secure properties are in `secure.rs`, the files in `file.rs`.

use super::error::{LONGEST, Place, ProfileError};
use super::service::{find, set, stands_alone};
use super::table::{self, Holds};
use super::{Profile, ProviderEntry, Service, fresh_uid};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::io;
use toml::Table;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ProfileText {
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    service: Vec<ServiceText>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ServiceText {
    section: Table,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    provider: Vec<ProviderText>,
}

/// Exactly one of the two.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ProviderText {
    section: Option<Table>,
    without_section: Option<Table>,
}

impl Profile {
    /// The profile as a text, without its secure properties (CFG-5).
    ///
    /// # Errors
    /// [`ProfileError::Content`] for a profile that a text would be refused for: a property that
    /// MAPI knows has a type of its own, a provider is without a DLL name, a UID stands twice …
    pub fn to_text(&self) -> Result<String, ProfileError> {
        written(self, "profile")
    }
}

impl std::str::FromStr for Profile {
    type Err = ProfileError;

    /// The profile that a text says; it has no secure properties (CFG-5).
    fn from_str(text: &str) -> Result<Self, ProfileError> {
        read(text, "profile")
    }
}

pub(super) fn read(text: &str, file: &str) -> Result<Profile, ProfileError> {
    let parsed: ProfileText = parsed(text, file)?;
    let mut profile = Profile::empty(&parsed.name);
    for (number, written) in (1..).zip(parsed.service) {
        let place = Place::service(file, number);
        let mut service = Service::of(table::read(&written.section, Holds::Plain, &place)?);
        for (number, written) in (1..).zip(written.provider) {
            service.providers_mut().push(provider(written, &place.provider(number))?);
        }
        complete(&mut service);
        profile.services_mut().push(service);
    }
    check(&profile, file)?;
    Ok(profile)
}

pub(super) fn written(profile: &Profile, file: &str) -> Result<String, ProfileError> {
    check(profile, file)?;
    let mut text = ProfileText { name: profile.name.clone(), service: Vec::new() };
    for (number, service) in (1..).zip(profile.services()) {
        let place = Place::service(file, number);
        let section = table::written(service.section(), Holds::Plain, &place)?;
        let mut written = ServiceText { section, provider: Vec::new() };
        for (number, entry) in (1..).zip(service.providers()) {
            let table = table::written(entry.values(), Holds::Plain, &place.provider(number))?;
            let (section, without_section) =
                if entry.section().is_some() { (Some(table), None) } else { (None, Some(table)) };
            written.provider.push(ProviderText { section, without_section });
        }
        text.service.push(written);
    }
    unparsed(&text, file)
}

/// A text as what it says, or where it does not.
pub(super) fn parsed<T: DeserializeOwned>(text: &str, file: &str) -> Result<T, ProfileError> {
    toml::from_str(text).map_err(|error| {
        let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or(text);
        let (line, column) = match before.rsplit_once('\n') {
            Some((above, left)) => (above.matches('\n').count() + 2, left.chars().count() + 1),
            None => (1, before.chars().count() + 1),
        };
        ProfileError::Syntax { file: file.into(), line, column, text: error.message().into() }
    })
}

/// The text of what can be read back: one that is too long cannot.
pub(super) fn unparsed(value: &impl Serialize, file: &str) -> Result<String, ProfileError> {
    let text = toml::to_string(value).map_err(|error| {
        let source = io::Error::other(error);
        ProfileError::Io { file: file.into(), doing: "put into words".into(), source }
    })?;
    if text.len() as u64 > LONGEST { Err(ProfileError::TooLong { file: file.into() }) } else { Ok(text) }
}

fn provider(written: ProviderText, place: &Place<'_>) -> Result<ProviderEntry, ProfileError> {
    let (table, has_section) = match (written.section, written.without_section) {
        (Some(table), None) => (table, true),
        (None, Some(table)) => (table, false),
        _ => return Err(place.wrong("needs either `section` or `without_section`")),
    };
    let values = table::read(&table, Holds::Plain, place)?;
    if let Some(other) = values.iter().find(|property| !has_section && !stands_alone(property.tag)) {
        return Err(place.wrong(format!("{}: has no place without a section", table::key(other.tag))));
    }
    Ok(ProviderEntry::of(values, has_section))
}

/// What a text may leave out (INF-8).
fn complete(service: &mut Service) {
    let dll = find(service.section(), tags::SERVICE_DLL_NAME).cloned();
    for entry in service.providers_mut() {
        let has_section = entry.section().is_some();
        let values = entry.values_mut();
        lacks(values, tags::PROVIDER_UID, Some(fresh_uid().as_slice().into()));
        lacks(values, tags::PROVIDER_DLL_NAME, dll.clone());
        if has_section {
            lacks(values, tags::DISPLAY_NAME, find(values, tags::PROVIDER_DISPLAY).cloned());
            lacks(values, tags::PROVIDER_DISPLAY, find(values, tags::DISPLAY_NAME).cloned());
            lacks(values, tags::RESOURCE_FLAGS, Some(0_u32.into()));
        }
    }
    let section = service.section_mut();
    lacks(section, tags::SERVICE_UID, Some(fresh_uid().as_slice().into()));
    lacks(section, tags::DISPLAY_NAME, find(section, tags::SERVICE_NAME).cloned());
    lacks(section, tags::RESOURCE_FLAGS, Some(0_u32.into()));
}

fn lacks(section: &mut Vec<Property>, tag: PropTag, made: Option<PropValue>) {
    if let (None, Some(made)) = (find(section, tag), made) {
        set(section, tag, made);
    }
}

/// What a profile cannot do without: names, types, and UIDs that find each section again.
fn check(profile: &Profile, file: &str) -> Result<(), ProfileError> {
    let mut uids = HashSet::new();
    let mut uid = |tag, uid: Option<_>, place: &Place<'_>| match uid {
        None => Err(place.wrong(format!("{}: needs 16 bytes", table::key(tag)))),
        Some(uid) if !uids.insert((tag, uid)) => Err(place.wrong(format!("{}: that of another one", table::key(tag)))),
        Some(_) => Ok(()),
    };
    let needs = |is_there: bool, text: &'static str, place: &Place<'_>| {
        if is_there { Ok(()) } else { Err(place.wrong(text)) }
    };
    for (number, service) in (1..).zip(profile.services()) {
        let place = Place::service(file, number);
        needs(!service.name().is_empty(), "PR_SERVICE_NAME: is missing", &place)?;
        uid(tags::SERVICE_UID, service.uid(), &place)?;
        for (number, entry) in (1..).zip(service.providers()) {
            let place = place.provider(number);
            uid(tags::PROVIDER_UID, entry.uid(), &place)?;
            let has_dll = entry.dll().is_some_and(|dll| !dll.is_empty());
            needs(has_dll, "PR_PROVIDER_DLL_NAME: is missing, and the service has no PR_SERVICE_DLL_NAME", &place)?;
            needs(entry.kind().is_some(), "PR_RESOURCE_TYPE: is missing", &place)?;
            let has_name = entry.section().is_none() || entry.get(tags::PROVIDER_DISPLAY).is_some();
            needs(has_name, "PR_PROVIDER_DISPLAY: is missing, and so is PR_DISPLAY_NAME", &place)?;
        }
    }
    Ok(())
}
