//! What a client sees of one message or attachment that is being changed: the author's, with the
//! unsaved changes over it. It is itself such an object as authors write, so that whatever reads
//! those reads this. How it is saved is in `save.rs`.

use super::inside::DraftInside;
use super::layer::NumberedRecipient;
use super::tree::{FROZEN, Found, ROOT, STORED};
use super::{Base, Draft, DraftState, Existence, NewValue, NodeId};
use crate::provider::{AttachmentObject, MessageObject, Properties, Spooled, StoredAttachment, StoredRecipient};
use provider_abi::error::{Code, Error, Result};
use provider_abi::large_value::LargeValue;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::wanted::{MOST_BYTES, Wanted};
use std::io;
use std::sync::{Arc, MutexGuard};

/// One message or attachment of a draft, as it is seen from a level. It keeps the draft, but is no
/// object of a client's: see [`OpenNode`].
pub(crate) struct DraftNode<P> {
    pub(super) draft: Arc<Draft<P>>,
    pub(super) node: NodeId,
    pub(super) level: i32,
}

impl<P> Clone for DraftNode<P> {
    fn clone(&self) -> Self {
        Self { draft: Arc::clone(&self.draft), node: self.node, level: self.level }
    }
}

/// A client's object of a message or attachment: with the last one, what was not saved is gone.
pub(crate) struct OpenNode<P: 'static>(DraftNode<P>);

impl<P> std::ops::Deref for OpenNode<P> {
    type Target = DraftNode<P>;

    fn deref(&self) -> &DraftNode<P> {
        &self.0
    }
}

impl<P: 'static> Drop for OpenNode<P> {
    fn drop(&mut self) {
        let mut state = self.0.draft.state();
        let ended = state.tree.close(self.0.node);
        let bases: Vec<_> = ended.iter().filter_map(|node| state.bases.remove(node)).collect();
        drop(state);
        drop(bases); // an author's code, under no lock
    }
}

impl<P: 'static> OpenNode<P> {
    /// A client's object of the outermost message.
    pub(crate) fn root(draft: &Arc<Draft<P>>) -> Self {
        draft.state().tree.open(ROOT);
        Self(DraftNode { draft: Arc::clone(draft), node: ROOT, level: 0 })
    }
}

impl<P: 'static> DraftNode<P> {
    /// Whether it is not stored yet.
    pub(crate) fn is_new(&self) -> bool {
        !self.draft.state().tree.is_stored(self.node)
    }

    /// Whether it is the message itself, and not what is inside it.
    pub(crate) fn is_outermost(&self) -> bool {
        self.node == ROOT
    }

    pub(super) fn at(&self, node: NodeId, level: i32) -> Self {
        Self { draft: Arc::clone(&self.draft), node, level }
    }

    pub(super) fn open(&self, node: NodeId) -> Result<OpenNode<P>> {
        let mut state = self.draft.state();
        let level = state.tree.depth(node)?;
        state.tree.open(node);
        drop(state);
        Ok(OpenNode(self.at(node, level)))
    }

    /// The state, if the node may be read and changed; what is being stored may always be read.
    pub(super) fn state(&self) -> Result<MutexGuard<'_, DraftState<P>>> {
        let state = self.draft.state();
        if self.level != FROZEN {
            state.check(self.node)?;
        }
        Ok(state)
    }

    /// The level from which what is inside is seen: a client that has an attachment sees what it
    /// has not saved of it.
    pub(super) fn inner_level(&self, state: &DraftState<P>) -> Result<i32> {
        let depth = state.tree.depth(self.node)?;
        Ok(if self.level == depth { depth + 1 } else { self.level })
    }

    pub(super) fn base(&self, provider: &P) -> Result<Option<Base<P>>> {
        self.draft.base(provider, self.node, self.level)
    }

    pub(super) fn base_message(&self, provider: &P) -> Result<Option<Arc<dyn MessageObject<P>>>> {
        match self.base(provider)? {
            Some(Base::Message(message)) => Ok(Some(message)),
            Some(Base::Attachment(_)) => Err(Code::NO_SUPPORT.into()),
            None => Ok(None),
        }
    }

    /// Lends the author's properties, if he has any of it.
    fn with_base<R>(&self, provider: &P, work: impl FnOnce(&dyn Properties<P>) -> Result<R>) -> Result<Option<R>> {
        match self.base(provider)? {
            Some(Base::Message(message)) => work(&*message).map(Some),
            Some(Base::Attachment(attachment)) => work(&*attachment).map(Some),
            None => Ok(None),
        }
    }

    fn find(&self, tag: PropTag) -> Result<Found> {
        let state = self.state()?;
        Ok(state.tree.find(self.node, self.level, tag))
    }

    /// Sets values, all or none.
    pub(crate) fn set_values(&self, values: impl IntoIterator<Item = (PropTag, NewValue)>) -> Result<()> {
        let mut state = self.state()?;
        let is_attachment = state.tree.is_attachment(self.node);
        for (tag, value) in values {
            if tag.id() == tags::ATTACH_DATA_BIN.id() && is_attachment {
                // ATT-7: also the one that the author may have.
                let is_stored = !state.tree.is_fresh(self.node, self.level);
                let embedded = state.tree.add(self.node, 0, is_stored)?;
                state.tree.replace(embedded, self.level, Existence::Deleted)?;
            }
            state.tree.own_layer(self.node)?.set(tag, value);
        }
        Ok(())
    }

    /// The author has stored these values of the message, beside all that is pending.
    pub(crate) fn note_stored(&self, values: &[Property]) -> Result<()> {
        let mut state = self.state()?;
        let layer = state.tree.layer(ROOT, STORED)?;
        values.iter().for_each(|property| layer.set(property.tag, NewValue::Held(property.value.clone())));
        Ok(())
    }

    /// The recipients, each with what tells it from the others.
    pub(crate) fn numbered_recipients(&self, provider: &P) -> Result<Vec<NumberedRecipient>> {
        let told = self.state()?.tree.recipients(self.node, self.level);
        match told {
            Some(recipients) => Ok(recipients),
            None => {
                let stored = self.base_message(provider)?.map(|message| message.recipients(provider)).transpose()?;
                let rows: Vec<_> = stored.unwrap_or_default().into_iter().map(|row| row.values).collect();
                let numbers = self.state()?.tree.row_numbers(self.node, rows.len());
                let numbers = numbers.unwrap_or_else(|| (0..).take(rows.len()).collect());
                Ok(numbers.into_iter().zip(rows).collect())
            }
        }
    }

    /// Has these recipients from now on.
    pub(crate) fn set_recipients(&self, recipients: Vec<NumberedRecipient>) -> Result<()> {
        self.state()?.tree.own_layer(self.node)?.recipients = Some(recipients);
        Ok(())
    }

    /// What is inside it.
    pub(crate) fn inside(&self) -> DraftInside<'_, P> {
        DraftInside(self)
    }
}

