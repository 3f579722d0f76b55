//! What is deleted from a folder: messages, folders, all that is in it (FOLD-20 to FOLD-30).

use super::LentFolder;
use super::batch::{Batch, FolderCall};
use super::listing::Listing;
use crate::bridge::store::message_state::is_queued;
use crate::bridge::store::telling::Telling;
use crate::lent::{EntryId, ObjectKind};
use crate::provider::{FolderObject, StoreProvider, Table, What};
use provider_abi::access::Access;
use provider_abi::entry_id;
use provider_abi::error::{Code, Error, Result};
use provider_abi::shapes::flag::{DEL_FOLDERS, DEL_MESSAGES};
use std::collections::BTreeSet;
use std::sync::Arc;

/// No tree of folders has as many of them: an author's folders go in a circle.
const MOST_FOLDERS: usize = 100_000;

/// A folder in a tree of them, and the place of the one that it is in.
pub(super) struct TreeFolder<P> {
    pub(super) parent: usize,
    pub(super) key: Vec<u8>,
    pub(super) folder: Arc<dyn FolderObject<P>>,
}

impl<P: StoreProvider> LentFolder<'_, P> {
    pub(super) fn telling(&self) -> Telling<'_, P> {
        Telling { logon: &self.object.logon, provider: self.provider }
    }

    /// The author's key of an object of this store.
    pub(super) fn key_of<'e>(&self, entry: &'e [u8]) -> Result<&'e [u8]> {
        entry_id::key(entry, &self.object.logon.uids())
    }

    /// Refuses the root, and the folders that mail clients look for (FOLD-32).
    pub(super) fn refuse_special(&self, key: &[u8]) -> Result<()> {
        if key.is_empty() || self.provider.special_folders()?.has(key) {
            return Err(Error::new(Code::NO_ACCESS, "the folder is one that the store has to have"));
        }
        Ok(())
    }

    /// `IMAPIFolder::DeleteMessages`
    pub(super) fn delete_messages(&self, entries: &[&[u8]], call: FolderCall<'_>) -> Result<Code> {
        let mut batch = Batch::new(&self.object.logon.link, &call, entries.len());
        let mut keys = Vec::with_capacity(entries.len());
        for entry in entries {
            match self.key_of(entry) {
                Ok(key) => keys.push(key),
                Err(error) => _ = batch.report::<()>(Err(error)),
            }
        }
        self.delete_keys(self.key(), &self.folder, &keys, &mut batch)?;
        batch.code()
    }

    /// Deletes messages of a folder, but for those that wait to be sent (FOLD-25).
    fn delete_keys(
        &self,
        folder_key: &[u8],
        folder: &Arc<dyn FolderObject<P>>,
        keys: &[&[u8]],
        batch: &mut Batch,
    ) -> Result<()> {
        let queued = self.provider.queue().map(|queue| queue.keys()).transpose()?.unwrap_or_default();
        let (waiting, keys): (Vec<_>, Vec<_>) = keys.iter().copied().partition(|key| is_queued(&queued, key));
        for _ in waiting {
            batch.report::<()>(Err(Error::new(Code::SUBMITTED, "the message waits to be sent")));
        }
        if keys.is_empty() || batch.is_cancelled() {
            return Ok(());
        }
        let mut deleted = Vec::new();
        folder.delete_messages(self.provider, &keys, &mut |key, outcome| {
            if outcome.is_ok() {
                deleted.push(key.to_vec());
            }
            batch.report(outcome)
        });
        let telling = self.telling();
        deleted.iter().for_each(|key| telling.deleted(key, ObjectKind::Message, folder_key));
        if !deleted.is_empty() {
            telling.folder_changed(folder_key, &**folder);
        }
        Ok(())
    }

    /// Deletes all messages of one table of a folder.
    fn delete_all(
        &self,
        key: &[u8],
        folder: &Arc<dyn FolderObject<P>>,
        table: Table<P>,
        batch: &mut Batch,
    ) -> Result<()> {
        let mut messages = Listing::of(table);
        while !batch.is_cancelled() {
            let rows = messages.next(self.provider, &self.object.logon.link.host.memory, &[])?;
            if rows.is_empty() {
                break;
            }
            batch.add(rows.len());
            let keys: Vec<_> = rows.iter().map(|row| &row.key[..]).collect();
            self.delete_keys(key, folder, &keys, batch)?;
        }
        Ok(())
    }

    /// `IMAPIFolder::DeleteFolder`
    pub(super) fn delete_folder(&self, entry: &[u8], call: FolderCall<'_>, flags: u32) -> Result<Code> {
        let key = self.key_of(entry)?;
        self.refuse_special(key)?;
        let folder = self.open_folder(key, Access::Best)?;
        if folder.parent(self.provider)? != self.key() {
            return Err(Error::new(Code::NOT_FOUND, "the folder is not in this one")); // FOLD-28
        }
        let is_empty = |table: Table<P>| {
            let rows = Listing::of(table).next(self.provider, &self.object.logon.link.host.memory, &[]);
            rows.map(|rows| rows.is_empty())
        };
        if flags & DEL_MESSAGES == 0
            && !(is_empty(folder.contents(self.provider)?)? && is_empty(folder.associated(self.provider)?)?)
        {
            return Err(Code::HAS_MESSAGES.into());
        }
        if flags & DEL_FOLDERS == 0 && !is_empty(folder.hierarchy(self.provider)?)? {
            return Err(Code::HAS_FOLDERS.into());
        }
        let mut batch = Batch::new(&self.object.logon.link, &call, 1);
        let tree = self.tree(key.to_vec(), folder)?;
        self.delete_tree(&tree, &mut batch)?;
        batch.code()
    }

    /// `IMAPIFolder::EmptyFolder` (FOLD-30)
    pub(super) fn empty(&self, call: FolderCall<'_>, with_associated: bool) -> Result<Code> {
        let mut batch = Batch::new(&self.object.logon.link, &call, 0);
        self.delete_all(self.key(), &self.folder, self.folder.contents(self.provider)?, &mut batch)?;
        if with_associated {
            self.delete_all(self.key(), &self.folder, self.folder.associated(self.provider)?, &mut batch)?;
        }
        let memory = &self.object.logon.link.host.memory;
        let inside = Listing::of(self.folder.hierarchy(self.provider)?).all(self.provider, memory, &[])?;
        for row in inside {
            let tree = self.refuse_special(&row.key).and_then(|()| {
                let folder = self.open_folder(&row.key, Access::Best)?;
                self.tree(row.key, folder)
            });
            match tree {
                Ok(tree) => self.delete_tree(&tree, &mut batch)?,
                Err(error) => _ = batch.report::<()>(Err(error)),
            }
            if batch.is_cancelled() {
                break;
            }
        }
        batch.code()
    }

    /// A folder of this store.
    pub(super) fn open_folder(&self, key: &[u8], access: Access) -> Result<Arc<dyn FolderObject<P>>> {
        let opened = self.provider.open((!key.is_empty()).then_some(EntryId(key)), access)?;
        match opened.what {
            What::Folder(folder) if access != Access::Write || !opened.is_for_reading => Ok(folder),
            What::Folder(_) => Err(Error::new(Code::NO_ACCESS, "the folder can be read alone")),
            What::Message(_) => Err(Error::new(Code::NOT_FOUND, "no folder")),
        }
    }

    /// A folder and all that are in it, outer ones first.
    pub(super) fn tree(&self, key: Vec<u8>, folder: Arc<dyn FolderObject<P>>) -> Result<Vec<TreeFolder<P>>> {
        let memory = &self.object.logon.link.host.memory;
        let mut seen = BTreeSet::from([key.clone()]);
        let mut all = vec![TreeFolder { parent: 0, key, folder }];
        let mut at = 0;
        while let Some(outer) = all.get(at) {
            let rows = Listing::of(outer.folder.hierarchy(self.provider)?).all(self.provider, memory, &[])?;
            for row in rows {
                if all.len() == MOST_FOLDERS {
                    return Err(Error::new(Code::TOO_COMPLEX, "too many folders inside each other"));
                }
                if seen.insert(row.key.clone()) {
                    let folder = self.open_folder(&row.key, Access::Best)?;
                    all.push(TreeFolder { parent: at, key: row.key, folder });
                }
            }
            at += 1;
        }
        Ok(all)
    }

    /// Deletes the folders of a tree with all that is in them, inner ones first. One from which not
    /// all could be deleted stays (FOLD-29).
    pub(super) fn delete_tree(&self, tree: &[TreeFolder<P>], batch: &mut Batch) -> Result<()> {
        batch.add(tree.len().saturating_sub(1));
        for (place, TreeFolder { parent, key, folder }) in tree.iter().enumerate().rev() {
            self.delete_all(key, folder, folder.contents(self.provider)?, batch)?;
            self.delete_all(key, folder, folder.associated(self.provider)?, batch)?;
            if !batch.is_clean() {
                return Ok(());
            }
            let (outer_key, outer) = match tree.get(*parent).filter(|_| place > 0) {
                Some(outer) => (&outer.key[..], &outer.folder),
                None => (self.key(), &self.folder),
            };
            let deleted = self.refuse_special(key).and_then(|()| outer.delete_folder(self.provider, key));
            if deleted.is_ok() {
                let telling = self.telling();
                telling.deleted(key, ObjectKind::Folder, outer_key);
                telling.folder_changed(outer_key, &**outer);
            }
            if !batch.report(deleted) {
                return Ok(());
            }
        }
        Ok(())
    }
}
