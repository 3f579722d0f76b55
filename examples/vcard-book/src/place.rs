//! Which directory a logon is about, and the number that tells its entries from those of others.
//! What is in there is `people.rs`'s.

use provider_runtime::prelude::*;
use std::path::{Path, PathBuf};

/// The string property of the profile section that names the directory.
pub const PATH: PropTag = PropTag(0x6602_001F);
/// The environment variable that names it where the profile does not.
pub const PATH_VARIABLE: &str = "VCARD_BOOK_PATH";

/// What the profile section says, else the environment: an absolute path.
///
/// # Errors
/// `MAPI_E_UNCONFIGURED` if neither names a directory.
pub(crate) fn configured(section: Result<ProfileSection>) -> Result<PathBuf> {
    let from_profile = match section {
        Ok(section) => section.text(PATH)?,
        Err(error) if error.code() == Code::NOT_FOUND => None,
        Err(error) => return Err(error),
    };
    let from_profile = from_profile.filter(|path| !path.is_empty()).map(PathBuf::from);
    let path = from_profile.or_else(|| std::env::var_os(PATH_VARIABLE).map(PathBuf::from));
    match path.filter(|path| !path.as_os_str().is_empty()) {
        Some(path) => std::path::absolute(path).or_code(Code::UNCONFIGURED),
        None => {
            let text = format!("no directory of vCards is set: neither property 0x6602 nor {PATH_VARIABLE}");
            Err(Error::new(Code::UNCONFIGURED, text))
        }
    }
}

/// The UID of a directory's entries: always the same for the same directory, without links in its
/// path, so that identifiers stay valid in every profile and process (UID-5).
pub(crate) fn uid(directory: &Path) -> Uid {
    let directory = directory.canonicalize();
    let path = directory.as_ref().map_or(b"".as_slice(), |path| path.as_os_str().as_encoded_bytes());
    Uid::new(fnv(path).to_be_bytes())
}

/// FNV-1a of 128 bits: unlike the hash functions of the standard library, another release does not
/// change it.
fn fnv(bytes: &[u8]) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(OFFSET, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::fnv;

    /// Entry identifiers that are kept somewhere go on meaning the same directory.
    #[test]
    fn the_number_of_a_path_is_the_published_hash_for_good() {
        assert_eq!(fnv(b""), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(fnv(b"a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    }
}
