//! What the store keeps. Messages inside messages stand in one list with all others, as in a table
//! of a database: nothing here recurses.

use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use provider_runtime::{AttachmentChange, AttachmentChangeKind, MessageChanges, ValueChanges};
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

/// The root folder's number.
pub const ROOT: u64 = 0;

/// The key of a folder or a message; the root's is empty.
pub fn key_of(number: u64) -> Vec<u8> {
    if number == ROOT { Vec::new() } else { number.to_bytes() }
}

pub fn number_of(key: &[u8]) -> Result<u64> {
    match key {
        [] => Ok(ROOT),
        key => Ok(u64::from_le_bytes(key.try_into().map_err(|_| Code::UNKNOWN_ENTRYID)?)),
    }
}

#[derive(Clone, Default)]
pub struct Data {
    pub folders: BTreeMap<u64, FolderData>,
    pub messages: BTreeMap<u64, MessageData>,
    /// What is in messages, and in those inside them.
    pub parts: BTreeMap<u64, Arc<Part>>,
    pub queue: Vec<u64>,
    pub receive: Vec<(String, u64)>,
    pub special: Vec<(SpecialFolder, u64)>,
    pub names: Vec<(u16, PropName)>,
    /// The store's own.
    pub values: Values,
    /// Whether messages and folders can be moved.
    pub moves: bool,
    next: u64,
}

#[derive(Clone, Default)]
pub struct FolderData {
    pub parent: u64,
    pub values: Values,
}

#[derive(Clone)]
pub struct MessageData {
    pub folder: u64,
    pub is_associated: bool,
    pub version: u64,
    pub part: u64,
}

/// What is in one message.
#[derive(Clone, Default)]
pub struct Part {
    pub values: Values,
    pub recipients: Vec<StoredRecipient>,
    pub attachments: BTreeMap<u32, Attached>,
}

#[derive(Clone, Default)]
pub struct Attached {
    pub values: Values,
    /// The message in it.
    pub inner: Option<u64>,
}

/// Properties.
#[derive(Clone, Default)]
pub struct Values {
    pub held: Vec<Property>,
    pub large: Vec<(PropTag, Arc<Vec<u8>>)>,
}

impl Values {
    pub fn tags(&self) -> Vec<PropTag> {
        let held = self.held.iter().map(|property| property.tag);
        held.chain(self.large.iter().map(|(tag, _)| *tag)).collect()
    }

    pub fn get(&self, tag: PropTag) -> Result<PropValue> {
        match self.held.iter().find(|property| property.tag.id() == tag.id()) {
            Some(property) => Ok(property.value.clone()),
            None if self.find_large(tag).is_some() => Err(Code::NOT_ENOUGH_MEMORY.into()),
            None => Err(Code::NOT_FOUND.into()),
        }
    }

    pub fn find_large(&self, tag: PropTag) -> Option<&Arc<Vec<u8>>> {
        self.large.iter().find(|(other, _)| other.id() == tag.id()).map(|(_, bytes)| bytes)
    }

    pub fn set(&mut self, property: Property) {
        self.remove(property.tag);
        self.held.push(property);
    }

    pub fn remove(&mut self, tag: PropTag) {
        self.held.retain(|other| other.tag.id() != tag.id());
        self.large.retain(|(other, _)| other.id() != tag.id());
    }

    fn change(&mut self, changes: &ValueChanges) -> Result<()> {
        changes.removed().iter().for_each(|tag| self.remove(*tag));
        changes.set().iter().for_each(|property| self.set(property.clone()));
        for large in changes.large() {
            let mut bytes = Vec::new();
            large.reader().read_to_end(&mut bytes).or_code(Code::DISK_ERROR)?;
            self.remove(large.tag());
            self.large.push((large.tag(), Arc::new(bytes)));
        }
        Ok(())
    }
}

impl Data {
    pub fn new() -> Self {
        let folders = BTreeMap::from([(ROOT, FolderData::default())]);
        Self { folders, moves: true, next: 100, ..Self::default() }
    }

