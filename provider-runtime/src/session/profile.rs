//! The profile: its name, and the provider's section as values. The section as an object is in `section.rs`.

use crate::abi::flag::MAPI_STORE_PROVIDER;
use crate::abi::tag::PropTag;
use crate::abi::tags;
use crate::provider::{PropValue, Property};
use std::sync::atomic::{AtomicU64, Ordering};

/// What a profile says about one provider.
///
/// ```
/// use provider_runtime::{PropTag, session::Profile};
/// let profile = Profile::named("work").with(PropTag(0x6601_001F), "/home/me/notes.db");
/// ```
#[derive(Clone, Debug)]
pub struct Profile {
    pub(crate) name: String,
    pub(crate) section: Option<Vec<Property>>,
}

impl Profile {
    /// A profile whose section has what MAPI copies there from mapisvc.inf (INF-8), and a UID of its own.
    pub fn named(name: &str) -> Self {
        let section = vec![
            Property::new(tags::PROVIDER_UID, fresh_uid().as_slice()),
            Property::new(tags::PROVIDER_DLL_NAME, "provider.dll"),
            Property::new(tags::RESOURCE_TYPE, MAPI_STORE_PROVIDER),
            Property::new(tags::RESOURCE_FLAGS, 0_u32),
        ];
        Self { name: name.into(), section: Some(section) }
    }

    /// The profile with one more property in the section, or another value for it.
    #[must_use]
    pub fn with(mut self, tag: PropTag, value: impl Into<PropValue>) -> Self {
        let property = Property::new(tag, value);
        let section = self.section.get_or_insert_default();
        section.retain(|other| other.tag.id() != tag.id());
        section.push(property);
        self
    }

    /// A profile in which the provider has no section: `OpenProfileSection` answers `MAPI_E_NOT_FOUND`.
    #[must_use]
    pub fn without_section(mut self) -> Self {
        self.section = None;
        self
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