/// The properties with the changes over them.
impl<P: 'static> Properties<P> for DraftNode<P> {
    fn tags(&self, provider: &P) -> Result<Vec<PropTag>> {
        let mut own = self.state()?.tree.values(self.node, self.level);
        let stored = self.with_base(provider, |base| base.tags(provider))?.unwrap_or_default();
        let kept = stored.into_iter().filter_map(|tag| match own.remove(&tag.id()) {
            None => Some(tag),
            Some((new, value)) => value.is_some().then_some(new),
        });
        let mut tags: Vec<_> = kept.collect();
        tags.extend(own.into_values().filter(|(_, value)| value.is_some()).map(|(tag, _)| tag));
        Ok(tags)
    }

    fn get(&self, provider: &P, tag: PropTag) -> Result<PropValue> {
        match self.find(tag)? {
            Found::Value(NewValue::Held(value)) => Ok(value),
            Found::Value(NewValue::Large(bytes)) => {
                let held = bytes.held(MOST_BYTES as u64).map_err(io_error)?;
                Ok(PropValue::Binary(held.ok_or(Code::NOT_ENOUGH_MEMORY)?)) // PROP-16
            }
            Found::Removed => Err(Code::NOT_FOUND.into()),
            Found::Below => {
                let value = self.with_base(provider, |base| base.get(provider, tag))?;
                value.ok_or_else(|| Code::NOT_FOUND.into())
            }
        }
    }

    /// What has changed one by one, the rest as the author answers it best.
    fn get_many(&self, provider: &P, wanted: &mut Wanted<'_>) -> Result<()> {
        let own = {
            let state = self.state()?;
            match state.bases.get(&ROOT) {
                Some(Base::Message(message)) if state.tree.is_untouched() => {
                    let message = Arc::clone(message);
                    drop(state); // the author is asked under no lock
                    return message.get_many(provider, wanted);
                }
                _ => state.tree.values(self.node, self.level),
            }
        };
        let mut is_removed = false;
        for (tag, value) in own.values() {
            match value {
                _ if !wanted.wants(*tag) => {}
                Some(NewValue::Held(value)) => wanted.value(*tag, value),
                Some(NewValue::Large(_)) => wanted.answer(*tag, self.get(provider, *tag)),
                None => is_removed = true,
            }
        }
        if wanted.is_complete() {
            return Ok(());
        }
        wanted.rewind();
        if is_removed {
            // The author still has what was removed: he is asked for the rest alone.
            while let Some(tag) = wanted.next_tag() {
                wanted.answer(tag, self.get(provider, tag));
            }
            return Ok(());
        }
        self.with_base(provider, |base| base.get_many(provider, wanted)).map(|_| ())
    }

    fn large(&self, provider: &P, tag: PropTag) -> Result<Option<Box<dyn LargeValue<P>>>> {
        match self.find(tag)? {
            Found::Value(NewValue::Large(bytes)) => Ok(Some(Box::new(SpooledValue(bytes)))),
            Found::Value(NewValue::Held(_)) | Found::Removed => Ok(None),
            Found::Below => Ok(self.with_base(provider, |base| base.large(provider, tag))?.flatten()),
        }
    }

    fn set(&self, _provider: &P, changes: &[Property]) -> Result<()> {
        self.set_values(changes.iter().map(|change| (change.tag, NewValue::Held(change.value.clone()))))
    }

    fn remove(&self, provider: &P, tags: &[PropTag]) -> Result<()> {
        for tag in tags {
            match tag.id() {
                id if id == tags::MESSAGE_RECIPIENTS.id() => self.set_recipients(Vec::new())?, // PROP-63
                id if id == tags::MESSAGE_ATTACHMENTS.id() => {
                    for row in self.attachments(provider)? {
                        self.inside().delete_attachment(provider, row.number)?;
                    }
                }
                id if id == tags::ATTACH_DATA_BIN.id()
                    && let Ok(embedded) = self.inside().embedded_node(provider) =>
                {
                    self.state()?.tree.replace(embedded, self.level, Existence::Deleted)?;
                }
                _ => self.state()?.tree.own_layer(self.node)?.remove(*tag),
            }
        }
        Ok(())
    }
}

