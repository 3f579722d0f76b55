//! PR_INSTANCE_KEY: what names a row within one table while that is open (TBL-31).

use crate::lock::lock;
use crate::shapes::tags;
use crate::wanted::Wanted;
use std::sync::Mutex;

/// The instance keys of one table: all of them have this length.
const LENGTH: usize = 16;

/// The keys that are too long to stand in an instance key, each with the number that stands for it.
#[derive(Debug, Default)]
pub(super) struct InstanceKeys {
    long: Mutex<Vec<Vec<u8>>>,
}

/// What an instance key begins with that holds a number; else it begins with the key's length.
const NUMBERED: u8 = 0xFF;

/// The instance key of a row whose key stands in it; none for a longer key.
pub fn instance_key(key: &[u8]) -> Option<[u8; LENGTH]> {
    (key.len() < LENGTH).then(|| filled(key.len() as u8, key))
}

fn filled(first: u8, rest: &[u8]) -> [u8; LENGTH] {
    let mut instance = [0; LENGTH];
    let bytes = std::iter::once(&first).chain(rest);
    instance.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
    instance
}

impl InstanceKeys {
    /// The instance key of a row: its length and its key, or a number that is given to the key.
    pub(super) fn of(&self, key: &[u8]) -> [u8; LENGTH] {
        if let Some(instance) = instance_key(key) {
            return instance;
        }
        let mut long = lock(&self.long);
        // Windows of rows come in their order, so most keys are new, or among the last.
        let number = long.iter().rposition(|other| other == key).unwrap_or_else(|| {
            long.push(key.to_vec());
            long.len() - 1
        });
        filled(NUMBERED, &(number as u64).to_le_bytes())
    }

    /// The key of the row with this instance key, if there is one.
    pub(super) fn key(&self, instance: &[u8]) -> Option<Vec<u8>> {
        let (first, rest) = instance.split_first().filter(|_| instance.len() == LENGTH)?;
        if *first != NUMBERED {
            let (key, padding) = rest.split_at_checked((*first).into())?;
            return padding.iter().all(|byte| *byte == 0).then(|| key.to_vec());
        }
        let number = u64::from_le_bytes(*rest.first_chunk()?);
        lock(&self.long).get(usize::try_from(number).ok()?).cloned()
    }

    /// Answers `PR_INSTANCE_KEY`, if it is wanted.
    pub(super) fn answer(&self, key: &[u8], wanted: &mut Wanted<'_>) {
        if wanted.wants(tags::INSTANCE_KEY) {
            wanted.binary(tags::INSTANCE_KEY, &self.of(key));
        }
    }
}
