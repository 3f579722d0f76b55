//! Which directory a logon is about, and the number that tells its entries from those of others.
//! What is in there is `people.rs`'s.

use provider_runtime::prelude::*;
use std::path::{Path, PathBuf};

/// The string property of the profile section that names the directory.
pub const PATH: Tag<str> = Tag::new(0x6602);
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
    Uid::of(path)
}
