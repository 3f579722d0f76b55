//! The unsaved state of one message: a tree of messages and attachments, each with layers of
//! changes. It belongs to the message, not to the objects that clients have of it; it knows nothing
//! of authors' objects, which `mod.rs` has beside it.
//!
//! Each layer stands at a level: the depth of the object that has the changes now. What a client
//! sets on an object stands at that object's own depth. Its `SaveChanges` moves what stands there,
//! in the object and in all that is inside it, one level up (PROP-79): to the attachment that the
//! message is in, to the message that the attachment is of. What the outermost message saves stands
//! at [`FROZEN`] until the author has stored it.

use super::layer::{Existence, Layer, NewValue, NumberedRecipient};
use provider_abi::error::{Code, Error, Result};
use provider_abi::shapes::tag::PropTag;
use std::collections::BTreeMap;

/// The level of what an author is storing.
pub(super) const FROZEN: i32 = -1;

/// The level of what an author has stored beside all that is pending: his object may be of an
/// earlier time.
pub(super) const STORED: i32 = -2;

/// The outermost message.
pub(super) const ROOT: NodeId = 0;

/// A node's place; never used again for another one.
pub(crate) type NodeId = usize;

/// A message or an attachment.
#[derive(Debug)]
struct Node {
    parent: Option<NodeId>,
    /// How many objects it is inside of.
    depth: i32,
    /// PR_ATTACH_NUM; 0 for the message in an attachment.
    number: u32,
    /// Whether the author has it.
    is_stored: bool,
    /// How many objects clients have of it, and of what is inside it.
    users: usize,
    /// No attachment has had this number, or a higher one, while the message was open.
    next_number: u32,
    /// The PR_ROWIDs of the recipients that were stored last: they stay as long as the message is
    /// open (RCPT-8).
    row_numbers: Option<Vec<u32>>,
    layers: BTreeMap<i32, Layer>,
}

impl Node {
    fn new(parent: Option<NodeId>, depth: i32, number: u32, is_stored: bool, layers: BTreeMap<i32, Layer>) -> Self {
        Self { parent, depth, number, is_stored, users: 0, next_number: 0, row_numbers: None, layers }
    }
}

/// What the layers say of a property.
pub(super) enum Found {
    Value(NewValue),
    Removed,
    /// Nothing: the author's own counts.
    Below,
}

/// The unsaved state of one message.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: BTreeMap<NodeId, Node>,
    /// What is inside what, by number.
    children: BTreeMap<(NodeId, u32), NodeId>,
    next: NodeId,
    /// Whether anything in it was ever deleted.
    has_deletions: bool,
}

impl Node {
    /// That something is gone which the author never had is nothing to say.
    fn prune(&mut self) {
        if let Some(lowest) = self.layers.first_entry()
            && lowest.get().existence == Existence::Deleted
            && !self.is_stored
        {
            lowest.remove();
        }
    }
}

impl Tree {
    /// A message without changes, which the author has, or one that is new.
    pub(super) fn new(is_stored: bool) -> Self {
        let mut layers = BTreeMap::new();
        if !is_stored {
            layers.insert(0, Layer::of(Existence::Made));
        }
        let root = Node::new(None, 0, 0, is_stored, layers);
        Self { nodes: BTreeMap::from([(ROOT, root)]), children: BTreeMap::new(), next: ROOT + 1, has_deletions: false }
    }

    /// Whether it is an attachment, and no message: these are inside each other by turns.
    pub(super) fn is_attachment(&self, id: NodeId) -> bool {
        self.nodes.get(&id).is_some_and(|node| node.depth % 2 != 0)
    }

    /// How many objects it is inside of: the level of its own changes.
    pub(super) fn depth(&self, id: NodeId) -> Result<i32> {
        Ok(self.nodes.get(&id).ok_or_else(gone)?.depth)
    }

    /// What it is inside of, and under which number.
    pub(super) fn place(&self, id: NodeId) -> Result<Option<(NodeId, u32)>> {
        let node = self.nodes.get(&id).ok_or_else(gone)?;
        Ok(node.parent.map(|parent| (parent, node.number)))
    }

    /// The node for what is inside another, if there is one already.
    pub(super) fn child(&self, parent: NodeId, number: u32) -> Option<NodeId> {
        self.children.get(&(parent, number)).copied()
    }

    /// What is inside a node, by number.
    pub(super) fn children(&self, parent: NodeId) -> impl Iterator<Item = (u32, NodeId)> {
        self.children.range((parent, 0)..=(parent, u32::MAX)).map(|((_, number), id)| (*number, *id))
    }

    /// The node for what is inside another: one without changes if there is none yet.
    pub(super) fn add(&mut self, parent: NodeId, number: u32, is_stored: bool) -> Result<NodeId> {
        if let Some(id) = self.child(parent, number) {
            return Ok(id);
        }
        let depth = self.depth(parent)? + 1;
        let id = self.next;
        self.next += 1;
        let node = Node::new(Some(parent), depth, number, is_stored, BTreeMap::new());
        self.nodes.insert(id, node);
        self.children.insert((parent, number), id);
        Ok(id)
    }

