//! A message as clients see it, and its attachments, messages among them. Its header fields are
//! read in `head.rs`, its parts are found and decoded in `mime.rs`.

use crate::mime::{Part, Parts};
use crate::{EmlStore, Key, head};
use mail_parser::decoders::html::html_to_text;
use provider_runtime::abi::flag::ATTACH_EMBEDDED_MSG;
use provider_runtime::prelude::*;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// A message with more bytes is not read.
pub(crate) const MOST: u64 = 256 << 20;
/// The code page of UTF-8, which an HTML body comes in, whatever it was in.
const UTF_8: u32 = 65001;

/// A message. Its bytes are held as long as it is open, nothing that is decoded is.
pub(crate) struct Mail {
    parts: Arc<Parts>,
    folder: Key,
    /// What its row has, too.
    pub(crate) values: Vec<Property>,
}

impl Mail {
    /// The message in an `.eml` file. Of a large one whose row is wanted alone, no more is read
    /// than tells whether there are attachments.
    pub(crate) fn of_file(path: &Path, key: &Key, is_row: bool) -> Result<Self> {
        let file = File::open(path).or_code(Code::NO_ACCESS)?;
        let about = file.metadata().or_code(Code::DISK_ERROR)?;
        let size = about.len().min(if is_row { head::MOST as u64 } else { MOST });
        let mut bytes = Vec::with_capacity(size as usize);
        file.take(size).read_to_end(&mut bytes).or_code(Code::DISK_ERROR)?;
        let mail = Self::new(bytes, about.len(), about.modified().ok(), key.parent())?;
        let is_known = size == about.len() || mail.parts.files.iter().any(|part| part.content.start < size as usize);
        if is_row && !is_known { Self::of_file(path, key, false) } else { Ok(mail) }
    }

    /// A message of so many bytes, in this folder.
    pub(crate) fn new(bytes: Vec<u8>, size: u64, changed: Option<SystemTime>, folder: Key) -> Result<Self> {
        if size > MOST {
            return Err(Error::new(Code::TOO_BIG, "the message is too large"));
        }
        let parts = Parts::of(bytes)?;
        let values = head::values(&parts.bytes, size, !parts.files.is_empty(), changed);
        Ok(Self { parts: Arc::new(parts), folder, values })
    }

    fn html(&self) -> Option<String> {
        self.parts.html.as_ref().map(|part| self.parts.text(part))
    }
}

impl Properties<EmlStore> for Mail {
    fn tags(&self, _store: &EmlStore) -> Result<Vec<PropTag>> {
        let mut all: Vec<_> = self.values.iter().map(|value| value.tag).collect();
        all.extend([tags::TRANSPORT_MESSAGE_HEADERS::ID, tags::BODY::ID]);
        all.extend(self.parts.html.iter().flat_map(|_| [tags::HTML::ID, tags::INTERNET_CPID::ID]));
        Ok(all)
    }

    fn get(&self, _store: &EmlStore, tag: PropTag) -> Result<PropValue> {
        let value = match tag {
            tags::TRANSPORT_MESSAGE_HEADERS::ID => {
                let head = self.parts.bytes.get(..self.parts.head).unwrap_or_default();
                Some(head::text(String::from_utf8_lossy(head)).into())
            }
            tags::BODY::ID => {
                let text = self.parts.text.as_ref().map(|part| self.parts.text(part));
                text.or_else(|| Some(html_to_text(&self.html()?))).map(Into::into)
            }
            tags::HTML::ID => self.html().map(|html| html.into_bytes().into()),
            tags::INTERNET_CPID::ID => self.parts.html.as_ref().map(|_| UTF_8.into()),
            _ => value(&self.values, tag),
        };
        value.ok_or_else(|| Code::NOT_FOUND.into())
    }
}

fn value(values: &[Property], tag: PropTag) -> Option<PropValue> {
    values.iter().find(|value| value.tag == tag).map(|found| found.value.clone())
}

impl MessageObject<EmlStore> for Mail {
    fn parent(&self, _store: &EmlStore) -> Result<Vec<u8>> {
        Ok(self.folder.to_bytes())
    }

    fn recipients(&self, _store: &EmlStore) -> Result<Vec<StoredRecipient>> {
        Ok(head::recipients(&self.parts.bytes))
    }

    fn attachments(&self, _store: &EmlStore) -> Result<Vec<StoredAttachment>> {
        let numbered = (0..).zip(&self.parts.files);
        Ok(numbered
            .map(|(number, part)| StoredAttachment::new(number, part.method).with_all(part.values.clone()))
            .collect())
    }

    fn attachment(&self, _store: &EmlStore, number: u32) -> Result<Box<dyn AttachmentObject<EmlStore>>> {
        let attachment = Attachment { parts: Arc::clone(&self.parts), number };
        attachment.part()?;
        Ok(Box::new(attachment))
    }
}

/// A part of a message that is not its body.
struct Attachment {
    parts: Arc<Parts>,
    number: u32,
}

impl Attachment {
    fn part(&self) -> Result<&Part> {
        Ok(self.parts.files.get(self.number as usize).ok_or(Code::NOT_FOUND)?)
    }
}

impl Properties<EmlStore> for Attachment {
    fn tags(&self, _store: &EmlStore) -> Result<Vec<PropTag>> {
        let part = self.part()?;
        let content =
            if part.method == ATTACH_EMBEDDED_MSG { tags::ATTACH_DATA_OBJ::ID } else { tags::ATTACH_DATA_BIN::ID };
        Ok(part.values.iter().map(|value| value.tag).chain([tags::ATTACH_METHOD::ID, content]).collect())
    }

    fn get(&self, _store: &EmlStore, tag: PropTag) -> Result<PropValue> {
        let part = self.part()?;
        match (tag, part.method == ATTACH_EMBEDDED_MSG) {
            (tags::ATTACH_METHOD::ID, _) => Ok(part.method.into()),
            (tags::ATTACH_DATA_OBJ::ID, true) => Ok(PropValue::Object),
            (tags::ATTACH_DATA_BIN::ID, false) => Ok(self.parts.content(part).into_owned().into()),
            _ => value(&part.values, tag).ok_or_else(|| Code::NOT_FOUND.into()),
        }
    }
}

impl AttachmentObject<EmlStore> for Attachment {
    fn embedded(&self, _store: &EmlStore) -> Result<Box<dyn MessageObject<EmlStore>>> {
        let part = self.part()?;
        if part.method != ATTACH_EMBEDDED_MSG {
            return Err(Code::NOT_FOUND.into());
        }
        let bytes = self.parts.content(part).into_owned();
        let size = bytes.len() as u64;
        Ok(Box::new(Mail::new(bytes, size, None, Key::default())?))
    }
}
