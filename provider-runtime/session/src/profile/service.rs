//! Message services and their providers as a profile has them: sections as lists of properties,
//! built and read. What a file must say of them is in `text.rs`.

use super::fresh_uid;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::tag::ValueFor;
use std::fmt;

/// A message service: what is set for it as a whole, and its providers.
///
/// Two are equal if they have the same properties, in whatever order, and equal providers in the
/// same order.
#[derive(Clone)]
pub struct Service {
    section: Vec<Property>,
    providers: Vec<ProviderEntry>,
}

impl Service {
    /// A service without providers, with a UID of its own. `name` is its section in mapisvc.inf;
    /// `dll` exports its configuration function, `ServiceEntry` if nothing else is set (SVC-1).
    pub fn named(name: &str, dll: &str) -> Self {
        let section = vec![
            Property::new(tags::SERVICE_NAME, name),
            Property::new(tags::DISPLAY_NAME, name),
            Property::new(tags::SERVICE_UID, fresh_uid().as_slice()),
            Property::new(tags::SERVICE_DLL_NAME, dll),
            typed(tags::SERVICE_ENTRY_NAME, "ServiceEntry"),
            Property::new(tags::RESOURCE_FLAGS, 0_u32),
        ];
        Self::of(section)
    }

    pub(crate) fn of(section: Vec<Property>) -> Self {
        Self { section, providers: Vec::new() }
    }

    /// The service with one more property in its section, or another value for it.
    #[must_use]
    pub fn with<K: Into<PropTag>>(mut self, tag: K, value: impl ValueFor<K>) -> Self {
        set(&mut self.section, tag.into(), value);
        self
    }

    /// The service with one more provider, after the others. One without a DLL name of its own
    /// gets the service's.
    #[must_use]
    pub fn provider(mut self, mut entry: ProviderEntry) -> Self {
        if let (None, Some(dll)) = (entry.dll(), self.dll()) {
            set(&mut entry.values, tags::PROVIDER_DLL_NAME, dll);
        }
        self.providers.push(entry);
        self
    }

    /// PR_SERVICE_NAME; empty if it is not set.
    pub fn name(&self) -> &str {
        text(&self.section, tags::SERVICE_NAME).unwrap_or_default()
    }

    /// PR_SERVICE_DLL_NAME; a service without one has no configuration function (INF-6).
    pub fn dll(&self) -> Option<&str> {
        text(&self.section, tags::SERVICE_DLL_NAME)
    }

    /// PR_SERVICE_ENTRY_NAME: its configuration function, if it has one (INF-6).
    pub fn entry_name(&self) -> Option<&str> {
        text(&self.section, tags::SERVICE_ENTRY_NAME)
    }

    /// PR_SERVICE_UID; `None` only if something that is no UID was set.
    pub fn uid(&self) -> Option<[u8; 16]> {
        uid(&self.section, tags::SERVICE_UID)
    }

    /// The value of the property with the tag's id; text whatever its width.
    pub fn get(&self, tag: impl Into<PropTag>) -> Option<&PropValue> {
        find(&self.section, tag.into())
    }

    /// What stands in its section.
    pub fn section(&self) -> &[Property] {
        &self.section
    }

    /// Its providers, in the profile's order.
    pub fn providers(&self) -> &[ProviderEntry] {
        &self.providers
    }

    pub(crate) fn section_mut(&mut self) -> &mut Vec<Property> {
        &mut self.section
    }

    pub(crate) fn providers_mut(&mut self) -> &mut Vec<ProviderEntry> {
        &mut self.providers
    }
}

impl PartialEq for Service {
    fn eq(&self, other: &Self) -> bool {
        is_same(&self.section, &other.section) && self.providers == other.providers
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let section = Shown(&self.section);
        f.debug_struct("Service").field("section", &section).field("providers", &self.providers).finish()
    }
}

/// A provider in a profile: its section, or that it has none.
///
/// Two are equal if they have the same properties, in whatever order.
#[derive(Clone)]
pub struct ProviderEntry {
    /// The section's properties; without a section, what MAPI needs to load and find the provider.
    values: Vec<Property>,
    has_section: bool,
}

impl ProviderEntry {
    /// A store provider (`MAPI_STORE_PROVIDER`) with a UID of its own. `display` is its
    /// PR_DISPLAY_NAME and its PR_PROVIDER_DISPLAY.
    pub fn store(display: &str) -> Self {
        Self::new(MAPI_STORE_PROVIDER, display)
    }

    /// An address book provider (`MAPI_AB_PROVIDER`), else as [`store`](Self::store).
    pub fn address_book(display: &str) -> Self {
        Self::new(MAPI_AB_PROVIDER, display)
    }

    /// A transport provider (`MAPI_TRANSPORT_PROVIDER`), else as [`store`](Self::store).
    pub fn transport(display: &str) -> Self {
        Self::new(MAPI_TRANSPORT_PROVIDER, display)
    }

