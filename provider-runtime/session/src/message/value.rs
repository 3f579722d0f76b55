//! A message as a plain value: properties, recipients, attachments. Lent to a transport it is in
//! `lent.rs`.

use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::{MAPI_BCC, MAPI_CC, MAPI_TO};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::tag::{TagOf, ValueFor};

/// A message as a plain value: its properties, its recipients (each some properties,
/// `PR_RECIPIENT_TYPE` among them), its attachments (each some properties; `PR_ATTACH_DATA_BIN` is
/// the data of most).
///
/// `PR_ROWID` and `PR_ATTACH_NUM` are not in it: MAPI gives them to rows and attachments for as
/// long as a message is open.
///
/// ```
/// use provider_runtime::{session::Message, tags};
/// let message = Message::new().with(tags::SUBJECT, "Lunch?").to("Ann", "SMTP", "ann@example.com");
/// assert_eq!(message.text(tags::SUBJECT), Some("Lunch?"));
/// assert_eq!(message.recipients().len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    pub(crate) properties: Vec<Property>,
    pub(crate) recipients: Vec<Vec<Property>>,
    pub(crate) attachments: Vec<Vec<Property>>,
}

impl Message {
    /// A message with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more property; another value of the same one goes.
    #[must_use]
    pub fn with<K: Into<PropTag>>(mut self, tag: K, value: impl ValueFor<K>) -> Self {
        put(&mut self.properties, Property::new(tag, value));
        self
    }

    /// One more recipient, `MAPI_TO`: `PR_DISPLAY_NAME`, `PR_ADDRTYPE`, `PR_EMAIL_ADDRESS`.
    #[must_use]
    pub fn to(self, name: &str, address_type: &str, address: &str) -> Self {
        self.recipient(addressed(MAPI_TO, name, address_type, address))
    }

    /// The same, `MAPI_CC`.
    #[must_use]
    pub fn cc(self, name: &str, address_type: &str, address: &str) -> Self {
        self.recipient(addressed(MAPI_CC, name, address_type, address))
    }

    /// The same, `MAPI_BCC`.
    #[must_use]
    pub fn bcc(self, name: &str, address_type: &str, address: &str) -> Self {
        self.recipient(addressed(MAPI_BCC, name, address_type, address))
    }

    /// One more recipient, with any properties.
    #[must_use]
    pub fn recipient(mut self, properties: Vec<Property>) -> Self {
        self.recipients.push(properties);
        self
    }

    /// One more attachment.
    #[must_use]
    pub fn attachment(mut self, properties: Vec<Property>) -> Self {
        self.attachments.push(properties);
        self
    }

    /// One property of the message itself, whatever the type of `tag`.
    #[must_use]
    pub fn get(&self, tag: impl Into<PropTag>) -> Option<&PropValue> {
        column(&self.properties, tag.into())
    }

    /// One property of the message itself, if it is text.
    #[must_use]
    pub fn text(&self, tag: impl TagOf<str>) -> Option<&str> {
        self.get(tag)?.as_text()
    }

    /// The properties of the message itself.
    #[must_use]
    pub fn properties(&self) -> &[Property] {
        &self.properties
    }

    /// The recipients, in the order of the recipient table.
    #[must_use]
    pub fn recipients(&self) -> &[Vec<Property>] {
        &self.recipients
    }

    /// The attachments, in the order of the attachment table.
    #[must_use]
    pub fn attachments(&self) -> &[Vec<Property>] {
        &self.attachments
    }
}

fn addressed(kind: u32, name: &str, address_type: &str, address: &str) -> Vec<Property> {
    vec![
        Property::new(tags::RECIPIENT_TYPE, kind),
        Property::new(tags::DISPLAY_NAME, name),
        Property::new(tags::ADDRTYPE, address_type),
        Property::new(tags::EMAIL_ADDRESS, address),
    ]
}

/// The value of one property, whatever the type of `tag`.
pub(crate) fn column(properties: &[Property], tag: PropTag) -> Option<&PropValue> {
    properties.iter().find(|property| property.tag.id() == tag.id()).map(|property| &property.value)
}

/// Sets one property, in the place of another value of the same one.
pub(crate) fn put(properties: &mut Vec<Property>, new: Property) {
    match properties.iter_mut().find(|property| property.tag.id() == new.tag.id()) {
        Some(property) => *property = new,
        None => properties.push(new),
    }
}
