//! A folder: a directory, or an mbox file. Its rows are made of the header fields of its messages;
//! what is in a message is in `message.rs`.

use crate::{EmlStore, Key, Mail, head, mbox};
use provider_runtime::prelude::*;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

/// Folders of more messages are not kept in one file.
const LETTERS_MOST: u32 = 250_000;

/// What a file is to the store.
#[derive(PartialEq, Eq)]
pub(crate) enum Kind {
    Directory,
    Mbox,
    Message,
}

impl Kind {
    /// `MAPI_E_NOT_FOUND` for a file that is none of these. Mail programs name their mbox files
    /// after folders, often without an extension.
    pub(crate) fn of(path: &Path) -> Result<Self> {
        let about = path.symlink_metadata().or_code(Code::NOT_FOUND)?;
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        match extension.as_deref() {
            _ if about.is_dir() => Ok(Self::Directory),
            Some("eml") if about.is_file() => Ok(Self::Message),
            Some("mbox") if about.is_file() => Ok(Self::Mbox),
            None if about.is_file() && is_mbox(path) => Ok(Self::Mbox),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }
}

/// Whether the file begins as mbox files do.
fn is_mbox(path: &Path) -> bool {
    let mut start = [0; 5];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == *b"From "
}

/// A folder.
pub(crate) struct Folder {
    pub(crate) key: Key,
    pub(crate) kind: Kind,
}

impl Folder {
    /// The messages in the directory, or the folders, by name: no links, and no names that begin
    /// with a dot or are not UTF-8.
    pub(crate) fn files(&self, store: &EmlStore, are_messages: bool) -> Result<impl Iterator<Item = Key>> {
        let path = store.path_of(&self.key)?;
        let entries = if self.kind == Kind::Mbox { None } else { Some(fs::read_dir(&path).or_code(Code::NO_ACCESS)?) };
        let names = entries.into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let is_wanted = |name: &String| {
            let kind = if name.starts_with('.') { None } else { Kind::of(&path.join(name)).ok() };
            kind.is_some_and(|kind| (kind == Kind::Message) == are_messages)
        };
        let mut wanted: Vec<_> = names.filter(is_wanted).collect();
        wanted.sort();
        Ok(wanted.into_iter().map(|name| self.key.inside(&name)))
    }
}

impl Properties<EmlStore> for Folder {
    /// Nobody keeps what was read: nothing is unread.
    fn get(&self, store: &EmlStore, tag: PropTag) -> Result<PropValue> {
        match tag {
            tags::DISPLAY_NAME::ID => Ok(self.key.name().into()),
            tags::CONTENT_COUNT::ID if self.kind == Kind::Directory => {
                Ok((self.files(store, true)?.count() as u32).into())
            }
            tags::CONTENT_UNREAD::ID => Ok(0_u32.into()),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }
}

impl FolderObject<EmlStore> for Folder {
    fn parent(&self, _store: &EmlStore) -> Result<Vec<u8>> {
        Ok(self.key.parent().to_bytes())
    }

    fn contents(&self, store: &EmlStore) -> Result<Table<EmlStore>> {
        let mut table = Table::new(head::COLUMNS);
        let mut left = LETTERS_MOST;
        if self.kind == Kind::Mbox {
            for letter in mbox::letters(&store.path_of(&self.key)?, 0)? {
                let letter = letter.or_code(Code::DISK_ERROR)?;
                let key = Key { letter: Some(letter.id), ..self.key.clone() };
                table.push(row(&key, letter.into_mail(self.key.clone())));
                left = left.checked_sub(1).ok_or(Code::TABLE_TOO_BIG)?;
            }
        }
        for key in self.files(store, true)? {
            table.push(row(&key, store.path_of(&key).and_then(|path| Mail::of_file(&path, &key, true))));
        }
        Ok(table)
    }

    fn hierarchy(&self, store: &EmlStore) -> Result<Table<EmlStore>> {
        let mut table = Table::new([tags::DISPLAY_NAME::ID]);
        table.extend(self.files(store, false)?.map(|key| Row::of(&key).with(tags::DISPLAY_NAME, key.name())));
        Ok(table)
    }
}

/// A message that cannot be read costs its own row alone.
fn row(key: &Key, mail: Result<Mail>) -> Row {
    match mail {
        Ok(mail) => Row::of(key).with_all(mail.values),
        Err(error) => {
            log::warn!("{}: {error}", key.file);
            Row::of(key).with(tags::SUBJECT, key.name())
        }
    }
}
