//! A service into a document and out of it again. All that is not the service's stays as it is,
//! byte for byte; merged and removed, the document is what it was.
//!
//! How the document says afterwards what was added to it, without a mark of ours in it:
//! * Sections are added at the end, each with an empty line before it, which goes with the section.
//! * A document whose last line has no end has none afterwards either.
//! * Where there was no `[Services]`, it is added right before the service's section, without an
//!   empty line in between.

use super::Registration;
use super::check::file_name;
use super::document::{Block, Document, Line, same};
use super::error::InfError;
use super::value::list;
use super::{InfSection, document};
use std::collections::{HashMap, HashSet};

const SERVICES: &str = "Services";
const PROVIDERS: &str = "Providers";
const DLL: &str = "PR_SERVICE_DLL_NAME";

/// What was done to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The service was not there.
    Added,
    /// An earlier version of the service was there.
    Replaced,
    /// The service was there.
    Removed,
    /// There was nothing to do.
    Unchanged,
}

impl Document {
    /// Adds the service, or puts it in the place of its own earlier version: the service of this
    /// name with a DLL of this name, in whatever folder. After an error the document is as it was.
    ///
    /// # Errors
    /// [`InfError::Refused`] as from [`Registration::sections`], [`InfError::Foreign`] if another
    /// service has one of the names; as [`check`](Self::check).
    pub fn merge(&mut self, registration: &Registration) -> Result<Change, InfError> {
        let sections = registration.sections()?;
        self.changed(|document| document.put(registration, &sections))
    }

    /// Removes the service: the lines of its sections that are entries, and its line in
    /// `[Services]`. Comments that somebody wrote into its sections stay. After an error the
    /// document is as it was.
    ///
    /// # Errors
    /// [`InfError::Foreign`] if another service has the name; as [`check`](Self::check).
    pub fn remove(&mut self, registration: &Registration) -> Result<Change, InfError> {
        self.changed(|document| document.take(registration))
    }

    /// Whether the document is whole: each section once, each service of `[Services]` and each
    /// provider with a section.
    ///
    /// # Errors
    /// [`InfError::Twice`], [`InfError::Missing`].
    pub fn check(&self) -> Result<(), InfError> {
        let mut seen = HashMap::new();
        for (second, section) in self.numbered() {
            if let Some(first) = seen.insert(section.name.to_lowercase(), second) {
                return Err(InfError::Twice { section: section.name.clone(), first, second });
            }
        }
        let missing = |section: &str, by: &str| {
            let section = section.into();
            let by = by.into();
            Err(InfError::Missing { section, by })
        };
        let mut listed = HashSet::new();
        for (service, _) in self.section(SERVICES).iter().flat_map(|services| services.entries()) {
            if !listed.insert(service.to_lowercase()) {
                return Err(InfError::Foreign { section: service.into(), why: "[Services] names it twice".into() });
            }
            let Some(section) = self.section(service) else { return missing(service, SERVICES) };
            if let Some(provider) = section.providers().find(|provider| self.section(provider).is_none()) {
                return missing(provider, service);
            }
        }
        Ok(())
    }

    /// Changes a copy, which takes the document's place if nothing went wrong.
    fn changed(&mut self, change: impl FnOnce(&mut Self) -> Result<Change, InfError>) -> Result<Change, InfError> {
        self.check()?;
        let mut new = self.clone();
        let is_open = new.lines().last().is_some_and(|line| line.end.is_empty());
        new.end_last_line();
        let change = change(&mut new)?;
        if is_open {
            new.open_last_line();
        }
        if new == *self {
            return Ok(Change::Unchanged);
        }
        *self = new;
        Ok(change)
    }

    fn put(&mut self, registration: &Registration, sections: &[InfSection]) -> Result<Change, InfError> {
        let owned = self.owned(registration)?;
        let end = self.line_end();
        let is_new = |name: &String| sections.iter().any(|section| same(&section.name, name));
        for section in sections {
            if self.find(&section.name).is_some() && !owned.iter().any(|name| same(name, &section.name)) {
                let why = format!("[{}] does not name it", registration.service());
                return Err(InfError::Foreign { section: section.name.clone(), why });
            }
        }
        for name in owned.iter().filter(|name| !is_new(name)) {
            self.remove_section(name);
        }
        let is_listed = self.find(SERVICES).is_some();
        if !is_listed {
            self.add_section(SERVICES, true, end);
        }
        self.list_service(registration, end);
        let mut parted = is_listed;
        for section in sections {
            let at = self.find(&section.name).unwrap_or_else(|| self.add_section(&section.name, parted, end));
            if let Some(block) = self.sections.get_mut(at) {
                block.replace(section, end);
            }
            parted = true;
        }
        Ok(if owned.is_empty() { Change::Added } else { Change::Replaced })
    }

    fn take(&mut self, registration: &Registration) -> Result<Change, InfError> {
        let owned = self.owned(registration)?;
        let added_services = self.is_services_ours(registration);
        for name in owned.iter().rev() {
            self.remove_section(name);
        }
        if let Some(services) = self.find(SERVICES).and_then(|at| self.sections.get_mut(at)) {
            services.lines.retain(|line| !line.entry().is_some_and(|(key, _)| same(key, registration.service())));
        }
        if added_services {
            self.remove_section(SERVICES);
        }
        Ok(Change::Removed)
    }

