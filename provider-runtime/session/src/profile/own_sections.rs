//! Sections of a profile that are no service's and no provider's: a caller of OpenProfileSection
//! makes one if it names a new UID and wants to write (`MAPI_MODIFY`). They are kept for the
//! session and are in no file.

use super::section::Section;
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use std::sync::{Arc, Mutex};

/// More sections than this nobody makes.
const MOST: usize = 1 << 12;

/// The sections, by their UIDs.
#[derive(Debug, Default)]
pub(crate) struct OwnSections(Mutex<Vec<(Vec<u8>, Arc<Section>)>>);

impl OwnSections {
    /// The section of a UID, which is made if it is to be.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND`; `MAPI_E_NOT_ENOUGH_RESOURCES` for more than there can be.
    pub(crate) fn of(&self, uid: &[u8], is_made: bool) -> Result<Arc<Section>> {
        let mut sections = lock(&self.0);
        if let Some((_, found)) = sections.iter().find(|(own, _)| own == uid) {
            return Ok(Arc::clone(found));
        }
        if !is_made {
            return Err(Error::new(Code::NOT_FOUND, "the profile has no such section"));
        }
        if sections.len() >= MOST {
            return Err(Error::new(Code::NOT_ENOUGH_RESOURCES, format!("more than {MOST} profile sections")));
        }
        let made = Arc::new(Section::new(Vec::new()));
        sections.push((uid.to_vec(), Arc::clone(&made)));
        Ok(made)
    }
}
