//! What is frozen of a draft, as its author gets it to store. The tree that it stands in is in
//! `tree.rs`, what is computed beside it in `computed.rs`.

use super::layer::{Existence, Layer};
use super::tree::{FROZEN, NodeId, ROOT, Tree};
use crate::provider::{AttachmentChange, AttachmentChangeKind, MessagePart, StoredRecipient, ValueChanges};
use provider_abi::prop_value::Property;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::collections::{BTreeMap, BTreeSet};

/// The frozen layers of a tree.
pub(super) struct FrozenTree<'a>(pub(super) &'a Tree);

impl FrozenTree<'_> {
    fn layer(&self, id: NodeId) -> Option<&Layer> {
        self.0.find_layer(id, FROZEN)
    }

    /// Whether all that is frozen of a node are properties of these.
    pub(super) fn is_frozen_alone(&self, id: NodeId, is_it: impl Fn(&PropTag) -> bool) -> bool {
        self.layer(id).is_some_and(|layer| {
            layer.existence == Existence::Kept
                && layer.recipients.is_none()
                && layer.values().all(|(tag, _)| is_it(tag))
        })
    }

    /// What is frozen, as the author gets it, with what is computed for each node: messages outside
    /// of others first.
    pub(super) fn parts(&self, computed: &BTreeMap<NodeId, Vec<Property>>) -> Vec<MessagePart> {
        let frozen = self.0.frozen().into_iter().chain([ROOT]);
        let changed: BTreeSet<_> = frozen.flat_map(|id| self.0.path(id)).collect();
        let values = |id: NodeId| {
            let layer = self.layer(id);
            let own = layer.map(Layer::value_changes).unwrap_or_default();
            own.with(computed.get(&id).into_iter().flatten())
        };
        let mut parts = vec![self.part(ROOT, None, values(ROOT))];
        let mut waiting = vec![ROOT];
        let mut at = 0;
        while let Some(message) = waiting.get(at).copied() {
            let mut attachments = Vec::new();
            for (number, attachment) in self.0.children(message).filter(|(_, id)| changed.contains(id)) {
                let mut change = self.attachment_change(attachment, number, values(attachment));
                let inner = self.0.child(attachment, 0).filter(|inner| changed.contains(inner));
                match inner.filter(|_| change.kind != AttachmentChangeKind::Removed) {
                    Some(inner) if self.0.exists(inner, FROZEN) => {
                        parts.push(self.part(inner, Some((at, number)), values(inner)));
                        waiting.push(inner);
                    }
                    Some(_) => change.values.removed.push(tags::ATTACH_DATA_OBJ),
                    None => {}
                }
                attachments.push(change);
            }
            if let Some(part) = parts.get_mut(at) {
                part.attachments = attachments;
            }
            at += 1;
        }
        parts
    }

    fn part(&self, id: NodeId, within: Option<(usize, u32)>, values: ValueChanges) -> MessagePart {
        let layer = self.layer(id);
        let recipients = layer.and_then(|layer| layer.recipients.clone());
        MessagePart {
            within,
            is_new: layer.is_some_and(|layer| layer.existence == Existence::Made),
            values,
            recipients: recipients.map(|all| all.into_iter().map(|(_, values)| StoredRecipient::of(values)).collect()),
            attachments: Vec::new(),
        }
    }

    fn attachment_change(&self, id: NodeId, number: u32, values: ValueChanges) -> AttachmentChange {
        let layer = self.layer(id);
        let kind = match layer.map(|layer| layer.existence) {
            Some(Existence::Made) => AttachmentChangeKind::Added,
            Some(Existence::Deleted) => AttachmentChangeKind::Removed,
            Some(Existence::Kept) | None => AttachmentChangeKind::Changed,
        };
        AttachmentChange { number, kind, values }
    }
}
