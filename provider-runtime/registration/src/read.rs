//! What a document says: services, their providers, their properties as values (INF-1 to INF-8).
//! How the file is kept is `document.rs`'s.

use super::document::{Block, Document};
use super::error::InfError;
use super::value;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::collections::HashSet;

/// The services of a file, as a host reads them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapiSvc {
    /// In the order of `[Services]`.
    pub services: Vec<InfService>,
    /// What was left out or made up, a line each.
    pub warnings: Vec<String>,
}

/// One message service.
#[derive(Clone, Debug, PartialEq)]
pub struct InfService {
    /// The name of its section.
    pub name: String,
    /// What `[Services]` calls it.
    pub display_name: String,
    /// Its section's properties.
    pub section: Vec<Property>,
    /// In the order of `Providers`.
    pub providers: Vec<InfProvider>,
    /// The extra sections that it names, with what is understood of them.
    pub extra: Vec<(String, Vec<Property>)>,
}

/// One provider.
#[derive(Clone, Debug, PartialEq)]
pub struct InfProvider {
    /// The name of its section.
    pub name: String,
    /// Its section's properties, with the defaults of INF-8.
    pub section: Vec<Property>,
}

impl InfService {
    /// A property of its section, whatever the width of a text.
    pub fn get(&self, tag: impl Into<PropTag>) -> Option<&PropValue> {
        get(&self.section, tag.into())
    }
}

impl InfProvider {
    /// A property of its section, whatever the width of a text.
    pub fn get(&self, tag: impl Into<PropTag>) -> Option<&PropValue> {
        get(&self.section, tag.into())
    }
}

fn get(section: &[Property], tag: PropTag) -> Option<&PropValue> {
    section.iter().find(|property| property.tag.id() == tag.id()).map(|property| &property.value)
}

impl MapiSvc {
    /// What the document says. Of what is not understood there is a warning, and it is left out.
    ///
    /// # Errors
    /// As [`Document::check`]; [`InfError::Line`] for a value that its key's type cannot be,
    /// [`InfError::Refused`] for a provider without one of the keys that it needs (INF-8) and a
    /// service without providers (INF-3).
    pub fn read(document: &Document) -> Result<Self, InfError> {
        document.check()?;
        let mut read = Self::default();
        for (name, display_name) in document.section("Services").iter().flat_map(|services| services.entries()) {
            let service = read.service(document, name, display_name)?;
            read.services.push(service);
        }
        Ok(read)
    }

    /// The service with this section.
    pub fn service_named(&self, name: &str) -> Option<&InfService> {
        self.services.iter().find(|service| service.name.eq_ignore_ascii_case(name))
    }

    fn service(&mut self, document: &Document, name: &str, display_name: &str) -> Result<InfService, InfError> {
        let mut service = InfService {
            name: name.into(),
            display_name: display_name.into(),
            section: self.section(document, name)?,
            providers: Vec::new(),
            extra: Vec::new(),
        };
        let Some(block) = document.section(name) else { return Ok(service) };
        for provider in block.providers() {
            let section = self.section(document, provider)?;
            service.providers.push(self.provider(provider, section)?);
        }
        if service.providers.is_empty() {
            return Err(InfError::refused(format!("[{name}]"), "names no providers", "INF-3"));
        }
        for extra in value::list(block.value("Sections").unwrap_or_default()) {
            if document.section(extra).is_none() {
                self.warnings.push(format!("[{name}] names {extra}, but there is no section [{extra}] (INF-3)"));
            }
            service.extra.push((extra.into(), self.section(document, extra)?));
        }
        Ok(service)
    }

    /// Three keys are needed, two have defaults (INF-8, T-89).
    fn provider(&mut self, name: &str, mut section: Vec<Property>) -> Result<InfProvider, InfError> {
        let needed = [
            ("PR_PROVIDER_DLL_NAME", tags::PROVIDER_DLL_NAME),
            ("PR_RESOURCE_TYPE", tags::RESOURCE_TYPE),
            ("PR_PROVIDER_DISPLAY", tags::PROVIDER_DISPLAY),
        ];
        for (key, tag) in needed {
            if get(&section, tag).is_none() {
                return Err(InfError::refused(format!("[{name}]"), format!("has no {key}"), "INF-8"));
            }
        }
        if get(&section, tags::RESOURCE_FLAGS).is_none() {
            self.warnings.push(format!("[{name}] has no PR_RESOURCE_FLAGS: taken as 0 (INF-8)"));
            section.push(Property::new(tags::RESOURCE_FLAGS, 0_u32));
        }
        if let (None, Some(shown)) = (get(&section, tags::DISPLAY_NAME), get(&section, tags::PROVIDER_DISPLAY)) {
            self.warnings.push(format!("[{name}] has no PR_DISPLAY_NAME: taken from PR_PROVIDER_DISPLAY (INF-8)"));
            section.push(Property { tag: tags::DISPLAY_NAME, value: shown.clone() });
        }
        Ok(InfProvider { name: name.into(), section })
    }

    /// The properties of a section, each id once.
    fn section(&mut self, document: &Document, name: &str) -> Result<Vec<Property>, InfError> {
        let Some(at) = document.find(name) else { return Ok(Vec::new()) };
        let Some((header, block)) = document.numbered().nth(at) else { return Ok(Vec::new()) };
        let mut section = Vec::new();
        let mut ids = HashSet::new();
        for (number, key, text) in numbered(header, block) {
            if ["Providers", "Sections"].iter().any(|word| word.eq_ignore_ascii_case(key)) {
                continue;
            }
            let left_out = |why: &str| format!("line {number}: {key}: {why}: left out");
            let Some(tag) = value::tag(key) else {
                self.warnings.push(left_out("neither eight hex digits nor a name that is known here (INF-4)"));
                continue;
            };
            if tag.id() == tags::SERVICE_UID.id() {
                self.warnings.push(left_out("must not appear in the file (INF-6)"));
            } else if value::is_secure(tag) {
                self.warnings.push(left_out("a secure property belongs in the profile (CFG-5)"));
            } else if !ids.insert(tag.id()) {
                self.warnings.push(left_out("its id stands in this section already"));
            } else {
                let value = value::read(tag, text);
                let value = value.map_err(|text| InfError::line(number, format!("{key} {text} (INF-5)")))?;
                section.push(Property { tag, value });
            }
        }
        Ok(section)
    }
}

/// Entries with the numbers of their lines.
fn numbered(header: usize, block: &Block) -> impl Iterator<Item = (usize, &str, &str)> {
    let lines = (header + 1..).zip(&block.lines);
    lines.filter_map(|(number, line)| line.entry().map(|(key, value)| (number, key, value)))
}
