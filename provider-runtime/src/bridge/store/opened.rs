//! What is inside an object that a client has opened in a store: what the author gave, or, where it
//! was opened for changing, that with the unsaved changes over it. What the runtime gives of it is
//! in `content.rs`.

use crate::bridge::shared::content::with_content;
use crate::draft::{Draft, OpenNode};
use crate::logon::object::OpenedObject;
use crate::provider::{AttachmentObject, FolderObject, MessageObject, Opened, Properties, StoreProvider, What};
use provider_abi::error::Result;
use provider_abi::prop_object::opened_for_reading;
use std::sync::Arc;

/// What is inside an opened object of a store.
pub struct StoreContent<P: 'static> {
    value: StoreValue<P>,
    pub(super) is_for_reading: bool,
}

enum StoreValue<P: 'static> {
    Folder(Arc<dyn FolderObject<P>>),
    Message(Box<dyn MessageObject<P>>),
    Attachment(Box<dyn AttachmentObject<P>>),
    ChangingMessage(OpenNode<P>),
    ChangingAttachment(OpenNode<P>),
}

/// The same, lent, whatever has changed.
pub(super) enum Inside<'a, P> {
    Folder(&'a Arc<dyn FolderObject<P>>),
    Message(&'a dyn MessageObject<P>),
    Attachment(&'a dyn AttachmentObject<P>),
}

impl<P: 'static> StoreContent<P> {
    fn new(value: StoreValue<P>) -> Self {
        Self { value, is_for_reading: false }
    }

    /// A message that can only be read.
    pub(super) fn message(message: Box<dyn MessageObject<P>>) -> Self {
        Self::new(StoreValue::Message(message))
    }

    /// An attachment that can only be read.
    pub(super) fn attachment(attachment: Box<dyn AttachmentObject<P>>) -> Self {
        Self::new(StoreValue::Attachment(attachment))
    }

    /// A message that is being changed.
    pub(super) fn changing_message(message: OpenNode<P>) -> Self {
        Self::new(StoreValue::ChangingMessage(message))
    }

    /// An attachment that is being changed.
    pub(super) fn changing_attachment(attachment: OpenNode<P>) -> Self {
        Self::new(StoreValue::ChangingAttachment(attachment))
    }

    /// The object for a client that may change it: a message keeps what is unsaved from now on.
    pub(super) fn changing(self) -> Self {
        match self.value {
            StoreValue::Message(message) => Self {
                value: StoreValue::ChangingMessage(OpenNode::root(&Draft::of(message))),
                is_for_reading: self.is_for_reading,
            },
            value => Self { value, ..self },
        }
    }

    pub(super) fn inside(&self) -> Inside<'_, P> {
        match &self.value {
            StoreValue::Folder(folder) => Inside::Folder(folder),
            StoreValue::Message(message) => Inside::Message(&**message),
            StoreValue::Attachment(attachment) => Inside::Attachment(&**attachment),
            StoreValue::ChangingMessage(message) => Inside::Message(&**message),
            StoreValue::ChangingAttachment(attachment) => Inside::Attachment(&**attachment),
        }
    }

    pub(super) fn own_properties(&self) -> &dyn Properties<P> {
        match self.inside() {
            Inside::Folder(folder) => &**folder,
            Inside::Message(message) => message,
            Inside::Attachment(attachment) => attachment,
        }
    }

    /// The message or the attachment that is being changed, if it is one.
    pub(super) fn draft(&self) -> Option<&OpenNode<P>> {
        match &self.value {
            StoreValue::ChangingMessage(node) | StoreValue::ChangingAttachment(node) => Some(node),
            _ => None,
        }
    }

    /// The message that is being changed, if it is one.
    pub(super) fn draft_message(&self) -> Option<&OpenNode<P>> {
        match &self.value {
            StoreValue::ChangingMessage(node) => Some(node),
            _ => None,
        }
    }
}

impl<P: 'static> From<Opened<P>> for StoreContent<P> {
    fn from(opened: Opened<P>) -> Self {
        let value = match opened.what {
            What::Folder(folder) => StoreValue::Folder(folder),
            What::Message(message) => StoreValue::Message(message),
        };
        Self { value, is_for_reading: opened.is_for_reading }
    }
}

impl<P: StoreProvider> StoreContent<P> {
    /// Lends the message of a client that may change it.
    ///
    /// # Errors
    /// `MAPI_E_NO_ACCESS` if it may not.
    pub(super) fn with_draft<R>(
        this: &OpenedObject<P>,
        provider: &P,
        work: impl FnOnce(&OpenNode<P>) -> Result<R>,
    ) -> Result<R> {
        with_content(this, provider, |content| work(content.draft_message().ok_or_else(opened_for_reading)?))
    }
}
