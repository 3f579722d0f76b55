//! What a client has changed of a message, as its author gets it to store: one value, all of it or
//! nothing (PROP-70). How the changes are kept until then is in `draft/`.

use super::message::StoredRecipient;
use super::spooled::Spooled;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::tag::PropTag;
use std::io::Read;
use std::sync::Arc;

/// Everything that `IMAPIProp::SaveChanges` of a message makes permanent.
///
/// A message has parts: itself, and the messages inside its attachments, at any depth. They are a
/// list, each part after the one that it is inside of, so that an author stores them in one loop:
///
/// ```
/// use provider_runtime::{AttachmentChangeKind, MessageChanges};
///
/// fn store(changes: &MessageChanges) {
///     let mut rows: Vec<u32> = Vec::new(); // of each part
///     for part in changes.parts() {
///         let row = match part.within() {
///             None => 1,                                  // the message itself
///             Some((outer, number)) => rows[outer] * 100 + number, // the message in that attachment
///         };
///         rows.push(row);
///         for attachment in part.attachments() {
///             match attachment.kind() {
///                 AttachmentChangeKind::Added => { /* INSERT */ }
///                 AttachmentChangeKind::Changed => { /* UPDATE */ }
///                 AttachmentChangeKind::Removed => { /* DELETE, with what is inside */ }
///             }
///         }
///     }
/// }
/// ```
#[derive(Debug)]
pub struct MessageChanges {
    pub(crate) parts: Vec<MessagePart>,
    pub(crate) is_associated: bool,
    pub(crate) is_forced: bool,
    pub(crate) submits: bool,
    pub(crate) is_state_only: bool,
}

impl MessageChanges {
    /// The message itself comes first, then the messages inside it that have changed.
    pub fn parts(&self) -> &[MessagePart] {
        &self.parts
    }

    /// Whether a new message is an associated one, which clients keep settings in
    /// (`MAPI_ASSOCIATED`).
    pub fn is_associated(&self) -> bool {
        self.is_associated
    }

    /// Whether it is stored even if it is not what it was when the client opened it (`FORCE_SAVE`,
    /// PROP-74). A message that was deleted stays deleted (PROP-75).
    pub fn is_forced(&self) -> bool {
        self.is_forced
    }

    /// Whether the message goes into the outgoing queue with these changes
    /// (`IMessage::SubmitMessage`).
    pub fn submits(&self) -> bool {
        self.submits
    }

    /// Whether only the state of the message changes (whether it was read, its status, its place in
    /// the queue), and nothing that was written in it: such a change is no reason for
    /// [`Code::OBJECT_CHANGED`](crate::Code::OBJECT_CHANGED), and makes none.
    pub fn is_state_only(&self) -> bool {
        self.is_state_only
    }
}

/// What has changed of one message: the outermost, or one inside an attachment.
#[derive(Debug)]
pub struct MessagePart {
    pub(crate) within: Option<(usize, u32)>,
    pub(crate) is_new: bool,
    pub(crate) values: ValueChanges,
    pub(crate) recipients: Option<Vec<StoredRecipient>>,
    pub(crate) attachments: Vec<AttachmentChange>,
}

impl MessagePart {
    /// In which part it is, and in which of its attachments (`PR_ATTACH_NUM`); `None` for the
    /// message itself.
    pub fn within(&self) -> Option<(usize, u32)> {
        self.within
    }

    /// Whether it is new: nothing of it is stored, or nothing of what is stored stays.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Its properties.
    pub fn values(&self) -> &ValueChanges {
        &self.values
    }

    /// All its recipients as they are now, in their order; `None` if they are as they were.
    pub fn recipients(&self) -> Option<&[StoredRecipient]> {
        self.recipients.as_deref()
    }

    /// Its attachments that have changed, by number.
    pub fn attachments(&self) -> &[AttachmentChange] {
        &self.attachments
    }
}

/// What has changed of an attachment.
#[derive(Debug)]
pub struct AttachmentChange {
    pub(crate) number: u32,
    pub(crate) kind: AttachmentChangeKind,
    pub(crate) values: ValueChanges,
}

/// What has happened to an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentChangeKind {
    /// It is new, under a number that none of the message's has had while it was open.
    Added,
    /// Its properties have changed, or the message in it.
    Changed,
    /// It is gone, and what is inside it.
    Removed,
}

impl AttachmentChange {
    /// Its number (`PR_ATTACH_NUM`), which it keeps.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// What has happened to it.
    pub fn kind(&self) -> AttachmentChangeKind {
        self.kind
    }

    /// Its properties. If `PR_ATTACH_DATA_OBJ` is removed, the message in it is gone.
    pub fn values(&self) -> &ValueChanges {
        &self.values
    }
}

/// Properties that were set or removed. No property is in it twice.
#[derive(Debug, Default)]
pub struct ValueChanges {
    pub(crate) set: Vec<Property>,
    pub(crate) large: Vec<NewLargeValue>,
    pub(crate) removed: Vec<PropTag>,
}

impl ValueChanges {
    /// The properties that have another value now. Text is Unicode. Of another type than before,
    /// the new one counts.
    pub fn set(&self) -> &[Property] {
        &self.set
    }

    /// The value that a property has now, if it is among those that are [set](Self::set).
    pub fn get(&self, tag: PropTag) -> Option<&PropValue> {
        self.set.iter().find(|property| property.tag.id() == tag.id()).map(|property| &property.value)
    }

    /// The properties whose new values are large: clients have written them through streams.
    pub fn large(&self) -> &[NewLargeValue] {
        &self.large
    }

    /// The properties that are gone; the types of these tags mean nothing.
    pub fn removed(&self) -> &[PropTag] {
        &self.removed
    }

    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.large.is_empty() && self.removed.is_empty()
    }

    /// The same with values that the runtime computes: they count, whatever else was set.
    pub(crate) fn with<'c>(mut self, computed: impl IntoIterator<Item = &'c Property>) -> Self {
        for property in computed {
            let is_other = |tag: PropTag| tag.id() != property.tag.id();
            self.set.retain(|other| is_other(other.tag));
            self.large.retain(|other| is_other(other.tag));
            self.removed.retain(|other| is_other(*other));
            self.set.push(property.clone());
        }
        self
    }
}

/// A new value that is large: bytes, in a file of the runtime's.
#[derive(Clone, Debug)]
pub struct NewLargeValue {
    pub(crate) tag: PropTag,
    pub(crate) bytes: Arc<Spooled>,
}

impl NewLargeValue {
    /// Which property.
    pub fn tag(&self) -> PropTag {
        self.tag
    }

    /// How many bytes it has.
    pub fn len(&self) -> u64 {
        self.bytes.len()
    }

    /// Whether it has no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads it from its beginning. Several readers do not disturb each other.
    pub fn reader(&self) -> impl Read {
        SpooledReader { bytes: Arc::clone(&self.bytes), at: 0 }
    }
}

struct SpooledReader {
    bytes: Arc<Spooled>,
    at: u64,
}

impl Read for SpooledReader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.bytes.read_at(self.at, buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}
