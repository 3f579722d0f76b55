//! Messages that are being changed: their unsaved state (PROP-70 to PROP-79), and what a client
//! sees of it. The author sees nothing of it until it is saved (`save.rs`).
//!
//! `tree.rs` has the state, `layer.rs` one layer of it, `frozen.rs` what of it an author gets;
//! `node.rs` has what a client sees of one message or attachment, `inside.rs` what is in these;
//! `computed.rs` has what the runtime adds at saving, `stream.rs` values that are written in parts.

mod computed;
mod frozen;
mod inside;
mod layer;
mod node;
mod recipients;
mod save;
mod stream;
mod tree;

pub(crate) use computed::{display_names, subject_parts};
pub(crate) use layer::NewValue;
pub(crate) use node::{DraftNode, OpenNode, io_error};
pub(crate) use save::{SaveMode, Saved};
pub(crate) use stream::{StreamTarget, WrittenProperty, spooled};
pub(crate) use tree::NodeId;

use crate::provider::{AttachmentObject, FolderObject, MessageObject};
use layer::Existence;
use provider_abi::error::{Code, Error, Result};
use provider_abi::lock::lock;
use provider_abi::prop_value::PropValue;
use provider_abi::shapes::flag::{MSGFLAG_ASSOCIATED, MSGFLAG_UNMODIFIED, MSGFLAG_UNSENT};
use provider_abi::shapes::tags;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use tree::{ROOT, Tree};

/// One message that is being changed, and all that is inside it. All objects that clients have of
/// these share it.
pub(crate) struct Draft<P> {
    state: Mutex<DraftState<P>>,
    /// Where it goes that is not stored yet.
    origin: Option<Origin<P>>,
    /// The author's key of it, once it has one.
    key: Arc<OnceLock<Box<[u8]>>>,
}

/// The folder that a new message is made in.
struct Origin<P> {
    folder: Arc<dyn FolderObject<P>>,
    folder_key: Vec<u8>,
    is_associated: bool,
}

/// What a draft's lock is held for: never while an author is asked.
struct DraftState<P> {
    tree: Tree,
    /// The author's objects; those of what is inside others are asked for when they are needed.
    bases: BTreeMap<NodeId, Base<P>>,
    /// How often it was stored: an author's object of an earlier time is not kept.
    times_stored: u32,
    is_saving: bool,
    is_submitted: bool,
}

/// An author's object. It stands in a slot, because it is exchanged after each save while other
/// threads are inside.
enum Base<P> {
    Message(Arc<dyn MessageObject<P>>),
    Attachment(Arc<dyn AttachmentObject<P>>),
}

impl<P> Clone for Base<P> {
    fn clone(&self) -> Self {
        match self {
            Self::Message(message) => Self::Message(Arc::clone(message)),
            Self::Attachment(attachment) => Self::Attachment(Arc::clone(attachment)),
        }
    }
}

impl<P: 'static> Draft<P> {
    /// The state of a message that the author has.
    pub(crate) fn of(message: Box<dyn MessageObject<P>>) -> Arc<Self> {
        let bases = BTreeMap::from([(ROOT, Base::Message(Arc::from(message)))]);
        Self::new(Tree::new(true), bases, None, Arc::default())
    }

    /// The state of a new message in a folder (FOLD-3): its key comes with the first save.
    ///
    /// # Errors
    /// What the layers came to.
    pub(crate) fn create(
        folder: Arc<dyn FolderObject<P>>,
        folder_key: &[u8],
        is_associated: bool,
        search_key: &[u8],
        key: Arc<OnceLock<Box<[u8]>>>,
    ) -> Result<Arc<Self>> {
        let mut tree = Tree::new(false);
        let origin = Origin { folder, folder_key: folder_key.to_vec(), is_associated };
        let associated = if is_associated { MSGFLAG_ASSOCIATED } else { 0 };
        let flags = MSGFLAG_UNSENT | MSGFLAG_UNMODIFIED | associated;
        let layer = tree.own_layer(ROOT)?;
        layer.set(tags::MESSAGE_FLAGS, NewValue::Held(flags.into()));
        layer.set(tags::SEARCH_KEY, NewValue::Held(PropValue::Binary(search_key.to_vec())));
        Ok(Self::new(tree, BTreeMap::new(), Some(origin), key))
    }

    fn new(
        tree: Tree,
        bases: BTreeMap<NodeId, Base<P>>,
        origin: Option<Origin<P>>,
        key: Arc<OnceLock<Box<[u8]>>>,
    ) -> Arc<Self> {
        let state = DraftState { tree, bases, times_stored: 0, is_saving: false, is_submitted: false };
        Arc::new(Self { state: Mutex::new(state), origin, key })
    }

    fn state(&self) -> MutexGuard<'_, DraftState<P>> {
        lock(&self.state)
    }

    /// The author's object of a node, for one that sees it from a level; `None` if nothing of the
    /// author's counts.
    fn base(&self, provider: &P, node: NodeId, level: i32) -> Result<Option<Base<P>>> {
        let (path, times_stored, mut base) = {
            let state = self.state();
            let mut path = Vec::new();
            let mut found = None;
            for id in state.tree.path(node) {
                if state.tree.is_fresh(id, level) {
                    return Ok(None);
                }
                if let Some(base) = state.bases.get(&id) {
                    found = Some(base.clone());
                    break;
                }
                let number = state.tree.place(id)?.map_or(0, |(_, number)| number);
                path.push((id, number));
            }
            (path, state.times_stored, found.ok_or(Code::NOT_FOUND)?)
        };
        for (id, number) in path.into_iter().rev() {
            base = base.inner(provider, number)?;
            let mut state = self.state();
            if state.times_stored == times_stored && state.tree.depth(id).is_ok() {
                state.bases.entry(id).or_insert_with(|| base.clone());
            }
        }
        Ok(Some(base))
    }
}

impl<P: 'static> Base<P> {
    /// The author's object of what is inside: an attachment, or the message in one.
    fn inner(&self, provider: &P, number: u32) -> Result<Self> {
        Ok(match self {
            Self::Message(message) => Self::Attachment(Arc::from(message.attachment(provider, number)?)),
            Self::Attachment(attachment) => Self::Message(Arc::from(attachment.embedded(provider)?)),
        })
    }
}

impl<P> DraftState<P> {
    /// Refuses changes of what was submitted (SUBMIT-2), or is gone.
    fn check(&self, node: NodeId) -> Result<()> {
        if self.is_submitted {
            return Err(Error::new(Code::SUBMITTED, "the message was submitted"));
        }
        self.tree.check(node)
    }
}
