//! The profile as one session has it: message services and their providers, with what the session
//! learns of them (section 2.9). The profile as data is in `mod.rs` and `service.rs`.

use super::own_sections::OwnSections;
use super::section::Section;
use super::{Profile, ProviderEntry, Service};
use crate::kind::Kind;
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{
    MAPI_MODIFY, MAPI_STORE_PROVIDER, STATUS_DEFAULT_STORE, STATUS_PRIMARY_IDENTITY, STATUS_TEMP_SECTION,
};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// A message service.
#[derive(Debug)]
pub(crate) struct MessageService {
    pub(crate) number: u64,
    pub(crate) section: Arc<Section>,
    is_disabled: AtomicBool,
}

/// A provider as the profile has it.
#[derive(Debug)]
pub(crate) struct ProfileProvider {
    pub(crate) service: Arc<MessageService>,
    /// `None`: the profile has no section for it.
    pub(crate) section: Option<Arc<Section>>,
    pub(crate) dll: String,
    /// PR_RESOURCE_TYPE
    pub(crate) resource_type: u32,
    /// As the profile had it when the session began.
    entry: ProviderEntry,
    /// Opened without being in the profile (MSLOGON-13).
    is_temporary: AtomicBool,
}

/// All of them, in profile order.
#[derive(Debug)]
pub(crate) struct Registry {
    pub(crate) name: String,
    pub(crate) services: Vec<Arc<MessageService>>,
    registrations: Mutex<Vec<Arc<ProfileProvider>>>,
    own_sections: OwnSections,
}

impl MessageService {
    pub(crate) fn name(&self) -> String {
        let name = self.section.text(tags::SERVICE_NAME).or_else(|| self.section.text(tags::DISPLAY_NAME));
        name.unwrap_or_else(|| format!("service {}", self.number))
    }

    /// The DLL and the name of its configuration function; without them it cannot be configured
    /// (SVC-1).
    pub(crate) fn entry(&self) -> Option<(String, String)> {
        Some((self.section.text(tags::SERVICE_DLL_NAME)?, self.section.text(tags::SERVICE_ENTRY_NAME)?))
    }

    pub(crate) fn is_disabled(&self) -> bool {
        self.is_disabled.load(Ordering::Acquire)
    }

    /// REACT-1: whether it was not yet.
    pub(crate) fn disable(&self) -> bool {
        !self.is_disabled.swap(true, Ordering::AcqRel)
    }
}

impl ProfileProvider {
    fn new(service: &Arc<MessageService>, entry: &ProviderEntry) -> Self {
        Self {
            service: Arc::clone(service),
            section: entry.section().map(|values| Arc::new(Section::new(values.to_vec()))),
            dll: entry.dll().unwrap_or_default().into(),
            resource_type: entry.kind().unwrap_or(0),
            entry: entry.clone(),
            is_temporary: AtomicBool::new(false),
        }
    }

    /// `None`: MAPI knows no such PR_RESOURCE_TYPE.
    pub(crate) fn kind(&self) -> Option<Kind> {
        Kind::of(self.resource_type)
    }

    /// As a profile has it now.
    fn as_entry(&self) -> ProviderEntry {
        let mut entry = self.entry.clone();
        if let (Some(values), Some(section)) = (entry.section_mut(), &self.section) {
            values.clone_from(&lock(&section.values));
        }
        entry
    }

    /// One property of its section.
    pub(crate) fn get(&self, tag: PropTag) -> Option<PropValue> {
        self.section.as_ref()?.get(tag)
    }

    pub(crate) fn uid(&self) -> Option<Vec<u8>> {
        self.get(tags::PROVIDER_UID)?.as_binary().map(<[u8]>::to_vec)
    }

    /// The wrapped identifier that the store has put there (LOGON-5).
    pub(crate) fn entry(&self) -> Option<Vec<u8>> {
        self.get(tags::ENTRYID)?.as_binary().map(<[u8]>::to_vec)
    }

    /// What the profile called it when the session began: a store may write another name there
    /// (LOGON-5).
    pub(crate) fn display_name(&self) -> Option<String> {
        self.entry.get(tags::DISPLAY_NAME)?.as_text().map(str::to_owned)
    }

    /// PR_RESOURCE_FLAGS (STATUS-6).
    pub(crate) fn flags(&self) -> u32 {
        self.get(tags::RESOURCE_FLAGS).and_then(|flags| flags.as_i32()).unwrap_or(0).cast_unsigned()
    }

    pub(crate) fn is_temporary(&self) -> bool {
        self.is_temporary.load(Ordering::Acquire)
    }

    /// MSLOGON-13: from now on it belongs to the profile.
    pub(crate) fn make_permanent(&self) {
        self.is_temporary.store(false, Ordering::Release);
    }
}

