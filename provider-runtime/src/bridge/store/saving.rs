//! What is permanent when, in a store (PROP-59, PROP-70, PROP-71): a folder's properties at once, a
//! message's with its `SaveChanges`; and who is told.

use super::opened::{Inside, StoreContent};
use super::telling::Telling;
use crate::draft::{NewValue, OpenNode, SaveMode, Saved, StreamTarget};
use crate::lent::ObjectKind;
use crate::logon::object::OpenedObject;
use crate::provider::{FolderObject, MessageObject, StoreProvider};
use provider_abi::error::{Code, Error, Result};
use provider_abi::prop_object::opened_for_reading;
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::FORCE_SAVE;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::sync::Arc;

/// What the runtime computes of messages and attachments at saving, and no client sets (MSG-2,
/// PROP-120).
pub(super) const COMPUTED: &[PropTag] = &[
    tags::DISPLAY_TO,
    tags::DISPLAY_CC,
    tags::DISPLAY_BCC,
    tags::HASATTACH,
    tags::MESSAGE_SIZE,
    tags::NORMALIZED_SUBJECT,
    tags::LAST_MODIFICATION_TIME,
    tags::MSG_STATUS,
    tags::ATTACH_SIZE,
    tags::INSTANCE_KEY,
];

/// `IMAPIProp::SaveChanges`
pub(super) fn save<P: StoreProvider>(
    content: &StoreContent<P>,
    object: &OpenedObject<P>,
    provider: &P,
    flags: u32,
) -> Result<()> {
    match (content.draft(), content.inside()) {
        (Some(draft), _) if object.role.is_writable => {
            let mode = SaveMode { is_forced: flags & FORCE_SAVE != 0, ..SaveMode::default() };
            let saved = draft.save(provider, mode)?;
            tell_of_message(draft, object, provider, saved);
            Ok(())
        }
        (None, Inside::Folder(_)) if object.role.is_writable => Ok(()), // PROP-71: it is permanent already
        _ => Err(opened_for_reading()),
    }
}

/// Tells of a message that was saved (NOTE-6, NOTE-7).
pub(super) fn tell_of_message<P: StoreProvider>(
    draft: &OpenNode<P>,
    object: &OpenedObject<P>,
    provider: &P,
    saved: Saved,
) {
    if saved == Saved::Nothing {
        return;
    }
    let (Some(key), Ok(folder)) = (object.role.key.bytes(), draft.parent(provider)) else { return };
    let telling = Telling { logon: &object.logon, provider };
    match saved {
        Saved::Nothing => {}
        Saved::Created => telling.created(key, ObjectKind::Message, &folder),
        Saved::Modified => telling.modified(key, ObjectKind::Message, &folder),
    }
    telling.key_changed(&folder);
}

/// Tells of a folder whose properties a client has changed (NOTE-5).
pub(super) fn changed<P: StoreProvider>(content: &StoreContent<P>, object: &OpenedObject<P>, provider: &P) {
    if let (Inside::Folder(folder), Some(key)) = (content.inside(), object.role.key.bytes()) {
        Telling { logon: &object.logon, provider }.folder_changed(key, &**folder);
    }
}

/// A property of a folder that is written through a stream: permanent at its Commit (PROP-38).
pub(super) struct FolderStream<P>(pub(super) Arc<dyn FolderObject<P>>);

impl<P: StoreProvider> StreamTarget<P> for FolderStream<P> {
    fn take(&self, provider: Option<&P>, tag: PropTag, value: NewValue) -> Result<()> {
        let provider = provider.ok_or_else(|| Error::new(Code::CALL_FAILED, "the stream was not committed"))?;
        match value {
            NewValue::Held(value) => self.0.set(provider, &[Property { tag, value }]),
            NewValue::Large(_) => Err(Error::new(Code::NOT_ENOUGH_MEMORY, "a folder keeps no large values")),
        }
    }
}
