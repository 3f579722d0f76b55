//! What a DLL's sections in mapisvc.inf are, from the same declaration as its providers; and that
//! file itself: read, merged into, removed from (INF-1 to INF-14). Feature `registration`, for
//! programs that install a provider: a DLL has no use for it. Profiles, into which MAPI copies the
//! file's data, are `session/`'s.

mod check;
mod command;
mod document;
mod error;
mod file;
mod merge;
mod read;
mod value;

pub use document::{Document, Encoding};
pub use error::InfError;
pub use merge::Change;
pub use read::{InfProvider, InfService, MapiSvc};

use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tags;
use provider_abi::uid::Uid;
use std::collections::HashSet;
use std::fmt::Write;

/// The entry point that `export!` writes (SVC-1).
const ENTRY_POINT: &str = "ServiceEntry";

/// One message service as its DLL is registered: what [`sections`](Self::sections) makes the file's
/// sections of.
///
/// ```
/// use provider_runtime::prelude::*;
/// use provider_runtime::registered_provider;
/// use provider_runtime::registration::Registration;
/// # #[mapi_provider(kind = "store", name = "My Store", uid = "0f0e6a94-63a5-4c7e-a2f0-58b1f7c5d2e3")]
/// # struct MyStore;
/// # impl StoreProvider for MyStore {
/// #     fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Ok(Self) }
/// #     fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
/// # }
/// let text = Registration::new("MYSTORE", "My Store", "mystore.dll")
///     .provider(registered_provider::<MyStore>())
///     .text()
///     .unwrap();
/// assert!(text.contains("34140102=0f0e6a9463a54c7ea2f058b1f7c5d2e3"));
/// ```
#[derive(Clone, Debug)]
pub struct Registration {
    service: String,
    display_name: String,
    dll: String,
    flags: u32,
    shared: Vec<Property>,
    providers: Vec<RegisteredProvider>,
}

/// One provider of the DLL: what it declares, and what else its section says.
#[derive(Clone, Debug)]
pub struct RegisteredProvider {
    kind: u32,
    suffix: &'static str,
    name: &'static str,
    /// Stores alone have their UID in the file, as PR_MDB_PROVIDER.
    uid: Option<Uid>,
    flags: u32,
    properties: Vec<Property>,
}

/// A section that is to stand in the file: its name, and `key=value` in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InfSection {
    /// The name between the brackets.
    pub name: String,
    /// Keys and values.
    pub entries: Vec<(String, String)>,
}

impl RegisteredProvider {
    /// A message store of this name (PR_PROVIDER_DISPLAY), with the UID of its entry identifiers.
    ///
    /// Its flags are STATUS_NO_PRIMARY_IDENTITY, as those of every kind are to begin with.
    pub fn store(name: &'static str, uid: Uid) -> Self {
        Self { uid: Some(uid), ..Self::new(MAPI_STORE_PROVIDER, "_MS", name) }
    }

    /// An address book of this name (PR_PROVIDER_DISPLAY).
    pub fn address_book(name: &'static str) -> Self {
        Self::new(MAPI_AB_PROVIDER, "_AB", name)
    }

    /// A transport of this name (PR_PROVIDER_DISPLAY).
    pub fn transport(name: &'static str) -> Self {
        Self::new(MAPI_TRANSPORT_PROVIDER, "_XP", name)
    }

    /// `suffix` stands in the name of the section, after the name of the service's (INF-8).
    fn new(kind: u32, suffix: &'static str, name: &'static str) -> Self {
        Self { kind, suffix, name, uid: None, flags: STATUS_NO_PRIMARY_IDENTITY, properties: Vec::new() }
    }

    /// PR_RESOURCE_FLAGS, `STATUS_*`, in place of the flags that were there.
    /// STATUS_PRIMARY_IDENTITY only if it can supply one (INF-12).
    pub fn flags(self, flags: u32) -> Self {
        Self { flags, ..self }
    }

