//! `IMessage` on its way out: what a transport reads of it, and what it says of its recipients.
//! What is in it is in the files beside this one.

use super::attachment::{Attachment, Attachments};
use super::loan::Loan;
use super::recipient::{AT_A_TIME, Recipient, RecipientKind, Recipients};
use super::stream::{self, Stream};
use crate::lent::prop;
use provider_abi::error::{Error, Result};
use provider_abi::prop_value::PropValue;
use provider_abi::shapes::flag::{KEEP_OPEN_READWRITE, MODRECIP_MODIFY};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use provider_abi::tag::TagOf;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::SystemTime;

/// A message that MAPI lends to [`TransportProvider::submit`](crate::TransportProvider::submit)
/// (`IMessage`).
///
/// Nothing of it can be kept: what is needed later is copied.
pub struct OutgoingMessage<'m> {
    loan: Loan<'m>,
    deferred: bool,
    /// Who was refused, by row, and why.
    refused: RefCell<BTreeMap<i32, (Recipient, String)>>,
    /// Whether a recipient's row has changed since the message was saved.
    changed: Cell<bool>,
    has_accepted: Cell<bool>,
}

impl<'m> OutgoingMessage<'m> {
    pub(crate) fn new(loan: Loan<'m>, deferred: bool) -> Self {
        Self { loan, deferred, refused: RefCell::default(), changed: Cell::new(false), has_accepted: Cell::new(false) }
    }

    /// One property (`IMAPIProp::GetProps`); `None` if the message has none. Text comes as Unicode.
    ///
    /// # Errors
    /// [`Code::NOT_ENOUGH_MEMORY`](crate::Code::NOT_ENOUGH_MEMORY) for one that is so long that it
    /// has to be read as a stream.
    pub fn get(&self, tag: impl Into<PropTag>) -> Result<Option<PropValue>> {
        stream::get(&self.loan.prop, self.loan.memory(), tag.into())
    }

    /// A text of any length up to 64 MB; `None` if the message has none.
    ///
    /// # Errors
    /// [`Code::TOO_BIG`](crate::Code::TOO_BIG) for a longer one: read it as a stream.
    pub fn text(&self, tag: impl TagOf<str>) -> Result<Option<String>> {
        stream::text(&self.loan.prop, self.loan.memory(), tag.into())
    }

    /// Reads at most 64 MB of bytes; `None` if it has none.
    ///
    /// # Errors
    /// As for [`text`](Self::text).
    pub fn bytes(&self, tag: impl TagOf<[u8]>) -> Result<Option<Vec<u8>>> {
        stream::bytes(&self.loan.prop, self.loan.memory(), tag.into())
    }

