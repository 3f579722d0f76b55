//! `IMAPIProp::SaveChanges` of a message that is being changed, and of what is inside it (PROP-70
//! to PROP-79). What is pending is frozen and given to the author with no lock held; what a client
//! changes meanwhile lies over it.

use super::frozen::FrozenTree;
use super::tree::{FROZEN, ROOT};
use super::{Base, Draft, DraftNode};
use crate::provider::{Created, MessageChanges, MessageObject};
use provider_abi::error::{Code, Error, Result};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::sync::Arc;

/// Properties that are the state of a message, and nothing that was written in it.
const STATE: [PropTag; 2] = [tags::MESSAGE_FLAGS, tags::MSG_STATUS];

/// How a message is saved.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SaveMode {
    /// Whatever somebody else has saved meanwhile (`FORCE_SAVE`).
    pub(crate) is_forced: bool,
    /// Into the outgoing queue, with this PR_SUBMIT_FLAGS: a client can only release it then.
    pub(crate) submits: Option<u32>,
    /// Whether it is in the queue already: a spooler submits what it has preprocessed.
    pub(crate) is_queued: bool,
}

/// What a save came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Saved {
    /// There was nothing to store, or it waits for what the object is inside of.
    Nothing,
    /// The message is stored for the first time.
    Created,
    /// The message has changed.
    Modified,
}

impl<P: 'static> DraftNode<P> {
    /// Saves what is pending on the object.
    ///
    /// # Errors
    /// `MAPI_E_BUSY` while another thread saves the message, else the author's. All is pending as
    /// before.
    pub(crate) fn save(&self, provider: &P, mode: SaveMode) -> Result<Saved> {
        if !self.is_outermost() {
            let mut state = self.draft.state();
            state.check(self.node)?;
            state.tree.save(self.node)?;
            return Ok(Saved::Nothing);
        }
        let Some(frozen) = Frozen::of(&self.draft, mode)? else { return Ok(Saved::Nothing) };
        let was_new = frozen.was_new;
        frozen.store(provider, mode)?;
        Ok(if was_new { Saved::Created } else { Saved::Modified })
    }
}

/// What an author is storing. Unless he has, it is pending again at its end.
struct Frozen<'a, P: 'static> {
    draft: &'a Arc<Draft<P>>,
    /// Whether the author has not had it before.
    was_new: bool,
    is_stored: bool,
}

impl<'a, P: 'static> Frozen<'a, P> {
    /// What is pending of a message; `None` if nothing is.
    fn of(draft: &'a Arc<Draft<P>>, mode: SaveMode) -> Result<Option<Self>> {
        let mut state = draft.state();
        state.check(ROOT)?;
        if state.is_saving {
            return Err(Error::new(Code::BUSY, "the message is being saved"));
        }
        if state.tree.is_untouched() && mode.submits.is_none() {
            return Ok(None);
        }
        state.tree.save(ROOT)?;
        if state.tree.frozen().is_empty() && mode.submits.is_none() {
            return Ok(None);
        }
        state.is_saving = true;
        let was_new = !state.tree.is_stored(ROOT);
        Ok(Some(Self { draft, was_new, is_stored: false }))
    }

    fn store(mut self, provider: &P, mode: SaveMode) -> Result<()> {
        let view = DraftNode { draft: Arc::clone(self.draft), node: ROOT, level: FROZEN };
        let is_state_only = mode.submits.is_none() && self.is_state_only();
        let mut computed = view.computed(provider, is_state_only)?;
        let recipients = match mode.submits {
            Some(flags) => Some(view.submitted(provider, flags, &mut computed)?),
            None => None,
        };
        let changes = {
            let mut parts = FrozenTree(&self.draft.state().tree).parts(&computed);
            if let (Some(message), Some(recipients)) = (parts.first_mut(), recipients) {
                message.recipients = Some(recipients);
            }
            MessageChanges {
                parts,
                is_associated: self.draft.origin.as_ref().is_some_and(|origin| origin.is_associated),
                is_forced: mode.is_forced,
                submits: mode.submits.is_some() && !mode.is_queued,
                is_state_only,
            }
        };
        let message = self.ask(provider, &view, &changes)?;
        let mut state = self.draft.state();
        state.tree.settle();
        let before = std::mem::take(&mut state.bases);
        state.bases.insert(ROOT, Base::Message(Arc::from(message)));
        state.times_stored += 1;
        state.is_submitted |= mode.submits.is_some();
        state.is_saving = false;
        self.is_stored = true;
        drop(state);
        drop(before); // an author's code, under no lock
        Ok(())
    }

    /// The author stores it.
    fn ask(&self, provider: &P, view: &DraftNode<P>, changes: &MessageChanges) -> Result<Box<dyn MessageObject<P>>> {
        match (view.base(provider)?, &self.draft.origin) {
            (Some(Base::Message(message)), _) => message.commit(provider, changes),
            (None, Some(origin)) => {
                let Created { key, message } = origin.folder.create_message(provider, changes)?;
                let _ = self.draft.key.set(key.into());
                Ok(message)
            }
            _ => Err(Code::OBJECT_DELETED.into()),
        }
    }

    fn is_state_only(&self) -> bool {
        let state = self.draft.state();
        let is_state = |tag: &PropTag| STATE.iter().any(|other| other.id() == tag.id());
        state.tree.frozen() == [ROOT]
            && state.tree.is_stored(ROOT)
            && FrozenTree(&state.tree).is_frozen_alone(ROOT, is_state)
    }
}

/// An error or a panic of the author's: nothing is lost.
impl<P: 'static> Drop for Frozen<'_, P> {
    fn drop(&mut self) {
        if !self.is_stored {
            let mut state = self.draft.state();
            state.tree.thaw();
            state.is_saving = false;
        }
    }
}
