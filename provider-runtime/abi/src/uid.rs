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

    /// The UID of these bytes, always the same: what many of one kind tell each other apart by, a
    /// path for instance, gives each a UID of its own. FNV-1a, which no release changes.
    pub fn of(bytes: &[u8]) -> Self {
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013B;
        const START: u128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D;
        let sum = bytes.iter().fold(START, |sum, byte| (sum ^ u128::from(*byte)).wrapping_mul(PRIME));
        Self(sum.to_be_bytes())
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

#[cfg(test)]
mod tests {
    use super::Uid;

    /// Entry identifiers that are kept somewhere go on meaning the same.
    #[test]
    fn the_uid_of_bytes_is_the_published_hash_for_good() {
        assert_eq!(Uid::of(b"").bytes(), &0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128.to_be_bytes());
        assert_eq!(Uid::of(b"a").bytes(), &0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964_u128.to_be_bytes());
    }
}
