//! The profile as data: message services, each with its section and its providers' sections. What one session makes of it is
//! in `services.rs`, a section as an object in `section.rs`.

use crate::abi::flag::MAPI_STORE_PROVIDER;
use crate::abi::tag::PropTag;
use crate::abi::tags;
use crate::provider::{PropValue, Property};
use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Clone, Debug)]
pub struct Profile {
    name: String,
    services: Vec<Service>,
}
#[derive(Clone, Debug)]
pub struct Service {
    section: Vec<Property>,
    providers: Vec<ProviderEntry>,
}
#[derive(Clone, Debug)]
pub struct ProviderEntry {
    dll: String,
    kind: u32,
    section: Option<Vec<Property>>,
}

impl Profile {
    pub fn named(name: &str) -> Self {
        let service = Service::named("PROVIDER", "provider.dll");
        Self::empty(name).service(service.provider(ProviderEntry::store("Provider")))
    }
    pub fn empty(name: &str) -> Self {
        Self { name: name.into(), services: Vec::new() }
    }
    #[must_use]
    pub fn service(mut self, service: Service) -> Self {
        self.services.push(service);
        self
    }
    #[must_use]
    pub fn with(mut self, tag: PropTag, value: impl Into<PropValue>) -> Self {
        let last = self.services.last_mut().and_then(|service| service.providers.last_mut());
        if let Some(section) = last.and_then(|last| last.section.as_mut()) {
            section.retain(|other| other.tag.id() != tag.id());
            section.push(Property::new(tag, value));
        }
        self
    }
    #[must_use]
    pub fn without_section(mut self) -> Self {
        if let Some(last) = self.services.last_mut().and_then(|service| service.providers.last_mut()) {
            last.section = None;
        }
        self
    }
    pub fn name(&self) -> &str {
        &self.name
    }
    pub fn services(&self) -> &[Service] {
        &self.services
    }
}
impl Service {
    pub(crate) fn of(section: Vec<Property>, providers: Vec<ProviderEntry>) -> Self {
        Self { section, providers }
    }
    pub fn named(name: &str, dll: &str) -> Self {
        let section = vec![
            Property::new(tags::SERVICE_NAME, name),
            Property::new(tags::SERVICE_UID, fresh_uid().as_slice()),
            Property::new(tags::SERVICE_DLL_NAME, dll),
            Property::new(tags::SERVICE_ENTRY_NAME, "ServiceEntry"),
            Property::new(tags::RESOURCE_FLAGS, 0_u32),
        ];
        Self { section, providers: Vec::new() }
    }
    #[must_use]
    pub fn provider(mut self, mut provider: ProviderEntry) -> Self {
        if provider.dll.is_empty() {
            provider.dll = self.dll().unwrap_or_default().into();
            if let Some(section) = provider.section.as_mut() {
                section.push(Property::new(tags::PROVIDER_DLL_NAME, provider.dll.as_str()));
            }
        }
        self.providers.push(provider);
        self
    }
    pub fn get(&self, tag: PropTag) -> Option<&PropValue> {
        self.section.iter().find(|p| p.tag.id() == tag.id()).map(|p| &p.value)
    }
    pub fn name(&self) -> Option<&str> {
        self.get(tags::SERVICE_NAME).and_then(PropValue::as_text)
    }
    pub fn dll(&self) -> Option<&str> {
        self.get(tags::SERVICE_DLL_NAME).and_then(PropValue::as_text)
    }
    pub fn section(&self) -> &[Property] {
        &self.section
    }
    pub fn providers(&self) -> &[ProviderEntry] {
        &self.providers
    }
}
impl ProviderEntry {
    pub(crate) fn of(dll: &str, kind: u32, section: Option<Vec<Property>>) -> Self {
        Self { dll: dll.into(), kind, section }
    }
    pub fn store(display: &str) -> Self {
        let section = vec![
            Property::new(tags::PROVIDER_UID, fresh_uid().as_slice()),
            Property::new(tags::RESOURCE_TYPE, MAPI_STORE_PROVIDER),
            Property::new(tags::RESOURCE_FLAGS, 0_u32),
            Property::new(tags::DISPLAY_NAME, display),
            Property::new(tags::PROVIDER_DISPLAY, display),
        ];
        Self { dll: String::new(), kind: MAPI_STORE_PROVIDER, section: Some(section) }
    }
    #[must_use]
    pub fn with(mut self, tag: PropTag, value: impl Into<PropValue>) -> Self {
        if let Some(section) = self.section.as_mut() {
            section.retain(|other| other.tag.id() != tag.id());
            section.push(Property::new(tag, value));
        }
        self
    }
    pub fn dll(&self) -> &str {
        &self.dll
    }
    pub fn kind(&self) -> u32 {
        self.kind
    }
    pub fn section(&self) -> Option<&[Property]> {
        self.section.as_deref()
    }
}
impl Default for Profile {
    fn default() -> Self {
        Self::named("default")
    }
}

/// Sixteen bytes that no other call in this process gives, and hardly another process: its start time is in there.
pub(crate) fn fresh_uid() -> [u8; 16] {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seed = now.map_or(0, |now| now.as_nanos() as u64) ^ u64::from(std::process::id()).rotate_left(40);
    let mut uid = [0; 16];
    let bytes = number.to_le_bytes().into_iter().chain(seed.to_le_bytes());
    uid.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    uid
}