/// INF-12: the first service that can be the primary identity is it, and the others' flags are
/// cleared.
fn one_identity(registrations: &[Arc<ProfileProvider>]) {
    let able = |one: &&Arc<ProfileProvider>| one.flags() & STATUS_PRIMARY_IDENTITY != 0;
    let Some(first) = registrations.iter().find(able) else { return };
    for other in registrations.iter().filter(able).filter(|other| !Arc::ptr_eq(&other.service, &first.service)) {
        let flags = other.flags() & !STATUS_PRIMARY_IDENTITY;
        if let Some(section) = &other.section {
            let mut values = lock(&section.values);
            values.retain(|value| value.tag.id() != tags::RESOURCE_FLAGS.id());
            values.push(Property::new(tags::RESOURCE_FLAGS, flags));
        }
    }
}

impl Registry {
    pub(crate) fn new(profile: &Profile) -> Self {
        let mut services = Vec::new();
        let mut registrations = Vec::new();
        for (number, service) in (1..).zip(profile.services()) {
            let made = Arc::new(MessageService {
                number,
                section: Arc::new(Section::new(service.section().to_vec())),
                is_disabled: AtomicBool::new(false),
            });
            let of_service = service.providers().iter().map(|entry| ProfileProvider::new(&made, entry));
            registrations.extend(of_service.map(Arc::new));
            services.push(made);
        }
        one_identity(&registrations);
        let own_sections = OwnSections::default();
        Self { name: profile.name().into(), services, registrations: Mutex::new(registrations), own_sections }
    }

    /// The profile as it is now.
    pub(crate) fn profile(&self) -> Profile {
        let all = self.all();
        let services = self.services.iter().map(|service| {
            let own = all.iter().filter(|one| Arc::ptr_eq(&one.service, service) && !one.is_temporary());
            let providers = own.map(|one| one.as_entry());
            providers.fold(Service::of(lock(&service.section.values).clone()), Service::provider)
        });
        services.fold(Profile::empty(&self.name), Profile::service)
    }

    /// All providers of the profile, those that were added meanwhile last.
    pub(crate) fn all(&self) -> Vec<Arc<ProfileProvider>> {
        lock(&self.registrations).clone()
    }

    /// The providers of a kind that the profile has, in its order.
    pub(crate) fn of_kind(&self, kind: Kind) -> Vec<Arc<ProfileProvider>> {
        let all = self.all().into_iter();
        all.filter(|one| one.kind() == Some(kind) && !one.is_temporary()).collect()
    }

    /// The stores that the profile has.
    pub(crate) fn stores(&self) -> Vec<Arc<ProfileProvider>> {
        self.of_kind(Kind::Store)
    }

    /// The section of a service, or of one of its providers, by UID.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND`
    pub(crate) fn section_of_service(
        &self,
        service: &Arc<MessageService>,
        uid: Option<&[u8]>,
        flags: u32,
    ) -> Result<Arc<Section>> {
        let Some(uid) = uid else { return Ok(Arc::clone(&service.section)) };
        let all = self.all();
        let own = all.iter().filter(|one| Arc::ptr_eq(&one.service, service));
        let found = own.filter(|one| one.uid().as_deref() == Some(uid)).find_map(|one| one.section.clone());
        found.map_or_else(|| self.own_section(uid, flags), Ok)
    }

    /// A section that is no provider's and no service's; with `MAPI_MODIFY`, one that is not there
    /// is made.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND`, also for a section that is somebody else's.
    pub(crate) fn own_section(&self, uid: &[u8], flags: u32) -> Result<Arc<Section>> {
        let is_services = |service: &Arc<MessageService>| {
            service.section.get(tags::SERVICE_UID).is_some_and(|own| own.as_binary() == Some(uid))
        };
        if self.all().iter().any(|one| one.uid().as_deref() == Some(uid)) || self.services.iter().any(is_services) {
            return Err(Error::new(Code::NOT_FOUND, "the section is another provider's"));
        }
        self.own_sections.of(uid, flags & MAPI_MODIFY != 0)
    }

    /// The default store; without one, the first.
    pub(crate) fn default_store(&self) -> Option<Arc<ProfileProvider>> {
        let stores = self.stores();
        let default = stores.iter().find(|store| store.flags() & STATUS_DEFAULT_STORE != 0);
        default.or_else(|| stores.first()).cloned()
    }

    /// A store that the profile does not have, in a DLL that it has: a section of its own, gone
    /// with the session unless the provider calls `ModifyProfile` (MSLOGON-13).
    pub(crate) fn add_temporary(&self, dll: &str, entry: &[u8]) -> Option<Arc<ProfileProvider>> {
        let mut registrations = lock(&self.registrations);
        let of_dll = |one: &&Arc<ProfileProvider>| one.kind() == Some(Kind::Store) && one.dll == dll;
        let sibling = registrations.iter().find(of_dll)?;
        let made = ProviderEntry::store(dll)
            .with(tags::PROVIDER_DLL_NAME, dll)
            .with(tags::RESOURCE_FLAGS, STATUS_TEMP_SECTION)
            .with(tags::ENTRYID, entry);
        let added = Arc::new(ProfileProvider {
            service: Arc::clone(&sibling.service),
            section: made.section().map(|values| Arc::new(Section::new(values.to_vec()))),
            dll: dll.into(),
            resource_type: MAPI_STORE_PROVIDER,
            entry: made,
            is_temporary: AtomicBool::new(true),
        });
        registrations.push(Arc::clone(&added));
        Some(added)
    }
}
