//! The address book as MAPI logs on to it. What clients open in it is in `objects.rs`.

use crate::objects::{Contact, Everybody, Key, Root};
use crate::place::{self, PATH};
use crate::{People, Person};
use provider_runtime::abi::flag::{AB_RECIPIENTS, AB_SUBCONTAINERS, AB_UNMODIFIABLE, DT_LOCAL};
use provider_runtime::prelude::*;
use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// An address book over a directory of vCard files.
///
/// Each logon has its own directory, and therefore its own people and its own UID; two logons of
/// one directory have the same UID, and either opens what the other has listed. Nothing of it is
/// changed through MAPI.
#[mapi_provider(kind = "address_book", name = "vCard Book", uid = "7d4d9a52-9c0f-4d3f-8a1a-3f0d6c2f6602")]
pub struct VcardBook {
    people: Mutex<People>,
    /// What could not be read and has been told.
    told: Mutex<HashSet<String>>,
    uid: Uid,
    name: Option<String>,
}

impl AddressBookProvider for VcardBook {
    /// A directory that is given goes into the profile. One is needed, from there or from the
    /// environment (SVC-5).
    fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
        let given = service.properties().iter().find(|setting| setting.tag.id() == PATH.id());
        match given.map(|given| (given, given.value.as_text())) {
            Some((_, None)) => Err(Error::new(Code::INVALID_PARAMETER, "the directory of the vCards is no text")),
            Some((_, Some(""))) => Err(Error::new(Code::UNCONFIGURED, "the directory of the vCards is empty")),
            Some((given, Some(_))) => service.section(Access::Write)?.set(std::slice::from_ref(given)),
            None => match service.action() {
                ServiceAction::Create | ServiceAction::Configure => {
                    place::configured(service.section(Access::Read)).map(drop)
                }
                _ => Ok(()),
            },
        }
    }

    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        let directory = place::configured(logon.section(Access::Read))?;
        let people = People::open(&directory)?;
        let name = logon.section(Access::Read).and_then(|section| section.text(tags::DISPLAY_NAME));
        let people = Mutex::new(people);
        let told = Mutex::default();
        let book = Self { people, told, uid: place::uid(&directory), name: name.unwrap_or_default() };
        book.tell();
        Ok(book)
    }

    fn open(&self, entry: Option<EntryId<'_>>, _: Access) -> Result<OpenedAddress<Self>> {
        let Some(entry) = entry else { return Ok(OpenedAddress::container(Root)) };
        match entry.key::<Key>()? {
            Key::Everybody => Ok(OpenedAddress::container(Everybody)),
            Key::Person(key) => match self.find(&key) {
                Some(person) => Ok(OpenedAddress::mail_user(Contact(person))),
                None => Err(Error::new(Code::NOT_FOUND, format!("no card has the key {key:?} any more"))),
            },
        }
    }

    fn uid(&self) -> Uid {
        self.uid
    }

    /// There is nothing to be saved.
    fn fast_shutdown(&self) -> FastShutdown {
        FastShutdown::Ready
    }

    fn tags(&self) -> Vec<PropTag> {
        vec![tags::CONTAINER_FLAGS::ID, tags::DISPLAY_TYPE::ID, tags::COMMENT::ID]
    }

    fn get(&self, tag: PropTag) -> Result<PropValue> {
        match tag {
            tags::DISPLAY_NAME::ID => self.name.as_deref().map(Into::into).ok_or_else(|| Code::NOT_FOUND.into()),
            tags::CONTAINER_FLAGS::ID => Ok((AB_RECIPIENTS | AB_SUBCONTAINERS | AB_UNMODIFIABLE).into()),
            tags::DISPLAY_TYPE::ID => Ok(DT_LOCAL.into()),
            tags::COMMENT::ID => Ok(format!("vCards in {}", self.people().directory().display()).into()),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }
}

impl VcardBook {
    fn people(&self) -> MutexGuard<'_, People> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lends everybody, read again where files have changed. A directory that is gone meanwhile
    /// leaves what was read.
    pub(crate) fn with_everybody<R>(&self, work: impl FnOnce(&People) -> R) -> R {
        let (done, gone) = {
            let mut people = self.people();
            let gone = people.refresh().err();
            (work(&people), gone)
        };
        if let Some(error) = gone {
            log::warn!("{}: what was read before stays", error.text());
        }
        self.tell();
        done
    }

    /// The person as the card is now. One who is not there may have come since.
    fn find(&self, key: &str) -> Option<Person> {
        let known = self.people().find(key).cloned();
        known.or_else(|| self.with_everybody(|people| people.find(key).cloned()))
    }

    /// Logs what could not be read, each once; no lock is held meanwhile.
    fn tell(&self) {
        let (faults, more): (Vec<_>, _) = {
            let people = self.people();
            (people.faults().map(ToString::to_string).collect(), people.faults_left_out())
        };
        let new = {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            let new: Vec<_> = faults.iter().filter(|fault| !told.contains(*fault)).cloned().collect();
            *told = faults.into_iter().collect(); // one that comes again after it was put right is told again
            new
        };
        for fault in &new {
            log::warn!("{fault}");
        }
        if more > 0 && !new.is_empty() {
            log::warn!("{more} more entries cannot be read");
        }
    }
}