    /// A property of its profile section: what `LogonContext` finds there. Texts, longs and bytes
    /// can stand in the file (INF-4); secrets cannot (INF-11).
    pub fn property(mut self, property: Property) -> Self {
        self.properties.push(property);
        self
    }
}

impl Registration {
    /// The service with the section `service`, shown as `display_name`. `dll` is its DLL without
    /// the `32` that MAPI puts before the period: a name, or a full path (INF-9).
    pub fn new(service: impl Into<String>, display_name: impl Into<String>, dll: impl Into<String>) -> Self {
        let service = service.into();
        let display_name = display_name.into();
        let dll = dll.into();
        Self { service, display_name, dll, flags: 0, shared: Vec::new(), providers: Vec::new() }
    }

    /// A provider of the DLL; at most one of a kind (LOAD-6).
    pub fn provider(mut self, provider: RegisteredProvider) -> Self {
        self.providers.push(provider);
        self
    }

    /// The service's PR_RESOURCE_FLAGS, `SERVICE_*` (INF-7). What it says of identity may be left
    /// out: it is then SERVICE_PRIMARY_IDENTITY if a provider has STATUS_PRIMARY_IDENTITY, else
    /// SERVICE_NO_PRIMARY_IDENTITY (INF-12).
    pub fn flags(self, flags: u32) -> Self {
        Self { flags, ..self }
    }

    /// A property that all of several providers use: it stands in the service's section (INF-11).
    pub fn shared(mut self, property: Property) -> Self {
        self.shared.push(property);
        self
    }

    /// The name of the service's section.
    pub fn service(&self) -> &str {
        &self.service
    }

    /// The DLL as it is recorded.
    pub fn dll(&self) -> &str {
        &self.dll
    }

    /// The name that the user sees.
    pub fn display_name(&self) -> &str {
        &self.display_name
    }

    /// The service's section and one for each provider, as they stand in the file.
    ///
    /// # Errors
    /// [`InfError::Refused`], with the rule, for whatever MAPI would read as something else.
    pub fn sections(&self) -> Result<Vec<InfSection>, InfError> {
        check::section_name(&self.service)?;
        check::dll(&self.dll)?;
        let flags = self.identity()?;
        let mut kinds = HashSet::new();
        if self.providers.is_empty() {
            return Err(InfError::refused(&self.service, "a service has at least one provider", "INF-3"));
        }
        let mut sections = vec![self.service_section(flags)?];
        for provider in &self.providers {
            if !kinds.insert(provider.kind) {
                return Err(InfError::refused(provider.name, "a DLL has at most one provider of a kind", "LOAD-6"));
            }
            sections.push(self.provider_section(provider)?);
        }
        Ok(sections)
    }

    /// The sections as a text, with the service's line in `[Services]` at its head: for people, and
    /// for setup programs of another kind, which write it in the ANSI code page.
    ///
    /// # Errors
    /// As [`sections`](Self::sections).
    pub fn text(&self) -> Result<String, InfError> {
        let sections = self.sections()?;
        let mut text = format!("[Services]\n{}={}\n", self.service, self.display_name);
        for section in sections {
            let _ = write!(text, "\n[{}]\n", section.name);
            for (key, value) in section.entries {
                let _ = writeln!(text, "{key}={value}");
            }
        }
        Ok(text)
    }

    /// The service's flags with what they have to say of identity (INF-12).
    fn identity(&self) -> Result<u32, InfError> {
        let supplies = self.providers.iter().any(|provider| provider.flags & STATUS_PRIMARY_IDENTITY != 0);
        let identity = SERVICE_PRIMARY_IDENTITY | SERVICE_NO_PRIMARY_IDENTITY;
        let meant = if supplies { SERVICE_PRIMARY_IDENTITY } else { SERVICE_NO_PRIMARY_IDENTITY };
        match self.flags & identity {
            0 => Ok(self.flags | meant),
            said if said == meant => Ok(self.flags),
            _ => {
                let why = "what it says of identity is not what its providers say";
                Err(InfError::refused(&self.service, why, "INF-12"))
            }
        }
    }

