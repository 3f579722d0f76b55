//! The profile, and where its providers keep their data: as it says, as the command line says, else
//! in a temporary folder that is filled from the examples' samples.

use crate::arguments::{Arguments, Places};
use maildir_transport::Maildir;
use notes_store::Notes;
use provider_runtime::abi::flag::{MAPI_AB_PROVIDER, MAPI_STORE_PROVIDER, MAPI_TRANSPORT_PROVIDER};
use provider_runtime::session::{Profile, ProviderEntry};
use provider_runtime::{Code, OrCode, Result, Tag};
use std::fs;
use std::path::{Path, PathBuf};

const PROFILE: &str = include_str!("../sample/profile.toml");
/// Who the user is, where the profile does not say.
const USER: &str = "On tour <tour@example.org>";

/// The profile with a place for each of its providers.
pub(crate) fn profile(arguments: &Arguments, folder: &Path) -> Result<Profile> {
    let profile = match &arguments.profile {
        Some(path) => Profile::load(path).or_code(Code::CORRUPT_DATA)?,
        None => PROFILE.parse::<Profile>().or_code(Code::CORRUPT_DATA)?,
    };
    let Places { notes, book, maildir } = &arguments.places;
    let mut notes = notes.clone();
    let mut book = book.clone();
    let mut maildir = maildir.clone();
    let mut number = 0;
    let mut made = Ok(());
    let profile = profile.map_providers(|entry| {
        number += 1;
        let mut fill = |entry: ProviderEntry, tag, given, name: &str, filled: fn(&Path) -> Result<()>| {
            let (entry, fresh) = placed(entry, tag, given, folder.join(format!("{name} {number}")));
            if let (Some(path), true) = (fresh, made.is_ok()) {
                made = filled(&path);
            }
            entry
        };
        match entry.kind() {
            Some(MAPI_STORE_PROVIDER) => fill(entry, notes_store::PATH, notes.take(), "notes", fill_notes),
            Some(MAPI_AB_PROVIDER) => fill(entry, vcard_book::PATH, book.take(), "cards", fill_book),
            Some(MAPI_TRANSPORT_PROVIDER) => {
                let entry = fill(entry, maildir_transport::PATH, maildir.take(), "mail", fill_maildir);
                let has_user = entry.get(maildir_transport::FROM).is_some();
                if has_user { entry } else { entry.with(maildir_transport::FROM, USER) }
            }
            _ => entry,
        }
    });
    made.map(|()| profile)
}

/// The entry with its place, and that place if it is a fresh one.
fn placed(
    entry: ProviderEntry,
    tag: Tag<str>,
    given: Option<PathBuf>,
    fresh: PathBuf,
) -> (ProviderEntry, Option<PathBuf>) {
    match given {
        Some(path) => (entry.with(tag, path.to_string_lossy().as_ref()), None),
        None if entry.get(tag).is_some() => (entry, None),
        None => (entry.with(tag, fresh.to_string_lossy().as_ref()), Some(fresh)),
    }
}

fn fill_notes(path: &Path) -> Result<()> {
    Notes::fill(path, notes_store::SAMPLE)
}

fn fill_book(path: &Path) -> Result<()> {
    fs::create_dir(path).or_code(Code::CALL_FAILED)?;
    vcard_book::SAMPLE.iter().try_for_each(|(name, card)| fs::write(path.join(name), card).or_code(Code::CALL_FAILED))
}

/// With one message that waits.
fn fill_maildir(path: &Path) -> Result<()> {
    Maildir::open(path)?;
    fs::write(path.join("new").join("1.newsletter"), maildir_transport::SAMPLE).or_code(Code::CALL_FAILED)
}