    /// A number that nothing has had.
    pub fn fresh(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// The messages of a folder.
    pub fn messages_of(&self, folder: u64, is_associated: bool) -> impl Iterator<Item = (u64, &Part)> {
        let fits = move |row: &&MessageData| row.folder == folder && row.is_associated == is_associated;
        let rows = self.messages.iter().filter(move |(_, row)| fits(row));
        rows.filter_map(|(key, row)| Some((*key, &**self.parts.get(&row.part)?)))
    }

    /// The folders in a folder.
    pub fn folders_of(&self, folder: u64) -> impl Iterator<Item = (u64, &FolderData)> {
        self.folders
            .iter()
            .filter(move |(key, row)| **key != ROOT && row.parent == folder)
            .map(|(key, row)| (*key, row))
    }

    /// The folder of this name in a folder.
    pub fn named(&self, folder: u64, name: &str) -> Option<u64> {
        let is_it = |row: &FolderData| {
            let own = row.values.get(tags::DISPLAY_NAME).ok();
            own.as_ref().and_then(PropValue::as_text).is_some_and(|own| own.to_lowercase() == name.to_lowercase())
        };
        self.folders_of(folder).find(|(_, row)| is_it(row)).map(|(key, _)| key)
    }

    /// Drops what is in a message, and in all those inside it.
    pub fn drop_part(&mut self, part: u64) {
        let mut open = vec![part];
        while let Some(part) = open.pop() {
            let gone = self.parts.remove(&part);
            open.extend(gone.iter().flat_map(|gone| gone.attachments.values()).filter_map(|attached| attached.inner));
        }
    }

    /// Makes changes of a message permanent.
    pub fn change(&mut self, outermost: u64, changes: &MessageChanges) -> Result<()> {
        let mut places: Vec<u64> = Vec::new();
        for part in changes.parts() {
            let place = match part.within() {
                None => outermost,
                Some((outer, number)) => self.inner_place(places[outer], number, part.is_new())?,
            };
            places.push(place);
            let mut own = self.parts.get(&place).map(|own| Part::clone(own)).unwrap_or_default();
            own.values.change(part.values())?;
            if let Some(recipients) = part.recipients() {
                own.recipients = recipients.to_vec();
            }
            for attachment in part.attachments() {
                self.change_attachment(&mut own, attachment)?;
            }
            self.parts.insert(place, Arc::new(own));
        }
        Ok(())
    }

    /// Where the message in an attachment stands.
    fn inner_place(&mut self, outer: u64, number: u32, is_new: bool) -> Result<u64> {
        let mut own = Part::clone(self.parts.get(&outer).ok_or_else(|| unknown("part"))?);
        let attached = own.attachments.get_mut(&number).ok_or_else(|| unknown("attachment"))?;
        let place = match (attached.inner, is_new) {
            (Some(place), false) => place,
            (None, false) => return Err(unknown("embedded message")),
            (before, true) => {
                before.into_iter().for_each(|before| self.drop_part(before));
                self.fresh()
            }
        };
        attached.inner = Some(place);
        self.parts.insert(outer, Arc::new(own));
        Ok(place)
    }

    fn change_attachment(&mut self, own: &mut Part, change: &AttachmentChange) -> Result<()> {
        let number = change.number();
        match change.kind() {
            AttachmentChangeKind::Added if own.attachments.contains_key(&number) => return Err(unknown("number")),
            AttachmentChangeKind::Added => _ = own.attachments.insert(number, Attached::default()),
            AttachmentChangeKind::Changed => {}
            AttachmentChangeKind::Removed => {
                let gone = own.attachments.remove(&number).ok_or_else(|| unknown("attachment that is removed"))?;
                gone.inner.into_iter().for_each(|inner| self.drop_part(inner));
                return Ok(());
            }
        }
        let attached = own.attachments.get_mut(&number).ok_or_else(|| unknown("attachment that is changed"))?;
        attached.values.change(change.values())?;
        if change.values().removed().contains(&tags::ATTACH_DATA_OBJ) {
            attached.inner.take().into_iter().for_each(|inner| self.drop_part(inner));
        }
        Ok(())
    }
}

/// What a commit must not be about.
fn unknown(what: &str) -> Error {
    Error::new(Code::CORRUPT_DATA, format!("a commit of an unknown {what}"))
}
