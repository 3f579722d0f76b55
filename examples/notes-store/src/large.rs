//! Large values, as streams read them: in parts, straight from the file.

use crate::NotesStore;
use crate::fault::InFile;
use crate::properties::{self, Owner};
use crate::schema::version_of;
use provider_runtime::prelude::*;
use rusqlite::{Connection, MAIN_DB};

/// What has a version, by which a value is seen to be the one that was opened.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Versioned {
    /// A folder by its row.
    Folder(i64),
    /// An outermost message, with all that is inside.
    Message(i64),
}

impl Versioned {
    fn version(self, all: &Connection) -> Result<Option<i64>> {
        match self {
            Self::Folder(id) => version_of(all, "folder", id),
            Self::Message(id) => version_of(all, "message", id),
        }
    }
}

/// A value that is read in parts.
struct Stored {
    table: &'static str,
    row: i64,
    len: u64,
    versioned: Versioned,
    version: Option<i64>,
}

/// Opens a property that is large enough to be read in parts.
///
/// # Errors
/// What reading the file comes to.
pub(crate) fn open(
    store: &NotesStore,
    owner: Owner,
    versioned: Versioned,
    tag: PropTag,
) -> Result<Option<Box<dyn LargeValue<NotesStore>>>> {
    store.notes.read(|all| {
        let Some((row, len)) = properties::large(all, owner, tag)? else { return Ok(None) };
        let version = versioned.version(all)?;
        Ok(Some(Box::new(Stored { table: owner.table(), row, len: len.cast_unsigned(), versioned, version }) as _))
    })
}

impl LargeValue<NotesStore> for Stored {
    fn len(&self) -> u64 {
        self.len
    }

    /// PROP-41: what has changed since is not read.
    fn read_at(&self, store: &NotesStore, at: u64, buffer: &mut [u8]) -> Result<usize> {
        store.notes.read(|all| {
            if self.versioned.version(all)? != self.version {
                return Err(Error::new(Code::OBJECT_CHANGED, "the value has changed since it was opened"));
            }
            let blob = all.blob_open(MAIN_DB, self.table, "value", self.row, true).in_file()?;
            blob.read_at(buffer, usize::try_from(at).unwrap_or(usize::MAX)).in_file()
        })
    }
}
