//! The messages that wait to be sent, and where messages are looked for: the outgoing queue,
//! receive folders, special folders. They are rows of the file, so they outlive the process.

use crate::fault::InFile;
use crate::folders;
use crate::key::Key;
use crate::notes::Notes;
use provider_runtime::prelude::*;
use rusqlite::params;

impl Queue for Notes {
    fn keys(&self) -> Result<Vec<Vec<u8>>> {
        self.read(|all| {
            let mut query = all.prepare_cached("SELECT message FROM queue ORDER BY seq").in_file()?;
            let keys = query.query_map([], |row| Ok(Key::Message(row.get(0)?).to_bytes())).in_file()?;
            keys.collect::<rusqlite::Result<_>>().in_file()
        })
    }

    fn remove(&self, key: &[u8]) -> Result<()> {
        let id = Key::message(key)?;
        self.change(|all| {
            all.prepare_cached("DELETE FROM queue WHERE message = ?1").in_file()?.execute([id]).in_file()?;
            Ok(())
        })
    }
}

/// The special folders, each with its word in the file.
const SPECIAL: [(SpecialFolder, &str); 8] = [
    (SpecialFolder::IpmSubtree, "ipm subtree"),
    (SpecialFolder::Inbox, "inbox"),
    (SpecialFolder::Outbox, "outbox"),
    (SpecialFolder::DeletedItems, "deleted items"),
    (SpecialFolder::SentItems, "sent items"),
    (SpecialFolder::Views, "views"),
    (SpecialFolder::CommonViews, "common views"),
    (SpecialFolder::Finder, "finder"),
];

impl Notes {
    /// The folders that mail clients look for.
    pub(crate) fn special_folders(&self) -> Result<SpecialFolders> {
        let found = self.read(|all| folders::by_word(all, "SELECT what, folder FROM special_folder ORDER BY what"))?;
        let known = found.iter().filter_map(|(word, id)| {
            let (what, _) = SPECIAL.iter().find(|(_, other)| word == other)?;
            Some((*what, Key::Folder(*id)))
        });
        Ok(known.fold(SpecialFolders::default(), |folders, (what, key)| folders.with(what, &key)))
    }

    /// Makes a folder one that mail clients look for.
    pub(crate) fn set_special_folder(&self, what: SpecialFolder, folder: &[u8]) -> Result<()> {
        let id = Key::folder(folder)?;
        let word = SPECIAL.iter().find(|(other, _)| *other == what).map(|(_, word)| *word);
        let word = word.ok_or(Code::NO_SUPPORT)?;
        self.change(|all| {
            folders::exists(all, id)?;
            let insert = "INSERT INTO special_folder (what, folder) VALUES (?1, ?2)
                          ON CONFLICT (what) DO UPDATE SET folder = excluded.folder";
            all.prepare_cached(insert).in_file()?.execute(params![word, id]).in_file()?;
            Ok(())
        })
    }

    /// The classes of messages that have a folder of their own.
    pub(crate) fn receive_folders(&self) -> Result<Vec<(String, Vec<u8>)>> {
        let query = "SELECT class, folder FROM receive_folder ORDER BY class_key";
        let found = self.read(|all| folders::by_word(all, query))?;
        Ok(found.into_iter().map(|(class, id)| (class, Key::Folder(id).to_bytes())).collect())
    }

    /// Makes messages of a class, in whatever case, arrive in a folder, or where others do.
    pub(crate) fn set_receive_folder(&self, class: &str, folder: Option<&[u8]>) -> Result<()> {
        let folder = folder.map(Key::folder).transpose()?;
        let key = fold_case(class);
        self.change(|all| {
            let Some(id) = folder else {
                let delete = "DELETE FROM receive_folder WHERE class_key = ?1";
                all.prepare_cached(delete).in_file()?.execute([key]).in_file()?;
                return Ok(());
            };
            folders::exists(all, id)?;
            let insert = "INSERT INTO receive_folder (class_key, class, folder) VALUES (?1, ?2, ?3)
                          ON CONFLICT (class_key) DO UPDATE SET class = excluded.class, folder = excluded.folder";
            all.prepare_cached(insert).in_file()?.execute(params![key, class, id]).in_file()?;
            Ok(())
        })
    }
}