    /// INF-8; the DLL's name comes with the service.
    fn new(kind: u32, display: &str) -> Self {
        let values = vec![
            Property::new(tags::PROVIDER_UID, fresh_uid().as_slice()),
            Property::new(tags::DISPLAY_NAME, display),
            Property::new(tags::PROVIDER_DISPLAY, display),
            Property::new(tags::RESOURCE_TYPE, kind),
            Property::new(tags::RESOURCE_FLAGS, 0_u32),
        ];
        Self::of(values, true)
    }

    pub(super) fn of(values: Vec<Property>, has_section: bool) -> Self {
        Self { values, has_section }
    }

    /// The provider with one more property in its section, or another value for it. One without a
    /// section gets one.
    #[must_use]
    pub fn with<K: Into<PropTag>>(mut self, tag: K, value: impl ValueFor<K>) -> Self {
        self.has_section = true;
        set(&mut self.values, tag.into(), value);
        self
    }

    /// The provider without a section: only its UID, its DLL's name and its type are kept.
    #[must_use]
    pub fn without_section(mut self) -> Self {
        self.has_section = false;
        self.values.retain(|property| stands_alone(property.tag));
        self
    }

    /// PR_PROVIDER_UID; `None` only if something that is no UID was set.
    pub fn uid(&self) -> Option<[u8; 16]> {
        uid(&self.values, tags::PROVIDER_UID)
    }

    /// PR_PROVIDER_DLL_NAME; `None` until the provider is in a service.
    pub fn dll(&self) -> Option<&str> {
        text(&self.values, tags::PROVIDER_DLL_NAME)
    }

    /// PR_RESOURCE_TYPE: `MAPI_STORE_PROVIDER`, `MAPI_AB_PROVIDER`, `MAPI_TRANSPORT_PROVIDER` (in
    /// [`abi::flag`]).
    ///
    /// [`abi::flag`]: provider_abi::shapes::flag
    pub fn kind(&self) -> Option<u32> {
        find(&self.values, tags::RESOURCE_TYPE)?.as_i32().map(i32::cast_unsigned)
    }

    /// The value of the section's property with the tag's id; text whatever its width.
    pub fn get(&self, tag: impl Into<PropTag>) -> Option<&PropValue> {
        find(self.section()?, tag.into())
    }

    /// What stands in its section, if it has one.
    pub fn section(&self) -> Option<&[Property]> {
        self.has_section.then_some(self.values.as_slice())
    }

    pub(crate) fn section_mut(&mut self) -> Option<&mut Vec<Property>> {
        self.has_section.then_some(&mut self.values)
    }

    /// Its properties, also without a section.
    pub(super) fn values(&self) -> &[Property] {
        &self.values
    }

    pub(super) fn values_mut(&mut self) -> &mut Vec<Property> {
        &mut self.values
    }
}

impl PartialEq for ProviderEntry {
    fn eq(&self, other: &Self) -> bool {
        self.has_section == other.has_section && is_same(&self.values, &other.values)
    }
}

impl fmt::Debug for ProviderEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = Shown(&self.values);
        f.debug_struct("ProviderEntry").field("values", &values).field("has_section", &self.has_section).finish()
    }
}

/// Properties for people: of a secure one only that it is there (T-96).
struct Shown<'a>(&'a [Property]);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for property in self.0 {
            if is_secure(property.tag) {
                map.entry(&property.tag, &format_args!("secure"));
            } else {
                map.entry(&property.tag, &property.value);
            }
        }
        map.finish()
    }
}

/// CFG-5: a secret.
pub(super) fn is_secure(tag: PropTag) -> bool {
    (PROP_ID_SECURE_MIN..=PROP_ID_SECURE_MAX).contains(&tag.id())
}

/// Kept for a provider without a section.
pub(super) fn stands_alone(tag: PropTag) -> bool {
    [tags::PROVIDER_UID, tags::PROVIDER_DLL_NAME, tags::RESOURCE_TYPE].map(PropTag::id).contains(&tag.id())
}

pub(super) fn find(section: &[Property], tag: PropTag) -> Option<&PropValue> {
    section.iter().find(|property| property.tag.id() == tag.id()).map(|property| &property.value)
}

pub(super) fn set(section: &mut Vec<Property>, tag: PropTag, value: impl Into<PropValue>) {
    section.retain(|other| other.tag.id() != tag.id());
    section.push(typed(tag, value));
}

/// The property under the type of its value; text under an 8-bit tag keeps that, for there are tags
/// without another form.
fn typed(tag: PropTag, value: impl Into<PropValue>) -> Property {
    let property = Property::new(tag, value);
    match (tag.kind(), property.tag.kind()) {
        (PT_STRING8, PT_UNICODE) | (PT_MV_STRING8, PT_MV_UNICODE) => Property { tag, ..property },
        _ => property,
    }
}

fn text(section: &[Property], tag: PropTag) -> Option<&str> {
    find(section, tag)?.as_text()
}

fn uid(section: &[Property], tag: PropTag) -> Option<[u8; 16]> {
    find(section, tag)?.as_binary()?.try_into().ok()
}

/// Ids stand in a section once, so equal lengths are enough.
fn is_same(one: &[Property], other: &[Property]) -> bool {
    one.len() == other.len() && one.iter().all(|property| other.contains(property))
}
