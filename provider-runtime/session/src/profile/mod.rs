//! The profile as plain data: its name and its message services, built here. What stands in a
//! service is in `service.rs`, the file in `file.rs`, `text.rs` and `secure.rs`. A section as
//! MAPI's object is in `section.rs`.
//!
//! ```
//! use provider_runtime::Tag;
//! use provider_runtime::session::{Profile, ProviderEntry, Service};
//!
//! const PATH: Tag<str> = Tag::new(0x6601);
//! let home = ProviderEntry::store("Home").with(PATH, "/home/me/home.db");
//! let work = ProviderEntry::store("Work").with(PATH, "/home/me/work.db");
//! let profile = Profile::empty("me").service(Service::named("NOTES", "notes_store.dll").provider(home).provider(work));
//!
//! let read: Profile = profile.to_text()?.parse()?;
//! assert_eq!(read, profile);
//! # Ok::<(), provider_runtime::session::ProfileError>(())
//! ```

mod error;
mod file;
mod own_sections;
mod registry;
mod section;
mod secure;
mod service;
mod table;
mod text;
mod values;

pub use error::ProfileError;
pub use service::{ProviderEntry, Service};

pub(crate) use registry::{MessageService, ProfileProvider, Registry};
pub(crate) use section::{Opener, Section, access};

use provider_abi::shapes::tag::PropTag;
use provider_abi::tag::ValueFor;
use std::sync::atomic::{AtomicU64, Ordering};

/// A profile: which message services there are, the providers of each, and what is set for them.
///
/// ```
/// use provider_runtime::Tag;
/// use provider_runtime::session::{Profile, ProviderEntry, Service};
///
/// const PATH: Tag<str> = Tag::new(0x6601);
/// // One provider is enough for most tests.
/// let small = Profile::named("work").with(PATH, "/home/me/notes.db");
/// let notes = ProviderEntry::store("My notes").with(PATH, "/home/me/notes.db");
/// let large = Profile::empty("work").service(Service::named("NOTES", "notes_store.dll").provider(notes));
/// assert_eq!(small.providers().count(), large.providers().count());
/// ```
///
/// # The file
/// [`load`](Self::load) and [`save`](Self::save) keep it as TOML, easily written by hand:
/// ```
/// # let text = r#"
/// name = "work"
///
/// [[service]]
/// [service.section]
/// PR_SERVICE_NAME = "NOTES"
/// PR_SERVICE_DLL_NAME = "notes_store.dll"
///
/// [[service.provider]]
/// [service.provider.section]
/// PR_DISPLAY_NAME = "My notes"
/// PR_RESOURCE_TYPE = "MAPI_STORE_PROVIDER"
/// 6601001F = "/home/me/notes.db"
/// 66020003 = 30
/// # "#;
/// # let profile: provider_runtime::session::Profile = text.parse()?;
/// # let entry = profile.providers().next().expect("one provider");
/// # assert_eq!(entry.dll(), Some("notes_store.dll"));
/// # Ok::<(), provider_runtime::session::ProfileError>(())
/// ```
/// * A key is a tag as in mapisvc.inf, eight hex digits (INF-4), or the `PR_` name of a property
///   that MAPI itself knows in profiles. A name of a text means the Unicode tag, but
///   PR_SERVICE_ENTRY_NAME is 8-bit only.
/// * The tag's type says how its value is read. PT_I2, PT_LONG, PT_I8, PT_CURRENCY
///   (ten-thousandths), PT_ERROR: a whole number; a PT_LONG or PT_ERROR above 2147483647 stands for
///   its bits. PT_SYSTIME: a whole number of units of 100 nanoseconds since 1601, or the same as a
///   text where it passes TOML's numbers. PT_R4, PT_DOUBLE, PT_APPTIME: a float, rounded to what
///   the type holds, or its bits as a text (`"0x7ff8000000000001"`), which is how a NaN is written.
///   PT_BINARY, PT_CLSID: a text of hex digits, the bytes as they stand in memory. PT_NULL and
///   PT_OBJECT: the texts `"null"` and `"object"`. Types with many values: an array.
/// * What may be left out is made: UIDs, PR_RESOURCE_FLAGS (0), one of PR_DISPLAY_NAME and
///   PR_PROVIDER_DISPLAY where the other is there, PR_DISPLAY_NAME of a service, and
///   PR_PROVIDER_DLL_NAME, taken from the service (INF-8). UIDs are new at every load until the
///   profile is saved.
/// * `[service.provider.without_section]` in place of the section is for a provider that shall find
///   none. It may hold PR_PROVIDER_UID, PR_PROVIDER_DLL_NAME and PR_RESOURCE_TYPE.
/// * Anything else is refused, so that nothing but comments is lost when a file is loaded and saved
///   again.
///
/// # Secure properties
/// Those with ids from 0x67F0 to 0x67FF (CFG-5) never stand in the file, nor in a `{:?}` of the
/// profile or in [`to_text`](Self::to_text), but in a second file beside it: the path with
/// `.secure` after it. Only its owner can read it, from its creation on (on Windows, the folder's
/// rights hold); one that others can read is refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    pub(crate) name: String,
    services: Vec<Service>,
}

impl Profile {
    /// A profile with one service of one store provider, whose DLL is `provider.dll`: its section
    /// has what MAPI copies there from mapisvc.inf (INF-8), and UIDs of its own.
    pub fn named(name: &str) -> Self {
        Self::empty(name).service(Service::named("PROVIDER", "provider.dll").provider(ProviderEntry::store(name)))
    }

    /// A profile without services.
    pub fn empty(name: &str) -> Self {
        Self { name: name.into(), services: Vec::new() }
    }

    /// The profile with one more service, after the others.
    #[must_use]
    pub fn service(mut self, service: Service) -> Self {
        self.services.push(service);
        self
    }

    /// The profile with one more property in the section of its last provider, or another value for
    /// it. One that has no provider yet gets that of [`named`](Self::named).
    #[must_use]
    pub fn with<K: Into<PropTag>>(self, tag: K, value: impl ValueFor<K>) -> Self {
        self.with_last(|entry| entry.with(tag, value))
    }

    /// A profile whose last provider has no section: `OpenProfileSection` answers
    /// `MAPI_E_NOT_FOUND`.
    #[must_use]
    pub fn without_section(self) -> Self {
        self.with_last(ProviderEntry::without_section)
    }

    /// The profile with each provider as `change` makes it, in the profile's order.
    #[must_use]
    pub fn map_providers(mut self, mut change: impl FnMut(ProviderEntry) -> ProviderEntry) -> Self {
        self.providers_mut().for_each(|entry| *entry = change(entry.clone()));
        self
    }

    fn with_last(mut self, change: impl FnOnce(ProviderEntry) -> ProviderEntry) -> Self {
        if self.providers().next().is_none() {
            self.services.extend(Self::named(&self.name).services);
        }
        if let Some(last) = self.providers_mut().next_back() {
            *last = change(last.clone());
        }
        self
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its message services, in order.
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// The providers of all services, in the profile's order.
    pub fn providers(&self) -> impl DoubleEndedIterator<Item = &ProviderEntry> {
        self.services.iter().flat_map(Service::providers)
    }

    pub(crate) fn services_mut(&mut self) -> &mut Vec<Service> {
        &mut self.services
    }

    pub(crate) fn providers_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut ProviderEntry> {
        self.services.iter_mut().flat_map(Service::providers_mut)
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self::named("default")
    }
}

/// Sixteen bytes that no other call in this process gives, and hardly another process: its start
/// time is in there.
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
