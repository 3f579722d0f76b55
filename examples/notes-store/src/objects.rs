//! What clients open: the root folder and the notes. Plain values; the store is lent to them with
//! every call.

use crate::NotesStore;
use crate::notes::Note;
use crate::rows::NoteRows;
use provider_runtime::prelude::*;
use std::sync::{Mutex, PoisonError};

/// The root folder: all notes.
pub(crate) struct Root;

impl Properties<NotesStore> for Root {
    fn tags(&self, _store: &NotesStore) -> Result<Vec<PropTag>> {
        Ok(vec![tags::DISPLAY_NAME::ID])
    }

    fn get(&self, _store: &NotesStore, tag: PropTag) -> Result<PropValue> {
        match tag {
            tags::DISPLAY_NAME::ID => Ok("Notes".into()),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }
}

impl FolderObject<NotesStore> for Root {
    fn contents(&self, _store: &NotesStore) -> Result<Table<NotesStore>> {
        Ok(Table::windows([tags::SUBJECT::ID], NoteRows))
    }
}

const CLASS: &str = "IPM.StickyNote";

/// An open note: its number, and what its client has changed and not saved.
pub(crate) struct OpenNote {
    id: i64,
    unsaved: Mutex<Changes>,
}

#[derive(Clone, Default)]
struct Changes {
    subject: Option<String>,
    body: Option<String>,
}

impl OpenNote {
    pub(crate) fn new(id: i64) -> Self {
        Self { id, unsaved: Mutex::default() }
    }

    /// As its client sees it: the note with the changes of this object on top.
    fn now(&self, store: &NotesStore) -> Result<Note> {
        let mut note = store.notes.read(self.id)?;
        let unsaved = self.unsaved.lock().unwrap_or_else(PoisonError::into_inner).clone();
        note.subject = unsaved.subject.unwrap_or(note.subject);
        note.body = unsaved.body.unwrap_or(note.body);
        Ok(note)
    }
}

impl Properties<NotesStore> for OpenNote {
    fn tags(&self, _store: &NotesStore) -> Result<Vec<PropTag>> {
        Ok(vec![
            tags::SUBJECT::ID,
            tags::BODY::ID,
            tags::MESSAGE_CLASS::ID,
            tags::MESSAGE_FLAGS::ID,
            tags::MESSAGE_SIZE::ID,
            tags::IMPORTANCE::ID,
            tags::CREATION_TIME::ID,
            tags::LAST_MODIFICATION_TIME::ID,
        ])
    }

    fn get(&self, store: &NotesStore, tag: PropTag) -> Result<PropValue> {
        let note = self.now(store)?;
        Ok(match tag {
            tags::SUBJECT::ID | tags::NORMALIZED_SUBJECT::ID => note.subject.into(),
            tags::SUBJECT_PREFIX::ID => "".into(),
            tags::BODY::ID => note.body.into(),
            tags::MESSAGE_CLASS::ID => CLASS.into(),
            tags::MESSAGE_FLAGS::ID => note.flags.into(),
            tags::MESSAGE_SIZE::ID => i32::try_from(note.size).unwrap_or(i32::MAX).into(),
            tags::IMPORTANCE::ID => note.importance.into(),
            tags::CREATION_TIME::ID => PropValue::Time(note.created.cast_unsigned()),
            tags::LAST_MODIFICATION_TIME::ID => PropValue::Time(note.modified.cast_unsigned()),
            _ => return Err(Code::NOT_FOUND.into()),
        })
    }

    fn set(&self, _store: &NotesStore, changes: &[Property]) -> Result<()> {
        let mut unsaved = self.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = unsaved.clone();
        for change in changes {
            match (change.tag, &change.value) {
                (tags::SUBJECT::ID, PropValue::Text(text)) => next.subject = Some(text.clone()),
                (tags::BODY::ID, PropValue::Text(text)) => next.body = Some(text.clone()),
                (tag, _) => return Err(Error::new(Code::NO_ACCESS, format!("a note cannot keep {tag}"))),
            }
        }
        *unsaved = next; // all or none
        Ok(())
    }

    fn save(&self, store: &NotesStore) -> Result<()> {
        let note = self.now(store)?;
        store.notes.change(self.id, &note.subject, &note.body)?;
        *self.unsaved.lock().unwrap_or_else(PoisonError::into_inner) = Changes::default();
        store.outbox.wake();
        Ok(())
    }
}

impl MessageObject<NotesStore> for OpenNote {}
