//! A message store in one SQLite file: all that an author writes, under `forbid(unsafe_code)`.
//!
//! It keeps folders, messages with all their properties, recipients, attachments and the messages
//! inside them, named properties, receive folders and the outgoing queue. Each change is one
//! transaction: what a client was told is stored is on the disk. Several processes may have one
//! file open.
//!
//! | what | where |
//! |---|---|
//! | where the file is | `place.rs`, `pool.rs` |
//! | what it holds | `schema.rs`, `migrate.rs`, `columns.rs`, `value.rs` |
//! | how it is read and changed | `notes.rs`, `properties.rs`, `folders.rs`, `fault.rs` |
//! | how a message is stored | `changes.rs`, `commit.rs`, `placing.rs` |
//! | what clients open | `key.rs`, `folder.rs`, `message.rs`, `large.rs` |
//! | tables | `rows.rs`, `sql.rs` |
//! | the queue, special folders, names | `queue.rs`, `names.rs` |
//! | the worker that tells of changes | `outbox.rs` |
//!
//! The entry points are in `dll.rs`. The file comes from the string property 0x6601 of the profile
//! section (which configuring the service writes), else from `NOTES_STORE_PATH`, else each logon
//! gets a fresh private database in memory, with a key of its own.
#![forbid(unsafe_code)]

mod changes;
mod columns;
mod commit;
mod fault;
mod folder;
mod folders;
mod key;
mod large;
mod message;
mod migrate;
mod names;
mod notes;
mod outbox;
mod place;
mod placing;
mod pool;
mod properties;
mod queue;
mod rows;
mod schema;
mod sql;
#[cfg(test)]
mod tests;
mod value;

use folder::Folder;
use key::{Key, ROOT};
use message::Message;
pub use notes::Notes;
pub use outbox::Outbox;
pub use place::{PATH, PATH_VARIABLE, Place};
pub use pool::Pool;
use properties::Owner;
use provider_runtime::prelude::*;
use rusqlite::InterruptHandle;
use std::sync::Arc;

/// A message store kept in one SQLite file.
#[mapi_provider(kind = "store", name = "Notes", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11", shared = Pool)]
pub struct NotesStore {
    #[teardown(with = Outbox::drain)]
    outbox: Outbox,
    #[teardown(after = outbox, with = Notes::close)]
    notes: Arc<Notes>,
    queries: InterruptHandle,
    support: Support<Self>,
}

impl StoreProvider for NotesStore {
    const ABILITIES: Abilities =
        Abilities::ATTACHMENTS.and(Abilities::HTML).and(Abilities::SEVERAL_VALUES).and(Abilities::SUBMISSION);

    /// A path that is given goes into the profile. Without one nothing is missing: the notes are in
    /// memory then.
    fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
        let Some(given) = service.properties().iter().find(|setting| setting.tag.id() == PATH.id()) else {
            return Ok(());
        };
        match given.value.as_text() {
            None => Err(Error::new(Code::INVALID_PARAMETER, "the path of the notes is no text")),
            Some("") => Err(Error::new(Code::UNCONFIGURED, "the path of the notes is empty")),
            Some(_) => service.section(Access::Write)?.set(std::slice::from_ref(given)),
        }
    }

    /// The path is the store's key: two profile sections with one file are one store.
    fn identify(logon: &LogonContext<'_, Self>) -> Result<StoreKey> {
        Ok(match Place::configured(logon)? {
            Some(place) => StoreKey::new(place),
            None => StoreKey::new(Place::in_memory(logon.support().new_uid()?)),
        })
    }

    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        let place = Place::read(logon.key().bytes()).ok_or(Code::UNKNOWN_ENTRYID)?;
        if logon.entry().is_some() && !place.may_be_opened() && Place::configured(logon)? != Some(place.clone()) {
            return Err(Error::new(Code::NOT_FOUND, format!("there are no notes in {place}")));
        }
        if matches!(place, Place::Memory(_)) {
            log::warn!("no file is configured: these notes go with their logon");
        }
        let notes = Arc::new(Notes::open(place, logon.shared())?);
        let queries = notes.interrupt_handle();
        let outbox = Outbox::start(&notes, logon.support())?;
        Ok(Self { outbox, notes, queries, support: logon.support().clone() })
    }

    fn open(&self, entry: Option<EntryId<'_>>, _access: Access) -> Result<Opened<Self>> {
        match entry.map_or(Ok(Key::Folder(ROOT)), |entry| entry.key())? {
            Key::Folder(id) => {
                self.notes.read(|all| folders::exists(all, id))?;
                Ok(Opened::folder(Folder { id }))
            }
            Key::Message(id) => {
                let version = self.notes.read(|all| message::version(all, id))?;
                Ok(Opened::message(Message::new(id, version)))
            }
        }
    }

    fn interrupt(&self) {
        self.queries.interrupt();
    }

    /// Everything that a client has saved is in the file already, and what the outbox has not told
    /// of yet beside it.
    fn fast_shutdown(&self) -> FastShutdown {
        FastShutdown::Ready
    }

    fn before_logoff(&self) -> Result<()> {
        self.support.set_status(Status::Offline)
    }

    fn special_folders(&self) -> Result<SpecialFolders> {
        self.notes.special_folders()
    }

    fn set_special_folder(&self, which: SpecialFolder, folder: &[u8]) -> Result<()> {
        self.notes.set_special_folder(which, folder)
    }

    fn receive_folders(&self) -> Result<Vec<(String, Vec<u8>)>> {
        self.notes.receive_folders()
    }

    fn set_receive_folder(&self, class: &str, folder: Option<&[u8]>) -> Result<()> {
        self.notes.set_receive_folder(class, folder)
    }

    fn queue(&self) -> Option<&dyn Queue> {
        Some(&*self.notes)
    }

    fn names(&self) -> Option<&dyn NameMap> {
        Some(&*self.notes)
    }

    fn tags(&self) -> Vec<PropTag> {
        let mut tags = self.notes.read(|all| properties::tags_of(all, Owner::Store)).unwrap_or_default();
        if !tags.iter().any(|tag| tag.id() == tags::COMMENT.id()) {
            tags.push(tags::COMMENT::ID);
        }
        tags
    }

    fn get(&self, tag: PropTag) -> Result<PropValue> {
        match self.notes.read(|all| properties::get(all, Owner::Store, tag)) {
            Err(error) if error.code() == Code::NOT_FOUND && tag == tags::COMMENT => {
                Ok(format!("notes in {}", self.notes.place()).into())
            }
            answer => answer,
        }
    }

    fn set(&self, changes: &[Property]) -> Result<()> {
        self.notes.change(|all| changes.iter().try_for_each(|change| properties::put(all, Owner::Store, change)))
    }

    fn remove(&self, tags: &[PropTag]) -> Result<()> {
        self.notes.change(|all| tags.iter().try_for_each(|tag| properties::remove(all, Owner::Store, *tag)))
    }
}

/// A few notes, as [`Notes::fill`] reads them: for the tour and for tests.
pub const SAMPLE: &str = include_str!("../sample/notes.txt");
