//! The sixteen bytes by which MAPI knows whose an entry identifier is.

/// Sixteen bytes that mark a provider's entry identifiers (`MAPIUID`), in the order in which they
/// are written.
///
/// Not byte-swapped like a GUID: the hex digits of the attribute's `uid`, from left to right.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Uid([u8; 16]);

impl Uid {
    /// A UID of one's own: UID-5 wants it fixed, or made once and kept in the profile.
    #[inline]
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[inline]
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl std::fmt::Debug for Uid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Uid({})", crate::hex::hex(&self.0))
    }
}
