//! A message as MAPI lends it becomes one that can be written. How it is written is in
//! `compose.rs`.

use crate::compose::is_plain;
use crate::delivery::BEFORE_1970;
use crate::message::too_big;
use crate::{MESSAGE_MAX, Mailbox, Message, Recipient, RecipientKind};
use provider_runtime::prelude as mapi;
use provider_runtime::prelude::{Code, Error, OutgoingMessage, PropValue, Result, Tag, tags};

/// Header fields that are a property's text as it is.
pub(crate) const HEADERS: [(&str, Tag<str>); 3] = [
    ("Message-ID", tags::INTERNET_MESSAGE_ID),
    ("In-Reply-To", tags::IN_REPLY_TO),
    ("References", tags::INTERNET_REFERENCES),
];

/// The properties that name one who sends: the type of the address, the address, its SMTP address,
/// the name.
type Sender = [Tag<str>; 4];

/// Whom the message is from comes before who sent it for him.
const SENDERS: [Sender; 2] = [
    [
        tags::SENT_REPRESENTING_ADDRTYPE,
        tags::SENT_REPRESENTING_EMAIL_ADDRESS,
        tags::SENT_REPRESENTING_SMTP_ADDRESS,
        tags::SENT_REPRESENTING_NAME,
    ],
    [tags::SENDER_ADDRTYPE, tags::SENDER_EMAIL_ADDRESS, tags::SENDER_SMTP_ADDRESS, tags::SENDER_NAME],
];

/// What is to be written of the message: from its sender if it names one, else from `user`, to all
/// that it names, also those whom another transport sends it to. It holds no more than the biggest
/// message does.
///
/// # Errors
/// `MAPI_E_USER_CANCEL` if it was cancelled; `MAPI_E_TOO_BIG`; those of MAPI's objects.
pub(crate) fn read(message: &OutgoingMessage<'_>, user: Option<&Mailbox>) -> Result<Message> {
    let mut headers = Vec::new();
    for (name, tag) in HEADERS {
        // What no header field takes is another program's invention, and no reason to keep the
        // message.
        let value = message.text(tag)?.filter(|value| is_plain(value) && !value.is_empty());
        headers.extend(value.map(|value| (name.to_owned(), value)));
    }
    let from = match sender(message)? {
        None => user.cloned(),
        named => named,
    };
    if message.get(tags::HASATTACH)? == Some(PropValue::Bool(true)) {
        log::warn!("the attachments of a message are not sent: headers, body and recipients are");
    }
    Ok(Message {
        from,
        recipients: recipients(message)?,
        subject: message.text(tags::SUBJECT)?.unwrap_or_default(),
        body: message.text(tags::BODY)?.unwrap_or_default(),
        date: message.get(tags::CLIENT_SUBMIT_TIME)?.and_then(|time| seconds(&time)),
        headers,
    })
}

fn sender(message: &OutgoingMessage<'_>) -> Result<Option<Mailbox>> {
    for [kind, address, smtp_address, name] in SENDERS {
        let is_smtp = message.text(kind)?.is_none_or(|kind| kind.eq_ignore_ascii_case("SMTP"));
        let own = if is_smtp { message.text(address)? } else { None };
        let address = match own {
            None => message.text(smtp_address)?,
            own => own,
        };
        if let Some(address) = address.filter(|address| !address.is_empty()) {
            return Ok(Some(Mailbox::new(message.text(name)?.unwrap_or_default(), address)));
        }
    }
    Ok(None)
}

fn recipients(message: &OutgoingMessage<'_>) -> Result<Vec<Recipient>> {
    let mut recipients = Vec::new();
    let mut size = 0;
    // One to whom it is sent again stands in no header field.
    let is_resent = |one: &mapi::Recipient| one.kind() == mapi::RecipientKind::Resent;
    let resent = message.recipients()?.filter(|one| one.as_ref().map_or(true, is_resent));
    for recipient in message.all_recipients()?.chain(resent) {
        let recipient = recipient?;
        let kind = match recipient.kind() {
            mapi::RecipientKind::Cc => RecipientKind::Cc,
            mapi::RecipientKind::Bcc | mapi::RecipientKind::Resent => RecipientKind::Bcc,
            mapi::RecipientKind::To => RecipientKind::To,
        };
        let mailbox = mailbox(&recipient);
        size += (size_of::<Recipient>() + mailbox.name.len() + mailbox.address.len()) as u64;
        if size > MESSAGE_MAX {
            return Err(too_big());
        }
        recipients.push(Recipient { kind, mailbox });
        stop_if_cancelled(message)?;
    }
    Ok(recipients)
}

/// # Errors
/// `MAPI_E_USER_CANCEL` if the message is not to be sent any more.
pub(crate) fn stop_if_cancelled(message: &OutgoingMessage<'_>) -> Result<()> {
    if message.is_cancelled() { Err(Error::new(Code::USER_CANCEL, "the message was cancelled")) } else { Ok(()) }
}

/// A recipient's name and address; empty what it does not have. An address of another type is none
/// here.
pub(crate) fn mailbox(recipient: &mapi::Recipient) -> Mailbox {
    let is_smtp = recipient.address_type().is_none_or(|kind| kind.eq_ignore_ascii_case("SMTP"));
    let smtp_address = recipient.get(tags::SMTP_ADDRESS).and_then(PropValue::as_text);
    let address = recipient.address().filter(|_| is_smtp).or(smtp_address);
    Mailbox::new(recipient.name().unwrap_or_default(), address.unwrap_or_default())
}

/// Seconds since 1970 of a time of MAPI's, which counts 100 nanoseconds since 1601.
fn seconds(time: &PropValue) -> Option<i64> {
    match time {
        PropValue::Time(time) => Some(i64::try_from(time / 10_000_000).ok()? - BEFORE_1970),
        _ => None,
    }
}
