//! The store's messages, each as it was when it was opened: what is stored later is another one's.

use super::Shelf;
use super::data::{Attached, Data, Part, Values, key_of};
use provider_runtime::MessageChanges;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::sync::Arc;

/// A message as it was, or one inside an attachment.
pub struct Letter {
    /// Its number; none for one that is inside.
    key: Option<u64>,
    version: u64,
    folder: u64,
    content: Arc<Part>,
}

impl Letter {
    pub fn of(data: &Data, key: u64) -> Result<Self> {
        let row = data.messages.get(&key).ok_or(Code::NOT_FOUND)?;
        let content = Arc::clone(data.parts.get(&row.part).ok_or(Code::NOT_FOUND)?);
        Ok(Self { key: Some(key), version: row.version, folder: row.folder, content })
    }
}

/// What is read in parts.
struct Large(Arc<Vec<u8>>);

impl LargeValue<Shelf> for Large {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, store: &Shelf, at: u64, buffer: &mut [u8]) -> Result<usize> {
        store.step("large.read")?;
        let rest = &self.0[at as usize..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }
}

fn large(values: &Values, tag: PropTag) -> Option<Box<dyn LargeValue<Shelf>>> {
    values.find_large(tag).map(|bytes| Box::new(Large(Arc::clone(bytes))) as Box<dyn LargeValue<Shelf>>)
}

impl Properties<Shelf> for Letter {
    fn tags(&self, store: &Shelf) -> Result<Vec<PropTag>> {
        store.step("message.tags")?;
        Ok(self.content.values.tags())
    }

    fn get(&self, store: &Shelf, tag: PropTag) -> Result<PropValue> {
        store.step("message.get")?;
        self.content.values.get(tag)
    }

    fn large(&self, _: &Shelf, tag: PropTag) -> Result<Option<Box<dyn LargeValue<Shelf>>>> {
        Ok(large(&self.content.values, tag))
    }

    fn set(&self, _: &Shelf, _: &[Property]) -> Result<()> {
        panic!("a message's changes come by commit");
    }

    fn save(&self, _: &Shelf) -> Result<()> {
        panic!("a message's changes come by commit");
    }
}

impl MessageObject<Shelf> for Letter {
    fn parent(&self, _: &Shelf) -> Result<Vec<u8>> {
        Ok(key_of(self.folder))
    }

    fn recipients(&self, store: &Shelf) -> Result<Vec<StoredRecipient>> {
        store.step("recipients")?;
        Ok(self.content.recipients.clone())
    }

    fn attachments(&self, store: &Shelf) -> Result<Vec<StoredAttachment>> {
        store.step("attachments")?;
        let row = |(number, attached): (&u32, &Attached)| {
            let method = attached.values.get(tags::ATTACH_METHOD).ok().and_then(|method| method.as_i32());
            let values = attached.values.held.iter().filter(|value| value.tag != tags::ATTACH_DATA_BIN);
            let values = values.filter(|value| value.tag != tags::ATTACH_METHOD);
            StoredAttachment::new(*number, method.unwrap_or_default() as u32).with_all(values.cloned())
        };
        Ok(self.content.attachments.iter().map(row).collect())
    }

    fn attachment(&self, store: &Shelf, number: u32) -> Result<Box<dyn AttachmentObject<Shelf>>> {
        store.step("attachment")?;
        let attached = self.content.attachments.get(&number).ok_or(Code::NOT_FOUND)?;
        Ok(Box::new(File { attached: attached.clone(), folder: self.folder }))
    }

    fn commit(&self, store: &Shelf, changes: &MessageChanges) -> Result<Box<dyn MessageObject<Shelf>>> {
        let key = self.key.expect("a message inside another is not committed");
        store.transact("commit", |data| {
            let row = data.messages.get_mut(&key).ok_or(Code::OBJECT_DELETED)?;
            if row.version != self.version && !changes.is_forced() && !changes.is_state_only() {
                return Err(Code::OBJECT_CHANGED.into());
            }
            if !changes.is_state_only() {
                row.version += 1;
            }
            let part = row.part;
            data.change(part, changes)?;
            if changes.submits() {
                data.queue.push(key);
            }
            Ok(Box::new(Self::of(data, key)?) as Box<dyn MessageObject<Shelf>>)
        })
    }
}

/// An attachment as it was.
struct File {
    attached: Attached,
    folder: u64,
}

impl Properties<Shelf> for File {
    fn tags(&self, _: &Shelf) -> Result<Vec<PropTag>> {
        Ok(self.attached.values.tags())
    }

    fn get(&self, _: &Shelf, tag: PropTag) -> Result<PropValue> {
        self.attached.values.get(tag)
    }

    fn large(&self, _: &Shelf, tag: PropTag) -> Result<Option<Box<dyn LargeValue<Shelf>>>> {
        Ok(large(&self.attached.values, tag))
    }
}

impl AttachmentObject<Shelf> for File {
    fn embedded(&self, store: &Shelf) -> Result<Box<dyn MessageObject<Shelf>>> {
        store.step("embedded")?;
        let inner = self.attached.inner.ok_or(Code::NOT_FOUND)?;
        let content = store.look(|data| data.parts.get(&inner).cloned()).ok_or(Code::NOT_FOUND)?;
        Ok(Box::new(Letter { key: None, version: 0, folder: self.folder, content }))
    }
}