    /// The names of the service's sections that are there: its own, then its providers'. Empty if
    /// it is not there.
    fn owned(&self, registration: &Registration) -> Result<Vec<String>, InfError> {
        let name = registration.service();
        let Some(section) = self.section(name) else { return Ok(Vec::new()) };
        let foreign = |section: &str, why: String| Err(InfError::Foreign { section: section.into(), why });
        let dll = file_name(section.value(DLL).unwrap_or_default());
        if !same(dll, file_name(registration.dll())) {
            return foreign(name, format!("its {DLL} is `{dll}`"));
        }
        let mut owned = vec![section.name.clone()];
        owned.extend(section.providers().map(String::from));
        for (other, _) in self.section(SERVICES).iter().flat_map(|services| services.entries()) {
            let Some(other) = self.section(other).filter(|other| !same(&other.name, name)) else { continue };
            let shared =
                owned.iter().find(|name| same(name, &other.name) || other.providers().any(|known| same(known, name)));
            if let Some(shared) = shared {
                return foreign(shared, format!("[{}] is or names it, too", other.name));
            }
        }
        Ok(owned)
    }

    /// Whether `[Services]` was added with the service and has nothing else in it: see the top of
    /// this file.
    fn is_services_ours(&self, registration: &Registration) -> bool {
        let (Some(services), Some(section)) = (self.find(SERVICES), self.find(registration.service())) else {
            return false;
        };
        let lines = self.sections.get(services).map(|services| services.lines.as_slice());
        let is_entry = |line: &Line| line.entry().is_some_and(|(key, _)| same(key, registration.service()));
        services + 1 == section && matches!(lines, Some([entry]) if is_entry(entry))
    }

    /// The service's line in `[Services]`: in the place of the old one, else after the others.
    fn list_service(&mut self, registration: &Registration, end: &'static str) {
        let name = registration.service();
        let display_name = registration.display_name();
        let Some(services) = self.find(SERVICES).and_then(|at| self.sections.get_mut(at)) else { return };
        let lines = &mut services.lines;
        let listed = lines.iter_mut().find(|line| line.entry().is_some_and(|(key, _)| same(key, name)));
        match listed {
            Some(line) if line.entry().is_some_and(|(_, value)| value == display_name) => {}
            Some(line) => line.text = format!("{name}={display_name}"),
            None => {
                let last = lines.iter().rposition(|line| line.entry().is_some());
                lines.insert(last.map_or(0, |last| last + 1), Line { text: format!("{name}={display_name}"), end });
            }
        }
    }

    /// An empty section at the end of the document; its place.
    fn add_section(&mut self, name: &str, parted: bool, end: &'static str) -> usize {
        if parted && self.lines().next().is_some() {
            self.last_lines().push(Line { text: String::new(), end });
        }
        let header = Line { text: format!("[{name}]"), end };
        self.sections.push(Block { header, name: name.into(), lines: Vec::new() });
        self.sections.len() - 1
    }

    /// Header, entries, and the empty line before them; comments and other lines stay after what
    /// stood before.
    fn remove_section(&mut self, name: &str) {
        let Some(at) = self.find(name) else { return };
        let section = self.sections.remove(at);
        let before = match at.checked_sub(1).and_then(|at| self.sections.get_mut(at)) {
            Some(before) => &mut before.lines,
            None => &mut self.head,
        };
        before.pop_if(|line| line.text.is_empty());
        before.extend(section.lines.into_iter().filter(|line| line.entry().is_none()));
    }

    /// What ends the document's lines; Windows' own in one without any.
    fn line_end(&self) -> &'static str {
        self.lines().map(|line| line.end).find(|end| !end.is_empty()).unwrap_or("\r\n")
    }

    fn end_last_line(&mut self) {
        let end = self.line_end();
        if let Some(line) = self.last_line().filter(|line| line.end.is_empty()) {
            line.end = end;
        }
    }

    fn open_last_line(&mut self) {
        if let Some(line) = self.last_line() {
            line.end = "";
        }
    }

    fn last_line(&mut self) -> Option<&mut Line> {
        match self.sections.last_mut() {
            Some(section) => Some(section.lines.last_mut().unwrap_or(&mut section.header)),
            None => self.head.last_mut(),
        }
    }
}

impl Block {
    /// The names of its providers' sections (INF-3).
    pub(super) fn providers(&self) -> impl Iterator<Item = &str> {
        list(self.value(PROVIDERS).unwrap_or_default())
    }

    /// Other entries in the place of the old ones; what is no entry stays after them.
    fn replace(&mut self, section: &InfSection, end: &'static str) {
        let new = section.entries.iter().map(|(key, value)| (key.as_str(), document::bare(value)));
        if self.entries().eq(new) {
            return;
        }
        self.lines.retain(|line| line.entry().is_none());
        let new = section.entries.iter().map(|(key, value)| Line { text: format!("{key}={value}"), end });
        self.lines.splice(0..0, new);
    }
}