    fn service_section(&self, flags: u32) -> Result<InfSection, InfError> {
        let providers: Vec<_> = self.providers.iter().map(|provider| self.name_of(provider)).collect();
        let mut section = Entries::named(&self.service);
        section.text("PR_DISPLAY_NAME", &self.display_name)?;
        section.text("Providers", &providers.join(","))?;
        section.text("PR_SERVICE_DLL_NAME", &self.dll)?;
        section.text("PR_SERVICE_ENTRY_NAME", ENTRY_POINT)?;
        section.text("PR_SERVICE_SUPPORT_FILES", &self.dll)?;
        section.flags(flags, value::SERVICE_FLAGS)?;
        section.properties(&self.shared)
    }

    /// All five keys (INF-8), a store's UID, and what is the provider's own.
    fn provider_section(&self, provider: &RegisteredProvider) -> Result<InfSection, InfError> {
        let both = STATUS_PRIMARY_IDENTITY | STATUS_NO_PRIMARY_IDENTITY;
        if provider.flags & both == both {
            return Err(InfError::refused(provider.name, "it says two things of identity", "INF-12"));
        }
        let mut section = Entries::named(&self.name_of(provider));
        section.text("PR_DISPLAY_NAME", &self.display_name)?;
        section.text("PR_PROVIDER_DISPLAY", provider.name)?;
        section.text("PR_PROVIDER_DLL_NAME", &self.dll)?;
        section.text("PR_RESOURCE_TYPE", &value::named(provider.kind, value::TYPES).unwrap_or_default())?;
        section.flags(provider.flags, value::STATUS_FLAGS)?;
        if let Some(uid) = provider.uid {
            section.properties.push(Property::new(tags::MDB_PROVIDER, PropValue::Binary(uid.bytes().to_vec())));
        }
        section.properties(&provider.properties)
    }

    fn name_of(&self, provider: &RegisteredProvider) -> String {
        format!("{}{}", self.service, provider.suffix)
    }
}

/// A section in the making.
struct Entries {
    section: InfSection,
    properties: Vec<Property>,
}

impl Entries {
    fn named(name: &str) -> Self {
        Self { section: InfSection { name: name.into(), entries: Vec::new() }, properties: Vec::new() }
    }

    fn text(&mut self, key: &str, text: &str) -> Result<(), InfError> {
        let wrong = format!("{key} of [{}]", self.section.name);
        if text.is_empty() {
            return Err(InfError::refused(wrong, "it is empty", "INF-8"));
        }
        check::text(&wrong, text)?;
        self.section.entries.push((key.into(), text.into()));
        Ok(())
    }

    fn flags(&mut self, flags: u32, names: &[(&str, u32)]) -> Result<(), InfError> {
        let Some(named) = value::named(flags, names) else {
            let why = format!("{flags:#010x} has bits that are no flags of this section, or none");
            return Err(InfError::refused(format!("PR_RESOURCE_FLAGS of [{}]", self.section.name), why, "INF-5"));
        };
        self.section.entries.push(("PR_RESOURCE_FLAGS".into(), named));
        Ok(())
    }

    /// The section with these properties at its end.
    fn properties(mut self, properties: &[Property]) -> Result<InfSection, InfError> {
        let mut ids = HashSet::new();
        for property in self.properties.iter().chain(properties) {
            check::property(property)?;
            let key = value::key(property.tag);
            if !ids.insert(property.tag.id()) {
                return Err(InfError::refused(key, "its id stands twice in one section", "INF-4"));
            }
            let Some(text) = value::written(&property.value) else {
                return Err(InfError::refused(key, "only texts, longs and bytes can stand in the file", "INF-4"));
            };
            check::text(&key, &text)?;
            self.section.entries.push((key, text));
        }
        Ok(self.section)
    }
}
