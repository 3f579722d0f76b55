//! Changes of one message or attachment, as a layer over what was there before. Which layers lie
//! over each other is the tree's (`tree.rs`).

use crate::provider::{NewLargeValue, Spooled, ValueChanges};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::tag::PropTag;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A value that was set and is not stored yet.
#[derive(Clone, Debug)]
pub(crate) enum NewValue {
    Held(PropValue),
    /// Bytes of a stream. Nobody writes them any more.
    Large(Arc<Spooled>),
}

/// A recipient: what tells it from the others while the message is open (`PR_ROWID`), and its
/// values.
pub(crate) type NumberedRecipient = (u32, Vec<Property>);

/// Whether an attachment, or the message in one, is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Existence {
    /// As before.
    #[default]
    Kept,
    /// It is new: nothing of what was there before counts.
    Made,
    /// It is gone.
    Deleted,
}

/// Changes of one message or attachment.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub(super) existence: Existence,
    /// By the ids of the properties; `None`: it was removed.
    values: BTreeMap<u16, (PropTag, Option<NewValue>)>,
    pub(super) recipients: Option<Vec<NumberedRecipient>>,
}

impl Layer {
    /// Something that is new and empty, or gone.
    pub(super) fn of(existence: Existence) -> Self {
        Self { existence, ..Self::default() }
    }

    pub(super) fn set(&mut self, tag: PropTag, value: NewValue) {
        self.values.insert(tag.id(), (tag, Some(value)));
    }

    pub(super) fn remove(&mut self, tag: PropTag) {
        self.values.insert(tag.id(), (tag, None));
    }

    /// What the layer says of a property: its value, or that it was removed.
    pub(super) fn find(&self, tag: PropTag) -> Option<&(PropTag, Option<NewValue>)> {
        self.values.get(&tag.id())
    }

    /// The properties of which the layer says something.
    pub(super) fn values(&self) -> impl Iterator<Item = &(PropTag, Option<NewValue>)> {
        self.values.values()
    }

    /// Lays later changes over these.
    pub(super) fn merge(&mut self, later: Self) {
        if later.existence != Existence::Kept {
            *self = later;
            return;
        }
        self.values.extend(later.values);
        if later.recipients.is_some() {
            self.recipients = later.recipients;
        }
    }

    /// The properties, as an author gets them.
    pub(super) fn value_changes(&self) -> ValueChanges {
        let mut changes = ValueChanges::default();
        for (tag, value) in self.values.values() {
            match value {
                Some(NewValue::Held(value)) => changes.set.push(Property { tag: *tag, value: value.clone() }),
                Some(NewValue::Large(bytes)) => {
                    changes.large.push(NewLargeValue { tag: *tag, bytes: Arc::clone(bytes) });
                }
                // What is new has nothing that could be removed.
                None if self.existence == Existence::Made => {}
                None => changes.removed.push(*tag),
            }
        }
        changes
    }
}
