//! The recipients of a message: rows of `IMessage`'s recipient table, and lists of them for MAPI.
//! Which of them a transport is to handle is in `outgoing.rs`.
#![allow(unsafe_code, reason = "a message is called over its vtable")]

use super::loan::{Bound, Loan};
use super::table::{Rows, column};
use provider_abi::error::{Code, Error, Result, ok};
use provider_abi::lists::RecipientList;
use provider_abi::memory::Allocators;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::*;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::tag::ValueFor;

/// How a recipient comes to the message (`PR_RECIPIENT_TYPE`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum RecipientKind {
    /// `MAPI_TO`
    To = MAPI_TO,
    /// `MAPI_CC`
    Cc = MAPI_CC,
    /// `MAPI_BCC`
    Bcc = MAPI_BCC,
    /// `MAPI_P1`: a message that is sent again is for this one. Belongs to the envelope, never to
    /// what is sent.
    Resent = MAPI_P1,
}

/// A recipient: a row of the recipient table, with all its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipient {
    pub(super) values: Vec<Property>,
}

impl Recipient {
    /// A new recipient, for a message that came in: to whom, as what, by which type of address, and
    /// which.
    ///
    /// Its entry identifier is made by MAPI, unless it is [given](Self::with).
    pub fn new(kind: RecipientKind, name: &str, address_type: &str, address: &str) -> Self {
        let values = vec![
            Property::new(tags::RECIPIENT_TYPE, kind as u32),
            Property::new(tags::DISPLAY_NAME, name),
            Property::new(tags::ADDRTYPE, address_type),
            Property::new(tags::EMAIL_ADDRESS, address),
        ];
        Self { values }
    }

    /// The recipient with one more property, or another value of it.
    #[must_use]
    pub fn with<K: Into<PropTag>>(mut self, tag: K, value: impl ValueFor<K>) -> Self {
        let tag = tag.into();
        self.values.retain(|property| property.tag.id() != tag.id());
        self.values.push(Property::new(tag, value));
        self
    }

    /// A column of the row; `None` if it has no value.
    pub fn get(&self, tag: impl Into<PropTag>) -> Option<&PropValue> {
        column(&self.values, tag.into())
    }

    /// As what it gets the message.
    pub fn kind(&self) -> RecipientKind {
        match self.number(tags::RECIPIENT_TYPE).cast_unsigned() & !MAPI_SUBMITTED {
            kind if kind & MAPI_P1 != 0 => RecipientKind::Resent,
            MAPI_CC => RecipientKind::Cc,
            MAPI_BCC => RecipientKind::Bcc,
            _ => RecipientKind::To,
        }
    }

    /// What it is called (`PR_DISPLAY_NAME`).
    pub fn name(&self) -> Option<&str> {
        self.get(tags::DISPLAY_NAME)?.as_text()
    }

    /// The type of its address (`PR_ADDRTYPE`).
    pub fn address_type(&self) -> Option<&str> {
        self.get(tags::ADDRTYPE)?.as_text()
    }

    /// Its address (`PR_EMAIL_ADDRESS`).
    pub fn address(&self) -> Option<&str> {
        self.get(tags::EMAIL_ADDRESS)?.as_text()
    }

    /// Its entry identifier (`PR_ENTRYID`).
    pub fn entry(&self) -> Option<&[u8]> {
        self.get(tags::ENTRYID)?.as_binary()
    }

    /// Whether the message has already been sent to it, before it was sent again
    /// (`MAPI_SUBMITTED`).
    pub(super) fn is_submitted(&self) -> bool {
        self.number(tags::RECIPIENT_TYPE).cast_unsigned() & MAPI_SUBMITTED != 0
    }

    /// Whether somebody has taken the responsibility for it (`PR_RESPONSIBILITY`).
    pub(super) fn is_taken(&self) -> bool {
        self.get(tags::RESPONSIBILITY) == Some(&PropValue::Bool(true))
    }

    /// What tells it from the others of its message (`PR_ROWID`).
    pub(super) fn row(&self) -> Result<i32> {
        let row = self.get(tags::ROWID).and_then(PropValue::as_i32);
        row.ok_or_else(|| Error::new(Code::INVALID_PARAMETER, "a recipient of no message"))
    }

    fn number(&self, tag: PropTag) -> i32 {
        self.get(tag).and_then(PropValue::as_i32).unwrap_or_default()
    }
}

/// The recipients of a message, read a hundred at a time.
pub struct Recipients<'m> {
    rows: Rows<'m>,
    is_wanted: fn(&Recipient) -> bool,
    bound: Bound<'m>,
}

impl Iterator for Recipients<'_> {
    type Item = Result<Recipient>;

    fn next(&mut self) -> Option<Self::Item> {
        let is_wanted = self.is_wanted;
        let recipient = self.rows.by_ref().map(|row| row.map(|values| Recipient { values }));
        let mut wanted = recipient.filter(|recipient| recipient.as_ref().map_or(true, is_wanted));
        wanted.next()
    }
}

impl std::fmt::Debug for Recipients<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recipients").finish_non_exhaustive()
    }
}

/// How many rows go out at once.
pub(super) const AT_A_TIME: usize = 100;

impl Loan<'_> {
    /// `IMessage::GetRecipientTable`
    pub(super) fn recipients(&self, is_wanted: fn(&Recipient) -> bool) -> Result<Recipients<'_>> {
        let mut table = std::ptr::null_mut();
        let get_recipient_table = self.message.methods().get_recipient_table;
        // SAFETY: F1: alive.
        let code = unsafe { get_recipient_table(self.message.this(), MAPI_UNICODE, Out::from(&mut table)) };
        // SAFETY: F1: what the call gave (MEM-8).
        let rows = unsafe { Rows::opened(self.memory(), code, table) }?;
        Ok(Recipients { rows, is_wanted, bound: self.bound })
    }

    /// `IMessage::ModifyRecipients`
    pub(super) fn modify_recipients(&self, flags: u32, recipients: &[Recipient]) -> Result<()> {
        let list = list(self.memory(), recipients)?;
        let modify_recipients = self.message.methods().modify_recipients;
        // SAFETY: F1: alive.
        ok(unsafe { modify_recipients(self.message.this(), flags, list.argument()) })
    }
}

/// A list of recipients in MAPI's memory. Errors and objects are no values to write.
pub(super) fn list(memory: &Allocators, recipients: &[Recipient]) -> Result<RecipientList> {
    let is_value = |value: &PropValue| !matches!(value, PropValue::Error(_) | PropValue::Null | PropValue::Object);
    let rows = recipients.iter().map(|recipient| {
        let values = recipient.values.iter().filter(|property| is_value(&property.value));
        values.cloned().collect()
    });
    RecipientList::of(memory, &rows.collect::<Vec<_>>())
}