    /// A number for an attachment that no other has had while the message was open (ATT-1).
    pub(super) fn take_number(&mut self, id: NodeId, least: u32) -> Result<u32> {
        let node = self.nodes.get_mut(&id).ok_or_else(gone)?;
        let number = node.next_number.max(least);
        node.next_number = number.checked_add(1).ok_or(Code::TOO_BIG)?;
        Ok(number)
    }

    /// The node and all that is inside it, what is outside first.
    fn subtree(&self, id: NodeId) -> Vec<NodeId> {
        let mut all = vec![id];
        let mut at = 0;
        while let Some(parent) = all.get(at).copied() {
            all.extend(self.children(parent).map(|(_, child)| child));
            at += 1;
        }
        all
    }

    /// The node and all that it is inside of, innermost first.
    pub(super) fn path(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(id), |id| self.nodes.get(id)?.parent)
    }

    /// A client has one more object of it.
    pub(super) fn open(&mut self, id: NodeId) {
        let path: Vec<_> = self.path(id).collect();
        for id in path {
            if let Some(node) = self.nodes.get_mut(&id) {
                node.users += 1;
            }
        }
    }

    /// A client has one object less: with the last one, what it had not saved is gone (PROP-76,
    /// ATT-2). Gives the nodes that are no more.
    pub(super) fn close(&mut self, id: NodeId) -> Vec<NodeId> {
        let mut ended = Vec::new();
        let path: Vec<_> = self.path(id).collect();
        for id in path {
            let Some(node) = self.nodes.get_mut(&id) else { continue };
            node.users = node.users.saturating_sub(1);
            if node.users == 0 {
                let depth = node.depth;
                for inside in self.subtree(id).into_iter().rev() {
                    self.forget(inside, depth);
                    ended.extend((!self.nodes.contains_key(&inside)).then_some(inside));
                }
            }
        }
        ended
    }

    /// Drops the layers from a level on, and the node, if nothing is left of it.
    fn forget(&mut self, id: NodeId, level: i32) {
        let has_children = self.children(id).next().is_some();
        let Some(node) = self.nodes.get_mut(&id) else { return };
        drop(node.layers.split_off(&level));
        if let Some(parent) = node.parent
            && node.users == 0
            && node.layers.is_empty()
            && !has_children
        {
            let number = node.number;
            self.nodes.remove(&id);
            self.children.remove(&(parent, number));
        }
    }

    /// Whether it is there, for an object at a level.
    pub(super) fn exists(&self, id: NodeId, level: i32) -> bool {
        let Some(node) = self.nodes.get(&id) else { return false };
        let told = node.layers.range(..=level).rev().find(|(_, layer)| layer.existence != Existence::Kept);
        told.map_or(node.is_stored, |(_, layer)| layer.existence == Existence::Made)
    }

    /// Whether nothing of the author's counts, for an object at a level.
    pub(super) fn is_fresh(&self, id: NodeId, level: i32) -> bool {
        let Some(node) = self.nodes.get(&id) else { return true };
        !node.is_stored || node.layers.range(..=level).any(|(_, layer)| layer.existence != Existence::Kept)
    }

    /// Whether the author has it.
    pub(super) fn is_stored(&self, id: NodeId) -> bool {
        self.nodes.get(&id).is_some_and(|node| node.is_stored)
    }

    /// Whether the message is as the author has it, and nothing inside it was looked at.
    pub(super) fn is_untouched(&self) -> bool {
        self.nodes.len() == 1 && self.nodes.get(&ROOT).is_some_and(|root| root.is_stored && root.layers.is_empty())
    }

    /// Refuses what was deleted while a client has it, or what it is inside of.
    ///
    /// # Errors
    /// `MAPI_E_OBJECT_DELETED`
    pub(super) fn check(&self, id: NodeId) -> Result<()> {
        let is_there = |id: NodeId| self.depth(id).is_ok_and(|depth| self.exists(id, depth));
        // Without it, only what is inside of nothing that was deleted has objects.
        let all = if self.has_deletions { usize::MAX } else { 1 };
        if self.path(id).take(all).all(is_there) { Ok(()) } else { Err(gone()) }
    }

    /// What the layers up to a level say of a property.
    pub(super) fn find(&self, id: NodeId, level: i32, tag: PropTag) -> Found {
        let Some(node) = self.nodes.get(&id) else { return Found::Removed };
        for (_, layer) in node.layers.range(..=level).rev() {
            match layer.find(tag) {
                Some((_, Some(value))) => return Found::Value(value.clone()),
                Some((_, None)) => return Found::Removed,
                None if layer.existence != Existence::Kept => return Found::Removed,
                None => {}
            }
        }
        Found::Below
    }

    /// All properties of which the layers up to a level say something; removed ones are `None`.
    pub(super) fn values(&self, id: NodeId, level: i32) -> BTreeMap<u16, (PropTag, Option<NewValue>)> {
        let mut all = BTreeMap::new();
        let Some(node) = self.nodes.get(&id) else { return all };
        for (_, layer) in node.layers.range(..=level) {
            if layer.existence != Existence::Kept {
                all.clear();
            }
            all.extend(layer.values().map(|(tag, value)| (tag.id(), (*tag, value.clone()))));
        }
        all
    }

    /// The recipients that the layers up to a level tell of.
    pub(super) fn recipients(&self, id: NodeId, level: i32) -> Option<Vec<NumberedRecipient>> {
        let layers = self.nodes.get(&id)?.layers.range(..=level).rev();
        for (_, layer) in layers {
            if layer.recipients.is_some() {
                return layer.recipients.clone();
            }
            if layer.existence != Existence::Kept {
                return Some(Vec::new());
            }
        }
        None
    }

    /// The PR_ROWIDs of the author's recipients, if there are that many.
    pub(super) fn row_numbers(&self, id: NodeId, count: usize) -> Option<Vec<u32>> {
        self.nodes.get(&id)?.row_numbers.clone().filter(|numbers| numbers.len() == count)
    }

    /// The layer of an object's own changes.
    ///
    /// # Errors
    /// `MAPI_E_OBJECT_DELETED`
    pub(super) fn own_layer(&mut self, id: NodeId) -> Result<&mut Layer> {
        self.check(id)?;
        let depth = self.depth(id)?;
        self.layer(id, depth)
    }

    /// The layer at a level, made if there is none.
    pub(super) fn layer(&mut self, id: NodeId, level: i32) -> Result<&mut Layer> {
        Ok(self.nodes.get_mut(&id).ok_or_else(gone)?.layers.entry(level).or_default())
    }

    /// Says of what is inside an object that it is new, or gone, on that object's behalf: what was
    /// set on it before counts no more.
    pub(super) fn replace(&mut self, id: NodeId, level: i32, by: Existence) -> Result<()> {
        self.has_deletions |= by == Existence::Deleted;
        for inside in self.subtree(id).into_iter().skip(1).rev() {
            self.forget(inside, level);
        }
        let node = self.nodes.get_mut(&id).ok_or_else(gone)?;
        drop(node.layers.split_off(&level));
        node.layers.insert(level, Layer::of(by));
        node.prune();
        Ok(())
    }

    /// Moves what stands at an object's depth, in it and in all that is inside, one level up, over
    /// what stands there.
    pub(super) fn save(&mut self, id: NodeId) -> Result<()> {
        let level = self.depth(id)?;
        for inside in self.subtree(id) {
            let Some(node) = self.nodes.get_mut(&inside) else { continue };
            if let Some(later) = node.layers.remove(&level) {
                node.layers.entry(level - 1).or_default().merge(later);
                node.prune();
            }
        }
        Ok(())
    }

    /// The nodes with something to store.
    pub(super) fn frozen(&self) -> Vec<NodeId> {
        self.nodes.iter().filter(|(_, node)| node.layers.contains_key(&FROZEN)).map(|(id, _)| *id).collect()
    }

    /// Of what the author could not store, all is pending again, below what was changed meanwhile.
    pub(super) fn thaw(&mut self) {
        for node in self.nodes.values_mut() {
            let Some(mut frozen) = node.layers.remove(&FROZEN) else { continue };
            if let Some(later) = node.layers.remove(&0) {
                frozen.merge(later);
            }
            node.layers.insert(0, frozen);
            node.prune();
        }
    }

    /// The author has stored what was frozen.
    pub(super) fn settle(&mut self) {
        for id in self.frozen() {
            let Some(node) = self.nodes.get_mut(&id) else { continue };
            let Some(layer) = node.layers.remove(&FROZEN) else { continue };
            match layer.existence {
                Existence::Made => node.is_stored = true,
                Existence::Deleted => node.is_stored = false,
                Existence::Kept => {}
            }
            if let Some(recipients) = layer.recipients {
                node.row_numbers = Some(recipients.into_iter().map(|(number, _)| number).collect());
            }
        }
        if let Some(root) = self.nodes.get_mut(&ROOT) {
            root.layers.remove(&STORED);
        }
        let all: Vec<_> = self.nodes.keys().rev().copied().collect();
        for id in all {
            self.forget(id, i32::MAX);
        }
    }

    /// A layer of a node's.
    pub(super) fn find_layer(&self, id: NodeId, level: i32) -> Option<&Layer> {
        self.nodes.get(&id)?.layers.get(&level)
    }
}

fn gone() -> Error {
    Error::new(Code::OBJECT_DELETED, "it was deleted, or what it is inside of")
}
