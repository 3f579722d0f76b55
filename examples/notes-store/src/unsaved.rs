//! A message whose client has changed it and not saved, until the runtime keeps such changes.

use crate::NotesStore;
use crate::changes::{Changes, Part, Values};
use crate::message::Message;
use crate::schema::now;
use provider_runtime::prelude::*;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// An open message, and what is not saved of it.
pub(crate) struct Unsaved(Mutex<(Message, Vec<Property>)>);

impl Unsaved {
    pub(crate) fn new(message: Message) -> Self {
        Self(Mutex::new((message, Vec::new())))
    }

    fn lock(&self) -> MutexGuard<'_, (Message, Vec<Property>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn put(all: &mut Vec<Property>, property: Property) {
    all.retain(|other| other.tag.id() != property.tag.id());
    all.push(property);
}

impl Properties<NotesStore> for Unsaved {
    fn tags(&self, store: &NotesStore) -> Result<Vec<PropTag>> {
        let (message, unsaved) = &*self.lock();
        let mut tags = message.tags(store)?;
        tags.retain(|tag| !unsaved.iter().any(|property| property.tag.id() == tag.id()));
        tags.extend(unsaved.iter().map(|property| property.tag));
        Ok(tags)
    }

    fn get(&self, store: &NotesStore, tag: PropTag) -> Result<PropValue> {
        let (message, unsaved) = &*self.lock();
        match unsaved.iter().find(|property| property.tag.id() == tag.id()) {
            Some(property) => Ok(property.value.clone()),
            None => message.get(store, tag),
        }
    }

    fn set(&self, _store: &NotesStore, changes: &[Property]) -> Result<()> {
        let unsaved = &mut self.lock().1;
        for change in changes {
            put(unsaved, change.clone());
            if change.tag.id() == tags::SUBJECT.id() {
                put(unsaved, Property::new(tags::SUBJECT_PREFIX, ""));
                put(unsaved, Property { tag: tags::NORMALIZED_SUBJECT::ID, ..change.clone() });
            }
        }
        Ok(())
    }

    fn save(&self, store: &NotesStore) -> Result<()> {
        let (message, unsaved) = &mut *self.lock();
        put(unsaved, Property::new(tags::LAST_MODIFICATION_TIME::ID, PropValue::Time(now().cast_unsigned())));
        let values = Values { set: unsaved, ..Values::default() };
        let part = Part { within: None, is_new: false, values, recipients: None, attachments: Vec::new() };
        let changes =
            Changes { parts: vec![part], is_associated: false, is_forced: true, submits: false, is_state_only: false };
        *message = message.store(store, changes)?;
        unsaved.clear();
        Ok(())
    }
}

impl MessageObject<NotesStore> for Unsaved {
    fn parent(&self, store: &NotesStore) -> Result<Vec<u8>> {
        self.lock().0.parent(store)
    }

    fn recipients(&self, store: &NotesStore) -> Result<Vec<StoredRecipient>> {
        self.lock().0.recipients(store)
    }

    fn attachments(&self, store: &NotesStore) -> Result<Vec<StoredAttachment>> {
        self.lock().0.attachments(store)
    }

    fn attachment(&self, store: &NotesStore, number: u32) -> Result<Box<dyn AttachmentObject<NotesStore>>> {
        self.lock().0.attachment(store, number)
    }
}
