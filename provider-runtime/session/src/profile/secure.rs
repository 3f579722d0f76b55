//! The secure properties of a profile (CFG-5) as a text of their own: which section each belongs to
//! is said by UIDs. Who can read the file is `file.rs`'s.

use super::error::{Place, ProfileError};
use super::table::{self, Holds};
use super::text::{parsed, unparsed};
use super::{Profile, ProviderEntry, Service};
use provider_abi::hex::{hex, unhex};
use provider_abi::prop_value::Property;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Table;

#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct SecureText {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    section: Vec<SectionText>,
}

/// The secure properties of one provider, or of a service itself.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct SectionText {
    service: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    values: Table,
}

/// The UIDs of a service, and of the provider in it.
type Owner = (Option<[u8; 16]>, Option<[u8; 16]>);

/// The text of the secure properties; `None` if the profile has none.
pub(super) fn written(profile: &Profile, file: &str) -> Result<Option<String>, ProfileError> {
    let mut text = SecureText::default();
    for (number, service) in (1..).zip(profile.services()) {
        let place = Place::service(file, number);
        let mut add = |provider: Option<&ProviderEntry>, values: &[Property], place: &Place<'_>| {
            let values = table::written(values, Holds::Secure, place)?;
            let shown = |uid: Option<[u8; 16]>| uid.map(|uid| hex(&uid));
            let service = shown(service.uid());
            let provider = provider.and_then(|entry| shown(entry.uid()));
            if let (Some(service), false) = (service, values.is_empty()) {
                text.section.push(SectionText { service, provider, values });
            }
            Ok(())
        };
        add(None, service.section(), &place)?;
        for (number, entry) in (1..).zip(service.providers()) {
            add(Some(entry), entry.values(), &place.provider(number))?;
        }
    }
    if text.section.is_empty() { Ok(None) } else { unparsed(&text, file).map(Some) }
}

/// Puts the secure properties of `text` into the sections that they belong to.
pub(super) fn read(profile: &mut Profile, text: &str, file: &str) -> Result<(), ProfileError> {
    let parsed: SecureText = parsed(text, file).map_err(without_text)?;
    let mut found: BTreeMap<Owner, (Place<'_>, Vec<Property>)> = BTreeMap::new();
    for (number, section) in (1..).zip(parsed.section) {
        let place = Place::new(file, format!("section {number}"));
        let uid = |text: &str| unhex(text).and_then(|bytes| <[u8; 16]>::try_from(bytes).ok());
        let service = uid(&section.service).ok_or_else(|| place.wrong("service: needs 32 hex digits"))?;
        let provider = section.provider.as_deref();
        let provider = provider.map(|text| uid(text).ok_or_else(|| place.wrong("provider: needs 32 hex digits")));
        let owner = (Some(service), provider.transpose()?);
        let values = table::read(&section.values, Holds::Secure, &place)?;
        if found.contains_key(&owner) {
            return Err(place.wrong("another section has the same owner"));
        }
        found.insert(owner, (place, values));
    }
    for service in profile.services_mut() {
        give_out(service, &mut found);
    }
    match found.into_values().next() {
        None => Ok(()),
        Some((place, _)) => Err(place.wrong("the profile has no section with these UIDs: put it there, or this away")),
    }
}

fn give_out(service: &mut Service, found: &mut BTreeMap<Owner, (Place<'_>, Vec<Property>)>) {
    let uid = service.uid();
    if let Some((_, values)) = found.remove(&(uid, None)) {
        service.section_mut().extend(values);
    }
    for entry in service.providers_mut() {
        let owner = (uid, entry.uid());
        if let Some(section) = entry.section_mut()
            && let Some((_, values)) = found.remove(&owner)
        {
            section.extend(values);
        }
    }
}

/// The parser's own words may hold what stands in the file.
fn without_text(error: ProfileError) -> ProfileError {
    match error {
        ProfileError::Syntax { file, line, column, .. } => {
            ProfileError::Syntax { file, line, column, text: "not as a file of secure properties has to be".into() }
        }
        error => error,
    }
}
