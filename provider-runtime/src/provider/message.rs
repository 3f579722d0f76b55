//! What is inside a message, as authors write it: recipients, attachments, embedded messages.

use super::changes::MessageChanges;
use super::opened::Properties;
use provider_abi::error::{Code, Result};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::{MAPI_BCC, MAPI_CC, MAPI_TO};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::tag::ValueFor;

/// A message of a store (`IMessage`).
///
/// What MAPI derives from a message, the runtime derives, unless the author answers it: the display
/// lists, `PR_HASATTACH`, `PR_MESSAGE_FLAGS`, the parts of the subject, its size.
pub trait MessageObject<P>: Properties<P> {
    /// The key of the folder that it is in (`PR_PARENT_ENTRYID`): by default the root.
    ///
    /// # Errors
    /// Why that cannot be told.
    fn parent(&self, provider: &P) -> Result<Vec<u8>> {
        let _ = provider;
        Ok(Vec::new())
    }

    /// Lists its recipients (`IMessage::GetRecipientTable`).
    ///
    /// # Errors
    /// Why they cannot be listed.
    fn recipients(&self, provider: &P) -> Result<Vec<StoredRecipient>> {
        let _ = provider;
        Ok(Vec::new())
    }

    /// Lists its attachments (`IMessage::GetAttachmentTable`): without what is in them.
    ///
    /// # Errors
    /// Why they cannot be listed.
    fn attachments(&self, provider: &P) -> Result<Vec<StoredAttachment>> {
        let _ = provider;
        Ok(Vec::new())
    }

    /// Opens one of its attachments (`IMessage::OpenAttach`).
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`] for a number that none has.
    fn attachment(&self, provider: &P, number: u32) -> Result<Box<dyn AttachmentObject<P>>> {
        let _ = (provider, number);
        Err(Code::NOT_FOUND.into())
    }

    /// Stores what a client has changed, all of it or nothing, and gives the message as it is then
    /// (`IMAPIProp::SaveChanges`). By default it cannot be changed.
    ///
    /// It is called on the outermost message alone, one call at a time for each object that a
    /// client has opened, and holds up nothing else: other threads may read the message, or change
    /// it further, meanwhile.
    ///
    /// # Errors
    /// [`Code::OBJECT_CHANGED`] if it is not the message that the client opened, and the changes
    /// are not [forced](MessageChanges::is_forced) (PROP-74); [`Code::OBJECT_DELETED`] if it is
    /// gone (PROP-75); else why nothing was stored. The client keeps its changes.
    fn commit(&self, provider: &P, changes: &MessageChanges) -> Result<Box<dyn MessageObject<P>>> {
        let _ = (provider, changes);
        Err(Code::NO_ACCESS.into())
    }
}

/// An attachment (`IAttach`). What is in it is `PR_ATTACH_DATA_BIN`, best by
/// [`large`](Properties::large), or a message.
pub trait AttachmentObject<P>: Properties<P> {
    /// Opens the message that it is (`PR_ATTACH_DATA_OBJ`, with `PR_ATTACH_METHOD` of
    /// `ATTACH_EMBEDDED_MSG`).
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`] for an attachment that is no message.
    fn embedded(&self, provider: &P) -> Result<Box<dyn MessageObject<P>>> {
        let _ = provider;
        Err(Code::NOT_FOUND.into())
    }
}

/// One recipient of a message. `PR_ROWID` comes from the runtime.
#[derive(Clone, Debug)]
pub struct StoredRecipient {
    pub(crate) values: Vec<Property>,
}

impl StoredRecipient {
    /// A recipient in the first line (`MAPI_TO`).
    pub fn to(name: &str, address_type: &str, address: &str) -> Self {
        Self::new(MAPI_TO, name, address_type, address)
    }

    /// A recipient of a copy (`MAPI_CC`).
    pub fn cc(name: &str, address_type: &str, address: &str) -> Self {
        Self::new(MAPI_CC, name, address_type, address)
    }

    /// A recipient of a copy of whom the others do not see (`MAPI_BCC`).
    pub fn bcc(name: &str, address_type: &str, address: &str) -> Self {
        Self::new(MAPI_BCC, name, address_type, address)
    }

    fn new(kind: u32, name: &str, address_type: &str, address: &str) -> Self {
        let values = vec![
            Property::new(tags::RECIPIENT_TYPE, kind),
            Property::new(tags::DISPLAY_NAME, name),
            Property::new(tags::ADDRTYPE, address_type),
            Property::new(tags::EMAIL_ADDRESS, address),
        ];
        Self { values }
    }

    /// A recipient with these values (`PR_RECIPIENT_TYPE`, `PR_DISPLAY_NAME` and others): one that
    /// an author has stored.
    pub fn of(values: Vec<Property>) -> Self {
        Self { values }
    }

    /// The recipient with one more value.
    #[must_use]
    pub fn with<K: Into<PropTag>>(mut self, tag: K, value: impl ValueFor<K>) -> Self {
        self.values.push(Property::new(tag, value));
        self
    }

    /// All its values, without `PR_ROWID`.
    pub fn values(&self) -> &[Property] {
        &self.values
    }
}

/// One attachment of a message, as its table shows it.
#[derive(Clone, Debug)]
pub struct StoredAttachment {
    pub(crate) number: u32,
    pub(crate) values: Vec<Property>,
}

impl StoredAttachment {
    /// An attachment with this number (`PR_ATTACH_NUM`) and this way of keeping what is in it
    /// (`PR_ATTACH_METHOD`).
    pub fn new(number: u32, method: u32) -> Self {
        Self { number, values: vec![Property::new(tags::ATTACH_METHOD, method)] }
    }

    /// The attachment with one more value.
    #[must_use]
    pub fn with<K: Into<PropTag>>(mut self, tag: K, value: impl ValueFor<K>) -> Self {
        self.values.push(Property::new(tag, value));
        self
    }

    /// The attachment with more values.
    #[must_use]
    pub fn with_all(mut self, values: impl IntoIterator<Item = Property>) -> Self {
        self.values.extend(values);
        self
    }

    /// PR_ATTACH_SIZE, as far as its row says it.
    pub(crate) fn size(&self) -> u64 {
        let size = self.values.iter().find(|property| property.tag.id() == tags::ATTACH_SIZE.id());
        size.and_then(|property| property.value.as_i32()).and_then(|size| u64::try_from(size).ok()).unwrap_or(0)
    }

    /// Has these values in its row, or not any more; what is in it does not stand there.
    pub(crate) fn change(&mut self, changes: impl Iterator<Item = (PropTag, Option<PropValue>)>) {
        for (tag, value) in changes {
            self.values.retain(|property| property.tag.id() != tag.id());
            if let Some(value) = value.filter(|_| tag.id() != tags::ATTACH_DATA_BIN.id()) {
                self.values.push(Property { tag, value });
            }
        }
    }
}
