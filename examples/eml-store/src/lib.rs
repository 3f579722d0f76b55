//! A message store over a folder tree of mail files, for reading alone: all that an author writes,
//! under `forbid(unsafe_code)`.
//!
//! Directories are folders, `.eml` files are messages, an mbox file is a folder of its messages.
//! What clients open is in `folder.rs` and `message.rs`, keys and the way to files in `place.rs`,
//! mbox files in `mbox.rs`, the parts of a message in `mime.rs`, its header fields in `head.rs`.
//! The entry points are in `dll.rs`.
//!
//! The root of the tree comes from the string property 0x6604 of the profile section, else from
//! `EML_STORE_PATH`. Nothing in it is ever written, and no link in it is followed.
#![forbid(unsafe_code)]

mod folder;
mod head;
mod mbox;
mod message;
mod mime;
mod place;

use folder::{Folder, Kind};
use message::Mail;
pub use place::{Key, PATH, PATH_VARIABLE};
use provider_runtime::prelude::*;
use std::path::PathBuf;

/// A message store over a folder tree of `.eml` and mbox files.
#[mapi_provider(kind = "store", name = "Mail Files", uid = "dedcb01b-f8df-4e89-8e78-2b7ecde42532")]
pub struct EmlStore {
    /// Absolute, and without links.
    root: PathBuf,
}

impl StoreProvider for EmlStore {
    const IS_READ_ONLY: bool = true;
    const ABILITIES: Abilities = Abilities::ATTACHMENTS.and(Abilities::HTML);

    /// A root that is given goes into the profile.
    fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
        match service.properties().iter().find(|setting| setting.tag.id() == PATH.id()) {
            Some(given) => service.section(Access::Write)?.set(std::slice::from_ref(given)),
            None => Ok(()),
        }
    }

    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        Ok(Self { root: place::root(logon.setting(PATH)?)? })
    }

    fn open(&self, entry: Option<EntryId<'_>>, _access: Access) -> Result<Opened<Self>> {
        let key = entry.map_or(Ok(Key::default()), |entry| entry.key())?;
        let path = self.path_of(&key)?;
        match (Kind::of(&path)?, key.letter) {
            (Kind::Message, None) => Ok(Opened::message(Mail::of_file(&path, &key, false)?)),
            (Kind::Mbox, Some(id)) => Ok(Opened::message(mbox::letter(&path, id)?.into_mail(key.parent())?)),
            (kind @ (Kind::Directory | Kind::Mbox), None) => Ok(Opened::folder(Folder { key, kind })),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }

    /// Each root has a UID of its own, always the same: identifiers stay valid in every profile,
    /// and open nothing in another tree (UID-5).
    fn uid(&self) -> Uid {
        Uid::of(self.root.as_os_str().as_encoded_bytes())
    }

    /// There is nothing to be saved.
    fn fast_shutdown(&self) -> FastShutdown {
        FastShutdown::Ready
    }

    fn special_folders(&self) -> Result<SpecialFolders> {
        let root = Folder { key: Key::default(), kind: Kind::Directory };
        let folders = SpecialFolders::default().with(SpecialFolder::IpmSubtree, &root.key);
        let inbox = root.files(self, false)?.find(|key| key.name().eq_ignore_ascii_case("inbox"));
        Ok(inbox.iter().fold(folders, |folders, key| folders.with(SpecialFolder::Inbox, key)))
    }
}
