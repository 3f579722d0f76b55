//! What is inside a message or an attachment that is being changed: attachments of a message, the
//! message in an attachment (ATT-1 to ATT-7).

use super::layer::Existence;
use super::node::{DraftNode, OpenNode};
use super::{NewValue, NodeId};
use provider_abi::error::{Code, Error, Result};
use provider_abi::shapes::flag::{ATTACH_EMBEDDED_MSG, NO_ATTACHMENT};
use provider_abi::shapes::tags;

/// A message inside so many others cannot be made.
const MOST_EMBEDDED: i32 = 32;

/// What is inside a node.
pub(crate) struct DraftInside<'a, P>(pub(super) &'a DraftNode<P>);

impl<P: 'static> DraftInside<'_, P> {
    /// The numbers of the attachments that the author has.
    fn stored_numbers(&self, provider: &P) -> Result<Vec<u32>> {
        let rows = self.0.base_message(provider)?.map(|message| message.attachments(provider)).transpose()?;
        Ok(rows.unwrap_or_default().into_iter().map(|row| row.number).collect())
    }

    /// `IMessage::CreateAttach`: a new attachment, and its number (ATT-1).
    pub(crate) fn create_attachment(&self, provider: &P) -> Result<(u32, OpenNode<P>)> {
        let stored = self.stored_numbers(provider)?;
        let least = stored.into_iter().map(|number| number.saturating_add(1)).max().unwrap_or(0);
        let mut state = self.0.state()?;
        let number = state.tree.take_number(self.0.node, least)?;
        let node = state.tree.add(self.0.node, number, false)?;
        let level = state.tree.depth(node)?;
        state.tree.replace(node, level, Existence::Made)?;
        state.tree.layer(node, level)?.set(tags::ATTACH_METHOD, NewValue::Held(NO_ATTACHMENT.into()));
        drop(state);
        Ok((number, self.0.open(node)?))
    }

    /// `IMessage::OpenAttach`
    pub(crate) fn open_attachment(&self, provider: &P, number: u32) -> Result<OpenNode<P>> {
        let level = self.0.inner_level(&*self.0.state()?)?;
        self.node_of(provider, number, level).and_then(|node| self.0.open(node))
    }

    /// The node of an attachment that there is, or of the message in one, as it is seen from a
    /// level.
    pub(super) fn node_of(&self, provider: &P, number: u32, level: i32) -> Result<NodeId> {
        self.known_node(number, level)?.map_or_else(|| self.stored_node(provider, number), Ok)
    }

    /// The node of what is inside under a number, if it has one.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` if it is gone.
    fn known_node(&self, number: u32, level: i32) -> Result<Option<NodeId>> {
        let state = self.0.state()?;
        match state.tree.child(self.0.node, number) {
            Some(child) if !state.tree.exists(child, level) => Err(Code::NOT_FOUND.into()),
            known => Ok(known),
        }
    }

    /// A node for what the author has inside under a number.
    fn stored_node(&self, provider: &P, number: u32) -> Result<NodeId> {
        let base = self.0.base(provider)?.ok_or(Code::NOT_FOUND)?.inner(provider, number)?;
        let mut state = self.0.draft.state();
        let node = state.tree.add(self.0.node, number, true)?;
        state.bases.entry(node).or_insert_with(|| base.clone());
        Ok(node)
    }

    /// `IMessage::DeleteAttach` (ATT-4)
    pub(crate) fn delete_attachment(&self, provider: &P, number: u32) -> Result<()> {
        let level = self.0.inner_level(&*self.0.state()?)?;
        let node = self.node_of(provider, number, level)?;
        self.0.state()?.tree.replace(node, self.0.level, Existence::Deleted)
    }

    /// The message in an attachment, as a client has it; a new one if `makes` (ATT-6).
    pub(crate) fn open_embedded(&self, provider: &P, makes: bool) -> Result<OpenNode<P>> {
        if !makes {
            return self.embedded_node(provider).and_then(|node| self.0.open(node));
        }
        let mut state = self.0.state()?;
        let depth = state.tree.depth(self.0.node)? + 1;
        if depth / 2 > MOST_EMBEDDED {
            return Err(Error::new(Code::NO_SUPPORT, "messages inside messages go down to 32"));
        }
        let node = state.tree.add(self.0.node, 0, false)?;
        state.tree.replace(node, depth, Existence::Made)?;
        let own = state.tree.own_layer(self.0.node)?;
        own.remove(tags::ATTACH_DATA_BIN);
        own.set(tags::ATTACH_METHOD, NewValue::Held(ATTACH_EMBEDDED_MSG.into()));
        drop(state);
        self.0.open(node)
    }

    /// The node of the message in an attachment, if there is one.
    pub(super) fn embedded_node(&self, provider: &P) -> Result<NodeId> {
        let level = {
            let state = self.0.state()?;
            if !state.tree.is_attachment(self.0.node) {
                return Err(Code::NOT_FOUND.into());
            }
            self.0.inner_level(&state)?
        };
        self.node_of(provider, 0, level)
    }
}
