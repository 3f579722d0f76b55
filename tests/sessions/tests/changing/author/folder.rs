//! The store's folders.

use super::Shelf;
use super::data::{FolderData, MessageData, ROOT, key_of, number_of};
use super::message::Letter;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use provider_runtime::{Created, MessageChanges};

pub struct Folder(pub u64);

impl Folder {
    fn row<R>(&self, store: &Shelf, look: impl FnOnce(&FolderData) -> Result<R>) -> Result<R> {
        store.look(|data| look(data.folders.get(&self.0).ok_or(Code::NOT_FOUND)?))
    }

    fn table(&self, store: &Shelf, step: &'static str, is_associated: bool) -> Result<Table<Shelf>> {
        store.step(step)?;
        let columns =
            [tags::SUBJECT, tags::MESSAGE_FLAGS, tags::MSG_STATUS, tags::HASATTACH, tags::DISPLAY_TO, tags::SEARCH_KEY];
        let mut table = Table::new(columns);
        store.look(|data| {
            for (key, part) in data.messages_of(self.0, is_associated) {
                table.push(Row::of(&key_of(key)).with_all(part.values.held.iter().cloned()));
            }
        });
        Ok(table)
    }
}

impl Properties<Shelf> for Folder {
    fn tags(&self, store: &Shelf) -> Result<Vec<PropTag>> {
        self.row(store, |row| Ok(row.values.tags()))
    }

    fn get(&self, store: &Shelf, tag: PropTag) -> Result<PropValue> {
        store.step("folder.get")?;
        self.row(store, |row| row.values.get(tag))
    }

    fn set(&self, store: &Shelf, changes: &[Property]) -> Result<()> {
        store.transact("folder.set", |data| {
            let row = data.folders.get_mut(&self.0).ok_or(Code::NOT_FOUND)?;
            changes.iter().for_each(|change| row.values.set(change.clone()));
            Ok(())
        })
    }

    fn remove(&self, store: &Shelf, tags: &[PropTag]) -> Result<()> {
        store.transact("folder.remove", |data| {
            let row = data.folders.get_mut(&self.0).ok_or(Code::NOT_FOUND)?;
            tags.iter().for_each(|tag| row.values.remove(*tag));
            Ok(())
        })
    }
}

impl FolderObject<Shelf> for Folder {
    fn parent(&self, store: &Shelf) -> Result<Vec<u8>> {
        self.row(store, |row| Ok(key_of(row.parent)))
    }

    fn contents(&self, store: &Shelf) -> Result<Table<Shelf>> {
        self.table(store, "contents", false)
    }

    fn associated(&self, store: &Shelf) -> Result<Table<Shelf>> {
        self.table(store, "associated", true)
    }

    fn hierarchy(&self, store: &Shelf) -> Result<Table<Shelf>> {
        store.step("hierarchy")?;
        let mut table = Table::new([tags::DISPLAY_NAME, tags::COMMENT]);
        store.look(|data| {
            for (key, row) in data.folders_of(self.0) {
                table.push(Row::of(&key_of(key)).with_all(row.values.held.iter().cloned()));
            }
        });
        Ok(table)
    }

    fn create_message(&self, store: &Shelf, changes: &MessageChanges) -> Result<Created<Shelf>> {
        store.transact("create_message", |data| {
            if !data.folders.contains_key(&self.0) {
                return Err(Code::OBJECT_DELETED.into());
            }
            let key = data.fresh();
            let part = data.fresh();
            let is_associated = changes.is_associated();
            data.messages.insert(key, MessageData { folder: self.0, is_associated, version: 1, part });
            data.change(part, changes)?;
            if changes.submits() {
                data.queue.push(key);
            }
            Ok(Created::new(&key_of(key), Letter::of(data, key)?))
        })
    }

    fn create_folder(&self, store: &Shelf, name: &str, values: &[Property]) -> Result<Vec<u8>> {
        store.transact("create_folder", |data| {
            if data.named(self.0, name).is_some() {
                return Err(Code::COLLISION.into());
            }
            let key = data.fresh();
            let mut row = FolderData { parent: self.0, ..FolderData::default() };
            row.values.set(Property::new(tags::DISPLAY_NAME, name));
            values.iter().for_each(|value| row.values.set(value.clone()));
            data.folders.insert(key, row);
            Ok(key_of(key))
        })
    }

    fn delete_message(&self, store: &Shelf, key: &[u8]) -> Result<()> {
        let key = number_of(key)?;
        store.transact("delete_message", |data| {
            let row = data.messages.get(&key).filter(|row| row.folder == self.0).ok_or(Code::NOT_FOUND)?;
            let part = row.part;
            data.messages.remove(&key);
            data.drop_part(part);
            Ok(())
        })
    }

    fn delete_folder(&self, store: &Shelf, key: &[u8]) -> Result<()> {
        let key = number_of(key)?;
        store.transact("delete_folder", |data| {
            data.folders.get(&key).filter(|row| row.parent == self.0 && key != ROOT).ok_or(Code::NOT_FOUND)?;
            let is_in = |folder: u64| folder == key;
            if data.messages.values().any(|row| is_in(row.folder)) || data.folders_of(key).next().is_some() {
                return Err(Error::new(Code::CALL_FAILED, "the folder is not empty"));
            }
            data.folders.remove(&key);
            Ok(())
        })
    }

    fn move_message(&self, store: &Shelf, key: &[u8], into: &[u8]) -> Result<Vec<u8>> {
        let key = number_of(key)?;
        let into = number_of(into)?;
        store.transact("move_message", |data| {
            if !data.moves {
                return Err(Code::NO_SUPPORT.into());
            }
            let mut row = data.messages.get(&key).filter(|row| row.folder == self.0).ok_or(Code::NOT_FOUND)?.clone();
            let new = data.fresh();
            row.folder = into;
            data.messages.remove(&key);
            data.messages.insert(new, row);
            Ok(key_of(new))
        })
    }

    fn move_folder(&self, store: &Shelf, key: &[u8], into: &[u8], name: &str) -> Result<Vec<u8>> {
        let key = number_of(key)?;
        let into = number_of(into)?;
        store.transact("move_folder", |data| {
            if !data.moves {
                return Err(Code::NO_SUPPORT.into());
            }
            let row = data.folders.get_mut(&key).filter(|row| row.parent == self.0).ok_or(Code::NOT_FOUND)?;
            row.parent = into;
            row.values.set(Property::new(tags::DISPLAY_NAME, name));
            Ok(key_of(key))
        })
    }
}
