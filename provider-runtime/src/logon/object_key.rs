//! An author's key of an opened object: short ones stand in the object itself.

use std::sync::{Arc, OnceLock};

/// The bytes of a key; none for an object that has no key.
#[derive(Debug, Default)]
pub(crate) enum ObjectKey {
    #[default]
    None,
    Short(u8, [u8; SHORT]),
    Long(Box<[u8]>),
    /// That of a new message: it comes with the first save (PROP-77).
    Coming(Arc<OnceLock<Box<[u8]>>>),
}

/// The longest key that takes no memory of its own.
const SHORT: usize = 22;

impl ObjectKey {
    #[inline]
    pub(crate) fn new(key: &[u8]) -> Self {
        let mut bytes = [0; SHORT];
        match bytes.get_mut(..key.len()) {
            Some(place) => {
                place.copy_from_slice(key);
                Self::Short(key.len() as u8, bytes)
            }
            None => Self::Long(key.into()),
        }
    }

    #[inline]
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::None => None,
            Self::Short(length, bytes) => bytes.get(..usize::from(*length)),
            Self::Long(bytes) => Some(bytes),
            Self::Coming(bytes) => bytes.get().map(|bytes| &**bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_any_length_is_kept() {
        assert_eq!(ObjectKey::default().bytes(), None);
        for length in [0, 1, 8, SHORT - 1, SHORT, SHORT + 1, 1_000] {
            let key: Vec<u8> = (0..length).map(|at| at as u8).collect();
            assert_eq!(ObjectKey::new(&key).bytes(), Some(key.as_slice()));
        }
        assert_eq!(size_of::<ObjectKey>(), 24);
    }
}
