//! What clients open of a folder: its row. The file is asked in `folders.rs`, the rows of its
//! tables are in `rows.rs`.

use crate::columns::FOLDER;
use crate::key::Key;
use crate::large::{self, Versioned};
use crate::message::Message;
use crate::properties::{self, Owner};
use crate::rows::{FolderRows, MessageRows};
use crate::{NotesStore, commit, folders};
use provider_runtime::prelude::*;

/// As many messages are deleted in one transaction.
const BATCH: usize = 256;

/// A folder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Folder {
    pub(crate) id: i64,
}

impl Properties<NotesStore> for Folder {
    fn tags(&self, store: &NotesStore) -> Result<Vec<PropTag>> {
        let own = FOLDER.iter().map(|column| column.tag);
        let others = store.notes.read(|all| properties::tags_of(all, Owner::Folder(self.id)))?;
        Ok(own.chain(others).collect())
    }

    fn get(&self, store: &NotesStore, tag: PropTag) -> Result<PropValue> {
        store.notes.read(|all| folders::get(all, self.id, tag))
    }

    fn get_many(&self, store: &NotesStore, wanted: &mut Wanted<'_>) -> Result<()> {
        store.notes.read(|all| folders::give(all, self.id, wanted))
    }

    fn large(&self, store: &NotesStore, tag: PropTag) -> Result<Option<Box<dyn LargeValue<NotesStore>>>> {
        large::open(store, Owner::Folder(self.id), Versioned::Folder(self.id), tag)
    }

    fn set(&self, store: &NotesStore, changes: &[Property]) -> Result<()> {
        store.notes.change(|all| folders::set(all, self.id, changes))
    }

    fn remove(&self, store: &NotesStore, tags: &[PropTag]) -> Result<()> {
        store.notes.change(|all| folders::remove(all, self.id, tags))
    }
}

impl FolderObject<NotesStore> for Folder {
    fn parent(&self, store: &NotesStore) -> Result<Vec<u8>> {
        store.notes.read(|all| folders::parent(all, self.id)).map(|id| Key::Folder(id).to_bytes())
    }

    fn contents(&self, _store: &NotesStore) -> Result<Table<NotesStore>> {
        Ok(Table::windows([tags::SUBJECT::ID], MessageRows { folder: self.id, are_associated: false }))
    }

    fn associated(&self, _store: &NotesStore) -> Result<Table<NotesStore>> {
        Ok(Table::windows([tags::SUBJECT::ID], MessageRows { folder: self.id, are_associated: true }))
    }

    fn hierarchy(&self, _store: &NotesStore) -> Result<Table<NotesStore>> {
        Ok(Table::windows([tags::DISPLAY_NAME::ID], FolderRows { parent: self.id }))
    }

    fn create_message(&self, store: &NotesStore, changes: &MessageChanges) -> Result<Created<NotesStore>> {
        let id = store.notes.change(|all| commit::create(all, self.id, changes.into()))?;
        Ok(Created::new(&Key::Message(id), Message::new(id, 1)))
    }

    fn create_folder(&self, store: &NotesStore, name: &str, values: &[Property]) -> Result<Vec<u8>> {
        let id = store.notes.change(|all| folders::create(all, self.id, name, values))?;
        Ok(Key::Folder(id).to_bytes())
    }

    fn delete_message(&self, store: &NotesStore, key: &[u8]) -> Result<()> {
        let id = Key::message(key)?;
        store.notes.change(|all| folders::delete_message(all, self.id, id))
    }

    /// A transaction a batch; `done` is told when it is over, of each message that is gone with it.
    fn delete_messages(&self, store: &NotesStore, keys: &[&[u8]], done: &mut dyn FnMut(&[u8], Result<()>) -> bool) {
        for batch in keys.chunks(BATCH) {
            let deleted = store.notes.change(|all| {
                let delete = |key: &&[u8]| folders::delete_message(all, self.id, Key::message(key)?);
                Ok(batch.iter().map(delete).collect::<Vec<_>>())
            });
            let outcomes = match deleted {
                Ok(outcomes) => outcomes,
                Err(error) => batch.iter().map(|_| Err(Error::new(error.code(), error.text().to_owned()))).collect(),
            };
            let mut goes_on = true;
            for (key, outcome) in batch.iter().zip(outcomes) {
                goes_on &= done(key, outcome);
            }
            if !goes_on {
                return;
            }
        }
    }

    fn delete_folder(&self, store: &NotesStore, key: &[u8]) -> Result<()> {
        let id = Key::folder(key)?;
        store.notes.change(|all| folders::delete(all, self.id, id))
    }

    fn move_message(&self, store: &NotesStore, key: &[u8], into: &[u8]) -> Result<Vec<u8>> {
        let id = Key::message(key)?;
        let into = Key::folder(into)?;
        store.notes.change(|all| folders::move_message(all, self.id, id, into))?;
        Ok(key.to_vec())
    }

    fn move_folder(&self, store: &NotesStore, key: &[u8], into: &[u8], name: &str) -> Result<Vec<u8>> {
        let id = Key::folder(key)?;
        let into = Key::folder(into)?;
        store.notes.change(|all| folders::move_folder(all, self.id, id, into, name))?;
        Ok(key.to_vec())
    }
}
