//! Entry identifiers as authors see them: a key of their own. Headers and UIDs are
//! `provider-abi`'s (`entry_id.rs`).

use provider_abi::error::{Code, Error, Result};

/// The provider's own bytes of an entry identifier: flags and UID are already checked and taken
/// off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryId<'a>(pub(crate) &'a [u8]);

impl<'a> EntryId<'a> {
    /// The key that the author gave it.
    ///
    /// # Errors
    /// [`Code::UNKNOWN_ENTRYID`] if the bytes are no key of this kind: anyone may have made them up
    /// (OPEN-3).
    pub fn key<K: EntryKey>(&self) -> Result<K> {
        K::read(self.0).ok_or_else(|| Error::from(Code::UNKNOWN_ENTRYID))
    }

    /// The bytes themselves.
    pub fn bytes(&self) -> &'a [u8] {
        self.0
    }
}

/// What an author puts into entry identifiers: a row number, a path.
///
/// ```
/// use provider_runtime::EntryKey;
/// let bytes = 7_u64.to_bytes();
/// assert_eq!(u64::read(&bytes), Some(7));
/// assert_eq!(u64::read(b"junk of some length"), None);
/// ```
pub trait EntryKey: Sized {
    /// From bytes that anyone may have made up.
    fn read(bytes: &[u8]) -> Option<Self>;

    /// Appends bytes that stay valid for good and are never used for another object (OPEN-10).
    fn write(&self, bytes: &mut Vec<u8>);

    /// The bytes on their own.
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        bytes
    }
}

macro_rules! number_keys {
    ($($number:ty),+) => { $(
        impl EntryKey for $number {
            fn read(bytes: &[u8]) -> Option<Self> {
                Some(Self::from_le_bytes(bytes.try_into().ok()?))
            }
            fn write(&self, bytes: &mut Vec<u8>) {
                bytes.extend(self.to_le_bytes());
            }
        }
    )+ };
}
number_keys!(u32, i32, u64, i64);

impl EntryKey for String {
    fn read(bytes: &[u8]) -> Option<Self> {
        std::str::from_utf8(bytes).ok().map(Self::from)
    }
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.as_bytes());
    }
}

impl EntryKey for Vec<u8> {
    fn read(bytes: &[u8]) -> Option<Self> {
        Some(bytes.to_vec())
    }
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self);
    }
}

/// Names a store inside its provider: equal keys are one store (MSLOGON-6).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct StoreKey(pub(crate) Vec<u8>);

impl StoreKey {
    /// The key of a store, from whatever names it for good: a path, a number.
    pub fn new(key: impl EntryKey) -> Self {
        Self(key.to_bytes())
    }

    /// Its bytes, as they stand in the store's entry identifier.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StoreKey({})", provider_abi::hex::hex(&self.0))
    }
}