impl<P: 'static> MessageObject<P> for DraftNode<P> {
    fn parent(&self, provider: &P) -> Result<Vec<u8>> {
        match (self.base_message(provider)?, &self.draft.origin) {
            (Some(message), _) => message.parent(provider),
            (None, Some(origin)) => Ok(origin.folder_key.clone()),
            (None, None) => Err(Code::NOT_FOUND.into()),
        }
    }

    fn recipients(&self, provider: &P) -> Result<Vec<StoredRecipient>> {
        let rows = self.numbered_recipients(provider)?.into_iter();
        Ok(rows.map(|(_, values)| StoredRecipient::of(values)).collect())
    }

    /// The author's rows with the changes over them, and what is new.
    fn attachments(&self, provider: &P) -> Result<Vec<StoredAttachment>> {
        let stored = self.base_message(provider)?.map(|message| message.attachments(provider)).transpose()?;
        let state = self.state()?;
        let mut rows = Vec::new();
        for mut row in stored.unwrap_or_default() {
            match state.tree.child(self.node, row.number) {
                Some(child) if !state.tree.exists(child, self.level) => {}
                Some(child) => {
                    row.change(state.tree.values(child, self.level).into_values().map(held));
                    rows.push(row);
                }
                None => rows.push(row),
            }
        }
        for (number, child) in state.tree.children(self.node) {
            if !state.tree.is_stored(child) && state.tree.exists(child, self.level) {
                let mut row = StoredAttachment { number, values: Vec::new() };
                row.change(state.tree.values(child, self.level).into_values().map(held));
                rows.push(row);
            }
        }
        Ok(rows)
    }

    fn attachment(&self, provider: &P, number: u32) -> Result<Box<dyn AttachmentObject<P>>> {
        Ok(Box::new(self.at(self.inside().node_of(provider, number, self.level)?, self.level)))
    }
}

impl<P: 'static> AttachmentObject<P> for DraftNode<P> {
    fn embedded(&self, provider: &P) -> Result<Box<dyn MessageObject<P>>> {
        Ok(Box::new(self.at(self.inside().embedded_node(provider)?, self.level)))
    }
}

/// What a table shows of a changed value: large ones do not stand in rows.
fn held((tag, value): (PropTag, Option<NewValue>)) -> (PropTag, Option<PropValue>) {
    match value {
        Some(NewValue::Held(value)) => (tag, Some(value)),
        _ => (tag, None),
    }
}

/// A new value that is read in parts.
struct SpooledValue(Arc<Spooled>);

impl<P> LargeValue<P> for SpooledValue {
    fn len(&self) -> u64 {
        self.0.len()
    }

    fn read_at(&self, _provider: &P, at: u64, buffer: &mut [u8]) -> Result<usize> {
        self.0.read_at(at, buffer).map_err(io_error)
    }
}

/// What the temporary file came to.
pub(crate) fn io_error(error: io::Error) -> Error {
    let code = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Code::NOT_ENOUGH_DISK,
        io::ErrorKind::OutOfMemory => Code::NOT_ENOUGH_MEMORY,
        _ => Code::DISK_ERROR,
    };
    Error::new(code, format!("the temporary file: {error}"))
}
