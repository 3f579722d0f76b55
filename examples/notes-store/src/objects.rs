//! What clients open: the root folder and the notes. Plain values; the store is lent to them with
//! every call.

use crate::NotesStore;
use provider_runtime::prelude::*;
use std::sync::{Mutex, PoisonError};

/// The root folder: all notes.
pub(crate) struct Root;

impl Properties<NotesStore> for Root {
    fn tags(&self, _store: &NotesStore) -> Result<Vec<PropTag>> {
        Ok(vec![tags::DISPLAY_NAME, tags::CONTENT_COUNT])
    }

    fn get(&self, store: &NotesStore, tag: PropTag) -> Result<PropValue> {
        match tag {
            tags::DISPLAY_NAME => Ok("Notes".into()),
            tags::CONTENT_COUNT => {
                let count = store.notes.list()?.len();
                Ok(i32::try_from(count).unwrap_or(i32::MAX).into())
            }
            _ => Err(Code::NOT_FOUND.into()),
        }
    }
}

impl FolderObject<NotesStore> for Root {
    fn contents(&self, store: &NotesStore) -> Result<Table<NotesStore>> {
        let mut table = Table::new([tags::SUBJECT, tags::MESSAGE_CLASS]);
        table.extend(
            store
                .notes
                .list()?
                .into_iter()
                .map(|(id, subject)| Row::of(&id).with(tags::SUBJECT, subject).with(tags::MESSAGE_CLASS, CLASS)),
        );
        Ok(table)
    }
}

const CLASS: &str = "IPM.StickyNote";

/// A note: its number, and what its client has changed and not saved.
pub(crate) struct Note {
    id: i64,
    unsaved: Mutex<Changes>,
}

#[derive(Clone, Default)]
struct Changes {
    subject: Option<String>,
    body: Option<String>,
}

impl Note {
    pub(crate) fn new(id: i64) -> Self {
        Self { id, unsaved: Mutex::default() }
    }

    /// As its client sees it: the note with the changes of this object on top.
    fn now(&self, store: &NotesStore) -> Result<(String, String)> {
        let (subject, body) = store.notes.read(self.id)?;
        let unsaved = self.unsaved.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok((unsaved.subject.unwrap_or(subject), unsaved.body.unwrap_or(body)))
    }
}

impl Properties<NotesStore> for Note {
    fn tags(&self, _store: &NotesStore) -> Result<Vec<PropTag>> {
        Ok(vec![tags::SUBJECT, tags::BODY, tags::MESSAGE_CLASS])
    }

    fn get(&self, store: &NotesStore, tag: PropTag) -> Result<PropValue> {
        match tag {
            tags::SUBJECT => Ok(self.now(store)?.0.into()),
            tags::BODY => Ok(self.now(store)?.1.into()),
            tags::MESSAGE_CLASS => Ok(CLASS.into()),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }

    fn set(&self, _store: &NotesStore, changes: &[Property]) -> Result<()> {
        let mut unsaved = self.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = unsaved.clone();
        for change in changes {
            match (change.tag, &change.value) {
                (tags::SUBJECT, PropValue::Text(text)) => next.subject = Some(text.clone()),
                (tags::BODY, PropValue::Text(text)) => next.body = Some(text.clone()),
                (tag, _) => return Err(Error::new(Code::NO_ACCESS, format!("a note cannot keep {tag}"))),
            }
        }
        *unsaved = next; // all or none
        Ok(())
    }

    fn save(&self, store: &NotesStore) -> Result<()> {
        let (subject, body) = self.now(store)?;
        store.notes.change(self.id, &subject, &body)?;
        *self.unsaved.lock().unwrap_or_else(PoisonError::into_inner) = Changes::default();
        store.outbox.wake();
        Ok(())
    }
}

impl MessageObject<NotesStore> for Note {}
