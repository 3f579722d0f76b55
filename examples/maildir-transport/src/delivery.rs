//! A message from the Maildir becomes one of MAPI's. How it is taken from the Maildir is in
//! `incoming.rs`.

use crate::outgoing::HEADERS;
use crate::{Incoming, Mailbox, RecipientKind};
use provider_runtime::prelude as mapi;
use provider_runtime::prelude::{Code, Error, IncomingMessage, PropValue, Property, Result, Tag, tags};
use std::io::Write as _;
use std::time::SystemTime;

/// Texts that are longer, in bytes, are written as a stream.
const SHORT: usize = 8 << 10;
/// How many recipients are made at once.
const AT_A_TIME: usize = 500;

/// The properties that name a person: type and address, name, search key.
type Person = ([Tag<str>; 3], Tag<[u8]>);

const SENDER: Person =
    ([tags::SENDER_ADDRTYPE, tags::SENDER_EMAIL_ADDRESS, tags::SENDER_NAME], tags::SENDER_SEARCH_KEY);
const SENT_REPRESENTING: Person = (
    [tags::SENT_REPRESENTING_ADDRTYPE, tags::SENT_REPRESENTING_EMAIL_ADDRESS, tags::SENT_REPRESENTING_NAME],
    tags::SENT_REPRESENTING_SEARCH_KEY,
);
const RECEIVED_BY: Person = (
    [tags::RECEIVED_BY_ADDRTYPE, tags::RECEIVED_BY_EMAIL_ADDRESS, tags::RECEIVED_BY_NAME],
    tags::RECEIVED_BY_SEARCH_KEY,
);

/// Writes all that is known of it. It is not saved.
///
/// # Errors
/// `MAPI_E_USER_CANCEL` if it is not wanted now; those of MAPI's objects.
pub(crate) fn fill(message: &IncomingMessage<'_>, incoming: &Incoming, user: Option<&Mailbox>) -> Result<()> {
    let letter = &incoming.message;
    let mut properties = vec![
        Property::new(tags::MESSAGE_CLASS, "IPM.Note"),
        Property::new(tags::SUBJECT, letter.subject.as_str()),
        Property::new(tags::MESSAGE_DELIVERY_TIME, SystemTime::now()),
    ];
    if let Some(from) = &letter.from {
        properties.extend(named(from, SENDER).into_iter().chain(named(from, SENT_REPRESENTING)));
    }
    properties.extend(user.into_iter().flat_map(|user| named(user, RECEIVED_BY)));
    properties.extend(letter.date.and_then(time).map(|time| Property::new(tags::CLIENT_SUBMIT_TIME, time)));
    for (field, tag) in HEADERS {
        let found = letter.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(field));
        properties.extend(found.map(|(_, value)| Property::new(tag, value.as_str())));
    }
    message.set(&properties)?;
    text(message, tags::TRANSPORT_MESSAGE_HEADERS, &incoming.head)?;
    text(message, tags::BODY, &letter.body)?;
    recipients(message, &letter.recipients)
}

/// A text of any length.
fn text(message: &IncomingMessage<'_>, tag: Tag<str>, text: &str) -> Result<()> {
    stop_if_cancelled(message)?;
    if text.len() <= SHORT {
        return message.set(&[Property::new(tag, text)]);
    }
    let mut stream = message.stream(tag)?;
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let written = stream.write_all(&bytes).and_then(|()| stream.flush());
    written.map_err(|error| Error::new(Code::CALL_FAILED, format!("a long text cannot be written: {error}")))
}

/// Those that have an address: the rest is in the header fields.
fn recipients(message: &IncomingMessage<'_>, recipients: &[crate::Recipient]) -> Result<()> {
    let addressed: Vec<_> = recipients.iter().filter(|one| !one.mailbox.address.is_empty()).collect();
    for part in addressed.chunks(AT_A_TIME) {
        stop_if_cancelled(message)?;
        message.add_recipients(&part.iter().map(|one| recipient(one)).collect::<Vec<_>>())?;
    }
    Ok(())
}

fn recipient(recipient: &crate::Recipient) -> mapi::Recipient {
    let kind = match recipient.kind {
        RecipientKind::To => mapi::RecipientKind::To,
        RecipientKind::Cc => mapi::RecipientKind::Cc,
        RecipientKind::Bcc => mapi::RecipientKind::Bcc,
    };
    let mailbox = &recipient.mailbox;
    mapi::Recipient::new(kind, shown(mailbox), "SMTP", &mailbox.address)
}

fn stop_if_cancelled(message: &IncomingMessage<'_>) -> Result<()> {
    if message.is_cancelled() { Err(Error::new(Code::USER_CANCEL, "the message is not wanted now")) } else { Ok(()) }
}

/// How it is called: its address, if it has no name.
pub(crate) fn shown(mailbox: &Mailbox) -> &str {
    if mailbox.name.is_empty() { &mailbox.address } else { &mailbox.name }
}

/// The search key of an address: its type and itself, in capitals.
pub(crate) fn search_key(mailbox: &Mailbox) -> Vec<u8> {
    format!("SMTP:{}\0", mailbox.address).to_uppercase().into_bytes()
}

fn named(mailbox: &Mailbox, ([kind, address, name], key): Person) -> [Property; 4] {
    [
        Property::new(kind, "SMTP"),
        Property::new(address, mailbox.address.as_str()),
        Property::new(name, shown(mailbox)),
        Property::new(key, search_key(mailbox)),
    ]
}

/// Seconds between the first days of 1601 and of 1970.
pub(crate) const BEFORE_1970: i64 = 11_644_473_600;

/// Seconds since 1970 as a time, if it is one that MAPI can say: it counts 100 nanoseconds since
/// 1601.
fn time(seconds: i64) -> Option<SystemTime> {
    let seconds = u64::try_from(seconds.checked_add(BEFORE_1970)?).ok()?;
    SystemTime::try_from(&PropValue::Time(seconds.checked_mul(10_000_000)?)).ok()
}