    /// Opens a property of any length, to be read piece by piece (`IMAPIProp::OpenProperty`).
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`](crate::Code::NOT_FOUND) if it has none, else what MAPI answers.
    pub fn stream(&self, tag: impl Into<PropTag>) -> Result<Stream<'_>> {
        Stream::reading(&self.loan.prop, tag.into())
    }

    /// Reads its entry identifier, for [`Support::send_deferred`](crate::Support::send_deferred);
    /// `None` if it has none.
    ///
    /// # Errors
    /// What MAPI answers.
    pub fn entry(&self) -> Result<Option<Vec<u8>>> {
        self.bytes(tags::ENTRYID)
    }

    /// Whether it was [deferred](crate::Submission::Deferred) before (`BEGIN_DEFERRED`).
    pub fn is_deferred(&self) -> bool {
        self.deferred
    }

    /// Lists the recipients that are left to this transport: nobody has taken the responsibility
    /// for them yet, and the message has not been sent to them before (`PR_RESPONSIBILITY`,
    /// `MAPI_SUBMITTED`).
    ///
    /// Of a message that is sent again, one recipient may come twice: as what it was, and as
    /// [`RecipientKind::Resent`]. Send to its address once, and accept both.
    ///
    /// # Errors
    /// What MAPI answers; while the list is read, each item may be an error.
    pub fn recipients(&self) -> Result<Recipients<'_>> {
        self.loan.recipients(|recipient| !recipient.is_taken() && !recipient.is_submitted())
    }

    /// Lists all recipients that the message names, also those that another transport sends to:
    /// what its headers say. [`RecipientKind::Resent`] is not among them: it is for the envelope
    /// alone.
    ///
    /// # Errors
    /// As for [`recipients`](Self::recipients).
    pub fn all_recipients(&self) -> Result<Recipients<'_>> {
        self.loan.recipients(|recipient| recipient.kind() != RecipientKind::Resent)
    }

    /// Takes the responsibility for these (`IMessage::ModifyRecipients`): the message was sent to
    /// them.
    ///
    /// # Errors
    /// [`Code::INVALID_PARAMETER`](crate::Code::INVALID_PARAMETER) for a recipient that is of no
    /// message; else what MAPI answers. They are accepted in parts of a hundred.
    pub fn accept(&self, recipients: &[Recipient]) -> Result<()> {
        for part in recipients.chunks(AT_A_TIME) {
            let part: Vec<_> = part.iter().cloned().map(|one| one.with(tags::RESPONSIBILITY, true)).collect();
            part.iter().try_for_each(|recipient| recipient.row().map(drop))?;
            self.loan.modify_recipients(MODRECIP_MODIFY, &part)?;
            self.changed.set(true);
            self.has_accepted.set(true);
        }
        Ok(())
    }

    /// Takes the responsibility for all that are [left](Self::recipients), but for those that were
    /// refused.
    ///
    /// # Errors
    /// As for [`recipients`](Self::recipients) and [`accept`](Self::accept).
    pub fn accept_all(&self) -> Result<()> {
        let mut left = self.recipients()?.filter(|recipient| {
            let row = recipient.as_ref().ok().and_then(|recipient| recipient.row().ok());
            !row.is_some_and(|row| self.refused.borrow().contains_key(&row))
        });
        loop {
            let part = left.by_ref().take(AT_A_TIME).collect::<Result<Vec<_>>>()?;
            if part.is_empty() {
                return Ok(());
            }
            self.accept(&part)?;
        }
    }

    /// Says that the message cannot be sent to this recipient, for good. Its sender is told why,
    /// once `submit` has answered: one report tells of all that were refused
    /// (`IMAPISupport::StatusRecips`).
    ///
    /// # Errors
    /// [`Code::INVALID_PARAMETER`](crate::Code::INVALID_PARAMETER) for a recipient that is of no
    /// message.
    pub fn refuse(&self, recipient: &Recipient, why: &Error) -> Result<()> {
        self.refused.borrow_mut().insert(recipient.row()?, (recipient.clone(), why.to_string()));
        Ok(())
    }

    /// Lists its attachments (`IMessage::GetAttachmentTable`).
    ///
    /// # Errors
    /// What MAPI answers; while the list is read, each item may be an error.
    pub fn attachments(&self) -> Result<Attachments<'_>> {
        self.loan.attachments()
    }

    /// Opens the attachment with this number (`IMessage::OpenAttach`).
    ///
    /// # Errors
    /// [`Code::NOT_FOUND`](crate::Code::NOT_FOUND) if there is none, else what MAPI answers.
    pub fn attachment(&self, number: u32) -> Result<Attachment<'_>> {
        self.loan.attachment(number)
    }

    /// Makes changes permanent (`IMAPIProp::SaveChanges`): what was accepted stays so, also if
    /// `submit` fails.
    ///
    /// # Errors
    /// What MAPI answers.
    pub fn save(&self) -> Result<()> {
        prop::save(&self.loan.prop, KEEP_OPEN_READWRITE)?;
        self.changed.set(false);
        Ok(())
    }

    /// Whether it is not to be sent any more: it was cancelled, or the logon is ending. `submit`
    /// should return, with [`Code::USER_CANCEL`](crate::Code::USER_CANCEL) if it has done nothing.
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

    /// The one report of those that were refused. They are accepted only if it was made: whom
    /// nobody takes, MAPI reports itself.
    pub(crate) fn report(&self) -> Result<()> {
        let refused = self.refused.take();
        if refused.is_empty() {
            return Ok(());
        }
        let (recipients, reasons): (Vec<_>, Vec<_>) = refused.into_values().unzip();
        let now = SystemTime::now();
        let reported = recipients.iter().cloned().zip(reasons).map(|(recipient, why)| told(recipient, &why, now));
        self.loan.status_recips(&reported.collect::<Vec<_>>())?;
        self.accept(&recipients)
    }

    /// Whether there are recipients, and nothing was said of any.
    pub(crate) fn is_for_nobody(&self) -> bool {
        let is_silent = !self.has_accepted.get() && self.refused.borrow().is_empty();
        is_silent && self.recipients().is_ok_and(|mut left| left.next().is_some())
    }

    /// Saves what was said of recipients: MAPI may submit the message again without having saved it
    /// itself, or may not come to EndMessage, and nobody is to get it twice.
    pub(crate) fn keep(&self) -> Result<()> {
        if self.changed.get() { self.save() } else { Ok(()) }
    }
}

/// A row of a non-delivery report. The codes are X.400's: "transfer failed", "no diagnosis".
fn told(recipient: Recipient, why: &str, now: SystemTime) -> Recipient {
    recipient
        .with(tags::REPORT_TEXT, why)
        .with(tags::REPORT_TIME, now)
        .with(tags::NDR_REASON_CODE, 0_u32)
        .with(tags::NDR_DIAG_CODE, u32::MAX)
}

impl std::fmt::Debug for OutgoingMessage<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OutgoingMessage").field("is_cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}
