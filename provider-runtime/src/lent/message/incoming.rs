//! `IMessage` on its way in: an empty message that a transport fills. What is in it is in the files
//! beside this one.

use super::attachment::NewAttachment;
use super::loan::Loan;
use super::recipient::{AT_A_TIME, Recipient};
use super::stream::Stream;
use crate::lent::prop;
use crate::logon::state::ok_unless_out_of_memory;
use provider_abi::error::Result;
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::{KEEP_OPEN_READWRITE, MODRECIP_ADD};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;

/// An empty message that MAPI lends to
/// [`TransportProvider::receive`](crate::TransportProvider::receive) (`IMessage`).
///
/// Nothing of it can be kept. Not [saved](Self::save), nothing is delivered.
pub struct IncomingMessage<'m> {
    loan: Loan<'m>,
}

impl<'m> IncomingMessage<'m> {
    pub(crate) fn new(loan: Loan<'m>) -> Self {
        Self { loan }
    }

    /// Writes properties (`IMAPIProp::SetProps`).
    ///
    /// # Errors
    /// The first problem, if MAPI refuses a property; the others are written.
    pub fn set(&self, properties: &[Property]) -> Result<()> {
        let problem = prop::set(&self.loan.prop, self.loan.memory(), properties)?;
        problem.map_or(Ok(()), |problem| Err(problem.into()))
    }

    /// Opens a property of any length, to be written piece by piece (`IMAPIProp::OpenProperty`): a
    /// body, say.
    ///
    /// # Errors
    /// What MAPI answers.
    pub fn stream(&self, tag: impl Into<PropTag>) -> Result<Stream<'_>> {
        Stream::writing(&self.loan.prop, tag.into())
    }

    /// Adds recipients (`IMessage::ModifyRecipients`). One without an entry identifier gets that of
    /// a one-off recipient (`IMAPISupport::CreateOneOff`), and a search key.
    ///
    /// # Errors
    /// What MAPI answers. They are added in parts of a hundred; those of earlier parts are there.
    pub fn add_recipients(&self, recipients: &[Recipient]) -> Result<()> {
        for part in recipients.chunks(AT_A_TIME) {
            let whole = part.iter().map(|recipient| self.with_identifiers(recipient));
            self.loan.modify_recipients(MODRECIP_ADD, &whole.collect::<Result<Vec<_>>>()?)?;
        }
        Ok(())
    }

    /// Where MAPI makes no identifier, the recipient goes without.
    fn with_identifiers(&self, recipient: &Recipient) -> Result<Recipient> {
        let mut whole = recipient.clone();
        let (Some(kind), Some(address)) = (recipient.address_type(), recipient.address()) else {
            return Ok(whole);
        };
        if whole.entry().is_none() {
            let made = self.loan.link.one_off(recipient.name().unwrap_or(address), kind, address);
            whole =
                ok_unless_out_of_memory(made)?.into_iter().fold(whole, |whole, entry| whole.with(tags::ENTRYID, entry));
        }
        if whole.get(tags::SEARCH_KEY).is_none() {
            let key = format!("{kind}:{address}\0").to_uppercase();
            whole = whole.with(tags::SEARCH_KEY, key.into_bytes());
        }
        Ok(whole)
    }

    /// Begins an attachment (`IMessage::CreateAttach`), to be saved before the message is.
    ///
    /// # Errors
    /// What MAPI answers, also if it refuses one of the properties.
    pub fn add_attachment(&self, properties: &[Property]) -> Result<NewAttachment<'_>> {
        self.loan.add_attachment(properties)
    }

    /// Delivers it (`IMAPIProp::SaveChanges`): from here on it is MAPI's, and the transport may
    /// forget its own copy.
    ///
    /// # Errors
    /// [`Code::USER_CANCEL`](crate::Code::USER_CANCEL) if it was cancelled: MAPI discards it, and
    /// it is to come another time.
    pub fn save(&self) -> Result<()> {
        self.loan.is_wanted()?;
        prop::save(&self.loan.prop, KEEP_OPEN_READWRITE)?;
        self.loan.is_wanted() // a duplicate is better than a loss
    }

    /// Whether it is not wanted now: it was cancelled, or the logon is ending. `receive` should
    /// return without saving, and deliver the message another time.
    pub fn is_cancelled(&self) -> bool {
        self.loan.is_cancelled()
    }

    /// Lets MAPI work (`IMAPISupport::SpoolerYield`). Between two parts of a long transfer.
    ///
    /// # Errors
    /// [`Code::USER_CANCEL`](crate::Code::USER_CANCEL) if the message
    /// [is cancelled](Self::is_cancelled): pass it on (SPL-4).
    pub fn yield_now(&self) -> Result<()> {
        self.loan.yield_now()
    }
}

impl std::fmt::Debug for IncomingMessage<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IncomingMessage").field("is_cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}
