//! What is set in the profile: where the Maildir is, and who the user is. What is in there is
//! `folder.rs`'s.

use crate::Mailbox;
use provider_runtime::prelude::*;
use std::path::PathBuf;

/// The string property of the profile section that names the Maildir.
pub const PATH: Tag<str> = Tag::new(0x6603);
/// The environment variable that names it where the profile does not.
pub const PATH_VARIABLE: &str = "MAILDIR_TRANSPORT_PATH";
/// The string property of the profile section that says who the user is: `Name <local@domain>`, or
/// the address alone.
pub const FROM: Tag<str> = Tag::new(0x6604);

/// What a profile section says, and the environment where it does not.
#[derive(Debug)]
pub(crate) struct Settings {
    /// An absolute path.
    pub(crate) path: PathBuf,
    /// Whose mail it is, if that is set.
    pub(crate) user: Option<Mailbox>,
    /// PR_DISPLAY_NAME
    pub(crate) name: Option<String>,
}

impl Settings {
    /// # Errors
    /// `MAPI_E_UNCONFIGURED` if nothing names a Maildir, or the user's address is none.
    pub(crate) fn read(section: Result<ProfileSection>) -> Result<Self> {
        let text = |tag| match &section {
            Ok(section) => Ok(section.text(tag)?.filter(|text| !text.is_empty())),
            Err(error) if error.code() == Code::NOT_FOUND => Ok(None),
            Err(error) => Err(Error::new(error.code(), error.text().to_owned())),
        };
        let from_profile = text(PATH)?.map(PathBuf::from);
        let path = from_profile.or_else(|| std::env::var_os(PATH_VARIABLE).map(PathBuf::from));
        let Some(path) = path.filter(|path| !path.as_os_str().is_empty()) else {
            let text = format!("no Maildir is set: neither property 0x6603 nor {PATH_VARIABLE}");
            return Err(Error::new(Code::UNCONFIGURED, text));
        };
        let path = std::path::absolute(path).or_code(Code::UNCONFIGURED)?;
        let user = text(FROM)?.map(|text| user(&text)).transpose()?;
        Ok(Self { path, user, name: text(tags::DISPLAY_NAME)? })
    }
}

/// `Name <local@domain>`, or the address alone.
pub(crate) fn user(text: &str) -> Result<Mailbox> {
    let (name, address) = match text.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        Some((name, address)) => (name.trim().trim_matches('"'), address),
        None => ("", text.trim()),
    };
    let user = Mailbox::new(name, address);
    match user.flaw() {
        None => Ok(user),
        Some(flaw) => Err(Error::new(Code::UNCONFIGURED, format!("the user of the Maildir {flaw}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_an_address_with_or_without_a_name() {
        for (text, name, address) in [
            ("Ada Lovelace <ada@example.org>", "Ada Lovelace", "ada@example.org"),
            ("\"Lovelace, Ada\" <ada@example.org>", "Lovelace, Ada", "ada@example.org"),
            (" ada@example.org ", "", "ada@example.org"),
        ] {
            assert_eq!(user(text).ok(), Some(Mailbox::new(name, address)));
        }
        for text in ["Ada", "Ada <ada>", "<>", "ada@example.org, bob@example.org"] {
            assert_eq!(user(text).err().map(|error| error.code()), Some(Code::UNCONFIGURED), "{text}");
        }
    }
}
