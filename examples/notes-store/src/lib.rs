//! A message store that keeps notes in one SQLite file: all that an author writes, under
//! `forbid(unsafe_code)`.
//!
//! Where the notes are is in `place.rs`, the file in `schema.rs`, the notes one by one in
//! `notes.rs`, their table in `rows.rs` and `sql.rs`, the worker in `outbox.rs`, what clients open
//! in `objects.rs`. The entry points are in `dll.rs`.
//!
//! The file comes from the string property 0x6601 of the profile section (which configuring the
//! service writes), else from `NOTES_STORE_PATH`, else each logon gets a fresh private database in
//! memory, with a key of its own.
#![forbid(unsafe_code)]

mod notes;
mod objects;
mod outbox;
mod place;
mod pool;
mod rows;
mod schema;
mod sql;

pub use notes::Notes;
use objects::{OpenNote, Root};
pub use outbox::Outbox;
pub use place::{PATH, PATH_VARIABLE, Place};
pub use pool::Pool;
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
        let Some(entry) = entry else { return Ok(Opened::folder(Root)) };
        let id = entry.key()?;
        self.notes.read(id)?;
        Ok(Opened::message(OpenNote::new(id)))
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

    fn tags(&self) -> Vec<PropTag> {
        vec![tags::COMMENT::ID]
    }

    fn get(&self, tag: PropTag) -> Result<PropValue> {
        match tag {
            tags::COMMENT::ID => Ok(format!("notes in {}", self.notes.place()).into()),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }
}

/// A few notes, as [`Notes::fill`] reads them: for the tour and for tests.
pub const SAMPLE: &str = include_str!("../sample/notes.txt");
