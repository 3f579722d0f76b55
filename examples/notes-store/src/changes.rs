//! What is to be stored of a message, as `commit.rs` takes it: [`MessageChanges`], lent part by
//! part.

use provider_runtime::prelude::*;
use std::io::Read;

/// All that is to be stored at once.
pub(crate) struct Changes<'a> {
    /// The message itself comes first.
    pub(crate) parts: Vec<Part<'a>>,
    pub(crate) is_associated: bool,
    pub(crate) is_forced: bool,
    pub(crate) submits: bool,
    pub(crate) is_state_only: bool,
}

/// What is to be stored of one message: the outermost, or one inside an attachment.
pub(crate) struct Part<'a> {
    /// In which part it is, and in which of its attachments.
    pub(crate) within: Option<(usize, u32)>,
    pub(crate) is_new: bool,
    pub(crate) values: Values<'a>,
    pub(crate) recipients: Option<&'a [StoredRecipient]>,
    pub(crate) attachments: Vec<Attached<'a>>,
}

/// What is to be stored of an attachment.
pub(crate) struct Attached<'a> {
    pub(crate) number: u32,
    pub(crate) kind: AttachmentChangeKind,
    pub(crate) values: Values<'a>,
}

/// Properties that are set or removed.
#[derive(Default)]
pub(crate) struct Values<'a> {
    pub(crate) set: &'a [Property],
    pub(crate) large: Vec<Large<'a>>,
    pub(crate) removed: &'a [PropTag],
}

/// A large value, to be read once.
pub(crate) struct Large<'a> {
    pub(crate) tag: PropTag,
    pub(crate) len: u64,
    pub(crate) reader: Box<dyn Read + 'a>,
}

impl Values<'_> {
    /// Whether the property is set or removed.
    pub(crate) fn names(&self, tag: PropTag) -> bool {
        let is_it = |other: PropTag| other.id() == tag.id();
        self.set.iter().any(|property| is_it(property.tag))
            || self.large.iter().any(|large| is_it(large.tag))
            || self.removed.iter().copied().any(is_it)
    }
}

impl<'a> From<&'a MessageChanges> for Changes<'a> {
    fn from(changes: &'a MessageChanges) -> Self {
        Self {
            parts: changes.parts().iter().map(Part::from).collect(),
            is_associated: changes.is_associated(),
            is_forced: changes.is_forced(),
            submits: changes.submits(),
            is_state_only: changes.is_state_only(),
        }
    }
}

impl<'a> From<&'a MessagePart> for Part<'a> {
    fn from(part: &'a MessagePart) -> Self {
        Self {
            within: part.within(),
            is_new: part.is_new(),
            values: part.values().into(),
            recipients: part.recipients(),
            attachments: part.attachments().iter().map(Attached::from).collect(),
        }
    }
}

impl<'a> From<&'a AttachmentChange> for Attached<'a> {
    fn from(change: &'a AttachmentChange) -> Self {
        Self { number: change.number(), kind: change.kind(), values: change.values().into() }
    }
}

impl<'a> From<&'a ValueChanges> for Values<'a> {
    fn from(values: &'a ValueChanges) -> Self {
        Self { set: values.set(), large: values.large().iter().map(Large::from).collect(), removed: values.removed() }
    }
}

impl<'a> From<&'a NewLargeValue> for Large<'a> {
    fn from(value: &'a NewLargeValue) -> Self {
        Self { tag: value.tag(), len: value.len(), reader: Box::new(value.reader()) }
    }
}
